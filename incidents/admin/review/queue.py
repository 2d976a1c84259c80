"""The queue in the browser: what waits, filtered, page by page; and the next of it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.admin.review import jobs
from incidents.admin.review.asked import Asked
from incidents.admin.review.lists import QUEUE
from incidents.admin.review.views import views_of
from incidents.models import Incident
from incidents.review.hold import next_in_line, release
from incidents.review.queue import counts, queue
from incidents.review.skip import skip
from incidents.vocabulary import OPEN


def show(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    context = {**admin.site.each_context(request), **QUEUE.context(request, has_numbers=True)}
    context |= {
        "is_queue": True,
        "counts": counts(request.user, *OPEN),
        "within": within(context["asked"]),
        "offered": jobs.offered(request.user),
        "views": views_of(request.user, QUEUE, context["asked"]),
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
    asked = QUEUE.asked(QueryDict(request.GET.get("in", "")), request.user)
    found = asked.narrow(queue(request.user))
    following = next_in_line(request.user, found, order=QUEUE.order(asked), after=after)
    if following is None:
        messages.info(request, _("Nothing else waits for you."))
        query = asked.query()
        return redirect(reverse("admin:review_queue") + (f"?{query}" if query else ""))
    return redirect(reverse("admin:review", args=[following.pk]) + within(asked))
