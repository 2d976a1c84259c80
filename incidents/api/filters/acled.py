"""The questions that ACLED's clients ask, in their words: a value, several with a bar or ``:OR:``, an operator.

What an index can answer becomes a condition on the incidents, the rest one on the columns of the rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from rest_framework.request import Request

from incidents.api import parameters as parse
from incidents.api.filters.strict import no_such
from incidents.api.problems import BadParameters, UnknownParameters
from incidents.exports.acled import NUMBERED, Field
from incidents.exports.projections import countries
from incidents.models import Actor, Participation
from incidents.vocabulary import DisorderType, EventType, SubEventType

OPERATORS = ("=", ">", "<", ">=", "<=", "LIKE", "BETWEEN")
LOOKUPS = {"=": "", ">": "__gt", "<": "__lt", ">=": "__gte", "<=": "__lte"}
HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda told, asked: told == asked,
    ">": lambda told, asked: told > asked,
    "<": lambda told, asked: told < asked,
    ">=": lambda told, asked: told >= asked,
    "<=": lambda told, asked: told <= asked,
}
OR = re.compile(r":OR:|\|")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
EVENT_ID = re.compile(r"([A-Z]{3})(\d{4})(\d{4,9})")

Condition = tuple[str, tuple[Any, ...]]
"""SQL over ``c``, the columns, and its values."""


LARGEST = 10**9
PAGE = 5000
MOST_ACTORS = 200
ALWAYS = ("limit", "page", "cursor", "with_total", "fields", "_format")
IDLE = ("key", "email", "terms")
"""Sent by clients, and of no account for what is found; ``key`` has been looked at before."""


class Asked(dict[str, str]):
    """By parameter what it asks for. Nothing in it is empty: acledR sends ``timestamp=`` where it has none."""

    @classmethod
    def of(cls, request: Request, fields: Iterable[Field], own: Iterable[str]) -> "Asked":
        """A parameter that is repeated asks for either."""
        given = request.query_params
        known = [*ALWAYS, *IDLE, *own, *(f"{field.name}{end}" for field in fields for end in ("", "_where"))]
        if strangers := [name for name in given if name not in known]:
            raise UnknownParameters({name: no_such(name, known) for name in strangers})
        if any("\x00" in value for _name, values in given.lists() for value in values):
            raise BadParameters("expected text without null characters.")
        told = {name: "|".join(filter(None, values)) for name, values in given.lists()}
        return cls({name: value for name, value in told.items() if value})

    def one_of(self, name: str, words: Sequence[str], default: str) -> str:
        given = self.get(name, default).lower()
        if given not in words:
            raise BadParameters({name: f"expected one of {', '.join(words)}; not {given[:100]!r}."})
        return given

    def flag(self, name: str, *, default: bool) -> bool:
        return self.one_of(name, ("true", "false", "1", "0"), str(default)) in {"true", "1"}

    def names(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        wanted = [each.strip() for each in self.get(name, "").split("|") if each.strip()]
        if strangers := [each for each in wanted if each not in known]:
            raise BadParameters({name: f"expected {'|'.join(known)}; not {strangers[0][:100]!r}."})
        return tuple(wanted) or known

    def page(self, of_cursor: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        """``limit`` with ``offset`` or, of a walk, what its cursor says."""
        limit, page = self._number("limit", PAGE), self._number("page", 1)
        cursor = self.get("cursor")
        if cursor is None:
            return {"limit": limit, "offset": limit * max(page - 1, 0)}
        if page > 1:
            raise BadParameters({"page": "expected none together with cursor."})
        if cursor == "0":
            return {"limit": limit, "offset": 0}
        try:
            if not (cursor.isascii() and len(cursor) < 30):
                raise ValueError(cursor)
            return {"limit": limit, "offset": 0} | of_cursor(cursor)
        except ValueError:
            raise BadParameters({"cursor": "expected 0, or a next_cursor of ours."}) from None

    def _number(self, name: str, default: int) -> int:
        given = self.get(name, str(default))
        try:
            return parse.whole(given, 0, LARGEST)
        except parse.Unexpected as expected:
            raise BadParameters({name: f"expected {expected}; not {given[:100]!r}."}) from None


@dataclass
class Conditions:
    incidents: Q
    rows: list[Condition]
    unknown: list[str]
    """What was asked for and is called so nowhere: no error to who asks with a list of his own, but said."""


def conditions(asked: Mapping[str, str], fields: Sequence[Field], *, of_incidents: bool) -> Conditions:
    """``of_incidents``: the fields are those of the events, and what an index can answer is left to it."""
    found, problems = Conditions(Q(), [], []), {}
    for field in fields:
        if not asked.get(field.name):
            continue
        try:
            operator = _operator(asked.get(f"{field.name}_where") or field.operator)
        except parse.Unexpected as expected:
            problems[f"{field.name}_where"] = f"expected {expected}."
            continue
        try:
            values = _values(field, asked[field.name], operator)
        except parse.Unexpected as expected:
            problems[field.name] = f"expected {expected}; not {asked[field.name][:100]!r}."
            continue
        indexed = INDEXED.get(field.name) if of_incidents else None
        condition = indexed(operator, values) if indexed else None
        if condition is None:
            found.rows.append(_of_rows(field, operator, values))
            if of_incidents and field.name in NAMED:
                found.incidents &= _naming(operator, values)
        else:
            found.incidents &= condition
        if of_incidents and operator == "=":
            found.unknown += _called_so_nowhere(field.name, values)
    if problems:
        raise BadParameters(problems)
    return found


def _called_so_nowhere(name: str, values: Sequence[str]) -> list[str]:
    names = {_folded(each) for each in CLOSED[name]().values()} if name in CLOSED else {*map(_folded, values)}
    return [f"{name}: nothing is called {value!r} here." for value in values if _folded(value) not in names]


def _operator(text: str) -> str:
    if text.upper() not in OPERATORS:
        raise parse.Unexpected(f"one of {', '.join(OPERATORS)}; not {text[:20]!r}")
    return text.upper()


def _values(field: Field, text: str, operator: str) -> list[Any]:
    """``country=Iraq|Syria``, ``country=Iraq:OR:Syria`` and ``country=Iraq:OR:country=Syria`` are one question."""
    parts = [part.strip().removeprefix(f"{field.name}=") for part in OR.split(text)]
    if operator == "BETWEEN" and (len(parts) != 2 or not all(parts)):
        raise parse.Unexpected("two values with a bar between them")
    read = KINDS["text" if operator == "LIKE" else field.kind]
    return [read(part) for part in parts if part]


def _number(text: str) -> int | float:
    if not NUMBER.fullmatch(text):
        raise parse.Unexpected("a number")
    return float(text) if "." in text else int(text)


def _day(text: str) -> str:
    return parse.day(text).isoformat()


def _moment(text: str) -> int | float:
    """Seconds since 1970, or a day, which begins at midnight UTC."""
    if text.isascii() and text.isdigit():
        return _number(text)
    try:
        day = parse.day(text)
    except parse.Unexpected:
        raise parse.Unexpected("seconds since 1970, or a day, YYYY-MM-DD") from None
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


KINDS: dict[str, Callable[[str], Any]] = {
    "text": parse.words,
    "number": _number,
    "date": _day,
    "moment": _moment,
}


# --- conditions on the rows -----------------------------------------------------------------------


def _of_rows(field: Field, operator: str, values: Sequence[Any]) -> Condition:
    column = f"c.{field.name}"
    if field.name in NUMBERED and all(NUMBER.fullmatch(str(value)) for value in values):
        column, values = f"c.{field.name}_number", [_number(value) for value in values]
        operator = "=" if operator == "LIKE" else operator
    elif operator == "LIKE":
        return _either([f"{column}::text ILIKE %s"] * len(values), [_pattern(value) for value in values])
    elif field.kind == "text":
        column, values = f"lower({column})", [_folded(value) for value in values]
    if operator == "BETWEEN":
        return f"{column} BETWEEN %s AND %s", tuple(values)
    return _either([f"{column} {operator} %s"] * len(values), values)


def _either(parts: Sequence[str], values: Iterable[Any]) -> Condition:
    return " OR ".join(parts) or "false", tuple(values)


def _pattern(text: str) -> str:
    """Anywhere in the text; ``%`` is anything, as in SQL."""
    return "%" + text.replace("\\", r"\\").replace("_", r"\_") + "%"


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


# --- conditions on the incidents, for their indexes -----------------------------------------------


def _of_closed(told: Mapping[str, Any], column: str, operator: str, values: Sequence[Any]) -> Q:
    """The codes whose names answer: a list of names is compared here, and not in a million rows."""
    names = {code: _folded(name) for code, name in told.items() if name is not None}
    if operator == "LIKE":
        wanted = [str(_folded(value)).split("%") for value in values]
        found = [code for code, name in names.items() if any(_has(str(name), each) for each in wanted)]
    elif operator == "BETWEEN":
        low, high = (_folded(value) for value in values)
        found = [code for code, name in names.items() if low <= name <= high]
    else:
        holds, wanted = HOLDS[operator], [_folded(value) for value in values]
        found = [code for code, name in names.items() if any(holds(name, value) for value in wanted)]
    return Q(**{f"{column}__in": found})


def _has(name: str, parts: Sequence[str]) -> bool:
    """One after the other, with anything between: by an expression, a dozen of them would take for ever."""
    at = 0
    for part in parts:
        found = name.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _of_countries(name: str) -> Callable[[], dict[str, Any]]:
    return lambda: {code: told[name] for code, told in countries().items()}


CLOSED: dict[str, Callable[[], dict[str, Any]]] = {
    "country": _of_countries("country"),
    "event_type": lambda: {str(word): word.in_english for word in EventType},
    "sub_event_type": lambda: {str(word): word.in_english for word in SubEventType},
    "disorder_type": lambda: {str(word): word.in_english for word in DisorderType},
}


def _words(name: str) -> Callable[[str, Sequence[Any]], Q]:
    return lambda operator, values: _of_closed(CLOSED[name](), name, operator, values)


def _region(operator: str, values: Sequence[str]) -> Q:
    """By its number or its name."""
    if all(value.isascii() and value.isdigit() for value in values):
        numbers = [int(value) for value in values]
        operator = "=" if operator == "LIKE" else operator
        return _of_closed(_of_countries("region_id")(), "country", operator, numbers)
    return _of_closed(_of_countries("region")(), "country", operator, values)


def _iso(operator: str, values: Sequence[Any]) -> Q:
    return _of_closed(_of_countries("iso")(), "country", operator, values)


def _date(operator: str, values: Sequence[str]) -> Q | None:
    if operator == "LIKE":
        return None
    return _between("date_start", operator, values)


def _year(operator: str, values: Sequence[Any]) -> Q | None:
    if operator == "LIKE" or not all(isinstance(year, int) and 1 <= year < 9999 for year in values):
        return None
    return _of_stretches("date_start", operator, [(date(y, 1, 1), date(y + 1, 1, 1)) for y in values])


def _timestamp(operator: str, values: Sequence[Any]) -> Q | None:
    """Whole seconds: what changed within one is of it."""
    if operator == "LIKE" or not all(isinstance(second, int) and second < 10**11 for second in values):
        return None
    moments = [datetime.fromtimestamp(second, UTC) for second in values]
    return _of_stretches("changed_at", operator, [(at, at + timedelta(seconds=1)) for at in moments])


def _between(column: str, operator: str, values: Sequence[Any]) -> Q:
    if operator == "BETWEEN":
        return Q(**{f"{column}__gte": values[0], f"{column}__lte": values[1]})
    found = Q(pk__in=[])
    for value in values:
        found |= Q(**{f"{column}{LOOKUPS[operator]}": value})
    return found


def _of_stretches(column: str, operator: str, stretches: Sequence[tuple[Any, Any]]) -> Q:
    """Each from its first moment to that of the next."""
    if operator == "BETWEEN":
        return Q(**{f"{column}__gte": stretches[0][0], f"{column}__lt": stretches[1][1]})
    found = Q(pk__in=[])
    for first, following in stretches:
        found |= {
            "=": Q(**{f"{column}__gte": first, f"{column}__lt": following}),
            ">": Q(**{f"{column}__gte": following}),
            ">=": Q(**{f"{column}__gte": first}),
            "<": Q(**{f"{column}__lt": first}),
            "<=": Q(**{f"{column}__lt": following}),
        }[operator]
    return found


def _event_id(operator: str, values: Sequence[str]) -> Q | None:
    if operator != "=":
        return None
    iso2 = {told["iso3"]: code for code, told in countries().items()} | {"ZZZ": "ZZ"}
    parts = [EVENT_ID.fullmatch(value.upper()) for value in values]
    known = [part for part in parts if part and part[1] in iso2]
    return Q(public_id__in=[f"{iso2[part[1]]}-{part[2]}-{part[3]}" for part in known])


NAMED = ("actor1", "assoc_actor_1", "actor2", "assoc_actor_2")


def _naming(operator: str, values: Sequence[str]) -> Q:
    """Somebody of such a name has to take part at all, which is found without making a row of every incident."""
    if operator not in {"=", "LIKE"} or any(not value or set(value) & set("%;,") for value in values):
        return Q()
    parts = Q(pk__in=[])
    for value in values:
        actors = list(Actor.objects.filter(name__icontains=value).values_list("pk", flat=True)[:MOST_ACTORS])
        if len(actors) == MOST_ACTORS:
            return Q()
        parts |= Q(actor__in=actors) | Q(actor__isnull=True, name__icontains=value)
    return Q(Exists(Participation.objects.filter(parts, incident=OuterRef("pk"))))


INDEXED: dict[str, Callable[[str, Sequence[Any]], Q | None]] = {
    "country": _words("country"),
    "event_type": _words("event_type"),
    "sub_event_type": _words("sub_event_type"),
    "disorder_type": _words("disorder_type"),
    "region": _region,
    "iso": _iso,
    "event_date": _date,
    "year": _year,
    "timestamp": _timestamp,
    "event_id_cnty": _event_id,
}
