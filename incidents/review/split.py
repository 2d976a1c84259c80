"""One draft that tells of two events becomes two."""

from collections.abc import Collection, Mapping

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Apart, Incident, Report, Statement, User
from incidents.review.apply import apply, must_be_open
from incidents.review.change import change, touch
from incidents.review.meaning import ROLE_OF, changes_of
from incidents.review.rows import COLUMNS
from incidents.review.values import EDITABLE

NO_ROWS: Mapping[str, Collection[int]] = {}
COPIED = (*(name for name in EDITABLE if name != "assignee"), "moment", "confidence")
IN_ROWS = {*ROLE_OF, *COLUMNS, "casualties_by_side"}


def split(
    incident: Incident,
    *,
    statements: Collection[int] = (),
    articles: Collection[int] = (),
    rows: Mapping[str, Collection[int]] = NO_ROWS,
    shared: Mapping[str, Collection[int]] = NO_ROWS,
    by: User,
    seen_version: int,
    reason: str = "",
) -> Incident:
    """Returns the new draft. It begins as a copy of the values and follows the statements that go to it: those
    named, and all of the ``articles``. ``rows`` go to it as well, by table and key; ``shared`` ones stay and go.

    Where a value stood on what has gone, the first statement that stays is followed. The two are apart, and bound
    by nothing; undo takes it back, and so does a merge.
    1. make the copy
    2. move statements and reports, then rows
    3. let either follow what is now said of it
    """
    with change(
        incident,
        verb="split",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        going = _going(row, statements, articles)
        followed = set(row.statements.filter(is_chosen=True).values_list("field", flat=True))
        new = Incident(**{name: getattr(row, name) for name in COPIED}, last_edited_by=by)
        with pghistory.context(split_off_from=row.pk):
            new.save(force_insert=True)
            Statement.objects.filter(pk__in=[each.pk for each in going]).update(incident=new)
            _divide_reports(row, new, going, set(articles))
            _divide_rows(row, new, rows, shared)
            _follow(new, {each.field for each in going}, by)
            _follow(row, followed & {each.field for each in going}, by)
            Apart.objects.create(
                one=row, other=new, by=by, reason=reason or f"Split off from {row.in_english}."
            )
            touch(row)
        new.refresh_from_db()
        new.step = row.step
        return new


def _going(incident: Incident, statements: Collection[int], articles: Collection[int]) -> list[Statement]:
    ours = list(incident.statements.order_by("id"))
    going = [each for each in ours if each.pk in statements or each.article_id in articles]
    if set(statements) - {each.pk for each in ours}:
        raise ValidationError({"statements": _("expected statements about this incident.")})
    if set(articles) - set(incident.reports.values_list("article", flat=True)):
        raise ValidationError({"articles": _("expected articles that tell of this incident.")})
    if not going:
        raise ValidationError(
            {"statements": _("expected what goes to the second: a source, or a statement.")}
        )
    if len(going) == len(ours):
        raise ValidationError({"statements": _("expected something to stay with the first.")})
    return going


def _divide_reports(first: Incident, new: Incident, going: list[Statement], whole: set[int]) -> None:
    """An article of which nothing stays goes, with its copies; one that tells of both is a source of both."""
    told = {each.article_id for each in going if each.article_id} | whole
    staying = set(first.statements.values_list("article", flat=True)) - whole
    for report in first.reports.select_related("article").defer("article__raw", "article__text"):
        key = report.article.story_id or report.article_id
        if key not in told and report.article_id not in told:
            continue
        if key in staying or report.article_id in staying:
            Report.objects.create(
                incident=new,
                article=report.article,
                reading_id=report.reading_id,
                prominence=report.prominence,
                position=report.position,
            )
        else:
            Report.objects.filter(pk=report.pk).update(incident=new)


def _divide_rows(
    first: Incident,
    new: Incident,
    rows: Mapping[str, Collection[int]],
    shared: Mapping[str, Collection[int]],
) -> None:
    for kind in {*rows, *shared}:
        if kind not in COLUMNS:
            raise ValidationError({kind: _("expected one of %(names)s.") % {"names": ", ".join(COLUMNS)}})
        ours = getattr(first, kind)
        for row in ours.filter(pk__in=shared.get(kind, ())):
            row.pk, row.incident = None, new
            row.save(force_insert=True)
        ours.filter(pk__in=rows.get(kind, ())).update(incident=new)


def _follow(incident: Incident, fields: set[str], by: User) -> None:
    """What is chosen, else what comes first. Rows are divided by hand, and follow nothing."""
    for field in sorted(fields - IN_ROWS, key=lambda name: (name == "date_end", name)):
        said = list(incident.statements.filter(field=field).order_by("-is_chosen", "id"))
        if not said:
            continue
        try:
            apply(incident, changes_of(incident, said[0]), by=by)
        except ValidationError:
            incident.refresh_from_db()  # a base that no longer has this name: the value stays
            continue
        if not said[0].is_chosen:
            Statement.objects.filter(pk=said[0].pk).update(is_chosen=True)
