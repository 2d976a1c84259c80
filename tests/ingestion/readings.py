"""What a reader might find, written by hand: the rows are tested apart from the reading."""

from dataclasses import replace
from datetime import date, time

from incidents.extraction.records import (
    Article,
    Casualties,
    Counter,
    Draft,
    Evidence,
    Party,
    Range,
    Reading,
    Span,
    Statement,
    WeaponUse,
)
from incidents.vocabulary import (
    Basis,
    CasualtyKind,
    Certainty,
    DatePrecision,
    GeoPrecision,
    Interception,
    Prominence,
    ReferentKind,
    Stance,
    SubEventType,
    Weapon,
)

TEXT = (
    "Militants fired ballistic missiles at Ain al-Asad on Saturday evening, wounding at least two soldiers. Most "
    "were intercepted. An aide of Tehran said nobody was hurt. The Islamic Resistance claimed the attack; Iran "
    "denied it. American jets struck back on Sunday. It was the 144th attack since Oct. 7."
)
RETALIATION, ATTACK = 1, 0


def span(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start, start + len(quote))


def words(field: str, quote: str) -> Evidence:
    return Evidence(field, span(quote), quote)


MISSILES = Draft(
    prominence=Prominence.MAIN,
    event_type=SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK,
    summary="Militants fired missiles at the base.",
    date_start=date(2024, 1, 20),
    date_end=date(2024, 1, 20),
    date_precision=DatePrecision.DAY,
    date_how='"Saturday evening" + published 2024-01-20',
    time_local=time(18, 30),
    time_zone="Asia/Baghdad",
    country="IQ",
    place="Ain al-Asad",
    base="Ain al-Asad Air Base",
    base_key="ain-al-asad",
    latitude=33.7856,
    longitude=42.4412,
    geo_precision=GeoPrecision.EXACT,
    perpetrators=(Party("Militants", "Militants", ReferentKind.PEOPLE, Basis.ACCUSED),),
    targets=(
        Party("soldiers", "United States", ReferentKind.PEOPLE, actor="us-military"),
        Party("soldiers", "United States", ReferentKind.PEOPLE),
    ),
    weapons=(
        WeaponUse(Weapon.BALLISTIC_MISSILE, launched=Range(3, None)),
        WeaponUse(Weapon.BALLISTIC_MISSILE),
    ),
    wounded=Range(2, None),
    casualties=(Casualties("United States", CasualtyKind.WOUNDED, Range(2, None), actor="us-military"),),
    intercepted=Interception.MOST,
    claimed_by="Islamic Resistance in Iraq",
    evidence=(
        words("event_type", "fired"),
        words("date", "Saturday evening"),
        words("base", "Ain al-Asad"),
        words("weapons", "ballistic missiles"),
        words("wounded", "wounding at least two soldiers"),
        words("wounded", "two soldiers"),
        words("intercepted", "Most were intercepted"),
        words("claimed_by", "The Islamic Resistance claimed"),
    ),
    statements=(
        Statement(
            "wounded",
            {"min": 2, "max": None},
            span("wounding at least two soldiers"),
            "wounding at least two soldiers",
        ),
        Statement(
            "wounded", {"min": 0, "max": 0}, span("nobody was hurt"), "nobody was hurt", "An aide of Tehran"
        ),
        Statement(
            "perpetrators", [], span("Iran denied it"), "Iran denied it", speaker="Iran", stance=Stance.DENIED
        ),
    ),
    confidence=(("event_type", 0.9), ("date", 0.6), ("wounded", 0.6)),
)
STRIKE = Draft(
    prominence=Prominence.BACKGROUND,
    event_type=SubEventType.AIR_DRONE_STRIKE,
    summary="American jets struck back.",
    date_start=date(2024, 1, 21),
    date_end=date(2024, 1, 21),
    date_precision=DatePrecision.DAY,
    perpetrators=(Party("American jets", "United States", ReferentKind.OBJECT, actor="us-military"),),
    status=Certainty.REPORTED,
    retaliates_for=ATTACK,
    evidence=(words("event_type", "struck back"),),
)
COUNTER = Counter(
    144, "attack", date(2023, 10, 7), span("144th attack since Oct. 7"), "144th attack since Oct. 7"
)
BOTH = Reading((MISSILES, STRIKE), (COUNTER,), timings=(("parse", 0.1),))
NOTHING = Reading((), ())


def finds(reading: Reading):
    """A reader that finds this in every article."""

    def extract(article: Article, gazetteer):
        return reading

    return extract


def draft(**changes) -> Draft:
    return replace(MISSILES, **changes)
