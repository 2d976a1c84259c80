"""Every incident, to find it by; it is changed at the review desk and nowhere else."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from incidents.admin.review import jobs
from incidents.admin.review.lists import ALL
from incidents.admin.review.views import views_of
from incidents.models import Incident


@admin.register(Incident)
class IncidentAdmin(admin.ModelAdmin):
    """The list is ours and not Django's: among a million, that one counts and sorts them all for each page."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        return Incident.objects.visible_to(request.user)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), **ALL.context(request, has_numbers=False)}
        if request.user.has_perm("incidents.view_draft"):
            context["offered"] = jobs.offered(request.user)
            context["views"] = views_of(request.user, ALL, context["asked"])
        return render(request, "admin/review/incidents.html", context | (extra_context or {}))

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        incident = self._asked_for(request, object_id)
        if request.user.has_perm("incidents.view_draft"):
            return redirect("admin:review", pk=incident.pk)
        return redirect(incident.get_absolute_url())

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("admin:review_history", pk=self._asked_for(request, object_id).pk)

    def _asked_for(self, request: HttpRequest, object_id: str) -> Incident:
        return get_object_or_404(self.get_queryset(request), pk=object_id if object_id.isdecimal() else 0)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        return False
