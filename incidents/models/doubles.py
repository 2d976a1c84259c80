"""Where what was a record of its own has gone, once it was found to be another's double; and what is none."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from incidents.models.actors import Actor
from incidents.models.articles import Source
from incidents.models.places import Base, Place
from incidents.models.revisions import tracked
from incidents.vocabulary import Catalogue

LONGEST_ID = 18
"""Digits, which a bigint holds."""

KINDS: dict[str, type[models.Model]] = {
    Catalogue.ACTOR: Actor,
    Catalogue.BASE: Base,
    Catalogue.PLACE: Place,
    Catalogue.SOURCE: Source,
}


@tracked()
class Double(models.Model):
    """A record that was united with another. It is gone; its key and id lead on to the one that stayed.

    ``links`` are the campaigns it was in, as lists of ids: those tables have no history of their own.
    """

    kind = models.CharField(max_length=20, choices=Catalogue.choices)
    record_id = models.PositiveBigIntegerField("old id")
    key = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    into_id = models.PositiveBigIntegerField("id of the one that stayed")
    links = models.JSONField(default=dict, blank=True)
    step = models.UUIDField(help_text="The step of the history that united them, to be undone by.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="double_is_one")]
        indexes = [
            models.Index(fields=["kind", "key"], name="double_by_key"),
            models.Index(fields=["kind", "into_id"], name="double_by_survivor"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def model(self) -> type[models.Model]:
        return KINDS[self.kind]


@tracked()
class Distinct(models.Model):
    """Two records that a person found to be two, so that nobody is asked again. Kept once, the older first.

    They are known by their ids: what is united with another later is meant as that other, and as itself again
    once it is parted (``told_apart``).
    """

    kind = models.CharField(max_length=20, choices=Catalogue.choices)
    one_id = models.PositiveBigIntegerField("id of the older")
    other_id = models.PositiveBigIntegerField("id of the younger")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "one_id", "other_id"], name="distinct_is_one"),
            models.CheckConstraint(name="distinct_in_order", condition=Q(one_id__lt=F("other_id"))),
        ]
        verbose_name_plural = "distinct"

    def __str__(self) -> str:
        return f"{self.kind} {self.one_id} is not {self.other_id}"

    @property
    def model(self) -> type[models.Model]:
        return KINDS[self.kind]


def told_apart(kind: str) -> dict[tuple[int, int], Distinct]:
    """By the ids of the two as they live now, the lower first; without those that were united in spite of it."""
    went = dict(Double.objects.filter(kind=kind).values_list("record_id", "into_id"))

    def living(pk: int) -> int:
        seen: set[int] = set()
        while pk in went and pk not in seen:
            seen.add(pk)
            pk = went[pk]
        return pk

    found = {}
    for distinct in Distinct.objects.filter(kind=kind).select_related("by"):
        one, other = sorted((living(distinct.one_id), living(distinct.other_id)))
        if one != other:
            found[one, other] = distinct
    return found


def led_on(model: type[models.Model], **old: Any) -> models.Model | None:
    """The record in which the one of this old ``key`` or ``record_id`` lives on; None where there was none."""
    kind = next((kind for kind, of in KINDS.items() if of is model), None)
    if kind is None:
        return None
    gone = Double.objects.filter(kind=kind, **old).order_by("-at").first()
    seen: set[int] = set()
    while gone and gone.pk not in seen:
        seen.add(gone.pk)
        if found := model._default_manager.filter(pk=gone.into_id).first():
            return found
        gone = Double.objects.filter(kind=kind, record_id=gone.into_id).first()
    return None


def outlets(called: str) -> list[Source]:
    """Of this id, name, domain or alias; what was united with another leads on to that."""
    if called.isascii() and called.isdigit() and len(called) <= LONGEST_ID:
        living = Source.objects.filter(pk=called).first() or led_on(Source, record_id=int(called))
        return [living] if living else []
    named = Q(name__iexact=called) | Q(domain=called.lower()) | Q(aliases__contains=[called])
    return list(Source.objects.filter(named))
