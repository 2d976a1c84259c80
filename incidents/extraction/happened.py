"""Did it happen? Plans, threats, fears, conditions, rules, totals of a war, websites "under attack" and
storms are no incidents.
"""

from __future__ import annotations

import re

from incidents.extraction import grammar, modifiers
from incidents.extraction.doers import CARRIERS
from incidents.extraction.general import is_general
from incidents.extraction.joining import ANSWERING
from incidents.extraction.language import is_under, tokens_in
from incidents.extraction.records import DateMention, Mentions, Modifier, TriggerMention
from incidents.extraction.reference import ANSWER_WORDS, in_present
from incidents.extraction.tree import Word
from incidents.extraction.triggers import token_of
from incidents.extraction.words import words
from incidents.vocabulary import DatePrecision, SubEventType

_T = SubEventType

NOT_HAPPENED = frozenset({"planned", "threatened", "hypothetical", "exercise", "anniversary", "metaphor"})
"""Kinds of modifiers under which a trigger tells of no incident."""

_AHEAD = frozenset({"planned", "threatened"})
_ASIDE = frozenset({"relcl", "acl"})
"""Clauses about somebody: what they plan and threaten does not reach beyond them."""

_MODAL = frozenset({"could", "might", "would", "should"})
_UNREAL_VERBS = words("events.unreal_verbs")

_REAL_ANYWAY = frozenset(
    {
        "continue",
        "help",
        "begin",
        "start",
        "appear",
        "seem",
        "report",
        "believe",
        "say",
        "think",
        "know",
        "allege",
        "find",
        "manage",
        "go",
        "come",
    }
)

_UNREAL_ADJECTIVES = words("events.unreal_adjectives")

_UNREAL_HEADS = words("events.unreal_heads")

_NATURE = words("events.nature")
_FLAMMABLE = frozenset(
    {"gas", "boiler", "firework", "fireworks", "cylinder", "methane", "coal", "dust", "stove"}
)
_NATURAL = words("events.natural")
_CRASHES = words("events.crashes")
_WORKERS = frozenset(
    {"union", "wage", "pay", "pension", "worker", "teacher", "nurse", "doctor", "walkout", "salary"}
)
_BEFORE_NOUN = frozenset({"compound", "amod", "nmod"})
_CAMPAIGNS = frozenset({"fight", "battle", "combat"})
_DEADLY = frozenset({"die", "kill", "wound", "injure", "hurt", "shoot", "end"})
_GRIEVANCES = frozenset(
    {"offensive", "operation", "campaign", "intervention", "invasion", "occupation", "crackdown", "blockade"}
)
_OFTEN = frozenset({"daily", "regularly", "routinely", "frequently", "often", "weekly", "constantly"})
_NO_ATTEMPTS = frozenset(
    {_T.ARRESTS, _T.AGREEMENT, _T.PEACEFUL_PROTEST, _T.NON_VIOLENT_TRANSFER_OF_TERRITORY}
)
_EXPLAINING = frozenset({_T.PEACEFUL_PROTEST, _T.OTHER_STRATEGIC, _T.VIOLENT_DEMONSTRATION})

_CALLED_FOR = frozenset({"demonstration", "protest", "rally", "march", "strike", "sit-in"})
_CALLS = frozenset({"announce", "plan", "schedule", "call", "expect", "ban", "forbid"})
_COMES_DOWN = frozenset({"crash", "plunge", "fall"})
_BREAKS_DOWN = frozenset({"fault", "malfunction", "failure", "glitch", "defect"})
_DREADS = frozenset(
    {
        "fear",
        "plan",
        "threaten",
        "predict",
        "expect",
        "foresee",
        "contemplate",
        "prepare",
        "plot",
        "urge",
        "advocate",
    }
)
_DIGITAL = frozenset(
    {"website", "server", "computer", "software", "internet", "database", "web", "homepage", "email"}
)


