"""Who is said to have done it: claims of an act, denials of having a hand in it, accusations.

Reads: "claimed responsibility for", "took credit", "said it carried out", "claimed by", "denied involvement",
"allegations denied by Tehran", "no group has claimed responsibility" (a denial of authorship by nobody),
"blamed on", "accused Iran of", "gunmen thought to belong to Boko Haram", "is suspected to be behind the attack",
"suspicion fell on", "bore the hallmarks of".

Does not read: "claimed 12 lives", "accused the minister" (of what?), "suspected militants" (nobody's suspicion).
"""

from __future__ import annotations

import re

from incidents.extraction.mentions.speakers import NAME, add, chunk, subject_of
from incidents.extraction.patterns import Pattern
from incidents.extraction.records import ClaimMention, Sentence
from incidents.vocabulary import Stance

_DEED = (
    r"(?:attacks?|bombings?|blasts?|assaults?|strikes?|explosions?|killings?|raids?|operations?|shootings?|massacres?|"
    r"ambush(?:es)?|abductions?|kidnappings?|murders?|shelling|airstrikes?|incidents?|assassinations?)"
)
_DID = (
    r"(?:carried out|conducted|launched|fired|targeted|attacked|struck|hit|bombed|killed|shot down|shot|detonated|"
    r"perpetrated|mounted|staged|shelled|raided|destroyed|eliminated|seized|captured|ambushed|downed|dropped|sent|"
    r"wounded|abducted|kidnapped|executed|assassinated|planted|intercepted|beheaded|overrun|"
    r"(?:did|done) (?:it|this|so)|"
    r"(?:was|were|been|is|are) (?:behind|responsible|to blame))"
)
_OWN_MEN = (
    r"(?:(?:some|one|two|three|four|five|six|several|members) of )?(?:(?:its|their) (?:\w+ )?[\w-]+|his (?:\w+ )?"
    r"(?:men|fighters?|forces?|troops|soldiers|militants?|gunmen|commandos?|units?))(?: \w+ing [\w ]{3,30}?)?"
)
"""Whose deeds are the speaker's own: "its fighters", "two of its men wearing vests", but not "his wife"."""
_WHEN = r"(?:,? (?:on )?\w+day)?(?:,? in an? (?:\w+ )?(?:statement|video|message|communiqu[eé]|post))?,?"
_ADVERB = r"(?:(?:has|have|had|also|later|immediately|quickly|swiftly|reportedly|yet|so far|since|jointly) )*"
_NOBODY = Pattern(
    r"(?i)\b(?:no(?: \w+)?(?: \w+)? (?:has|have|had) (?:yet |so far |immediately )*(?:claimed|taken)"
    r"|no (?:immediate )?claims? of|(?:there (?:was|were|has been|have been) "
    r"|without )?no (?:one|group|organi[sz]ation|party|faction"
    r"|militant group)[\w ]{0,20}(?:claimed|took|taken|immediately claimed)"
    r"|nobody (?:has )?claimed)"
    r"(?P<what> (?:immediate |any )?(?:responsibility|credit))?"
)
_CLAIMS = Pattern(
    rf"(?i)\b{_ADVERB}(?P<verb>(?:claim(?:ed|s|ing)?|took|taken?|takes|taking|admit(?:ted|s)|accept(?:ed|s)|assum(?:ed|es))"
    r"(?: (?:full|sole|immediate|the))? (?:responsibility|credit(?! cards?))"
    r"|(?:boast|bragg?)(?:ed|s|ing)?(?: [\w ]{3,40})? (?:of having|that (?:it|they) had|to have) "
    rf"(?:\w+ )?{_DID}"
    rf"|claim(?:ed|s|ing)? (?:to have (?:\w+ )?{_DID}|(?:an?|the|both|several|two|three|this|[\w.-]+['’]s) "
    rf"(?:[\w'’.-]+ ){{0,4}}{_DEED}\b)"
    r"|(?:admit(?:ted|s|ting)?|acknowledg(?:ed|es|ing)|conced(?:ed|es)|confess(?:ed|es))(?: to| that)? "
    r"(?:having |it had |they had |its \w+ had |their \w+ had )?"
    rf"(?:\w+ing\b|{_DID}|(?:an?|the) (?:\w+ )?{_DEED}\b)"
    r"|own(?:ed|s|ing) up to|claim(?:ed|s|ing)? (?:it|them|both)(?=[.,;]|$| in | on | as | through | via | and )"
    rf"|(?:(?:said|says|say|informed|announced|announces|confirmed|confirms|claimed|claims){_WHEN}"
    r"|told [\w. ]{2,30}?)"
    rf"(?: that)? (?:it|they|he|{_OWN_MEN}) (?:had |has |have )?(?:also |successfully )?{_DID})"
)
_CLAIM_OF = Pattern(r"(?i)\bresponsibility (?:for [\w ,'-]{3,60} )?(?:was|has been|had been) claimed by")
_CLAIMED_BY = Pattern(
    rf"(?:\b(?:{_DEED}|which|was|were|been|later|also)\b,? |, )claimed by (?P<who>{NAME})(?=[,.;]|$| in | on | as "
    rf"| and | which | that | who )"
)
_DENIES = Pattern(
    r"(?i)\b(?:den(?:ied|ies|y|ying)|reject(?:ed|s|ing)|dismiss(?:ed|es|ing)|disclaim(?:ed|s))\b(?: (?:any"
    r"|all|the|these|those|such|US|Saudi|Israeli|American|Western|having|being"
    r"|that))*(?: \w+)? ?(?:involvement|responsibility|role|accusations?|allegations?|charges?"
    r"|claims?|carrying out|being behind|attacking|launching|having|it was|it had|they were"
    r"|link)"
)
_DENIED_BY = Pattern(
    rf"(?i)\b(?:allegations?|accusations?|claims?|charges?|report|it|which|that)?(?: (?:is|was|were|are"
    rf"|has been|have been))? ?denied by (?P<who>{NAME})(?=[,.;]|$| in | on | and )"
)
_SOMEBODY = r"(?:the )?(?:[\w.'’-]+ ){0,5}?[\w.'’-]+"
_STOP = r"(?=[,.;:]|$| by | in | on | at | and | for | since | but | to | who | which | that )"
_SORT = (
    r"(?:(?:separatist|islamist|jihadist|extremist|militant|rebel|armed|outlawed|banned|insurgent|terrorist|leftist|rival|shadowy"
    r"|group|movement|militia|organi[sz]ation|network) )*"
)
_ACCUSES = Pattern(
    r"(?i)\b(?P<verb>accus(?:ed|es?|ing)|blam(?:ed|es?|ing)|suspect(?:ed|s)?)\b (?P<who>"
    rf"(?:(?:the|an?) )?{_SORT}(?-i:(?:al-)?[A-Z])[\w.'’-]*(?: (?:(?-i:(?:[ae][a-z]-)?[A-Z])[\w.'’-]*"
    r"|(?:of|in the|and|and the)(?= (?-i:[A-Z]))|the|al"
    r"|rebels?|militants?|militias?|forces|fighters|group|government|troops|insurgents|army))*"
    r"|(?:[\w-]+ ){0,3}(?:rebels?|militants?|militias?|forces|fighters|groups?|government|terrorists?|guerrillas?"
    r"|troops|insurgents|army|gunmen|separatists|authorities|military|police))(?P<tail> (?:of|for)\b)?"
)
_PUTS_ON = Pattern(
    rf"(?i)\b(?:blam(?:ed|es|ing) (?:(?!for\b)[\w'’-]+ ){{1,5}}on"
    rf"|pin(?:ned|s|ning) (?:it|them|(?:the|this) (?:blame|{_DEED})) on"
    rf"|attribut(?:ed|es|ing) (?:[\w'’-]+ ){{1,5}}to"
    rf"|point(?:ed|s|ing)? (?:(?:the |a )?fingers? at|at(?= (?-i:[A-Z])))) (?P<who>{_SOMEBODY}){_STOP}"
)
_BLAMED_ON = Pattern(
    rf"(?i)(?:\b(?:was|were|been|being|is|are|widely|{_DEED})|,) (?:\w+ly )?"
    rf"(?:blamed on|attributed to|pinned on|ascribed to) (?P<who>{_SOMEBODY}){_STOP}"
)
_LINKED = Pattern(
    r"(?i)\b(?:(?:thought|believed|suspected|understood|reported|said|alleged|presumed|known) to (?:belong to"
    r"|have (?:links|ties) (?:to|with)|be (?:an? )?(?:members?|part|fighters?|militants?|supporters?|followers?"
    r"|linked|loyal|tied|allied|close|affiliated|the work) (?:of|to|with)|be from|be(?= (?-i:[A-Z]))"
    r"|have been (?:carried out|launched|staged|perpetrated|committed|conducted|fired|planted|the work) (?:by|of))"
    r"|(?<=suspected) to be(?! (?:behind|responsible|involved|in|at|on|the)\b)"
    r"|suspicions? (?:has |have )?(?:\w+ly )?(?:fell|fallen|falls?|cent(?:er|re)d|focus+ed) on"
    r"|(?:bore|bears?|bearing|had|has|have) (?:all )?(?:the |some )?(?:\w+ )?hallmarks of"
    r"|(?:likely|probably|almost certainly|(?:may|might|could|must) (?:well )?have) (?:been )?"
    r"(?:carried out|staged|committed|launched|fired|planted|perpetrated) by"
    rf"|(?:was|were|is) the work of) (?P<who>{_SOMEBODY})(?={_STOP[3:-1]}| \w+ed )"
)
_HOLDS = Pattern(
    rf"(?i)\bh(?:e|o)ld(?:s|ing)? (?P<who>{_SOMEBODY}(?: \[\w+\]| \(\w+\))?) (?:\w+ly )?"
    r"(?:responsible\b(?! (?:bodies|people|way))|to be (?:the )?(?:author|culprit|perpetrator|behind|responsible))"
)
_BEHIND = Pattern(
    r"(?i)\b(?:said|says?|believes?d?|alleg(?:ed|es?)|thinks?|suspect(?:ed|s)?|insist(?:ed|s)?|conclud(?:ed|es?)"
    rf"|told \w+)(?: that)? (?P<who>(?!it |they |he |she |there ){_SOMEBODY}) "
    r"(?:was|were|is|are|had been|has been) (?:behind|responsible for|to blame)\b"
)
_GOES_ON = re.compile(r"(?:(?! for | of )[^,;.]){0,60}, (?:which|who|whose)\b")
_IS_ACCUSED = Pattern(
    r"(?i)\b(?:is|are|was|were|been|being) (?:also |widely |long |now |strongly )*(?P<verb>"
    r"(?:suspected|believed|thought|alleged|accused|said|reported) (?:of (?:\w+ing|(?:an?|the) (?:\w+ )?"
    + _DEED
    + r")"
    rf"|to (?:be|have been) (?:behind|responsible|involved)|to have (?:been )?{_DID})"
    r"|(?:blamed|held responsible) (?:by [\w ]{3,40} )?for)\b"
)


