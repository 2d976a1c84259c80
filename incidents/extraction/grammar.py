"""Walking a parsed sentence: who does, to whom, where; the few questions that events ask of a parse.

Tokens are the NLP library's; this file and ``language`` are where its labels are known.
"""

from __future__ import annotations

from collections.abc import Iterator

from incidents.extraction.tree import Word
from incidents.extraction.words import words

REPORTING = words("events.reporting")
OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "dative", "oprd"})
TOWARD = frozenset(
    {
        "at",
        "on",
        "upon",
        "against",
        "into",
        "in",
        "near",
        "toward",
        "towards",
        "over",
        "to",
        "across",
        "of",
        "from",
        "onto",
        "outside",
        "around",
    }
)
_MOVES = frozenset(
    {
        "withdraw",
        "retreat",
        "pull",
        "deploy",
        "advance",
        "enter",
        "march",
        "surrender",
        "fall",
        "hand",
        "break",
        "force",
        "sign",
        "reach",
    }
)
_INTRANSITIVE = frozenset(
    {
        "defect",
        "surrender",
        "die",
        "clash",
        "explode",
        "march",
        "rally",
        "protest",
        "mutiny",
        "disarm",
        "gather",
    }
)
"""Nobody is defected: a participle of these that the parser hangs on its noun is the verb of the sentence."""
AIMED = frozenset({"at", "on", "upon", "against", "into", "toward", "towards", "across", "onto"})


def is_verb(token: Word) -> bool:
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    return not (token.dep_ == "amod" and token.i + 1 < len(token.doc) and token.head.i > token.i)


def is_noun(token: Word) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} or token.tag_ in {"NN", "NNS", "NNP", "NNPS"}


def is_modifier_of_noun(token: Word) -> bool:
    """ "attack" in "attack helicopter": the head tells what it is."""
    return (
        token.dep_ in {"compound", "nmod", "amod", "poss"} and token.head.i > token.i and is_noun(token.head)
    )


def subjects(verb: Word, depth: int = 0) -> list[Word]:
    """Grammatical subjects, found through conjunction, participles and relative clauses."""
    own = [t for t in verb.children if t.dep_ in {"nsubj", "nsubjpass", "csubj"}]
    if own:
        return [antecedent(t) for t in own for t in [t, *conjuncts(t)]]
    if depth > 4:
        return []
    if (
        verb.dep_ == "pcomp"
        and verb.head.lower_ in {"of", "for"}
        and verb.head.head.lemma in {"accuse", "suspect", "blame"}
    ):
        return [
            t for t in verb.head.head.children if t.dep_ in {"dobj", "nsubjpass"}
        ]  # "accused Iran of attacking"
    if verb.dep_ == "pcomp" and verb.head.lower_ == "of" and verb.head.head.head.lemma == "accuse":
        return [verb.head.head]  # the same, parsed as the accused's own "of"
    if verb.dep_ in {"conj", "xcomp", "advcl", "aux", "pcomp", "ccomp"} and verb.head != verb:
        head = verb.head
        if verb.dep_ == "ccomp" and not verb.tag_.startswith("VBN") and verb.tag_ != "VBG":
            return []
        while head.dep_ == "prep" and head.head != head:
            head = head.head
        return subjects(head, depth + 1) if head.pos_ in {"VERB", "AUX"} else []
    if verb.dep_ in {"acl", "relcl"}:
        return [verb.head]
    return []


def antecedent(token: Word) -> Word:
    """ "rebels who attacked": who -> rebels."""
    if token.lower_ in {"who", "that", "which", "whom"} and token.head.dep_ in {"relcl", "acl"}:
        return token.head.head
    if (
        token.lower_ in {"who", "that", "which"}
        and token.head.dep_ == "conj"
        and token.head.head.dep_ == "relcl"
    ):
        return token.head.head.head
    return token


def speakers(pronoun: Word) -> list[Word]:
    """ "The army says it has driven ...": who says so, where the pronoun is the subject of what is said."""
    if pronoun.lower_ not in {"it", "they"} or pronoun.dep_ != "nsubj":
        return []
    verb = pronoun.head
    if verb.dep_ == "conj" and (before := [t for t in subjects(verb.head) if t.pos_ != "PRON"]):
        return before  # "the navy stopped one ship and it seized another"
    while verb.dep_ in {"conj", "xcomp", "aux"} and verb.head != verb:
        verb = verb.head
    return [t for t in subjects(verb.head) if t != pronoun] if verb.dep_ == "ccomp" else []


def conjuncts(token: Word) -> list[Word]:
    found = []
    for child in token.children:
        if child.dep_ == "conj" or (child.dep_ == "appos" and _is_listed(token, child)):
            found += [child, *conjuncts(child)]
    return found


def _is_listed(token: Word, beside: Word) -> bool:
    """ "the residence, the hotel and the bank": read as an apposition, and the second of three."""
    if token.ent_type_ == "PERSON" or not any(t.dep_ == "conj" for t in beside.children):
        return False
    return not any(t.dep_ == "det" and t.lower_ != "the" for t in beside.children)


def is_passive(verb: Word) -> bool:
    if verb.is_passive is None:
        verb.is_passive = _is_passive(verb)
    return verb.is_passive


