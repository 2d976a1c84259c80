"""The words of the trade: every closed list the product uses, under its codebook's own name.

Values are what the API, the exports and the database hold; labels are what people read.
Event types and sub-types are ACLED's, source grades are the Admiralty code's, countries are
ISO 3166-1 with UN/LOCODE's ``XZ`` for the high seas.
"""

from collections.abc import Callable
from enum import StrEnum
from types import DynamicClassAttribute
from typing import Self

HIGH_SEAS = "XZ"


_tell: Callable[[str], str] = str


def speak(tell: Callable[[str], str]) -> None:
    """From now on labels are told through this: a product of several languages hands in its own."""
    global _tell
    _tell = tell


class Word(StrEnum):
    """A StrEnum whose members may carry a label; without one, the value read aloud."""

    _label: str

    def __new__(cls, value: str, label: str | None = None) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member._label = label or value.replace("_", " ").capitalize()
        return member

    @DynamicClassAttribute
    def label(self) -> str:
        return _tell(self._label)

    @DynamicClassAttribute
    def in_english(self) -> str:
        """For what is kept: a sentence of the reader's, the words of a translation."""
        return self._label

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For ``choices=Word.choices``: handed to Django as a callable, so a new word needs no migration."""
        return [(member.value, member.label) for member in cls]


class DisorderType(Word):
    POLITICAL_VIOLENCE = "political_violence"
    DEMONSTRATIONS = "demonstrations"
    POLITICAL_VIOLENCE_DEMONSTRATIONS = (
        "political_violence_demonstrations",
        "Political violence; Demonstrations",
    )
    STRATEGIC_DEVELOPMENTS = "strategic_developments"


class EventType(Word):
    """ACLED's six event types."""

    BATTLES = "battles"
    EXPLOSIONS_REMOTE_VIOLENCE = "explosions_remote_violence", "Explosions/Remote violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    PROTESTS = "protests"
    RIOTS = "riots"
    STRATEGIC_DEVELOPMENTS = "strategic_developments"


class SubEventType(Word):
    """ACLED's twenty-five sub-event types, grouped by the event type they belong to."""

    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = (
        "non_state_actor_overtakes_territory",
        "Non-state actor overtakes territory",
    )
    ARMED_CLASH = "armed_clash"

    CHEMICAL_WEAPON = "chemical_weapon"
    AIR_DRONE_STRIKE = "air_drone_strike", "Air/drone strike"
    SUICIDE_BOMB = "suicide_bomb"
    SHELLING_ARTILLERY_MISSILE_ATTACK = (
        "shelling_artillery_missile_attack",
        "Shelling/artillery/missile attack",
    )
    REMOTE_EXPLOSIVE_LANDMINE_IED = (
        "remote_explosive_landmine_ied",
        "Remote explosive/landmine/IED",
    )
    GRENADE = "grenade"

    SEXUAL_VIOLENCE = "sexual_violence"
    ATTACK = "attack"
    ABDUCTION_FORCED_DISAPPEARANCE = (
        "abduction_forced_disappearance",
        "Abduction/forced disappearance",
    )

    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    PEACEFUL_PROTEST = "peaceful_protest"

    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"

    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    CHANGE_TO_GROUP_ACTIVITY = "change_to_group_activity", "Change to group/activity"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    HEADQUARTERS_OR_BASE_ESTABLISHED = "headquarters_or_base_established"
    LOOTING_PROPERTY_DESTRUCTION = "looting_property_destruction", "Looting/property destruction"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = (
        "non_violent_transfer_of_territory",
        "Non-violent transfer of territory",
    )
    OTHER_STRATEGIC = "other_strategic", "Other"

    @property
    def event_type(self) -> EventType:
        return _EVENT_TYPE_OF[self]

    @property
    def disorder_type(self) -> DisorderType:
        return _DISORDER_TYPE_OF[self]


_S, _E = SubEventType, EventType
_EVENT_TYPE_OF: dict[SubEventType, EventType] = {
    **dict.fromkeys(
        (
            _S.GOVERNMENT_REGAINS_TERRITORY,
            _S.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
            _S.ARMED_CLASH,
        ),
        _E.BATTLES,
    ),
    **dict.fromkeys(
        (
            _S.CHEMICAL_WEAPON,
            _S.AIR_DRONE_STRIKE,
            _S.SUICIDE_BOMB,
            _S.SHELLING_ARTILLERY_MISSILE_ATTACK,
            _S.REMOTE_EXPLOSIVE_LANDMINE_IED,
            _S.GRENADE,
        ),
        _E.EXPLOSIONS_REMOTE_VIOLENCE,
    ),
    **dict.fromkeys(
        (_S.SEXUAL_VIOLENCE, _S.ATTACK, _S.ABDUCTION_FORCED_DISAPPEARANCE),
        _E.VIOLENCE_AGAINST_CIVILIANS,
    ),
    **dict.fromkeys(
        (
            _S.EXCESSIVE_FORCE_AGAINST_PROTESTERS,
            _S.PROTEST_WITH_INTERVENTION,
            _S.PEACEFUL_PROTEST,
        ),
        _E.PROTESTS,
    ),
    **dict.fromkeys((_S.VIOLENT_DEMONSTRATION, _S.MOB_VIOLENCE), _E.RIOTS),
}
for _sub in _S:
    _EVENT_TYPE_OF.setdefault(_sub, _E.STRATEGIC_DEVELOPMENTS)

