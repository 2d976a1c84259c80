"""Which of several events in a sentence its dates, places and figures belong to, and which belong to none."""

from __future__ import annotations

import re
from typing import Any

from incidents.extraction import grammar
from incidents.extraction.grammar import REPORTING
from incidents.extraction.language import tokens_in
from incidents.extraction.records import DateMention, Mention, Mentions, TriggerMention
from incidents.extraction.tree import Phrase, Word
from incidents.extraction.triggers import token_of
from incidents.extraction.words import words
from incidents.vocabulary import SubEventType

_BODIES = words("events.bodies")
REACTIONS = REPORTING | words("ownership.reactions")
HAPPENS = words("ownership.happens") | words("arguments.carriers")
_SHARES = words("ownership.shares")
_LOCALS = words("ownership.locals")
_BASED = re.compile(r"-based\b")
"""The seat of whoever is spoken of: "the UK-based monitor"."""
_ONE_SENTENCE = 25
"""Words that two clauses of one sentence stand apart at most; texts without full stops run on for longer."""
_BLAMES = frozenset({"accuse", "blame"})
_ANNOUNCES = frozenset({"announce", "declare", "agree", "sign"})
_CHARGES = frozenset(
    {
        "charge",
        "convict",
        "indict",
        "arraign",
        "sentence",
        "try",
        "acquit",
        "arrest",
        "detain",
        "jail",
        "hold",
        "plead",
    }
)
_SPEAKS = REPORTING | {"accuse", "blame", "urge", "ask", "call", "suspect", "threaten", "promise"}
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})
_LISTENS = frozenset(
    {"reporter", "journalist", "conference", "briefing", "interview", "parliament", "congress"}
)
_BRINGS = frozenset(
    {"fly", "evacuate", "airlift", "rush", "transfer", "transport", "flee", "return", "escape"}
)
_TODAY = frozenset({"VBZ", "VBP"})
"""Who condemns does so now: "condemns the attack in Jolo on Sunday" has the day of the attack."""
_DECLARED = frozenset({SubEventType.AGREEMENT, SubEventType.CHANGE_TO_GROUP_ACTIVITY})


def owner(group: list[TriggerMention], groups: list[list[TriggerMention]], mentions: Mentions) -> Any:
    """A test for mentions: is this group's trigger the nearest in the tree (the first of equals)?"""
    if len(groups) == 1:
        return lambda mention: True

    def mine(mention: Mention) -> bool:
        span = tokens_in(mentions.sentence, mention.span)
        if span is None:
            return True
        near = [min(_steps(span.root, token_of(t, mentions)) for t in g) for g in groups]
        return near[groups.index(group)] == min(near)

    return mine


def nearest_first(group: list[TriggerMention], mentions: Mentions) -> Any:
    def steps(mention: Mention) -> float:
        span = tokens_in(mentions.sentence, mention.span)
        return 99.0 if span is None else min(_steps(span.root, token_of(t, mentions)) for t in group)

    return steps


def _steps(a: Word, b: Word) -> float:
    return float(grammar.distance(a, b) + abs(a.i - b.i) / 200)


# --- days ----------------------------------------------------------------------------------------


def of_another_deed(mention: DateMention, group: list[TriggerMention], mentions: Mentions) -> bool:
    """ "The ministry said on Tuesday that ...", "a suspect in the attack appeared in court on Monday": the day
    of what is no event of ours.
    """
    span = tokens_in(mentions.sentence, mention.span)
    if span is None:
        return False
    tokens = [token_of(t, mentions) for t in group]
    if mention.is_of_what_follows:
        word = span[-1]  # "after"
        clause = {t.i for t in (word.head if word.dep_ == "mark" else word).subtree if t.i >= span.end}
        return not any(t.i in clause for t in tokens)
    verb = grammar.clause_of(span.root)
    if verb.lemma in REPORTING and _before_the_speaker(span, verb, tokens):
        return False
    if _is_conceded(verb, tokens):
        return True
    if _is_beside(verb, tokens) and _has_day_outside(verb, mention, mentions):
        return True
    if verb.dep_ == "ccomp" and _is_aside(verb, tokens):
        return True
    if any(verb == t or t in grammar.path(span.root) for t in tokens) and not _told_below(verb, tokens):
        return False
    if _is_aside(verb, tokens):
        return True
    if verb.lemma in _BLAMES and any(verb.i < t.i < span.start for t in tokens):
        return False  # "blamed Israel for an air raid on Khartoum in October 2012"
    if verb.lemma in _ANNOUNCES and any(t.sub_event_type in _DECLARED for t in group):
        return False  # a truce begins to exist when it is announced
    return _told_below(verb, tokens) or all(_only_spoken_of(t, verb) for t in tokens)


