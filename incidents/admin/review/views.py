"""Views saved under a name: filters that somebody comes back to. The address is the view."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from incidents.admin.review import lists
from incidents.admin.review.asked import Asked, renamed
from incidents.models import SavedView, User
from incidents.review.queue import Counted, at_most

COUNTED = 1_000
USUAL = {
    "queue": (
        (gettext_lazy("All"), ""),
        (pgettext_lazy("whose", "Mine"), "assignee=me"),
        (gettext_lazy("Nobody's"), "assignee=nobody"),
        (gettext_lazy("Doubtful"), "below=67"),
        (gettext_lazy("May be doubles"), "double=yes"),
        (gettext_lazy("New sources"), "news=yes"),
    ),
    "incidents": ((gettext_lazy("All"), ""), (gettext_lazy("Published"), "status=published")),
}


@dataclass(frozen=True, slots=True)
class View:
    name: str
    query: str
    is_current: bool
    owner: User | None = None
    count: Counted | None = None


def views_of(user: User, page: lists.List, asked: Asked) -> list[View]:
    """The usual ones, one's own, and those that others share."""
    now = asked.query()
    usual = [View(str(name), query, query == now) for name, query in USUAL[page.name]]
    saved = _seen_by(user).filter(page=page.name).select_related("owner")
    return usual + [
        View(
            view.name,
            view.query,
            renamed(view.query) == now,
            None if view.owner_id == user.pk else view.owner,
        )
        for view in saved
    ]


def _seen_by(user: User) -> Any:
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True)).order_by("name", "pk")


def _reviewer(request: HttpRequest) -> User:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    return request.user


def counts(request: HttpRequest) -> HttpResponse:
    """The same row of views with how many there are in each; asked for when the page stands."""
    user = _reviewer(request)
    page = lists.BY_NAME.get(request.GET.get("list", ""), lists.QUEUE)
    asked = page.asked(QueryDict(request.GET.get("query", "")), user)
    counted = []
    for view in views_of(user, page, asked):
        found = page.found(QueryDict(view.query), user)
        counted.append(View(view.name, view.query, view.is_current, view.owner, at_most(found, COUNTED)))
    return render(request, "admin/review/views.html", {"views": counted, "list": page})


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Under a name of one's own: another of that name is replaced."""
    user = _reviewer(request)
    page = lists.BY_NAME.get(request.POST.get("list", ""), lists.QUEUE)
    query = page.asked(QueryDict(request.POST.get("query", "")), user).query()
    name = request.POST.get("name", "").replace("\0", "").strip()
    address = reverse(page.url) + (f"?{query}" if query else "")
    if not name or len(name) > 80:
        messages.error(request, _("Name: expected one of at most 80 characters."))
        return redirect(address)
    values = {"query": query, "is_shared": bool(request.POST.get("shared"))}
    SavedView.objects.update_or_create(owner=user, page=page.name, name=name, defaults=values)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": name})
    return redirect(address)


def manage(request: HttpRequest) -> HttpResponse:
    """One's own: to rename, share, or delete."""
    user = _reviewer(request)
    mine = [
        (view, reverse(lists.BY_NAME[view.page].url))
        for view in user.saved_views.all()
        if view.page in lists.BY_NAME
    ]
    context = {**admin.site.each_context(request), "title": _("My views"), "mine": mine}
    return render(request, "admin/review/my_views.html", context)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, owner=_reviewer(request))
    if request.POST.get("do") == "delete":
        view.delete()
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
        return redirect("admin:review_views")
    name = request.POST.get("name", "").replace("\0", "").strip()
    others = SavedView.objects.filter(owner=view.owner, page=view.page, name=name).exclude(pk=pk)
    if not name or len(name) > 80 or others.exists():
        messages.error(
            request, _("Name: expected one of at most 80 characters that no other view of yours has.")
        )
        return redirect("admin:review_views")
    view.name, view.is_shared = name, bool(request.POST.get("shared"))
    view.save()
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": name})
    return redirect("admin:review_views")
