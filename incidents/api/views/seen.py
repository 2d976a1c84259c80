"""Which version somebody saw who wants to change an incident: nobody overwrites what he has not seen."""

import re
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from incidents import review
from incidents.api.problems import BadParameters, VersionRequired
from incidents.models import Incident

# Of what we answer in gzip the ETag is weak. It has the version all the same, and that is what counts here.
ETAG = r'(?:W/)?"([0-9]{1,9})(?:-[0-9a-f]+)?"'
ETAGS = re.compile(rf"{ETAG}(?:[ \t]*,[ \t]*{ETAG})*")
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": rf"^(\*|{ETAGS.pattern})$"},
    OpenApiParameter.HEADER,
    description="The ETag that you saw, in place of version; several, separated by commas: either will do.",
)


def seen(request: Request, incident: Incident, version: int | None) -> int:
    """``version`` is the one in the body. What holds as the incident was just read is held to by the verb.

    ``*`` is true of whatever is there. It names no version: then the body has to.
    """
    header = request.headers.get("If-Match", "*").strip()
    if header != "*":
        if not ETAGS.fullmatch(header):
            raise BadParameters(
                {"If-Match": f'expected ETags of the incident, "3", or *; not {header[:100]!r}.'}
            )
        either = [int(each) for each in re.findall(ETAG, header)]
        if incident.version not in either:
            raise review.Stale(incident, incident, max(either))
        version = incident.version if version is None else version
    if version is None:
        raise VersionRequired
    return version


def given(request: Request, body: Any, incident: Incident) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the verb is told beside who, which version and why; and those, as every verb takes them."""
    body.is_valid(raise_exception=True)
    told = dict(body.validated_data)
    version = seen(request, incident, told.pop("version", None))
    return told, {"by": request.user, "seen_version": version, "reason": told.pop("reason")}