def happened(trigger: TriggerMention, mentions: Mentions) -> bool:
    token = token_of(trigger, mentions)
    kinds = modifiers.applying(_outside(token, mentions), trigger.span)
    behind = {m.kind for m in mentions.modifiers if m.span.start > trigger.span.start}
    before = {m.kind for m in mentions.modifiers if m.span.start < trigger.span.start}
    # "attacked a ceremony commemorating ...": these cues speak of what follows them.
    kinds -= {"anniversary", "exercise"} & (behind - before)
    if _has_own_day(token, mentions):
        kinds.discard("anniversary")  # "mourners buried the mayor, who was shot the day before"
    if "exercise" in behind and _is_drill(trigger, mentions):
        return False
    if kinds & NOT_HAPPENED or any(
        m.kind == "exercise" and m.span.covers(trigger.span) for m in mentions.modifiers
    ):
        return False  # "test-fired" says both
    if "negated" in kinds and trigger.standing != "consequence":
        return False
    if any(c.span.covers(trigger.span) for c in mentions.counters) and trigger.is_nominal:
        return False
    if any(q.covers(trigger.span) for q in mentions.sentence.quoted) and token.tag_ in {"VBZ", "VBP"}:
        return False  # "When a fighter kills a soldier": speech about how things are
    if _is_a_campaigns(mentions) and not _is_set(mentions):
        return False
    if _is_campaign(trigger, token, mentions) or _is_history(trigger, mentions):
        return False
    if is_general(trigger, token, mentions):
        return False
    if any(t.dep_ == "prep" and t.lower_ == "like" for t in grammar.path(token)):
        return False  # "it was like a bomb going off"
    if (
        _is_accident(token)
        or _is_breakdown(token)
        or _is_wreck(token)
        or _is_crash(trigger, mentions)
        or _is_natural(token)
        or (_is_of_age(token) and all(t.standing == "consequence" for t in mentions.triggers))
        or _is_labour(token)
    ):
        return False
    near = {t.lemma for t in token.subtree if abs(t.i - token.i) <= 6} | {
        t.lemma for t in grammar.path(token)
    }
    parties = {
        t.lemma
        for t in (
            [*grammar.doers(token), *grammar.done_to(token)] if not trigger.is_nominal else token.subtree
        )
    }
    doing = [
        t
        for d in ([] if trigger.is_nominal else grammar.doers(token))
        for t in d.subtree
        if t.dep_ in {"compound", "appos", "nmod"}
    ]
    parties |= {t.lemma for t in doing}
    if parties & _NATURE or parties & _DIGITAL or (near & _DIGITAL and trigger.standing != "event"):
        return False
    if trigger.is_nominal:
        return _nominal_happened(token)
    if "attempted" in kinds and not _is_finite(token):
        return trigger.sub_event_type not in _NO_ATTEMPTS
    return _verb_happened(token) or _is_charge(token, mentions)


def _has_own_day(token: Word, mentions: Mentions) -> bool:
    """Is it told in a clause about somebody, with the day on which it was done?"""
    if not grammar.is_verb(token) or token.dep_ not in _ASIDE:
        return False
    days = [d for d in mentions.dates if d.start and d.precision is DatePrecision.DAY and not d.is_anchor]
    return any(is_under(token, day, mentions.sentence) for day in days)


def _is_a_campaigns(mentions: Mentions) -> bool:
    """Is all harm a war's running total, a month's? One death is none: "took power in May last year, after the
    death of the king".
    """
    tolls = mentions.casualties
    return any((c.range.min or 0) > 1 for c in tolls) and all(c.is_campaign for c in tolls)


def _is_set(mentions: Mentions) -> bool:
    """A figure of one deed has a day, or a month and a place."""
    since_a_year = [d for d in mentions.dates if d.is_anchor and d.precision is DatePrecision.YEAR]
    dates = [d for d in mentions.dates if d not in since_a_year and not _is_of_a_report(d, mentions)]
    if all(d.precision is DatePrecision.YEAR for d in dates):
        return False
    of_months = all(d.precision in {DatePrecision.MONTH, DatePrecision.YEAR} for d in dates)
    return not (of_months and not mentions.places)


def _is_of_a_report(day: DateMention, mentions: Mentions) -> bool:
    """ "The mission, which on Tuesday reported 1,366 killed in the first half of the year, condemned it"."""
    words = tokens_in(mentions.sentence, day.span)
    return words is not None and grammar.clause_of(words.root).lemma in grammar.REPORTING


