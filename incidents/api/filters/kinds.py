"""Filters by what they read: one value, or several of which either will do and which ``not_`` excludes."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django_filters import Filter
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema_field

from incidents.api import parameters as parse
from incidents.vocabulary import Word

TEXT = {"type": "string", "minLength": 1, "maxLength": parse.LONGEST_QUERY, "pattern": r"^[^\u0000]*$"}

Condition = Callable[[Any, Mapping[str, Any]], Q]
"""Of a value, and of all that is asked for beside it."""


class _Parsed(forms.CharField):
    """Stripping and null characters are seen to before."""

    def __init__(self, *, parse: Callable[[str], Any], **options: Any):
        super().__init__(strip=False, **options)
        self.parse = parse

    def clean(self, value: Any) -> Any:
        return None if value in (None, "") else _parsed(self.parse, value)


class _ParsedList(_Parsed):
    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> Any:
        return [_parsed(self.parse, each) for each in value or ()]


def _parsed(read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(parse.words(text))
    except parse.Unexpected as expected:
        raise ValidationError(f"expected {expected}; not {text[:100]!r}.") from None


class One(Filter):
    """A parameter given once. ``where`` is a column with its lookup, or makes the condition itself."""

    field_class = _Parsed

    def __init__(
        self,
        read: Callable[[str], Any],
        where: str | Condition,
        *,
        help: str,
        schema: Any = None,
        **options: Any,
    ):
        super().__init__(parse=read, required=False, **options)
        self.where: Condition = (
            (lambda value, _asked: Q(**{where: value})) if isinstance(where, str) else where
        )
        self.help = help
        self.items = schema or TEXT
        self.describe()

    def __deepcopy__(self, memo: Any) -> "One":
        """Every request has its own of all of them, which differ in nothing but the set they belong to."""
        return copy(self)

    def describe(self) -> None:
        extend_schema_field(self.items | {"description": self.help})(self)

    def filter(self, found: QuerySet[Model], value: Any) -> QuerySet[Model]:
        return found if value is None or value == [] else found.filter(self.condition(value))

    def condition(self, value: Any) -> Q:
        found = self.where(value, self.parent.form.cleaned_data)
        return ~found if self.exclude else found


class Several(One):
    """A parameter that may be repeated: either value will do.

    ``excludes`` is what ``not_`` leaves out, where that is another condition; False where nothing is.
    """

    field_class = _ParsedList

    def __init__(self, *args: Any, excludes: Condition | bool = True, **options: Any):
        super().__init__(*args, **options)
        self.excludes = excludes

    def describe(self) -> None:
        extend_schema_field({"type": "array", "items": self.items, "description": self.help})(self)

    def excluding(self) -> "Several":
        other = copy(self)
        vars(other).pop("_spectacular_annotation")  # else its description would be the other's as well
        other.exclude, other.help = True, f"Leaves out what {self.field_name} would find."
        if callable(self.excludes):
            other.where = self.excludes
        other.describe()
        return other


ID = {"type": "integer", "minimum": 0, "maximum": parse.LARGEST_ID}
COUNT = {"type": "integer", "minimum": 0, "maximum": parse.LARGEST_COUNT}
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]}
NUMBER = r"-?[0-9]{1,3}(\.[0-9]+)?"
BOX = {"type": "string", "pattern": f"^{NUMBER}(,{NUMBER}){{3}}$"}
CIRCLE = {"type": "string", "pattern": f"^({NUMBER},{NUMBER}|[^,\\u0000]+),[0-9]{{1,4}}(\\.[0-9]+)?$"}
COUNTRY = {"type": "string", "pattern": f"^({'|'.join(sorted(parse.countries()))})$"}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
FLAG = {"type": "boolean"}


def Words(vocabulary: type[Word], where: str | Condition, **options: Any) -> Several:
    schema = {"type": "string", "enum": list(vocabulary)}
    return Several(parse.word(vocabulary), where, schema=schema, **options)


def Since(where: str, help: str) -> One:
    help += " A timestamp with its zone, or a day, which begins at midnight UTC."
    return One(parse.moment, f"{where}__gte", help=help, schema=MOMENT)


def Until(where: str, help: str) -> One:
    help += " A timestamp with its zone, or a day, which begins at midnight UTC."
    return One(parse.moment, f"{where}__lt", help=help, schema=MOMENT)


def AtLeast(column: str, help: str) -> One:
    return One(parse.count, f"{column}__gte", help=help, schema=COUNT)


def AtMost(column: str, help: str) -> One:
    return One(parse.count, f"{column}__lte", help=help, schema=COUNT)


def Flag(where: str | Condition, help: str) -> One:
    return One(parse.flag, where, help=help, schema=FLAG)


def Countries(help: str = "ISO 3166-1 alpha-2, XZ on the high seas.") -> Several:
    return Several(parse.country, "country__in", schema=COUNTRY, help=help)


class Answers(dict[str, Any]):
    """By parameter what was given; None for what was not."""

    def __missing__(self, _name: str) -> None:
        return None


class _Given(forms.Form):
    def clean(self) -> Answers:
        return Answers(super().clean())


class OfMany(FilterSet):
    """Reads only what is given: to go through dozens of parameters takes longer than many an answer."""

    class Meta:
        form = _Given

    def get_form_class(self) -> type[forms.Form]:
        given = {name: each.field for name, each in self.filters.items() if name in self.data}
        return type("Given", (_Given,), given)


def with_exclusions(filters: type[FilterSet]) -> type[FilterSet]:
    """To every parameter that may be repeated, one of the same name after ``not_``, which excludes."""
    for name, each in list(filters.base_filters.items()):
        if isinstance(each, Several) and each.excludes:
            filters.base_filters[f"not_{name}"] = each.excluding()
    return filters


def flat(lists: Any) -> list[int]:
    return sorted({each for ids in lists for each in ids})
