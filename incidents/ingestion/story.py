"""Near-identical articles are one story: the first of them is read, and the others stand beside it as sources.

A copy is an agency's report in a second paper: the same words but for a dateline, a byline, a sentence cut.
What brings a figure that the first has not (a toll that has risen) is no copy, however alike: it is news.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.utils import timezone

from incidents.ingestion.fingerprint import distance, shingles
from incidents.models import Article, Evidence, Incident, Report
from incidents.vocabulary import ArticleState, Status

DAYS = 3  # from the publication of one to that of another
BITS = 10  # of the fingerprint's 64 that may differ: strangers differ in 32, give or take 4
WORDS = 60  # a text with fewer says little, and says it like others
ALIKE = 0.85  # of the runs of words that either has, this share is in both
UNREAD = (ArticleState.FAILED, ArticleState.UNSUPPORTED_LANGUAGE)
CONTEXT = 40  # characters around a quote by which its place in the copy is found
_FIGURE = re.compile(
    r"\d+(?:[.,:]\d+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|dozens?|scores|hundreds?|thousands?|no|none)\b"
)


class BitsApart(Func):
    """How many bits of two numbers differ."""

    template = "bit_count((%(expressions)s)::bit(64))"
    arg_joiner = " # "
    output_field = BigIntegerField()


def first_of(article: Article) -> Article | None:
    """The stored article whose story this new one tells again, locked until the end of the transaction.

    The lock keeps its reading from ending in between: either that finds the copy, or the copy finds what was
    read. Two copies that come in at one moment do not see each other; both are read, and their drafts meet.
    """
    if article.fingerprint is None or article.published_on is None or len(article.text.split()) < WORDS:
        return None
    for first in _near(article)[:5]:
        if is_copy(article.text, of=first.text):
            return _firsts().select_for_update(of=("self",)).filter(pk=first.pk).first()
    return None


def _firsts() -> QuerySet[Article]:
    return Article.objects.filter(story=None).exclude(state__in=UNREAD).defer("raw", "search")


def _near(article: Article) -> QuerySet[Article]:
    around = timedelta(days=DAYS)
    return (
        _firsts()
        .filter(
            fingerprint__isnull=False,
            published_on__range=(article.published_on - around, article.published_on + around),
        )
        .annotate(apart=BitsApart(F("fingerprint"), Value(article.fingerprint)))
        .filter(apart__lte=BITS)
        .order_by("apart", "id")
    )


def maybe_copies(articles: Sequence[Article]) -> set[int]:
    """Places of those, not stored, that may tell again what is stored or what stands before them: in one
    question for all. Whether they do is for ``first_of`` to say."""
    asked = [
        (place, article.fingerprint, article.published_on)
        for place, article in enumerate(articles)
        if article.fingerprint is not None and article.published_on and len(article.text.split()) >= WORDS
    ]
    found = {
        place
        for n, (place, bits, day) in enumerate(asked)
        if any(abs((day - d).days) <= DAYS and distance(bits, b) <= BITS for _place, b, d in asked[:n])
    }
    if not asked:
        return found
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [*map(list, zip(*asked, strict=True)), DAYS, DAYS, BITS])
        return found | {place for (place,) in cursor.fetchall()}


_NEAR = """
    SELECT DISTINCT place FROM unnest(%s::int[], %s::bigint[], %s::date[]) AS asked (place, bits, day)
    JOIN incidents_article AS a ON a.published_on BETWEEN day - %s AND day + %s
    AND a.story_id IS NULL AND a.fingerprint IS NOT NULL AND bit_count((a.fingerprint # bits)::bit(64)) <= %s
"""


def is_copy(text: str, *, of: str) -> bool:
    ours, theirs = shingles(text), shingles(of)
    if len(ours & theirs) < ALIKE * len(ours | theirs):
        return False
    return _figures(text) <= _figures(of)


def _figures(text: str) -> set[str]:
    return set(_FIGURE.findall(text.casefold()))


def share(first: Article, copies: Iterable[Article] | None = None) -> None:
    """Let copies stand beside the first: on its incidents as reports, under its statements with their own words.

    Statements are not doubled: many papers with one agency's report are one voice.
    """
    if copies is None:
        copies = first.copies.defer("raw", "search")
    reports = list(first.reports.select_related("incident"))
    for copy in copies:
        for report in reports:
            report.incident.add_source(copy, prominence=report.prominence, position=report.position)
        told = Evidence.objects.filter(article=first, statement__article=first).defer("quote")
        rows = (_same_words(evidence, first, copy) for evidence in told)
        Evidence.objects.bulk_create(filter(None, rows), ignore_conflicts=True)


def _same_words(evidence: Evidence, first: Article, copy: Article) -> Evidence | None:
    """Where the copy has the words: by what surrounds them, or where it has them once only."""
    start, end = evidence.start, evidence.end
    quote = first.text[start:end]
    before = first.text[max(0, start - CONTEXT) : start]
    after = first.text[end : end + CONTEXT]
    for around, lead in ((before + quote + after, len(before)), (before + quote, len(before)), (quote, 0)):
        if copy.text.count(around) == 1:
            at = copy.text.index(around) + lead
            return Evidence(
                statement_id=evidence.statement_id, article=copy, start=at, end=at + len(quote), quote=quote
            )
    return None


def leave(copy: Article) -> None:
    """Take an article out of its story, and what stood on its being a copy with it."""
    taken_up = Incident.objects.filter(reports__article=copy).exclude(status=Status.DRAFT, version=1)
    taken_up.update(updated_at=timezone.now())
    Report.objects.filter(article=copy).delete()
    Evidence.objects.filter(article=copy).exclude(statement__article=copy).delete()
    Article.objects.filter(pk=copy.pk).update(story=None)


def hand_on(first: Article) -> None:
    """The first could not be read: the next of the story takes its place and waits to be read."""
    following = first.copies.order_by("id").only("id").first()
    if following is None:
        return
    now = timezone.now()
    first.copies.exclude(pk=following.pk).update(story=following, reason=words_for(following), updated_at=now)
    Article.objects.filter(pk=following.pk).update(
        story=None, state=ArticleState.RECEIVED, reason="", updated_at=now
    )


def words_for(first: Article) -> str:
    return f"The same story as article {first.pk}, and read with it."
