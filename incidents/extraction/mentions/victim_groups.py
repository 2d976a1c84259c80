"""The groups that victims are told in: "a judge, his wife and seven guards", "five of them and a child".

A list that only says who the counted were ("two people, a woman and a child") adds nobody.
"""

from __future__ import annotations

from incidents.extraction.mentions.numbers import listed
from incidents.extraction.mentions.victims import CROWDS, DETERMINERS, STATES, Tokens, Victims, phrase_at

_ANYBODY = frozenset(
    listed("people person victim civilian other relative member man brother sibling dead casualty resident")
)
_KIN = frozenset(
    listed(
        "child son daughter wife husband brother sister baby mother father parent guard bodyguard driver"
        " relative friend comrade colleague nephew niece cousin aide"
    )
)
_SAYS = frozenset(listed("said says told tells added reported confirmed stated announced according"))
_POSSESSIVES = frozenset(listed("his her their its"))


def group_at(tokens: Tokens, i: int, *, before: int | None = None) -> list[Victims]:
    """The phrases coordinated from token ``i`` on. ``before`` is the verb they are the subject of."""
    first = phrase_at(tokens, i)
    if first is None:
        return []
    group, i, last = [first], first.end, first
    named_parts = 0
    while True:
        j, comma, joined = _joint(tokens, i)
        if not comma and not joined:
            far = _joint_behind(tokens, i) if before is None else None
            if far is None:
                break
            j, joined = far, True
        following = phrase_at(tokens, j)
        if following is None or (before is None and _is_speaker(tokens, following)):
            break
        if comma and not joined and _is_apposition(tokens, last, following):
            # An apposition ("Zra Khan, a former member, and …") adds nobody, but the list may go on behind it.
            _, more_comma, more_joined = _joint(tokens, following.end)
            if not (more_comma or more_joined):
                break
            named_parts += len(group) == 1 and first.number is not None
            i, last = following.end, following
            continue
        if before is None and (_opens_clause(tokens, following) or tokens.low(following.head) == "another"):
            break
        if _is_same_name(tokens, last, following, j):
            i = following.end
            continue
        if not _is_another(tokens, following, j, before) and tokens.low(last.start) not in _POSSESSIVES:
            break
        group.append(following)
        i, last = following.end, following
    if _is_spelled_out(tokens, group, named_parts):
        group = group[:1]
    return [v for v in group if before is None or v.end <= before]


def _is_speaker(tokens: Tokens, following: Victims) -> bool:
    """Not "killed five, | a colonel and a doctor said": those tell of it."""
    i = following.end
    while tokens.low(i) == "and" and (phrase := phrase_at(tokens, i + 1)) is not None:
        i = phrase.end
    return tokens.low(i) in _SAYS


def _is_spelled_out(tokens: Tokens, group: list[Victims], named_parts: int) -> bool:
    """ "Two officials, Ali Said and Omar Juma", "two people, a woman and a child": who the two were."""
    whole, parts = group[0], group[1:]
    if whole.number is None or not parts or tokens.low(whole.end) != ",":
        return False
    if any(v.number is not None for v in parts):
        return False
    count = named_parts + sum(v.range.min or 0 for v in parts)
    are_names = all(v.named for v in parts) or named_parts > 0
    anybody = tokens.lemma(whole.head) in _ANYBODY or tokens.tag(whole.head) == "NNPS"
    return count == whole.range.min and (are_names or anybody)


def _joint(tokens: Tokens, i: int) -> tuple[int, bool, bool]:
    """Where the next phrase of a list begins, and whether a comma and an "and" lead there."""
    comma = tokens.low(i) == ","
    j = i + comma
    for words in (("and",), ("plus",), ("as", "well", "as"), ("along", "with"), ("together", "with")):
        if all(tokens.low(j + k) == word for k, word in enumerate(words)):
            return j + len(words), comma, True
    if tokens.low(j) == "with" and (tokens.low(j + 1) in _POSSESSIVES or j + 1 in tokens.number_at):
        kin = phrase_at(tokens, j + 1)  # "a woman with four of her children"
        inside = range(kin.start, kin.end) if kin else range(0)
        if any(tokens.lemma(k) in _KIN for k in inside):
            return j + 1, comma, True
    return j, comma, False


def _is_apposition(tokens: Tokens, last: Victims, following: Victims) -> bool:
    """ "Zra Khan, a former member": not "three protesters, a bystander and …"."""
    if following.number is not None or tokens.low(following.start) in _POSSESSIVES:
        return False
    if tokens.low(following.start) not in ("a", "an") or tokens.low(following.end) not in (",", "and"):
        return True
    return last.number is None and tokens.low(last.start) not in ("a", "an")


