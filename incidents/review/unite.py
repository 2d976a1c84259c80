"""Two records of one actor, base, place or source become one, and are parted again where that was wrong."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from incidents.models import Casualties, Double, Incident, Participation, Presence, Source, Tie, User
from incidents.models.doubles import KINDS
from incidents.models.revisions import revision_model
from incidents.review.change import recorded, required
from incidents.review.errors import DOING, NotAllowed

IDENTITY: dict[type[models.Model], tuple[str, ...]] = {
    Tie: ("actor_id", "kind", "other_id", "since"),
    Presence: ("base_id", "actor_id", "since"),
}
"""What makes two rows the same one: where both records have it, the double's is not moved but goes."""
BELOW = (Participation, Casualties)
KEPT = {"id", "key", "name", "names", "aliases", "note"}
"""Columns of the one that stays, which the double's never fill."""


def unite(double: models.Model, *, into: models.Model, by: User, reason: str) -> Double:
    """Let everything that points at ``double`` point at ``into``, which takes over its names.

    1. check and lock both
    2. move what points at it; of ties and presences that both have, one stays and takes what the other knew
    3. note where the double went, so that its key and id lead on; then it goes
    4. give its names, and what the other did not know, to the one that stays
    """
    model = type(double)
    if type(into) is not model or model not in KINDS.values():
        raise ValidationError(
            {"into": _("expected %(what)s, both of them.") % {"what": model._meta.verbose_name_plural}}
        )
    if into.pk == double.pk:
        raise ValidationError({"into": _("expected another record than the double itself.")})
    _demand(model, by, "unite")
    required(reason)
    with recorded(user=by.pk, verb="unite", reason=reason) as step, transaction.atomic():
        double, into = _locked(model, double.pk, into.pk)
        for relation in pointing_at(model):
            _move(relation, double, into)
        gone = Double.objects.create(
            kind=double._meta.model_name,
            record_id=double.pk,
            key=getattr(double, "key", ""),
            name=double.name,
            into_id=into.pk,
            links=_move_links(double, into),
            step=step,
            by=by,
            reason=reason,
        )
        model._default_manager.get(pk=double.pk).delete()
        _take_over(into, double)
        return gone


def part(gone: Double, *, by: User, reason: str) -> models.Model:
    """Undo ``unite``: the double is there again, and so is what was moved, unless it has been changed since."""
    model = gone.model
    _demand(model, by, "part")
    required(reason)
    with recorded(user=by.pk, verb="part", reason=reason, undoes=str(gone.step)), transaction.atomic():
        gone = Double.objects.select_for_update().filter(pk=gone.pk).first()
        if gone is None:
            raise ValidationError(_("Somebody has parted them already."))
        into = model._default_manager.select_for_update().filter(pk=gone.into_id).first()
        if into is None:
            raise ValidationError(
                _(
                    "What %(gone)s was united with has itself been united with another since: part those first."
                )
                % {"gone": gone}
            )
        _give_back(into, gone)
        double = _again(gone)
        for relation in pointing_at(model):
            _move_back(relation, gone, into)
        _move_links_back(double, into, gone.links)
        gone.delete()
        return double


def pointing_at(model: type[models.Model]) -> list[models.ForeignKey]:
    """Every foreign key to the model, but for the history's."""
    return [
        relation.field
        for relation in model._meta.related_objects
        if relation.one_to_many and not hasattr(relation.related_model, "pgh_tracked_model")
    ]


def will_move(double: models.Model, by: User) -> list[tuple[str, int]]:
    """What points at it, by kind and number, as far as this person may see it."""
    seen = Incident.objects.visible_to(by)
    found = []
    for field in pointing_at(type(double)):
        rows = field.model._default_manager.filter(**{field.attname: double.pk})
        if field.model is Incident:
            rows = rows.filter(pk__in=seen)
        elif any(f.name == "incident" for f in field.model._meta.fields):
            rows = rows.filter(incident__in=seen)
        found.append((str(field.model._meta.verbose_name_plural), rows.count()))
    found += [(name.replace("_", " "), getattr(double, name).count()) for name in _links_of(type(double))]
    return [(label, number) for label, number in found if number]


