"""Commas that a page has lost: "In Marea north of Aleppo warplanes struck a market killing 12 the monitor said".

The parser leans on commas: without them the town rules the warplanes, and the monitor is what was killed. A story
of many words and no comma at all has lost them in printing; the spaces where English would have one beyond doubt
are shown to the parser as commas. The text itself stays as it is, and so do all offsets.

Put back: behind the place or the day that opens a sentence, before the speaker at its end, before what an act
brought about ("killing", "wounding"), before an apposition behind a name ("Qusayr a strategic town").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incidents.extraction.mentions.moments import MONTH_NAME
from incidents.extraction.records import Sentence
from incidents.gazetteer.records import Country, Match, Place

ENOUGH_WORDS = 60
"""A story of so many words without one comma has lost them."""

_NAME = r"(?:(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]s|[Aa]r|[Aa]d|[Aa]n|[Aa]t|[Aa]z)-)?[A-Z][\w'-]+"
_KIND = (
    r"provinces?|governorates?|regions?|districts?|countryside|villages?|towns?|city|suburbs?|neighbou?rhoods?"
    r"|quarters?|areas?|camp|state|oblast"
)
_LEAD = re.compile(
    rf"(?:(?:Meanwhile|Elsewhere|Separately|Also|And|But|Further \w+)\s+)?(?:[Ii]n|[Nn]ear|[Aa]t|[Oo]utside)\s+"
    rf"(?:the\s+)?(?:(?:{_KIND}|\w+ing|\w+ern|\w+-held)\s+(?:of\s+)?)*(?=[A-Z]|[a-z]{{2}}-[A-Z])"
)
_RUN = re.compile(rf"{_NAME}(?:[ -]{_NAME}){{0,3}}")
_GOES_ON = re.compile(
    rf"(?:['’]s?)?\s(?!state (?:tele|media|tv|news|radio))(?:{_KIND})\b(?: of {_NAME})?"
    rf"|\s(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)? of (?:the )?(?:{_NAME}|capital|city|town)",
    re.IGNORECASE,
)
_TIED = re.compile(
    r"\s(?:and|or|of|where|which|who|that|when|with|in|on|at|by|from|to|for|after|during|since|was|were|is|are|has|had"
    r"|Police|Command|Council|Operations|University|International|Airport|Province|Governor|Media|Health|Street)\b"
)
_DAY = re.compile(
    r"(?:Also |Late |Early )?[Oo]n (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]{2,8} \d\d?)"
    r"(?: (?:morning|afternoon|evening|night))?(?= )(?! (?:and|or|of|in|at|the|when|after|near|night|\d{4}))"
)
_MONTH = re.compile(rf"(?:{MONTH_NAME})\Z")
_SAYS = (
    r"(?:said|says|told [A-Z][\w ]*|added|adds|reported|reports|wrote|alleged|claimed|announced|revealed|noted)"
    r"(?: on \w+day)?[.\"]*\Z"
)
_CUT_SHORT = (
    "of", "in", "on", "at", "by", "to", "for", "from", "with", "near", "over", "into", "that", "and", "or", "as",
    "than", "but", "after", "before", "against", "the", "an", "a", "while", "which", "who", "when", "where", "is",
    "was", "were", "its", "their", "said", "without",
)  # fmt: skip
"""Behind these no speaker begins."""
_NO_END = "".join(rf"(?<!\b(?i:{word}))" for word in _CUT_SHORT)
_SPEAKERS = (
    re.compile(
        rf".*\w{_NO_END}(?P<comma> )(?:(?:the|an?|one|his|her|its) (?:[\w'-]+ ){{1,9}}?|(?:it|he|she|they) "
        r"|(?:(?:local|state|military|security|opposition|pro-\w+) )?(?:activists|residents|media|witnesses"
        rf"|officials|medics|sources|rebels|police) (?:[\w'-]+ ){{0,4}}?){_SAYS}"
    ),
    re.compile(rf".*\b[a-z0-9][\w'-]*{_NO_END}(?P<comma> )(?:[A-Z][\w'-]+ ){{1,5}}{_SAYS}"),
)
_RESULT = re.compile(
    rf"(?<=\w){_NO_END}(?P<comma> )(?=(?:killing|wounding|injuring|leaving|destroying|burning|damaging|martyring) "
    r"(?:\d|(?:an?|the|at least|more|some|several|dozens|scores|hundreds|up to|its|his|her|their|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|material|one|many|all|civilians|people|no)\b)"
    r"|(?:prompting|forcing|adding|saying|raising|stressing|noting|opening the way)\b)"
)
_BESIDE = re.compile(
    r"(?<![\"\w])(?!(?:As|In|At|On|With|After|Before|But|And|When|If|While|For|By|To|Of|From|Is|Was|That|This)\b)"
    r"(?<!^)[A-Z][\w'-]*[a-z](?P<comma> )(?=(?:an?|the|one of) [\w-]*[a-z])"
)
_TURN = re.compile(r"(?<=[a-z])(?P<comma> )(?=(?:but|while|although|though)\b)")


def commas(sentence: Sentence, names: Sequence[Match]) -> frozenset[int]:
    """Which spaces of the sentence stand for a comma."""
    text = sentence.text
    found = {m.start("comma") for p in (_RESULT, _BESIDE, _TURN) for m in p.finditer(text)}
    speaker = next((m for p in _SPEAKERS if (m := p.match(text))), None)
    if speaker:
        found.add(speaker.start("comma"))
    found.update(_opening(text, names))
    return frozenset(found)


def are_lost(sentences: Sequence[Sentence]) -> bool:
    return (
        not any("," in s.text for s in sentences)
        and sum(s.text.count(" ") for s in sentences) >= ENOUGH_WORDS
    )


def _opening(text: str, names: Sequence[Match]) -> Iterator[int]:
    """Behind "In Marea north of Aleppo", "On Sunday evening"."""
    if day := _DAY.match(text):
        yield day.end()
    lead = _LEAD.match(text)
    run = _RUN.match(text, lead.end()) if lead else None
    if run is None or _MONTH.match(run[0]):
        return
    known = [
        m.end
        for m in names
        if m.start == run.start() and any(isinstance(e, Place | Country) for e in m.entries)
    ]
    end = max(known, default=run.end())
    while more := _GOES_ON.match(text, end):
        end = more.end()
    if text[end : end + 1] == " " and not _TIED.match(text, end):
        yield end
