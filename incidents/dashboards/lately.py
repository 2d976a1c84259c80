"""Whom, what and where the newest incidents are about."""

from django.db.models import Count, Model
from django.db.models.expressions import RawSQL

from incidents.models import (
    Actor,
    Base,
    Campaign,
    Incident,
    Membership,
    Participation,
    Place,
    Report,
    Source,
    User,
)
from incidents.vocabulary import LIVING

NEWEST = 1_000
MOST = 8

TOLD_BY: dict[type[Model], tuple[type[Model], str, str]] = {
    Actor: (Participation, "incident", "actor"),
    Base: (Incident, "pk", "base"),
    Place: (Incident, "pk", "place"),
    Source: (Report, "incident", "article__source"),
    Campaign: (Membership, "incident", "campaign"),
}
"""Which rows name a record: (rows, their incident, the record)."""


def newest(user: User) -> list[int]:
    """The ``NEWEST`` that were entered last, as far as this person may see them."""
    seen = Incident.objects.visible_to(user).filter(status__in=LIVING)
    return list(seen.order_by("-pk").values_list("pk", flat=True)[:NEWEST])


def lately(model: type[Model], among: list[int]) -> list[tuple[Model, int]]:
    """The records that most of these incidents name, and how many do."""
    rows, incident, named = TOLD_BY[model]
    told = {f"{incident}__in": RawSQL("SELECT unnest(%s::bigint[])", [among]), f"{named}__isnull": False}
    counted = rows.objects.filter(**told).values(named).annotate(n=Count(incident, distinct=True))
    found = dict(counted.order_by("-n", named).values_list(named, "n")[:MOST])
    records = model.objects.in_bulk(found)
    return [(records[key], n) for key, n in found.items()]
