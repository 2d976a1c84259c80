"""What is said about each row of the desk: by whom, how surely, in which words; rivals side by side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from incidents.admin.review.layout import ROW_OF, UNLISTED
from incidents.models import Statement, Verdict
from incidents.review.choose import SAYS_IT_IS_NOT_SO
from incidents.review.queue import DOUBTFUL
from incidents.review.ranges import written as in_range
from incidents.vocabulary import Certainty, Damage, Interception, Stance, SubEventType, Weapon

WORDS_OF = {
    "event_type": SubEventType,
    "status": Certainty,
    "intercepted": Interception,
    "damage": Damage,
}
ABOUT = {
    "perpetrators": "perpetrators",
    "targets": "targets",
    "claimed_by": "claimed by",
    "accused": "accused",
    "deniers": "denied by",
    "supporters": "supporters",
    "date_end": "last day",
    "date_precision": "precision",
    "time_zone": "zone",
    "place_key": "in the catalogue",
    "base": "named",  # the base that is named may be none that we know
    "admin1": "region",
    "latitude": "latitude",
    "longitude": "longitude",
    "geo_precision": "precision",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One statement as the desk shows it. ``about`` names its field where the row has several."""

    pk: int
    field: str
    about: str
    value: str
    who: str
    stance: str
    confidence: int | None  # per cent; None where a person says it
    is_chosen: bool
    is_low: bool
    is_denial: bool
    is_listed: bool
    reason: str
    quotes: tuple[tuple[int, int, str], ...]  # article, start, quote
    key: int = 0  # the digit that chooses it, where it has rivals


@dataclass(slots=True)
class Standing:
    """How a row stands: who vouches for it now, and what else is said."""

    said: list[Said] = field(default_factory=list)
    by_person: str = ""

    @property
    def listed(self) -> list[Said]:
        """Those that tell something; where they do not say the same, each with the digit that chooses it."""
        listed = [each for each in self.said if each.is_listed]
        values: dict[str, set[str]] = defaultdict(set)
        for each in listed:
            values[each.field].add(each.value)
        rivals = [each.pk for each in listed if len(values[each.field]) > 1 and not each.is_denial]
        return [replace(s, key=rivals.index(s.pk) + 1) if s.pk in rivals else s for s in listed]

    @property
    def state(self) -> str:
        if self.by_person:
            return "person"
        return (
            "reader" if any(each.is_chosen for each in self.said) else "nobody" if not self.said else "rival"
        )

    @property
    def confidence(self) -> int | None:
        found = [s.confidence for s in self.said if s.is_chosen and s.confidence is not None]
        return min(found) if found and not self.by_person else None

    @property
    def is_low(self) -> bool:
        return self.confidence is not None and self.confidence < DOUBTFUL * 100

    @property
    def quotes(self) -> list[tuple[int, int, str]]:
        return list(dict.fromkeys(quote for each in self.said for quote in each.quotes))


def standings(statements: Iterable[Statement], verdicts: Mapping[str, Verdict]) -> dict[str, Standing]:
    """By key of row. What was chosen comes first."""
    found: dict[str, Standing] = defaultdict(Standing)
    unjudged: set[str] = set()
    for statement in sorted(statements, key=lambda s: (not s.is_chosen, s.article_id is None, s.pk)):
        row = ROW_OF.get(statement.field)
        if row is None:
            continue
        found[row].said.append(_said(statement))
        if not statement.is_chosen:
            continue
        verdict = verdicts.get(statement.field)
        if statement.author and not statement.article_id:
            found[row].by_person = str(statement.author)
        elif verdict:
            found[row].by_person = found[row].by_person or str(verdict.by)
        elif statement.field not in UNLISTED:
            unjudged.add(row)
    for row in unjudged:
        found[row].by_person = ""
    return found


def _said(statement: Statement) -> Said:
    by_person = statement.article_id is None
    words = statement.evidence.all()
    no_speaker = "" if words else _("the reader")  # a summary, a region: worked out, and no outlet said it
    return Said(
        pk=statement.pk,
        field=statement.field,
        about=_(ABOUT.get(statement.field, "")),
        value=in_words(statement.field, statement.value),
        who=str(statement.author) if by_person else statement.speaker or no_speaker,
        stance="" if statement.stance == Stance.STATED else statement.get_stance_display().lower(),
        confidence=None if by_person else round(statement.confidence * 100),
        is_chosen=statement.is_chosen,
        is_low=is_low(statement),
        is_denial=statement.stance in SAYS_IT_IS_NOT_SO,
        is_listed=by_person or statement.field not in UNLISTED,
        reason=statement.reason,
        quotes=tuple((e.article_id, e.start, e.quote) for e in words),
    )


def is_low(statement: Statement) -> bool:
    return statement.article_id is not None and statement.confidence < DOUBTFUL


def in_words(name: str, value: Any) -> str:
    if value is None or value in ("", []):
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(in_words(name, each) for each in value)
    if isinstance(value, Mapping):
        if set(value) == {"min", "max"}:
            return in_range(value["min"], value["max"])
        return _in_words_of_a_row(value)
    if name in WORDS_OF and value in set(WORDS_OF[name]):
        return WORDS_OF[name](value).label
    if name == "weapons" and value in set(Weapon):
        return Weapon(value).label
    return str(value)


def _in_words_of_a_row(value: Mapping[str, Any]) -> str:
    """A party, a side with its figures, or a weapon with what became of it."""
    keys = ("canonical", "name", "side", "system", "category")
    called = next((str(value[key]) for key in keys if value.get(key)), "")
    figures = [f"{_(key)} {in_words(key, each)}" for key, each in value.items() if isinstance(each, Mapping)]
    return " ".join([Weapon(called).label if called in set(Weapon) else called, *figures])
