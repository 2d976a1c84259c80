"""What a draft left empty is taken from the article that joins it, as long as no person has taken it up.

Nothing that is there changes: no figure is widened, no party is added to a role that has one.
"""

from collections.abc import Iterable

from django.utils import timezone

from incidents.models import Casualties, Incident, Participation, WeaponUse
from incidents.vocabulary import Role

COLUMNS: dict[str, tuple[str, ...]] = {
    "killed": ("killed_min", "killed_max"),
    "wounded": ("wounded_min", "wounded_max"),
    "time_local": ("time_local", "moment"),
    "time_zone": ("time_zone",),
    "base": ("base_id",),
    "intercepted": ("intercepted",),
    "damage": ("damage",),
    "origin": ("origin_of_fire",),
    "civilian_targeting": ("civilian_targeting",),
}
"""By the names that statements use. All columns of a field are empty, or none is touched."""
EMPTY = (None, "", "unknown")
FIELD_OF_ROLE = {Role.PERPETRATOR: "perpetrators", Role.TARGET: "targets", Role.CLAIMANT: "claimed_by"}


def fill(
    incident: Incident,
    ours: Incident,
    participations: Iterable[Participation],
    casualties: list[Casualties],
    weapons: list[WeaponUse],
) -> set[str]:
    """The fields that the incident now has from us. ``ours`` and the rows are not in the database."""
    is_open = incident.held_until is not None and incident.held_until > timezone.now()
    if is_open or not incident.is_untouched():
        return set()
    filled = {
        name
        for name, columns in COLUMNS.items()
        if _is_empty(incident, columns) and not _is_empty(ours, columns)
    }
    columns = [column for name in filled for column in COLUMNS[name]]
    for column in columns:
        setattr(incident, column, getattr(ours, column))
    filled |= _fill_roles(incident, participations)
    for name, rows in (("casualties", casualties), ("weapons", weapons)):
        if rows and not getattr(incident, name).exists():
            type(rows[0]).objects.bulk_create(rows)
            filled.add(name)
    if filled:
        incident.updated_at = timezone.now()  # the version grows where only rows below changed, too
        incident.save(update_fields=[*columns, "updated_at"])
    return filled


def _is_empty(incident: Incident, columns: tuple[str, ...]) -> bool:
    return all(getattr(incident, column) in EMPTY for column in columns)


def _fill_roles(incident: Incident, participations: Iterable[Participation]) -> set[str]:
    taken = set(incident.participations.values_list("role", flat=True))
    rows = [row for row in participations if row.role not in taken]
    Participation.objects.bulk_create(rows)
    return {FIELD_OF_ROLE[row.role] for row in rows if row.role in FIELD_OF_ROLE}
