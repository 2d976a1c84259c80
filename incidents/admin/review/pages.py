"""The articles of an incident as the desk shows them: the text, its lit words, and what each of them says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from incidents.admin.review.layout import KIND_OF, LABEL_OF, ROW_OF, UNLISTED
from incidents.admin.review.statements import in_words, is_low
from incidents.admin.review.words import Lit, Segment, segments
from incidents.models import Article, Incident, Statement, Verdict

Words = tuple[int, int, str, str]
"""Start, end, row, and how its value stands: "sure", a person vouches for it; "low", the reader doubts."""


@dataclass(frozen=True, slots=True)
class Page:
    article: Article
    prominence: str
    is_new: bool
    lit: list[Words]
    says: list[dict[str, Any]]

    @property
    def text(self) -> SafeString:
        """With its lit words marked: the browser takes the marks away where it can light words without them."""
        spans = [Lit(start, end, row) for start, end, row, _ in self.lit]
        parts = segments(self.article.text, spans)
        return format_html_join("", "{}", ((_marked(part, self.article.pk),) for part in parts))


def _marked(part: Segment, article: int) -> SafeString | str:
    if not part.rows:
        return part.text
    return format_html(
        '{}<mark class="{}" data-rows="{}" title="{}"><a href="#row-{}" tabindex="-1">{}</a></mark>',
        format_html_join("", '<i id="words-{}-{}"></i>', ((article, row) for row in part.first_of)),
        KIND_OF.get(part.rows[0], ""),
        " ".join(part.rows),
        ", ".join(str(LABEL_OF[row]) for row in part.rows),
        part.rows[0],
        part.text,
    )


def pages(incident: Incident, statements: Iterable[Statement], verdicts: Mapping[str, Verdict]) -> list[Page]:
    lit: dict[int, list[Words]] = defaultdict(list)
    says: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for statement in statements:
        row = ROW_OF.get(statement.field)
        if row is None:
            continue
        for words in statement.evidence.all():
            lit[words.article_id].append((words.start, words.end, row, _standing(statement, verdicts)))
        if statement.field not in UNLISTED and statement.article_id and statement.evidence.all():
            says[statement.article_id].append(
                {
                    "row": row,
                    "label": LABEL_OF[row],
                    "value": in_words(statement.field, statement.value),
                    "speaker": statement.speaker,
                    "is_chosen": statement.is_chosen,
                }
            )
    reports = incident.reports.select_related("article__source").defer("article__raw", "article__search")
    return [
        Page(
            report.article,
            report.get_prominence_display(),
            report.is_new,
            list(dict.fromkeys(lit[report.article_id])),
            says[report.article_id],
        )
        for report in reports
    ]


def _standing(statement: Statement, verdicts: Mapping[str, Verdict]) -> str:
    if statement.article_id is None or (statement.is_chosen and statement.field in verdicts):
        return "sure"
    return "low" if is_low(statement) else ""
