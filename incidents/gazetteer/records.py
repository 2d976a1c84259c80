"""What the gazetteer knows, one frozen record per thing. ``key`` is stable and unique within its kind."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from incidents.vocabulary import (
    ActorKind,
    BaseKind,
    PartOfSpeech,
    PlaceKind,
    Standing,
    SubEventType,
    TieKind,
    Weapon,
)


@dataclass(frozen=True, slots=True)
class Country:
    """``iso2`` is ISO 3166-1 alpha-2, or ``XZ`` (UN/LOCODE) for the high seas, which has no ISO entry."""

    iso2: str
    iso3: str
    name: str
    latitude: float
    longitude: float
    demonyms: tuple[str, ...] = ()  # "Iraqi", "Iraqis"
    aliases: tuple[str, ...] = ()  # "U.S.", "America"
    metonyms: tuple[str, ...] = ()  # the government by another name: "Washington", "the Kremlin"
    neighbours: tuple[str, ...] = ()  # iso2 of the countries it borders
    source: str = ""

    @property
    def key(self) -> str:
        return self.iso2


@dataclass(frozen=True, slots=True)
class Codes:
    """What other lists call a country; None and "" where they have nothing of the kind."""

    iso2: str
    iso_numeric: int | None
    gw: int | None  # Gleditsch and Ward's number, which UCDP's data use
    acled_region: int | None
    acled_name: str  # where it is not ours
    source: str = ""

    @property
    def key(self) -> str:
        return self.iso2


@dataclass(frozen=True, slots=True)
class Place:
    key: str  # GeoNames id, or a slug of ours where GeoNames has none
    name: str
    kind: PlaceKind
    country: str
    admin1: str  # name of the first-level region, "" where there is none
    latitude: float
    longitude: float
    population: int = 0
    time_zone: str = ""
    aliases: tuple[str, ...] = ()
    geonames_id: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    key: str
    name: str
    kind: BaseKind
    country: str
    admin1: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()
    icao: str = ""
    wikidata: str = ""
    operator: str = ""
    time_zone: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """``canonical`` is what mentions of it are filed under where that is not its own name: a state's
    forces ("Military Forces of Iraq") are filed under the state ("Iraq")."""

    key: str
    name: str
    kind: ActorKind
    country: str = ""
    aliases: tuple[str, ...] = ()
    active_from: date | None = None
    active_to: date | None = None
    wikidata: str = ""
    note: str = ""
    source: str = ""
    canonical: str = ""

    @property
    def filed_under(self) -> str:
        return self.canonical or self.name


@dataclass(frozen=True, slots=True)
class Tie:
    """``actor`` stands in ``kind`` to ``other``: ``Tie("kataib-hezbollah", PART_OF, "pmf")``."""

    actor: str
    kind: TieKind
    other: str
    since: date | None = None
    until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class WeaponTerm:
    """A word for a weapon; ``system`` is set where it names a make ("Shahed-136")."""

    key: str
    name: str
    category: Weapon
    aliases: tuple[str, ...] = ()
    system: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event, added to those that the reader knows by itself.

    ``wording`` is in the base form, and one word or two: of a verb the second belongs to it ("lob grenade"),
    of a noun the first does ("pipe attack").
    """

    wording: str
    part: PartOfSpeech
    type: SubEventType
    standing: Standing = Standing.EVENT


Entry = Country | Place | Base | Actor | WeaponTerm


class Sense(Enum):
    """How a name stands for its entry."""

    NAME = "name"
    DEMONYM = "demonym"  # "Iraqi": never a place
    METONYM = "metonym"  # "the Kremlin": a government, never a place


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a text that name one or more entries; several mean that the name alone does not decide.

    ``senses`` runs parallel to ``entries``.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    senses: tuple[Sense, ...] = ()