def find(sentence: Sentence, found: list[ClaimMention]) -> None:
    _claims(sentence, sentence.text, found)
    _denials(sentence, sentence.text, found)
    _accusations(sentence, sentence.text, found)


def _claims(sentence: Sentence, text: str, found: list[ClaimMention]) -> None:
    nobody = [match for match in _NOBODY.finditer(text) if match["what"] or match[0].endswith("of")]
    for match in nobody:
        scope = (match.end(), len(text))
        add(sentence, found, match.span(), Stance.DENIED, None, scope, is_responsibility=True)
    for match in _CLAIMS.finditer(text):
        if any(n.start() < match.end() and match.start() < n.end() for n in nobody):
            continue
        speaker = subject_of(sentence, match.start("verb"))
        scope = (match.start("verb"), len(text))
        add(sentence, found, match.span(), Stance.CLAIMED, speaker, scope, is_responsibility=True)
    for match in _CLAIM_OF.finditer(text):
        who = re.match(rf" {NAME}(?=[,.;]|$)", text[match.end() :])
        speaker = (match.end() + 1, match.end() + who.end()) if who else None
        scope = (match.end(), len(text))
        add(sentence, found, match.span(), Stance.CLAIMED, speaker, scope, is_responsibility=True)
    for match in _CLAIMED_BY.finditer(text):
        scope = (0, match.start())
        add(sentence, found, match.span(), Stance.CLAIMED, match.span("who"), scope, is_responsibility=True)


