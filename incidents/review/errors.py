"""How a verb says no. What is wrong with a value is a ``ValidationError`` naming the field, as everywhere."""

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError

from incidents.models import Incident


class NotAllowed(PermissionDenied):
    """The person may not do this; the message says which right is missing."""


class WrongStatus(ValidationError):
    """The verb does not apply to an incident of this status."""

    def __init__(self, incident: Incident, *expected: str):
        words = " or ".join(expected)
        super().__init__({"status": f"expected {words}; {incident} is {incident.status}."})


class Stale(Exception):
    """Somebody changed the incident since it was seen. ``theirs`` is how it stands now."""

    def __init__(self, incident: Incident, theirs: Incident, seen_version: int):
        self.incident, self.theirs, self.seen_version = incident, theirs, seen_version
        super().__init__(f"{theirs} is at version {theirs.version}; you saw version {seen_version}.")


class ChangedSince(ValidationError):
    """What is to be undone was changed again in a later step; the messages say by whom, field by field."""


def refused_by_database(problem: DatabaseError) -> ValidationError:
    """What a constraint or trigger says, for people: in our own words where the constraint has any."""
    said = getattr(problem.__cause__, "diag", None)
    name = getattr(said, "constraint_name", None)
    for model in apps.get_app_config("incidents").get_models():
        for constraint in model._meta.constraints:
            if name and constraint.name == name:
                return ValidationError(constraint.get_violation_error_message())
    return ValidationError(f"The database refuses it: {getattr(said, 'message_primary', None) or problem}")
