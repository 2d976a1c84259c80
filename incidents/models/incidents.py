"""What an analyst vouches for: the incident, who was in it, who was hurt, with what, and what it belongs to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Self
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, GeneratedField, Q, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext

from incidents.models.actors import Actor
from incidents.models.articles import Article, Reading
from incidents.models.below import repeated_above
from incidents.models.constraints import counts, in_order, on_earth, point_index
from incidents.models.gone import raises_tombstones
from incidents.models.places import Base, Place
from incidents.models.revisions import revision_model, tracked
from incidents.models.tallies import tallied
from incidents.models.urgency import WAITS, urgency, waiting_since
from incidents.vocabulary import (
    MOVES,
    OPEN,
    Basis,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    GeoPrecision,
    Interception,
    Prominence,
    ReferentKind,
    RelationKind,
    Role,
    Sensitivity,
    Status,
    SubEventType,
    Weapon,
)

FIRST_YEAR = 1900
UNDATED = date(1, 1, 1)
GUARDED = Q(sensitivity=str(Sensitivity.RESTRICTED)) | Q(embargo_until__isnull=False)
"""All that can be hidden from somebody who sees drafts."""
SEEN_BY = ("sensitivity", "embargo_until", "restricted_to")
"""What ``visible_to`` asks beside the status. An index that has it finds what one may see without a look at rows
that lie far apart on the disk: so thousands are counted and put on the map."""
WAITING_BY = {
    "": (),
    "_by_country": ("country",),
    "_by_type": ("event_type",),
    "_by_sub_type": ("sub_event_type",),
    "_by_assignee": ("assignee",),
}
"""The queue's indexes, by what it is filtered by: most urgent first in each."""


def _by_sub_event_type(derived: str) -> Case:
    return Case(
        *(When(sub_event_type=str(sub), then=Value(str(getattr(sub, derived)))) for sub in SubEventType),
        default=Value(""),
    )


class PublicIdCounter(models.Model):
    """The last number given out for a country and year; numbers are never given twice."""

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "year"], name="public_id_counter_is_one")]

    def __str__(self) -> str:
        return f"{self.country}-{self.year:04}-{self.last:04}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    _filling: "tuple[Callable[[Sequence[Incident]], None], ...]" = ()

    def filled_by(self, *filling: "Callable[[Sequence[Incident]], None]") -> Self:
        """Each is given the incidents once they are read, as ``prefetch_related`` would have it."""
        filled = self._chain()
        filled._filling = filling
        return filled

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._filling = self._filling
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._result_cache and isinstance(self._result_cache[0], Incident):
            for fill in self._filling:
                fill(self._result_cache)

    def public(self) -> "IncidentQuerySet":
        """What everybody with the right to read may see: published, not embargoed, not restricted."""
        return self.filter(status=Status.PUBLISHED).unrestricted()

    def unrestricted(self) -> "IncidentQuerySet":
        past = Q(embargo_until__isnull=True) | Q(embargo_until__lte=timezone.now())
        return self.filter(past).exclude(sensitivity=Sensitivity.RESTRICTED)

    def visible_to(
        self, user: AbstractBaseUser | AnonymousUser, *, drafts: bool = True
    ) -> "IncidentQuerySet":
        """Promise 8 in one place; every list, count and look-up of every door starts here.

        ``drafts=False`` narrows further: a token without that scope sees what is public, whoever owns it.
        """
        seen = self
        if not (drafts and user.has_perm("incidents.view_draft")):
            seen = seen.filter(status=Status.PUBLISHED)
        if not (drafts and user.has_perm("incidents.view_restricted")):
            return seen.unrestricted()
        if user.is_superuser:
            return seen
        return seen.filter(Q(restricted_to__isnull=True) | Q(restricted_to__in=user.group_keys))

    def hidden_from(self, user: AbstractBaseUser | AnonymousUser) -> "IncidentQuerySet":
        """What ``visible_to`` leaves out. To who sees drafts that is little, and quickly found."""
        kept = self.filter(GUARDED) if user.has_perm("incidents.view_draft") else self
        return kept.exclude(pk__in=kept.visible_to(user).order_by().values("pk"))


