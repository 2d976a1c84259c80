"""The queue in the browser: what waits, filtered, page by page; and the next of it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from incidents.admin.paging import LongList
from incidents.admin.review.filters import OF_THE_QUEUE, Asked
from incidents.admin.review.listing import A_PAGE, fields, lines, with_what_is_shown
from incidents.models import Incident
from incidents.review.hold import next_in_line, release
from incidents.review.queue import ORDERS, counts, queue, skipped_last
from incidents.review.skip import skip
from incidents.vocabulary import Status

ORDER_LABELS = {
    "urgency": gettext_lazy("most urgent first"),
    "oldest": gettext_lazy("oldest first"),
    "newest": gettext_lazy("newest first"),
    "doubt": gettext_lazy("least sure first"),
    "event": gettext_lazy("latest event first"),
}


def asked_of(query: QueryDict, request: HttpRequest) -> Asked:
    return Asked(query, request.user, OF_THE_QUEUE, ORDERS)


def show(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    asked = asked_of(request.GET, request)
    everything = queue(request.user)
    order = ORDERS.get(asked.order, ORDERS["urgency"])
    found, skipped = skipped_last(asked.narrow(everything), request.user, order)
    page = LongList(with_what_is_shown(found), A_PAGE).get_page(asked.page)
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Review queue"),
        "page": page,
        "lines": lines(page, user=request.user, skipped=skipped),
        "asked": asked,
        "fields": fields(asked, request.user, counted=everything),
        "orders": ORDER_LABELS.items(),
        "counts": counts(request.user, Status.DRAFT, Status.IN_REVIEW),
        "within": within(asked),
        "is_queue": True,
    }
    return render(request, "admin/review/queue.html", context)


def within(asked: Asked) -> str:
    """For the addresses of incidents: the view of the queue in which they are looked at."""
    query = asked.query()
    return "?" + urlencode({"in": query}) if query else ""


def carried(request: HttpRequest, **more: Any) -> str:
    """What an incident's addresses take along: the view of the queue in which it was opened."""
    query = {name: value for name, value in {**more, "in": request.GET.get("in", "")}.items() if value}
    return "?" + urlencode(query) if query else ""


def go_to_next(request: HttpRequest) -> HttpResponse:
    """The most urgent draft that nobody else has; ``after`` passes one over."""
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    after = request.GET.get("after", "")
    passed = None
    if after.isascii() and after.isdigit():
        passed = Incident.objects.visible_to(request.user).filter(pk=after[:18]).first()
    if passed:
        release(passed, by=request.user)
    return go_on(request, after=passed)


@require_POST
def pass_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Skip it, and on to the next."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user), pk=pk)
    skip(incident, by=request.user)
    return go_on(request, after=incident)


def go_on(request: HttpRequest, *, after: Incident | None = None) -> HttpResponse:
    """To the next incident of the view that one works through: the query of the queue stands in ``in``."""
    asked = asked_of(QueryDict(request.GET.get("in", "")), request)
    order = ORDERS.get(asked.order, ORDERS["urgency"])
    following = next_in_line(request.user, asked.narrow(queue(request.user)), order=order, after=after)
    if following is None:
        messages.info(request, _("Nothing else waits for you."))
        query = asked.query()
        return redirect(reverse("admin:review_queue") + (f"?{query}" if query else ""))
    return redirect(reverse("admin:review", args=[following.pk]) + within(asked))
