"""How a verb says no. What is wrong with a value is a ``ValidationError`` naming the field, as everywhere."""

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from incidents.models import Incident
from incidents.vocabulary import Status

CALLED = {
    Status.DRAFT: pgettext_lazy("status", "draft"),
    Status.IN_REVIEW: pgettext_lazy("status", "in_review"),
    Status.PUBLISHED: pgettext_lazy("status", "published"),
    Status.REJECTED: pgettext_lazy("status", "rejected"),
    Status.MERGED: pgettext_lazy("status", "merged"),
}

DOING = {
    "create": pgettext_lazy("verb", "create"),
    "publish": pgettext_lazy("verb", "publish"),
    "reject": pgettext_lazy("verb", "reject"),
    "reopen": pgettext_lazy("verb", "reopen"),
    "accept": pgettext_lazy("verb", "accept"),
    "assign": pgettext_lazy("verb", "assign"),
    "acknowledge": pgettext_lazy("verb", "acknowledge"),
    "edit": pgettext_lazy("verb", "edit"),
    "confirm": pgettext_lazy("verb", "confirm"),
    "choose": pgettext_lazy("verb", "choose"),
    "ground": pgettext_lazy("verb", "ground"),
    "merge": pgettext_lazy("verb", "merge"),
    "unmerge": pgettext_lazy("verb", "unmerge"),
    "split": pgettext_lazy("verb", "split"),
    "link": pgettext_lazy("verb", "link"),
    "unlink": pgettext_lazy("verb", "unlink"),
    "apart": pgettext_lazy("verb", "apart"),
    "ask_again": pgettext_lazy("verb", "ask_again"),
    "revert": pgettext_lazy("verb", "revert"),
    "add_to_campaign": pgettext_lazy("verb", "add_to_campaign"),
    "take_from_campaign": pgettext_lazy("verb", "take_from_campaign"),
    "unite": pgettext_lazy("verb", "unite"),
    "part": pgettext_lazy("verb", "part"),
    "undo": pgettext_lazy("verb", "undo"),
}
"""What somebody may not do; a verb that is not here goes by its own name."""


class NotAllowed(PermissionDenied):
    """The person may not do this; the message says which right is missing."""


class WrongStatus(ValidationError):
    """The verb does not apply to an incident of this status."""

    def __init__(self, incident: Incident, *expected: str):
        words = _("expected %(statuses)s; %(incident)s is %(status)s.") % {
            "statuses": _(" or ").join(str(CALLED[status]) for status in expected),
            "incident": incident,
            "status": CALLED[incident.status],
        }
        super().__init__({"status": words})


class Stale(Exception):
    """Somebody changed the incident since it was seen. ``theirs`` is how it stands now."""

    def __init__(self, incident: Incident, theirs: Incident, seen_version: int):
        self.incident, self.theirs, self.seen_version = incident, theirs, seen_version
        super().__init__(
            _("%(theirs)s is at version %(version)s; you saw version %(seen_version)s.")
            % {"theirs": theirs, "version": theirs.version, "seen_version": seen_version}
        )


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
    return ValidationError(
        _("The database refuses it: %(what)s") % {"what": getattr(said, "message_primary", None) or problem}
    )
