"""Who says so, and who is said to have done it.

Reads: "US Central Command said", "a defense official said", "according to the ministry", "told Reuters",
"state media reported", "activists say", "officials confirmed"; "claimed", "alleged", "denied"; "claimed
responsibility for", "said it carried out", "took credit", "has been blamed on", "accused Iran of", "no group
has claimed responsibility" (a denial of authorship with no speaker), "allegations denied by Tehran".

Does not read: "claimed 12 lives", "claimed the title", speech that is not about events ("said to be",
"needless to say", "that said").
"""

from __future__ import annotations

import re
from typing import Any

from incidents.extraction.records import ClaimMention, Sentence, Span
from incidents.vocabulary import Stance

# A party as news writes one: capitalised words with small joints, or a noun with its describing words.
_NAME = (
    r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Oo]ne|[Aa]nother"
    r"|[Tt]hat)\s)?(?:[\w.'’&-]+\s){0,8}?[\w.'’&-]+"
)
_SAY = (
    r"(?:said|says|say|told|added|adds|stated|states|reported|reports|confirmed|confirms|confirm|announced"
    r"|announces|noted|explained|"
    r"disclosed|acknowledged|insisted|declared|revealed|warned|testified|described)"
)
_VERBS: list[tuple[str, Stance]] = [
    (r"denied|denies|deny|denying|rejected|rejects|dismissed|dismisses|refuted|disputed", Stance.DENIED),
    (
        r"claimed|claims|claim|claiming|boasted|asserted|asserts|maintained|maintains|contends?|contended|argued",
        Stance.CLAIMED,
    ),
    (r"alleged|alleges|allege|accused|accuses|accuse|accusing|blamed|blames|blame|blaming|suspects?"
        r"|suspected|believes?|believed", Stance.ALLEGED),
    (r"plans?|planned|vowed|vows|threatened|threatens|pledged|promised", Stance.PLANNED),
    (_SAY, Stance.STATED),
]  # fmt: skip

