"""One article row -> drafts, statements and evidence, once in effect however often it is asked for.

1. *Claim*: take the article's lock, see whether it waits to be read, count the attempt, commit.
2. *Read*: seconds of work, in no transaction and with no row locked.
3. *Write*: all rows and the article's new state in one transaction.

The lock is PostgreSQL's advisory one, held by the connection: whoever dies in the middle lets it go, so an
article in state ``reading`` that nobody holds was lost. (It needs a connection of its own for as long as the
reading takes: a pooler in transaction mode would break it.)
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from incidents import extraction
from incidents.extraction import EXTRACTOR_VERSION
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.ingestion import known, story
from incidents.ingestion.earlier import same_event
from incidents.ingestion.languages import READ
from incidents.ingestion.match import lock_days, match
from incidents.ingestion.proposals import Catalogue, Proposal
from incidents.models import Apart, Article, Candidate, Counter, Incident, Reading, Relation, User
from incidents.models.locks import alone
from incidents.vocabulary import ArticleState, BatchState, RelationKind, Status

log = logging.getLogger(__name__)

LOCK = 0x41525449  # "ARTI": our advisory locks among those of others
NO_ERRORS: Mapping[type[Exception], str] = {}
WAITING = (ArticleState.RECEIVED, ArticleState.READING)
LONGEST_REASON = 2000
LONGEST_READ = 150_000  # characters: no story is longer, and a reading must end within its time

Extract = Callable[[extraction.Article, Gazetteer], extraction.Reading]


class Outcome(Enum):
    READ = "read"
    NOTHING_TO_DO = "nothing to do"  # read already, or not to be read
    BUSY = "busy"  # another process reads it at this moment


def read(
    article_id: int,
    *,
    force: bool = False,
    hopeless: Mapping[type[Exception], str] = NO_ERRORS,
    extract: Extract = extraction.extract,
) -> Outcome:
    """Read an article that waits for it; with ``force`` one that was read as well.

    Raises what went wrong, after the article has it as its reason: it then waits for another attempt, or is
    ``failed`` after the last one, or at the first error that is ``hopeless``
    (another attempt would only meet it again), told in the words given for it.
    """
    with alone(LOCK, article_id) as is_ours:
        if not is_ours:
            return Outcome.BUSY
        article = _claim(article_id, force=force)
        if article is None:
            return Outcome.NOTHING_TO_DO
        started = timezone.now()
        try:
            gazetteer = known.gazetteer()
            reading = extract(_as_read(article), gazetteer)
            _write(article, reading, gazetteer, started)
        except Exception as error:
            _note_failure(article, error, hopeless.get(type(error), ""))
            raise
        return Outcome.READ


def get_ready() -> None:
    """Load the language model and the gazetteer, which the first reading of a process otherwise waits for."""
    extraction.extract(extraction.Article(id="", title="", text="Troops fought."), known.gazetteer())


def reread(article: Article, *, by: User) -> None:
    """Let an article wait for its reading again; the door schedules it.

    What analysts have decided stays; drafts that nobody has touched give way to the new ones.
    """
    if not by.has_perm("incidents.reread_article"):
        raise PermissionDenied(f"{by} may not have articles read again.")
    with pghistory.context(user=by.pk, verb="reread"), transaction.atomic():
        # the first of its story before itself: in that order its reading takes them
        Article.objects.select_for_update().only("pk").filter(copies=article.pk).first()
        row = Article.objects.select_for_update().defer("raw", "text").get(pk=article.pk)
        if row.language != READ:
            raise ValidationError(
                {"language": f"expected an English article; this one is in “{row.language}”."}
            )
        if row.story_id:
            story.leave(row)
        _move(row, ArticleState.RECEIVED, attempts=0)


def lost(*, waiting_since: datetime) -> list[int]:
    """Articles that wait for a reading which nobody will do.

    Those whose reader died, at once; those that no reader has taken, when they wait since before then.
    """
    rows = Article.objects.filter(state__in=WAITING).exclude(pk__in=_being_read())
    # of a batch, those wait for nobody that are held back, or whose turn has not come
    rows = rows.exclude(batch__state=BatchState.PAUSED).exclude(
        batch__isnull=False, pk__gt=F("batch__queued_to")
    )
    died = rows.filter(state=ArticleState.READING)
    forgotten = rows.filter(state=ArticleState.RECEIVED, updated_at__lt=waiting_since)
    return sorted(died.union(forgotten).values_list("pk", flat=True))


# --- the lock ---------------------------------------------------------------------------------------


def _being_read() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
            " AND classid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCK],
        )
        return [article_id for (article_id,) in cursor.fetchall()]


# --- the steps --------------------------------------------------------------------------------------


def _claim(article_id: int, *, force: bool) -> Article | None:
    with _context(article_id), transaction.atomic():
        article = Article.objects.select_for_update().defer("raw").filter(pk=article_id).first()
        if article is None:
            log.warning("Article %s is gone", article_id)
            return None
        if article.language != READ or article.story_id or (article.state not in WAITING and not force):
            return None
        if article.attempts >= settings.READ_ATTEMPTS and not force:
            # each attempt is counted before it is made: here the processes themselves did not survive
            words = f"Reading ended {article.attempts} times with the death of its process (memory, or time)."
            _move(article, ArticleState.FAILED, reason=words)
            story.hand_on(article)
            return None
        attempts = 1 if force else article.attempts + 1
        _move(article, ArticleState.READING, attempts=attempts, reason=article.reason)
        return article


def _as_read(article: Article) -> extraction.Article:
    """The beginning of what was stored, cut between two paragraphs where it can be; offsets stay the same."""
    return extraction.Article(
        id=str(article.pk),
        title=article.title,
        text=article.text[: _end_of_reading(article.text)],
        published=article.published_on,
        published_at=article.published_at,
        language=article.language,
    )


def _end_of_reading(text: str) -> int:
    if len(text) <= LONGEST_READ:
        return len(text)
    return text.rfind("\n", LONGEST_READ // 2, LONGEST_READ) + 1 or LONGEST_READ


def _write(article: Article, found: extraction.Reading, gazetteer: Gazetteer, started: datetime) -> None:
    with _context(article.pk), transaction.atomic():
        row = Article.objects.select_for_update().defer("raw", "text").get(pk=article.pk)
        if row.state != ArticleState.READING:
            return  # our connection, and with it the lock, was lost for a while, and another has read it since
        reading = Reading.objects.create(
            article=article,
            extractor_version=EXTRACTOR_VERSION,
            started_at=started,
            finished_at=timezone.now(),
            drafts=len(found.drafts),
            counters=len(found.counters),
            timings=dict(found.timings),
        )
        notes = _write_drafts(article, found, reading, gazetteer)
        notes += _write_counters(article, found)
        story.share(article)
        state = ArticleState.READ if found.drafts or found.counters else ArticleState.NOTHING_FOUND
        if (end := _end_of_reading(article.text)) < len(article.text):
            notes.append(f"all after the first {end:,} of {len(article.text):,} characters")
        _move(row, state, reason=f"Left out: {'; '.join(notes)}." if notes else "")


def _write_drafts(
    article: Article, found: extraction.Reading, reading: Reading, gazetteer: Gazetteer
) -> list[str]:
    lock_days(draft.date_start for draft in found.drafts)  # before any incident is locked
    kept = _keep_what_people_decided(article)
    keys = {each.pk for each in kept}
    never_clear = keys | Apart.objects.other_sides(*keys)
    catalogue = Catalogue.of(found.drafts, gazetteer)
    incidents: list[Incident] = []
    written: list[Incident] = []
    notes: list[str] = []
    for position, draft in enumerate(found.drafts):
        incident = same_event(draft, kept, article)
        if incident is None:
            proposal = Proposal(draft, article, catalogue)
            matched = match(
                proposal.telling(),
                gazetteer,
                but={each.pk for each in incidents},
                never_clear=never_clear,
            )
            if matched.clear:
                incident = proposal.join(matched.clear, reading=reading, position=position)
            else:
                incident = proposal.write(reading=reading, position=position)
                written.append(incident)
                Candidate.objects.bulk_create(matched.candidates(incident))
            notes += [f"draft {position + 1}: {note}" for note in proposal.notes]
        incidents.append(incident)
    _relate(found, incidents, written)
    return notes


def _keep_what_people_decided(article: Article) -> list[Incident]:
    """Remove the drafts that only the reader has written; return the rest."""
    rows = Incident.objects.filter(reports__article=article).exclude(status=Status.MERGED)
    rows = rows.select_for_update(of=("self",))
    rows = rows.select_related("base").prefetch_related("statements__evidence", "reports").order_by("id")
    ours = {article.pk, *article.copies.values_list("pk", flat=True)}
    kept, untouched = [], []
    for incident in rows:
        (untouched if _is_untouched(incident, ours) else kept).append(incident.pk)
    Incident.objects.filter(pk__in=untouched).delete()
    return [incident for incident in rows if incident.pk in kept]


def _is_untouched(incident: Incident, ours: set[int]) -> bool:
    """By people, or by another story; what somebody has open counts as touched."""
    is_held = incident.held_until is not None and incident.held_until > timezone.now()
    is_alone = {report.article_id for report in incident.reports.all()} <= ours
    return is_alone and not is_held and incident.is_untouched()


def _relate(found: extraction.Reading, incidents: list[Incident], written: list[Incident]) -> None:
    for draft, incident in zip(found.drafts, incidents, strict=True):
        at = draft.retaliates_for
        if (
            at is None
            or not 0 <= at < len(incidents)
            or incidents[at].pk == incident.pk
            or incident not in written
        ):
            continue
        Relation.objects.get_or_create(
            incident=incident, kind=RelationKind.RETALIATES_FOR, other=incidents[at]
        )


def _write_counters(article: Article, found: extraction.Reading) -> list[str]:
    article.counters.filter(campaign=None).delete()
    taken = set(article.counters.values_list("start", "end"))
    notes = []
    for counter in found.counters:
        span = (counter.span.start, counter.span.end)
        if not (0 <= counter.count < 2**31 and article.text[slice(*span)] == counter.quote != ""):
            notes.append(f"counter ({counter.count}): expected a number and the article's own words")
        elif span not in taken:
            taken.add(span)
            Counter.objects.create(
                article=article,
                count=counter.count,
                what=counter.what[:500],
                since=counter.since,
                start=span[0],
                end=span[1],
                quote=counter.quote,
            )
    return notes


def _note_failure(article: Article, error: Exception, final_words: str) -> None:
    """The reason in plain words, on the article; waits or failed."""
    is_last = bool(final_words) or article.attempts >= settings.READ_ATTEMPTS
    words = final_words and f"{final_words} ({len(article.text):,} characters of text)"
    words = words or f"{type(error).__name__}: {error}".removesuffix(": ")
    head = f"Reading failed {_times(article.attempts)}" if is_last else f"Attempt {article.attempts} failed"
    tail = "" if is_last else f" (of {settings.READ_ATTEMPTS}; it will be tried again)"
    with _context(article.pk), transaction.atomic():
        _move(
            article,
            ArticleState.FAILED if is_last else ArticleState.RECEIVED,
            reason=f"{head}{tail}: {words}".replace("\0", "")[:LONGEST_REASON],
        )
        if is_last:
            story.hand_on(article)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _move(article: Article, state: ArticleState, *, reason: str = "", attempts: int | None = None) -> None:
    """Only the columns named here: an article's text is megabytes, and somebody may be editing its title."""
    article.state, article.reason, article.updated_at = state, reason, timezone.now()
    if attempts is not None:
        article.attempts = attempts
    rows: QuerySet[Article] = Article.objects.filter(pk=article.pk)
    rows.update(
        state=article.state, reason=article.reason, attempts=article.attempts, updated_at=article.updated_at
    )


def _context(article_id: int) -> pghistory.context:
    return pghistory.context(
        actor="task read_article",
        verb="read",
        reason=f"article {article_id}, extractor {EXTRACTOR_VERSION}",
        reader=EXTRACTOR_VERSION,
    )
