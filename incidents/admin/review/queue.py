"""The queue in the browser: what waits, filtered, page by page."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from incidents.admin.review.statements import in_range
from incidents.models import Incident, Participation, Report
from incidents.models.incidents import IncidentQuerySet
from incidents.review.queue import DOUBTFUL, WAITING, counts, next_in_line, queue
from incidents.review.values import countries
from incidents.vocabulary import EventType, Role, Status

A_PAGE = 50


def show(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    asked = {
        name: request.GET.get(name, "").replace("\0", "").strip()
        for name in ("status", "country", "type", "q")
    }
    found = filtered(queue(request.user), asked)
    page = Paginator(_with_what_is_shown(found), A_PAGE).get_page(request.GET.get("page"))
    present = queue(request.user).order_by("country").values_list("country", flat=True).distinct()
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": "Review queue",
        "page": page,
        "lines": [_line(incident) for incident in page],
        "asked": asked,
        "is_filtered": any(asked.values()),
        "counts": counts(request.user),
        "statuses": [(str(status), status.label) for status in WAITING],
        "types": EventType.choices(),
        "countries": [(code, countries().get(code, code)) for code in present if code],
    }
    return render(request, "admin/review/queue.html", context)


def filtered(found: IncidentQuerySet, asked: dict[str, str]) -> IncidentQuerySet:
    """An unknown word in a filter finds nothing, rather than everything."""
    if asked["status"]:
        found = found.filter(status=asked["status"])
    if asked["country"]:
        found = found.filter(country=asked["country"])
    if asked["type"]:
        found = found.filter(event_type=asked["type"])
    if words := asked["q"]:
        found = found.filter(
            Q(search=SearchQuery(words, search_type="websearch", config="english"))
            | Q(place_name__icontains=words)
            | Exists(Participation.objects.filter(incident=OuterRef("pk"), name__icontains=words))
            | Exists(Report.objects.filter(incident=OuterRef("pk"), article__title__icontains=words))
        )
    return found


def _with_what_is_shown(found: IncidentQuerySet) -> IncidentQuerySet:
    reports = Report.objects.select_related("article__source").only(
        "incident", "is_new", "article__title", "article__source__name"
    )
    return found.select_related("assignee").prefetch_related("participations", Prefetch("reports", reports))


def _line(incident: Incident) -> dict[str, Any]:
    parties = list(incident.participations.all())
    reports = list(incident.reports.all())
    return {
        "incident": incident,
        "who": ", ".join(p.name for p in parties if p.role == Role.PERPETRATOR),
        "whom": ", ".join(p.name for p in parties if p.role == Role.TARGET),
        "killed": in_range(incident.killed_min, incident.killed_max),
        "wounded": in_range(incident.wounded_min, incident.wounded_max),
        "confidence": None if incident.confidence is None else round(incident.confidence * 100),
        "is_low": incident.confidence is not None and incident.confidence < DOUBTFUL,
        "is_open": incident.status == Status.IN_REVIEW,
        "country": countries().get(incident.country, incident.country),
        "report": reports[0] if reports else None,
        "has_new_source": any(report.is_new for report in reports),
    }


def go_to_next(request: HttpRequest) -> HttpResponse:
    """The most urgent draft that nobody else has taken; ``after`` passes one over."""
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    after = request.GET.get("after", "")
    passed = Incident(pk=int(after)) if after.isdecimal() else None
    following = next_in_line(request.user, after=passed)
    if following is None:
        messages.info(request, "Nothing else waits for you.")
        return redirect("admin:review_queue")
    return redirect("admin:review", pk=following.pk)
