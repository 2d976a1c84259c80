from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.models import Incident, User
from incidents.review.edit import edit
from incidents.review.rows import COLUMNS
from incidents.review.values import EDITABLE
from incidents.review.versions import Snapshot, as_of


def revert(
    incident: Incident,
    version: int,
    fields: Collection[str] | None = None,
    *,
    by: User,
    seen_version: int,
    reason: str,
) -> Incident:
    """Put back what these fields (columns, or kinds of rows) had in an earlier version; without them, all.

    It is an edit: the values become the analyst's, with his reason, and what stood meanwhile stays in the history.
    The status is moved by the verbs that move it.
    """
    then = as_of(incident, version, below=COLUMNS)
    wanted = (*EDITABLE, *COLUMNS) if fields is None else tuple(fields)
    if unknown := sorted(set(wanted) - {*EDITABLE, *COLUMNS}):
        raise ValidationError(
            {
                "fields": _("expected fields that can be edited; %(unknown)s is none.")
                % {"unknown": unknown[0]}
            }
        )
    changes = {name: held_then(then, name) for name in wanted}
    return edit(incident, changes, by=by, seen_version=seen_version, reason=reason, verb="revert")


def held_then(then: Snapshot, name: str) -> Any:
    """The value in the form in which ``edit`` takes it: records by their primary key."""
    if name in COLUMNS:
        model, columns = COLUMNS[name]
        attributes = {column: model._meta.get_field(column).attname for column in columns}
        return [
            {column: row[attribute] for column, attribute in attributes.items()} for row in then.rows[name]
        ]
    return then.columns[Incident._meta.get_field(name).attname]
