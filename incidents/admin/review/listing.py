"""Incidents in a table: the page of the queue and that of all incidents show the same columns."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils import timezone

from incidents.admin.review.asked import NOT, Asked
from incidents.admin.review.filters import Filter
from incidents.admin.review.statements import in_range
from incidents.models import Incident, Report, User
from incidents.models.incidents import IncidentQuerySet
from incidents.models.urgency import DOUBTFUL
from incidents.review.values import countries
from incidents.vocabulary import Role, Status, SubEventType

A_PAGE = 50
COLUMNS = ("country", "event_type", "sub_event_type", "status")


def with_what_is_shown(found: IncidentQuerySet) -> IncidentQuerySet:
    reports = Report.objects.select_related("article__source").only(
        "incident", "is_new", "article__title", "article__source__name"
    )
    return (
        found.select_related("assignee", "held_by")
        .defer("search", "date_how", "origin_of_fire")
        .prefetch_related("participations", Prefetch("reports", reports))
    )


def lines(
    page: Page | Iterable[Incident], *, user: User, skipped: set[int] = frozenset()
) -> list[dict[str, Any]]:
    now = timezone.now()
    return [_line(incident, user, now, incident.pk in skipped) for incident in page]


def _line(incident: Incident, user: User, now: Any, is_skipped: bool) -> dict[str, Any]:
    parties = list(incident.participations.all())
    reports = list(incident.reports.all())
    is_held = bool(incident.held_until and incident.held_until > now and incident.held_by_id != user.pk)
    urgent = incident.urgency if incident.waits else None
    return {
        "incident": incident,
        "address": reverse(
            "admin:review" if user.has_perm("incidents.view_draft") else "admin:incidents_incident_change",
            args=[incident.pk],
        ),
        "kind": SubEventType(incident.sub_event_type).label,  # Django would go through all kinds for each
        "status": Status(incident.status).label,
        "urgency": urgent,
        "heat": f"u{min(urgent or 0, 6)}",
        "who": ", ".join(p.name for p in parties if p.role == Role.PERPETRATOR),
        "whom": ", ".join(p.name for p in parties if p.role == Role.TARGET),
        "killed": in_range(incident.killed_min, incident.killed_max),
        "wounded": in_range(incident.wounded_min, incident.wounded_max),
        "confidence": None if incident.confidence is None else round(incident.confidence * 100),
        "is_low": incident.confidence is not None and incident.confidence < DOUBTFUL,
        "is_open": incident.status == Status.IN_REVIEW,
        "country": countries().get(incident.country, incident.country),
        "report": reports[0] if reports else None,
        "has_new_source": incident.has_new_source,
        "holder": incident.held_by if is_held else None,
        "is_skipped": is_skipped,
    }


def fields(asked: Asked, user: User, counted: IncidentQuerySet | None = None) -> list[dict[str, Any]]:
    """The form of the filters. With ``counted``, each value says how many of those have it, and what none has is
    left out."""
    numbers = _numbers(counted) if counted is not None else {}
    return [_field(each, asked, numbers.get(each.name)) for each in asked.filters.values()]


def _field(each: Filter, asked: Asked, numbers: Counter[str] | None) -> dict[str, Any]:
    field = {"filter": each, "chips": [c for c in asked.chips if c.pair[0] in {each.name, NOT + each.name}]}
    on, off = asked.values.get(each.name, []), asked.values.get(NOT + each.name, [])
    choices = _choices(each, numbers, {*on, *off})
    if not each.several:
        return field | {"value": on[-1] if on else "", "choices": choices, "strange": _strange(on, choices)}
    called = {chip.pair[1]: chip.value for chip in field["chips"]}
    choices = [(code, called[code]) for code in _strange([*on, *off], choices)] + choices
    return field | {"rows": [(code, words, code in on, code in off) for code, words in choices]}


def _choices(each: Filter, numbers: Counter[str] | None, given: set[str]) -> list[tuple[str, str]]:
    choices: list[tuple[str, str]] = each.choices() if each.choices else []
    if numbers is None:
        return choices
    return [
        (code, f"{words} ({numbers[code]:,})") for code, words in choices if numbers[code] or code in given
    ]


def _strange(given: list[str], choices: list[tuple[str, str]]) -> list[str]:
    """What was asked for and is not among what the form offers: it stays in the form as it was given."""
    return [value for value in dict.fromkeys(given) if value not in dict(choices)]


def _numbers(found: IncidentQuerySet) -> dict[str, Counter[str]]:
    """One pass over what waits, for all filters at once."""
    numbers: dict[str, Counter[str]] = {name: Counter() for name in COLUMNS}
    for row in found.order_by().values(*COLUMNS).annotate(n=Count("*")):
        for name in COLUMNS:
            numbers[name][row[name]] += row["n"]
    return numbers