@tracked(exclude=("held_by", "held_until", "has_new_source", "words"))
class Incident(models.Model):
    """One event of conflict.

    ``version`` and ``updated_at`` grow by trigger with every change, whoever makes it; a verb that
    changes only rows below (casualties, participants) touches the incident too. ``public_id`` is
    given at the first publication and then stays for life.
    """

    public_id = models.CharField(max_length=20, unique=True, null=True, blank=True, editable=False)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    sub_event_type = models.CharField(max_length=50, choices=SubEventType.choices)
    event_type = GeneratedField(
        expression=_by_sub_event_type("event_type"),
        output_field=models.CharField(max_length=50),
        db_persist=True,
    )
    disorder_type = GeneratedField(
        expression=_by_sub_event_type("disorder_type"),
        output_field=models.CharField(max_length=50),
        db_persist=True,
    )
    certainty = models.CharField(max_length=20, choices=Certainty.choices, default=Certainty.CONFIRMED)
    summary = models.TextField(blank=True, help_text="In our own words.")

    date_start = models.DateField(null=True, blank=True)
    date_end = models.DateField(null=True, blank=True)
    date_precision = models.CharField(
        max_length=20, choices=DatePrecision.choices, default=DatePrecision.UNKNOWN
    )
    date_how = models.CharField(max_length=500, blank=True, help_text="How the date was worked out.")
    time_local = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA name, Asia/Baghdad.")
    moment = models.DateTimeField(null=True, blank=True, help_text="UTC.")
    sort_date = GeneratedField(
        expression=Coalesce(F("date_start"), Value(UNDATED)),
        output_field=models.DateField(),
        db_persist=True,
    )

    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents", db_index=False
    )
    place_name = models.CharField(max_length=300, blank=True, help_text="As the article names it.")
    base = models.ForeignKey(
        Base, on_delete=models.PROTECT, null=True, blank=True, related_name="incidents", db_index=False
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    geo_precision = models.CharField(
        max_length=20, choices=GeoPrecision.choices, default=GeoPrecision.UNKNOWN
    )
    country = models.CharField(
        max_length=2, blank=True, help_text="ISO 3166-1 alpha-2, or XZ on the high seas."
    )
    admin1 = models.CharField(max_length=200, blank=True)

    killed_min = models.PositiveIntegerField(null=True, blank=True)
    killed_max = models.PositiveIntegerField(null=True, blank=True)
    wounded_min = models.PositiveIntegerField(null=True, blank=True)
    wounded_max = models.PositiveIntegerField(null=True, blank=True)
    civilian_targeting = models.BooleanField(null=True, blank=True)
    intercepted = models.CharField(max_length=20, choices=Interception.choices, default=Interception.UNKNOWN)
    damage = models.CharField(max_length=20, choices=Damage.choices, default=Damage.UNKNOWN)
    origin_of_fire = models.CharField(max_length=300, blank=True)

    sensitivity = models.CharField(max_length=20, choices=Sensitivity.choices, default=Sensitivity.NORMAL)
    embargo_until = models.DateTimeField(null=True, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned"
    )
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="held",
        editable=False,
        help_text="Who has this draft open.",
    )
    held_until = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )
    restricted_to = models.ForeignKey(
        "auth.Group",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where it is restricted: only its members see it. Empty: all who may see restricted ones.",
    )
    confidence = models.FloatField(
        null=True, blank=True, editable=False, help_text="The reader's, 0-1; null where a person made it."
    )

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = GeneratedField(
        expression=Greatest("updated_at", "embargo_until"),  # of which PostgreSQL leaves out what is null
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    has_new_source = models.BooleanField(default=False, db_default=False, editable=False)
    words = SearchVectorField(null=True, editable=False)
    waiting_since = GeneratedField(
        expression=waiting_since(), output_field=models.DateTimeField(), db_persist=True
    )
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="edited",
        editable=False,
    )
    articles = models.ManyToManyField(
        Article, through="Report", through_fields=("incident", "article"), related_name="incidents"
    )
    search = GeneratedField(
        expression=SearchVector("summary", "place_name", "admin1", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = IncidentQuerySet.as_manager()

    step: UUID | None = None
    """The step of the history that a verb has just made of it, to be undone by."""

    class Meta:
        ordering = ["-sort_date", "-id"]
        permissions = [
            ("view_draft", "Can see drafts"),
            ("view_restricted", "Can see restricted and embargoed incidents"),
            ("publish_incident", "Can publish incidents"),
            ("reject_incident", "Can reject drafts"),
            ("reopen_incident", "Can reopen published or rejected incidents"),
            ("undo_others", "Can undo what others did"),
        ]
        constraints = [
            *counts("killed", "killed_min", "killed_max"),
            *counts("wounded", "wounded_min", "wounded_max"),
            *on_earth(nullable=True),
            in_order("dates", "date_start", "date_end"),
            models.CheckConstraint(
                name="incident_year_from_1900",
                condition=Q(date_start__isnull=True) | Q(date_start__gte=date(FIRST_YEAR, 1, 1)),
                violation_error_message=f"date_start: expected a day from {FIRST_YEAR} to next year.",
            ),
            models.CheckConstraint(
                name="incident_precision_needs_a_date",
                condition=Q(date_start__isnull=True, date_precision=DatePrecision.UNKNOWN)
                | (Q(date_start__isnull=False) & ~Q(date_precision=DatePrecision.UNKNOWN)),
                violation_error_message=(
                    "date_precision: expected unknown where date_start is empty, and day, week, month or year "
                    "where it is given."
                ),
            ),
            models.CheckConstraint(
                name="incident_merged_points_on",
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="incident_published_has_an_id",
                condition=~Q(status=Status.PUBLISHED) | Q(public_id__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_group_of_the_restricted",
                condition=Q(restricted_to__isnull=True) | Q(sensitivity=Sensitivity.RESTRICTED),
                violation_error_message="restricted_to: expected none, where the sensitivity is not restricted.",
            ),
            models.CheckConstraint(
                name="incident_confidence_0_to_1",
                condition=Q(confidence__isnull=True) | Q(confidence__range=(0, 1)),
            ),
        ]
        indexes = [
            *(
                models.Index(
                    fields=[*of, "waiting_since", "id"],
                    include=SEEN_BY,
                    condition=WAITS,
                    name=f"waiting{name}",
                )
                for name, of in WAITING_BY.items()
            ),
            models.Index(
                fields=["status", "event_type", "sub_event_type", "country"],
                include=[*SEEN_BY, "has_new_source"],
                condition=WAITS,
                name="waiting_numbers",  # how many wait of each, without a look at any of them
            ),
            models.Index(
                fields=["waiting_since", "id"], condition=Q(has_new_source=True), name="waiting_news"
            ),
            models.Index(fields=["created_at", "id"], condition=WAITS, name="waiting_by_age"),
            models.Index(
                Coalesce("confidence", Value(1.0)), "id", condition=WAITS, name="waiting_by_confidence"
            ),
            models.Index(fields=["sort_date", "id"], condition=WAITS, name="waiting_by_event"),
            # what ``visible_to`` asks and pages of what is known narrow down by, without a look at the incidents
            models.Index(
                fields=["id"],
                include=["status", "event_type", "sort_date", *SEEN_BY],
                name="incident_seen",
            ),
            models.Index(fields=["id"], condition=GUARDED, name="incident_guarded"),
            models.Index(fields=["-sort_date", "-id"], name="incident_newest"),
            models.Index(fields=["-updated_at", "-id"], name="incident_last_changed"),
            models.Index(fields=["status", "-sort_date", "-id"], name="incident_by_date"),
            models.Index(
                fields=["status", "country", "-sort_date", "-id"],
                include=SEEN_BY,
                name="incident_by_country",
            ),
            models.Index(
                fields=["status", "event_type", "-sort_date", "-id"],
                include=SEEN_BY,
                name="incident_by_type",
            ),
            models.Index(fields=["status", "base", "-sort_date", "-id"], name="incident_by_base"),
            models.Index(fields=["base", "id"], condition=Q(base__isnull=False), name="incident_base_newest"),
            models.Index(
                fields=["place", "id"], condition=Q(place__isnull=False), name="incident_place_newest"
            ),
            models.Index(fields=["status", "changed_at", "id"], name="incident_by_change"),
            models.Index(fields=["status", "confidence", "id"], name="incident_by_confidence"),
            # what began before a day and lasts until it
            models.Index(
                fields=["date_end"], condition=Q(date_end__gt=F("date_start")), name="incident_of_days"
            ),
            # what lies near on a day: the few days are looked up one by one, each at its range of latitudes
            models.Index(fields=["sort_date", "latitude"], name="incident_by_day_and_latitude"),
            GinIndex(fields=["search"], name="incident_search"),
            GinIndex(fields=["words"], name="incident_words"),
            point_index(),
        ]
        triggers = [
            pgtrigger.FSM(
                name="status_moves",
                field="status",
                transitions=[(str(old), str(new)) for old in Status for new in Status if new in MOVES[old]],
            ),
            pgtrigger.Trigger(
                name="dates_not_far_ahead",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                    IF EXTRACT(YEAR FROM GREATEST(NEW.date_start, NEW.date_end))
                       > EXTRACT(YEAR FROM now()) + 1 THEN
                        RAISE EXCEPTION 'date_start: expected a day from {FIRST_YEAR} to next year'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_year_to_next';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="merged_into_the_living",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.status = 'merged'"),
                func="""
                    IF NEW.merged_into_id = NEW.id
                       OR EXISTS (SELECT 1 FROM incidents_incident
                                  WHERE id = NEW.merged_into_id AND status = 'merged')
                       OR EXISTS (SELECT 1 FROM incidents_incident WHERE merged_into_id = NEW.id) THEN
                        RAISE EXCEPTION 'merged_into: expected an incident that is not itself merged'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_merged_into_the_living';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="version_grows",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=[
                        "held_by",
                        "held_until",
                        "version",
                        "event_type",
                        "disorder_type",
                        "sort_date",
                        "search",
                        "has_new_source",
                        "words",
                        "waiting_since",
                        "changed_at",
                    ]
                ),
                func="""
                    NEW.version = OLD.version + 1;
                    IF NEW.status <> OLD.status AND NEW.published_version = OLD.version THEN
                        NEW.published_version = NEW.version;
                    END IF;
                    NEW.updated_at = clock_timestamp();
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="public_id_is_for_life",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.public_id IS NOT NULL AND NEW.public_id IS DISTINCT FROM OLD.public_id"
                ),
            ),
            tallied(),
            raises_tombstones(),
        ]

    def __str__(self) -> str:
        return self.public_id or gettext("Draft %s") % self.pk

    def get_absolute_url(self) -> str:
        return f"/api/v1/incidents/{self.public_id or self.pk}"

    @property
    def in_english(self) -> str:
        """For what is kept."""
        return self.public_id or f"Draft {self.pk}"

    @property
    def waits(self) -> bool:
        """For somebody to look at it: what ``WAITS`` says to the database."""
        return self.status in OPEN or (self.status == Status.PUBLISHED and self.has_new_source)

    @property
    def urgency(self) -> int:
        """Points for what is grave or doubtful, and one for each week that it has waited."""
        return urgency(self.waiting_since, timezone.now())

    @property
    def was_public(self) -> bool:
        return self.published_version is not None and self.status != Status.PUBLISHED

    @property
    def has_changed_since_published(self) -> bool:
        """Taken back and worked on; a move of the status by itself says nothing else about the world."""
        return self.was_public and self.version > (self.published_version or 0)

    def is_untouched(self) -> bool:
        """A draft with which nobody has done anything: all its history is of articles being read."""
        if self.last_edited_by_id:
            return False  # typed by a person, maybe from the beginning
        if self.verdicts.exists():
            return False  # a field was confirmed, which changes no value and makes no version
        if self.apart_from_younger.exists() or self.apart_from_older.exists():
            return False  # found not to be another, which changes no value and makes no version
        if self.status != Status.DRAFT or self.version == 1:
            return self.status == Status.DRAFT
        history = revision_model(Incident).objects.filter(pgh_obj=self.pk)
        return not history.exclude(pgh_context__metadata__verb="read").exists()

    def add_source(self, article: Article, **report: object) -> bool:
        """One more article that tells of it; False where it is there already.

        Where people have taken the incident up, they are told: the report is new until one of them has looked,
        and the version grows, so that who has the old page open is shown the new one.
        """
        is_taken_up = not self.is_untouched()
        _, is_added = Report.objects.get_or_create(
            incident=self, article=article, defaults={**report, "is_new": is_taken_up}
        )
        if is_added and is_taken_up:
            Incident.objects.filter(pk=self.pk).update(updated_at=timezone.now())
        return is_added


@tracked()
class Report(models.Model):
    """One article's telling of one incident: where in the article's order, and as main story or background."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="reports")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="reports")
    reading = models.ForeignKey(
        Reading, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    prominence = models.CharField(max_length=20, choices=Prominence.choices)
    position = models.PositiveSmallIntegerField(default=0, help_text="From 0, in the reader's order.")
    is_new = models.BooleanField(
        default=False, help_text="Added after people took the incident up, and none of them has looked yet."
    )
    merged_from = models.ForeignKey(
        Incident,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports_lent",
        editable=False,
        help_text="The merged incident that it came with, and goes back to.",
    )

    class Meta:
        ordering = ["incident", "id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "article"], name="report_is_one"),
        ]
        indexes = [models.Index(fields=["incident"], condition=Q(is_new=True), name="report_new")]
        triggers = [repeated_above("is_new")]

    def __str__(self) -> str:
        return f"{self.incident} in {self.article}"


@tracked()
class Participation(models.Model):
    """An actor's part in an incident; ``name`` is as said, and all there is while ``actor`` is unresolved."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="participations")
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="participations", db_index=False
    )
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=20, choices=Role.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.STATED)
    referent = models.CharField(
        max_length=20, choices=ReferentKind.choices, default=ReferentKind.ORGANISATION
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["incident", "role", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "role", "order"],
                name="participation_order_is_one",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="participation_has_a_name", condition=~Q(name="")),
        ]
        indexes = [
            models.Index(fields=["actor", "role", "incident"], name="participation_by_actor"),
            models.Index(fields=["actor", "incident"], name="participation_newest"),
        ]
        triggers = [repeated_above("name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display().lower()})"


@tracked()
class Casualties(models.Model):
    """Who was hurt on one side, where the text separates sides. Null: not stated; 0: stated to be none.

    The incident's own totals stand on the incident; sides are never summed into them by us.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="casualties")
    side = models.CharField(max_length=200)
    actor = models.ForeignKey(
        Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="casualties"
    )
    is_civilian = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, choices=CasualtyKind.choices)
    min = models.PositiveIntegerField(null=True, blank=True)
    max = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["incident", "side", "kind", "id"]
        verbose_name_plural = "casualties"
        constraints = [
            *counts("count", "min", "max"),
            models.UniqueConstraint(fields=["incident", "side", "kind"], name="casualties_are_one_per_side"),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.min}-{self.max} {self.get_kind_display().lower()}"


@tracked()
class WeaponUse(models.Model):
    """One kind of weapon in an incident, and what became of what was fired."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="weapons")
    category = models.CharField(max_length=30, choices=Weapon.choices)
    system = models.CharField(max_length=100, blank=True, help_text='Named system: "Shahed-136".')
    launched_min = models.PositiveIntegerField(null=True, blank=True)
    launched_max = models.PositiveIntegerField(null=True, blank=True)
    intercepted_min = models.PositiveIntegerField(null=True, blank=True)
    intercepted_max = models.PositiveIntegerField(null=True, blank=True)
    failed_min = models.PositiveIntegerField(null=True, blank=True)
    failed_max = models.PositiveIntegerField(null=True, blank=True)
    hit_min = models.PositiveIntegerField(null=True, blank=True)
    hit_max = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["incident", "category", "system", "id"]
        constraints = [
            *counts("launched", "launched_min", "launched_max"),
            *counts("intercepted", "intercepted_min", "intercepted_max"),
            *counts("failed", "failed_min", "failed_max"),
            *counts("hit", "hit_min", "hit_max"),
            models.UniqueConstraint(fields=["incident", "category", "system"], name="weapon_use_is_one"),
        ]
        indexes = [models.Index(fields=["category", "incident"], name="weapon_use_by_category")]

    def __str__(self) -> str:
        return self.system or self.get_category_display()


@tracked()
class Relation(models.Model):
    """``incident`` <kind> ``other``: the strike retaliates_for the attack."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    other = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="relations_to")

    class Meta:
        ordering = ["incident", "kind", "other"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind", "other"], name="relation_is_one"),
            models.CheckConstraint(name="relation_is_to_another", condition=~Q(incident=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.incident} {self.kind} {self.other}"


@tracked()
class Campaign(models.Model):
    """A run of incidents that articles count: attacks on US forces in Iraq and Syria since 7 October 2023."""

    name = models.CharField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    actors = models.ManyToManyField(Actor, blank=True, related_name="campaigns")
    targets = models.ManyToManyField(Actor, blank=True, related_name="campaigns_against")
    places = models.ManyToManyField(Place, blank=True, related_name="campaigns")
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    incidents = models.ManyToManyField(Incident, through="Membership", blank=True, related_name="campaigns")

    class Meta:
        ordering = ["name", "id"]
        constraints = [in_order("dates", "since", "until")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Membership(models.Model):
    """An incident that an analyst counts to a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        db_table = "incidents_campaign_incidents"  # older than the model
        ordering = ["campaign", "incident"]
        unique_together = [("campaign", "incident")]  # the constraint of that table

    def __str__(self) -> str:
        return f"{self.incident} in {self.campaign}"
