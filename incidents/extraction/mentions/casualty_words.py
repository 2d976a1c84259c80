"""The wording of casualties.py: what verbs, states and phrases tell of which harm."""

from __future__ import annotations

import re

from incidents.extraction.mentions.numbers import NONE, listed
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import Range
from incidents.vocabulary import CasualtyKind

KILLED, WOUNDED = CasualtyKind.KILLED, CasualtyKind.WOUNDED
MISSING, CAPTURED, DISPLACED = CasualtyKind.MISSING, CasualtyKind.CAPTURED, CasualtyKind.DISPLACED

# Verbs done to the victim; the last line of the killings does other things to places, talks and tanks.
VERBS: dict[str, CasualtyKind] = {
    **dict.fromkeys(
        listed("kill murder assassinate behead decapitate slaughter massacre slay lynch martyr electrocute"),
        KILLED,
    ),
    **dict.fromkeys(listed("execute hang eliminate neutralise neutralize butcher decimate gun mow"), KILLED),
    **dict.fromkeys(listed("wound injure hurt maim"), WOUNDED),
    **dict.fromkeys(listed("abduct kidnap kidnaped"), CAPTURED),
    "displace": DISPLACED,
}
ONLY_PEOPLE = frozenset(listed("execute hang eliminate neutralise neutralize butcher decimate"))
PERSONS = frozenset(
    listed(
        "soldier man woman leader commander militant terrorist fighter insurgent rebel official prisoner hostage"
        " civilian member people chief captive jihadist gunman guerrilla officer deserter"
    )
)
PARTICLE = {"gun": "down", "mow": "down"}
STATES: dict[str, CasualtyKind] = {
    **dict.fromkeys(
        listed("dead killed slain murdered beheaded executed assassinated martyred massacred"), KILLED
    ),
    **dict.fromkeys(listed("wounded injured hurt hospitalized hospitalised"), WOUNDED),
    **dict.fromkeys(listed("abducted kidnapped kidnaped"), CAPTURED),
    **dict.fromkeys(listed("displaced homeless"), DISPLACED),
    "missing": MISSING,
}
HOW = re.compile(r"shot|shoot(?:s|ing)?|stab|hack|bludgeon|\w+s|blown|put|frozen|beat|burnt|\w+(?:ed|en|ing)")
NOT_TO_DEATH = frozenset(
    listed("sentenced condemned scared frightened bored worried leading linked related led according")
)
LINKS = frozenset(
    listed(
        "be go remain fear report confirm leave find presume believe declare pronounce say have get lie feel"
    )
)
PASSIVE_CHILDREN = ("auxpass", "nsubjpass")

