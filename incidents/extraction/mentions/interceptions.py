"""What was stopped before it hit, and how much of it.

Reads: "intercepted most of the missiles", "most were intercepted", "shot down all 12 drones", "air defences
downed two", "foiled", "thwarted", "defused", "seized a boat load of weapons", "failed to intercept", "was not
intercepted".

Reads besides, with their number, what nobody stopped: "two fell short", "three hit the base", "one crashed in the
desert". These intercept nothing.

Does not read: missiles of no said number that missed or landed in the open; airliners,
helicopters and warplanes that are themselves the victims of the shooting down; intercepted phone calls and
messages; seized towns, power and hostages.
"""

from __future__ import annotations

import re

from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import InterceptionMention, Range, Sentence, Span
from incidents.vocabulary import Fate, Interception

_THREAT = (
    r"(?:missiles?|rockets?|drones?|projectiles?|UAVs?|UAS|unmanned aerial \w+|unmanned aircraft"
    r"|mortars?|shells|munitions?|targets?|threats?|warheads?|aerial objects?|objects?|Shaheds?"
    r"|Scuds?|Katyushas?|Qassams?|Iskanders?|Kalibrs?|Tochkas?|Kinzhals?|Tomahawks?"
    r"|(?!(?:Il|An|Su|Tu|Mi|MiG|Ka|Yak|JF?|F|A|B|[AEKU]?C|[ACU]H)-\d)[A-Z][\w-]*-\d+s?)"
)
"""Missiles and drones have letters and numbers for names, and so have aircraft with a crew: not "Il-76"."""
_DOWN = (
    r"(?:shot (?:\w+ )?down|shoot(?:s|ing)? (?:\w+ )?down|downed|brought down|destroyed|neutrali[sz]ed"
    r"|took down|taken down|engaged|repelled|blocked)"
)
_BE = r"(?:was|were|been|being|is|are|be|had been|have been|has been)"
_VERB = Pattern(
    r"(?i)\b(?:intercept(?:ed|s|ing|ions?|ors?)?|foil(?:ed|s|ing)?|thwart(?:ed|s|ing)?|defus(?:ed|es|ing)"
    r"|disarmed|deactivated|dismantled|disrupted"
    r"|(?:safely )?detonated by (?:the )?(?:bomb|police|army|sappers)|(?:made|rendered) safe"
    r"|averted|prevented)\b|\b"
    + _DOWN
    + r"\b|\b(?:seiz(?:ed|es|ing|ure)|confiscated|impounded|captured|recovered|uncovered)\b"
    r"|\b(?:took|taken|taking)\b(?=[^.;,]{0,40}\b(?:off|from) (?:an?|the|two|three)\b)"
    r"|\b(?:stopped|boarded)\b(?=[^.;]{0,50}\b(?:carrying|loaded with|smuggling|full of"
    r"|with (?:[\w-]+ ){0,5}?(?:weapons|arms|missiles|rockets|ammunition|explosives|rifles))\b)"
)
_TAKES = re.compile(r"seiz|confiscat|impound|stopped|boarded")
_FLYING = Pattern(rf"(?i)\b{_THREAT}")
_FAILED = re.compile(
    r"(?i)\b(?:fail(?:ed|ing)? to|did not|didn't|could not|couldn't|unable to|not|never|without)(?: been"
    r"| be)? $"
)
_NO_ATTACK = re.compile(
    r"(?i)^\s?(?:(?:an?|the|some|several|radio|phone|telephone|coded|their|its|enemy|these"
    r"|those)\s)*(?:calls?|messages?|communications?|conversations?|e-?mails?|cables?|letters?"
    r"|transmissions?|signals?|passes?|pass\b)"
)
_WEAPONS = re.compile(
    r"(?i)\b(?:weapons?|arms|ammunition|munitions?|explosives|missiles?|rifles|rockets|components|drones"
    r"|warheads|bombs?|IEDs?|grenades|assault rifles|machine guns|military equipment|weaponry"
    r"|fuel|contraband|dhow)\b"
)
_OPEN = r"(?:an? |the )?(?:open|desert|sea|fields?|uninhabited|empty|unpopulated|water)"
_FELL = (
    rf"(?:fell (?:short|harmlessly|apart|in(?:to|side)? {_OPEN})|(?:landed|came down|exploded) (?:\w+ )?in {_OPEN}"
    r"|failed to (?:reach|explode|detonate|launch|hit)|malfunctioned|misfired|missed|crashed|broke up"
    r"|did not (?:explode|reach|go off))"
)
_STRUCK = (
    r"(?:hit|struck|impacted|(?:landed|exploded|fell|came down) (?:on|at|inside|within|near|in)|slammed into"
    r"|reached|got through|penetrated|evaded)"
)
_WHOSE = (
    rf"(?: of (?:them|which|these|those|the (?:[\w-]+ ){{0,2}}?{_THREAT})| (?:[\w-]+ ){{0,2}}?{_THREAT}"
    r"| others?| more)"
)
_WHAT_BECAME = re.compile(
    rf"(?i){_WHOSE}?,? (?:(?:had|have|has|reportedly|apparently|also|then|either|later|that|which) )*"
    rf"(?:(?P<failed>{_FELL})|(?P<hit>{_STRUCK}))\b"
)
_EXTENTS = (  # the first that fits
    (re.compile(r"(?i)\bmost\b|\bmajority|nearly all|almost all|the bulk"), Interception.MOST),
    (re.compile(r"(?i)\bnone\b|\bno (?:missiles?|rockets?|drones?)"), Interception.NONE),
    (re.compile(r"(?i)\ball\b|\bevery\b|\bboth\b|\bentire\b"), Interception.ALL),
    (
        re.compile(
            r"(?i)\bsome\b|\bseveral\b|\bpart of\b|\ba few\b|\b(?:one|two|three|four|five|six|\d+) of\b|at least"
            r"|\ba number of\b|half of"
        ),
        Interception.SOME,
    ),
)


