"""Bulk uploads and what became of each line: to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from incidents.models import Batch, Receipt


class ReadOnly(admin.ModelAdmin):
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Batch)
class BatchAdmin(ReadOnly):
    list_display = ("file_name", "state", "submitter", "created_at", "totals")
    list_filter = ("state",)
    search_fields = ("file_name", "submitter__username")
    list_select_related = ("submitter",)


@admin.register(Receipt)
class ReceiptAdmin(ReadOnly):
    list_display = ("batch", "number", "outcome", "field", "reason", "article")
    list_filter = ("outcome",)
    search_fields = ("batch__file_name", "reason")
    list_select_related = ("batch", "article")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("article__raw", "article__text")