SINCE = re.compile(
    r"\bsince (?:the |its |it |early |late |mid-?)*(?:(?:19|20)\d\d|war|conflict|start|beginning|uprising"
    r"|invasion|outbreak|began|begun"
    r"|revolution|then|\w+ (?:19|20)\d\d|(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b)|\bsince \w+ (?:\w+ ){0,6}(?:began|started|erupted|broke out"
    r"|launched|seized power|took power)",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(
    r"\b(?:first|worst|last|latest|second|third|most|\w+(?:ie|e|ge)st)\b[^,;]*$", re.IGNORECASE
)
_PERFECT = r"(?:has|have|had) (?:\w+ )?(?:been |)(?:killed|died|wounded|injured|displaced|perished|lost)"
_OF_A_WAR = (
    r"(?:in|during|of|by) (?:(?:the|its|his|their|this|that|a|[\w’'-]+s['’]?|[\w-]+['’]s) )(?:[\w-]+ ){0,3}?"
    r"(?:war|conflict|uprising|insurgency|genocide|offensive|campaign|crackdown|invasion|siege|occupation)\b"
)
STRETCH = re.compile(
    rf"{_PERFECT}\b[^.;]{{0,60}}?\b{_OF_A_WAR}"
    r"|\b(?:number|total|tally) of [^.;,]{2,40}? (?:in|during) the (?:battle|war|fight|campaign|siege) "
    r"(?:for|of|in|over)\b"
    r"|\bresponsible for (?:the )?(?:deaths?|killings?|wounding|murders?) of (?:hundreds|thousands|dozens|scores)"
    r"|\b(?:has|have) suffered (?:[\w,]+ ){1,4}casualties"
    r"|\b(?:(?:war|conflict|insurgency|uprising|rebellion)\b[^.;]{0,60}|fighting "
    r"|campaign )\b(?:has|have)"
    r" (?:so far |already |also )?(?:killed|claimed|left|cost|displaced|injured|wounded)"
    r"|\bin the (?:first|second|last|past) (?:half|quarter|(?:\w+ )?(?:months|weeks)) of (?:the|this|last|\d{4})\b"
    r"|(?<!uary )(?<!March )(?<!April )(?<!May )(?<!June )(?<!July )(?<!August )(?<!ber )(?<!\d )"  # in May ...
    r"\b(?:this|last|each|every) year\b|\bso far (?:this|in)|\bduring the (?:\w+ )?(?:war|conflict)\b"
    r"|\b(?:in|over|during) the (?:past|last) (?:\w+ )?(?:years?|decades?|months?|weeks)\b"
    r"|\b(?:per|a|each|every) (?:day|week|month|year) (?:on average|in)\b"
    r"|\b(?:in|since|during) (?:the month of )?(?:\w+ )?(?:\d{4}|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|that (?:month|year)) alone\b",
    re.IGNORECASE,
)


def _any(*patterns: str) -> Pattern:
    return Pattern(r"\b(?:" + "|".join(patterns) + ")", re.IGNORECASE)


# "no word on casualties" and "no information about" are silence, not a nought
_GAP = (
    r"(?!(?:apparent|visible|external|serious|major|significant|life-threatening|word|details?|information|figures?"
    r"|data|account|claims?|idea|doubt|mention|comment)\b)[\w-]+ "
)
_NO = (
    r"(?:no|zero|neither|nor any|without(?: any| causing(?: any)?)?|not (?:cause|report|result in"
    r"|suffer)(?:ed)? any"
    r"|no (?:immediate |other |further |confirmed |initial )?(?:reports?|indications?"
    r"|signs?)(?: yet)? (?:of|on|about)(?: any)?)"
)
_NOBODY = r"(?:no one|no-one|nobody|none(?: of (?:them|the [\w ]{3,30}?))?|no (?:[\w-]+ ){1,4}?)"
_WAS = r"(?: (?:was|were|is|are|had been|has been|have been|got))"
_HOW_BADLY = r"(?:seriously |badly |reported )?"
_DEATHS = r"(?:deaths?|fatalit(?:y|ies)|loss(?:es)? of (?:human )?li(?:fe|ves)|dead)"
_INJURIES = r"(?:injur(?:y|ies)|wounded|wounds)"
_REACHES = (
    r"(?:to|at|of|is|was|stands? at|stood at|(?:had )?reach(?:ed|es)|hit|passed|exceed(?:ed|s)"
    r"|topped|surpassed|as) (?!put )"
)
_MOVES = r"(?:(?:r[io]s|climb|jump|gr[eo]w|soar|increas|mount|surg|st(?:oo|an)d)\w*|went up|now|put)"
_HAS_COME = (
    r"(?:has|had|have) (?:now |since |already )?"
    r"(?:(?:r[io]sen|climbed|jumped|grown|soared|increased|mounted) to|reached|passed|topped) "
)
_RAISES = r"(?:bringing|raising|taking|pushing|brings|raises|brought|raised|putting|put|puts)"
_DEAD = r"(?:the )?(?:dead|deaths|people killed|fatalities|those killed|killed|people dead|martyrs|victims)"
_HURT = r"(?:the )?(?:injured|wounded|people injured|people wounded|those injured|injuries)"

# A figure follows the words (None), or they say that there was none.
PATTERNS: list[tuple[Pattern, tuple[CasualtyKind, ...], Range | None]] = [
    (
        _any(
            rf"\b(?:toll|number of [^.;,\d]{{0,40}}?(?:killed|dead|deaths))\b[^.;]{{0,160}}? {_HAS_COME}",
            r"(?:death )?toll\b[^.;,]{0,40}? (?:may|might|could|is|was) (?:now )?(?:be )?"
            r"(?:as high as|believed to be|estimated at) ",
            rf"(?:death|dead|fatality|official|confirmed|overall|total|provisional|preliminary"
            rf"|current) toll\b[^.;,]{{0,50}}?\b{_REACHES}",
            rf"\btoll\b[^.;,]{{0,60}}?\b{_MOVES} (?:sharply |further )?(?:from [\w,]+ )?(?:to|at) ",
            r"\b(?:the )?dead (?:numbered|number) ",
            r"(?:puts?|putting|gave|gives?|giving) the (?:dead|killed) (?:at|as) ",
            rf"{_RAISES}\b[^.;]{{0,20}}\b(?:(?:death |total |overall )?toll|number of {_DEAD}"
            rf"|total)\b[^.;,\d]{{0,40}}?\b(?:to|at) ",
            rf"number of {_DEAD}\b[^.;,\d]{{0,40}}?\b{_REACHES}",
            rf"number of [^.;,\d]{{3,50}}? killed\b[^.;]{{0,120}}?\b{_MOVES} to ",
        ),
        (KILLED,),
        None,
    ),
    (
        _any(
            r"(?:puts?|putting|gave|gives?|giving) the (?:wounded|injured) (?:at|as) ",
            rf"number of {_HURT}\b[^.;,\d]{{0,40}}?\b{_REACHES}",
            r"\b(?:the )?(?:wounded|injured) (?:numbered|number|at) ",
        ),
        (WOUNDED,),
        None,
    ),
    (
        _any(
            rf"{_NO} (?:{_GAP}){{0,3}}?(?:casualt(?:y|ies)|losses)\b(?! of (?:life|lives|human))",
            rf"{_NO} (?:{_GAP}){{0,2}}?(?:{_DEATHS}) (?:or|and) (?:[\w-]+ )?{_INJURIES}\b",
            rf"{_NO} (?:{_GAP}){{0,2}}?{_INJURIES} (?:or|and) {_DEATHS}\b",
            rf"{_NOBODY}{_WAS}? {_HOW_BADLY}(?:killed or (?:injured|wounded|hurt)|harmed)\b",
        ),
        (KILLED, WOUNDED),
        NONE,
    ),
    (
        _any(
            rf"{_NO} (?:{_GAP}){{0,2}}?{_DEATHS}\b(?! (?:or|and) (?:[\w-]+ )?{_INJURIES})",
            rf"{_NOBODY}{_WAS} {_HOW_BADLY}(?:killed|dead)\b(?! or)",
            r"(?:no one|no-one|nobody) (?:had )?died\b",
        ),
        (KILLED,),
        NONE,
    ),
    (
        _any(
            rf"{_NO} (?:{_GAP}){{0,3}}?{_INJURIES}\b(?! (?:or|and) {_DEATHS})",
            rf"{_NOBODY}{_WAS} {_HOW_BADLY}(?:hurt|injured|wounded)\b",
            r"(?:all|everyone|everybody|crew|passengers|both|people|personnel|troops)\b[^.;,]{0,40}?"
            r"\b(?:unhurt|unharmed|uninjured|unscathed|without injury|safe and sound)\b",
        ),
        (WOUNDED,),
        NONE,
    ),
]

_TAKES_LIVES = r"(?:claim(?:ed|s|ing)?|t(?:ake|ook|aken|aking)|cost(?:ing)?)"
_FORCES = (
    r"(?:soldiers|men|fighters|troops|policemen|officers|civilians|militants|guerrillas|servicemen"
    r"|personnel|rebels|comrades|colleagues)"
)
OF_PATTERNS: list[tuple[Pattern, CasualtyKind]] = [
    (
        _any(
            r"(?:deaths?|killings?|murders?|assassinations?|executions?|beheadings?|massacre|slaughter|loss"
            r"|throats?) of (?=\w)",
            rf"{_TAKES_LIVES} the li(?:fe|ves) of ",
            r"cost(?:ing)? (?=(?:an?|the|two|three|four|five|six|\d+|several)\b[^.,;]{2,40} (?:his|her"
            r"|their) li(?:fe|ves)\b)",
            r"(?:bod(?:y|ies)|corpses?|remains) of ",
            rf"(?:lost|losing) (?=(?:[\w-]+ ){{1,5}}?{_FORCES}\b)",
        ),
        KILLED,
    ),
    (
        _any(
            r"(?:wounding|injuring|injury|injuries|wounds) (?:of|to) (?=\w)",
            r"treat(?:s|ed|ing)? (?=[^.;]{2,80}\b(?:for|with) (?:[\w-]+ ){0,4}?(?:injur|wound|concussi|trauma|burn"
            r"|shrapnel|smoke|gunshot))",
        ),
        WOUNDED,
    ),
    (
        _any(
            r"(?:abductions?|kidnappings?) of ",
            r"(?:took|taking|taken|holding|held|seized|captured|capturing) (?=[^.,;]{2,40} (?:hostages?"
            r"|captives?|prisoners?)\b)",
        ),
        CAPTURED,
    ),
    (_any(r"forc(?:ed|ing) (?=[^.,;]{2,50} to flee\b)"), DISPLACED),
]
LIVES = _any(
    rf"(?:{_TAKES_LIVES}|loss of|lost) (?:[\w-]+ ){{1,5}}?lives\b",
    r"(?:[\w-]+ ){1,5}?lives (?:were|have been|had been|are|was) (?:lost|taken|claimed)\b",
)
COUNTED_NOUN = re.compile(
    r" (?:of )?(?:(?!people|of|to|in|and)[\w-]+ ){0,2}?(?P<noun>deaths?|fatalit(?:y|ies)|injuries|bodies"
    r"|corpses|martyrs)\b"
    r"(?! toll| threats?| sentences?)",
    re.IGNORECASE,
)
INCLUDING = _any(
    r"(?:including|amongst? them|among the (?:dead|victims|killed) (?:were|was|are)|one of whom"
    r"|most of them|some of them) ",
    r"(?:dead|victims|injured|wounded|killed) (?:included|includes?) ",
)

# Done by the victim: the verb's words, what must follow, the harm, and how many words it takes with it.
_HARM = r"(?:injur|wound|concussi|trauma|burn|smoke|shrapnel|shock|symptom)"
DONE_BY_VICTIM: list[tuple[frozenset[str], re.Pattern[str], CasualtyKind, int]] = [
    (frozenset(listed(verbs)), re.compile(after, re.IGNORECASE), kind, taken)
    for verbs, after, kind, taken in (
        ("die died dies dying perish perished drown drowned", r"(?! (?:down|out|away|off)\b)", KILLED, 1),
        ("lost losing lose", r" (?:his|her|their|its) li(?:fe|ves)\b", KILLED, 3),
        ("succumbed succumbing", "", KILLED, 1),
        (
            "suffered sustained received suffering sustaining suffer",
            r"(?! no)(?: [\w-]+){0,4}? (?:injur(?:y|ies)|wounds?|burns|concussions?)\b",
            WOUNDED,
            1,
        ),
        (
            "evaluated treated examined screened assessed treatment",
            rf" (?:in hospital |at [\w ]{{3,40}} )?(?:for|with)(?: [\w-]+){{0,4}}? {_HARM}",
            WOUNDED,
            1,
        ),
        ("hospitalized hospitalised", "", WOUNDED, 1),
        ("fighting", r" for (?:his|her|their) li(?:fe|ves)\b", WOUNDED, 1),
        (
            "taken rushed evacuated admitted brought transferred transported",
            r" to (?:an? |the )?(?:[\w-]+ ){0,3}?(?:hospital|medical)",
            WOUNDED,
            1,
        ),
        (
            "be is are was were been remain remains remained lie lay",
            r"(?: \w+)? in (?:a |an |the )?(?:very )?(?:critical|serious|grave|stable) condition",
            WOUNDED,
            1,
        ),
    )
]
