"""Told as the news of the day: "Gunmen killed five farmers in Plateau State." without a word on when.

A day may be presumed of it only where the story's first sentence tells the act itself as done, in the past or
the perfect. Not of acts that are condemned, feared, answered or counted, of what had happened before, of the
recent and the usual.
"""

from __future__ import annotations

from datetime import date, timedelta

from incidents.extraction import grammar
from incidents.extraction.grammar import REPORTING
from incidents.extraction.ownership import REACTIONS
from incidents.extraction.records import Event, Mentions
from incidents.extraction.reference import THE
from incidents.extraction.tree import Word
from incidents.extraction.triggers import token_of
from incidents.extraction.words import words
from incidents.vocabulary import DatePrecision

_FRESH = timedelta(days=3)
_NOT_NEWS = frozenset({"earlier", "planned", "threatened", "hypothetical", "denied", "negated"})
_VAGUE = words("news.vague")
_DOWN = frozenset({"ccomp", "advcl", "conj", "xcomp", "parataxis", "dep"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "prep", "agent", "compound", "conj", "attr"})


def is_told_as_news(event: Event, lead: Mentions) -> bool:
    """``lead`` is the story's first sentence."""
    if event.sentences[0] != lead.sentence.index or event.is_quoted or lead.sentence.doc is None:
        return False
    if event.modifiers & _NOT_NEWS:
        return False
    told = [token_of(t, lead) for t in event.triggers if t.sentence == lead.sentence.index]
    if any(_is_told_before(t) for t in told):
        return False
    return any(_is_done(t) for t in told)


def _is_told_before(token: Word) -> bool:
    """ "The attack ... killed": another text told of it first."""
    return not grammar.is_verb(token) and any(t.lower_ in THE for t in token.children)


def latest_day(lead: Mentions, published: date) -> date | None:
    """The day of publication, or that of the statement where one is said ("police said on Monday"): what happened
    did so by then. None where that is long ago.
    """
    said = [d.start for d in lead.dates if d.start and d.precision is DatePrecision.DAY and not d.is_anchor]
    day = min([published, *said])
    return day if published - day <= _FRESH else None


def _is_done(token: Word) -> bool:
    verb = token if grammar.is_verb(token) else grammar.clause_of(token)
    if any(t.lower_ in _VAGUE and grammar.clause_of(t) == verb for t in token.doc):
        return False
    below = list(grammar.path(token))
    if verb not in below or any(t.dep_ not in _ARGUMENTS for t in below[: below.index(verb)]):
        return False
    spoken_of = verb is not token and verb.lemma in REACTIONS
    return not spoken_of and _is_past(verb) and _leads(verb)


def _leads(verb: Word) -> bool:
    """Is it the sentence's own news, or what somebody says in it?"""
    for step in grammar.path(verb):
        if step.head == step:
            return True
        if step.dep_ not in _DOWN:
            return False
        if step.dep_ == "ccomp" and step.head.lemma not in REPORTING:
            return False
    return False


def _is_past(verb: Word) -> bool:
    auxiliaries = [t for t in verb.children if t.dep_ in {"aux", "auxpass"}]
    if any(t.tag_ == "MD" or (t.lower_ == "had" and verb.dep_ != "ccomp") for t in auxiliaries):
        return False
    if verb.dep_ == "conj" and not auxiliaries and verb.tag_ == "VBN":
        return _is_past(verb.head)
    perfect = any(t.lower_ in {"has", "have", "had", "was", "were"} for t in auxiliaries)
    return bool(verb.tag_ == "VBD" or (verb.tag_ in {"VBN", "VBD"} and perfect) or _was_reported(verb))


def _was_reported(verb: Word) -> bool:
    """ "are reported to have killed"."""
    return verb.dep_ == "xcomp" and any(t.lower_ == "have" for t in verb.children)
