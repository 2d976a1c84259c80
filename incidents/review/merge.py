"""Two incidents become one: what both hold stands in one record, and the other leads there.

What of the merged incident goes where:

- its statements, with their words, and its reports move to the one that stays, each marked with where it came
  from. A report of an article that the other has as well remains;
- its relations, its open questions (candidates) and what it was found not to be move too, where the other has
  none like them; its campaigns are the other's as well;
- comments, verdicts and history remain: they tell of what was. What is taken over says nothing of how well the
  reader read the article of the one that stays;
- its values remain as they are. Those that the other takes over are set there as by ``edit``.
"""

from collections.abc import Collection, Iterable
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.models import Apart, Candidate, Incident, Relation, Report, Statement, User
from incidents.review.apply import apply
from incidents.review.change import change_two, move, required, touch
from incidents.review.errors import NotAllowed, WrongStatus
from incidents.review.link import may_touch
from incidents.review.rows import COLUMNS, IDENTITY, Row, held
from incidents.review.statements import FIELD_OF_COLUMN, FIELD_OF_ROLE, say
from incidents.review.values import EDITABLE
from incidents.vocabulary import LIVING, Sensitivity, Status

FIELDS_OF_TABLE = {
    "participations": tuple(FIELD_OF_ROLE.values()),
    "casualties": ("casualties",),
    "weapons": ("weapons",),
}


def merge(
    incident: Incident,
    into: Incident,
    *,
    by: User,
    seen_version: int,
    into_version: int,
    take: Collection[str] = (),
    unite: Collection[str] = (),
    reason: str = "",
) -> Incident:
    """Returns ``into``, which stays. ``take`` names the columns and tables that it takes over from ``incident``,
    ``unite`` the tables that shall hold the rows of both; of two rows about the same thing its own stays, and no
    figure is added to another. All else keeps its value, and what the merged one says stands beside it.

    A published incident stays as it is: only sources can be merged into it, no values, until it is reopened.
    ``unmerge`` is the way back.
    """
    with change_two(
        incident,
        into,
        verb="merge",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        other_version=into_version,
        reason=reason,
    ) as (gone, stays):
        for row in (gone, stays):
            if row.status not in LIVING:
                raise WrongStatus(row, *LIVING)
        _may(by, gone, stays, [*take, *unite], reason)
        values = apply(stays, _changes(gone, stays, take, unite), by=by)
        _no_more_people_see(gone, stays)
        campaigns = _join_campaigns(gone, stays)
        # named in the history, so that undoing the merge takes back just these
        with pghistory.context(merged=gone.pk, into=stays.pk, campaigns=campaigns):
            taken = _fields(take) | (values.keys() - _fields(unite))
            _bring_statements(gone, stays, taken, _fields(unite))
            _bring_reports(gone, stays)
            _bring_bonds(gone, stays)
            _stand_by(stays, {name: values[name] for name in values.keys() & _fields(take)}, gone, by, reason)
            Incident.objects.filter(merged_into=gone).update(merged_into=stays, updated_at=Now())
            move(gone, Status.MERGED, merged_into=stays)
            touch(stays)
        return stays


def which_stays(a: Incident, b: Incident) -> Incident:
    """Where nobody says otherwise: the published one, else one that has been, else the older."""
    return min(a, b, key=lambda each: (each.status != Status.PUBLISHED, not each.public_id, each.pk))


def _may(by: User, gone: Incident, stays: Incident, taken: list[str], reason: str) -> None:
    may_touch(by, stays)
    if stays.status == Status.PUBLISHED and taken:
        words = _("expected the value of %(stays)s, which is published; reopen it to change it.") % {
            "stays": stays
        }
        raise ValidationError(dict.fromkeys(taken, words))
    if gone.status == Status.PUBLISHED:
        if not by.has_perm("incidents.reopen_incident"):
            raise NotAllowed(_("%(by)s may not take %(gone)s out of public view.") % {"by": by, "gone": gone})
        if stays.status != Status.PUBLISHED:
            raise ValidationError(
                {
                    "into": _(
                        "expected one that is published, as %(gone)s is; merge %(stays)s into it instead."
                    )
                    % {"gone": gone, "stays": stays}
                }
            )
        required(reason)


def _no_more_people_see(gone: Incident, stays: Incident) -> None:
    groups = {None, gone.restricted_to_id}
    if gone.sensitivity == Sensitivity.RESTRICTED and (
        stays.sensitivity != Sensitivity.RESTRICTED
        or (gone.restricted_to_id is not None and stays.restricted_to_id not in groups - {None})
    ):
        raise ValidationError(
            {
                "sensitivity": _(
                    "expected %(stays)s as restricted as %(gone)s: more people would see what that holds."
                )
                % {"stays": stays, "gone": gone}
            }
        )
    now = timezone.now()
    if (gone.embargo_until or now) > max(now, stays.embargo_until or now):
        raise ValidationError(
            {"embargo_until": _("expected an embargo at least as long as that of %(gone)s.") % {"gone": gone}}
        )


