from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from incidents.review.decisions import recent


def show(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("incidents.view_draft"):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("My recent decisions"),
        "decisions": recent(request.user),
    }
    return render(request, "admin/review/decisions.html", context)
