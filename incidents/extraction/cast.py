"""The parties of a sentence as its grammar names them: which actor, or which unnamed thing, does a word mean?

"Houthi drones" are the Houthis, "they" are whom the sentence before was about, "a base housing U.S. troops"
are the troops, "two water tankers" are themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.extraction import grammar
from incidents.extraction.language import span_of
from incidents.extraction.records import ActorMention, BaseMention, Mentions, PlaceMention, Sentence, Span
from incidents.extraction.tree import Word
from incidents.extraction.words import words
from incidents.gazetteer.records import Country
from incidents.vocabulary import ActorKind, ReferentKind

WEAPON_HEADS = words("arguments.weapon_heads")
NO_TARGETS = words("arguments.no_targets")
_PARTS = words("arguments.parts")
_THINGS = words("arguments.things")
_PEOPLE = words("arguments.people")
CIVILIANS = words("arguments.civilians")
_OWNS = frozenset({"belong", "own", "operate", "run"})
_HOUSES = frozenset({"house", "host", "station", "base", "use", "train", "home", "quarter", "deploy", "live"})
_THE = frozenset({"the", "this", "that"})
_BANDS = words("arguments.bands")
_MEMBERS = words("arguments.members")
_BELONGS = frozenset({"belong", "link", "loyal", "ally", "affiliate", "tie", "connect", "associate", "align"})
_IN_A_NAME = frozenset({"compound", "punct"})
_PARTICLES = frozenset({"-", "al", "bin", "bint", "ben", "el", "ould", "de", "von", "van"})
_DIES = frozenset({"die", "perish"})
_HURTS = frozenset(
    {
        "kill",
        "murder",
        "assassinate",
        "execute",
        "behead",
        "gun",
        "wound",
        "injure",
        "kidnap",
        "abduct",
        "stab",
        "poison",
    }
)
_OF_A_NAME = frozenset({"appos", "poss", "pobj", "compound", "nmod", "amod", "conj"})
GROUPS = frozenset({ActorKind.REBEL_GROUP, ActorKind.POLITICAL_MILITIA, ActorKind.IDENTITY_MILITIA})
FORCES = frozenset({ActorKind.STATE_FORCES, ActorKind.EXTERNAL_FORCES})
ARMED = GROUPS | FORCES


def is_group(actor: ActorMention) -> bool:
    """An armed group with a name of its own, in a list or not."""
    has_name = actor.actor is not None or actor.referent is ReferentKind.ORGANISATION
    return has_name and actor.actor_kind in GROUPS


def _is_body(actor: ActorMention) -> bool:
    """A party with a name, not one of its officials: "forces loyal to the Syrian president" are not he."""
    named = actor.actor is not None or bool(actor.country) or is_group(actor)
    return named and actor.actor_kind is not ActorKind.CIVILIANS


def _is_ship(actor: ActorMention) -> bool:
    return actor.canonical.endswith("ship)")


class Cast:
    """The actors of one sentence, found by the tokens that their words cover."""

    def __init__(
        self, mentions: Mentions, previous: ActorMention | None = None, group: ActorMention | None = None
    ) -> None:
        self.mentions = mentions
        self.previous = previous  # whom "they" would mean
        self.group = group  # whom "the group" would mean

    def of(self, token: Word) -> list[ActorMention]:
        """The actors that an argument names: in its own words, before them, or behind their "of"."""
        if token.lower_ in {"it", "they", "he", "she", "them", "him"}:
            return self.meant(token)
        if members := self._members(token):
            return members
        own = self._at([token])
        beside = self._at(t for t in token.children if t.dep_ == "appos")
        named = [a for a in beside if _is_body(a) or _is_ship(a)]
        if named and not any(a.actor for a in own):
            return named  # "the destroyer USS Cole", "a rebel group, the FDLR"
        if not own and (
            persons := [a for a in beside if a.referent is ReferentKind.PEOPLE and a.name.istitle()]
        ):
            return persons  # "his aide, Lieutenant Bob Jones"
        if own:  # "Indian and Pakistani troops" are two parties
            sides = [t for t in token.children if t.dep_ in {"amod", "compound", "nmod"}]
            return list(dict.fromkeys([*own, *self._at(_joint(sides))]))
        # A weapon, an aircraft or a thing is named after its owner: "Houthi drones", "U.S. warplanes".
        before = [t for t in token.children if t.dep_ in {"compound", "amod", "nmod", "poss", "npadvmod"}]
        before += [
            t
            for b in before
            for t in b.children
            if t.dep_ in {"compound", "amod", "nmod", "npadvmod", "poss"}
        ]
        found = self._at([*before, *_joint(before)])
        if found or (found := self._owned(token)):
            return found
        behind = [
            t
            for p in token.children
            if p.dep_ == "prep" and p.lower_ in {"of", "from", "belonging"}
            for t in p.children
        ]
        found = self._at(behind + [t for b in behind for t in grammar.conjuncts(b)])
        return found or self._band(token)

    def _band(self, token: Word) -> list[ActorMention]:
        """ "The group", "the movement": the one that the story named last."""
        if self.group is None or token.lemma not in _BANDS:
            return []
        return [self.group] if any(t.lower_ in _THE for t in token.children) else []

    def _owned(self, token: Word) -> list[ActorMention]:
        """ "Its jets": arms are the speaker's, or theirs whom the sentence before was about."""
        if token.lemma not in WEAPON_HEADS:
            return []
        return self.meant(token) if any(t.lower_ in {"its", "their"} for t in token.children) else []

    def _members(self, token: Word) -> list[ActorMention]:
        """ "Fighters from Hamas", "Hamas's gunmen", "its fighters": those whose members they are, if named."""
        if token.lemma not in _MEMBERS and token.lower_ != "men":
            return []
        whose = [t for t in token.children if t.dep_ == "poss"]
        if any(t.lower_ in {"its", "their"} for t in whose):
            said = self._speaker(token)
            return said or ([self.group] if self.group else [])
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "with"}:
                whose += [t for t in child.children if t.dep_ == "pobj"]
            elif child.dep_ in {"acl", "amod", "relcl"} and child.lemma in _BELONGS:
                whose += [t for p in child.children for t in p.children if t.dep_ == "pobj"]
        whose += [t for w in whose for t in w.children if t.dep_ in {"compound", "nmod"}]
        return [a for a in self._at(whose) if _is_body(a)]

    def meant(self, pronoun: Word) -> list[ActorMention]:
        """ "The SDF said it had ..." is the SDF; otherwise whom the sentence before was about."""
        if found := self._speaker(pronoun) or self._subject_around(pronoun):
            return found
        is_one = pronoun.lower_ in {"he", "she", "him"}
        return [self.previous] if self.previous and not (is_one and self.previous.actor is None) else []

    def _speaker(self, word: Word) -> list[ActorMention]:
        """Who says what the word is the subject of."""
        verb = word.head
        while verb.dep_ in {"conj", "xcomp", "aux"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ != "ccomp":
            return []
        return [a for t in grammar.subjects(verb.head) if t != word for a in self.spoken_for(t)][:1]

    def _subject_around(self, pronoun: Word) -> list[ActorMention]:
        """ "When soldiers came, they shot ...", "the rebels gave up arms under the deal which they signed":
        a subject of the same number, told just before in the sentence.
        """
        verb = pronoun.head
        clauses = [c for c in verb.children if c.dep_ == "advcl" and c.i < pronoun.i]
        if verb.dep_ == "relcl":
            clauses = [t for t in verb.ancestors if grammar.is_verb(t)][:1]
        subjects = [t for c in clauses for t in c.children if t.dep_ == "nsubj" and t.i < pronoun.i]
        is_many = pronoun.lower_ in {"they", "them"}
        return [
            a for t in subjects if t.pos_ != "PRON" and t.tag_.endswith("S") == is_many for a in self.of(t)
        ][:1]

    def spoken_for(self, speaker: Word) -> list[ActorMention]:
        """ "Yahya Sarea, the Houthis' spokesman, said that they ...": the Houthis before their spokesman."""
        if speaker.lower_ in {"it", "they", "he", "she"}:
            return self._before(speaker)
        found = self._at(
            t for t in speaker.subtree if t.i <= speaker.i or t.dep_ in _OF_A_NAME
        ) or self._band(speaker)
        return sorted(found, key=lambda a: a.actor is None and not a.country)

    def _before(self, pronoun: Word) -> list[ActorMention]:
        """ "U.S. jets launched airstrikes, which they say killed ten": the sentence's own subject comes first."""
        for token in pronoun.doc[: pronoun.i]:
            is_subject = token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and grammar.is_noun(token)
            if is_subject and (found := self.of(token)):
                return found[:1]
        return [self.previous] if self.previous else []

    def _at(self, tokens: Iterable[Word]) -> list[ActorMention]:
        found: list[ActorMention] = []
        for token in tokens:
            span = span_of(self.mentions.sentence, token)
            found += [a for a in self.mentions.actors if a.span.overlaps(span) and a not in found]
        return found

    def fighting(self, helpers: Iterable[Word]) -> list[ActorMention]:
        """Those of the helpers that were there: not "backed by Iran", "by air cover"."""
        return [
            a
            for t in helpers
            for a in self._at([t])
            if a.actor_kind in GROUPS
            or (a.actor_kind in FORCES and t.tag_ in {"NNS", "NNPS"} and a.canonical != a.name)
        ]

    def described(self, token: Word) -> list[ActorMention]:
        """As ``of``; failing that, the words themselves stand for somebody or something without a name in
        any list.
        """
        found = self._of_parts(token) or self._by_name(token) or self._own(token) or self._housed(token)
        if found or not grammar.is_noun(token) or token.lemma in NO_TARGETS | WEAPON_HEADS:
            return found
        span = span_of(self.mentions.sentence, token)
        bases = [b for b in self.mentions.bases if b.span.overlaps(span)]
        if bases:
            return [self._base(bases[0])]
        places = [p for p in self.mentions.places if p.span.overlaps(span)]
        if places:
            return [
                self._state(p, p.place)
                for p in places
                if isinstance(p.place, Country) and _is_aimed_at(token)
            ]
        if token.ent_type_ in {"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL"}:
            return []
        head = _noun(token)
        if not any(c.isalpha() for c in token.text):
            return []
        if _is_hurt(token) and (name := _full_name(token)):
            return [self._person(name)]
        if head not in _THINGS | CIVILIANS | _PEOPLE and token.ent_type_ not in {
            "PERSON",
            "ORG",
            "FAC",
            "PRODUCT",
            "NORP",
        }:
            return []
        return [self._thing(token)]

    def _own(self, token: Word) -> list[ActorMention]:
        """As ``of``, but "the president's brother" is not the president; and a thing is filed under its owner."""
        if _noun(token) in CIVILIANS | _PEOPLE and any(t.dep_ == "poss" for t in token.children):
            return self._at([token])
        found = self.of(token)
        owners = [t for c in token.children if c.dep_ == "acl" and c.lemma in _OWNS for t in c.subtree]
        owner = next((t for t in owners if t.ent_type_ == "ORG"), None)
        if owner is None:
            return found
        name = next(str(e.text) for e in token.doc.ents if e.start <= owner.i < e.end)
        is_plain = [a.referent is ReferentKind.OBJECT and a.actor is None for a in found]
        return [
            replace(a, canonical=re.sub(r"^[Tt]he ", "", name)) if plain else a
            for a, plain in zip(found, is_plain, strict=True)
        ]

    def _of_parts(self, token: Word) -> list[ActorMention]:
        """ "members of the police", "the entrance of the bank", "dozens of shops": what follows the "of"."""
        if _noun(token) not in _PARTS and not token.like_num:
            return []
        wholes = [t for p in token.children if p.dep_ == "prep" and p.lower_ == "of" for t in p.children]
        return [
            a
            for t in wholes
            if t.pos_ != "PRON"
            for w in [t, *grammar.conjuncts(t)]
            for a in self.described(w)
        ]

    def _by_name(self, token: Word) -> list[ActorMention]:
        """ "the colonel's wife, Angela Piedad": the name beside the description."""
        beside = [t for t in token.children if t.dep_ == "appos"]
        persons = [t for t in beside if t.ent_type_ == "PERSON"]
        if not persons and _is_hurt(token):
            return [self._person(name) for t in beside if (name := _full_name(t))][:1]
        return self._at(persons) or [self._thing(t) for t in persons[:1]]

    def _person(self, name: Sequence[Word]) -> ActorMention:
        words = name[0].doc[name[0].i : name[-1].i + 1]
        return ActorMention(
            span_of(self.mentions.sentence, words),
            self.mentions.sentence.index,
            name=words.text,
            canonical=words.text,
            referent=ReferentKind.PEOPLE,
        )

    def _housed(self, token: Word) -> list[ActorMention]:
        """ "a base housing U.S. troops", "bases where American troops are stationed": the force is what is
        aimed at.
        """
        clauses = [c for c in token.children if c.dep_ in {"relcl", "acl"} and c.lemma in _HOUSES]
        return self._at(
            [t for c in clauses for t in c.subtree if t.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj"}]
        )

    def _base(self, mention: BaseMention) -> ActorMention:
        """ "fired at Ain al-Asad": where nobody is named, the base itself is what was aimed at."""
        base = mention.base
        name = _said(mention.span, self.mentions.sentence)
        return ActorMention(
            mention.span,
            mention.sentence,
            name=name,
            canonical=base.name if base else name[:1].upper() + name[1:],
            referent=ReferentKind.OBJECT,
            country=base.country if base else mention.country,
        )

    def _state(self, mention: PlaceMention, country: Country) -> ActorMention:
        """ "fired rockets into Israel": the state is meant with its ground."""
        return ActorMention(
            mention.span,
            mention.sentence,
            name=_said(mention.span, self.mentions.sentence),
            canonical=country.name,
            referent=ReferentKind.ORGANISATION,
            country=country.iso2,
        )

    def _thing(self, token: Word) -> ActorMention:
        parts = [
            t
            for t in token.children
            if t.dep_ in {"compound", "amod", "nmod", "poss"} and t.i < token.i and t.lower_ != "dead"
        ]
        first = min([token.i, *(t.i for p in parts for t in p.subtree if t.pos_ not in {"DET", "PRON"})])
        words = token.doc[first : token.i + 1]
        head = _noun(token)
        name = words.text
        referent = (
            ReferentKind.OBJECT
            if head in _THINGS or token.ent_type_ in {"FAC", "PRODUCT"}
            else ReferentKind.PEOPLE
        )
        civilian = referent is ReferentKind.PEOPLE
        return ActorMention(
            span_of(self.mentions.sentence, words),
            self.mentions.sentence.index,
            name=name,
            canonical=name[:1].upper() + name[1:],
            referent=referent,
            actor_kind=ActorKind.CIVILIANS if civilian and head in CIVILIANS else None,
            is_civilian=civilian and head in CIVILIANS,
        )


def _is_hurt(token: Word) -> bool:
    """What only befalls people: "killed Habib al-Rami", "his colleague was gunned down"."""
    while token.dep_ == "conj" and token.head is not token:
        token = token.head
    verb = token.head
    if token.dep_ == "nsubj":
        return verb.lemma in _DIES
    return token.dep_ in {"dobj", "nsubjpass"} and verb.lemma in _HURTS


def _full_name(token: Word) -> list[Word]:
    """The capitalised words that end here, if they are two or more: of "radio host Raed Fares" the last two."""
    name = [token]
    while (at := name[0].i) and (word := token.doc[at - 1]).head in name and word.dep_ in _IN_A_NAME:
        if not (word.text[0].isupper() or word.text in _PARTICLES):
            break
        name.insert(0, word)
    if any(t.dep_ in {"det", "nummod"} for t in token.children):
        return []  # "the Syrian Observatory"
    is_name = token.text[0].isupper() and name[0].tag_ == "NNP" and len(name) > 1
    return name if is_name else []


def _joint(sides: Iterable[Word]) -> list[Word]:
    """Those that share what stands behind them: "Russian and regime jets"."""
    return [t for side in sides if (others := grammar.conjuncts(side)) for t in (side, *others)]


def _said(span: Span, sentence: Sentence) -> str:
    return sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]


def _is_aimed_at(token: Word) -> bool:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return bool(token.dep_ == "pobj" and token.head.lower_ in {"at", "into", "toward", "towards", "against"})


def _noun(token: Word) -> str:
    """The singular, of names as well: "the Jesuits"."""
    lemma = token.lemma
    return lemma[:-1] if token.pos_ == "PROPN" and lemma == token.lower_ and lemma.endswith("s") else lemma