def may_unite(model: type[models.Model], person: User) -> bool:
    name = model._meta.model_name
    return person.has_perms([f"incidents.change_{name}", f"incidents.delete_{name}"])


def _demand(model: type[models.Model], by: User, verb: str) -> None:
    if not may_unite(model, by):
        raise NotAllowed(
            _("%(by)s may not %(verb)s %(what)s.")
            % {"by": by, "verb": DOING.get(verb, verb), "what": model._meta.verbose_name_plural}
        )


def _locked(model: type[models.Model], *keys: int) -> list[models.Model]:
    rows = {
        row.pk: row for row in model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if len(rows) < len(keys):
        raise ValidationError(_("Somebody has removed one of the two, or united it, meanwhile."))
    return [rows[key] for key in keys]


def _move(field: models.ForeignKey, double: models.Model, into: models.Model) -> None:
    rows = field.model._default_manager.filter(**{field.attname: double.pk})
    _touch(field, rows)
    if field.model not in IDENTITY:
        rows.update(**{field.attname: into.pk})
        return
    for row in rows:
        setattr(row, field.attname, into.pk)
        same = field.model._default_manager.filter(**_identity(row)).exclude(pk=row.pk).first()
        is_own = isinstance(row, Tie) and row.actor_id == row.other_id
        if same and _fill(same, row, {*IDENTITY[field.model], "id"}):
            same.save()
        if same or is_own:
            row.delete()
        else:
            row.save(update_fields=[field.name])


def _identity(row: models.Model) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in IDENTITY[type(row)]}
    return {
        (f"{name}__isnull" if value is None else name): value is None or value
        for name, value in values.items()
    }


def _touch(field: models.ForeignKey, rows: models.QuerySet) -> None:
    """An incident is changed where a row below it is: its version grows, and mirrors are told."""
    if field.model in BELOW:
        Incident.objects.filter(pk__in=list(rows.values_list("incident", flat=True))).update(updated_at=Now())


def _fill(row: models.Model, other: models.Model, kept: set[str]) -> bool:
    """Take over what the other knows and this one does not. A default is no knowledge."""
    changed = False
    for column in row._meta.concrete_fields:
        if column.attname in kept:
            continue
        ours, theirs = getattr(row, column.attname), getattr(other, column.attname)
        if theirs != ours and _is_blank(column, ours) and not _is_blank(column, theirs):
            setattr(row, column.attname, theirs)
            changed = True
    return changed


def _is_blank(column: models.Field, value: Any) -> bool:
    return value in (None, "", 0) or (column.has_default() and value == column.get_default())


def _take_over(into: models.Model, double: models.Model) -> None:
    _fill(into, double, KEPT)
    names = [double.name, *double.aliases]
    if isinstance(double, Source) and double.domain != into.domain:
        names.append(double.domain)
    for code, name in getattr(double, "names", {}).items():
        if into.names.setdefault(code, name) != name:
            names.append(name)
    known = {into.name.casefold(), *(alias.casefold() for alias in into.aliases)}
    for name in filter(None, names):
        if name.casefold() not in known:
            known.add(name.casefold())
            into.aliases.append(name)
    into.validate_constraints()
    into.save()


# --- links between campaigns and what they are about ---------------------------------------------


def _links_of(model: type[models.Model]) -> list[str]:
    return [relation.get_accessor_name() for relation in model._meta.related_objects if relation.many_to_many]


def _move_links(double: models.Model, into: models.Model) -> dict[str, dict[str, list[int]]]:
    """``added`` are those that the one that stays has only by this."""
    moved = {}
    for name in _links_of(type(double)):
        ours = set(getattr(into, name).values_list("pk", flat=True))
        theirs = list(getattr(double, name).order_by("pk").values_list("pk", flat=True))
        if theirs:
            moved[name] = {"had": theirs, "added": [pk for pk in theirs if pk not in ours]}
            getattr(into, name).add(*theirs)
    return moved


