"""What holds of no one day: totals of a campaign, habits, demands, what somebody is praised or known for.

"Has carried out 1,200 strikes", "groups that attack our troops", "must stop its bombing of hospitals", "thanked
soldiers who fought the rebels": read as news, each of them would be an incident that nobody could date.
"""

from __future__ import annotations

from collections.abc import Iterable

from incidents.extraction import grammar, modifiers
from incidents.extraction.language import is_under
from incidents.extraction.mentions.numbers import cardinal
from incidents.extraction.ownership import HAPPENS, REACTIONS
from incidents.extraction.records import Mentions, TriggerMention
from incidents.extraction.tree import Word
from incidents.extraction.words import words
from incidents.gazetteer.records import Country
from incidents.vocabulary import DatePrecision

FEW = 2
MANY = 20
"""Acts that nobody does in one go."""
_SPEAKING = (REACTIONS | words("general.speaking")) - words("general.telling")
_GOING_ON = words("general.going_on")
_COUNTED = words("general.counted")
_ENDING = words("general.ending")
_HONOURING = words("general.honouring")
_SHIELDING = words("general.shielding")
_CRIMES = words("general.crimes")
_OBLIGING = frozenset({"must", "should", "shall", "will", "would", "can", "may"})
_FIGHTS = frozenset({"fight", "battle"})
_QUICKENS = frozenset({"step", "intensify", "increase", "escalate", "heighten", "redouble", "expand"})
_HAVE = frozenset({"VBZ", "VBP"})


