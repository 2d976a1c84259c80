"""A web page -> its main text and what it says about itself.

Pages come from strangers. What makes parsers slow or recursive without end is taken away before (scripts,
monstrous tags) or not given to them at all (too much of it); then the text is what is left without tags.
"""

import re
from datetime import date, datetime
from html import unescape

from django.core.exceptions import ValidationError
from lxml.etree import LxmlError
from trafilatura import bare_extraction

from incidents.ingestion.addresses import canonical, checked
from incidents.ingestion.dates import published
from incidents.ingestion.page import Page

LARGEST_PARSED = 1_500_000  # characters of markup without its scripts: some seconds of parsing
LONGEST_TAG = 8_000

_UNSEEN = re.compile(r"<(script|style|svg|noscript|template|iframe)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HUGE_TAG = re.compile(rf"<(\w{{1,20}})[^<>]{{{LONGEST_TAG},}}>")
_BLOCK_END = re.compile(
    r"<(?:/(?:p|div|h[1-6]|li|tr|section|article|blockquote|td|title|head)|br|hr)\b[^<>]*>", re.I
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_META = re.compile(r"<meta\b[^<>]*>", re.I)
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_PUBLISHED_NAMES = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "dc.date.issued",
    "pubdate",
)
_SPACES = re.compile(r"[ \t\xa0]+")
_EMPTY_LINES = re.compile(r"\s*\n\s*")


def read_page(html: str, *, url: str = "") -> Page:
    published_at = _published(html)
    markup = _without_what_nobody_sees(html)
    try:
        found = _parsed(markup, url)
    # trafilatura and lxml stumble in many ways over broken pages, and each of them leaves us the words
    except (LxmlError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        found = None
    if found is None:
        return Page(text=_words(markup), published=published_at)
    return Page(
        text=found.text or _words(markup),
        title=found.title or "",
        byline=found.author or "",
        published=published_at or acceptable(found.date),
        site=found.sitename or "",
        url=_address(found.url),
    )


def _parsed(markup: str, url: str):
    if len(markup) > LARGEST_PARSED:
        return None
    return bare_extraction(
        markup,
        url=url or None,
        include_comments=False,
        with_metadata=True,
        # without guesses from any number on the page
        date_extraction_params={"extensive_search": False, "original_date": True},
    )


def _without_what_nobody_sees(html: str) -> str:
    for pattern, instead in ((_COMMENT, " "), (_UNSEEN, " "), (_HUGE_TAG, r"<\1>")):
        html = pattern.sub(instead, html)
    return html if "<html" in html[:2000].lower() else f"<html><body>{html}</body></html>"


def _words(markup: str) -> str:
    """All the text of a page, navigation included: the last resort."""
    lines = _TAG.sub(" ", _BLOCK_END.sub("\n", _SPACES.sub(" ", markup.replace("\n", " "))))
    return _EMPTY_LINES.sub("\n", _SPACES.sub(" ", unescape(lines))).strip()


def _published(html: str) -> str:
    """The moment with its zone, which trafilatura shortens to a day; the page's own words for machines only."""
    for tag in _META.findall(html[:LARGEST_PARSED]):
        name = re.search(r"""(?:property|name|itemprop)\s*=\s*["']?([\w:.]+)""", tag, re.I)
        content = re.search(r"""content\s*=\s*["']([^"']{4,40})["']""", tag, re.I)
        if name and content and name[1].lower() in _PUBLISHED_NAMES and acceptable(content[1]):
            return content[1]
    linked = _LINKED_DATA.search(html[:LARGEST_PARSED])
    return acceptable(linked[1]) if linked else ""


def acceptable(words: str | date | datetime | None) -> str:
    """Nobody typed it: a date that makes no sense is no date, and no error."""
    words = str(words or "")
    try:
        published(words)
    except ValidationError:
        return ""
    return words


def _address(url: str | None) -> str:
    try:
        return checked(url or "") if canonical(checked(url or "")) else ""
    except ValidationError:
        return ""
