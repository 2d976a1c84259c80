"""One sentence in our own words, built from the fields of a draft and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from incidents.extraction.records import Draft, Range
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.vocabulary import Basis, Certainty, DatePrecision, Interception, SubEventType, Weapon

_T = SubEventType
_DEED: dict[SubEventType, tuple[str, str]] = {
    # with somebody who did it, and without
    _T.GOVERNMENT_REGAINS_TERRITORY: ("retook", "Government forces regained ground"),
    _T.NON_STATE_ACTOR_OVERTAKES_TERRITORY: ("took ground from", "Ground changed hands"),
    _T.ARMED_CLASH: ("fought", "Fighting took place"),
    _T.CHEMICAL_WEAPON: ("used a chemical weapon against", "A chemical weapon was used"),
    _T.AIR_DRONE_STRIKE: ("struck from the air", "An air or drone strike took place"),
    _T.SUICIDE_BOMB: ("carried out a suicide bombing against", "A suicide bombing took place"),
    _T.SHELLING_ARTILLERY_MISSILE_ATTACK: ("fired {weapons} at", "{Weapons} were fired"),
    _T.REMOTE_EXPLOSIVE_LANDMINE_IED: ("set off a bomb against", "A bomb went off"),
    _T.GRENADE: ("threw a grenade at", "A grenade was thrown"),
    _T.SEXUAL_VIOLENCE: ("committed sexual violence against", "Sexual violence was committed"),
    _T.ATTACK: ("attacked", "An attack took place"),
    _T.ABDUCTION_FORCED_DISAPPEARANCE: ("abducted", "People were abducted"),
    _T.EXCESSIVE_FORCE_AGAINST_PROTESTERS: ("used force against", "Force was used against protesters"),
    _T.PROTEST_WITH_INTERVENTION: ("protested and were met with force by", "A protest was met with force"),
    _T.PEACEFUL_PROTEST: ("protested against", "A protest took place"),
    _T.VIOLENT_DEMONSTRATION: ("rioted against", "A violent demonstration took place"),
    _T.MOB_VIOLENCE: ("as a mob attacked", "A mob attack took place"),
    _T.AGREEMENT: ("reached an agreement with", "An agreement was reached"),
    _T.ARRESTS: ("arrested", "Arrests were made"),
    _T.CHANGE_TO_GROUP_ACTIVITY: ("changed their stance toward", "A group changed its activity"),
    _T.DISRUPTED_WEAPONS_USE: ("", "Weapons were stopped"),
    _T.HEADQUARTERS_OR_BASE_ESTABLISHED: ("set up a base against", "A base was set up"),
    _T.LOOTING_PROPERTY_DESTRUCTION: ("destroyed property of", "Property was destroyed"),
    _T.NON_VIOLENT_TRANSFER_OF_TERRITORY: (
        "moved into ground held by",
        "Ground changed hands without a fight",
    ),
    _T.OTHER_STRATEGIC: ("acted towards", "A strategic development took place"),
}
_TRAILING = frozenset({"against", "at", "with", "of", "by", "toward", "towards", "for", "from"})
_PLURAL = {
    Weapon.ARTILLERY: "artillery", Weapon.SMALL_ARMS: "small arms", Weapon.AIR_DEFENCE: "air defences",
    Weapon.OTHER: "missiles", Weapon.UNKNOWN: "projectiles", Weapon.AIRSTRIKE: "air strikes", Weapon.IED:
    "bombs",
}  # fmt: skip


def sentence(draft: Draft, gazetteer: Gazetteer) -> str:
    with_doer, without = _DEED[draft.event_type]
    weapons = _weapons(draft)
    who, whom = _on(draft, Basis.STATED), _list(_whom(draft))
    if draft.event_type is _T.DISRUPTED_WEAPONS_USE:
        # its doer is who fired what was shot down, but who seized what was shipped
        deed = f"Weapons sent or stopped by {who} were kept from use" if who else without
    elif who:
        deed = f"{who} {with_doer.format(weapons=weapons)}"
        deed = f"{deed} {whom}" if whom else _without_tail(deed)
    else:
        deed = without.format(Weapons=weapons[:1].upper() + weapons[1:]) + (
            f", aimed at {whom}" if whom else ""
        )
    text = f"{deed}{_where(draft, gazetteer)}{_when(draft)}"
    rest = [part for part in (_harm(draft), _stopped(draft), *_hedges(draft)) if part]
    return "; ".join([text, *rest]) + "."


def _on(draft: Draft, basis: Basis) -> str:
    return _list(p.canonical for p in draft.perpetrators if p.basis is basis)


def _whom(draft: Draft) -> Iterator[str]:
    """Not what the place says already: "at Camp Taji"."""
    for party in draft.targets:
        if party.canonical not in {draft.base, draft.place}:
            yield party.canonical


def _hedges(draft: Draft) -> Iterator[str]:
    """What is only claimed or blamed is no deed of anybody's until it is told as a fact."""
    claimants, accused = _on(draft, Basis.CLAIMED), _on(draft, Basis.ACCUSED)
    if claimants:
        yield f"claimed by {claimants}"
    if accused:
        yield f"{accused} accused"
    if draft.status in {Certainty.ALLEGED, Certainty.DENIED}:
        yield draft.status.value
    if draft.status is Certainty.CLAIMED and not claimants:
        yield "only claimed"


def _weapons(draft: Draft) -> str:
    return (
        _list(_PLURAL.get(w.category, f"{w.category.in_english.lower()}s") for w in draft.weapons)
        or "projectiles"
    )


def _list(words: Iterable[str]) -> str:
    items = list(dict.fromkeys(words))
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _without_tail(deed: str) -> str:
    words = deed.split()
    while words and words[-1] in _TRAILING:
        words.pop()
    return " ".join(words)


def _where(draft: Draft, gazetteer: Gazetteer) -> str:
    country = gazetteer.country(draft.country) if draft.country else None
    place = draft.base or draft.place
    if not place:
        return f" in {country.name}" if country else ""
    named = f" ({country.name})" if country and country.name.lower() not in place.lower() else ""
    return f" {'at' if draft.base else 'in'} {place}{named}"


def _when(draft: Draft) -> str:
    day = draft.date_start
    if day is None:
        return ""
    match draft.date_precision:
        case DatePrecision.DAY:
            return f" on {day.day} {day:%B %Y}"
        case DatePrecision.WEEK | DatePrecision.MONTH:
            return f" in {day:%B %Y}"
        case _:
            return f" in {day.year}"


def _harm(draft: Draft) -> str:
    parts = [
        f"{_figure(r)} {word}" for r, word in ((draft.killed, "killed"), (draft.wounded, "wounded")) if r
    ]
    return ", ".join(parts)


def _figure(r: Range) -> str:
    if r.min is None:
        return f"up to {r.max}"
    if r.max is None:
        return f"at least {r.min}"
    if r.max == 0:
        return "nobody"
    return str(r.min) if r.min == r.max else f"{r.min} to {r.max}"


def _stopped(draft: Draft) -> str:
    if (
        draft.intercepted in {Interception.UNKNOWN, Interception.NONE}
        or draft.event_type is _T.DISRUPTED_WEAPONS_USE
    ):
        return ""
    return f"{draft.intercepted.value} intercepted"