_D = DisorderType
_DISORDER_TYPE_OF: dict[SubEventType, DisorderType] = {
    sub: {
        _E.BATTLES: _D.POLITICAL_VIOLENCE,
        _E.EXPLOSIONS_REMOTE_VIOLENCE: _D.POLITICAL_VIOLENCE,
        _E.VIOLENCE_AGAINST_CIVILIANS: _D.POLITICAL_VIOLENCE,
        _E.PROTESTS: _D.DEMONSTRATIONS,
        _E.RIOTS: _D.DEMONSTRATIONS,
        _E.STRATEGIC_DEVELOPMENTS: _D.STRATEGIC_DEVELOPMENTS,
    }[event_type]
    for sub, event_type in _EVENT_TYPE_OF.items()
} | {
    _S.EXCESSIVE_FORCE_AGAINST_PROTESTERS: _D.POLITICAL_VIOLENCE_DEMONSTRATIONS,
    _S.MOB_VIOLENCE: _D.POLITICAL_VIOLENCE,
}


class ActorKind(Word):
    """ACLED's ``inter`` in words; ``code`` is its number 1-8."""

    STATE_FORCES = "state_forces"
    REBEL_GROUP = "rebel_group"
    POLITICAL_MILITIA = "political_militia"
    IDENTITY_MILITIA = "identity_militia"
    RIOTERS = "rioters"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    EXTERNAL_FORCES = "external_forces", "External/Other forces"

    @property
    def code(self) -> int:
        return list(ActorKind).index(self) + 1


class ReferentKind(Word):
    """What a named party is: the ``kind`` of a perpetrator or target in the JSON Lines output."""

    PEOPLE = "people"
    ORGANISATION = "organisation"
    OBJECT = "object"


class Role(Word):
    """What a participant is to an incident; the order of participants carries no meaning."""

    PERPETRATOR = "perpetrator"
    TARGET = "target"
    CLAIMANT = "claimant"
    ACCUSED = "accused"
    DENIER = "denier"
    SUPPORTER = "supporter"


class Basis(Word):
    """On whose word a perpetrator is named."""

    STATED = "stated"
    CLAIMED = "claimed"
    ACCUSED = "accused"


class Prominence(Word):
    """Whether an article is about an event or only recalls it."""

    MAIN = "main"
    BACKGROUND = "background"


class PartOfSpeech(Word):
    VERB = "verb"
    NOUN = "noun"


class Standing(Word):
    """What a trigger says of an event by itself."""

    EVENT = "event", "Tells of an event by itself"
    WEAK = "weak", "Tells of one only beside an armed actor or a weapon"
    CONSEQUENCE = "consequence", "What an event did to somebody; an event of its own only if no other is told"


class Weapon(Word):
    BALLISTIC_MISSILE = "ballistic_missile"
    CRUISE_MISSILE = "cruise_missile"
    ROCKET = "rocket"
    ARTILLERY = "artillery", "Artillery or mortar"
    DRONE = "drone"
    AIRSTRIKE = "airstrike", "Crewed air strike"
    AIR_DEFENCE = "air_defence"
    SMALL_ARMS = "small_arms", "Small arms and light weapons"
    IED = "ied", "Bomb or IED"
    VEHICLE_BOMB = "vehicle_bomb"
    SUICIDE_VEST = "suicide_vest"
    GRENADE = "grenade"
    MINE = "mine"
    BLADED = "bladed", "Bladed weapon"
    OTHER = "other"
    UNKNOWN = "unknown"


class CasualtyKind(Word):
    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    CAPTURED = "captured"
    DISPLACED = "displaced"


class Fate(StrEnum):
    """What became of a weapon sent."""

    INTERCEPTED = "intercepted"
    FAILED = "failed"
    HIT = "hit"


class Interception(Word):
    NONE = "none"
    SOME = "some"
    MOST = "most"
    ALL = "all"
    UNKNOWN = "unknown"


class DatePrecision(Word):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class GeoPrecision(Word):
    """ACLED's geo_precision 1-3, with ``country`` for what ACLED would not code at all."""

    EXACT = "exact", "Named town or site"
    NEAR = "near", "Near a named place, or a small area"
    REGION = "region", "Larger region"
    COUNTRY = "country", "Country only"
    UNKNOWN = "unknown"


