"""A story with its draft, as the reader leaves them: statements with their words, rivals side by side."""

from datetime import date, time

from incidents import models
from incidents.vocabulary import Prominence, ReferentKind, Role, Stance, Weapon
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    PlaceFactory,
    ReportFactory,
    SourceFactory,
    evidence,
)

TEXT = """The Pentagon said several American soldiers were hurt when militants fired ballistic missiles at the \
Ain al-Asad air base in western Iraq on Saturday evening.

At about 6:30 p.m. local time a number of missiles were launched from inside Iraq, US Central Command said. Most \
were intercepted by the base's air defences, but “others hit the base.” It said at least one Iraqi soldier was \
wounded.

The Islamic Resistance in Iraq claimed responsibility and said twelve American soldiers had been killed, which \
the Pentagon denied: nobody was killed, a spokesman said.

<b>Ten drones</b> were shot down near Erbil on Friday."""

LATER = """Four American soldiers were treated for brain injuries after Saturday's missile attack on Ain al-Asad, \
the Pentagon said on Monday."""


def draft() -> models.Incident:
    """Two articles, one incident, and a second draft of the first article."""
    first = ArticleFactory(
        title="Missiles hit base in Iraq, several Americans hurt",
        text=TEXT,
        source=SourceFactory(name="Wire"),
    )
    later = ArticleFactory(
        title="Four treated after Iraq attack",
        text=LATER,
        source=SourceFactory(name="The Morning Paper"),
        published_on=date(2024, 1, 22),
    )
    base = BaseFactory(
        key="ain-al-asad", name="Ain al-Asad Air Base", admin1="Al Anbar", time_zone="Asia/Baghdad"
    )
    PlaceFactory(
        key="98463", name="Erbil", admin1="Erbil", population=879_000, latitude=36.19, longitude=44.01
    )
    BaseFactory(key="erbil-air-base", name="Erbil Air Base", latitude=36.2376, longitude=43.9632)
    militia = ActorFactory(key="islamic-resistance-in-iraq", name="Islamic Resistance in Iraq")
    forces = ActorFactory(
        key="us-forces", name="Military Forces of the United States", kind="external_forces", country="US"
    )
    incident = IncidentFactory(
        summary="Militants fired ballistic missiles at Ain al-Asad; most were intercepted.",
        base=base,
        time_local=time(18, 30),
        time_zone="Asia/Baghdad",
        date_how="“Saturday evening” + published 2024-01-20",
        killed_min=0,
        killed_max=12,
        wounded_min=3,
        intercepted="most",
        confidence=0.62,
    )
    ReportFactory(incident=incident, article=first)
    ReportFactory(incident=incident, article=later)
    models.Participation.objects.create(
        incident=incident, role=Role.PERPETRATOR, name="militants", referent=ReferentKind.PEOPLE
    )
    models.Participation.objects.create(
        incident=incident, role=Role.CLAIMANT, name="The Islamic Resistance in Iraq", actor=militia
    )
    models.Participation.objects.create(
        incident=incident,
        role=Role.TARGET,
        name="American soldiers",
        actor=forces,
        referent=ReferentKind.PEOPLE,
    )
    models.Casualties.objects.create(incident=incident, side="Iraq", kind="wounded", min=1)
    models.Casualties.objects.create(incident=incident, side="United States", kind="wounded", min=2)
    models.WeaponUse.objects.create(incident=incident, category=Weapon.BALLISTIC_MISSILE, launched_min=2)
    for field, value, quote, rest in (
        ("event_type", incident.sub_event_type, "fired ballistic missiles", {}),
        ("date_start", "2024-01-20", "Saturday evening", {"confidence": 0.95}),
        ("time_local", "18:30", "about 6:30 p.m. local time", {"confidence": 0.95}),
        ("base", base.name, "Ain al-Asad air base", {}),
        ("place", "Ain al-Asad", "Ain al-Asad", {}),
        ("country", "IQ", "western Iraq", {}),
        ("perpetrators", [{"name": "militants", "canonical": "militants"}], "militants", {"confidence": 0.7}),
        ("targets", [{"name": "American soldiers"}], "several American soldiers", {}),
        ("claimed_by", militia.name, "The Islamic Resistance in Iraq", {"stance": Stance.CLAIMED}),
        ("weapons", ["ballistic_missile"], "ballistic missiles", {}),
        ("wounded", {"min": 3, "max": None}, "several American soldiers were hurt", {"confidence": 0.41}),
        ("killed", {"min": 0, "max": 0}, "nobody was killed", {"speaker": "a spokesman"}),
        ("intercepted", "most", "Most were intercepted", {"speaker": "US Central Command"}),
    ):
        said(incident, first, field, value, quote, is_chosen=True, **rest)
    said(
        incident,
        first,
        "killed",
        {"min": 12, "max": 12},
        "twelve American soldiers had been killed",
        speaker="The Islamic Resistance in Iraq",
        stance=Stance.CLAIMED,
        is_chosen=True,
        confidence=0.7,
    )
    said(incident, later, "wounded", {"min": 4, "max": 4}, "Four American soldiers", speaker="the Pentagon")
    drones = IncidentFactory(
        sub_event_type="air_drone_strike",
        summary="Drones were shot down near Erbil.",
        date_start=date(2024, 1, 19),
        place_name="Erbil",
        confidence=0.8,
    )
    ReportFactory(incident=drones, article=first, prominence=Prominence.BACKGROUND, position=1)
    incident.refresh_from_db()
    return incident


def said(
    incident: models.Incident, article: models.Article, field: str, value: object, quote: str, **rest: object
) -> models.Statement:
    statement = models.Statement.objects.create(
        incident=incident, article=article, field=field, value=value, **rest
    )
    evidence(statement, quote)
    return statement


def long_draft(words: int = 3000, spans: int = 200, drafts: int = 12) -> models.Incident:
    """A long report with many drafts, of which the first stands on very many words."""
    vocabulary = ("missiles", "hit", "the", "base", "near", "Erbil", "on", "Saturday", "wounding", "soldiers")
    said_words = [vocabulary[n % len(vocabulary)] for n in range(words)]
    said_words[19::20] = [f"{word}." for word in said_words[19::20]]
    text = " ".join(said_words)
    article = ArticleFactory(text=text, title="A long report", source=SourceFactory(name="Monitor"))
    reported = [IncidentFactory(confidence=0.6) for _ in range(drafts)]
    for position, each in enumerate(reported):
        ReportFactory(incident=each, article=article, position=position)
    first = reported[0]
    fields = ("killed", "wounded", "date_start", "place", "event_type", "perpetrators", "targets", "weapons")
    values = {"date_start": "2024-01-20", "place": "Erbil", "event_type": first.sub_event_type}
    at = 0
    for n in range(spans // 2):
        name = fields[n % len(fields)]
        value = values.get(name, {"min": n, "max": n} if name in {"killed", "wounded"} else [])
        statement = models.Statement.objects.create(
            incident=first, article=article, field=name, value=value, is_chosen=n < len(fields)
        )
        for _ in range(2):
            end = text.index(" ", at + 12)
            models.Evidence.objects.create(
                statement=statement, article=article, start=at, end=end, quote=text[at:end]
            )
            at = text.index(" ", end + 40) + 1
    first.refresh_from_db()
    return first