def _move_links_back(
    double: models.Model, into: models.Model, links: dict[str, dict[str, list[int]]]
) -> None:
    for name, moved in links.items():
        still = set(getattr(into, name).values_list("pk", flat=True))
        getattr(double, name).add(*(pk for pk in moved["had"] if pk in still))
        getattr(into, name).remove(*moved["added"])


# --- back ----------------------------------------------------------------------------------------


def _changed_in(step: Any, model: type[models.Model]) -> Iterator[tuple[Any, Any]]:
    """Revisions of the step, each with the one before of the same record."""
    history = revision_model(model)
    for revision in history.objects.filter(pgh_context=step).order_by("pgh_id"):
        before = history.objects.filter(pgh_obj_id=revision.pgh_obj_id, pgh_id__lt=revision.pgh_id)
        yield before.order_by("pgh_id").last(), revision


def _columns(model: type[models.Model]) -> list[str]:
    history = {f.attname for f in revision_model(model)._meta.concrete_fields}
    return [f.attname for f in model._meta.concrete_fields if f.attname in history and not f.primary_key]


def _restored(revision: Any, model: type[models.Model]) -> models.Model:
    row = model(pk=revision.pgh_obj_id, **{name: getattr(revision, name) for name in _columns(model)})
    row.save(force_insert=True)
    return row


def _give_back(into: models.Model, gone: Double) -> None:
    """What the one that stays took over goes from it, where nobody has changed it since."""
    for before, after in _changed_in(gone.step, type(into)):
        if after.pgh_label != "update" or after.pgh_obj_id != into.pk:
            continue
        added = set(after.aliases) - set(before.aliases)
        into.aliases = [alias for alias in into.aliases if alias not in added]
        for name in set(_columns(type(into))) - {"aliases"}:
            if getattr(after, name) != getattr(before, name) and getattr(into, name) == getattr(after, name):
                setattr(into, name, getattr(before, name))
        into.save()


def _again(gone: Double) -> models.Model:
    history = revision_model(gone.model).objects
    last = history.get(pgh_context=gone.step, pgh_label="delete", pgh_obj_id=gone.record_id)
    taken = models.Q(pk=gone.record_id)
    for column in gone.model._meta.concrete_fields:
        if column.unique and not column.primary_key and getattr(last, column.attname) is not None:
            taken |= models.Q(**{column.attname: getattr(last, column.attname)})
    if gone.kind == "source":
        taken |= models.Q(name__iexact=last.name)
    if other := gone.model._default_manager.filter(taken).first():
        raise ValidationError(
            _("%(other)s has its name or key by now: give that another one first.") % {"other": other}
        )
    return _restored(last, gone.model)


def _move_back(field: models.ForeignKey, gone: Double, into: models.Model) -> None:
    model, history = field.model, revision_model(field.model)
    if model not in IDENTITY:
        was = history.objects.filter(
            pgh_obj_id=models.OuterRef("pgh_obj_id"), pgh_id__lt=models.OuterRef("pgh_id")
        ).order_by("-pgh_id")
        moved = history.objects.filter(pgh_context=gone.step, pgh_label="update", **{field.attname: into.pk})
        moved = moved.annotate(was=models.Subquery(was.values(field.attname)[:1])).filter(was=gone.record_id)
        rows = model._default_manager.filter(
            pk__in=list(moved.values_list("pgh_obj_id", flat=True)), **{field.attname: into.pk}
        )
        _touch(field, rows)
        rows.update(**{field.attname: gone.record_id})
        return
    for before, after in list(_changed_in(gone.step, model)):
        row = model._default_manager.filter(pk=after.pgh_obj_id).first()
        if after.pgh_label == "delete" and row is None:
            _restored(after, model)
        elif after.pgh_label == "update" and row is not None:
            for name in _columns(model):
                if getattr(after, name) != getattr(before, name) and getattr(row, name) == getattr(
                    after, name
                ):
                    setattr(row, name, getattr(before, name))
            row.save()
