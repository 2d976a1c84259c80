from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from incidents.admin.knowledge.page import by_key, page
from incidents.admin.knowledge.spans import Chart, Span, chart
from incidents.models import Base
from incidents.review.values import countries


def show(request: HttpRequest, key: str) -> HttpResponse:
    base = by_key(request, Base, key)
    context = {
        "country": countries().get(base.country, base.country),
        "presences": presences(base) if request.user.has_perm("incidents.view_actor") else None,
    }
    return page(request, base, "admin/knowledge/base.html", context)


def presences(base: Base) -> Chart:
    return chart(
        Span(
            "",
            each.actor,
            reverse("admin:knowledge_actor", args=[each.actor.key]),
            each.since,
            each.until,
            each.source,
        )
        for each in base.presences.select_related("actor").order_by("since", "actor__name")
    )
