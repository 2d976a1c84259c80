"""The way back of ``merge``: each side has what it had, and what others did since stays done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from pghistory.models import Context

from incidents.models import (
    Apart,
    Campaign,
    Candidate,
    Casualties,
    Incident,
    Participation,
    Relation,
    Report,
    Statement,
    User,
    Verdict,
    WeaponUse,
)
from incidents.models.revisions import revision_model
from incidents.review.change import change_two, move, touch
from incidents.review.errors import NotAllowed, WrongStatus
from incidents.review.link import may_touch
from incidents.review.merge import FIELDS_OF_TABLE
from incidents.review.statements import FIELD_OF_COLUMN
from incidents.review.steps import Touched, touched_by
from incidents.review.values import check, moment_of
from incidents.vocabulary import Status

TOGETHER = (
    ("date_start", "date_end", "date_precision", "date_how"),
    ("time_local", "time_zone"),
    ("place_name", "place_id"),
    ("base_id",),
    ("country", "admin1"),
    ("latitude", "longitude", "geo_precision"),
    ("killed_min", "killed_max"),
    ("wounded_min", "wounded_max"),
    ("sensitivity", "restricted_to_id", "embargo_until"),
    *((name,) for name in ("sub_event_type", "certainty", "summary", "civilian_targeting", "intercepted")),
    *((name,) for name in ("damage", "origin_of_fire", "assignee_id")),
)
"""Columns that are put back together, or not at all."""
OF_THE_MOMENT = ("date_start", "date_precision", "time_local", "time_zone")
TABLES = {Participation: "participations", Casualties: "casualties", WeaponUse: "weapons"}


@dataclass(frozen=True, slots=True)
class Unmerged:
    """``left`` names what the other keeps of it, because somebody has changed it since or it is public now."""

    incident: Incident
    other: Incident
    left: tuple[str, ...]


def unmerge(incident: Incident, *, by: User, seen_version: int, reason: str = "") -> Unmerged:
    """Let a merged incident stand by itself again, with the status that it had.

    Its statements and reports come home, as they were. What the other took over is put back where it is still so;
    what anybody has changed since, and the values of what is published, are left and named. Of several merges one
    upon the other, the last is undone first.
    """
    now = Incident.objects.filter(pk=incident.pk).select_related("merged_into").first()
    if now is None or now.merged_into is None:
        raise WrongStatus(now or incident, Status.MERGED)
    with change_two(
        incident,
        now.merged_into,
        verb="unmerge",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as (gone, stays):
        step = step_of(gone)
        back = _Back(gone, stays, step, touched_by(step))
        back.may(by)
        with pghistory.context(undoes=str(step)):
            back.incidents()
            back.statements_and_reports()
            back.bonds()
            back.values(by)
            touch(stays, gone)
        return Unmerged(gone, stays, tuple(back.left))


def step_of(gone: Incident) -> UUID:
    """The step that merged it; of several in its life, the last."""
    history = revision_model(Incident).objects.filter(pgh_obj=gone.pk).order_by("pgh_id")
    step, before = None, ""
    for status, context in history.values_list("status", "pgh_context"):
        if status == Status.MERGED != before:
            step = context
        before = status
    if step is None:
        raise ValidationError(
            {"status": _("expected a merge in the history of %(gone)s; there is none.") % {"gone": gone}}
        )
    return step


@dataclass(slots=True)
class _Back:
    gone: Incident
    stays: Incident
    step: UUID
    touched: list[Touched]
    left: list[str] = field(default_factory=list)

    def of(self, model: type[models.Model]) -> list[Touched]:
        return [each for each in self.touched if each.model is model]

    @property
    def then(self) -> Touched:
        return next(each for each in self.of(Incident) if each.pk == self.gone.pk)

    def may(self, by: User) -> None:
        first = self.then.after["merged_into_id"]
        if first != self.stays.pk:
            raise ValidationError(
                {
                    "incident": _(
                        "expected the last merge first: what it was merged into went into %(stays)s."
                    )
                    % {"stays": self.stays}
                }
            )
        may_touch(by, self.stays)
        if self.then.before["status"] == Status.PUBLISHED and not by.has_perm("incidents.publish_incident"):
            raise NotAllowed(_("%(by)s may not make %(gone)s public again.") % {"by": by, "gone": self.gone})

    def incidents(self) -> None:
        """Itself, and those that had been merged into it before."""
        move(self.gone, Status(self.then.before["status"]), merged_into=None)
        below = [each.pk for each in self.of(Incident) if each.pk not in (self.gone.pk, self.stays.pk)]
        Incident.objects.filter(pk__in=below, merged_into=self.stays).update(merged_into=self.gone)

    def statements_and_reports(self) -> None:
        """From wherever they are by now, with what was chosen then: its own values are still those."""
        for each in self.of(Statement):
            if each.before and each.before["incident_id"] == self.gone.pk:
                then = {name: each.before[name] for name in ("incident_id", "merged_from_id", "is_chosen")}
                Statement.objects.filter(pk=each.pk).update(**then)
        home = [
            each for each in self.of(Report) if each.before and each.before["incident_id"] == self.gone.pk
        ]
        for each in home:
            then = {name: each.before[name] for name in ("incident_id", "merged_from_id")}
            Report.objects.filter(pk=each.pk).update(**then)
        # copies of its stories that came in meanwhile
        copies = self.stays.reports.filter(article__story__in=[each.before["article_id"] for each in home])
        copies.exclude(article__in=self.gone.reports.values("article")).update(incident=self.gone)

    def bonds(self) -> None:
        for each in [e for model in (Relation, Candidate, Apart, Verdict) for e in self.of(model)]:
            self._put_back(each)
        context = Context.objects.get(pk=self.step)
        joined = Campaign.objects.filter(pk__in=context.metadata.get("campaigns", ()))
        self.stays.campaigns.remove(*joined)

    def values(self, by: User) -> None:
        was = next((each for each in self.of(Incident) if each.pk == self.stays.pk), None)
        columns = [] if was is None else self._columns_to_put_back(was)
        tables = self._tables_to_put_back()
        if (columns or tables) and self.stays.status == Status.PUBLISHED:
            self._leave([*columns, *tables])
            columns, tables = [], []
        if columns and not self._set(columns, was, by):
            self._leave(columns)
        for model, name in TABLES.items():
            if name in tables:
                for each in sorted(self.of(model), key=lambda e: e.before is not None):
                    self._put_back(each)
        self._choose_again()

    def _columns_to_put_back(self, was: Touched) -> list[str]:
        found = []
        for group in TOGETHER:
            changed = [name for name in group if was.before[name] != was.after[name]]
            if all(getattr(self.stays, name) == was.after[name] for name in changed):
                found += changed
            elif any(getattr(self.stays, name) != was.before[name] for name in changed):
                self._leave(changed)
        return found

    def _set(self, columns: list[str], was: Touched, by: User) -> bool:
        """False where it would not fit what others changed."""
        row = self.stays
        for name in columns:
            setattr(row, name, was.before[name])
        as_then = all(getattr(row, name) == was.before[name] for name in OF_THE_MOMENT)
        row.moment = was.before["moment"] if as_then else moment_of(row)
        row.last_edited_by = by
        try:
            check(row)
        except ValidationError:
            row.refresh_from_db()
            return False
        row.save(update_fields=[*columns, "moment", "last_edited_by"])
        return True

    def _tables_to_put_back(self) -> list[str]:
        """Where no row of the table was touched since."""
        found = []
        for model, name in TABLES.items():
            if not self.of(model):
                continue
            history = revision_model(model).objects
            last = history.filter(pgh_context=self.step).aggregate(last=Max("pgh_id"))["last"]
            if history.filter(incident_id=self.stays.pk, pgh_id__gt=last).exists():
                self._leave([name])
            else:
                found.append(name)
        return found

    def _choose_again(self) -> None:
        """What the other's values follow again. What the merge itself had to say for them goes."""
        kept = {said for name in self.left for said in _said_of(name)}
        for each in self.of(Statement):
            state = each.before or each.after
            if state["incident_id"] != self.stays.pk or state["field"] in kept:
                continue
            as_left = Statement.objects.filter(
                pk=each.pk, incident=self.stays, is_chosen=each.after["is_chosen"]
            )
            if each.before is None:
                as_left.delete()
            else:
                as_left.update(is_chosen=each.before["is_chosen"])

    def _leave(self, names: Iterable[str]) -> None:
        self.left += [name.removesuffix("_id") for name in names if name.removesuffix("_id") not in self.left]

    def _put_back(self, each: Touched) -> None:
        """A row as it was, if it is as the merge left it."""
        rows = each.model.objects.filter(pk=each.pk)
        now = rows.values().first()
        if each.after is None:
            if now is None:
                self._if_it_fits(lambda: each.model(**each.before).save(force_insert=True))
        elif now is not None and all(now[name] == value for name, value in each.after.items()):
            if each.before is None:
                rows.delete()
            else:
                self._if_it_fits(lambda: rows.update(**{name: each.before[name] for name in each.columns}))

    @staticmethod
    def _if_it_fits(write: object) -> None:
        """Somebody may have made the same bond since."""
        try:
            with transaction.atomic():
                write()
        except IntegrityError:
            pass


def _said_of(name: str) -> tuple[str, ...]:
    return FIELDS_OF_TABLE.get(name, (FIELD_OF_COLUMN.get(name, name),))