class Certainty(Word):
    """The standing of the *event* in the article (GUIDE rule 8), not of its authorship."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    CLAIMED = "claimed"
    ALLEGED = "alleged"
    DENIED = "denied"


class Stance(Word):
    """How a speaker stands to what is said."""

    STATED = "stated"
    CLAIMED = "claimed"
    DENIED = "denied"
    ALLEGED = "alleged"
    PLANNED = "planned"


class Status(Word):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    REJECTED = "rejected"
    MERGED = "merged"


OPEN = (Status.DRAFT, Status.IN_REVIEW)
"""What is edited, published or rejected."""
LIVING = (*OPEN, Status.PUBLISHED)
"""What counts: neither rejected nor merged into another."""

MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.MERGED}),
    Status.IN_REVIEW: frozenset({Status.PUBLISHED, Status.REJECTED, Status.MERGED, Status.DRAFT}),
    Status.PUBLISHED: frozenset({Status.IN_REVIEW, Status.MERGED}),
    Status.REJECTED: frozenset({Status.DRAFT}),
    Status.MERGED: frozenset({Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED}),
}
"""Promise 3: the only moves a status makes. Back to a draft, and out of a merge, is an undoing (ADR 13)."""


class Outcome(Word):
    """What a person made of a field that the reader had, or had not, filled."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REMOVED = "removed"


class NoticeKind(Word):
    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    COMMENTED = "commented", "Commented on yours"
    REOPENED = "reopened", "Reopened what you published"
    JOB_DONE = "job_done"


class JobState(Word):
    PREPARED = "prepared", "Not yet confirmed"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class SnapshotState(Word):
    QUEUED = "queued"
    MAKING = "making", "Being made"
    READY = "ready"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class MessageKind(Word):
    """Of what a webhook is told."""

    PUBLISHED = "published"
    CHANGED = "changed"
    GONE = "gone"
    TEST = "test"


class DeliveryState(Word):
    PENDING = "pending", "To be sent"
    DELIVERED = "delivered"
    FAILED = "failed", "Given up"
    SUPERSEDED = "superseded", "Not sent: no longer so, or told by a later one"


class RowOutcome(Word):
    """What became of one incident in a job over many."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ArticleState(Word):
    RECEIVED = "received"
    READING = "reading"
    READ = "read"
    NOTHING_FOUND = "nothing_found"
    FAILED = "failed"
    SAME_STORY = "same_story", "Same story as another"
    UNSUPPORTED_LANGUAGE = "unsupported_language", "Stored, not read: language"


class ReceiptOutcome(Word):
    ACCEPTED = "accepted"
    DUPLICATE_OF = "duplicate_of"
    SAME_STORY = "same_story"
    NOTHING_FOUND = "nothing_found"
    FAILED = "failed"


class BatchState(Word):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class RelationKind(Word):
    RETALIATES_FOR = "retaliates_for"
    FOLLOW_UP_OF = "follow_up_of"
    PART_OF = "part_of"
    SAME_SALVO = "same_salvo"


class Catalogue(Word):
    """What there may be two of by mistake."""

    ACTOR = "actor"
    BASE = "base"
    PLACE = "place"
    SOURCE = "source"


class TieKind(Word):
    PART_OF = "part_of"
    UMBRELLA_OF = "umbrella_of"
    FACADE_OF = "facade_of"
    BACKED_BY = "backed_by"


class BaseKind(Word):
    AIR_BASE = "air_base"
    NAVAL_BASE = "naval_base"
    GARRISON = "garrison"
    OUTPOST = "outpost"
    CHECKPOINT = "checkpoint"
    PORT = "port"
    HEADQUARTERS = "headquarters"
    OTHER = "other"


class PlaceKind(Word):
    COUNTRY = "country"
    REGION = "region", "First-level region"
    CITY = "city", "Populated place"
    SEA = "sea", "Sea or strait"
    AREA = "area", "Area, natural feature or site"


class Reliability(Word):
    """Admiralty code (NATO AJP-2.1): how far a source has proved right before."""

    A = "A", "A - Completely reliable"
    B = "B", "B - Usually reliable"
    C = "C", "C - Fairly reliable"
    D = "D", "D - Not usually reliable"
    E = "E", "E - Unreliable"
    F = "F", "F - Reliability cannot be judged"


class SourceScale(Word):
    """ACLED's source_scale."""

    LOCAL_PARTNER = "local_partner"
    SUBNATIONAL = "subnational"
    NATIONAL = "national"
    REGIONAL = "regional"
    INTERNATIONAL = "international"
    NEW_MEDIA = "new_media"
    OTHER = "other"


class Sensitivity(Word):
    """Who may see a published incident: ``restricted`` needs its own permission."""

    NORMAL = "normal"
    GRAPHIC = "graphic", "Graphic content"
    RESTRICTED = "restricted"


class Damage(Word):
    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    DESTROYED = "destroyed"
    UNKNOWN = "unknown"


class Tallied(Word):
    """What a tally is of: country and month; and type; country and day; base and country; point and region."""

    COUNTRY = "country"
    MONTH = "month"
    DAY = "day"
    BASE = "base"
    POINT = "point"


class Scope(Word):
    """What an API token may do. ``admin`` includes the rest."""

    READ = "read", "Read published incidents and the catalogues"
    DRAFTS = "drafts", "Read drafts and raw articles"
    SUBMIT = "submit", "Submit articles"
    REVIEW = "review", "Edit, publish, reject, reopen"
    WEBHOOKS = "webhooks", "Have webhooks of one's own"
    ADMIN = "admin"