def _denials(sentence: Sentence, text: str, found: list[ClaimMention]) -> None:
    for match in _DENIES.finditer(text):
        speaker = subject_of(sentence, match.start())
        scope = (match.end(), len(text))
        add(sentence, found, match.span(), Stance.DENIED, speaker, scope, is_responsibility=True)
    for match in _DENIED_BY.finditer(text):
        scope = (0, match.start())
        add(sentence, found, match.span(), Stance.DENIED, match.span("who"), scope, is_responsibility=True)


def _accusations(sentence: Sentence, text: str, found: list[ClaimMention]) -> None:
    for pattern in (_BLAMED_ON, _PUTS_ON, _ACCUSES, _LINKED, _HOLDS, _BEHIND):
        for match in pattern.finditer(text):
            if pattern is _ACCUSES and not _says_of_what(match, sentence):
                continue
            is_passive = pattern in (_BLAMED_ON, _LINKED)
            speaker = None if is_passive else subject_of(sentence, match.start())
            scope = (0, match.start()) if is_passive else (match.end(), len(text))
            if (
                pattern is _LINKED
            ):  # of whom it is said may stand on either side: "gunmen thought to be from ... raided"
                scope = (0, len(text))
            who = chunk(sentence, match.span("who"))
            if pattern is _ACCUSES and _GOES_ON.match(text, who[1]):
                scope = (0, len(text))  # "blamed IS, which has staged such raids": for what was told before
            _accuse(sentence, found, match.span(), speaker, scope, who)
    for match in _IS_ACCUSED.finditer(text):
        accused = subject_of(sentence, match.start("verb"))
        if accused is not None:
            _accuse(sentence, found, match.span(), None, (match.end(), len(text)), accused)