def _changes(
    gone: Incident, stays: Incident, take: Collection[str], unite: Collection[str]
) -> dict[str, Any]:
    expected = ", ".join((*EDITABLE, *COLUMNS))
    unknown = [name for name in take if name not in (*EDITABLE, *COLUMNS)]
    unknown += [name for name in unite if name not in COLUMNS or name in take]
    if unknown:
        raise ValidationError(
            dict.fromkeys(unknown, _("expected one of %(expected)s, and each once.") % {"expected": expected})
        )
    columns = {name: getattr(gone, name) for name in take if name not in COLUMNS}
    tables = {name: held(gone, name) for name in take if name in COLUMNS}
    return columns | tables | {name: united(name, held(stays, name), held(gone, name)) for name in unite}


def united(kind: str, ours: list[Row], theirs: list[Row]) -> list[Row]:
    """Ours, and what they have beside it. A participant is the same by name or by being the same actor."""

    def identities(row: Row) -> set[tuple[Any, ...]]:
        found = {tuple(row[name] for name in IDENTITY[kind])}
        if kind == "participations" and row["actor"]:
            found.add((row["role"], row["actor"].pk))
        return found

    known = {identity for row in ours for identity in identities(row)}
    return [*ours, *(row for row in theirs if not identities(row) & known)]


def _fields(names: Iterable[str]) -> set[str]:
    """As statements name them."""
    found = set()
    for name in names:
        found |= set(FIELDS_OF_TABLE.get(name, (FIELD_OF_COLUMN.get(name, name),)))
    return found


def _bring_statements(gone: Incident, stays: Incident, taken: set[str], shared: set[str]) -> None:
    """Chosen are those that the value of the one that stays now follows."""
    ours = list(stays.statements.filter(is_chosen=True))
    theirs = list(gone.statements.filter(is_chosen=True))
    same = {_said(each) for each in ours} & {_said(each) for each in theirs}
    rivals = [s for s in theirs if s.field not in taken | shared] + [s for s in ours if s.field in taken]
    Statement.objects.filter(pk__in=[s.pk for s in rivals if _said(s) not in same]).update(is_chosen=False)
    gone.statements.filter(merged_from=None).update(merged_from=gone)
    gone.statements.update(incident=stays)


def _said(statement: Statement) -> tuple[str, str]:
    return statement.field, repr(statement.value)


def _bring_reports(gone: Incident, stays: Incident) -> None:
    reports = gone.reports.exclude(article__in=stays.reports.values("article"))
    keys = list(reports.values_list("pk", flat=True))
    Report.objects.filter(pk__in=keys, merged_from=None).update(merged_from=gone)
    Report.objects.filter(pk__in=keys).update(incident=stays)


def _bring_bonds(gone: Incident, stays: Incident) -> None:
    """Bonds to others. What stands between the two themselves stays, or falls: they are not apart any more."""
    Apart.objects.between(gone, stays).delete()
    for apart in Apart.objects.of(gone.pk):
        other = apart.other if apart.one_id == gone.pk else apart.one
        if not Apart.objects.between(stays, other).exists():
            pair = sorted((stays.pk, other.pk))
            Apart.objects.filter(pk=apart.pk).update(one=pair[0], other=pair[1])
    for model, near, far in (
        (Relation, "incident", "other"),
        (Relation, "other", "incident"),
        (Candidate, "draft", "incident"),
        (Candidate, "incident", "draft"),
    ):
        for row in model.objects.filter(**{near: gone}).exclude(**{far: stays}):
            same = {far: getattr(row, far)} | ({"kind": row.kind} if model is Relation else {})
            if not model.objects.filter(**{near: stays}, **same).exists():
                model.objects.filter(pk=row.pk).update(**{near: stays})


def _join_campaigns(gone: Incident, stays: Incident) -> list[int]:
    """Returns those that are new to it."""
    new = sorted(gone.campaigns.exclude(pk__in=stays.campaigns.all()).values_list("pk", flat=True))
    stays.campaigns.add(*new)
    return new


def _stand_by(stays: Incident, values: dict[str, Any], gone: Incident, by: User, reason: str) -> None:
    """A value that was taken over and that nobody states is the word of who took it over."""
    said = stays.statements.filter(field__in=values, is_chosen=True).values_list("field", flat=True)
    unsaid = {name: value for name, value in values.items() if name not in set(said)}
    say(stays, unsaid, by=by, reason=reason.strip() or f"As in {gone.in_english}.", words={})
