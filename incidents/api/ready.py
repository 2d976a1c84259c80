"""Rows in JSON, by serializers that are kept and read through once.

To make a serializer, with all that are nested in it, takes as long as to tell many rows; and for every value of
every row it finds out anew how the value is got at. What it answers is what its own ``data`` would.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextvars import ContextVar
from operator import attrgetter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from rest_framework.serializers import (
    BaseSerializer,
    Field,
    ListSerializer,
    Serializer,
    SerializerMethodField,
    SkipField,
)

Tell = Callable[[Any], Any]
_kept: dict[tuple[type[BaseSerializer], frozenset[str]], Tell] = {}
_asked: ContextVar[dict[str, Any]] = ContextVar("asked")


class Ready:
    """In place of a serializer of rows that are only to be told."""

    def __init__(self, tell: Tell, told: Any, *, many: bool, context: dict[str, Any]) -> None:
        self.tell, self.told, self.many, self.context = tell, told, many, context

    @property
    def data(self) -> Any:
        before = _asked.set(self.context)
        try:
            return [self.tell(row) for row in self.told] if self.many else self.tell(self.told)
        finally:
            _asked.reset(before)


class Asked(MutableMapping[str, Any]):
    """The context of what is being told, for a serializer that all requests share."""

    def __getitem__(self, name: str) -> Any:
        return _asked.get()[name]

    def __setitem__(self, name: str, value: Any) -> None:
        _asked.get()[name] = value

    def __delitem__(self, name: str) -> None:
        del _asked.get()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_asked.get())

    def __len__(self) -> int:
        return len(_asked.get())


def kept(kind: type[BaseSerializer], included: frozenset[str]) -> Tell:
    """For all requests with the same ``include``."""
    if (kind, included) not in _kept:
        # of two threads that make one, either will do
        _kept[kind, included] = read_through(kind(context={"include": included}))
    return _kept[kind, included]


def read_through(serializer: BaseSerializer) -> Tell:
    tell = telling(serializer)  # by now it has its fields, which depend on what is included
    serializer._context = Asked()  # nested ones ask their root for it
    return tell


def telling(serializer: BaseSerializer) -> Tell:
    """Its ``to_representation``, with the ways to the values known beforehand."""
    if isinstance(serializer, ListSerializer):
        return _listing(serializer)
    if type(serializer).to_representation is not Serializer.to_representation:
        return serializer.to_representation
    steps = [(field.field_name, _getting(field), _saying(field)) for field in serializer._readable_fields]

    def tell(row: Any) -> dict[str, Any]:
        if isinstance(row, Mapping):
            return serializer.to_representation(row)
        told = {}
        for name, get, say in steps:
            try:
                value = get(row)
            except SkipField:
                continue
            told[name] = None if value is None else say(value)
        return told

    return tell


def _listing(serializer: ListSerializer) -> Tell:
    tell = telling(serializer.child)
    return lambda rows: [tell(row) for row in (rows.all() if hasattr(rows, "all") else rows)]


def _getting(field: Field) -> Tell:
    """Where the plain way fails, the field knows what to do: it may have a default, or say what is wrong."""
    if type(field).get_attribute is not Field.get_attribute:
        return field.get_attribute
    if field.source_attrs == []:
        return lambda row: row
    plainly = attrgetter(field.source)

    def get(row: Any) -> Any:
        try:
            value = plainly(row)
        except (AttributeError, ObjectDoesNotExist):
            return field.get_attribute(row)
        return field.get_attribute(row) if callable(value) else value

    return get


def _saying(field: Field) -> Tell:
    if isinstance(field, BaseSerializer):
        return telling(field)
    if isinstance(field, SerializerMethodField):
        return getattr(field.parent, field.method_name)
    return field.to_representation
