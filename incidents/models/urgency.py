"""What comes first at the desk: points for what is grave or doubtful, each worth a week of waiting.

A point moves an incident forward by a fixed time, so that its place in the queue does not change while it waits
and an index can serve it.
"""

from datetime import datetime, timedelta

from django.db.models import Case, DateTimeField, F, Func, IntegerField, Q, Value, When

from incidents.vocabulary import OPEN, Status

DOUBTFUL = 0.67
"""Below this the reader's values are marked, and a draft is looked at sooner: a third of such values are wrong."""
A_POINT = timedelta(weeks=1)
WAITS = Q(status__in=[str(status) for status in OPEN]) | Q(has_new_source=True, status=str(Status.PUBLISHED))
"""Drafts, what is in review, and what is published and has new sources."""


def _gravity() -> Case:
    return Case(
        When(Q(killed_min__gte=10) | Q(killed_max__gte=10), then=Value(3)),
        When(Q(killed_min__gte=1) | Q(killed_max__gte=1), then=Value(2)),
        When(Q(wounded_min__gte=1) | Q(wounded_max__gte=1), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def waiting_since() -> Func:
    """When it came in, and a week earlier for each point; what was published before has waited since it last
    changed, and not all the years since. Reckoned in UTC: PostgreSQL keeps no column that depends on a session's
    time zone."""
    doubt = Case(When(confidence__lt=DOUBTFUL, then=Value(1)), default=Value(0), output_field=IntegerField())
    came = Case(When(published_at__isnull=True, then=F("created_at")), default=F("updated_at"))
    return Func(
        came,
        _gravity() + doubt,
        template="(((%(expressions)s) * interval '7 days') AT TIME ZONE 'UTC')",
        arg_joiner=" AT TIME ZONE 'UTC') - (",
        output_field=DateTimeField(),
    )


def urgency(waiting_since: datetime, now: datetime) -> int:
    """The points, and the whole weeks that it has waited."""
    return max(now - waiting_since, timedelta()) // A_POINT
