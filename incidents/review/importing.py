"""What every import does before it writes: the right, and a record of who and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from incidents.models import User
from incidents.review.change import recorded, required
from incidents.review.errors import NotAllowed


def may_import(model: type[models.Model], person: User) -> bool:
    name = model._meta.model_name
    return person.has_perms([f"incidents.add_{name}", f"incidents.change_{name}"])


@contextmanager
def importing(model: type[models.Model], *, by: User, reason: str, file: str) -> Iterator[UUID]:
    """Rows of a file become records, or change those that are there; the history says from which file."""
    if not may_import(model, by):
        raise NotAllowed(
            _("%(by)s may not import %(what)s.") % {"by": by, "what": model._meta.verbose_name_plural}
        )
    required(reason)
    with recorded(user=by.pk, verb="import", reason=reason, file=file[:200]) as step:
        yield step