def _accuse(
    sentence: Sentence,
    found: list[ClaimMention],
    span: tuple[int, int],
    speaker: tuple[int, int] | None,
    scope: tuple[int, int],
    accused: tuple[int, int],
) -> None:
    start = sentence.span.start
    taken = [(f.span.start - start, f.span.end - start) for f in found if f.accused]
    if not any(a < span[1] and span[0] < b for a, b in taken):
        add(sentence, found, span, Stance.ALLEGED, speaker, scope, accused, is_responsibility=True)


def _says_of_what(match: re.Match[str], sentence: Sentence) -> bool:
    """ "Suspected militants" and "accused the minister" accuse nobody of anything yet; "the government suspects
    ISWAP" and "he accused Iran, which ..." do, of what was just told.
    """
    verb, text = match["verb"].lower(), match.string
    if match["tail"]:
        return True
    ends = re.search(r"[A-Z]", match["who"]) is not None and _ENDS.match(text, match.end()) is not None
    ends = ends and _is_verb(sentence, match.start("verb"))
    if verb.startswith("suspect"):
        return ends
    if verb.startswith("accus"):
        return ends or bool(re.search(r"(?i)\bof\b", text[match.end() : match.end() + 40]))
    return True


_ENDS = re.compile(r"[,;.]|$| and [a-z]+s\b")


def _is_verb(sentence: Sentence, position: int) -> bool:
    at = None if sentence.doc is None else next((t for t in sentence.doc if t.idx == position), None)
    return at is not None and at.pos_ == "VERB" and at.dep_ not in {"amod", "acl"}
