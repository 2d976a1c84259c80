"""Many articles in one file: each line has its receipt, whatever is killed in between.

1. ``accept`` notes a file that is whole on the disk
2. ``take`` reads on from where the batch is. Articles, receipts and the new position are one transaction: what
   dies in the middle has not happened, and a line that has a receipt is never read again
3. ``due`` says which articles are to be read now: some of each batch at a time, so that none keeps the others
   waiting
4. ``pause``, ``resume``, ``cancel`` and ``retry`` are what somebody may do to it meanwhile
"""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import islice
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.ingestion import columns, dates, formats, storage
from incidents.ingestion.errors import wrong
from incidents.ingestion.formats import Line, Shape
from incidents.ingestion.many import Became, submit_many
from incidents.models import Article, Batch, Receipt, Report, User
from incidents.models.articles import UNDER_WAY
from incidents.models.locks import alone
from incidents.vocabulary import ArticleState, BatchState, ReceiptOutcome

log = logging.getLogger(__name__)

LOCK = 0x42415443  # "BATC": our advisory locks among those of others
A_SLICE = 2.0  # seconds: then other tasks have their turn
PREVIEWED = 5.0  # seconds: somebody waits for it
AT_ONCE = 50  # lines to a transaction
LARGE = 32 * 1024 * 1024  # bytes, with which a transaction has enough
OF_DOCUMENTS = ("zip", "warc", "document")
DEATHS = 3  # at one place; then it is gone through line by line, and the line at which it dies is left out
WINDOW = 100  # articles of a batch that wait in the queue
FORGOTTEN_AFTER = timedelta(minutes=10)
WAITING = (ArticleState.RECEIVED, ArticleState.READING)
OUTCOMES = {ReceiptOutcome.DUPLICATE_OF: "duplicates", ReceiptOutcome.FAILED: "failed"}
READ_AS = {
    ArticleState.READ: "read",
    ArticleState.NOTHING_FOUND: "nothing_found",
    ArticleState.SAME_STORY: "same_story",
    ArticleState.UNSUPPORTED_LANGUAGE: "unsupported",
    ArticleState.FAILED: "unread",
}
NONE = dict.fromkeys(("lines", "accepted", "duplicates", "failed", *READ_AS.values(), "drafts"), 0)
SETTINGS = ("source", "language", "order", "zone")


# --- taking it in -----------------------------------------------------------------------------------


def accept(
    kept: storage.Kept,
    *,
    file_name: str,
    by: User,
    shape: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    is_paused: bool = False,
) -> Batch:
    """Note a file that is kept. ``shape`` and ``mapping`` are what somebody knows better than the file's look
    says.

    Raises ``ValidationError`` that names the field; the caller then forgets the file.
    """
    _demand(by)
    file_name = file_name.strip().rpartition("/")[2][:300] or _("without a name")
    found = look(kept.path, file_name, shape)
    told = dict(mapping or _as_before(found, defaults or {}) or columns.guessed(found.columns))
    batch = Batch(
        file_name=file_name,
        path=kept.path,
        size=kept.size,
        sha256=kept.sha256,
        format=found.format,
        shape=_kept(found),
        mapping=_checked_mapping(told, found),
        defaults=_checked_defaults(defaults or {}),
        state=BatchState.PAUSED if is_paused else BatchState.QUEUED,
        submitter=by,
    )
    with pghistory.context(user=by.pk, verb="upload"):
        batch.save()
    return batch


def known(kept: storage.Kept, *, by: User) -> Batch | None:
    """An upload of the very same file that was not cancelled."""
    same = Batch.objects.filter(sha256=kept.sha256, submitter=by).exclude(state=BatchState.CANCELLED)
    return same.order_by("id").first()


def look(path: str, file_name: str, corrected: Mapping[str, Any] | None = None) -> Shape:
    try:
        told = {name: value for name, value in (corrected or {}).items() if value}
        found = formats.sniff(
            storage.located(path), file_name, Shape(**{"format": "", **told}) if told else None
        )
    except formats.Refused as refused:
        raise wrong(refused.problem.field or "file", refused.problem.words) from None
    if found.format == "urls":
        raise wrong("file", _("expected the articles themselves: a list of addresses is not fetched."))
    return found


def _kept(shape: Shape) -> dict[str, Any]:
    return {name: value for name, value in asdict(shape).items() if name != "format" and value}


