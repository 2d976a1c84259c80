"""How the filters of a webhook are read. It is the API's to say, which this room does not see: see apps.py."""

from collections.abc import Callable

from incidents.models import User
from incidents.models.incidents import IncidentQuerySet

found_by: Callable[[str, User], IncidentQuerySet]
"""Of a query and its owner. Raises ValidationError where it can no longer be asked: a source may be gone."""
