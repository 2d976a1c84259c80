"""What records and values are called where the history speaks of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from incidents.models import Article, Incident, User
from incidents.review.steps import State

IDENTITY = {
    "participation": ("name", "role"),
    "casualties": ("side", "kind"),
    "weaponuse": ("category", "system"),
    "report": ("article_id",),
    "relation": ("kind", "other_id"),
    "membership": ("campaign_id",),
}
"""The columns by which a row below an incident is known, by model."""
NAMED_BY: dict[type[models.Model], tuple[str, ...]] = {Article: ("title",), Incident: ("public_id",)}
"""The columns that a name needs, where records are large."""


class Names:
    """Looked up once for each kind of record, however long the history is.

    Other incidents are named only as far as the reader (``to``) may see them; None: all.
    """

    def __init__(
        self,
        states: Iterable[tuple[type[models.Model], State]],
        people: Iterable[int] = (),
        *,
        to: User | None = None,
    ):
        wanted: dict[type[models.Model], set[Any]] = {User: set(people)}
        for model, values in states:
            for column in model._meta.concrete_fields:
                if isinstance(column, models.ForeignKey) and values.get(column.attname) is not None:
                    wanted.setdefault(column.related_model, set()).add(values[column.attname])
        self.found = {
            (model, record.pk): str(record)
            for model, keys in wanted.items()
            for record in _seen(model, to).filter(pk__in=keys).only(*NAMED_BY.get(model, ()))
        }

    def of(self, model: type[models.Model], key: Any) -> str:
        if model is Incident:
            return self.found.get((model, key), _("another incident"))
        return self.found.get((model, key), f"{model._meta.verbose_name} {key}")

    def shown(self, column: models.Field, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(column, models.ForeignKey):
            return self.of(column.related_model, value)
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M} UTC"
        return str(value)

    def of_row(self, model: type[models.Model], row: State) -> str:
        """ "Casualties: Iraq, wounded": by what it is, not by its number."""
        columns = {f.attname: f for f in model._meta.concrete_fields}
        first, *rest = IDENTITY[model._meta.model_name]
        words = [self.shown(columns[first], row.get(first))]
        words += [
            word.lower() if columns[name].choices else word
            for name in rest
            if (word := self.shown(columns[name], row.get(name)))
        ]
        return f"{str(model._meta.verbose_name).capitalize()}: {', '.join(filter(None, words))}"

    def in_words(self, model: type[models.Model], row: State) -> str:
        """ "Min 4, Actor Iraqi Army": all that a row says beside what it is; ✓ where it only is there."""
        known = {*IDENTITY[model._meta.model_name], "id", "incident_id", "order", "merged_from_id"}
        words = []
        for column in model._meta.concrete_fields:
            value = row.get(column.attname)
            if column.attname in known or value in (None, ""):
                continue
            if column.has_default() and value == column.get_default():
                continue
            words.append(f"{label(column)} {self.shown(column, value)}")
        return ", ".join(words) or "✓"


def _seen(model: type[models.Model], to: User | None) -> models.QuerySet[Any]:
    return Incident.objects.visible_to(to) if model is Incident and to else model._default_manager.all()


def label(column: models.Field) -> str:
    words = str(column.verbose_name)
    return words[:1].upper() + words[1:]