_RESPONSIBILITY = re.compile(
    r"(?i)\b(?P<none>no(?: \w+)?(?: \w+)? (?:has|have|had) (?:yet |so far |immediately )*(?:claimed|taken)"
    r"|no (?:immediate )?claims? of|(?:there (?:was|were|has been|have been) "
    r"|without )?no (?:one|group|organi[sz]ation|party|faction"
    r"|militant group)[\w ]{0,20}(?:claimed|took|taken|immediately claimed)"
    r"|nobody (?:has )?claimed)"
    r"(?P<nonewhat> (?:immediate |any )?(?:responsibility|credit))?"
    r"|\b(?P<claim>(?:has |have |had |also |later |immediately |quickly |swiftly |reportedly )*(?:claimed"
    r"|claims|claiming|claim|took|taken|takes|taking|admitted|accepted|assumed)(?: (?:full|sole"
    r"|immediate|the))? (?:responsibility|credit))"
    r"|\b(?P<claimof>claims? of responsibility|responsibility (?:for [\w ,'-]{3,60} )?(?:was|has been"
    r"|had been) claimed by)"
    r"|\b(?P<said>(?:said|says|announced|confirmed|claimed"
    r"|admitted)(?: (?:on )?\w+day)?(?: in a statement)?,? (?:that )?(?:it|they|he|its \w+"
    r"|their \w+) (?:had |has |have )?(?:also )?(?:carried out|conducted|launched|was behind"
    r"|were behind|fired|targeted|attacked|struck|hit|bombed|killed|shot down|detonated"
    r"|was responsible|were responsible|perpetrated|mounted|staged))"
)
_CLAIMED_BY = re.compile(
    rf"(?:\b(?:attacks?|bombing|blast|assault|strike|explosion|killing|raid|operation|incident|shooting"
    rf"|which|was|were|been|later)\b,? )claimed by (?P<who>{_NAME})(?=[,.;]|$| in | on | as "
    rf"| and | which | that | who )"
)
_DENIES = re.compile(
    r"(?i)\b(?:den(?:ied|ies|y|ying)|reject(?:ed|s|ing)|dismiss(?:ed|es|ing)|disclaim(?:ed|s))\b(?: (?:any"
    r"|all|the|these|those|such|US|Saudi|Israeli|American|Western|having|being"
    r"|that))*(?: \w+)? ?(?:involvement|responsibility|role|accusations?|allegations?|charges?"
    r"|claims?|carrying out|being behind|attacking|launching|having|it was|it had|they were"
    r"|link)"
)
_ACCUSE = re.compile(
    r"(?i)\b(?:(?P<active>accus(?:ed|es|ing)|blam(?:ed|es|ing)|suspect(?:ed"
    r"|s)?)\b (?P<who>(?:the )?(?-i:[A-Z])[\w.'’-]*(?: (?:(?-i:[A-Z])[\w.'’-]*|of(?= (?-i:[A-Z]))|and|the|al"
    r"|rebels?|militants?|militias?|forces|fighters|group|government|troops|insurgents|army))*"
    r"|(?:[\w-]+ ){0,3}(?:rebels?|militants?|militias?|forces|fighters|groups?|government"
    r"|troops|insurgents|army|gunmen|separatists))(?P<tail> (?:of|for)\b)?"
    r"|(?P<passive>(?:was|were|been|being|is|are|widely|,|attacks?|bombing"
    r"|assault) (?:widely )?(?:blamed on|attributed to|pinned on"
    r"|ascribed to)) (?P<who2>(?:the )?(?:[\w.'’-]+ ){0,5}?[\w.'’-]+)(?=[,.;:]|$| by | in | on "
    r"| and | for | since | but | to )"
    r"|(?P<onto>blam(?:ed|es|ing) (?:the |it |this "
    r"|an? )?(?:[\w-]+ ){0,3}on) (?P<who3>(?:the )?(?:[\w.'’-]+ ){0,4}?[\w.'’-]+)(?=[,.;:]|$"
    r"| in | and | for | but | who | which )"
    r"|(?P<attributed>attribut(?:ed|es|ing) (?:the |it |this "
    r"|an? )?(?:[\w-]+ ){0,3}to) (?P<who4>(?:the )?(?:[\w.'’-]+ ){0,4}?[\w.'’-]+)(?=[,.;:]|$"
    r"| in | and | for | but ))"
)
_ACCORDING = re.compile(
    rf"(?i)\baccording to (?P<who>(?:(?:data|figures|reports?|statements?|a statement|sources?) (?:from|by"
    rf"|of) )?{_NAME})(?=[,.;:)]|$| who | which | that | and | in | on | at | as | said | but "
    rf"| were | was )"
)
_LIVES = re.compile(
    r"(?i)^ (?:(?:about|at least|more than|the|over|up to|nearly|some|an?"
    r"|as many as) )*(?:[\w,]+ )?(?:li(?:fe|ves)|victory|title|asylum|win|casualties|seat|right"
    r"|ownership|independence)\b"
)
_SPEECH = re.compile(r"(?i)\b(?P<verb>" + "|".join(f"(?:{words})" for words, _ in _VERBS) + r")\b")
_DENIED_BY = re.compile(
    rf"(?i)\b(?:allegations?|accusations?|claims?|charges?|report|it|which|that)?(?: (?:is|was|were|are"
    rf"|has been|have been))? ?denied by (?P<who>{_NAME})(?=[,.;]|$| in | on | and )"
)
_NOT_SPEECH = re.compile(
    r"(?i)\b(?:said to (?:be|have)|that said|needless to say|is to say|it is said|claims? (?:on|to the)"
    r"|reports? of|state of)\b"
)
_MEDIA = re.compile(
    r"(?i)\btold (?P<medium>(?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}|reporters|journalists"
    r"|the news agency|state (?:TV|television|media))"
)


def find(sentence: Sentence) -> list[ClaimMention]:
    text = sentence.text
    found: list[ClaimMention] = []
    _responsibility(sentence, text, found)
    _accusations(sentence, text, found)
    for match in _ACCORDING.finditer(text):
        _add(sentence, found, match.span(), Stance.STATED, match.span("who"), _rest(text, match))
    for match in _SPEECH.finditer(text):
        if any(
            f.span.start - sentence.span.start <= match.start() < f.span.end - sentence.span.start
            for f in found
        ):
            continue
        if _NOT_SPEECH.search(text[max(0, match.start() - 8) : match.end() + 14]) or _LIVES.match(
            text[match.end() :]
        ):
            continue
        if match.start() and text[match.start() - 1] in "-'’":
            continue
        speaker = _speaker(sentence, match)
        if speaker is None:
            continue
        stance = next(s for words, s in _VERBS if re.fullmatch(words, match["verb"], re.IGNORECASE))
        span = (min(speaker[0], match.start()), max(speaker[1], match.end()))
        _add(sentence, found, span, stance, speaker, _said(text, match, speaker))
    return sorted(found, key=lambda c: c.span)


