"""Who acts and who is struck: "Kataib Hezbollah", "Iranian-backed militants", "several US military personnel",
"at least one Iraqi soldier", "Israeli airstrikes", "Washington", "gunmen", "protesters", "two Americans".

A state's forces are filed under the state ("Iranian forces" -> Iran), police under "Police of ...", civilians
under "Civilians". Not read: demonyms of other things ("Iraqi town"), countries that are only where ("in Iraq"),
governments' seats as places ("in Washington"), nouns inside a longer name ("Children of Abraham Church").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.records import ActorMention, Range, Sentence, Span
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.gazetteer.records import Actor, Base, Country, Match, Place, Sense
from incidents.vocabulary import ActorKind, ReferentKind

UNIDENTIFIED = "Unidentified armed group"
CIVILIANS = "Civilians"
JOURNALISTS = "Journalists"


def is_unidentified(mention: ActorMention) -> bool:
    """Somebody, nobody knows who ("gunmen", "a suicide bomber"): no perpetrator to be named."""
    return mention.canonical == UNIDENTIFIED


@dataclass(frozen=True, slots=True)
class _Party:
    """What a noun makes of whom it describes."""

    group: str
    canonical: str
    referent: ReferentKind
    kind: ActorKind | None
    is_civilian: bool = False


_PARTIES = {
    "forces": _Party("forces", "", ReferentKind.ORGANISATION, ActorKind.STATE_FORCES),
    "means": _Party("means", "", ReferentKind.ORGANISATION, ActorKind.STATE_FORCES),
    "police": _Party("police", "Police", ReferentKind.PEOPLE, ActorKind.STATE_FORCES),
    "armed": _Party("armed", "", ReferentKind.PEOPLE, ActorKind.REBEL_GROUP),
    "unidentified": _Party("unidentified", UNIDENTIFIED, ReferentKind.PEOPLE, None),
    "protesters": _Party("protesters", "Protesters", ReferentKind.PEOPLE, ActorKind.PROTESTERS, True),
    "journalists": _Party("journalists", JOURNALISTS, ReferentKind.PEOPLE, ActorKind.CIVILIANS, True),
    "civilians": _Party("civilians", CIVILIANS, ReferentKind.PEOPLE, ActorKind.CIVILIANS, True),
    "officials": _Party("officials", "", ReferentKind.PEOPLE, ActorKind.CIVILIANS, True),
    "objects": _Party("objects", "", ReferentKind.OBJECT, None),
}
_PEOPLE_NOT_FORCES = re.compile(
    r"(?:soldier|troop|personnel|service ?m|marine|officer|commander|general|colonel|pilot|sailor|airman|"
    r"contractor|conscript|"
    r"reservist|guard|agent|operative|advis|trainer|commando|paratrooper|sniper|peacekeeper|gendarme\b|"
    r"mercenar|spy|spies)",
    re.IGNORECASE,
)
_IRREGULAR = {
    "man": "men", "child": "children", "person": "persons", "serviceman": "servicemen", "policeman": "policemen",
    "policewoman": "policewomen", "gunman": "gunmen", "militiaman": "militiamen", "fisherman": "fishermen",
    "woman": "women", "tribesman": "tribesmen", "herdsman": "herdsmen", "crewman": "crewmen", "airman": "airmen",
    "cameraman": "cameramen", "businessman": "businessmen", "passer-by": "passers-by", "passerby": "passersby",
    "army": "armies", "navy": "navies", "family": "families", "baby": "babies", "facility": "facilities",
    "embassy": "embassies", "factory": "factories", "refinery": "refineries", "proxy": "proxies", "spy": "spies",
    "church": "churches", "bus": "buses", "mosque": "mosques", "property": "properties", "agency": "agencies",
    "ferry": "ferries", "schoolchild": "schoolchildren", "paramilitary": "paramilitaries", "bakery": "bakeries",
    "mercenary": "mercenaries", "company": "companies", "oil facility": "oil facilities", "hitman": "hitmen",
}  # fmt: skip
_DESCRIBERS = (
    r"(?:(?:[a-z]+(?:-[a-z]+)*|Air|Army|Navy|Marine|Special|Defen[cs]e|National|Coast|Border|Islamic|"
    r"Islamist|Shi(?:'|’)?ite|"
    r"Sunni|Shia|Muslim|Christian|Kurdish|Arab|Hutu|Tuareg|Druze|Sufi|Salafi|Salafist|Jewish|Hindu|"
    r"Buddhist|Maoist|Marxist|communist)\s+)"
)
_NOT_DESCRIBERS = re.compile(
    r"\b(?:and|or|in|on|at|of|to|from|by|with|was|were|is|are|has|have|had|said|says|that|which|who|as|"
    r"after|before|when|the|a|an|"
    r"for|but|told|will|would|could|near|into|against|since|during|while|if|than|then|not|also|its|his|"
    r"her|their|killed|"
    r"wounded|injured|attacked|hit|struck|fired|launched|carried|claimed|accused)\b"
)
_BACKED = re.compile(
    r"[\s-]+(?P<tie>backed|aligned|supported|allied|linked|sponsored|affiliated|funded|armed|trained|led|"
    r"leaning)\s+"
)
_SHIP = re.compile(
    r"\b(?P<prefix>USS|HMS|HMAS|INS|MV|M/V|M/T|MT|SS|USNS|RFA|USCGC)\s+(?P<name>[A-Z][\w'’-]+(?:"
    r"\s+[A-Z][\w'’-]+){0,3})"
)
_MERCHANT = re.compile(
    r"\b(?:tankers?|ships?|vessels?|carriers?|freighters?|ferry|trawler|yacht)(?:,|\s+named|\s+called)?\s+(?:the\s+)?[\"“']?"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,3})"
)
_NAVIES = {"USS": "US", "USNS": "US", "USCGC": "US", "HMS": "GB", "RFA": "GB", "HMAS": "AU"}
_LOCATIVE = re.compile(
    r"(?:in|inside|within|across|throughout|into|near|outside|around|from|over|through|via|towards?|to|beyond|along)\Z"
)
_ACTING = frozenset({"nsubj", "nsubjpass", "agent", "csubj"})
_ACTED_ON = frozenset({"dobj", "iobj", "dative", "appos", "attr"})
_OF_GOVERNMENTS = frozenset(
    {"blame", "accuse", "warn", "condemn", "urge", "support", "back", "deter", "threaten"}
)
_TRAILING = re.compile(
    r"\s+(?P<noun>(?:(?:armed|rebel|resistance|terrorist|militant|Islamist|extremist|jihadist|insurgent|"
    r"guerrilla|political|"
    r"security|paramilitary|suicide|suspected|local)\s+)?(?:fighters?|forces?|militants?|rebels?|"
    r"militia(?:s|men|man)?|group|gunmen|"
    r"insurgents?|terrorists?|members?|troops|guerrillas?|movement|commanders?|leaders?|operatives?|"
    r"supporters|soldiers?|"
    r"extremists?|jihadis(?:ts?)?|separatists?|combatants|network|organi[sz]ation|faction|cells?|men|"
    r"party|police))\b",
)


@cache
def _nouns() -> Mapping[str, _Party]:
    text = resources.files("incidents.extraction.rules").joinpath("actors.toml").read_text(encoding="utf-8")
    nouns: dict[str, _Party] = {}
    for group, table in tomllib.loads(text).items():
        for noun in (" ".join(n.split()) for n in table["words"].split("|")):
            if noun:
                for form in (noun, _plural(noun)):
                    nouns.setdefault(form.lower(), _PARTIES[group])
    return nouns


def _plural(noun: str) -> str:
    head, _, last = noun.rpartition(" ")
    plural = _IRREGULAR.get(last) or (last if last.endswith(("s", "men")) else f"{last}s")
    return f"{head} {plural}".strip()


@cache
def _noun_pattern() -> re.Pattern[str]:
    longest_first = sorted(_nouns(), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def find(
    sentence: Sentence, gazetteer: Gazetteer, matches: Sequence[Match] | None = None
) -> list[ActorMention]:
    """Every party the sentence names or describes, from left to right; the longest words for each."""
    names = gazetteer.matches(sentence.text) if matches is None else matches
    reader = _Reader(sentence, gazetteer, names)
    for read in (reader.named, reader.of_countries, reader.ships, reader.generic, reader.persons):
        for mention in read():
            reader.keep(mention)
    return sorted(reader.found, key=lambda m: m.span)


class _Reader:
    """One sentence's parties. Later readings leave alone what earlier ones took."""

    def __init__(self, sentence: Sentence, gazetteer: Gazetteer, names: Sequence[Match]) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.gazetteer = gazetteer
        self.names = names
        self.quantities: list[Quantity] = find_quantities(sentence.text)
        self.found: list[ActorMention] = []

    def keep(self, mention: ActorMention) -> None:
        if not any(mention.span.overlaps(other.span) for other in self.found):
            self.found.append(mention)

    # --- named groups --------------------------------------------------------------------------

    def named(self) -> Iterator[ActorMention]:
        for match in self.names:
            actors = [e for e in match.entries if isinstance(e, Actor)]
            if not actors or self._is_part_of_a_name(match):
                continue
            actor = actors[0]
            if any(isinstance(e, Place) for e in match.entries) and self._is_where(match):
                continue
            trailing = _TRAILING.match(self.text, match.end)
            end = trailing.end() if trailing else match.end
            yield self._mention(
                match.start,
                end,
                canonical=actor.filed_under,
                referent=ReferentKind.ORGANISATION,
                actor=actor,
                kind=actor.kind,
                country=actor.country,
            )

    # --- by country ----------------------------------------------------------------------------

    def of_countries(self) -> Iterator[ActorMention]:
        for match in self.names:
            for entry, sense in zip(match.entries, match.senses, strict=False):
                if isinstance(entry, Country):
                    mention = self._of_country(match, entry, sense)
                    if mention:
                        yield mention
                    break

    def _of_country(self, match: Match, country: Country, sense: Sense) -> ActorMention | None:
        backed = _BACKED.match(self.text, match.end)
        if backed:
            return self._backed(match, country, backed)
        pro = re.search(r"\b[Pp]ro-\Z", self.text[: match.start])
        if pro:
            return self._backed(match, country, pro, start=pro.start(), after=match.end)
        if sense is Sense.DEMONYM or self._is_attribute(match):
            mention = self._described(match, country)
            if mention:
                return mention
            if sense is Sense.DEMONYM:
                return self._bare_demonym(match, country)
        if self._acts(match, metonym=sense is Sense.METONYM or self._is_seat(match)):
            return self._state(match.start, match.end, country)
        return None

    def _backed(
        self,
        match: Match,
        country: Country,
        tie: re.Match[str],
        *,
        start: int | None = None,
        after: int | None = None,
    ) -> ActorMention | None:
        """ "Iranian-backed militants", "pro-Russian separatists", "the Saudi-led coalition"."""
        begin = match.start if start is None else start
        from_here = tie.end() if after is None else after + 1
        for other in self.names:  # "Iran-backed Houthi rebels": the Houthis
            if from_here <= other.start <= from_here + 12 and any(
                isinstance(e, Actor) for e in other.entries
            ):
                return None
        noun = self._noun_after(from_here)
        if noun is None:
            coalition = re.match(
                r"(?:\w+\s+){0,2}(?:coalition|alliance|force|mission)\b", self.text[from_here:]
            )
            if not coalition:
                return None
            end = from_here + coalition.end()
            return self._mention(
                begin,
                end,
                canonical=f"{country.name}-led coalition",
                referent=ReferentKind.ORGANISATION,
                kind=ActorKind.EXTERNAL_FORCES,
            )
        end, party = noun
        if party.group not in ("armed", "forces", "unidentified"):
            return None
        key = "iran-backed-militias" if country.iso2 == "IR" else ""
        actor = self.gazetteer.actor(key) if key else None
        canonical = actor.name if actor else f"{country.name}-backed militias"
        kind = actor.kind if actor else ActorKind.POLITICAL_MILITIA
        return self._mention(
            begin, end, canonical=canonical, referent=ReferentKind.ORGANISATION, actor=actor, kind=kind
        )

    def _described(self, match: Match, country: Country) -> ActorMention | None:
        """ "Iraqi soldiers", "US military personnel", "Iraq's security forces", "Israeli airstrikes"."""
        after = match.end + (2 if re.match(r"[’']s\b", self.text[match.end :]) else 0)
        noun = self._noun_after(after)
        if noun is None:
            return None
        end, party = noun
        words = self.text[match.start : end]
        if party.group == "means":
            return self._state(match.start, match.end, country)
        if party.group == "forces":
            person = bool(_PEOPLE_NOT_FORCES.search(words.rsplit(" ", 1)[-1]))
            referent = ReferentKind.PEOPLE if person else ReferentKind.ORGANISATION
            return self._state(match.start, end, country, referent=referent)
        if party.group == "police":
            police = self.gazetteer.police(country.iso2)
            canonical = police.filed_under if police else f"Police of {country.name}"
            return self._mention(
                match.start,
                end,
                canonical=canonical,
                referent=ReferentKind.PEOPLE,
                actor=police,
                kind=ActorKind.STATE_FORCES,
                country=country.iso2,
            )
        if party.group == "objects":
            return self._mention(
                match.start,
                end,
                canonical=country.name,
                referent=ReferentKind.OBJECT,
                actor=self.gazetteer.state_actor(country.iso2),
                country=country.iso2,
            )
        if party.group == "unidentified":
            party = _PARTIES["armed"]
        canonical = country.name if party.group == "officials" else party.canonical or _capitalised(words)
        if party.group == "protesters":
            canonical = f"Protesters ({country.name})"
        return self._mention(
            match.start,
            end,
            canonical=canonical,
            referent=party.referent,
            kind=party.kind,
            country=country.iso2,
            is_civilian=party.is_civilian,
        )

    def _bare_demonym(self, match: Match, country: Country) -> ActorMention | None:
        """ "two Americans", "a Briton": people by nationality, in whatever capacity."""
        words = self.text[match.start : match.end]
        token = self._token(match)
        follows = re.match(r"\s+[A-Za-z]", self.text[match.end :])
        plural = words.endswith("s") and words not in ("Swiss",)
        if (
            not plural
            and token is not None
            and (token.dep_ in ("amod", "compound") or follows)
            and token.pos_ == "ADJ"
        ):
            return None
        if (
            not plural
            and words not in _NATIONALS
            and not (token is not None and token.pos_ in ("NOUN", "PROPN") and not follows)
        ):
            return None
        return self._mention(
            match.start,
            match.end,
            canonical=country.name,
            referent=ReferentKind.PEOPLE,
            country=country.iso2,
        )

    def _state(
        self,
        start: int,
        end: int,
        country: Country,
        *,
        referent: ReferentKind = ReferentKind.ORGANISATION,
    ) -> ActorMention:
        return self._mention(
            start,
            end,
            canonical=country.name,
            referent=referent,
            actor=self.gazetteer.state_actor(country.iso2),
            kind=ActorKind.STATE_FORCES,
            country=country.iso2,
        )

    def _is_attribute(self, match: Match) -> bool:
        """A country's name used as an adjective: "US troops", "Iraq's military", "Pakistan army"."""
        after = self.text[match.end :]
        return bool(re.match(r"(?:[’']s)?\s+[A-Za-z]", after)) and not self._is_where(match)

    def _is_seat(self, match: Match) -> bool:
        return any(s is Sense.METONYM for s in match.senses)

    def _acts(self, match: Match, *, metonym: bool) -> bool:
        token = self._token(match)
        if token is None or re.match(r"-\w", self.text[match.end :]):
            return False
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        if token.dep_ in _ACTING:
            return True
        if token.dep_ == "pobj":
            preposition = token.head
            if preposition.lower_ == "by":
                return True
            return not metonym and preposition.lower_ in (
                "against",
                "on",
                "at",
                "with",
                "between",
                "targeting",
            )
        return token.dep_ in _ACTED_ON and (not metonym or token.head.lemma_ in _OF_GOVERNMENTS)

    # --- ships ---------------------------------------------------------------------------------

    def ships(self) -> Iterator[ActorMention]:
        for hit in _SHIP.finditer(self.text):
            iso2 = _NAVIES.get(hit["prefix"], "")
            country = self.gazetteer.country(iso2) if iso2 else None
            yield self._mention(
                hit.start(),
                hit.end(),
                canonical=country.name if country else f"{hit['name']} (ship)",
                referent=ReferentKind.OBJECT,
                actor=self.gazetteer.state_actor(iso2) if iso2 else None,
                country=iso2,
            )

        for hit in _MERCHANT.finditer(self.text):
            start, end = hit.span("name")
            if not any(m.start < end and start < m.end for m in self.names):
                yield self._mention(
                    start, end, canonical=f"{hit['name']} (merchant ship)", referent=ReferentKind.OBJECT
                )

    # --- nouns without a name ------------------------------------------------------------------

    def generic(self) -> Iterator[ActorMention]:
        """The head of a noun phrase decides: "a group of unknown gunmen" are gunmen."""
        if self.sentence.doc is None:
            yield from self._generic_by_words()
            return
        offset = int(self.sentence.doc.start_char)
        for chunk in self.sentence.doc.noun_chunks:
            root = chunk.root
            if root.pos_ == "PRON" or root.ent_type_ in ("PERSON", "DATE", "TIME"):
                continue
            end = root.idx + len(root) - offset
            start = chunk.start_char - offset
            hit = self._noun_ending_at(start, end)
            if hit is None:
                continue
            begin, party = self._without_determiner(chunk, offset), hit
            if party.group == "means":
                continue
            yield self._unnamed(begin, end, party)

    def _generic_by_words(self) -> Iterator[ActorMention]:
        for hit in _noun_pattern().finditer(self.text):
            party = _nouns()[hit[0].lower()]
            if party.group != "means" and (not hit.start() or not self.text[hit.start() - 1].isalnum()):
                yield self._unnamed(hit.start(), hit.end(), party)

    def _unnamed(self, start: int, end: int, party: _Party) -> ActorMention:
        words = self.text[start:end]
        group = party.group
        canonical = party.canonical or _capitalised(words)
        is_civilian = party.is_civilian
        if group == "armed" and re.search(r"\b(?:unidentified|unknown)\b", words):
            canonical = UNIDENTIFIED
        if group == "civilians" and re.search(r"\barmed\b", words):
            canonical, is_civilian = UNIDENTIFIED, False
        referent = party.referent
        if group == "forces":
            referent = ReferentKind.PEOPLE if _PEOPLE_NOT_FORCES.search(words) else ReferentKind.ORGANISATION
        return self._mention(
            start, end, canonical=canonical, referent=referent, kind=party.kind, is_civilian=is_civilian
        )

    def _noun_ending_at(self, start: int, end: int) -> _Party | None:
        """The longest known noun that the phrase ends with."""
        nouns = _nouns()
        words = self.text[start:end].lower().split()
        for length in range(min(3, len(words)), 0, -1):
            party = nouns.get(" ".join(words[-length:]))
            if party:
                return party
        return None

    def _without_determiner(self, chunk: Any, offset: int) -> int:
        for token in chunk:
            if token.pos_ in ("DET", "NUM", "PRON", "PUNCT", "ADV", "CCONJ") or _QUANTIFIER.match(
                token.lower_
            ):
                continue
            if token.dep_ in ("poss", "case") or token.tag_ == "POS":
                continue
            if token.dep_ == "quantmod" or token.like_num:
                continue
            return int(token.idx) - offset
        return int(chunk.root.idx) - offset

    # --- persons -------------------------------------------------------------------------------

    def persons(self) -> Iterator[ActorMention]:
        if self.sentence.doc is None:
            return
        offset = int(self.sentence.doc.start_char)
        for entity in self.sentence.doc.ents:
            if entity.label_ != "PERSON" or not entity.text[:1].isupper():
                continue
            name = re.sub(r"[’']s?\Z", "", entity.text)
            if any(isinstance(e, Place | Base | Country) for e in self.gazetteer.lookup(name)):
                continue
            start = entity.start_char - offset
            if any(
                m.start < start + len(name) and start < m.end and any(isinstance(e, Place) for e in m.entries)
                for m in self.names
            ):
                continue  # "Salah Eddin", a quarter
            yield self._mention(start, start + len(name), canonical=name, referent=ReferentKind.PEOPLE)

    # --- shared --------------------------------------------------------------------------------

    def _noun_after(self, start: int) -> tuple[int, _Party] | None:
        """The end of the noun phrase that starts here and what its last known noun makes of it."""
        text = self.text
        head = re.compile(r"\s*").match(text, start)
        at = head.end() if head else start
        describers = re.compile(rf"{_DESCRIBERS}{{0,4}}").match(text, at)
        limit = describers.end() if describers else at
        best: tuple[int, _Party] | None = None
        position = at
        while position <= limit:
            hit = _noun_pattern().match(text, position)
            if hit and not _NOT_DESCRIBERS.search(text[at : hit.start()]):
                best = hit.end(), _nouns()[hit[0].lower()]
                following = re.compile(r"\s+").match(text, hit.end())
                further = _noun_pattern().match(text, following.end()) if following else None
                if further and not _NOT_DESCRIBERS.search(further[0]):
                    best = further.end(), _nouns()[further[0].lower()]
                break
            step = re.compile(r"\S+\s+").match(text, position)
            if not step:
                break
            position = step.end()
        return best

    def _is_where(self, match: Match) -> bool:
        before = re.search(r"(\w+)\s+(?:the\s+)?(?:\w+ern\s+)?\Z", self.text[: match.start])
        if before is None or not _LOCATIVE.match(before[1].lower()):
            return False
        return not re.match(r"\s+[a-z]", self.text[match.end :])

    def _is_part_of_a_name(self, match: Match) -> bool:
        return bool(re.match(r"\s+(?:TV|Television|Post|Times|News)\b", self.text[match.end :]))

    def _token(self, match: Match) -> Any:
        doc = self.sentence.doc
        if doc is None:
            return None
        offset = int(doc.start_char)
        inside = [t for t in doc if match.start + offset <= t.idx < match.end + offset]
        for token in inside:  # the head of the words
            if token.head not in inside or token.head.i == token.i:
                return token
        return inside[-1] if inside else None

    def _count(self, start: int) -> Range | None:
        """ "two Americans", "at least one Iraqi soldier", "several U.S. soldiers"."""
        for quantity in self.quantities:
            if quantity.end <= start and re.fullmatch(
                r"\s+(?:(?:of\s+)?(?:the|its|their)\s+|other\s+|more\s+)?", self.text[quantity.end : start]
            ):
                return quantity.range
        return None

    def _mention(
        self,
        start: int,
        end: int,
        *,
        canonical: str,
        referent: ReferentKind,
        actor: Actor | None = None,
        kind: ActorKind | None = None,
        country: str = "",
        is_civilian: bool = False,
    ) -> ActorMention:
        base = self.sentence.span.start
        return ActorMention(
            span=Span(base + start, base + end),
            sentence=self.sentence.index,
            name=self.text[start:end],
            canonical=canonical,
            referent=referent,
            actor=actor,
            actor_kind=kind,
            country=country,
            count=self._count(start),
            is_civilian=is_civilian,
        )


_NATIONALS = frozenset(
    {"Briton", "Spaniard", "Dane", "Swede", "Finn", "Pole", "Turk", "Serb", "Croat", "Kurd", "Arab", "Saudi"}
)
_QUANTIFIER = re.compile(
    r"(?:several|many|some|few|dozens|hundreds|thousands|scores|multiple|numerous|various|other|another|more|most|all|"
    r"both|at|least|about|nearly|around|over|up|each|every|than|such|certain|unnamed)\Z"
)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
