"""Accept one article: normalise it, recognise it if it is here already, store it."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from incidents.ingestion import apart, story
from incidents.ingestion.addresses import canonical, checked
from incidents.ingestion.dates import Published, published
from incidents.ingestion.errors import TooLarge, wrong
from incidents.ingestion.fingerprint import fingerprint
from incidents.ingestion.kinds import EXPECTED, HTML, KIND_OF_TYPE, PLAIN, decoded, kind_of
from incidents.ingestion.languages import READ, detected, language_code
from incidents.ingestion.page import Page
from incidents.ingestion.sources import source_of
from incidents.ingestion.text import tidy
from incidents.models import Article, Batch, User
from incidents.vocabulary import ArticleState


@dataclass(frozen=True, slots=True)
class Submitted:
    """``duplicate_by`` says how an article that is here already was recognised; blank for a new one."""

    article: Article
    is_new: bool
    duplicate_by: Literal["", "bytes", "text", "url"] = ""


@dataclass(frozen=True, slots=True)
class _Received:
    """What came in, and what it says."""

    raw: bytes
    content_type: str
    page: Page


def submit(*, by: User | None, batch: Batch | None = None, **terms: Any) -> Submitted:
    """Store one article, or say which one it is that we have.

    The terms are those of ``open_one``. Nothing is scheduled here: the door does that, once this is committed.
    ``by`` is None only for commands.

    Raises ``ValidationError`` naming the field, ``TooLarge`` (one of them) above a limit, ``PermissionDenied``.
    """
    may_submit(by)
    opened = open_one(**terms)
    if known := Article.objects.filter(raw_sha256=opened.sha256).first():
        return Submitted(known, is_new=False, duplicate_by="bytes")
    return store(opened.read(), by=by, batch=batch)


def may_submit(by: User | None) -> None:
    if by is not None and not by.has_perm("incidents.submit_article"):
        raise PermissionDenied(f"{by} may not submit articles.")


@dataclass(frozen=True, slots=True)
class _Given:
    title: str
    byline: str
    source: str
    url: str
    published: Published
    language: str
    site: str = ""


_published = published


@dataclass(frozen=True, slots=True)
class Opened:
    """What was handed in, checked as far as it can be without reading it."""

    raw: bytes
    kind: str
    field: str
    content_type: str
    given: _Given
    sha256: str

    def read(self) -> "Prepared":
        """Takes longest of all, and asks no database. Raises ``ValidationError``."""
        received = _receive(
            self.raw, kind=self.kind, field=self.field, content_type=self.content_type, url=self.given.url
        )
        return _prepared(received, _completed(self.given, received.page), self.sha256)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article that is not stored, and what its outlet is found by."""

    article: Article
    source: str
    site: str


def open_one(
    *,
    text: str = "",
    html: str = "",
    data: bytes | None = None,
    content_type: str = "",
    file_name: str = "",
    title: str = "",
    url: str = "",
    published: str | date | datetime | None = None,  # shadows the function, which callers need not know
    source: str = "",
    language: str = "",
    byline: str = "",
) -> Opened:
    """Give one of ``text``, ``html`` and ``data`` (the bytes of a file). What the caller leaves blank is taken
    from the document, once it is read. Raises ``ValidationError``."""
    # what the caller typed is checked first: reading a document takes longer than saying no
    given = _Given(
        title=_within("title", title, 1000),
        byline=_within("byline", byline, 500),
        source=source,
        url=checked(url),
        published=_published(published),
        language=language_code(language),
    )
    _one_of(text, html, data)
    if data is None:
        data, kind, field = _typed(text, html)
        content_type = f"{kind}; charset=utf-8"
    else:
        kind, field = kind_of(data, content_type, file_name), "file"
    return Opened(data, kind, field, content_type, given, hashlib.sha256(data).hexdigest())


def _within(field: str, value: str, longest: int) -> str:
    value = " ".join(tidy(value).split())
    if len(value) > longest:
        raise wrong(field, _("expected at most %(longest)s characters.") % {"longest": longest})
    return value


def _one_of(text: str, html: str, data: bytes | None) -> None:
    given = sum((bool(text.strip()), bool(html.strip()), data is not None))
    if given > 1:
        raise wrong("text", _("expected one of text, html and file, not several."))
    if not given:
        raise wrong("text", _("expected the article's text, html, or a file."))
    if data is not None:
        if len(data) > settings.MAX_UPLOAD_BYTES:
            raise TooLarge("file", settings.MAX_UPLOAD_BYTES)
        if not data.strip():
            raise wrong("file", _("%(expected)s; this file is empty.") % {"expected": EXPECTED})