def _add(
    sentence: Sentence,
    found: list[ClaimMention],
    span: tuple[int, int],
    stance: Stance,
    speaker: tuple[int, int] | None,
    scope: tuple[int, int],
    accused: tuple[int, int] | None = None,
    *,
    is_responsibility: bool = False,
) -> None:
    def at(pair: tuple[int, int]) -> Span:
        words = sentence.text[pair[0] : pair[1]]
        if not re.search(r"(?:\b[A-Z]\.)+$", words):  # "police." but "the U.S."
            words = words.rstrip(" .,;:")
        pair = (pair[0] + len(words) - len(words.lstrip()), pair[0] + len(words))
        return Span(sentence.span.start + pair[0], sentence.span.start + pair[1])

    found.append(
        ClaimMention(
            span=at(span),
            sentence=sentence.index,
            stance=stance,
            speaker=at(speaker) if speaker else None,
            scope=at(scope),
            accused=at(accused) if accused else None,
            is_responsibility=is_responsibility,
        )
    )


def _responsibility(sentence: Sentence, text: str, found: list[ClaimMention]) -> None:
    for match in _RESPONSIBILITY.finditer(text):
        scope = (match.end(), len(text))
        if match["none"]:
            if match["nonewhat"] or "of" in match["none"][-3:]:
                _add(sentence, found, match.span(), Stance.DENIED, None, scope, is_responsibility=True)
            continue
        if match["claimof"] and "by" in match[0][-3:]:
            who = re.match(rf" {_NAME}(?=[,.;]|$)", text[match.end() :])
            speaker = (match.end() + 1, match.end() + who.end()) if who else None
        else:
            if match["claimof"]:
                continue
            speaker = _subject(sentence, match.start("claim") if match["claim"] else match.start("said"))
        _add(sentence, found, match.span(), Stance.CLAIMED, speaker, scope, is_responsibility=True)
    for match in _CLAIMED_BY.finditer(text):
        _add(
            sentence,
            found,
            match.span(),
            Stance.CLAIMED,
            match.span("who"),
            (0, match.start()),
            is_responsibility=True,
        )
    for match in _DENIES.finditer(text):
        speaker = _subject(sentence, match.start())
        _add(
            sentence,
            found,
            match.span(),
            Stance.DENIED,
            speaker,
            (match.end(), len(text)),
            is_responsibility=True,
        )
    for match in _DENIED_BY.finditer(text):
        _add(
            sentence,
            found,
            match.span(),
            Stance.DENIED,
            match.span("who"),
            (0, match.start()),
            is_responsibility=True,
        )


def _accusations(sentence: Sentence, text: str, found: list[ClaimMention]) -> None:
    for match in _ACCUSE.finditer(text):
        group = next(g for g in ("who", "who2", "who3", "who4") if match[g])
        speaker = None if match["passive"] else _subject(sentence, match.start())
        if match["active"] and match["active"].lower().startswith("suspect") and not match["tail"]:
            continue
        if (
            match["active"]
            and match["active"].lower().startswith("accus")
            and not match["tail"]
            and not re.search(r"(?i)\bof\b", text[match.end() : match.end() + 40])
        ):
            continue
        _add(
            sentence,
            found,
            match.span(),
            Stance.ALLEGED,
            speaker,
            (0, match.start()) if match["passive"] else (match.end(), len(text)),
            _chunk(sentence, match.span(group)),
            is_responsibility=True,
        )


