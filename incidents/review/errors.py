"""How a verb says no. What is wrong with a value is a ``ValidationError`` naming the field, as everywhere."""

from django.core.exceptions import PermissionDenied, ValidationError

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
