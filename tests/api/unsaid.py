"""For schemathesis (schemathesis.toml): which refusals OpenAPI has no words for.

A parameter may be well formed and name what is not there, or contradict another. The answer is a 400 that names it, and
the description cannot say so beforehand: only for the parameters here, only with these reasons, is that no failure.
"""

from typing import Any

import schemathesis
from schemathesis.openapi.checks import RejectedPositiveData

NAMES_A_RECORD = {"actor", "base", "source", "campaign", "near"}
BESIDE_ANOTHER = {"include_ties", "role", "side_kind", "side_min", "side_max", "resolution", "by"}
HAS_PARTS = {"bbox", "near", "cursor"}
UNSAID = NAMES_A_RECORD | BESIDE_ANOTHER | HAS_PARTS
BODIES = {
    "file": "expected HTML, PDF or plain text",
}


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """False: it is none."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    refused = response.json().get("errors", [])
    return not refused or not all(_is_unsaid(error) for error in refused)


def _is_unsaid(error: dict[str, str]) -> bool:
    if name := error.get("parameter"):
        return name.removeprefix("not_") in UNSAID and error["detail"].startswith("expected ")
    return error["detail"].startswith(BODIES.get(error.get("field", ""), "\0"))