def find(sentence: Sentence) -> list[InterceptionMention]:
    text = sentence.text
    numbers = [q for q in find_quantities(text) if q.range != Range(0, 0)]
    found: list[InterceptionMention] = []
    for match in _VERB.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        word = match[0].lower()
        clause_before = re.split(r"[;:]|, (?:but|while|and|which)\b|\bbut\b|\bwhile\b", before)[-1]
        clause_after = re.split(r"[;:.]|, (?:but|while|and)\b|\bbut\b|\bwhile\b|, (?=“|\")", after)[0]
        if not _is_interception(word, clause_before, clause_after):
            continue
        passive = bool(re.search(rf"(?i)\b{_BE} [\"“]?(?:\w+ly |all |also |shot |both )?$", clause_before))
        words = clause_before[-80:] if passive else clause_after[:90]
        count = _count(numbers, match, text, passive=passive)
        extent = _extent(words, clause_before)
        if _FAILED.search(before):
            extent, count = Interception.NONE, None
        elif _TAKES.match(word):
            extent = Interception.ALL  # "with several tonnes of arms" is how much there was
        found.append(
            InterceptionMention(
                span=_span(sentence, match, words, passive=passive, before=before),
                sentence=sentence.index,
                extent=extent,
                count=count,
            )
        )
    if found or _FLYING.search(text):
        found += _unstopped(sentence, numbers)
    return found


def _unstopped(sentence: Sentence, numbers: list[Quantity]) -> list[InterceptionMention]:
    """ "Two fell short", "three hit the base": of what flew, in a sentence that speaks of it."""
    found = []
    for number in numbers:
        match = _WHAT_BECAME.match(sentence.text, number.end)
        if match is not None:
            found.append(
                InterceptionMention(
                    Span(sentence.span.start + number.start, sentence.span.start + match.end()),
                    sentence.index,
                    Interception.UNKNOWN,
                    number.range,
                    Fate.FAILED if match["failed"] else Fate.HIT,
                )
            )
    return found


