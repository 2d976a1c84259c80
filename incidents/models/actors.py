"""Who acts: states' forces, armed groups, coalitions, crowds; and how they are tied to each other."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from incidents.models.constraints import in_order
from incidents.models.revisions import tracked
from incidents.models.spelling import spelling_index
from incidents.vocabulary import ActorKind, TieKind


@tracked()
class Actor(models.Model):
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200, unique=True)
    names = models.JSONField(
        default=dict, blank=True, help_text='Name by language code: {"ar": "كتائب حزب الله"}.'
    )
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=20, choices=ActorKind.choices)
    country = models.CharField(max_length=2, blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    wikidata = models.CharField("Wikidata id", max_length=20, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [in_order("activity", "active_from", "active_to")]
        indexes = [
            models.Index(fields=["country", "kind"], name="actor_country"),
            GinIndex(fields=["aliases"], name="actor_aliases"),
            spelling_index("name", "aliases", "names"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Tie(models.Model):
    """``actor`` is <kind> ``other``: Kata'ib Hezbollah is part_of the Popular Mobilization Forces."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=20, choices=TieKind.choices)
    other = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="ties_to")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["actor", "kind", "other"]
        constraints = [
            in_order("dates", "since", "until"),
            models.CheckConstraint(
                name="tie_is_to_another",
                condition=~Q(actor=F("other")),
                violation_error_message="other: expected another actor than the one it is tied to.",
            ),
            models.UniqueConstraint(
                fields=["actor", "kind", "other", "since"], nulls_distinct=False, name="tie_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_kind_display().lower()} {self.other}"