def _chunk(sentence: Sentence, words: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase at the words: "Democratic | leadership", "militias | close to Iran"."""
    if sentence.doc is None:
        return words
    for chunk in sentence.doc.noun_chunks:
        start, end = chunk.start_char - sentence.doc.start_char, chunk.end_char - sentence.doc.start_char
        if start <= words[0] + 4 < end and start >= words[0] - 4:
            return start, end
    return words


def _subject(sentence: Sentence, position: int) -> tuple[int, int] | None:
    """The grammatical subject of the verb at ``position``, without its relative clauses."""
    if sentence.doc is None:
        before = re.search(rf"{_NAME}\s$", sentence.text[:position])
        return (before.start(), before.end() - 1) if before else None
    tokens = list(sentence.doc)
    offset = sentence.doc.start_char
    at = next((t for t in tokens if t.idx - offset + len(t.text) > position), None)
    while at is not None and at.pos_ == "AUX" and at.head is not at and at.dep_ in ("aux", "auxpass"):
        at = at.head
    if at is not None and at.pos_ == "ADV" and at.head.pos_ == "VERB":
        at = at.head
    for _ in range(8):
        if at is None:
            return None
        subject = next(
            (c for c in at.children if c.dep_ in ("nsubj", "nsubjpass") and c.tag_ not in ("WP", "WDT")), None
        )
        if subject is None and at.dep_ == "relcl":
            subject = at.head
        if subject is not None:
            return _noun_phrase(subject, offset, position)
        if (
            at.head is at
            or at.dep_ == "nsubj"
            or (at.head.pos_ not in ("VERB", "AUX") and at.tag_ != "VBG" and at.pos_ in ("VERB", "AUX"))
        ):
            break
        at = at.head
    for chunk in sentence.doc.noun_chunks:
        if chunk.start_char - offset < position < chunk.end_char - offset:
            start = chunk.start_char - offset  # "claims" taken for a noun
            return int(start), len(sentence.text[:position].rstrip())
    ends = [c for c in sentence.doc.noun_chunks if 0 <= position - (c.end_char - offset) <= 12]
    if (
        not ends
        or ends[-1].root.dep_ == "pobj"
        or not re.fullmatch(
            r"\s*(?:\w+ly |also |has |have |had |later )*",
            sentence.text[ends[-1].end_char - offset : position],
        )
    ):
        return None
    return int(ends[-1].start_char - offset), int(ends[-1].end_char - offset)


def _noun_phrase(head: Any, offset: int, before: int) -> tuple[int, int]:
    """Head with its "of" and "for" phrases and its apposition: "Yahya Sarea, the Houthis' spokesman"."""
    own = ("det", "compound", "amod", "poss", "nummod", "nmod", "quantmod", "predet")
    left = min((c.left_edge for c in head.lefts if c.dep_ in own), key=lambda t: t.i, default=head)
    right = head
    for child in head.rights:
        if (child.dep_ == "prep" and child.lower_ in ("of", "for", "from", "at", "in", "with")) or (
            child.dep_ in ("conj", "appos") and child.pos_ in ("NOUN", "PROPN")
        ):
            right = child.right_edge
    start, end = left.idx - offset, right.idx + len(right.text) - offset
    if start < before < end:
        end = head.idx + len(head.text) - offset
    return int(start), int(end)


def _speaker(sentence: Sentence, match: re.Match[str]) -> tuple[int, int] | None:
    if sentence.doc is not None:
        tokens = list(sentence.doc)
        offset = sentence.doc.start_char
        verb = next((t for t in tokens if t.idx - offset + len(t.text) > match.start()), None)
        if verb is None or verb.pos_ not in ("VERB", "AUX"):
            return None
        if verb.tag_ == "VBN" and any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
            return None
        if verb.dep_ in ("amod", "acl") and verb.tag_ == "VBN":
            return None
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if subject is not None and subject.tag_ in ("WP", "WDT", "WRB") and verb.dep_ == "relcl":
            subject = verb.head
        if subject is None and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
            subject = next((c for c in verb.head.children if c.dep_ == "nsubj"), None)
        if subject is not None:
            return _noun_phrase(subject, offset, match.start())
        return None
    return _subject(sentence, match.start())


def _said(text: str, match: re.Match[str], speaker: tuple[int, int]) -> tuple[int, int]:
    """What is said: after the verb, or before the speaker where the sentence ends with "…, he said"."""
    after = text[max(match.end(), speaker[1]) :].strip(" .,\"”'’")
    first = min(speaker[0], match.start())
    words = [w for w in after.split() if w]
    is_tail = len(words) <= 6 and not re.match(r"(?i)that\b", after)
    before = text[:first].rstrip(' ,“"')
    if is_tail and len(before.split()) >= 3:
        return 0, len(before)
    if (
        text[:first].rstrip().endswith((",", "”", '"', ",'"))
        and len(before.split()) >= 5
        and not re.match(r"(?i)that\b", after)
    ):
        return 0, len(text)
    return max(match.end(), speaker[1]), len(text)


def _rest(text: str, match: re.Match[str]) -> tuple[int, int]:
    if len(text[: match.start()].split()) >= 3:
        return 0, match.start()
    return match.end(), len(text)
