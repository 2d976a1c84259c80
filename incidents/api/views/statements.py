"""All that is said, and the words it stands on, of every incident that one may see."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from incidents.api.filters.statements import EvidenceFilters, StatementFilters
from incidents.api.permissions import sees_drafts
from incidents.api.serializers.statements import SaidOfIncident, WordsOfIncident
from incidents.api.views.door import Door
from incidents.models import Evidence, Incident, Statement
from incidents.models.incidents import IncidentQuerySet

AS_NAMED = ("id", "public_id", "status")


class OfWhatIsSeen(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    right_to_view = "view_incident"
    lookup_value_regex = "[0-9]{1,18}"

    def visible(self) -> IncidentQuerySet:
        return Incident.objects.visible_to(self.request.user, drafts=sees_drafts(self.request)).order_by()


@extend_schema_view(
    list=extend_schema(
        description="Who says what of which field: rival values stand side by side, and are parts of no sum."
    ),
    retrieve=extend_schema(description="One statement, with the words it stands on."),
)
class StatementViewSet(OfWhatIsSeen):
    queryset = Statement.objects.none()
    serializer_class = SaidOfIncident
    filterset_class = StatementFilters

    def get_queryset(self) -> QuerySet[Statement]:
        if not self.request:
            return self.queryset
        seen = Statement.objects.filter(incident__in=self.visible()).select_related("incident", "author")
        return seen.defer("incident__search", "incident__words").prefetch_related("evidence")


@extend_schema_view(
    list=extend_schema(
        description="Words of articles that values stand on. The articles' texts are not public."
    ),
    retrieve=extend_schema(description="One stretch of words."),
)
class EvidenceViewSet(OfWhatIsSeen):
    queryset = Evidence.objects.none()
    serializer_class = WordsOfIncident
    filterset_class = EvidenceFilters

    def get_queryset(self) -> QuerySet[Evidence]:
        if not self.request:
            return self.queryset
        seen = Evidence.objects.filter(statement__incident__in=self.visible())
        return seen.select_related("statement__incident").only(
            *("article", "start", "end", "quote", "statement__field", "statement__is_chosen"),
            *(f"statement__incident__{name}" for name in AS_NAMED),
        )
