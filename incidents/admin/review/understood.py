"""What is made of words while somebody types them: the same functions that read them when the form is sent."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from incidents.admin.review.inputs import understood
from incidents.admin.review.tables import COUNTS, account_of

LONGEST = 200


@require_GET
def show(request: HttpRequest, what: str) -> JsonResponse:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    asked = {name: value.replace("\0", "").strip()[:LONGEST] for name, value in request.GET.items()}
    if what == "ledger":
        account = account_of({name: asked.get(name, "") for name in COUNTS})
        return JsonResponse({"says": account.says, "state": account.state})
    if what not in {"date", "point", "range"}:
        raise Http404
    return JsonResponse(understood(what, asked.get("q", ""), _day(asked.get("on", ""))))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
