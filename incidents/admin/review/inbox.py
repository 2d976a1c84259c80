"""What others did that one should know: mentions, comments, assignments, reopenings, finished jobs."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.models import Notice
from incidents.review.notices import inbox, mark_read, unread

A_PAGE = 50


def show(request: HttpRequest) -> HttpResponse:
    _allowed(request)
    only_new = request.GET.get("show") == "unread"
    found = inbox(request.user).select_related("by", "incident", "comment", "job")
    page = Paginator(found.filter(read_at=None) if only_new else found, A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,
        "title": _("Inbox"),
        "page": page,
        "only_new": only_new,
    }
    return render(request, "admin/review/inbox.html", context)


def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """To what it is about; having been there, one has read it."""
    _allowed(request)
    notice = get_object_or_404(inbox(request.user), pk=pk)
    mark_read(Notice.objects.filter(pk=notice.pk))
    return redirect(_about(notice))


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """The ``notice`` s ticked or pressed, or all."""
    _allowed(request)
    found = inbox(request.user)
    if "all" not in request.POST:
        found = found.filter(pk__in=[key for key in request.POST.getlist("notice") if key.isdecimal()])
    mark_read(Notice.objects.filter(pk__in=found.filter(read_at=None).values("pk")))
    return redirect("admin:inbox")


def _allowed(request: HttpRequest) -> None:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied


def _about(notice: Notice) -> str:
    if notice.incident_id:
        fragment = f"#comment-{notice.comment_id}" if notice.comment_id else ""
        return reverse("admin:review", args=[notice.incident_id]) + fragment
    try:
        return reverse("admin:review_job", args=[notice.job_id])
    except NoReverseMatch:
        return reverse("admin:inbox")


def in_the_head(request: HttpRequest) -> dict[str, Any]:
    """The number of unread ones, for the head of every page."""
    may = request.user.is_authenticated and request.user.has_perm("incidents.view_draft")
    return {"unread": unread(request.user) if may else 0}