def shape_of(batch: Batch) -> Shape:
    told = dict(batch.shape)
    return Shape(format=batch.format, **(told | {"columns": tuple(told.get("columns", ()))}))


def _as_before(shape: Shape, defaults: Mapping[str, str]) -> dict[str, str] | None:
    """As the last file of this source with these columns was read."""
    if not defaults.get("source") or not shape.columns:
        return None
    before = Batch.objects.filter(
        defaults__source=defaults["source"], shape__columns=list(shape.columns)
    ).exclude(mapping={})
    last = before.order_by("-id").first()
    return last and last.mapping


def _checked_mapping(mapping: Mapping[str, str], shape: Shape) -> dict[str, str]:
    for field, column in mapping.items():
        if field not in columns.FIELDS:
            raise wrong("mapping", f"expected fields among {', '.join(columns.FIELDS)}; not {field[:50]!r}.")
        if shape.columns and column not in shape.columns:
            names = ", ".join(shape.columns[:30])
            raise wrong(
                "mapping", f"{field}: expected a column of the file ({names}); not {str(column)[:50]!r}."
            )
    has_documents = shape.format in OF_DOCUMENTS  # columns are then those of a manifest, if there are any
    if shape.columns and not has_documents and not {"text", "html"} & mapping.keys():
        names = ", ".join(shape.columns[:30])
        raise wrong(
            "mapping", f"expected to be told which column has the text or the html; there are {names}."
        )
    return dict(mapping)


def _checked_defaults(defaults: Mapping[str, str]) -> dict[str, str]:
    for name, value in defaults.items():
        if name not in SETTINGS:
            raise wrong("defaults", f"expected some of {', '.join(SETTINGS)}; not {name[:50]!r}.")
        if name == "order" and value and value not in dates.ORDERS:
            raise wrong("order", f"expected {' or '.join(dates.ORDERS)}; not {value[:20]!r}.")
        if name == "zone" and value and not dates.is_zone(value):
            raise wrong("zone", f"expected a name such as Asia/Baghdad; not {value[:50]!r}.")
    return {name: value for name, value in defaults.items() if value}


