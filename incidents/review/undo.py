"""Taking back what one step did. That is a step of its own, and can be taken back as well: history only grows."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, InternalError, connection, models, transaction
from django.db.models import F
from django.db.models.deletion import Collector
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pghistory.models import Context

from incidents.models import Comment, Incident, User
from incidents.review.change import recorded
from incidents.review.errors import DOING, ChangedSince, NotAllowed, refused_by_database
from incidents.review.notices import publisher, tell
from incidents.review.steps import BELONGS, OF_AN_INCIDENT, State, Touched, Why, since, touched_by
from incidents.review.unmerge import unmerge
from incidents.vocabulary import MOVES, NoticeKind, Status

FOR_GOOD = {"id", "version", "updated_at", "public_id", "published_at", "published_version"}
"""What grows by itself, and what stays for life once it is given."""
ELSEWHERE = {
    "unite": gettext_lazy("Undo it on the page of doubles."),
    "part": gettext_lazy("Undo it by uniting them again, on the page of doubles."),
    "import": gettext_lazy("Undo it by importing what was there before."),
}
"""Steps that are about what is known, and not about one incident."""
ADDS_NOTHING = {"assign", "acknowledge"}
"""Verbs after which what was published may be put back as it was published."""


def undo_step(step: UUID, *, by: User, reason: str = "", partly: bool = False) -> Incident:
    """Set everything that the step changed to what it was before: fields, rows below, statements, status.

    Needs the right that the step took, and ``undo_others`` where it is somebody else's. What a later step changed
    is not taken back: all is refused (``ChangedSince``), or with ``partly`` the rest is taken back without it.
    1. lock every incident that the step touched
    2. find what others changed since
    3. put back: changed columns, then what the step made goes, then what it deleted comes again under its old key
    4. let the database check it all at once, so that what it refuses is said here
    """
    touched = touched_by(step)
    why = _allowed(step, touched, by)
    if why.verb == "merge":
        return _unmerged(touched, by=by, reason=reason, partly=partly)
    said = {"user": by.pk, "verb": "undo", "reason": reason, "undoes": str(step)}
    with recorded(**said, right=why.right, incident=why.incident) as own, transaction.atomic():
        incidents = _locked(touched, by)
        undoing = _Undoing(touched, since(touched), by, is_own=why.user == by.pk)
        try:
            with transaction.atomic():
                undoing.put_back()
                undoing.touch(incidents.values())
                connection.check_constraints()
        except (IntegrityError, DataError, InternalError) as problem:
            raise refused_by_database(problem) from problem
        if undoing.kept and not partly:
            raise ChangedSince(undoing.kept)
        if not undoing.has_changed:
            raise ValidationError(_("Nothing of it is left to undo."))
        key = why.incident if why.incident in incidents else min(incidents)
        incident = Incident.objects.filter(pk=key).first() or incidents[key]
        incident.step = own
        return incident


def _unmerged(touched: list[Touched], *, by: User, reason: str, partly: bool) -> Incident:
    """A merge has its own way back, which knows whose a statement is, whatever was chosen since."""
    gone = next(
        each.pk for each in touched if each.model is Incident and (each.after or {})["merged_into_id"]
    )
    incident = Incident.objects.filter(pk=gone).first()
    if incident is None:
        raise NotAllowed(_("%(by)s may not see all that this step changed.") % {"by": by})
    with transaction.atomic():
        found = unmerge(incident, by=by, seen_version=incident.version, reason=reason)
        if found.left and not partly:
            raise ChangedSince({name: [_("changed since it was merged.")] for name in found.left})
    return found.incident


def _allowed(step: UUID, touched: list[Touched], by: User) -> Why:
    context = Context.objects.filter(pk=step).first()
    if context is None or not touched:
        raise ValidationError(_("There is nothing to undo: this step changed nothing."))
    why = Why.of(context)
    if why.user is None or not why.verb or why.verb == "read":
        raise NotAllowed(_("What a person did can be undone, and nothing else."))
    if why.verb in ELSEWHERE:
        raise NotAllowed(str(ELSEWHERE[why.verb]))
    if not by.has_perm(f"incidents.{why.right}"):
        raise NotAllowed(
            _("%(by)s may not %(verb)s incidents, nor undo it.")
            % {"by": by, "verb": DOING.get(why.verb, why.verb)}
        )
    if why.user != by.pk and not by.has_perm("incidents.undo_others"):
        raise NotAllowed(_("%(by)s may not undo what others did.") % {"by": by})
    return why


def _locked(touched: list[Touched], by: User) -> dict[int, Incident]:
    """Every incident that the step touched, in the order in which every verb locks them."""
    keys: set[int] = set()
    for each in touched:
        for state in filter(None, (each.before, each.after)):
            keys |= (
                {each.pk} if each.model is Incident else {state[name] for name in BELONGS if state.get(name)}
            )
    present = Incident.objects.filter(pk__in=keys)
    visible = Incident.objects.visible_to(by).filter(pk__in=keys).select_for_update(of=("self",))
    found = {
        incident.pk: incident
        for incident in visible.order_by(F("merged_into_id").asc(nulls_first=True), "pk")
    }
    if len(found) < present.count():
        raise NotAllowed(_("%(by)s may not see all that this step changed.") % {"by": by})
    gone = {each.pk: Incident(**each.before) for each in touched if each.model is Incident and each.before}
    return gone | found


STANDING_ON = {*OF_AN_INCIDENT, Comment}


@dataclass(slots=True)
class _Undoing:
    """``kept`` is what stays, by the name of the field or table, each with who changed it since."""

    touched: list[Touched]
    since: dict[UUID, Why]
    by: User
    is_own: bool
    kept: dict[str, list[str]] = field(default_factory=dict)
    has_changed: bool = False

    def put_back(self) -> None:
        now = {model: self._now(model) for model in OF_AN_INCIDENT}
        for each in self.touched:
            if each.before is not None and each.after is not None:
                self._set(each, now[each.model].get(each.pk))
        for each in reversed(self.touched):
            if each.before is None and (record := now[each.model].get(each.pk)):
                self._remove(each, record)
        for each in self.touched:
            if each.after is None and each.pk not in now[each.model]:
                each.model(**each.before).save(force_insert=True)
                self.has_changed = True

    def _now(self, model: type[models.Model]) -> dict[int, Any]:
        return model._default_manager.in_bulk([each.pk for each in self.touched if each.model is model])

    def _set(self, each: Touched, record: Any) -> None:
        if record is None:
            self._keep(each, "")
            return
        values: State = {}
        for name in each.columns:
            before, held = each.before[name], getattr(record, name)
            if held == before or (each.model is Incident and name in FOR_GOOD):
                continue
            if held == each.after[name] and not self._changed_since(each, name):
                values[name] = before
            elif name != "last_edited_by_id":
                self._keep(each, name)
        if values and each.model is Incident:
            self._set_incident(record, values, each)
        elif values:
            each.model._default_manager.filter(pk=each.pk).update(**values)
            self.has_changed = True

    def _set_incident(self, incident: Incident, values: State, each: Touched) -> None:
        if "last_edited_by_id" in values and not self.is_own:
            values["last_edited_by_id"] = self.by.pk  # to undo another's edit is to decide what stands
        rows = Incident.objects.filter(pk=incident.pk)
        if "status" in values:
            *between, last = way(incident.status, values["status"])
            if incident.status == Status.PUBLISHED:
                tell([publisher(incident)], NoticeKind.REOPENED, by=self.by, incident=incident)
            if last == Status.PUBLISHED:
                if self._has_grown(each):
                    self.kept["status"] = [_("it was changed since it was reopened; publish it instead.")]
                    return
                values["published_version"] = F("version") + 1
            for status in between:
                rows.update(status=status, updated_at=Now())
            self.has_changed = True
        self.has_changed |= bool(values.keys() - {"last_edited_by_id"})
        rows.update(**values, updated_at=Now())

    def _has_grown(self, each: Touched) -> bool:
        """What was taken out of public view and changed since is published by publishing it."""
        steps = filter(None, (self.since.get(step) for step, _then in each.later if step))
        return any(why.user and why.verb not in ADDS_NOTHING for why in steps)

    def _remove(self, each: Touched, record: Any) -> None:
        if any(getattr(record, name) != value for name, value in each.after.items() if name not in FOR_GOOD):
            self._keep(each, "")
            return
        if hanging := self._hanging_on(record):
            self.kept.setdefault(table(each.model), []).append(
                _("%(hanging)s stands on %(record)s.") % {"hanging": hanging, "record": record}
            )
            return
        record.delete()
        self.has_changed = True

    def _hanging_on(self, record: models.Model) -> str:
        """What others have added since and would go with it, or lose its reference."""
        collector = Collector(using=record._state.db)
        collector.collect([record])
        rows = [row for rows in collector.data.values() for row in rows]
        rows += [row for found in collector.fast_deletes for row in found]
        rows += [row for groups in collector.field_updates.values() for found in groups for row in found]
        ours = {(each.model, each.pk) for each in self.touched}
        for row in rows:
            if type(row) in STANDING_ON and (type(row), row.pk) not in ours:
                return f"{row._meta.verbose_name} “{row}”".capitalize()
        return ""

    def _changed_since(self, each: Touched, name: str) -> Why | None:
        """Who changed the column (any, if blank) in a step that still stands."""
        last, found = each.after, None
        for step, then in each.later:
            differs = (then or {}).get(name) != (last or {}).get(name) if name else then != last
            if differs and step in self.since:
                found = self.since[step]
            last = then
        return found

    def _keep(self, each: Touched, name: str) -> None:
        why = self._changed_since(each, name)
        who = User.objects.filter(pk=why.user).first() if why and why.user else None
        column = each.model._meta.get_field(name).name if name else ""
        row = "" if each.model is Incident else str(each.model(**(each.after or each.before or {})))
        what = ": ".join(filter(None, (row, _(column.replace("_", " ")) if column else "")))
        self.kept.setdefault(column if each.model is Incident else table(each.model), []).append(
            _("%(what)s: %(who)s changed it since.") % {"what": what, "who": who or _("somebody")}
        )

    def touch(self, incidents: Iterable[Incident]) -> None:
        """So that the version of each grows, and an old page of it is stale, where only rows below changed."""
        for incident in incidents if self.has_changed else ():
            Incident.objects.filter(pk=incident.pk, version=incident.version).update(updated_at=Now())


def table(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)


def way(status: str, target: str) -> list[Status]:
    """The shortest way of allowed moves; what is not public does not become so on the way."""
    ways = deque([[Status(status)]])
    while ways:
        found = ways.popleft()
        if found[-1] == target:
            return found[1:]
        if len(found) == 1 or found[-1] not in {Status.PUBLISHED, Status.MERGED}:
            ways += [[*found, move] for move in sorted(MOVES[found[-1]]) if move not in found]
    raise ValidationError(
        {
            "status": _("expected a way back to %(target)s; there is none from %(status)s.")
            % {"target": target, "status": status}
        }
    )
