"""Records for tests: complete enough for every constraint, unsurprising otherwise."""

import hashlib
from datetime import date

import factory
from factory.django import DjangoModelFactory

from incidents import models
from incidents.vocabulary import (
    ActorKind,
    ArticleState,
    BaseKind,
    DatePrecision,
    GeoPrecision,
    PartOfSpeech,
    PlaceKind,
    Prominence,
    Role,
    Status,
    SubEventType,
)


class SourceFactory(DjangoModelFactory[models.Source]):
    class Meta:
        model = models.Source

    name = factory.Sequence(lambda n: f"Wire {n}")


class ArticleFactory(DjangoModelFactory[models.Article]):
    class Meta:
        model = models.Article

    source = factory.SubFactory(SourceFactory)
    title = factory.Sequence(lambda n: f"Rockets hit the base, story {n}")
    text = factory.Sequence(lambda n: f"Rockets hit Ain al-Asad on Saturday, wounding {n + 2} soldiers.")
    published_on = date(2024, 1, 20)
    language = "en"
    content_type = "text/plain"
    raw = factory.LazyAttribute(lambda a: f"{a.title}\n{a.text}".encode())
    raw_sha256 = factory.LazyAttribute(lambda a: hashlib.sha256(a.raw).hexdigest())
    text_sha256 = factory.LazyAttribute(lambda a: hashlib.sha256(a.text.encode()).hexdigest())
    state = ArticleState.READ


class ActorFactory(DjangoModelFactory[models.Actor]):
    class Meta:
        model = models.Actor

    key = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    kind = ActorKind.POLITICAL_MILITIA


class PlaceFactory(DjangoModelFactory[models.Place]):
    class Meta:
        model = models.Place

    key = factory.Sequence(lambda n: f"place-{n}")
    name = factory.Sequence(lambda n: f"Town {n}")
    kind = PlaceKind.CITY
    country = "IQ"
    latitude = 33.3
    longitude = 44.4


class BaseFactory(DjangoModelFactory[models.Base]):
    class Meta:
        model = models.Base

    key = factory.Sequence(lambda n: f"base-{n}")
    name = factory.Sequence(lambda n: f"Camp {n}")
    kind = BaseKind.AIR_BASE
    country = "IQ"
    latitude = 33.7856
    longitude = 42.4412


class TriggerFactory(DjangoModelFactory[models.Trigger]):
    class Meta:
        model = models.Trigger

    wording = "garrotte"
    part_of_speech = PartOfSpeech.VERB
    sub_event_type = SubEventType.ATTACK
    example = "Gunmen garrotted two shepherds near the town of Baiji on Saturday."


class IncidentFactory(DjangoModelFactory[models.Incident]):
    """A draft; ``published=True`` takes it along the road that a published one has come."""

    class Meta:
        model = models.Incident
        skip_postgeneration_save = True

    sub_event_type = SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK
    summary = "Militants fired ballistic missiles at the base."
    date_start = date(2024, 1, 20)
    date_end = factory.SelfAttribute("date_start")
    date_precision = DatePrecision.DAY
    country = "IQ"
    place_name = "Ain al-Asad"
    latitude = 33.7856
    longitude = 42.4412
    geo_precision = GeoPrecision.EXACT

    @factory.post_generation
    def published(self, create, extracted, **kwargs):
        if extracted:
            year = self.date_start.year if self.date_start else 0
            number = models.Incident.objects.filter(public_id__isnull=False).count() + 1
            walk(self, Status.IN_REVIEW)
            walk(self, Status.PUBLISHED, public_id=f"{self.country or 'ZZ'}-{year:04}-{number:04}")


def walk(incident: models.Incident, status: Status, **fields: object) -> None:
    models.Incident.objects.filter(pk=incident.pk).update(status=status, **fields)
    incident.refresh_from_db()


class ReportFactory(DjangoModelFactory[models.Report]):
    class Meta:
        model = models.Report

    incident = factory.SubFactory(IncidentFactory)
    article = factory.SubFactory(ArticleFactory)
    prominence = Prominence.MAIN


class ParticipationFactory(DjangoModelFactory[models.Participation]):
    class Meta:
        model = models.Participation

    incident = factory.SubFactory(IncidentFactory)
    actor = factory.SubFactory(ActorFactory)
    name = factory.SelfAttribute("actor.name")
    role = Role.PERPETRATOR


class StatementFactory(DjangoModelFactory[models.Statement]):
    class Meta:
        model = models.Statement

    incident = factory.SubFactory(IncidentFactory)
    article = factory.SubFactory(ArticleFactory)
    field = "wounded"
    value = {"min": 2, "max": None}


def evidence(statement: models.Statement, quote: str) -> models.Evidence:
    """The first place in the statement's article where the words stand."""
    start = statement.article.text.index(quote)
    return models.Evidence.objects.create(
        statement=statement, article=statement.article, start=start, end=start + len(quote), quote=quote
    )


def now(incident: models.Incident) -> models.Incident:
    """As the database has it."""
    return models.Incident.objects.get(pk=incident.pk)