def correct(
    batch: Batch,
    *,
    by: User,
    shape: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> None:
    """Before its first line was taken. What is not given stays."""
    _demand(by, batch)
    if batch.state != BatchState.PAUSED or batch.position:
        raise ValidationError({"state": "expected a batch that was uploaded as paused, and has not begun."})
    if shape:
        found = look(
            batch.path, batch.file_name, {"format": batch.format, **batch.shape, "columns": (), **shape}
        )
        batch.format, batch.shape = found.format, _kept(found)
        mapping = mapping or columns.guessed(found.columns)
    if mapping is not None:
        batch.mapping = _checked_mapping(mapping, shape_of(batch))
    if defaults:
        batch.defaults = _checked_defaults({**batch.defaults, **defaults})
    with pghistory.context(user=by.pk, verb="edit"):
        batch.save(update_fields=["format", "shape", "mapping", "defaults", "updated_at"])


def preview(batch: Batch, *, most: int = 100) -> list[tuple[Line, dict[str, str], str, str]]:
    """The first lines, or those that a few seconds bring: how they begin, under our names, and which field would
    be refused, and why. Nothing is stored, and no more than one of them is in memory as a whole."""
    told, until = [], time.monotonic() + PREVIEWED
    for line in islice(formats.lines(storage.located(batch.path), shape_of(batch)), most):
        terms, field, reason = {}, "", ""
        try:
            terms = _terms(line, batch)
            dates.published(terms.get("published"))
        except ValidationError as error:
            field, reason = _fault(error)
        shown = {name: str(value)[:500] for name, value in terms.items() if name != "data"}
        told.append((replace(line, cells={}, document=None), shown, field, reason))
        if time.monotonic() > until:
            break
    return told


# --- line by line -----------------------------------------------------------------------------------


def take(batch_id: int, *, seconds: float = A_SLICE) -> bool:
    """Some lines, or all of them; whether nothing is left for another call to do."""
    with alone(LOCK, batch_id % 2**31) as is_ours:
        batch = Batch.objects.select_related("submitter").filter(pk=batch_id).first()
        if not is_ours or batch is None or batch.is_whole or batch.state not in UNDER_WAY:
            return True
        now = timezone.now()
        Batch.objects.filter(pk=batch.pk, started_at=None).update(started_at=now)
        # counted before it is tried: who dies of a line cannot count
        batch.tries += 1
        Batch.objects.filter(pk=batch.pk, state__in=UNDER_WAY).update(
            state=BatchState.RUNNING, tries=batch.tries, updated_at=now
        )
        return _slice(batch, time.monotonic() + seconds)


def _slice(batch: Batch, until: float) -> bool:
    path = storage.located(batch.path)
    if not path.is_file():
        return _stop(batch, "expected the uploaded file where it was stored; it is not there any more.")
    if not batch.submitter.has_perm("incidents.submit_article"):
        return _stop(batch, f"{batch.submitter} may not submit articles any more.")
    if batch.tries > 3 * DEATHS:  # no line is at fault: the file itself cannot be read on
        return _stop(batch, f"The file could not be read on from here, {batch.tries - 1} times.")
    at_once = 1 if batch.tries > DEATHS else AT_ONCE
    found = formats.lines(path, shape_of(batch), position=batch.position)
    while some := _some(found, at_once):
        if not _store(batch, some, is_deadly=batch.tries > 2 * DEATHS):
            return True
        if time.monotonic() > until:
            return False
    return _end_of_lines(batch)


def _some(lines: Iterator[Line], most: int) -> list[Line]:
    """Fewer where they are large."""
    some, weight = [], 0
    for line in islice(lines, most):
        some.append(line)
        weight += len(line.document.data) if line.document else sum(map(len, line.cells.values()))
        if weight > LARGE:
            break
    return some


def _store(batch: Batch, lines: list[Line], *, is_deadly: bool) -> bool:
    """Whether it is still ours to go on with."""
    with pghistory.context(user=batch.submitter_id, verb="submit"), transaction.atomic():
        row = Batch.objects.select_for_update().only("state", "position", "totals").get(pk=batch.pk)
        if row.state not in UNDER_WAY or row.position != batch.position:
            return False
        numbers = [line.number for line in lines]
        done = set(batch.receipts.filter(number__in=numbers).values_list("number", flat=True))
        new = [line for line in lines if line.number not in done]
        receipts = _receipts(batch, new, is_deadly=is_deadly)
        Receipt.objects.bulk_create(receipts)
        totals = Counter(row.totals)
        totals.update(_counted(receipts))
        batch.position, batch.tries = lines[-1].position, 0
        Batch.objects.filter(pk=batch.pk).update(
            position=batch.position, tries=0, totals=totals, updated_at=timezone.now()
        )
    return True


def _counted(receipts: Iterable[Receipt]) -> Counter[str]:
    counted: Counter[str] = Counter(lines=0, accepted=0, duplicates=0, failed=0)
    for receipt in receipts:
        counted["lines"] += 1
        counted[OUTCOMES.get(receipt.outcome, "accepted")] += 1
    return counted


def _receipts(batch: Batch, lines: Sequence[Line], *, is_deadly: bool) -> list[Receipt]:
    terms: dict[int, dict[str, Any]] = {}
    became: dict[int, Became] = {}
    for line in lines:
        try:
            if is_deadly:
                raise wrong("", "The process that read this line died of it, several times.")
            terms[line.number] = _terms(line, batch)
        except ValidationError as error:
            became[line.number] = error
    told = submit_many(list(terms.values()), by=batch.submitter, batch=batch)
    became |= zip(terms, told, strict=True)
    return [_receipt(batch, line, became[line.number]) for line in lines]


def _receipt(batch: Batch, line: Line, became: Became) -> Receipt:
    receipt = Receipt(batch=batch, number=line.number, original=line.original[:500].replace("\0", ""))
    if line.document and not line.original:
        receipt.original = batch.file_name
    if isinstance(became, ValidationError):
        receipt.outcome = ReceiptOutcome.FAILED
        receipt.field, receipt.reason = _fault(became)
    elif isinstance(became, Exception):
        log.error("Batch %s, line %s", batch.pk, line.number, exc_info=became)
        receipt.outcome = ReceiptOutcome.FAILED
        receipt.reason = f"It could not be taken in, for a fault of ours ({type(became).__name__})."
    else:
        receipt.article = became.article
        is_copy = became.article.state == ArticleState.SAME_STORY
        receipt.outcome = ReceiptOutcome.SAME_STORY if is_copy else ReceiptOutcome.ACCEPTED
        if not became.is_new:
            receipt.outcome, receipt.field = ReceiptOutcome.DUPLICATE_OF, became.duplicate_by
    return receipt


def _terms(line: Line, batch: Batch) -> dict[str, Any]:
    """What ``submit`` takes. Raises ``ValidationError``."""
    if line.problem:
        raise wrong(line.problem.field, line.problem.words)
    defaults = batch.defaults
    terms: dict[str, Any] = columns.mapped(line.cells, batch.mapping or columns.guessed(line.cells))
    terms = {name: value for name, value in terms.items() if value.strip()}
    if "published" in terms:
        terms["published"] = dates.usual(
            terms["published"], order=defaults.get("order", ""), zone=defaults.get("zone", "")
        )
    for name in ("source", "language"):
        terms.setdefault(name, defaults.get(name, ""))
    if line.document:
        terms = {name: value for name, value in terms.items() if name not in ("text", "html")}
        terms["data"] = line.document.data
        name = line.document.file_name or batch.file_name  # a document that came alone
        terms |= {"file_name": name, "content_type": line.document.content_type}
    elif "text" not in terms and "html" not in terms:
        raise wrong("text", _("expected the article's text, or its html."))
    return terms


def _fault(error: ValidationError) -> tuple[str, str]:
    if not hasattr(error, "error_dict"):
        return "", " ".join(error.messages)
    field, messages = next(iter(error.message_dict.items()))
    return field[:50], " ".join(messages)


def _end_of_lines(batch: Batch) -> bool:
    Batch.objects.filter(pk=batch.pk, state__in=UNDER_WAY).update(
        is_whole=True, tries=0, updated_at=timezone.now()
    )
    finish()
    return True


def _stop(batch: Batch, reason: str) -> bool:
    with pghistory.context(actor="task take_batch", verb="upload", reason=reason):
        Batch.objects.filter(pk=batch.pk).update(
            state=BatchState.PAUSED, reason=reason, updated_at=timezone.now()
        )
    return True


# --- reading ----------------------------------------------------------------------------------------


def due() -> list[int]:
    """Articles of batches whose reading is to be queued now. They are noted as queued: call it in the transaction
    whose end queues them."""
    found: list[int] = []
    waits = Article.objects.filter(state=ArticleState.RECEIVED, batch__isnull=False).values("batch")
    batches = Batch.objects.exclude(state=BatchState.PAUSED).filter(pk__in=waits)
    for batch in batches.select_for_update(skip_locked=True).order_by("id"):
        waiting = batch.articles.filter(state=ArticleState.RECEIVED).order_by("id")
        room = WINDOW - waiting.filter(pk__lte=batch.queued_to).count()
        following = list(waiting.filter(pk__gt=batch.queued_to).values_list("pk", flat=True)[: max(room, 0)])
        if following:
            Batch.objects.filter(pk=batch.pk).update(queued_to=following[-1])
            found += following
    return found


def is_held_back(article_id: int) -> bool:
    """Whether somebody has paused the batch that it came with."""
    return Article.objects.filter(pk=article_id, batch__state=BatchState.PAUSED).exists()


def finish() -> int:
    """Batches of which every line has its receipt, and every article has been read, are done."""
    whole = Batch.objects.filter(state__in=UNDER_WAY, is_whole=True)
    done = 0
    for batch in whole.exclude(articles__state__in=WAITING):
        with pghistory.context(actor="task", verb="upload"):
            now = timezone.now()
            done += Batch.objects.filter(pk=batch.pk, state__in=UNDER_WAY).update(
                state=BatchState.DONE, totals=totals([batch])[batch.pk], finished_at=now, updated_at=now
            )
    return done


def totals(batches: Iterable[Batch]) -> dict[int, dict[str, int]]:
    """By batch: lines, accepted, duplicates and failed of the lines that have receipts; of the accepted
    articles those read, nothing_found, same_story, unsupported (another language) and unread (their reading
    failed); and the drafts that came of them. lines = accepted + duplicates + failed."""
    told = {batch.pk: NONE | batch.totals for batch in batches}
    live = [batch.pk for batch in batches if batch.state != BatchState.DONE]
    if not live:
        return told
    states = Article.objects.filter(batch__in=live).order_by().values_list("batch", "state")
    for pk, state, number in states.annotate(number=Count("pk")):
        if state in READ_AS:
            told[pk][READ_AS[state]] = number
    drafts = Report.objects.filter(article__batch__in=live).order_by().values_list("article__batch")
    for pk, number in drafts.annotate(number=Count("incident", distinct=True)):
        told[pk]["drafts"] = number
    return told


def lost() -> list[int]:
    """Batches with lines left that nobody goes on with: the broker has forgotten them, or their worker died."""
    rows = Batch.objects.filter(
        state__in=UNDER_WAY, is_whole=False, updated_at__lt=timezone.now() - FORGOTTEN_AFTER
    )
    found = list(rows.order_by("id").values_list("pk", flat=True))
    Batch.objects.filter(pk__in=found).update(updated_at=timezone.now())
    return found


def tidy() -> int:
    """Files of batches that ended ``settings.UPLOADS_KEPT`` days ago, and those that no batch knows, are kept
    no more."""
    before = timezone.now() - timedelta(days=settings.UPLOADS_KEPT)
    ended = Batch.objects.filter(finished_at__lt=before).exclude(path="")
    for batch in ended:
        storage.forget(batch.path)
        Batch.objects.filter(pk=batch.pk).update(path="")
    known_paths = Batch.objects.exclude(path="").values_list("path", flat=True)
    a_day_ago = (timezone.now() - timedelta(days=1)).timestamp()
    strays = storage.orphans(known_paths, older_than=a_day_ago)
    for path in strays:
        storage.forget(path)
    return len(strays)


# --- what somebody may do ---------------------------------------------------------------------------


def pause(batch: Batch, *, by: User) -> None:
    """What is in work is finished; nothing more is begun."""
    _move(batch, BatchState.PAUSED, of=UNDER_WAY, by=by, verb="pause")


def resume(batch: Batch, *, by: User) -> None:
    """The door queues it."""
    _move(
        batch,
        BatchState.QUEUED,
        of=(BatchState.PAUSED,),
        by=by,
        verb="resume",
        queued_to=0,
        tries=0,
        reason="",
    )


def cancel(batch: Batch, *, by: User) -> None:
    """What was accepted stays, and is read; the other lines are not looked at."""
    _move(
        batch,
        BatchState.CANCELLED,
        of=(*UNDER_WAY, BatchState.PAUSED),
        by=by,
        verb="cancel",
        finished_at=timezone.now(),
    )


def _move(
    batch: Batch, state: BatchState, *, of: tuple[BatchState, ...], by: User, verb: str, **fields: Any
) -> None:
    _demand(by, batch)
    with pghistory.context(user=by.pk, verb=verb):
        moved = Batch.objects.filter(pk=batch.pk, state__in=of).update(
            state=state, updated_at=timezone.now(), **fields
        )
    batch.refresh_from_db()
    if not moved:
        raise ValidationError(
            {"state": f"expected a batch that is {' or '.join(of)} to {verb}; this one is {batch.state}."}
        )


def retry(batch: Batch, *, by: User) -> int:
    """Lines that failed are read once more, and so are articles whose reading did; how many these are."""
    _demand(by, batch)
    with pghistory.context(user=by.pk, verb="retry"), transaction.atomic():
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        if row.state == BatchState.CANCELLED:
            raise ValidationError({"state": "expected a batch that was not cancelled."})
        failed = row.receipts.filter(outcome=ReceiptOutcome.FAILED)
        lines, _rows = failed.delete() if row.path else (0, {})
        unread = row.articles.filter(state=ArticleState.FAILED).update(
            state=ArticleState.RECEIVED, attempts=0, reason="", updated_at=timezone.now()
        )
        if lines or unread:
            left = {
                "lines": row.totals.get("lines", 0) - lines,
                "failed": row.totals.get("failed", 0) - lines,
            }
            Batch.objects.filter(pk=row.pk).update(
                state=BatchState.QUEUED,
                is_whole=not lines and row.is_whole,
                position=0 if lines else row.position,
                totals=row.totals | left,
                queued_to=0,
                tries=0,
                finished_at=None,
                updated_at=timezone.now(),
            )
    batch.refresh_from_db()
    return lines + unread


def _demand(by: User, batch: Batch | None = None) -> None:
    if not by.has_perm("incidents.submit_article"):
        raise PermissionDenied(f"{by} may not submit articles.")
    if batch and batch.submitter_id != by.pk and not by.has_perm("incidents.view_batch"):
        raise PermissionDenied(f"{by} did not hand in this batch.")
