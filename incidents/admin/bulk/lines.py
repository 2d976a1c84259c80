"""What became of each line, a page at a time, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from incidents.admin.bulk.progress import Progress
from incidents.ingestion import batch as bulk
from incidents.models import Batch, Incident, Receipt, Report, User
from incidents.vocabulary import ArticleState, ReceiptOutcome

A_PAGE = 100
LARGEST = 2**31 - 1  # that the database takes for a number of a line
SAME = {"bytes": gettext_lazy("bytes"), "text": gettext_lazy("text"), "url": gettext_lazy("address")}
ARTICLE = ("title", "state", "reason", "submitter")
_OURS = ~Q(outcome__in=(ReceiptOutcome.DUPLICATE_OF, ReceiptOutcome.FAILED))


def _read_as(*states: ArticleState) -> Q:
    return _OURS & Q(article__state__in=states)


FILTERS: Mapping[str, tuple[str | Promise, Q]] = {
    "accepted": (pgettext_lazy("lines", "Accepted"), _OURS),
    "duplicates": (pgettext_lazy("lines", "Duplicates"), Q(outcome=ReceiptOutcome.DUPLICATE_OF)),
    "failed": (pgettext_lazy("lines", "Failed"), Q(outcome=ReceiptOutcome.FAILED)),
    "waiting": (pgettext_lazy("lines", "Being read"), _read_as(*bulk.WAITING)),
    "read": (pgettext_lazy("lines", "Read"), _read_as(ArticleState.READ)),
    "nothing_found": (pgettext_lazy("lines", "Nothing found"), _read_as(ArticleState.NOTHING_FOUND)),
    "same_story": (pgettext_lazy("lines", "Same story as another"), _read_as(ArticleState.SAME_STORY)),
    "unsupported": (pgettext_lazy("lines", "Another language"), _read_as(ArticleState.UNSUPPORTED_LANGUAGE)),
    "unread": (pgettext_lazy("lines", "Reading failed"), _read_as(ArticleState.FAILED)),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line for the page: who may not see the article learns no more of it than its number."""

    receipt: Receipt
    may_see: bool
    drafts: list[Incident]

    @property
    def same(self) -> str | Promise:
        """What the line has in common with the article that it repeats."""
        is_repeated = self.receipt.outcome == ReceiptOutcome.DUPLICATE_OF
        return SAME.get(self.receipt.field, "") if is_repeated else ""


@dataclass(frozen=True, slots=True)
class Lines:
    rows: list[Told]
    only: str
    chips: list[tuple[str, str | Promise, int]]
    before: int | None  # the number of a line: the page before ends above it
    after: int | None


def lines(batch: Batch, asked: QueryDict, user: User, progress: Progress) -> Lines:
    only = asked.get("only", "") if asked.get("only") in FILTERS else ""
    found = batch.receipts.filter(FILTERS[only][1]) if only else batch.receipts.all()
    found = found.select_related("article").only(
        *("batch", "number", "original", "outcome", "field", "reason"),
        *(f"article__{name}" for name in ARTICLE),
    )
    before, after = _number(asked.get("before")), _number(asked.get("after"))
    if start := _number(asked.get("from")):
        after = start - 1
    if before is not None:
        rows = list(found.filter(number__lt=before).order_by("-number")[: A_PAGE + 1])
        is_more_before, is_more_after = len(rows) > A_PAGE, True
        rows = rows[:A_PAGE][::-1]
    else:
        rows = list(found.filter(number__gt=after or 0).order_by("number")[: A_PAGE + 1])
        is_more_before, is_more_after = bool(after), len(rows) > A_PAGE
        rows = rows[:A_PAGE]
    return Lines(
        rows=_told(rows, user),
        only=only,
        chips=_chips(progress, only),
        before=rows[0].number if rows and is_more_before else None,
        after=rows[-1].number if rows and is_more_after else None,
    )


def _number(words: str | None) -> int | None:
    if words and words.isascii() and words.isdigit() and len(words) <= 10:
        return min(int(words), LARGEST)
    return None


def _chips(progress: Progress, only: str) -> list[tuple[str, str | Promise, int]]:
    counted = progress.totals | {"waiting": progress.waiting}
    return [(key, label, counted[key]) for key, (label, _) in FILTERS.items() if counted[key] or key == only]


def _told(receipts: list[Receipt], user: User) -> list[Told]:
    sees_all = user.has_perm("incidents.view_article")
    seen = {
        receipt.article_id
        for receipt in receipts
        if receipt.article and (sees_all or receipt.article.submitter_id == user.pk)
    }
    drafts = _drafts(seen, user)
    return [
        Told(receipt, receipt.article_id in seen, drafts.get(receipt.article_id, [])) for receipt in receipts
    ]


def _drafts(articles: set[int | None], user: User) -> dict[int | None, list[Incident]]:
    if not user.has_perm("incidents.view_draft"):
        return {}
    reports = Report.objects.filter(article__in=articles, incident__in=Incident.objects.visible_to(user))
    found: dict[int | None, list[Incident]] = {}
    for report in reports.select_related("incident").order_by("position", "incident"):
        found.setdefault(report.article_id, []).append(report.incident)
    return found
