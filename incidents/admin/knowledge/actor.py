from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from incidents.admin.knowledge.page import by_key, page
from incidents.admin.knowledge.spans import Chart, Span, chart
from incidents.models import Actor, Presence, Tie
from incidents.review.values import countries


def show(request: HttpRequest, key: str) -> HttpResponse:
    actor = by_key(request, Actor, key)
    context = {
        "country": countries().get(actor.country, actor.country),
        "names": sorted(actor.names.items()),
        "ties": ties(actor),
        "presences": presences(actor) if request.user.has_perm("incidents.view_base") else None,
    }
    return page(request, actor, "admin/knowledge/actor.html", context, with_roles=True)


def ties(actor: Actor) -> Chart:
    """Both ways: what the actor is to others, then what others are to it."""
    ours = actor.ties.select_related("other").order_by("kind", "since", "other__name")
    theirs = actor.ties_to.select_related("actor").order_by("kind", "since", "actor__name")
    return chart([*(_span(tie, tie.other) for tie in ours), *(_span(tie, tie.actor, "of") for tie in theirs)])


def _span(tie: Tie, other: Actor, direction: str = "") -> Span:
    href = reverse("admin:knowledge_actor", args=[other.key])
    return Span(tie.get_kind_display(), other, href, tie.since, tie.until, tie.source, direction)


def presences(actor: Actor) -> Chart:
    found: list[Presence] = list(actor.presences.select_related("base").order_by("since", "base__name"))
    return chart(
        Span(
            "",
            each.base,
            reverse("admin:knowledge_base", args=[each.base.key]),
            each.since,
            each.until,
            each.source,
        )
        for each in found
    )
