"""Every incident, to find it by; it is changed at the review desk and nowhere else."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from incidents.admin.countries import Countries
from incidents.admin.review.statements import in_range
from incidents.models import Incident


@admin.register(Incident)
class IncidentAdmin(admin.ModelAdmin):
    list_display = (
        "named",
        "status",
        "date_start",
        "place_name",
        "country",
        "sub_event_type",
        "killed",
        "wounded",
        "since_published",
    )
    list_filter = ("status", "event_type", "sensitivity", ("country", Countries))
    search_fields = ("public_id", "summary", "place_name", "participations__name", "base__name")
    list_per_page = 50
    ordering = ("-sort_date", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Incident]:
        return Incident.objects.visible_to(request.user).order_by(*self.ordering)

    @admin.display(description="Incident", ordering="public_id")
    def named(self, incident: Incident) -> str:
        return str(incident)

    @admin.display(description="Changed since published")
    def since_published(self, incident: Incident) -> str:
        if not incident.was_public:
            return ""
        here = reverse("admin:review_history", args=[incident.pk])
        if not incident.has_changed_since_published:
            return _("was public")
        query = f"?from={incident.published_version}&to={incident.version}"
        return format_html('<a href="{}{}">{}</a>', here, query, _("what changed"))

    @admin.display(description="Killed", ordering="killed_max")
    def killed(self, incident: Incident) -> str:
        return in_range(incident.killed_min, incident.killed_max)

    @admin.display(description="Wounded", ordering="wounded_max")
    def wounded(self, incident: Incident) -> str:
        return in_range(incident.wounded_min, incident.wounded_max)

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
