"""The versions of an incident: what analysts see of them, and what the public does."""

from typing import Any

from rest_framework import serializers

from incidents.api.serializers.incidents import NAMES
from incidents.review.history import FieldChange, Step
from incidents.review.publications import Publication

TABLES = {
    "report": "articles",
    "participation": "participants",
    "casualties": "casualties_by_side",
    "weaponuse": "weapons",
    "relation": "relations",
    "membership": "campaigns",
}
RANGED = {f"{name}_{end}": name for name in ("killed", "wounded") for end in ("min", "max")}
STATED = {name: ours for name, ours in NAMES.items() if name not in {"event_type", "status", "place"}}
"""Of what the history calls as columns are called."""


class ChangeOfField(serializers.Serializer):
    """In words, as the history tells it to people; null where there was nothing, or is nothing any more."""

    field = serializers.CharField(read_only=True)
    row = serializers.CharField(read_only=True, allow_null=True, help_text="Of a list: which of it.")
    before = serializers.CharField(read_only=True, allow_null=True)
    after = serializers.CharField(read_only=True, allow_null=True)


class RevisionSerializer(serializers.Serializer):
    """One step of an incident's history.

    To who sees drafts: every step, ``who`` took it and why, each ``change`` in words, and ``id``, to undo it by.
    To others: how the incident changed in public, ``verb`` being publish or update, with the names of the
    ``fields`` that then were others; the rest is null.
    """

    id = serializers.UUIDField(read_only=True, allow_null=True)
    version = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="That it made; null where no value changed."
    )
    at = serializers.DateTimeField(read_only=True)
    verb = serializers.CharField(read_only=True)
    who = serializers.CharField(read_only=True, allow_null=True)
    reason = serializers.CharField(read_only=True, allow_null=True)
    fields_changed = serializers.ListField(child=serializers.CharField(), read_only=True)
    changes = ChangeOfField(many=True, read_only=True, allow_null=True)
    confirmed = serializers.ListField(child=serializers.CharField(), read_only=True, allow_null=True)


def of_step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "version": step.version,
        "at": step.at,
        "verb": step.verb,
        "who": step.who or None,
        "reason": step.reason or None,
        "fields_changed": sorted({_field(change) for change in step.changes}),
        "changes": [
            {
                "field": _field(change),
                "row": change.row or None,
                "before": change.before or None,
                "after": change.after or None,
            }
            for change in step.changes
        ],
        "confirmed": step.confirmed,
    }


def of_publication(publication: Publication) -> dict[str, Any]:
    names = {_own(name.removesuffix("_id")) for name in publication.fields}
    return {
        "id": None,
        "version": publication.version,
        "at": publication.at,
        "verb": "publish" if publication.is_return else "update",
        "who": None,
        "reason": None,
        "fields_changed": sorted(names),
        "changes": None,
        "confirmed": None,
    }


def _field(change: FieldChange) -> str:
    return TABLES[change.record] if change.record else _own(change.name)


def _own(name: str) -> str:
    return RANGED.get(name) or STATED.get(name, name)
