"""What each verb is told beside version and reason. Fields are named as incidents name them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from incidents.api.serializers.changes import RANGES, ROLE_OF_LIST, IncidentChange, VerbSerializer
from incidents.api.serializers.fields import Strict, WordField
from incidents.models import Incident
from incidents.vocabulary import RelationKind

Places = Mapping[str, Sequence[int]]
TABLES = {"participants": "participations", "casualties_by_side": "casualties", "weapons": "weapons"}
FIELDS = (
    *(name for name in IncidentChange().fields if name not in {"version", "reason", *ROLE_OF_LIST, *TABLES}),
    *TABLES,
)


def columns(names: Iterable[str]) -> list[str]:
    """As the verbs know them: a range is two columns."""
    found = []
    for name in names:
        found += [f"{name}_min", f"{name}_max"] if name in RANGES else [TABLES.get(name, name)]
    return found


def own_name(column: str) -> str:
    """The way back, for what is wrong with one."""
    for name in RANGES:
        if column in (f"{name}_min", f"{name}_max"):
            return name
    return next((ours for ours, theirs in TABLES.items() if theirs == column), column)


class Names(serializers.ListField):
    """``of`` is what the schema calls such a name."""

    def __init__(self, of: str, names: Iterable[str], **options: Any):
        self.of, self.names = of, list(names)
        each = serializers.ChoiceField(choices=self.names)
        each.error_messages["invalid_choice"] = f"expected one of {', '.join(self.names)}."
        super().__init__(**{"child": each, "required": False} | options)


class NamesSchema(OpenApiSerializerFieldExtension):
    target_class = Names

    def map_serializer_field(self, auto_schema, direction):
        one = ResolvedComponent(
            self.target.of,
            ResolvedComponent.SCHEMA,
            {"type": "string", "enum": self.target.names},
            object=self.target.of,
        )
        auto_schema.registry.register_on_missing(one)
        least = {} if self.target.allow_empty else {"minItems": 1}
        return {"type": "array", "items": one.ref} | least


def Ids(**options: object) -> serializers.ListField:
    each = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    return serializers.ListField(child=each, required=False, max_length=1000, **options)


class MergeSerializer(VerbSerializer):
    """Into ``into``, which stays; ``into_version`` is the version of it that you saw.

    ``take`` names the fields of which it takes over the value, ``unite`` the lists that shall hold the rows of
    both. All else keeps its value, and what the merged one says stands beside it.
    """

    into = serializers.CharField(max_length=20, help_text="Id or public id of the one that stays.")
    into_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    take = Names("FieldName", FIELDS)
    unite = Names("ListName", TABLES)


class RowsOfLists(Strict):
    """By list the places of rows in it, counted from 0 as the incident tells them."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: _places() for name in (*ROLE_OF_LIST, "casualties_by_side", "weapons")}


def _places() -> serializers.ListField:
    each = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    return serializers.ListField(child=each, required=False, max_length=1000)


class SplitSerializer(VerbSerializer):
    """What goes to the new draft: the statements that are named, and all of the ``articles``; of participants,
    casualties and weapons the ``rows``. The ``shared`` ones are in both; what is not named stays.
    """

    statements = Ids(help_text="Ids of statements about this incident.")
    articles = Ids(help_text="Ids of articles that tell of it.")
    rows = RowsOfLists(required=False)
    shared = RowsOfLists(required=False)


def keys_of(incident: Incident, rows: Places, shared: Places) -> dict[str, dict[str, list[int]]]:
    """The same two as ``review.split`` takes them: by table and key."""
    keys: dict[str, dict[str, list[int]]] = {"rows": {}, "shared": {}}
    errors = {}
    for which, lists in (("rows", rows), ("shared", shared)):
        for name, places in lists.items():
            table = TABLES.get(name, "participations")
            told = _as_told(incident, name, table)
            for number, place in enumerate(places):
                if place >= len(told):
                    errors[f"{which}.{name}.{number}"] = f"expected the place of one of its {len(told)} rows."
                elif which == "shared" and told[place] in keys["rows"].get(table, ()):
                    errors[f"{which}.{name}.{number}"] = (
                        "expected a row that does not go to the second alone."
                    )
                else:
                    keys[which].setdefault(table, []).append(told[place])
    if errors:
        raise ValidationError(errors)
    return keys


def _as_told(incident: Incident, name: str, table: str) -> list[int]:
    found = getattr(incident, f"told_{table}")
    return [row.pk for row in found if name not in ROLE_OF_LIST or row.role == ROLE_OF_LIST[name]]


class UndoSerializer(VerbSerializer):
    """``step`` is the ``id`` of a revision; without one, your own last step that still stands.

    ``partly``: take back what nobody has changed since, and leave the rest.
    """

    step = serializers.UUIDField(required=False)
    partly = serializers.BooleanField(required=False, default=False)


class RevertSerializer(VerbSerializer):
    """Puts back what the ``fields`` had in the version ``to``; without ``fields``, all of them."""

    to = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    fields_to_revert = Names("FieldName", FIELDS, allow_empty=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        found = super().get_fields()
        found["fields"] = found.pop("fields_to_revert")
        return found


class AssignSerializer(VerbSerializer):
    assignee = serializers.CharField(
        max_length=150, allow_null=True, help_text="Whose task it shall be, by user name; null: nobody's."
    )


class NextSerializer(Strict):
    """``after``: the one that you had, which is held no more. The one behind it is given, round and round."""

    after = serializers.CharField(required=False, max_length=20, help_text="Id or public id.")


class ConfirmSerializer(VerbSerializer):
    """Vouches for what the reader has in these ``fields``; without them, in all."""

    fields_to_confirm = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, allow_empty=False
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        found = super().get_fields()
        found["fields"] = found.pop("fields_to_confirm")
        return found


class ChooseSerializer(VerbSerializer):
    statement = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Its id.")


class ApartSerializer(VerbSerializer):
    other = serializers.CharField(max_length=20, help_text="Id or public id of the other incident.")


class LinkSerializer(ApartSerializer):
    """This incident <kind> ``other``."""

    kind = WordField(RelationKind)


class CampaignOfIncident(VerbSerializer):
    campaign = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Id of a campaign.")


class IncidentNew(IncidentChange):
    """What an analyst types. Each value becomes a statement of yours, with the reason."""

    version = None
    reason = serializers.CharField(max_length=2000)

    def get_fields(self) -> dict[str, serializers.Field]:
        found = super().get_fields()
        found["sub_event_type"].required = True
        return found


class Words(Strict):
    """From ``start`` to ``end``, in characters of the text of an article that tells of the incident."""

    article = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    start = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    end = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
