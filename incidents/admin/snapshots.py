"""Snapshots: to look at. They are asked for and withdrawn by the API."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from incidents.admin.batches import ReadOnly
from incidents.models import Snapshot, SnapshotFile


class FileInline(admin.TabularInline):
    model = SnapshotFile
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("incidents.view_snapshot")


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly):
    list_display = ("key", "title", "state", "made_at", "rows", "by")
    list_filter = ("state",)
    search_fields = ("key", "title")
    list_select_related = ("by",)
    inlines = (FileInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("wanted")
