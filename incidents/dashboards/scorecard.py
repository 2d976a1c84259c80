"""How the reader does: what people made of its values, counted in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, F, IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Floor, Least, TruncMonth
from django.utils import timezone

from incidents.models import Incident, User, Verdict
from incidents.vocabulary import Outcome

MOST = 50_000
FEW = 20
"""Fewer verdicts than these say little, and are marked."""
MOST_SOURCES = 50
PERIODS = {"30": 30, "90": 90, "365": 365, "all": None}
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Score:
    """``accepted``, ``corrected``, ``removed`` are values that the reader had; ``added`` those that it missed.

    ``stated`` is the mean of the confidence that it stated, where it stated any.
    """

    name: Any
    accepted: int
    corrected: int
    removed: int
    added: int
    stated: float | None = None

    @property
    def judged(self) -> int:
        return self.accepted + self.corrected + self.removed

    @property
    def share(self) -> float | None:
        """Accepted, of what the reader had; null where it had nothing."""
        return self.accepted / self.judged if self.judged else None

    @property
    def per_cent(self) -> int | None:
        return None if self.share is None else round(self.share * 100)

    @property
    def stated_per_cent(self) -> int | None:
        return None if self.stated is None else round(self.stated * 100)

    @property
    def is_few(self) -> bool:
        return self.judged < FEW


@dataclass(frozen=True, slots=True)
class Wanted:
    """``period`` is a key of ``PERIODS``; an unknown word in any of them finds nothing."""

    period: str = "365"
    field: str = ""
    source: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """``is_cut``: there are more than ``MOST``, and these are the last."""

    found: QuerySet[Verdict]
    is_cut: bool


def verdicts(user: User, wanted: Wanted) -> Verdicts:
    """On incidents that the person may see."""
    found = Verdict.objects.order_by()
    if wanted.period not in PERIODS:
        return Verdicts(found.none(), False)
    if days := PERIODS[wanted.period]:
        first = timezone.now().astimezone(UTC).date() - timedelta(days=days)
        found = found.filter(at__gte=datetime.combine(first, time(), UTC))
    if wanted.field:
        found = found.filter(field=wanted.field)
    if wanted.source == "none":
        found = found.filter(source=None)
    elif wanted.source:
        found = found.filter(source=int(wanted.source)) if wanted.source.isdecimal() else found.none()
    if wanted.version:
        found = found.filter(extractor_version=wanted.version)
    beyond = list(found.order_by("-at").values_list("at", flat=True)[MOST : MOST + 1])
    if beyond:
        found = found.filter(at__gt=beyond[0])
    return Verdicts(found.filter(incident__in=Incident.objects.visible_to(user)), bool(beyond))


def choices(user: User) -> dict[str, Any]:
    """What the verdicts can be narrowed down to, as far as the person may see any."""
    found = verdicts(user, Wanted(period="all")).found
    return {
        "fields": list(found.order_by("field").values_list("field", flat=True).distinct()),
        "versions": list(
            found.order_by("extractor_version").values_list("extractor_version", flat=True).distinct()
        ),
        "sources": list(
            found.exclude(source=None)
            .order_by("source__name")
            .values_list("source", "source__name")
            .distinct()
        )[:500],
    }


def _scores(rows: Iterable[dict[str, Any]], name: str) -> list[Score]:
    return [
        Score(row[name], *(row[str(outcome)] for outcome in ORDER), stated=row.get("stated")) for row in rows
    ]


ORDER = (Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.REMOVED, Outcome.ADDED)
EACH = {str(outcome): Count("pk", filter=Q(outcome=outcome)) for outcome in ORDER}


def total(found: QuerySet[Verdict]) -> Score:
    return _scores([{"all": "", **found.aggregate(**EACH)}], "all")[0]


def by_field(found: QuerySet[Verdict]) -> list[Score]:
    return _scores(found.values("field").annotate(**EACH).order_by("field"), "field")


def by_source(found: QuerySet[Verdict]) -> list[tuple[int | None, Score]]:
    """The most judged ``MOST_SOURCES``, each with its id."""
    rows = found.values("source", "source__name").annotate(n=Count("pk"), **EACH)
    rows = list(rows.order_by("-n", "source__name")[:MOST_SOURCES])
    keys = [row["source"] for row in rows]
    return list(zip(keys, _scores(rows, "source__name"), strict=True))


def by_version(found: QuerySet[Verdict]) -> list[Score]:
    rows = found.values("extractor_version").annotate(**EACH).order_by("extractor_version")
    return _scores(rows, "extractor_version")


def by_month(found: QuerySet[Verdict]) -> list[Score]:
    """From the first month to the last, those without a verdict included."""
    rows = found.annotate(month=TruncMonth("at", tzinfo=UTC)).values("month").annotate(**EACH)
    scores = {score.name.date(): score for score in _scores(rows.order_by("month"), "month")}
    if not scores:
        return []
    first, last = min(scores), max(scores)
    number = (last.year - first.year) * 12 + last.month - first.month + 1
    at = first.year * 12 + first.month - 1
    months = [date((at + n) // 12, (at + n) % 12 + 1, 1) for n in range(number)]
    empty = (0, 0, 0, 0)
    return [
        Score(
            month,
            *((s.accepted, s.corrected, s.removed, s.added) if (s := scores.get(month)) else empty),
        )
        for month in months
    ]


def by_confidence(found: QuerySet[Verdict]) -> list[Score]:
    """Ten steps of stated confidence, in per cent; beside each what was measured."""
    step = Cast(Least(Floor(F("confidence") * 10), 9), IntegerField())
    judged = found.filter(confidence__isnull=False).exclude(outcome=Outcome.ADDED).annotate(step=step)
    rows = judged.values("step").annotate(stated=Avg("confidence"), **EACH).order_by("step")
    return _scores(({**row, "step": f"{row['step'] * 10}–{row['step'] * 10 + 10}"} for row in rows), "step")
