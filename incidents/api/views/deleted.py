"""What was public once and is no longer."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.viewsets import GenericViewSet

from incidents.api.filters.deleted import TombstoneFilters
from incidents.api.permissions import MayRead
from incidents.api.serializers.deleted import TombstoneSerializer
from incidents.api.views.door import Door
from incidents.models import Tombstone


@extend_schema_view(
    list=extend_schema(
        operation_id="deleted_list",
        description=(
            "Incidents that were public and are no longer: taken back for review, merged into another, or deleted."
            " What is published again is not among them. Nothing is told of what never was public, nor why"
            " something was taken back."
        ),
    )
)
class TombstoneViewSet(Door, ListModelMixin, GenericViewSet):
    queryset = Tombstone.objects.none()
    serializer_class = TombstoneSerializer
    filterset_class = TombstoneFilters
    permission_classes = [MayRead]
    right_to_view = "view_incident"
    orderings = {"gone_at": ("gone_at", "incident"), "-gone_at": ("-gone_at", "-incident")}
    default_ordering = "gone_at"

    def get_queryset(self) -> QuerySet[Tombstone]:
        return Tombstone.objects.standing()