def _outside(token: Word, mentions: Mentions) -> list[Modifier]:
    """The cues that may speak of a word: "a convoy that was to fetch the wounded was fired on" plans no shot, and
    "called for an inquiry into the raid that killed ten" no raid.
    """
    is_fact = _is_told_as_fact(token, mentions)
    return [
        m
        for m in mentions.modifiers
        if m.kind not in _AHEAD
        or not (_is_aside(m, token, mentions) or (is_fact and m.span.start < _start(token, mentions)))
    ]


def _start(token: Word, mentions: Mentions) -> int:
    return mentions.sentence.span.start + token.idx


def _is_told_as_fact(token: Word, mentions: Mentions) -> bool:
    """ "The truce that they signed", "the attack on the convoy on Friday": it was, whatever is planned."""
    clause = next((t for t in grammar.path(token) if t.dep_ == "relcl"), None)
    if clause is not None and clause.tag_ != "VBG":
        finite = [clause, *(t for t in clause.children if t.dep_ in {"aux", "auxpass"})]
        return any(t.tag_ == "VBD" and t.lower_ not in _MODAL for t in finite)
    if not any(t.lower_ in {"the", "this", "that"} or t.dep_ == "poss" for t in token.children):
        return False
    days = [d for d in mentions.dates if d.start and d.precision is DatePrecision.DAY]
    return any(is_under(token, day, mentions.sentence) for day in days)


def _is_aside(cue: Modifier, token: Word, mentions: Mentions) -> bool:
    words = tokens_in(mentions.sentence, cue.span)
    inner = [] if words is None else [t for t in grammar.path(words.root) if t.dep_ in _ASIDE]
    return any(t != token and not t.is_ancestor(token) for t in inner)


def _is_campaign(trigger: TriggerMention, token: Word, mentions: Mentions) -> bool:
    """ "In fighting ISIS", "the fight against terrorism": what somebody is about, on no day and with no toll."""
    if _is_habit(token, mentions):
        return True
    if trigger.lemma in _GRIEVANCES and _is_answered(token) and not any(d.start for d in mentions.dates):
        return True  # "revenge for Kenya's military operations in Somalia"
    if trigger.lemma not in _CAMPAIGNS or token.tag_ in {"VBD", "VBN"} or in_present(token):
        return False
    if token.dep_ == "acl":
        return True  # "the coalition fighting the rebels has ...": says who they are
    if trigger.is_nominal and _is_died_in(token):
        return False
    told = [*mentions.casualties, *(d for d in mentions.dates if d.start and not d.is_anchor)]
    return not any(is_under(token, m, mentions.sentence) for m in told)


def _is_died_in(token: Word) -> bool:
    """ "Six men died in a gun battle outside the bank": one that is not told by its own noun's words."""
    is_one = any(t.lower_ in {"a", "an", "another"} for t in token.children)
    return is_one and token.dep_ == "pobj" and token.head.lower_ == "in" and token.head.head.lemma in _DEADLY


def _is_answered(token: Word) -> bool:
    return any(
        t.dep_ == "prep" and t.head.lemma in ANSWERING | ANSWER_WORDS and t.lower_ in {"for", "to", "against"}
        for t in grammar.path(token)
    )


def _is_habit(token: Word, mentions: Mentions) -> bool:
    """ "Has been bombing the rebels since March 2015", "have exchanged fire almost daily"."""
    aux = {t.lower_ for t in token.children if t.dep_ == "aux"}
    if not grammar.is_verb(token) or not aux & {"has", "have"}:
        return False
    if any(t.lower_ in _OFTEN for t in token.subtree if abs(t.i - token.i) <= 6):
        return True
    days = [d for d in mentions.dates if d.start and d.precision is DatePrecision.DAY]
    return token.tag_ == "VBG" and "been" in aux and not days


def _is_crash(trigger: TriggerMention, mentions: Mentions) -> bool:
    """ "Hurt when their vehicles collided": a toll, and nothing but a mishap to explain it."""
    if trigger.standing != "consequence" or mentions.weapons:
        return False
    if any(t.standing == "event" for t in mentions.triggers):
        return False
    return any(t.lemma in _CRASHES for t in mentions.sentence.words)


