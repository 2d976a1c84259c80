"""The catalogue of places and bases. The shipped gazetteer fills it; analysts add to it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Upper

from incidents.models.constraints import in_order, on_earth, point_index
from incidents.models.revisions import tracked
from incidents.models.spelling import spelling_index
from incidents.vocabulary import BaseKind, PlaceKind


@tracked()
class Place(models.Model):
    key = models.CharField(max_length=80, unique=True)
    geonames_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=20, choices=PlaceKind.choices)
    country = models.CharField(max_length=2, blank=True)
    admin1 = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveBigIntegerField(default=0)
    time_zone = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = on_earth(nullable=False)
        indexes = [
            models.Index(fields=["name", "id"], name="place_name"),
            models.Index(fields=["-population", "id"], name="place_largest"),
            models.Index(fields=["country", "kind"], name="place_country"),
            models.Index(Upper("name"), name="place_upper_name"),
            GinIndex(fields=["aliases"], name="place_aliases"),
            spelling_index("name", "aliases"),
            point_index(),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}" if self.country else self.name


@tracked()
class Base(models.Model):
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=20, choices=BaseKind.choices)
    country = models.CharField(max_length=2)
    admin1 = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    icao = models.CharField("ICAO code", max_length=4, blank=True)
    wikidata = models.CharField("Wikidata id", max_length=20, blank=True)
    operator = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = on_earth(nullable=False)
        indexes = [
            models.Index(fields=["country"], name="base_country"),
            GinIndex(fields=["aliases"], name="base_aliases"),
            spelling_index("name", "aliases"),
            point_index(),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"


@tracked()
class Presence(models.Model):
    """Whose forces were at a base, and when."""

    base = models.ForeignKey(Base, on_delete=models.CASCADE, related_name="presences")
    actor = models.ForeignKey("Actor", on_delete=models.CASCADE, related_name="presences")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["base", "since", "id"]
        constraints = [
            in_order("dates", "since", "until"),
            models.UniqueConstraint(
                fields=["base", "actor", "since"], nulls_distinct=False, name="presence_is_one"
            ),
        ]
        verbose_name_plural = "presences"

    def __str__(self) -> str:
        return f"{self.actor} at {self.base}"
