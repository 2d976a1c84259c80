"""What was handed in by the file: one's own, or all for those who may see them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from incidents.api.filters.batches import BatchFilters, ReceiptFilters
from incidents.api.permissions import LoggedIn, demand, may
from incidents.api.serializers.batches import BatchSerializer, ReceiptSerializer
from incidents.api.views.door import Door
from incidents.models import Batch, Receipt
from incidents.vocabulary import Scope

BATCH = OpenApiParameter("batch", int, OpenApiParameter.PATH, description="Id of the batch.")


def batches(request: Request) -> QuerySet[Batch]:
    if may(request, "view_batch", Scope.DRAFTS):
        return Batch.objects.all()
    demand(request, "submit_article", Scope.SUBMIT, Scope.READ)
    return Batch.objects.filter(submitter=request.user)


@extend_schema_view(
    list=extend_schema(description="Bulk uploads: your own, or all with the right to see them."),
    retrieve=extend_schema(description="How far it is, and how many lines had which outcome."),
)
class BatchViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Batch.objects.none()
    serializer_class = BatchSerializer
    permission_classes = [LoggedIn]
    filterset_class = BatchFilters
    lookup_value_regex = "[0-9]{1,18}"
    orderings = {"-created_at": ("-created_at", "-id"), "created_at": ("created_at", "id")}
    default_ordering = "-created_at"

    def get_queryset(self) -> QuerySet[Batch]:
        return batches(self.request).select_related("submitter") if self.request else self.queryset


@extend_schema_view(
    list=extend_schema(parameters=[BATCH], description="What became of each line of a batch, in its order.")
)
class ReceiptViewSet(Door, ListModelMixin, GenericViewSet):
    queryset = Receipt.objects.none()
    serializer_class = ReceiptSerializer
    permission_classes = [LoggedIn]
    filterset_class = ReceiptFilters
    orderings = {"number": ("number", "id"), "-number": ("-number", "-id")}
    default_ordering = "number"

    def get_queryset(self) -> QuerySet[Receipt]:
        return Receipt.objects.filter(batch=self.kwargs["batch"]) if self.request else self.queryset

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        get_object_or_404(batches(request), pk=kwargs["batch"])