def _is_drill(trigger: TriggerMention, mentions: Mentions) -> bool:
    """ "Bombed mock targets in a live-fire drill": the cue behind is where it was done, not what was hit."""
    start = mentions.sentence.span.start
    cues = [m.span.start for m in mentions.modifiers if m.kind == "exercise"]
    between = mentions.sentence.text[trigger.span.end - start : max(cues) - start]
    return bool(
        re.search(r"\b(?:in|during|as part of|for) (?:an?|the|its|their)?\s*(?:[\w-]+ ){0,2}$", between)
    )


def _is_accident(token: Word) -> bool:
    """ "A gas explosion destroyed ...", "a blast at a fireworks factory"."""
    bursts = [t for t in (token, *(grammar.doers(token) if grammar.is_verb(token) else ())) if _bursts(t)]
    of = [c for b in bursts for c in (*b.children, *grammar.noun_complements(b))]
    return any(t.lemma in _FLAMMABLE for c in of for t in (c, *c.children))


def _is_wreck(token: Word) -> bool:
    """ "A tanker train derailed and blew up": what bursts has crashed by itself."""
    if token.lemma not in {"explode", "blow"} or grammar.is_passive(token):
        return False
    joined = [*grammar.conjuncts(token), *([token.head] if token.dep_ == "conj" else [])]
    return any(t.lemma in _CRASHES for t in joined)


def _is_breakdown(token: Word) -> bool:
    """ "The helicopter crashed due to a technical fault"."""
    return token.lemma in _COMES_DOWN and any(t.lemma in _BREAKS_DOWN for t in token.subtree)


def _bursts(token: Word) -> bool:
    return grammar.is_noun(token) and token.lemma in {"explosion", "blast"}


def _is_of_age(token: Word) -> bool:
    """ "Died on Monday at the age of 79"."""
    return token.lemma == "die" and any(
        t.lemma == "age" for t in grammar.prepositional(token, frozenset({"at"}))
    )


def _is_natural(token: Word) -> bool:
    """ "Died of cancer", "killed in an avalanche", "a shark attack killed"."""
    if not grammar.is_verb(token):
        return False
    means = grammar.prepositional(token, frozenset({"of", "from", "in", "by"}))
    means += grammar.doers(token)
    words = {t.lemma for m in means for t in (m, *m.children) if t == m or t.dep_ in _BEFORE_NOUN}
    return bool(words & _NATURAL)


def _is_labour(token: Word) -> bool:
    """ "Nurses went on strike", "the union called off a strike"."""
    if token.lemma != "strike" or grammar.is_verb(token):
        return False
    if token.dep_ == "pobj" and token.head.lower_ == "on" and not list(token.children):
        return True
    ruler = token.head if token.dep_ in {"dobj", "nsubj", "nsubjpass"} else token
    hit = {t.i for c in token.children if c.dep_ == "prep" and c.lower_ == "on" for t in c.subtree}
    near = [t for t in ruler.subtree if abs(t.i - token.i) <= 8 and t.i not in hit]
    return any(t.lemma in _WORKERS for t in near)  # "a strike on Doctors Without Borders" is none


def _is_history(trigger: TriggerMention, mentions: Mentions) -> bool:
    """ "The war began in 2011 with protests": protests and coups of a year that is named to explain another."""
    dated = [d.precision for d in mentions.dates if d.start]
    if dated:
        return set(dated) == {DatePrecision.YEAR} and trigger.sub_event_type in _EXPLAINING
    tolls = [c.range.min or 0 for c in mentions.casualties]
    token = token_of(trigger, mentions)
    perfect = any(t.dep_ == "aux" and t.lower_ in {"has", "have"} for t in token.children)
    # "Boko Haram has killed thousands": a total, of no day
    return trigger.standing == "consequence" and perfect and bool(tolls) and min(tolls) >= 1000


def _is_finite(verb: Word) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"}