def _is_conceded(verb: Word, tokens: list[Word]) -> bool:
    """ "He planned a raid in May 2015, though he was not tried for it this week": a day of something else."""
    if verb.dep_ != "advcl" or any(t == verb or t in verb.subtree for t in tokens):
        return False
    return any(t.dep_ == "mark" and t.lower_ in {"though", "although"} for t in verb.children)


def _is_beside(verb: Word, tokens: list[Word]) -> bool:
    """ "The bomb was found on Saturday, and police looked on Sunday for the man": somebody does something else."""
    has_subject = any(t.dep_ == "nsubj" and t.pos_ != "PRON" for t in verb.children)
    hangs_on_it = verb.dep_ == "conj" and verb.head in tokens and verb not in tokens
    return hangs_on_it and has_subject and verb.i - verb.head.i < _ONE_SENTENCE


def _has_day_outside(verb: Word, mention: DateMention, mentions: Mentions) -> bool:
    inside = {t.i for t in verb.subtree}
    others = [d for d in mentions.dates if d is not mention and d.start and not d.is_anchor]
    spans = [tokens_in(mentions.sentence, d.span) for d in others]
    return any(s is not None and s.root.i not in inside for s in spans)


def _is_aside(verb: Word, tokens: list[Word]) -> bool:
    """ "A lorry killed twelve; a man was held but today police said ...": a statement beside the act."""
    while verb.dep_ == "ccomp" and verb.head.lemma in REPORTING:
        verb = verb.head  # "and a doctor said five were still in hospital last night"
    speaks = verb.lemma in REPORTING and not grammar.is_passive(verb)
    return speaks and verb.dep_ in {"conj", "parataxis"} and not any(t in verb.subtree for t in tokens)


def _before_the_speaker(span: Phrase, verb: Word, tokens: list[Word]) -> bool:
    """ "Blasts shook the town on Monday, the chief said": between the act and whoever tells of it."""
    speakers = grammar.subjects(verb)
    return bool(speakers) and any(
        t.i < span.start and span.end <= min(s.left_edge.i for s in speakers) for t in tokens
    )


def _told_below(verb: Word, tokens: list[Word]) -> bool:
    """ "killed a monk who had fled in 1959": a clause about somebody or something in the event."""
    if verb in tokens or verb.lemma in HAPPENS:
        return False
    for step in grammar.path(verb):
        if step in tokens:
            return False
        if step.dep_ == "acl" and step.lemma in {"release", "publish", "issue"}:
            return True  # "according to a tally released on Wednesday, five were killed"
        if step.dep_ == "relcl" and step.tag_ in {"VBD", "VBN"} and not _joins_scene(step):
            return any(t in grammar.path(step) for t in tokens)
    return False


def _joins_scene(clause: Word) -> bool:
    """ "the mosque where they prayed": the same hour as the event itself."""
    return any(t.lower_ in {"where", "when", "as", "while"} for t in clause.children)


def _only_spoken_of(token: Word, verb: Word) -> bool:
    """Is the act only named beside another deed, as what was said, mourned, or done by its subject?"""
    steps = list(grammar.path(token))
    if verb not in steps[1:]:
        return False
    below = steps[: steps.index(verb)]
    reacts = verb.lemma in REACTIONS and not grammar.is_passive(verb) and not _is_of_today(verb)
    argument = below[-1]
    if argument.dep_ not in {"nsubj", "nsubjpass", "dobj", "attr"}:
        # "was charged on Monday with six counts of murder", and not "was held while rebels stormed the jail"
        return reacts or (verb.lemma in _CHARGES and argument.dep_ == "prep")
    if len(below) == 1 or all(t.dep_ in {"conj", "compound", "amod"} for t in below[:-1]):
        return reacts
    if verb.lemma in HAPPENS or argument.lemma in _SHARES:
        return False
    return reacts or any(t.dep_ in {"prep", "relcl", "acl"} for t in below)


def _is_of_today(verb: Word) -> bool:
    """ "Condemns", "has claimed": neither takes a day of the past for its own."""
    return verb.tag_ in _TODAY or any(t.dep_ == "aux" and t.tag_ in _TODAY for t in verb.children)


