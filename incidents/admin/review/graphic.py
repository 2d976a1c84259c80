"""Words of incidents that are marked as graphic: blurred, and not read aloud, until somebody chooses to see them.

The choice holds for the session; without one, the person's preference does.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from incidents.models import Incident
from incidents.vocabulary import Sensitivity

register = template.Library()
CHOICE = "shows_graphic"


def is_graphic(incident: Any) -> bool:
    return getattr(incident, "sensitivity", "") == Sensitivity.GRAPHIC


def _shown(request: HttpRequest) -> bool:
    return bool(request.session.get(CHOICE, not request.user.blurs_graphic))


@register.simple_tag(takes_context=True)
def veil(context: Any, incident: Incident) -> SafeString:
    """Attributes of the element that holds words of this incident. ``inert``, as nobody is to come upon them by
    the keyboard or a screen reader either; what is in a form is sent all the same."""
    if not is_graphic(incident):
        return mark_safe("")
    shown = _shown(context["request"])
    return mark_safe("data-graphic" if shown else "data-graphic data-veiled inert")  # noqa: S308 -- ours


@register.inclusion_tag("admin/review/graphic.html", takes_context=True)
def graphic_warning(context: Any, *shown: Incident | Iterable[Incident]) -> dict[str, Any]:
    """Before the words, in the order of reading: what they are, and the button that shows or blurs them."""
    incidents = [each for of in shown for each in ([of] if isinstance(of, Incident) else of)]
    request = context["request"]
    return {
        "is_graphic": any(is_graphic(each) for each in incidents),
        "is_shown": _shown(request),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    request.session[CHOICE] = request.POST.get("show") == "1"
    if request.htmx:
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "admin:review_queue")