def _is_charge(verb: Word, mentions: Mentions) -> bool:
    """ "Accused the army of killing 300 civilians on Friday": a deed with a day or a toll, whoever did it."""
    charged = verb.head.head if verb.head.head.pos_ == "VERB" else verb.head.head.head
    if verb.dep_ != "pcomp" or charged.lemma != "accuse":
        return False
    if any(m.kind == "court" for m in mentions.modifiers):
        return False
    found = [*mentions.dates, *mentions.casualties]
    return any(is_under(verb, m, mentions.sentence) for m in found)


def _verb_happened(verb: Word) -> bool:
    for child in verb.children:
        if child.dep_ == "aux" and child.tag_ == "MD" and child.lower_ not in {"could"}:
            return False
        if child.dep_ == "mark" and child.lower_ in {"if", "unless"}:
            return False
        if child.dep_ == "neg" and verb.lemma not in {"kill", "injure", "wound", "hurt", "die"}:
            return False
    has_subject = any(
        t.dep_ == "nsubj" for t in verb.children
    )  # "and two hit a school": past, like "put" and "cut"
    is_infinitive = any(t.tag_ == "TO" for t in verb.children) or (
        verb.tag_ == "VB"
        and verb.dep_ in {"xcomp", "ccomp", "conj"}
        and not (has_subject and verb.dep_ == "conj")
    )
    if is_infinitive and not any(t.dep_ == "aux" and t.lower_ == "have" for t in verb.children):
        head = verb.head
        while head.dep_ == "conj":
            head = head.head
        if verb.dep_ in {"advcl", "acl", "relcl"}:
            return False
        return verb.dep_ == "ROOT" or head.lemma in _REAL_ANYWAY
    if verb.tag_ == "VBG" and any(
        t.dep_ == "dobj" and (t.like_num or any(n.dep_ == "nummod" for n in t.children))
        for t in verb.children
    ):
        return True  # "killing 14", however the sentence hangs together
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp":
        return verb.head.lower_ in {"by", "after", "in", "of", "before", "for", "with"} and not _under(
            verb, _UNREAL_HEADS | {"habit", "accuse", "capable"}
        )
    if verb.dep_ == "conj" and verb.tag_ in {"VB", "VBP"} and any(t.tag_ == "MD" for t in verb.head.children):
        return False
    if verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "ccomp", "dobj"}:
        return verb.head.lemma not in _UNREAL_VERBS - _REAL_ANYWAY
    return True


def _is_general(noun: Word) -> bool:
    """ "Attacks on hospitals are crimes and must stop": what holds of all of them."""
    if noun.tag_ != "NNS" or noun.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    if any(t.dep_ in {"det", "nummod", "poss"} for t in noun.children):
        return False
    verb = noun.head
    return (verb.lemma == "be" and verb.tag_ in {"VBP", "VB"}) or any(
        t.dep_ == "aux" and t.lower_ in {"must", "should", "can", "may"} for t in verb.children
    )


def _nominal_happened(noun: Word) -> bool:
    before = {t.lower_ for t in noun.children if t.dep_ in {"amod", "compound", "det", "nmod"}}
    if before & _UNREAL_ADJECTIVES or any(t.dep_ == "neg" or t.lower_ == "no" for t in noun.children):
        return False
    if noun.dep_ == "pobj" and noun.head.head != noun:
        ruler = noun.head.head.lemma
        if ruler in _UNREAL_HEADS and noun.head.lower_ in {"of", "for", "against", "on", "to"}:
            return False
    if _is_general(noun):
        return False
    if noun.dep_ == "dobj" and noun.head.lemma in _DREADS:
        return False
    if noun.dep_ == "nsubjpass" and noun.lemma in _CALLED_FOR and noun.head.lemma in _CALLS:
        return False  # "protests are announced for Wednesday"
    verb = noun.head if noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} else None
    if (
        verb is not None
        and grammar.is_verb(verb)
        and verb.lemma in CARRIERS | {"be", "happen", "occur", "take"}
    ):
        return _verb_happened(verb) or verb.lemma == "be"
    return True


def _under(token: Word, lemmas: frozenset[str]) -> bool:
    return any(t.lemma in lemmas for _, t in zip(range(4), grammar.path(token.head), strict=False))