def told_when(mention: DateMention, group: list[TriggerMention], mentions: Mentions) -> bool | None:
    """ "The largest since 21 November, when troops struck a camp": the day of what the clause tells, and of
    nothing else. None where no such clause follows.
    """
    span = tokens_in(mentions.sentence, mention.span)
    if span is None:
        return None
    words = mentions.sentence.words
    after = next((t for t in words[span.end : span.end + 2] if t.lower_ != ","), None)
    if after is None or after.lower_ != "when":
        return None
    clause = grammar.clause_of(after)
    inside = {t.i for t in clause.subtree}
    if not any(t.token in inside for t in mentions.triggers):
        return None
    return any(t.token in inside for t in group)


def in_since(mention: DateMention, group: list[TriggerMention], mentions: Mentions) -> bool:
    """ "since Hamas attacked on October 7": the anchor of a count is the day of the act itself."""
    span = tokens_in(mentions.sentence, mention.span)
    if span is None:
        return False
    for trigger in group:
        token = token_of(trigger, mentions)
        if any(t.head in span and _tells_when(t) for t in grammar.path(token)):
            return True  # "the worst since May 3, when gunmen killed nine"
        clause = next((t for t in grammar.path(token) if _follows_since(t)), None)
        if clause is not None and span.root in list(clause.subtree) and token.i < span.end:
            return True
    return False


def _tells_when(clause: Word) -> bool:
    return clause.dep_ == "relcl" and any(t.lower_ == "when" for t in clause.children)


def _follows_since(token: Word) -> bool:
    return any(c.lower_ == "since" and c.dep_ in {"mark", "prep"} for c in token.children)


# --- places ----------------------------------------------------------------------------------------


def is_home(place: Mention, mentions: Mentions) -> bool:
    """ "rebels based in Yemen", "denied by Tehran": where somebody is from or who speaks, not where it
    happened.
    """
    span = tokens_in(mentions.sentence, place.span)
    if span is None:
        return False
    root = span.root
    if (
        root.dep_ in {"compound", "nmod"}
        and root.head.pos_ == "PROPN"
        and not span.start <= root.head.i < span.end
    ):
        return root.head.lemma in _BODIES  # "Baghdad Provincial Council", "Abu Dhabi Media"
    if root.dep_ in _ARGUMENTS and root.head.lemma in _SPEAKS:
        return True  # "Delhi blames Islamabad", "told Washington that ...": who speaks, and to whom
    if _BASED.match(mentions.sentence.text, place.span.end - mentions.sentence.span.start):
        return True
    preposition = root.head
    if root.dep_ == "appos" and root.head.dep_ == "pobj":
        preposition = root.head.head  # "to the capital, Nairobi"
    if preposition.lower_ == "of" and preposition.head.lemma in {"town", "city", "village"}:
        preposition = preposition.head.head  # "to his home town of Daura"
    if _goes_there(preposition):
        return True
    if _speaks_there(preposition):
        return True
    if preposition.dep_ == "agent" or preposition.lower_ in {"by", "with", "between", "than", "like"}:
        return True
    return preposition.head.lemma in {
        "base",
        "station",
        "headquarter",
        "back",
        "bear",
        "ally",
        "support",
        "tell",
        "deny",
        "live",
    } and (preposition.dep_ == "prep" and preposition.head.dep_ in {"acl", "relcl", "amod"})


def _goes_there(to: Word) -> bool:
    """ "Some were flown to Nairobi", "fleeing towards Mali", "a convoy on its way to Daura", "and took them into
    Chad": where nothing happened.
    """
    if to.lower_ in {"to", "into"} and to.head.lemma in {"take", "carry"} and grammar.moves_people(to.head):
        return True
    return to.lower_ in {"to", "toward", "towards"} and (
        to.head.lemma in _BRINGS or (to.head.lemma == "way" and to.head.dep_ == "pobj")
    )


def _speaks_there(preposition: Word) -> bool:
    """ "a spokesman in Geneva said", "told reporters in Mogadishu"; who saw it was where it happened ("residents
    of Homs said").
    """
    noun = preposition.head
    if preposition.dep_ != "prep" or noun.lemma in _LOCALS:
        return False
    if noun.lemma in REPORTING and any(t.lemma in _LISTENS for t in noun.children):
        return True
    if noun.lemma in _LISTENS:
        return noun.head.lemma in REPORTING or noun.head.head.lemma in REPORTING
    if noun.dep_ == "pobj":  # "according to the border service in Bishkek"
        return noun.head.lower_ == "to" and noun.head.head.lower_ == "according"
    if noun.dep_ != "nsubj":
        return False
    verb = noun.head
    speaker = [t for t in verb.children if t.dep_ == "nsubj"][
        -1
    ]  # "bombs in Hilla killed nine, officials said"
    return bool(speaker == noun and verb.lemma in REPORTING and not grammar.is_passive(verb))