def _typed(text: str, html: str) -> tuple[bytes, str, str]:
    """What came as characters, as the bytes of a file: kept like any other."""
    kind, words, field = (HTML, html, "html") if html.strip() else (PLAIN, text, "text")
    raw = words.encode("utf-8", "surrogatepass")
    limit = settings.MAX_TEXT_BYTES if kind == PLAIN else settings.MAX_UPLOAD_BYTES
    if len(raw) > limit:
        raise TooLarge(field, limit)
    return raw, kind, field


def _receive(data: bytes, *, kind: str, field: str, content_type: str, url: str) -> _Received:
    if kind != PLAIN:
        page = _read_apart(data, kind=kind, field=field, content_type=content_type, url=url)
    elif field == "file":
        text, encoding = decoded(data, content_type=content_type, is_html=False)
        page = Page(text, encoding=encoding)
    else:
        page = Page(data.decode("utf-8", "surrogatepass"), encoding="utf-8")
    page = Page(**{name: tidy(words) for name, words in asdict(page).items()})
    if len(page.text.encode()) > settings.MAX_TEXT_BYTES:
        raise TooLarge("text", settings.MAX_TEXT_BYTES)
    if not page.text:
        raise wrong(field, _("expected an article with text in it."))
    declared = content_type.partition(";")[0].strip().lower()
    return _Received(data, declared if KIND_OF_TYPE.get(declared) == kind else kind, page)


def _read_apart(data: bytes, *, kind: str, field: str, content_type: str, url: str) -> Page:
    """In a process that a file from strangers may kill."""
    if field != "file":  # characters that somebody typed; half a pair among them would be no UTF-8
        data = tidy(data.decode("utf-8", "surrogatepass")).encode()
    arguments = {"kind": kind, "content_type": content_type, "url": url, "limit": settings.MAX_TEXT_BYTES}
    return Page(**apart.do("text", data, field=field, **arguments))


def _completed(given: _Given, page: Page) -> _Given:
    return replace(
        given,
        title=given.title or " ".join(page.title.split())[:1000],
        byline=given.byline or " ".join(page.byline.split())[:500],
        url=given.url or page.url,
        published=given.published if given.published[0] else _published(page.published),
        site=page.site,
        language=given.language or detected(f"{given.title}\n{page.text}"),
    )


def _prepared(received: _Received, given: _Given, sha256: str) -> Prepared:
    day, moment = given.published
    article = Article(
        url=given.url,
        canonical_url=canonical(given.url) if given.url else "",
        title=given.title,
        byline=given.byline,
        published_on=day,
        published_at=moment,
        language=given.language,
        raw=received.raw,
        content_type=received.content_type,
        encoding=received.page.encoding,
        raw_sha256=sha256,
        text=received.page.text,
        text_sha256=hashlib.sha256(received.page.text.encode()).hexdigest(),
        fingerprint=fingerprint(received.page.text),
    )
    if given.language != READ:
        article.state = ArticleState.UNSUPPORTED_LANGUAGE
        article.reason = f"The text is in “{given.language}”; only English is read."
    return Prepared(article, given.source, given.site)


def store(prepared: Prepared, *, by: User | None, batch: Batch | None) -> Submitted:
    article = prepared.article
    article.batch, article.submitter = batch, by
    if known := _known(article):
        return known
    context: dict[str, Any] = {"user": by.pk} if by else {"actor": "submit"}
    with pghistory.context(**context, verb="submit"):
        try:
            with transaction.atomic():
                article.source = source_of(name=prepared.source, url=article.url, site=prepared.site)
                _save(article)
        except IntegrityError:
            # somebody else stored it since we looked; the constraints know
            if known := _known(article):
                return known
            raise
    return Submitted(article, is_new=True)


def _save(article: Article) -> None:
    """A copy of a story that we have waits for no reading of its own."""
    first = story.first_of(article) if article.state == ArticleState.RECEIVED else None
    if first is None:
        article.save(force_insert=True)
        return
    article.story, article.state, article.reason = first, ArticleState.SAME_STORY, story.words_for(first)
    article.save(force_insert=True)
    story.share(first, [article])


def _known(article: Article) -> Submitted | None:
    same: dict[Literal["bytes", "text", "url"], dict[str, Any]] = {
        "bytes": {"raw_sha256": article.raw_sha256},
        "text": {"text_sha256": article.text_sha256},
    }
    if article.canonical_url and article.published_on:
        same["url"] = {"canonical_url": article.canonical_url, "published_on": article.published_on}
    for how, values in same.items():
        if known := Article.objects.filter(**values).first():
            return Submitted(known, is_new=False, duplicate_by=how)
    return None
