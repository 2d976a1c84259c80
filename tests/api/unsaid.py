"""For schemathesis (schemathesis.toml): refusals that OpenAPI has no words for.

A parameter may be well formed and name a record that is not there, or contradict another; a file may be a picture;
a job takes other fields with each verb, with some a reason, and ids of incidents that there are; a query is
parameters, and an endpoint an address that is public. The answer is a 400 that names it. A key that came by chance
with two requests is a 422. For what is listed here, and for these reasons, that is no failure.
"""

from typing import Any

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

NAME_A_RECORD = {"actor", "base", "source", "campaign", "near"}
STAND_BESIDE_ANOTHER = {"include_ties", "role", "side_kind", "side_min", "side_max", "resolution", "by"}
HAVE_PARTS = {"bbox", "near", "cursor"}
PARAMETERS = NAME_A_RECORD | STAND_BESIDE_ANOTHER | HAVE_PARTS
OF_A_JOB = {"assignee", "field", "value", "campaign", "confidence", "filter", "reason", "ids"}
OF_A_PARTICIPANT = {"name", "actor"}  # one of the two at least, and the actor one that there is
FIELDS = OF_A_JOB | {"text", "html", "file", "url", "published", "language", "title", "endpoint"}
FIELDS |= {"mapping", "format", "encoding", "delimiter", "sheet", "zone", "order"}  # as the file allows


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """False: it is none."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    if response.status_code == 422 and response.json()["type"].endswith("#idempotency-key-reused"):
        return False
    refused = response.json().get("errors", [])
    return not refused or not all(map(_is_unsaid, refused))


def _is_unsaid(error: dict[str, str]) -> bool:
    field = error.get("field", "")
    if field.startswith("filter.") or field == "query":  # parameters of the list of incidents, by name
        return True
    known = (
        error.get("parameter", "").removeprefix("not_") in PARAMETERS
        or field in FIELDS
        or field.rpartition(".")[2] in OF_A_PARTICIPANT
    )
    return known and error["detail"].startswith("expected ")
