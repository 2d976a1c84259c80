"""What a parameter may hold: one small function a kind, from the words of the address to a value.

Each says in ``Unexpected`` what it had expected; the filters turn that into a 400 naming the parameter.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import Model, Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import slugify

from incidents.gazetteer import files
from incidents.gazetteer.names import fold, hyphenate_articles
from incidents.models import Base, Place
from incidents.models.doubles import led_on
from incidents.review.values import countries
from incidents.vocabulary import Word

LARGEST_COUNT = 2**31 - 1
LARGEST_ID = 2**63 - 1
LONGEST_QUERY = 500
FARTHEST = 2000.0
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SPACE_FOR_PLUS = re.compile(r" (\d\d:?\d\d)$")  # "+03:00" in an address that was not encoded


class Unexpected(ValueError):
    """``str()`` of it finishes the sentence "expected ..."."""


def word(vocabulary: type[Word]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        try:
            return str(vocabulary(text))
        except ValueError:
            raise Unexpected(f"one of {', '.join(vocabulary)}") from None

    return parse


@cache
def _codes() -> dict[str, str]:
    return {name.lower(): c.iso2 for c in files.countries() for name in (c.iso3, c.name, *c.aliases)}


def country(text: str) -> str:
    code = text.upper()
    if code in countries():
        return code
    meant = _codes().get(text.lower())
    raise Unexpected(
        f"{meant} for {countries()[meant]}"
        if meant
        else "an ISO 3166-1 code of two letters (IQ), XZ on the high seas; repeat the parameter for several"
    )


def day(text: str) -> date:
    try:
        found = parse_date(text) if DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None:
        raise Unexpected("a day, YYYY-MM-DD")
    return found


def moment(text: str) -> datetime:
    """A timestamp with its zone, or a day, which begins at midnight UTC."""
    try:
        found = parse_datetime(SPACE_FOR_PLUS.sub(r"+\1", text)) if len(text) > 10 else None
        if found is None:
            found = datetime.combine(day(text), time(), UTC)
        elif found.tzinfo:
            found = found.astimezone(UTC)
    except OverflowError:  # in UTC it lies before the first year, or after the last
        found = FIRST if found and found.year == 1 else LAST
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Unexpected("a timestamp with its zone, 2024-01-20T15:30:00Z, or a day, 2024-01-20")
    return found


def count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= LARGEST_COUNT):
        raise Unexpected(f"a whole number from 0 to {LARGEST_COUNT}")
    return int(text)


def whole(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and least <= int(text) <= most):
        raise Unexpected(f"a whole number from {least} to {most}")
    return int(text)


def number(text: str) -> int:
    if not _is_id(text):
        raise Unexpected("an id: a whole number")
    return int(text)


def flag(text: str) -> bool:
    if text.lower() not in {"true", "false", "1", "0"}:
        raise Unexpected("true or false")
    return text.lower() in {"true", "1"}


def words(text: str) -> str:
    if len(text) > LONGEST_QUERY:
        raise Unexpected(f"at most {LONGEST_QUERY} characters")
    return text


def box(text: str) -> tuple[float, float, float, float]:
    """west,south,east,north in degrees. West may lie east of east: the box then crosses the antimeridian."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise ValueError
    except ValueError:
        raise Unexpected(
            "west,south,east,north in degrees, south not above north: 42.1,33.5,43,34.2"
        ) from None
    return west, south, east, north


def near(text: str) -> tuple[float, float, float]:
    """latitude,longitude,kilometres; or a base by its key or name, and kilometres."""
    *where, far = text.split(",")
    try:
        km = float(far)
        if not 0 < km <= FARTHEST:
            raise ValueError
        if len(where) == 1:
            bases = record(Base)(where[0])
            return *Base.objects.values_list("latitude", "longitude").get(pk=bases[0]), km
        latitude, longitude = (float(part) for part in where)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError
    except ValueError as problem:
        base = str(problem) if isinstance(problem, Unexpected) else "the id, key or name of a base"
        raise Unexpected(
            f"latitude,longitude,kilometres (33.8,42.4,25), or {base}, and kilometres (Ain al-Asad,25); "
            f"at most {FARTHEST:.0f} kilometres"
        ) from None
    return latitude, longitude, km


def share(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise Unexpected("a number from 0 to 1")
    return found


def record(model: type[Model]) -> Callable[[str], list[int]]:
    """Ids of the records of this id, key, name or alias; several where several have the name.

    Names are compared as reading does, whatever the accents, hyphens and Arabic articles.
    """

    def parse(text: str) -> list[int]:
        if _is_id(text):
            return (
                _ids(model, Q(pk=int(text))) or _lead_on(model, record_id=int(text)) or _none(model, text, [])
            )
        named = Q(key=text) | Q(name__iexact=text) | Q(aliases__contains=[text])
        found = _ids(model, named) or _lead_on(model, key=text) or _ids(model, Q(key=slugify(text)))
        if found:
            return found
        names: dict[str, set[int]] = {}
        spelled: dict[str, str] = {}
        for pk, key, name, aliases in model.objects.values_list("pk", "key", "name", "aliases"):
            for each in (name, *aliases, key):
                names.setdefault(_folded(each), set()).add(pk)
                spelled.setdefault(_folded(each), name)
        if _folded(text) in names:
            return sorted(names[_folded(text)])
        near = get_close_matches(_folded(text), names, n=3, cutoff=0.6)
        return _none(model, text, list(dict.fromkeys(spelled[each] for each in near)))

    return parse


def place(text: str) -> tuple[str, list[int]]:
    """A place by key or name: the name as said, too, for what is not in the catalogue.

    Keys of places are numbers, those of GeoNames; so there is no asking by our own id.
    """
    named = Q(key=text) | Q(name__iexact=text) | Q(aliases__contains=[text])
    return text, _ids(Place, named) or _lead_on(Place, key=text)


def _lead_on(model: type[Model], **old: Any) -> list[int]:
    """What was united with another record is asked for by its old key or id still."""
    living = led_on(model, **old)
    return [living.pk] if living else []


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and int(text) <= LARGEST_ID


def _ids(model: type[Model], condition: Q) -> list[int]:
    return list(model.objects.filter(condition).order_by("pk").values_list("pk", flat=True)[:100])


def _none(model: type[Model], text: str, near: list[str]) -> list[int]:
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise Unexpected(f"the id, key or name of a {model._meta.verbose_name}{hint}")


def _folded(name: str) -> str:
    return fold(hyphenate_articles(name))
