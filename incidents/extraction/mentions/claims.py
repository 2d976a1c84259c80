"""Who says so: "US Central Command said", "a defense official said", "according to the ministry", "told Reuters",
"state media reported", "activists say", "officials confirmed"; "claimed", "alleged", "denied". Who is said to have
done it is ``authorship``'s question, asked first.

Does not read: "claimed 12 lives", "claimed the title", speech that is not about events ("said to be",
"needless to say", "that said").
"""

from __future__ import annotations

import re

from incidents.extraction.mentions import authorship
from incidents.extraction.mentions.speakers import NAME, add, noun_phrase, subject_of
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import ClaimMention, Sentence
from incidents.vocabulary import Stance

_SAY = (
    r"(?:said|says|say|told|added|adds|stated|states|reported|reports|confirmed|confirms|confirm|announced"
    r"|announces|noted|explained|"
    r"disclosed|acknowledged|insisted|declared|revealed|warned|testified|described|tweeted|wrote|posted)"
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

_ACCORDING = Pattern(
    rf"(?i)\baccording to (?P<who>(?:(?:data|figures|reports?|statements?|a statement|sources?) (?:from|by"
    rf"|of) )?{NAME})(?=[,.;:)]|$| who | which | that | and | in | on | at | as | said | but "
    rf"| were | was )"
)
_LIVES = re.compile(
    r"(?i)^ (?:(?:about|at least|more than|the|over|up to|nearly|some|an?"
    r"|as many as) )*(?:[\w,]+ )?(?:li(?:fe|ves)|victory|title|asylum|win|casualties|seat|right"
    r"|ownership|independence)\b"
)
_COUNTS = (
    r"(?:counts?|counted|gives?|gave|puts?|lists?|listed)(?= (?:"
    r"the (?:number|(?:death )?toll|(?:dead|killed|injured|wounded) (?:at|as)\b)"
    r"|(?:at least |more than |about |some )?[\d,]+ (?:\w+ )?(?:dead|killed|deaths?)\b))"
    r"|sp(?:oke|eaks?)(?= of [^.;]{0,20}\bdead\b)"
)
"""Who gives a figure speaks, too."""
_SPEECH = Pattern(r"(?i)\b(?P<verb>" + "|".join(f"(?:{words})" for words, _ in _VERBS) + rf"|{_COUNTS})\b")
_NOT_SPEECH = re.compile(
    r"(?i)\b(?:said to (?:be|have)|that said|needless to say|is to say|it is said"
    r"|claims? (?:on|to (?:the|be|represent|defend|speak|seek))"
    r"|reports? of|state of)\b"
)


def find(sentence: Sentence) -> list[ClaimMention]:
    text = sentence.text
    found: list[ClaimMention] = []
    authorship.find(sentence, found)
    for match in _ACCORDING.finditer(text):
        add(sentence, found, match.span(), Stance.STATED, match.span("who"), _rest(text, match))
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
        stances = (s for words, s in _VERBS if re.fullmatch(words, match["verb"], re.IGNORECASE))
        stance = next(stances, Stance.STATED)
        span = (min(speaker[0], match.start()), max(speaker[1], match.end()))
        add(sentence, found, span, stance, speaker, _said(text, match, speaker))
    return sorted(found, key=lambda c: c.span)


def _speaker(sentence: Sentence, match: re.Match[str]) -> tuple[int, int] | None:
    if sentence.doc is not None:
        verb = next((t for t in sentence.doc if t.idx + len(t) > match.start()), None)
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
            return noun_phrase(subject, match.start())
        return None
    return subject_of(sentence, match.start())


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
