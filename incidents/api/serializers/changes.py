"""What PATCH and the verbs take. The names are those that an incident is told in."""

from typing import Any

from rest_framework import serializers

from incidents.api.serializers.fields import Range, Strict, WordField
from incidents.models import Incident
from incidents.vocabulary import (
    Basis,
    CasualtyKind,
    Certainty,
    Damage,
    DatePrecision,
    GeoPrecision,
    Interception,
    ReferentKind,
    Role,
    Sensitivity,
    SubEventType,
    Weapon,
)

ROLE_OF_LIST = {
    "perpetrators": Role.PERPETRATOR,
    "targets": Role.TARGET,
    "claimants": Role.CLAIMANT,
    "accused": Role.ACCUSED,
    "deniers": Role.DENIER,
    "supporters": Role.SUPPORTER,
}
RANGES = ("killed", "wounded")
RANGES_OF_WEAPONS = ("launched", "intercepted", "failed", "hit")


class VerbSerializer(Strict):
    """``version`` is the one that you saw; If-Match with the ETag will do as well."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class ParticipantChange(Strict):
    """``actor`` alone will do: the name is then the actor's."""

    name = serializers.CharField(required=False, max_length=300)
    actor = serializers.CharField(required=False, allow_null=True, help_text="Key of an actor.")
    basis = WordField(Basis, required=False)
    referent = WordField(ReferentKind, required=False)


class CasualtiesChange(Strict):
    side = serializers.CharField(max_length=200)
    actor = serializers.CharField(required=False, allow_null=True, help_text="Key of an actor.")
    is_civilian = serializers.BooleanField(required=False)
    kind = WordField(CasualtyKind)
    min = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, allow_null=True)
    max = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, allow_null=True)


class WeaponUseChange(Strict):
    category = WordField(Weapon)
    system = serializers.CharField(required=False, allow_null=True, allow_blank=True, max_length=100)
    launched = Range(required=False)
    intercepted = Range(required=False)
    failed = Range(required=False)
    hit = Range(required=False)


class IncidentChange(VerbSerializer):
    """What is not named stays. A list is given as a whole, and replaces the one that was."""

    sub_event_type = WordField(SubEventType, required=False)
    certainty = WordField(Certainty, required=False)
    summary = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    date_start = serializers.DateField(required=False, allow_null=True)
    date_end = serializers.DateField(required=False, allow_null=True)
    date_precision = WordField(DatePrecision, required=False)
    date_how = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    time_local = serializers.TimeField(required=False, allow_null=True)
    time_zone = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    country = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    admin1 = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    place = serializers.CharField(required=False, allow_null=True, help_text="Key of a place.")
    place_name = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    base = serializers.CharField(required=False, allow_null=True, help_text="Key of a base.")
    latitude = serializers.FloatField(min_value=-90, max_value=90, required=False, allow_null=True)
    longitude = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)
    geo_precision = WordField(GeoPrecision, required=False)
    killed = Range(required=False)
    wounded = Range(required=False)
    casualties_by_side = CasualtiesChange(many=True, required=False)
    perpetrators = ParticipantChange(many=True, required=False)
    targets = ParticipantChange(many=True, required=False)
    claimants = ParticipantChange(many=True, required=False)
    accused = ParticipantChange(many=True, required=False)
    deniers = ParticipantChange(many=True, required=False)
    supporters = ParticipantChange(many=True, required=False)
    weapons = WeaponUseChange(many=True, required=False)
    intercepted = WordField(Interception, required=False)
    damage = WordField(Damage, required=False)
    civilian_targeting = serializers.BooleanField(required=False, allow_null=True)
    origin_of_fire = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    sensitivity = WordField(Sensitivity, required=False)
    restricted_to = serializers.CharField(
        required=False, allow_null=True, allow_blank=True, help_text="Name of an access group of yours."
    )
    embargo_until = serializers.DateTimeField(required=False, allow_null=True)


class Changes:
    """The changes in the terms of ``review.edit``, and the way back for what it says is wrong with them."""

    def __init__(self, incident: Incident | None, given: dict[str, Any]):
        self.terms: dict[str, Any] = {}
        self.names = {"casualties": "casualties_by_side"}
        for name in RANGES:
            if name in given:
                self.terms |= self._range(name, given.pop(name), name)
        if ROLE_OF_LIST.keys() & given.keys():
            self.terms["participations"] = self._participations(incident, given)
        if "casualties_by_side" in given:
            self.terms["casualties"] = given.pop("casualties_by_side")
        if "weapons" in given:
            self.terms["weapons"] = [
                self._weapon(number, use) for number, use in enumerate(given.pop("weapons"))
            ]
        self.terms |= given

    def own_name(self, theirs: str) -> str:
        """``participations.3.actor`` -> ``targets.1.actor``."""
        for length in range(len(parts := theirs.split(".")), 0, -1):
            if ours := self.names.get(".".join(parts[:length])):
                return ".".join((ours, *parts[length:]))
        return theirs

    def _range(self, name: str, value: dict[str, int | None] | None, path: str) -> dict[str, int | None]:
        prefix = path.removesuffix(name)
        self.names |= {f"{prefix}{name}_{end}": f"{path}.{end}" for end in ("min", "max")}
        return {f"{name}_{end}": (value or {}).get(end) for end in ("min", "max")}

    def _weapon(self, number: int, use: dict[str, Any]) -> dict[str, Any]:
        row = {name: value for name, value in use.items() if name not in RANGES_OF_WEAPONS}
        for name in RANGES_OF_WEAPONS:
            if name in use:
                row |= self._range(name, use[name], f"weapons.{number}.{name}")
        return row

    def _participations(self, incident: Incident | None, given: dict[str, Any]) -> list[dict[str, Any]]:
        """Of all roles: those that are not named stay as they are."""
        rows: list[dict[str, Any]] = [
            {
                "role": row.role,
                "actor": row.actor,
                "name": row.name,
                "basis": row.basis,
                "referent": row.referent,
            }
            for row in (incident.participations.select_related("actor") if incident else ())
            if not any(row.role == role and name in given for name, role in ROLE_OF_LIST.items())
        ]
        for name, role in ROLE_OF_LIST.items():
            for number, row in enumerate(given.pop(name, ())):
                self.names[f"participations.{len(rows)}"] = f"{name}.{number}"
                rows.append({"role": role, **row})
        return rows
