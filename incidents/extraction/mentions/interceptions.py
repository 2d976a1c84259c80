"""What was stopped before it hit, and how much of it.

Reads: "intercepted most of the missiles", "most were intercepted", "shot down all 12 drones", "air defences
downed two", "foiled", "thwarted", "defused", "seized a boat load of weapons", "failed to intercept", "was not
intercepted".

Does not read: missiles that fell short, missed, or landed in the open (nobody stopped them); airliners,
helicopters and warplanes that are themselves the victims of the shooting down; intercepted phone calls and
messages; seized towns, power and hostages.
"""

from __future__ import annotations

import re

from incidents.extraction.mentions.numbers import Quantity, find_quantities
from incidents.extraction.records import InterceptionMention, Range, Sentence, Span
from incidents.vocabulary import Interception

_THREAT = (
    r"(?:missiles?|rockets?|drones?|projectiles?|UAVs?|UAS|unmanned aerial \w+|unmanned aircraft"
    r"|mortars?|shells|munitions?|targets?|threats?|warheads?|aerial objects?|objects?|Shaheds?"
    r"|[A-Z][\w-]*-\d+s?)"
)
_DOWN = (
    r"(?:shot (?:\w+ )?down|shoot(?:s|ing)? (?:\w+ )?down|downed|brought down|destroyed|neutrali[sz]ed"
    r"|took down|taken down|engaged|repelled|blocked)"
)
_BE = r"(?:was|were|been|being|is|are|be|had been|have been|has been)"
_VERB = re.compile(
    r"(?i)\b(?:intercept(?:ed|s|ing|ions?|ors?)?|foil(?:ed|s|ing)?|thwart(?:ed|s|ing)?|defus(?:ed|es|ing)"
    r"|disarmed|deactivated|dismantled|disrupted"
    r"|(?:safely )?detonated by (?:the )?(?:bomb|police|army|sappers)|averted|prevented)\b|\b"
    + _DOWN
    + r"\b|\b(?:seiz(?:ed|es|ing|ure)|confiscated|impounded|captured|recovered)\b"
)
_SURE = re.compile(r"(?i)intercept(?:ed|s|ing|ions?)?$|foil|thwart|defus|disarmed")
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
_ALL = re.compile(r"(?i)\b(?:all|every|each|both|entire|any)\b")
_MOST = re.compile(
    r"(?i)\b(?:most|majority|nearly all|almost all|the bulk|vast majority|nearly every|many)\b"
)
_SOME = re.compile(r"(?i)\b(?:some|several|part of|partially|a few|number of|at least|half)\b")


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
        extent = _extent(words, clause_before, count, word)
        if _FAILED.search(before):
            extent, count = Interception.NONE, None
        found.append(
            InterceptionMention(
                span=_span(sentence, match, words, passive=passive, before=before),
                sentence=sentence.index,
                extent=extent,
                count=count,
            )
        )
    return found


def _is_interception(word: str, before: str, after: str) -> bool:
    if re.match(r"(?i)intercept", word):
        return not _NO_ATTACK.match(after) and not word.endswith(("or", "ors"))
    if re.match(r"(?i)foil|thwart|avert|prevent|disrupt", word):
        return bool(
            re.search(
                r"(?i)\b(?:attacks?|plots?|attempts?|bombings?|infiltration|assault|raid|strikes?|coup"
                r"|ambush|shipment|plans?|smuggl\w+|drones?|missiles?)\b",
                after[:80] + " " + before[-60:],
            )
        )
    if re.match(r"(?i)defus|disarm|deactivat|dismantl|detonat|safely", word):
        return bool(
            re.search(
                r"(?i)\b(?:bombs?|devices?|mines?|explosives?|IEDs?|charges?|car|vest|belt|shells?|rocket"
                r"|it|them|ones?|another)\b",
                after[:70] + " " + before[-50:],
            )
        )
    if re.match(r"(?i)seiz|confisc|impound|captur|recover", word):
        return bool(_WEAPONS.search(after[:80])) or bool(
            re.search(
                rf"(?i)(?:weapons|arms|ammunition|explosives|rifles|missiles|drones)\b[^,;]{{0,40}} {_BE} $",
                before,
            )
        )
    # shot down, downed, destroyed: only of things in flight
    if re.search(r"(?i)destroyed|neutrali|engaged|repelled|blocked", word):
        in_air = (
            r"(?i)\b(?:air defen[cs]e|intercept\w*|in the air|mid-?air|before (?:it|they|reaching)"
            r"|defen[cs]e systems?|iron dome|patriot|over|incoming|inbound|(?:launched"
            r"|fired) (?:by|from|at)|aimed at|headed)\b"
        )
        return bool(re.search(in_air, before + after)) and bool(
            re.search(rf"(?i)\b{_THREAT}", after[:60] + " " + before[-60:])
        )
    return (
        bool(re.search(rf"\b{_THREAT}", after[:60]))
        or bool(re.search(rf"(?i)\b{_THREAT}\b[^,;]{{0,40}}$", before))
        or bool(
            re.match(
                r"(?i)\s(?:all|most|some|several|at least|both|one|two|three|four|five|six|seven|eight|nine"
                r"|ten|\d+)(?: of them)?\s?(?:[.,]|$)",
                after,
            )
        )
    )


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


def _extent(words: str, before: str, count: Range | None, word: str) -> Interception:
    head = words[:45] if words and not before.endswith(words) else words[-60:]
    if re.search(r"(?i)\bmost of|\bmost\b|\bmajority|nearly all|almost all|the bulk", head):
        return Interception.MOST
    if re.search(r"(?i)\bnone\b|\bno (?:missiles?|rockets?|drones?)", head):
        return Interception.NONE
    if re.search(r"(?i)\ball\b|\bevery\b|\bboth\b|\bentire\b", head):
        return Interception.ALL
    if re.search(
        r"(?i)\bsome\b|\bseveral\b|\bpart of\b|\ba few\b|\bone of\b|\b(?:two|three|four|five|six|\d+) of\b"
        r"|at least|\ba number of\b|half of",
        head,
    ):
        return Interception.SOME
    if re.match(
        r"(?i)foil|thwart|defus|avert|prevent|seiz|confisc|impound|captur|disrupt|disarm|dismantl|deactiv",
        word,
    ):
        return Interception.ALL
    # "intercepted two missiles", "the missile was intercepted": as far as the words go, all that was fired
    return Interception.ALL


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
