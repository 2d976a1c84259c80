"""Rows in JSON, by serializers that are kept and read through once.

To make a serializer, with all that are nested in it, takes as long as to tell many rows; and for every value of
every row it finds out anew how the value is got at. What it answers is what its own ``data`` would.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
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
_kept = threading.local()


class Ready:
    """In place of a serializer of rows that are only to be told; good until the next request of the thread."""

    def __init__(self, kind: type[BaseSerializer], told: Any, *, many: bool, context: dict[str, Any]) -> None:
        self.told, self.many = told, many
        serializer, self.tell = _of(kind, frozenset(context.get("include", ())))
        serializer._context = context  # nested ones ask their root for it

    @property
    def data(self) -> Any:
        return [self.tell(row) for row in self.told] if self.many else self.tell(self.told)


def _of(kind: type[BaseSerializer], included: Iterable[str]) -> tuple[BaseSerializer, Tell]:
    """A thread has its own: while a row is told, the request it is told to stands in the serializer."""
    kept = _kept.__dict__
    if (kind, included) not in kept:
        serializer = kind(context={"include": included})  # which fields there are depends on it
        kept[kind, included] = serializer, telling(serializer)
    return kept[kind, included]


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
