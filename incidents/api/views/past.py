"""``as_of``: the same answer as it would have been at a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api import parameters as parse
from incidents.api.permissions import may
from incidents.api.problems import BadParameters
from incidents.api.views.parts import visible
from incidents.models.past import Past
from incidents.vocabulary import Scope

AS_OF = OpenApiParameter(
    "as_of",
    {"type": "string", "format": "date-time"},
    description=(
        "What was held and published at this moment, of what you may see today. A timestamp with its zone, or a"
        " day, which begins at midnight UTC; not in the future."
    ),
)


class InThePast:
    """Mixed into a ``Door`` that tells of incidents. Only what reads can be asked of the past."""

    @property
    def parameters(self) -> tuple[str, ...]:
        is_read = self.request is None or self.request.method in SAFE_METHODS
        return (*super().parameters, "as_of") if is_read else super().parameters

    def as_of(self) -> datetime | None:
        asked = self.request.query_params.get("as_of")
        if asked is None:
            return None
        try:
            moment = parse.moment(asked)
        except parse.Unexpected as expected:
            raise BadParameters({"as_of": f"expected {expected}; not {asked[:100]!r}."}) from None
        if moment > timezone.now():
            raise BadParameters({"as_of": f"expected a moment that has been; not {asked[:100]!r}."})
        return moment

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with self.then():
            return super().list(request, *args, **kwargs)

    @contextmanager
    def then(self) -> Iterator[None]:
        """All that is asked of the database in here is asked of that moment."""
        moment = self.as_of()
        if moment is None:
            yield
            return
        sees_embargoed = may(self.request, "view_restricted", Scope.DRAFTS)
        with connection.execute_wrapper(Past(moment, visible(self.request), and_embargoed=sees_embargoed)):
            yield