# What the words around a verb must hold, by the verb: intercepted calls and seized towns are nothing here.
_ATTACK = re.compile(
    r"(?i)\b(?:attacks?|plots?|attempts?|bombings?|infiltration|assault|raid|strikes?|coup|ambush|shipment|plans?"
    r"|smuggl\w+|drones?|missiles?)\b"
)
_DEVICE = re.compile(
    r"(?i)\b(?:bombs?|devices?|mines?|explosives?|IEDs?|charges?|car|vest|belt|shells?|rocket|it|them|ones?|another)\b"
)
_SEIZED = re.compile(
    rf"(?i)(?:weapons|arms|ammunition|explosives|rifles|missiles|drones)\b[^,;]{{0,40}} {_BE} $"
)
_IN_THE_AIR = re.compile(
    r"(?i)\b(?:air defen[cs]e|intercept\w*|in the air|mid-?air|before (?:it|they|reaching)|defen[cs]e systems?"
    r"|iron dome|patriot|over|incoming|inbound|(?:launched|fired) (?:by|from|at)|aimed at|headed)\b"
)
_ONLY_A_NUMBER = re.compile(
    r"(?i)\s(?:all|most|some|several|at least|both|one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r"(?: of them)?\s?(?:[.,]|$)"
)


def _is_interception(word: str, before: str, after: str) -> bool:
    def near(pattern: re.Pattern[str] | Pattern, ahead: int, back: int) -> bool:
        return bool(pattern.search(after[:ahead]) or pattern.search(before[-back:]))

    if word.startswith("intercept"):
        return not _NO_ATTACK.match(after) and not word.endswith(("or", "ors"))
    if re.match(r"foil|thwart|avert|prevent|disrupt", word):
        return near(_ATTACK, 80, 60)
    if re.match(r"defus|disarm|deactivat|dismantl|detonat|safely|made|rendered", word):
        return near(_DEVICE, 70, 50)
    if re.match(r"seiz|confisc|impound|captur|recover|uncover|took|tak|stopped|boarded", word):
        return bool(_WEAPONS.search(after[:80]) or _SEIZED.search(before))
    # shot down, downed, destroyed: only of things in flight
    if re.match(r"destroyed|neutrali|engaged|repelled|blocked", word):
        return bool(_IN_THE_AIR.search(before + after)) and near(_FLYING, 60, 60)
    in_object = re.search(rf"\b{_THREAT}", after[:60])
    in_subject = re.search(rf"(?i)\b{_THREAT}\b[^,;]{{0,40}}$", before)
    return bool(in_object or in_subject or _ONLY_A_NUMBER.match(after))


def _count(numbers: list[Quantity], match: re.Match[str], text: str, *, passive: bool) -> Range | None:
    if passive:
        near = [q for q in numbers if q.end <= match.start() and match.start() - q.end < 60]
        return near[-1].range if near and near[-1].exact else None
    near = [q for q in numbers if 0 <= q.start - match.end() < 25]
    if near and not re.search(
        r"(?i)\b(?:at|in|on|near|over|after|of the)\b", text[match.end() : near[0].start]
    ):
        return near[0].range
    return None


def _extent(words: str, before: str) -> Interception:
    """ "Intercepted two missiles", "defused the bomb": as far as the words go, all that there was."""
    head = words[-60:] if before.endswith(words) else words[:45]
    return next((extent for pattern, extent in _EXTENTS if pattern.search(head)), Interception.ALL)


def _span(sentence: Sentence, match: re.Match[str], words: str, *, passive: bool, before: str) -> Span:
    start, end = match.start(), match.end()
    if passive:
        subject = re.search(
            rf"(?i)(?:\b(?:most|all|some|several|both|at least \w+|\w+)(?: of)?(?: the| them"
            rf"| these)? )?(?:[\w-]+ ){{0,2}}?[\w-]+ {_BE} (?:\w+ )?$",
            before,
        )
        if subject:
            start = subject.start()
    else:
        what = re.match(rf"(?i) (?:[\w,-]+ ){{0,6}}?{_THREAT}\b", sentence.text[match.end() :])
        if what:
            end = match.end() + what.end()
    return Span(sentence.span.start + start, sentence.span.start + end)
