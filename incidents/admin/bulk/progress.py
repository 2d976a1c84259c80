"""How far a batch is, how fast, and for how long yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.ingestion import batch as bulk
from incidents.ingestion.formats import bytes_read
from incidents.models import Batch
from incidents.models.articles import UNDER_WAY
from incidents.vocabulary import BatchState

MINUTE = timedelta(minutes=1)
TOO_SOON = timedelta(seconds=5)  # to say how fast it is


@dataclass(frozen=True, slots=True)
class Progress:
    totals: dict[str, int]
    waiting: int  # articles of its, that are being read or wait for it
    is_live: bool  # more is to be expected
    share: float | None  # of all there is to do; None where nobody knows how much that is
    rate: int | None = None  # lines a minute
    left: timedelta | None = None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else int(100 * self.share)

    @property
    def time_left(self) -> str:
        if self.left is None:
            return ""
        minutes = round(self.left / MINUTE)
        if minutes < 1:
            return _("less than a minute")
        if minutes < 60:
            return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}
        return _("about %(hours)s h %(minutes)s min") % {"hours": minutes // 60, "minutes": minutes % 60}


def progress(batch: Batch) -> Progress:
    totals = bulk.totals([batch])[batch.pk]
    settled = sum(totals[name] for name in bulk.READ_AS.values())
    waiting = max(totals["accepted"] - settled, 0)
    is_live = batch.state in UNDER_WAY or (batch.state == BatchState.CANCELLED and waiting > 0)
    done = totals["lines"] - waiting
    of = _lines(batch, totals)
    share = min(done / of, 1.0) if of else None
    rate = _rate(batch, done, settled) if is_live else None
    left = timedelta(minutes=(of - done) / rate) if of and rate and of > done else None
    return Progress(totals, waiting, is_live, share, round(rate) if rate else None, left)


def _lines(batch: Batch, totals: dict[str, int]) -> int | None:
    """How many it has; while it is being gone through, as many as its beginning lets expect."""
    if batch.is_whole or batch.finished_at:
        return totals["lines"]
    read = bytes_read(batch.position)
    if not (read and batch.size and totals["lines"]):
        return None
    return max(round(totals["lines"] * batch.size / read), totals["lines"])


def _rate(batch: Batch, done: int, settled: int) -> float | None:
    """Lines a minute that are done with, as the last minute went. It is the reading that takes the time: repeated
    and failed lines are taken to go on coming as often as they came."""
    now = timezone.now()
    if batch.started_at is None or now - batch.started_at < TOO_SOON:
        return None
    since = max(batch.started_at, now - MINUTE)
    if not settled:
        return done / ((now - batch.started_at) / MINUTE)
    return _settled_since(batch, since) * (done / settled) / ((now - since) / MINUTE)


def _settled_since(batch: Batch, since: datetime) -> int:
    return batch.articles.filter(updated_at__gte=since).exclude(state__in=bulk.WAITING).count()
