"""How many incidents there are, counted as they change: a question about a million looks at a few thousand.

A tally is a sum to be added to others: every change of a published incident adds one that takes the old away and
one that brings the new (by trigger; nobody waits for anybody), and ``FOLD`` makes one of all with the same key.
Added up they tell at every moment what the incidents would. Those of ``GUARDED`` are not in them: who sees
which of these, and since when, is for ``visible_to`` to say.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, UniqueConstraint

from incidents.models.places import Base
from incidents.vocabulary import Sensitivity, Status, Tallied

KEY = ("kind", "day", "country", "admin1", "disorder_type", "event_type", "sub_event_type", "base_id")
POINT = ("latitude", "longitude")
FIGURES = (
    *("incidents", "to_the_week", "to_the_month", "to_the_year"),
    *("killed_least", "killed_most", "killed_open", "killed_unknown"),
    *("wounded_least", "wounded_most", "wounded_open", "wounded_unknown"),
)
TABLE = "incidents_tally"


class Tally(models.Model):
    kind = models.CharField(max_length=10, choices=Tallied.choices)
    day = models.DateField(null=True)
    country = models.CharField(max_length=2, blank=True)
    admin1 = models.CharField(max_length=200, blank=True)
    disorder_type = models.CharField(max_length=50, blank=True)
    event_type = models.CharField(max_length=50, blank=True)
    sub_event_type = models.CharField(max_length=50, blank=True)
    base = models.ForeignKey(
        Base, on_delete=models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    cells = ArrayField(models.BigIntegerField(), null=True)

    incidents = models.BigIntegerField()
    to_the_week = models.BigIntegerField()
    to_the_month = models.BigIntegerField()
    to_the_year = models.BigIntegerField()
    killed_least = models.BigIntegerField()
    killed_most = models.BigIntegerField()
    killed_open = models.BigIntegerField()
    killed_unknown = models.BigIntegerField()
    wounded_least = models.BigIntegerField()
    wounded_most = models.BigIntegerField()
    wounded_open = models.BigIntegerField()
    wounded_unknown = models.BigIntegerField()
    is_folded = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["kind", "day", "id"]
        verbose_name_plural = "tallies"
        constraints = [
            UniqueConstraint(
                fields=[*KEY[:-1], "base", *POINT],
                condition=Q(is_folded=True),
                nulls_distinct=False,
                name="tally_folded_is_one",
            )
        ]
        indexes = [
            models.Index(fields=["kind", "day"], name="tally_by_kind"),
            models.Index(fields=["kind"], condition=Q(is_folded=False), name="tally_unfolded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day or ''} {self.country}: {self.incidents}"


# --- SQL: what an incident adds -------------------------------------------------------------------


def _counts(row: str) -> str:
    """Whether it is in the tallies at all: everybody may see it, now and later."""
    return (
        f"({row}.status = '{Status.PUBLISHED}' AND {row}.sensitivity <> '{Sensitivity.RESTRICTED}'"
        f" AND {row}.embargo_until IS NULL)"
    )


TOLD = (
    *(
        "date_start",
        "date_precision",
        "country",
        "admin1",
        "sub_event_type",
        "base_id",
        "latitude",
        "longitude",
    ),
    *("killed_min", "killed_max", "wounded_min", "wounded_max"),
)
"""What of an incident the tallies depend on."""


def _toll(kind: str) -> str:
    low, high = f"i.{kind}_min", f"i.{kind}_max"
    says = f"({low} IS NOT NULL OR {high} IS NOT NULL)"
    return (
        f"coalesce({low}, 0)::bigint, coalesce({high}, 0)::bigint, ({says} AND {high} IS NULL)::int,"
        f" (NOT {says})::int"
    )


ADDS = f"""
    FROM {{incident}} AS i
    CROSS JOIN LATERAL (VALUES
        ('{Tallied.MONTH}', date_trunc('month', i.date_start)::date, i.country, '', i.disorder_type, i.event_type,
            i.sub_event_type, NULL::bigint, NULL::float, NULL::float),
        ('{Tallied.COUNTRY}', date_trunc('month', i.date_start)::date, i.country, '', '', '', '',
            NULL, NULL, NULL),
        ('{Tallied.DAY}', i.date_start, i.country, '', '', '', '', NULL, NULL, NULL),
        ('{Tallied.BASE}', NULL, i.country, '', '', '', '', i.base_id, NULL, NULL),
        ('{Tallied.POINT}', NULL, i.country, i.admin1, '', '', '', NULL, i.latitude, i.longitude)
    ) AS k ({", ".join((*KEY, *POINT))})
    CROSS JOIN LATERAL (VALUES (1, (i.date_precision = 'week')::int, (i.date_precision = 'month')::int,
        (i.date_precision = 'year')::int, {_toll("killed")}, {_toll("wounded")})) AS f ({", ".join(FIGURES)})
"""
_INTO = f"INSERT INTO {TABLE} ({', '.join((*KEY, *POINT, *FIGURES))}, is_folded)"
_KEYS = ", ".join(f"k.{name}" for name in (*KEY, *POINT))


def _added(row: str, sign: str) -> str:
    figures = ", ".join(f"{sign}f.{name}" for name in FIGURES)
    return f"{_INTO} SELECT {_KEYS}, {figures}, false {ADDS.format(incident=f'(SELECT {row}.*)')};"


def tallied() -> pgtrigger.Trigger:
    """For the incident. A change of what no tally tells of adds nothing."""
    same = " AND ".join(f"OLD.{name} IS NOT DISTINCT FROM NEW.{name}" for name in TOLD)
    return pgtrigger.Trigger(
        name="tallied",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF {_counts("OLD")} = {_counts("NEW")} AND (NOT {_counts("NEW")} OR ({same})) THEN
                    RETURN NULL;
                END IF;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                IF {_counts("OLD")} THEN {_added("OLD", "-")} END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                IF {_counts("NEW")} THEN {_added("NEW", "")} END IF;
            END IF;
            RETURN NULL;
        """,
    )


RECOUNT = f"""
    LOCK TABLE incidents_incident IN SHARE MODE;
    TRUNCATE {TABLE};
    {_INTO} SELECT {_KEYS}, {", ".join(f"sum(f.{name})" for name in FIGURES)}, true
    {ADDS.format(incident="incidents_incident")} WHERE {_counts("i")} GROUP BY {_KEYS};
"""
"""All anew from the incidents, as after they were filled in without triggers. Nobody writes meanwhile."""

FOLD = f"""
    SELECT pg_advisory_xact_lock('{TABLE}'::regclass::bigint);
    WITH gone AS (DELETE FROM {TABLE} WHERE NOT is_folded RETURNING *)
    {_INTO}
    SELECT {", ".join((*KEY, *POINT))}, {", ".join(f"sum({name})" for name in FIGURES)}, true
    FROM gone GROUP BY {", ".join((*KEY, *POINT))}
    ON CONFLICT ({", ".join((*KEY, *POINT))}) WHERE is_folded
    DO UPDATE SET {", ".join(f"{name} = {TABLE}.{name} + EXCLUDED.{name}" for name in FIGURES)};
    DELETE FROM {TABLE} WHERE is_folded AND incidents = 0;
"""  # noqa: S608 -- our own words
"""One of all with the same key; who asks meanwhile sees those before or the one after, and never both."""