def _is_passive(verb: Word) -> bool:
    if any(t.dep_ in {"nsubjpass", "auxpass"} for t in verb.children):
        return True
    if any(t.dep_ == "aux" and t.lemma_ == "have" for t in verb.children):
        return False  # "reports that rebels have killed ten"
    if verb.tag_ == "VBN" and any(t.dep_ == "agent" for t in verb.children):
        return True  # "were reported killed by rebels"
    if verb.dep_ == "acl" and verb.tag_ == "VBN":  # "forty policemen handed over their weapons" is none
        return verb.lemma not in _INTRANSITIVE and not any(t.dep_ == "dobj" for t in verb.children)
    return verb.dep_ == "conj" and verb.tag_ == "VBN" and not _has_own_subject(verb) and is_passive(verb.head)


def _has_own_subject(verb: Word) -> bool:
    return any(t.dep_ in {"nsubj", "nsubjpass"} for t in verb.children)


def by_whom(head: Word) -> list[Word]:
    found = []
    for child in head.children:
        if child.dep_ in {"agent", "prep"} and child.lower_ in {"by", "between"}:
            found += [t for p in child.children if p.dep_ in {"pobj", "pcomp"} for t in [p, *conjuncts(p)]]
        elif (
            child.dep_ == "prep"
            and child.lower_ == "at"
            and any(t.lower_ in {"hand", "hands"} for t in child.children)
        ):
            found += [
                t for hand in child.children for of in hand.children for t in of.children if t.dep_ == "pobj"
            ]
    return found


def doers(verb: Word) -> list[Word]:
    if not is_passive(verb):
        if (
            verb.dep_ == "advcl"
            and verb.tag_ == "VBG"
            and not _has_own_subject(verb)
            and is_passive(verb.head)
        ):
            return by_whom(verb.head)  # "cars were driven into the camp, killing nine": not the cars
        return subjects(verb)
    found = by_whom(verb)
    if not found:  # "planned and carried out by", "shot and killed by"
        found = [t for c in verb.children if c.dep_ == "conj" and c.tag_ == "VBN" for t in by_whom(c)]
    return found


def done_to(verb: Word) -> list[Word]:
    """Object, passive subject, or what a preposition of aim points at."""
    found: list[Word] = []
    if is_passive(verb):
        found += subjects(verb)
    if verb.lemma == "set":  # "set fire to a bus"
        fires = [t for t in verb.children if t.dep_ in {"dobj", "nsubjpass"} and t.lower_ == "fire"]
        if fires:
            return [t for head in (verb, *fires) for t in prepositional(head, frozenset({"to"}))]
    for child in verb.children:
        if child.dep_ in {"dobj", "oprd"}:
            found += [antecedent(t) for t in (child, *conjuncts(child))]
        elif child.dep_ == "prep" and child.lower_ in _ways(verb):
            found += [t for p in child.children if p.dep_ == "pobj" for t in [p, *conjuncts(p)]]
    if not found and verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == verb.head.tag_:
        return done_to(verb.head) if not list(verb.children) else []
    if verb.dep_ == "relcl" and not is_passive(verb):
        relative = [t for t in verb.children if t.dep_ == "dobj" and t.lower_ in {"that", "which", "whom"}]
        if relative:
            found.append(verb.head)
    return found


def _ways(verb: Word) -> frozenset[str]:
    if verb.lemma == "march":
        return TOWARD - {"from"}  # where a march sets out is nobody's loss
    return TOWARD if verb.lemma in _MOVES else AIMED


def noun_complements(noun: Word) -> list[Word]:
    """What stands behind of/on/at, and before it: "the capture of Mosul", "the Mosul attack"."""
    found = []
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in TOWARD:
            found += [t for p in child.children if p.dep_ == "pobj" for t in [p, *conjuncts(p)]]
        elif child.dep_ in {"compound", "poss", "nmod", "amod"}:
            found.append(child)
    return found


def moves_people(verb: Word) -> bool:
    """ "Took them across the border into Chad": the place is where to."""
    return any(t.dep_ == "dobj" and t.lower_ in {"them", "him", "her"} for t in verb.children)


def prepositional(head: Word, prepositions: frozenset[str]) -> list[Word]:
    found = []
    for child in head.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.lower_ in prepositions:
            found += [t for p in child.children if p.dep_ in {"pobj", "pcomp"} for t in [p, *conjuncts(p)]]
            found += [
                t
                for nested in child.children
                if nested.dep_ == "prep"
                for t in nested.children
                if t.dep_ == "pobj"
            ]
    return found


def clause_of(token: Word) -> Word:
    """The verb whose clause the token stands in, or the top of its phrase."""
    while token.head != token and not (
        token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}
    ):
        token = token.head
    return token


def path(token: Word) -> Iterator[Word]:
    yield token
    while token.head != token:
        token = token.head
        yield token


def distance(a: Word, b: Word) -> int:
    """Steps between two tokens in the tree; 99 where no tree joins them."""
    above = {t.i: n for n, t in enumerate(path(a))}
    for n, t in enumerate(path(b)):
        if t.i in above:
            return n + above[t.i]
    return 99