def _joint_behind(tokens: Tokens, i: int) -> int | None:
    """ "a judge | allied with the Houthis and seven relatives": the list goes on behind a description."""
    if tokens.pos(i) != "ADP" and tokens.tag(i) != "VBN":
        return None
    for j in range(i + 1, min(i + 9, len(tokens))):
        if tokens.low(j) == "and" and (j + 1 in tokens.number_at or tokens.low(j + 1) in _POSSESSIVES):
            return j + 1
        if tokens.pos(j) in ("PUNCT", "VERB", "AUX", "SCONJ", "CCONJ"):
            return None
    return None


def _opens_clause(tokens: Tokens, victims: Victims) -> bool:
    """Not "... and six others were wounded": there a new clause begins."""
    j = victims.end
    while tokens.pos(j) == "ADV" or tokens.low(j) in ("others", "more", "of", "them"):
        j += 1
    if tokens.low(j) in STATES or tokens.pos(j) == "AUX":
        return True
    return tokens.pos(j) == "VERB" and tokens.tag(j) in ("VBD", "VBZ", "VBP")


def _is_same_name(tokens: Tokens, last: Victims, following: Victims, start: int) -> bool:
    """ "14 women and children", "head of the Justice and Development Party": no one is added."""
    if following.number is not None or tokens.low(start) in DETERMINERS:
        return False
    if last.number is not None and tokens.tag(following.head) == "NNS":
        return True
    is_name = tokens.pos(following.head) == "PROPN"
    return is_name and (
        last.end > last.head + 1
        or (tokens.low(last.start) in ("a", "an") and tokens.pos(last.head) == "PROPN")
    )


def _is_another(tokens: Tokens, victims: Victims, start: int, before: int | None) -> bool:
    """ "A blogger and author" is one person: the second noun stands bare. "The pilot and co-pilot were"
    are two.
    """
    if victims.number is not None or tokens.low(start) in DETERMINERS:
        return True
    if before is not None and any(
        tokens.low(k) in ("were", "are", "have") for k in (victims.end, victims.end + 1)
    ):
        return True
    return tokens.tag(victims.head) in ("NNS", "NNP", "NNPS") or tokens.low(victims.head) in CROWDS


def phrase_before(tokens: Tokens, i: int) -> Victims | None:
    """The noun phrase that ends right before token ``i``, with all its words."""
    best: Victims | None = None
    for j in range(i - 1, max(-1, i - 16), -1):
        phrase = phrase_at(tokens, j)
        if phrase is not None and phrase.end == i:
            best = phrase
            if j in tokens.number_at and tokens.low(j - 1) != "of":
                break
        if tokens.low(j) in (",", ";", ":", "(", ")", '"'):
            break
        if tokens.pos(j) in ("VERB", "AUX", "SCONJ", "CCONJ") and phrase is None and not tokens.in_number(j):
            break
    return best


def group_of(tokens: Tokens, head: int, *, before: int) -> list[Victims]:
    """The phrases around a subject found by grammar, up to its verb."""
    if not 0 <= head < len(tokens):
        return []
    token = tokens.all[head]
    if token.pos_ == "PRON" and not tokens.in_number(head) and token.lower_ != "another":
        return []
    while (
        token.dep_ == "conj"
        and token.head.i < token.i
        and token.head.pos_ in ("NOUN", "PROPN", "NUM")
        and not _is_broken(tokens, token.head.i, head)
    ):
        token = token.head
        head = token.i
    start = head
    for child in token.children:
        if child.i < token.i and child.dep_ in (
            "det",
            "nummod",
            "amod",
            "compound",
            "poss",
            "quantmod",
            "nmod",
            "predet",
        ):
            start = min(start, child.left_edge.i)
    for q in tokens.numbers:  # the grammar may have cut the figure off: "At least | 33 people"
        if q.start <= tokens.start(head) < q.end or 0 <= tokens.start(max(start, 0)) - q.end <= 1:
            start = min(start, tokens.at(q.start))
    for j in range(
        start, head + 1
    ):  # a figure begins a phrase, a dash or colon ends what stands before: datelines, tags
        if j in tokens.number_at and j > start and tokens.low(j - 1) not in ("and", ","):
            start = j
        elif tokens.low(j) in ("—", "--", ":", "|") and j < head:
            start = j + 1
    return group_at(tokens, max(0, start), before=before)


def _is_broken(tokens: Tokens, start: int, end: int) -> bool:
    return any(
        tokens.low(j) in (";", ":") or tokens.tag(j) in ("VBD", "VBZ", "VBP") for j in range(start, end)
    )


def is_breakdown(group: list[Victims]) -> bool:
    """ "three reporters, two Salvadorans and a Netherlander" are three."""
    whole, rest = group[:1], group[1:]
    return (
        bool(rest)
        and whole[0].number is not None
        and whole[0].range.min == sum(v.range.min or 0 for v in rest)
    )