def is_general(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """Of a sentence with a day what a kind of deed is called by still holds, and nothing else."""
    if trigger.is_nominal and (_is_crime(token) or _is_to_end(token) or _is_shielded(token)):
        return True
    if _is_on_record(trigger, token, mentions) or _is_a_years(trigger, token, mentions):
        return True
    if any(d.start and d.precision is DatePrecision.DAY and not d.is_anchor for d in mentions.dates):
        return False
    return (
        "general" in modifiers.applying(mentions.modifiers, trigger.span)
        or _is_total(trigger, token, mentions)
        or _is_stepped_up(token, mentions)
        or _is_of_a_kind(token)
        or (not mentions.casualties and _is_usual_there(token))
        or _is_spoken_of(trigger, token, mentions)
        or _is_known_for(trigger, token, mentions)
    )


def _is_total(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """ "Has carried out 1,200 strikes", "have dropped 2,000 bombs"; a bombing that "has killed 50" is news."""
    verb, objects = grammar.clause_of(token), [token]
    while verb.dep_ == "conj" and grammar.is_verb(verb.head):
        objects += [t for t in verb.children if t.dep_ == "dobj"]
        verb = verb.head
    if not _has_done(verb):
        return False
    is_toll = trigger.standing == "consequence"
    if is_toll and any(t.lower_ == "since" and t.dep_ in {"mark", "prep", "advmod"} for t in token.subtree):
        return not any(
            d.precision is DatePrecision.DAY for d in mentions.dates
        )  # "since then", not "since Friday"
    objects += [t for t in verb.children if t.dep_ in {"dobj", "nsubjpass"}]
    counted = [t for o in objects for t in (o, *grammar.conjuncts(o)) if t == token or t.lemma in _COUNTED]
    return _has_many(counted)


def _is_stepped_up(token: Word, mentions: Mentions) -> bool:
    """ "Have intensified their bombardment since April": a campaign and its pace."""
    verb = token.head
    if any(d.precision is DatePrecision.DAY for d in mentions.dates):
        return False
    return (
        token.dep_ == "dobj"
        and verb.lemma in _QUICKENS
        and _has_done(verb)
        and any(t.lower_ == "since" for t in verb.subtree)
    )


def _is_of_a_kind(token: Word) -> bool:
    """ "Groups that attack our troops", "Houthi missiles aimed at cities must stop": any of them, at any time."""
    for t in grammar.path(token):
        if t.dep_ in {"relcl", "acl"} and _is_plural(t.head):
            habit = t == token and t.dep_ == "relcl" and _is_present(t)
            return habit or (t.head.dep_ in {"nsubj", "nsubjpass"} and _is_obliged(t.head.head))
        if t != token and grammar.is_verb(t):
            return False
    return False


def _is_usual_there(token: Word) -> bool:
    """ "A part of the city where jets raid the markets": what goes on there."""
    where = any(t.lower_ == "where" for t in token.children)
    return where and token.dep_ == "relcl" and token.head.pos_ == "NOUN" and _is_present(token)


def _is_spoken_of(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """ "Condemns attacks on schools in Yemen", "alarmed by air strikes", "their attacks threaten trade": acts
    without number, day or toll, which the sentence does not tell but speaks of.
    """
    if not trigger.is_nominal or mentions.dates or mentions.casualties:
        return False
    if trigger.standing == "consequence":
        return _is_plural(token)  # "have resulted in many casualties"
    if not (_is_several(token) or token.lemma in _GOING_ON):
        return False
    verb = grammar.clause_of(token)
    while verb.dep_ == "prep":  # "including air strikes"
        verb = grammar.clause_of(verb.head)
    if not grammar.is_verb(verb) or (token.head == verb and verb.lemma in HAPPENS):
        return False  # "attacks have killed", "carried out raids"
    return (verb.lemma in _SPEAKING and not grammar.is_passive(verb)) or _is_present(verb)


def _is_on_record(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """ "Has destroyed hospitals and schools", "have killed and looted": what somebody is known to have done."""
    if trigger.is_nominal or any((c.range.min or 0) > FEW for c in mentions.casualties):
        return False
    if any(not isinstance(p.place, Country) for p in mentions.places):
        return False  # "has driven the troops from Maarrat" is news
    verb = token
    while verb.dep_ == "conj" and grammar.is_verb(verb.head):
        verb = verb.head
    if not _has_done(verb):
        return False
    if any(is_under(verb, day, mentions.sentence) for day in mentions.dates):
        return False
    hit = [t for v in (token, verb) for t in grammar.done_to(v) if t.dep_ != "pobj"]
    several = not hit or any(t.tag_ != "NN" for t in hit)
    return several and not grammar.is_passive(verb) and all(map(_is_unnumbered, hit))


def _is_a_years(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """ "Forty journalists were murdered in Mexico in 2017", "attacked 200 ships in 2010": what a year came to."""
    if trigger.is_nominal or any(not isinstance(p.place, Country) for p in mentions.places):
        return False
    if not mentions.dates or any(d.precision is not DatePrecision.YEAR for d in mentions.dates):
        return False
    if any(t.is_nominal and t.standing == "event" for t in mentions.triggers):
        return False  # "the bombings of 2004 killed 191"
    return _has_many(grammar.done_to(token))


def _has_done(verb: Word) -> bool:
    """ "Has destroyed", not "had destroyed"."""
    return any(t.dep_ == "aux" and t.lemma_ == "have" and t.tag_ in _HAVE for t in verb.children)


def _has_many(nouns: Iterable[Word]) -> bool:
    numbers = [cardinal(n.text) for t in nouns for n in t.children if n.dep_ == "nummod"]
    return any(n is not None and n >= MANY for n in numbers)


def _is_plural(noun: Word) -> bool:
    """Without article or number: "groups", "those"."""
    if noun.lower_ == "those":
        return True
    return noun.tag_ == "NNS" and not any(t.dep_ in {"det", "nummod", "poss"} for t in noun.children)


def _is_unnumbered(noun: Word) -> bool:
    """ "Bases", "ammunition", "Christians": neither these nor so many."""
    bare = not any(t.dep_ in {"det", "nummod", "poss"} for t in noun.children)
    return bare and noun.tag_ in {"NNS", "NN", "NNPS"}


def _is_several(noun: Word) -> bool:
    """ "Attacks", "their attacks", not "the attacks", which were told of."""
    return noun.tag_ == "NNS" and not any(t.dep_ in {"det", "nummod"} for t in noun.children)


def _is_present(verb: Word) -> bool:
    finite = [verb, *(t for t in verb.children if t.dep_ in {"aux", "auxpass"})]
    return any(t.tag_ in {"VBZ", "VBP"} and t.lemma_ != "have" for t in finite)


def _is_obliged(verb: Word) -> bool:
    return any(t.dep_ == "aux" and t.lower_ in _OBLIGING for t in verb.children)


def _is_to_end(noun: Word) -> bool:
    """ "Russia must stop its bombing of hospitals", "an end to attacks on aid workers"."""
    above = noun.head.head if noun.dep_ == "pobj" else noun.head
    if above.lemma not in _ENDING:
        return False
    if not grammar.is_verb(above):
        return noun.dep_ == "pobj" and noun.head.lower_ in {"to", "of"}
    if noun.dep_ != "dobj":
        return False
    return _is_obliged(above) or any(t.tag_ == "TO" for t in above.children)


def _is_shielded(noun: Word) -> bool:
    """ "To protect shipping from attack": what is feared, not what was."""
    if any(t.dep_ in {"det", "poss", "nummod"} for t in noun.children):
        return False
    return (
        noun.dep_ == "pobj" and noun.head.lower_ in {"from", "against"} and noun.head.head.lemma in _SHIELDING
    )


def _is_crime(noun: Word) -> bool:
    """ "Because of terrorism, kidnapping and banditry", "rape is a weapon": the kind of deed, no deed."""
    if noun.dep_ == "nsubj" and noun.head.tag_ == "VBD" and noun.head.lemma != "be":
        return False  # "violence broke out"
    return (
        noun.lemma in _CRIMES
        and noun.tag_ in {"NN", "NNP"}
        and not any(
            t.dep_ in {"det", "poss", "nummod"} or (t.dep_ == "prep" and t.lower_ in {"of", "by", "at", "on"})
            for t in noun.children
        )
    )


def _is_known_for(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """ "Visited troops who fought the rebels", "the families of those killed in the war"."""
    if any(c.range.max is not None and c.span.covers(trigger.span) for c in mentions.casualties):
        return False
    clause = next((t for t in grammar.path(token) if t.dep_ in {"relcl", "acl"}), None)
    if clause is not None and token.lemma in _FIGHTS and not (mentions.dates or mentions.casualties):
        return clause.dep_ == "relcl" and clause.tag_ == "VBD"
    if clause is None or trigger.is_nominal or clause.tag_ not in {"VBD", "VBN"} or clause.head.tag_ == "NNP":
        return False
    return any(t.lemma in _HONOURING for t in grammar.path(clause.head))
