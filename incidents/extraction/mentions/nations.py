"""Parties told by their country: "Iraqi soldiers", "Iraq's military", "the government of Syria", "Israeli
airstrikes", "Iranian-backed militants", "the Saudi-led coalition", "Washington", "two Americans".

A state's forces are filed under the state ("Iranian forces" -> Iran), police under "Police of ...". Not read:
demonyms of other things ("Iraqi town"), countries that are only where ("in Iraq"), seats of government as places
("in Washington", "the capital Damascus").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.extraction.mentions.actor_nouns import PARTIES, PEOPLE_NOT_FORCES, Party, noun_after
from incidents.extraction.mentions.phrases import Phrases, capitalised
from incidents.extraction.records import ActorMention
from incidents.gazetteer.records import Actor, Country, Match, Sense, WeaponTerm
from incidents.vocabulary import ActorKind, ReferentKind

_BACKED = re.compile(
    r"(?:[\s-]+(?:backed|aligned|supported|allied|linked|sponsored|affiliated|funded|led|leaning)"
    r"|-(?:armed|trained))\s+"
)
_LED = re.compile(r"[\s-]+led\s+\Z")
_PRO = re.compile(r"\b[Pp]ro-\Z")
_COALITION = re.compile(r"(?:\w+\s+){0,2}(?:coalition|alliance|force|mission)\b")
_OWN = re.compile(r"[’']s?(?=\s)")
_JOINT = re.compile(r",?\s+and\s+(?:(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several)\s+)?")
_OWN_ACT = re.compile(r"[’']s?\s+[a-z]")
_ATTRIBUTE = re.compile(r"(?:[’']s?)?\s+[A-Za-z]")
_OF_THE_STATE = re.compile(
    r"\b(?:(?:armed|security|military|government|ground|air|naval|special|defen[cs]e|central|federal|transitional|"
    r"interim|national)\s+)*(?:government|army|military|forces?|troops|navy|regime|authorities|junta)\s+of\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b(?:capital|city|town)(?:\s+of|,)?\s+\Z", re.IGNORECASE)
_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "csubj"})
_ACTED_ON = frozenset({"dobj", "iobj", "dative", "appos", "attr"})
_OF_GOVERNMENTS = frozenset(
    {"blame", "accuse", "warn", "condemn", "urge", "support", "back", "deter", "threaten"}
)
_FACING = frozenset({"against", "on", "at", "with", "between", "targeting"})
_KIND_OF_BODY = re.compile(
    r"\s+(?:group|movement|militia|organi[sz]ation|network|party|faction),?\s+(?:the\s+)?"
)
_BORDERS = re.compile(r"\b(?:border(?:s|ed|ing)?|frontier|boundary)\s+(?:(?:with|of)\s+)?(?:the\s+)?\Z")
_NATIONALS = frozenset(
    {"Briton", "Spaniard", "Dane", "Swede", "Finn", "Pole", "Turk", "Serb", "Croat", "Kurd", "Arab", "Saudi"}
)


def find(phrases: Phrases) -> Iterator[ActorMention]:
    for match in phrases.names:
        for entry, sense in zip(match.entries, match.senses, strict=False):
            if isinstance(entry, Country):
                mention = _of_country(phrases, match, entry, sense)
                if mention:
                    yield mention
                break


def _of_country(phrases: Phrases, match: Match, country: Country, sense: Sense) -> ActorMention | None:
    backed = _BACKED.match(phrases.text, match.end)
    if backed:
        return _backed(phrases, match.start, backed.end(), country)
    pro = _PRO.search(phrases.text[: match.start])
    if pro:
        return _backed(phrases, pro.start(), match.end + 1, country)
    body = _OF_THE_STATE.search(phrases.text[: match.start])
    if body and sense is Sense.NAME:
        return _state(phrases, body.start(), match.end, country)
    if sense is Sense.DEMONYM or _is_attribute(phrases, match):
        mention = _described(phrases, match, country)
        if mention:
            return mention
        if sense is Sense.DEMONYM:
            return _bare_demonym(phrases, match, country)
    metonym = sense is Sense.METONYM or any(s is Sense.METONYM for s in match.senses)
    if metonym and _CAPITAL.search(phrases.text[: match.start]):
        return None
    return _state(phrases, match.start, match.end, country) if _acts(phrases, match, metonym) else None


def _backed(phrases: Phrases, begin: int, noun_at: int, country: Country) -> ActorMention | None:
    """ "Iranian-backed militants", "pro-Russian separatists", "the Saudi-led coalition", "US-led air strikes"."""
    if any(
        noun_at <= other.start <= noun_at + 12 and any(isinstance(e, Actor) for e in other.entries)
        for other in phrases.names
    ):
        return None  # "Iran-backed Houthi rebels": the Houthis
    noun = noun_after(phrases.text, noun_at)
    is_led = _LED.search(phrases.text[begin:noun_at])
    if noun is None or (is_led and noun[1].group in ("means", "forces")):
        coalition = _COALITION.match(phrases.text, noun_at)
        if noun is None and not coalition:
            return None
        words = phrases.text[begin:noun_at].strip()
        known = next(
            (e for e in phrases.gazetteer.lookup(f"{words} coalition") if isinstance(e, Actor)), None
        )
        return phrases.mention(
            begin,
            coalition.end() if coalition else begin + len(words),
            canonical=known.filed_under if known else f"{country.name}-led coalition",
            referent=ReferentKind.ORGANISATION,
            actor=known,
            kind=ActorKind.EXTERNAL_FORCES,
        )
    end, party = noun
    if party.group not in ("armed", "forces", "unidentified"):
        return None
    actor = phrases.gazetteer.actor("iran-backed-militias") if country.iso2 == "IR" else None
    return phrases.mention(
        begin,
        end,
        canonical=actor.name if actor else f"{country.name}-backed militias",
        referent=ReferentKind.ORGANISATION,
        actor=actor,
        kind=actor.kind if actor else ActorKind.POLITICAL_MILITIA,
    )


def _described(phrases: Phrases, match: Match, country: Country) -> ActorMention | None:
    """ "Iraqi soldiers", "US military personnel", "Iraq's security forces", "Israeli airstrikes"."""
    own = _OWN.match(phrases.text, match.end)
    noun = noun_after(phrases.text, own.end() if own else match.end)
    if noun is None and (_of_a_weapon(phrases, match.end) or _of_joint_forces(phrases, match)):
        return _state(phrases, match.start, match.end, country)
    if noun is None or (not own and _is_told_by_verb(phrases, match, noun[0])):
        return None
    end, party = noun
    if _is_before_a_name(phrases, end):
        return None  # "Somali Islamist group al-Shabaab": al-Shabaab
    words = phrases.text[match.start : end]
    match party.group:
        case "means":
            return _state(phrases, match.start, match.end, country)
        case "forces":
            person = bool(PEOPLE_NOT_FORCES.search(words.rsplit(" ", 1)[-1]))
            referent = ReferentKind.PEOPLE if person else ReferentKind.ORGANISATION
            return _state(phrases, match.start, end, country, referent=referent)
        case "police":
            police = phrases.gazetteer.police(country.iso2)
            return phrases.mention(
                match.start,
                end,
                canonical=police.filed_under if police else f"Police of {country.name}",
                referent=ReferentKind.PEOPLE,
                actor=police,
                kind=ActorKind.STATE_FORCES,
                country=country.iso2,
            )
        case "objects":
            return phrases.mention(
                match.start,
                end,
                canonical=country.name,
                referent=ReferentKind.OBJECT,
                actor=phrases.gazetteer.state_actor(country.iso2),
                country=country.iso2,
            )
    return _people_of(phrases, match.start, end, party, country)


def _of_a_weapon(phrases: Phrases, end: int) -> bool:
    """ "A Russian Iskander missile", "Iranian Shahed drones": a make stands between."""
    return any(
        re.fullmatch(r"\s+(?:[\w-]+\s+)?", phrases.text[end : m.start])
        and any(isinstance(e, WeaponTerm) and e.system for e in m.entries)
        for m in phrases.names
        if m.start > end
    )


def _of_joint_forces(phrases: Phrases, match: Match) -> bool:
    """ "Syrian and Russian warplanes", "Russian and regime jets", "one Iraqi and two US soldiers": what stands
    behind the second is the first's as well. Not of people: "Syrian and Russian officials" have done nothing.
    """
    joint = _JOINT.match(phrases.text, match.end)
    if joint is None or match.senses[0] is not Sense.DEMONYM:
        return False
    other = next((m.end for m in phrases.names if m.start == joint.end()), joint.end())
    noun = noun_after(phrases.text, other)
    return noun is not None and noun[1].group in {"means", "forces"}


def _is_before_a_name(phrases: Phrases, end: int) -> bool:
    near = (
        n for n in phrases.names if end < n.start <= end + 24 and any(isinstance(e, Actor) for e in n.entries)
    )
    return any(_KIND_OF_BODY.fullmatch(phrases.text, end, n.start) for n in near)


def _people_of(phrases: Phrases, start: int, end: int, party: Party, country: Country) -> ActorMention:
    if party.group == "unidentified":
        party = PARTIES["armed"]
    canonical = party.canonical or capitalised(phrases.text[start:end])
    if party.group == "officials":
        canonical = country.name
    if party.group == "protesters":
        canonical = f"Protesters ({country.name})"
    return phrases.mention(
        start,
        end,
        canonical=canonical,
        referent=party.referent,
        kind=party.kind,
        country=country.iso2,
        is_civilian=party.is_civilian,
    )


def _is_told_by_verb(phrases: Phrases, match: Match, end: int) -> bool:
    """ "Ukraine strikes targets": the noun is a verb, and the country does it."""
    if match.senses[0] is Sense.DEMONYM:
        return False
    behind = phrases.token(match.end, end)
    name = phrases.token(match.start, match.end)
    return (
        behind is not None
        and name is not None
        and name.dep_ in _ACTING
        and name.head.pos_ == "VERB"
        and match.end <= name.head.idx < end
    )


def _bare_demonym(phrases: Phrases, match: Match, country: Country) -> ActorMention | None:
    """ "two Americans", "a Briton": people by nationality, in whatever capacity."""
    words = phrases.text[match.start : match.end]
    token = phrases.token(match.start, match.end)
    follows = re.match(r"\s+[A-Za-z]", phrases.text[match.end :])
    if not words.endswith("s") or words == "Swiss":
        if token is not None and (token.dep_ in ("amod", "compound") or follows) and token.pos_ == "ADJ":
            return None
        is_noun = token is not None and token.pos_ in ("NOUN", "PROPN") and not follows
        if words not in _NATIONALS and not is_noun:
            return None
    return phrases.mention(
        match.start, match.end, canonical=country.name, referent=ReferentKind.PEOPLE, country=country.iso2
    )


def _state(
    phrases: Phrases,
    start: int,
    end: int,
    country: Country,
    *,
    referent: ReferentKind = ReferentKind.ORGANISATION,
) -> ActorMention:
    return phrases.mention(
        start,
        end,
        canonical=country.name,
        referent=referent,
        actor=phrases.gazetteer.state_actor(country.iso2),
        kind=ActorKind.STATE_FORCES,
        country=country.iso2,
    )


def _is_attribute(phrases: Phrases, match: Match) -> bool:
    """A country's name used as an adjective: "US troops", "Iraq's military", "Pakistan army"."""
    return bool(_ATTRIBUTE.match(phrases.text, match.end)) and not phrases.is_where(match)


def _acts(phrases: Phrases, match: Match, metonym: bool) -> bool:
    token = phrases.token(match.start, match.end)
    if token is None or re.match(r"-\w", phrases.text[match.end :]):
        return False
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    if token.dep_ in _ACTING:
        return True
    if token.dep_ == "poss":  # "the United States' killing of": whose act it is
        return bool(_OWN_ACT.match(phrases.text, match.end))
    if _BORDERS.search(phrases.text[: match.start]):
        return False  # "Damask, which borders Niger", "on the border with Mali"
    if token.dep_ == "pobj":
        return token.head.lower_ == "by" or (not metonym and token.head.lower_ in _FACING)
    return token.dep_ in _ACTED_ON and (not metonym or token.head.lemma_ in _OF_GOVERNMENTS)
