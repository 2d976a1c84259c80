"""What changed in a text, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
FEW = 4
"""A value of fewer pieces than this is told as a whole: nobody reads "2024-01-2" with a digit struck out."""


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both as HTML: what is gone in ``<del>`` on the one side, what is new in ``<ins>`` on the other."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if before == after or min(len(old), len(new)) < FEW or " " not in before.strip():
        return _lines(escape(before)), _lines(escape(after))
    parts = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = (("del" if tag != "equal" else "", "".join(old[a:b])) for tag, a, b, _c, _d in parts)
    come = (("ins" if tag != "equal" else "", "".join(new[c:d])) for tag, _a, _b, c, d in parts)
    return _lines("".join(_tagged(gone))), _lines("".join(_tagged(come)))


def _tagged(parts: Iterator[tuple[str, str]]) -> Iterator[str]:
    for tag, words in parts:
        if words:
            yield format_html("<{0}>{1}</{0}>", tag, words) if tag else escape(words)


def _lines(html: str) -> SafeString:
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308 -- every word of it was escaped above
