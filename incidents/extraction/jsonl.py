"""The JSON form of readings: what the command line prints and the API reuses."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from incidents.extraction.records import Article, Draft, Party, Range, Reading
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import CasualtyKind, DatePrecision


class BadArticle(ValueError):
    """The line is no article; the message names the key."""


def article_from(record: Any) -> Article:
    """An article from its JSON form. ``published`` may be a day or a moment with its zone."""
    if not isinstance(record, dict):
        raise BadArticle("an article is an object with at least id and text")
    text = record.get("text")
    if not isinstance(text, str):
        raise BadArticle("text: a string is needed")
    title = record.get("title") or ""
    if not isinstance(title, str):
        raise BadArticle("title: a string is needed")
    published, moment = _published(record.get("published"))
    return Article(
        id=str(record.get("id", "")),
        title=title,
        text=text,
        published=published,
        published_at=moment,
        language=str(record.get("language") or "en"),
    )


def _published(value: Any) -> tuple[date | None, datetime | None]:
    if value in (None, ""):
        return None, None
    try:
        if len(str(value)) <= 10:
            return date.fromisoformat(str(value)), None
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise BadArticle(f"published: {value!r} is no ISO 8601 date") from error
    return moment.date(), moment if moment.tzinfo else None


def reading_to(reading: Reading, article: Article, gazetteer: Gazetteer) -> dict[str, Any]:
    return {
        "id": article.id,
        "incidents": [incident_to(draft, gazetteer) for draft in reading.drafts],
        "counters": [
            {
                "count": c.count,
                "what": c.what,
                "since": c.since.isoformat() if c.since else None,
                "evidence": {"count": [{"start": c.span.start, "end": c.span.end, "quote": c.quote}]},
            }
            for c in reading.counters
        ],
    }


def incident_to(draft: Draft, gazetteer: Gazetteer) -> dict[str, Any]:
    country = gazetteer.country(draft.country) if draft.country else None
    return {
        "role": draft.prominence.value,
        "event_type": draft.event_type.value,
        "date": date_to(draft.date_start, draft.date_precision),
        "date_precision": _coarse(draft.date_precision),
        "time_local": draft.time_local.strftime("%H:%M") if draft.time_local else None,
        "time_zone": draft.time_zone or None,
        "moment": draft.moment.isoformat() if draft.moment else None,
        "country": draft.country,
        "country_name": country.name if country else None,
        "country_iso3": (country.iso3 or None) if country else None,
        "place": draft.place,
        "lat": draft.latitude,
        "lon": draft.longitude,
        "geo_precision": draft.geo_precision.value,
        "base": draft.base,
        "perpetrators": [party_to(p) for p in draft.perpetrators],
        "targets": [{k: v for k, v in party_to(p).items() if k != "basis"} for p in draft.targets],
        "weapons": [w.category.value for w in draft.weapons],
        "killed": range_to(draft.killed),
        "wounded": range_to(draft.wounded),
        "casualties_by_side": casualties_to(draft),
        "intercepted": draft.intercepted.value,
        "damage": draft.damage.value,
        "civilian_targeting": draft.civilian_targeting,
        "claimed_by": draft.claimed_by,
        "status": draft.status.value,
        "retaliation_for": draft.retaliates_for,
        "summary": draft.summary,
        "confidence": dict(draft.confidence),
        "evidence": evidence_to(draft),
    }


def field_value(draft: Draft, field: str) -> Any:
    """A field in the form that it has here; ``Statement.value`` holds the same."""
    match field:
        case "date":
            return date_to(draft.date_start, draft.date_precision)
        case "time_local":
            return draft.time_local.strftime("%H:%M") if draft.time_local else None
        case "perpetrators" | "targets":
            return [party_to(p) for p in getattr(draft, field)]
        case "weapons":
            return [w.category.value for w in draft.weapons]
        case "killed" | "wounded":
            return range_to(getattr(draft, field))
        case "casualties":
            return casualties_to(draft)
        case _:
            value = getattr(draft, field)
            return value.value if hasattr(value, "value") else value


def date_to(day: date | None, precision: DatePrecision) -> str | None:
    """As fine as is known, never finer: a week is given as the month that most of it falls into."""
    if day is None:
        return None
    match precision:
        case DatePrecision.DAY:
            return day.isoformat()
        case DatePrecision.WEEK:
            return (day + timedelta(days=3)).isoformat()[:7]
        case DatePrecision.MONTH:
            return day.isoformat()[:7]
        case DatePrecision.YEAR:
            return day.isoformat()[:4]
        case _:
            return None


def _coarse(precision: DatePrecision) -> str:
    return (DatePrecision.MONTH if precision is DatePrecision.WEEK else precision).value


def party_to(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "canonical": party.canonical,
        "kind": party.referent.value,
        "basis": party.basis.value,
    }


def range_to(value: Range | None) -> dict[str, int | None] | None:
    return None if value is None else {"min": value.min, "max": value.max}


def casualties_to(draft: Draft) -> list[dict[str, Any]]:
    sides: dict[str, dict[str, Any]] = {}
    for c in draft.casualties:
        if c.kind in {CasualtyKind.KILLED, CasualtyKind.WOUNDED}:
            side = sides.setdefault(c.side, {"side": c.side, "killed": None, "wounded": None})
            side[c.kind.value] = range_to(c.range)
    return list(sides.values())


def evidence_to(draft: Draft) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for e in draft.evidence:
        found.setdefault(e.field, []).append({"start": e.span.start, "end": e.span.end, "quote": e.quote})
    return found


def dumps(record: dict[str, Any]) -> str:
    """One line. Lone surrogates, which UTF-8 cannot hold, are escaped."""
    line = json.dumps(record, ensure_ascii=False)
    return line if line.isprintable() or _encodes(line) else json.dumps(record)


def _encodes(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
