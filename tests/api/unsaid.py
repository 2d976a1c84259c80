"""For schemathesis (schemathesis.toml): refusals that OpenAPI has no words for.

A parameter may be well formed and name a record that is not there, or contradict another; a file may be a picture.
The answer is a 400 that names it. For what is listed here, and for these reasons, that is no failure.
"""

from typing import Any

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

NAME_A_RECORD = {"actor", "base", "source", "campaign", "near"}
STAND_BESIDE_ANOTHER = {"include_ties", "role", "side_kind", "side_min", "side_max", "resolution", "by"}
HAVE_PARTS = {"bbox", "near", "cursor"}
PARAMETERS = NAME_A_RECORD | STAND_BESIDE_ANOTHER | HAVE_PARTS
FIELDS = {"ids", "filter", "query", "text", "html", "file", "url", "published", "language", "title"}


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """False: it is none."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    refused = response.json().get("errors", [])
    return not refused or not all(map(_is_unsaid, refused))


def _is_unsaid(error: dict[str, str]) -> bool:
    known = error.get("parameter", "").removeprefix("not_") in PARAMETERS or error.get("field") in FIELDS
    return known and error["detail"].startswith("expected ")
