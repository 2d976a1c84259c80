"""An incident that nobody has written about, or that the reader has missed: typed by an analyst."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.models import Incident, User
from incidents.review.apply import make
from incidents.review.change import recorded, required
from incidents.review.errors import DOING, NotAllowed
from incidents.review.statements import say


def create(values: Mapping[str, Any], *, by: User, reason: str) -> Incident:
    """Returns the new draft. ``values`` are those that ``edit`` takes, ``sub_event_type`` among them.

    Each is the analyst's statement, with the reason. It is no verdict: there was no reader to be wrong.
    """
    if not by.has_perm("incidents.add_incident"):
        raise NotAllowed(_("%(by)s may not %(verb)s incidents.") % {"by": by, "verb": DOING["create"]})
    required(reason)
    why = {"user": by.pk, "verb": "create", "reason": reason, "right": "add_incident"}
    with recorded(**why) as step, transaction.atomic():
        new, said = make(values, by=by)
        say(new, said, by=by, reason=reason, words={})
        new.step = step
        return new
