"""What was broken, and how badly.

Reads: "minor damage", "light structural damage", "no damage", "caused damage to", "damaged two hangars",
"heavily damaged", "destroyed six jets", "was burned to the ground", "set ablaze", "knocked out", "sunk", "in
ruins".

Does not read: damage to reputations, economies and relations ("damaged ties"), "destroyer", "collateral
damage" as a policy, hopes and lives destroyed.
"""

from __future__ import annotations

import re

from incidents.extraction.patterns import Pattern, Patterns
from incidents.extraction.records import DamageMention, Sentence, Span
from incidents.vocabulary import Damage

_NOT_THINGS = (
    r"(?! (?:(?:the|its|his|her|their|our|bilateral|diplomatic|international|already|any"
    r"|an?) )*(?:relations?|ties|trust|reputation|image|credibility|economy|confidence"
    r"|prospects?|chances?|hopes?|lives|life|morale|interests?|efforts?|unity|sovereignty|process|peace"
    r"|democracy|evidence"
    r"|group|organi[sz]ation|caliphate|enem\w+|terrorists?|network|psychological|militants?|fighters"
    r"|some \d+))"
)
_HEAVY = (
    r"(?:heav(?:y|ily)|serious(?:ly)?|severe(?:ly)?|extensive(?:ly)?|major|massive(?:ly)?|badly"
    r"|significant(?:ly)?|substantial(?:ly)?|considerabl[ey]|widespread|great|huge|enormous"
    r"|extreme(?:ly)?|critical(?:ly)?|huge)"
)
_LIGHT = (
    r"(?:minor|light(?:ly)?|slight(?:ly)?|minimal(?:ly)?|limited|superficial(?:ly)?|some|small"
    r"|cosmetic|moderate(?:ly)?)"
)
_KIND = r"(?:(?:structural|material|property|physical|infrastructure|cosmetic|blast|fire|partial) )?"
_NO = (
    r"(?:no|without(?: (?:any|causing|causing any))?|not (?:cause|report|result in)(?:ed)? any"
    r"|any (?:significant|major) )"
)
_DESTROY = (
    r"(?:destr(?:oy(?:ed|s|ing)?|uction of)|demolish(?:ed|es|ing)?|obliterat(?:ed|ing)|level(?:l?ed"
    r"|ling) (?=(?:the|a|an|several|two|three|many|entire)\b)|raz(?:ed|ing)|flatten(?:ed|ing)"
    r"|wrecked|gutted|incinerated|burn(?:ed|t|ing)? (?:down|to the ground)|torch(?:ed|ing)|blew up"
    r"|blown up|reduced to rubble|in ruins|(?:(?<!hopes )(?<!prices )(?<!morale )(?:sank|sunk)"
    r"|(?<!talks )(?<!government )(?<!regime )(?<!truce )(?<!ceasefire )(?<!deal )(?<!economy )(?<!negotiations )"
    r"(?<!agreement )(?<!coalition )collapsed)\b)"
)

_RULES = Patterns(
    (Pattern(pattern, re.IGNORECASE), level)
    for pattern, level in (
        (
            rf"\b{_NO} (?:(?:immediate |other |further |casualties or |injuries or |casualties and "
            rf"|significant |major |serious "
            rf"|apparent )*(?:reports? of (?:any )?)?){_KIND}damages?\b(?! control)",
            Damage.NONE,
        ),
        (r"\b(?:undamaged|not damaged|was not hit|were not hit|caused no harm)\b", Damage.NONE),
        (rf"\b{_LIGHT} {_KIND}damages?\b|\bdamage (?:was|is|appeared|remained) {_LIGHT}\b", Damage.MINOR),
        (
            r"\b(?:shatter(?:ed|ing)|br(?:oke|eaking)|blew out) (?:[\w-]+ ){0,3}?windows\b",
            Damage.MINOR,
        ),
        (r"\bwindows (?:[\w-]+ ){0,4}?(?:were|was) (?:blown out|broken|shattered|smashed)\b", Damage.MINOR),
        (rf"\bdamage (?:was|is|appeared) {_HEAVY}\b", Damage.MAJOR),
        (rf"\b{_HEAVY} {_KIND}damages?\b", Damage.MAJOR),
        (rf"\b{_LIGHT} damag(?:ed|ing)\b{_NOT_THINGS}", Damage.MINOR),
        (
            rf"\b{_HEAVY} damag(?:ed|ing)\b{_NOT_THINGS}|\bdamag(?:ed|ing) (?:[\w ]{{2,30}} )?(?:heavily"
            rf"|severely|badly|extensively)\b",
            Damage.MAJOR,
        ),
        (rf"\b(?:completely |totally |partially |partly )?{_DESTROY}(?!er)\b{_NOT_THINGS}", Damage.DESTROYED),
        (
            rf"\bdamag(?:ed|es|ing)\b{_NOT_THINGS}|\b{_KIND}(?<!collateral )damages?\b(?= (?:to|was|were|at"
            rf"|in"
            rf"|from|has|had|and|but|,)|[.,;]|$)(?! to (?:the |its |his |their )?(?:reputation"
            rf"|image|ties|relations|credibility|economy))",
            Damage.UNKNOWN,
        ),
        (
            r"\b(?:set (?:fire to|(?:[\w-]+ ){0,4}?(?:ablaze|alight|on fire))|caught fire"
            r"|went up in flames|(?:left|were|was) (?:burning|ablaze))\b",
            Damage.UNKNOWN,
        ),
    )
)


def find(sentence: Sentence) -> list[DamageMention]:
    found: list[tuple[int, int, Damage]] = []
    for match, level in _RULES.finditer(sentence.text):
        if not any(match.start() < end and start < match.end() for start, end, _ in found):
            found.append((match.start(), match.end(), level))
    return [
        DamageMention(Span(sentence.span.start + start, sentence.span.start + end), sentence.index, level)
        for start, end, level in sorted(found)
    ]
