"""What people make of the reader's values, field by field: of each field the last verdict stands."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from incidents.models import Incident, Statement, User, Verdict
from incidents.vocabulary import Outcome

NOTHING: tuple[Any, ...] = (None, "", [], "unknown")
FOLLOWS = {"date_precision", "geo_precision", "latitude", "longitude", "time_zone", "place_key"}
"""What follows from other fields. The reader states none of it, and is not judged by it."""


def vouch(incident: Incident, *, by: User, fields: Collection[str] | None = None) -> list[str]:
    """Accept what the reader has, where nobody has judged it yet; returns the fields. ``fields`` None: all."""
    judged = set(incident.verdicts.values_list("field", flat=True))
    found = [
        verdict
        for field, verdict in _readers(incident, fields).items()
        if field not in judged and verdict.reader_value not in NOTHING
    ]
    for verdict in found:
        verdict.outcome, verdict.value, verdict.by = Outcome.ACCEPTED, verdict.reader_value, by
    Verdict.objects.bulk_create(found)
    return [verdict.field for verdict in found]


def judge(incident: Incident, values: Mapping[str, Any], *, by: User) -> None:
    """Note what the reader had beside the values that a person now gives.

    Called before the reader's statements give way: of a field without a verdict it has what they say.
    """
    earlier = {verdict.field: verdict for verdict in incident.verdicts.filter(field__in=values)}
    new = _readers(incident, values.keys() - earlier.keys())
    for field, value in values.items():
        verdict = earlier.get(field) or new.get(field)
        if verdict is None and field in FOLLOWS:
            continue
        verdict = verdict or Verdict(incident=incident, field=field)
        outcome = _outcome(verdict.reader_value, value)
        if outcome is None:  # typed, and taken away again
            if verdict.pk:
                verdict.delete()
            continue
        verdict.outcome, verdict.value, verdict.by, verdict.at = outcome, value, by, timezone.now()
        verdict.save()


def _outcome(theirs: Any, ours: Any) -> Outcome | None:
    if theirs in NOTHING:
        return None if ours in NOTHING else Outcome.ADDED
    if ours in NOTHING:
        return Outcome.REMOVED
    return Outcome.ACCEPTED if ours == theirs else Outcome.CORRECTED


def _readers(incident: Incident, fields: Collection[str] | None) -> dict[str, Verdict]:
    """What the reader's chosen statements say, as verdicts without their outcome."""
    rows = incident.statements.filter(is_chosen=True, article__isnull=False).order_by("id")
    if fields is not None:
        rows = rows.filter(field__in=fields)
    versions = dict(incident.reports.values_list("article", "reading__extractor_version"))
    by_field: dict[str, list[Statement]] = {}
    for statement in rows.select_related("article").only(
        "field", "value", "confidence", "incident", "article__source"
    ):
        by_field.setdefault(statement.field, []).append(statement)
    return {
        field: Verdict(
            incident=incident,
            field=field,
            statement=said[0],
            reader_value=_as_one([statement.value for statement in said]),
            confidence=min(statement.confidence for statement in said),
            source_id=said[0].article and said[0].article.source_id,
            extractor_version=versions.get(said[0].article_id) or "",
        )
        for field, said in by_field.items()
    }


def _as_one(values: list[Any]) -> Any:
    """Rival figures are one range: from the lowest to the highest, open where one of them is."""
    if any(not isinstance(value, dict) or set(value) != {"min", "max"} for value in values):
        return values[0]
    return {"min": _end(min, values, "min"), "max": _end(max, values, "max")}


def _end(choose: Any, values: Iterable[Mapping[str, Any]], name: str) -> int | None:
    ends = [value[name] for value in values]
    return None if None in ends else choose(ends)
