from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin

from incidents.api.pagination import OnePage
from incidents.api.permissions import may
from incidents.api.serializers.revisions import RevisionSerializer, of_publication, of_step
from incidents.api.views.parts import INCIDENT, OfOneIncident
from incidents.models import Incident
from incidents.review.history import history
from incidents.review.publications import publications
from incidents.vocabulary import Scope


@extend_schema_view(
    list=extend_schema(
        parameters=[INCIDENT],
        description="The versions of an incident, the latest first, all on one page. Who sees drafts is told of"
        " every step; others of the changes of what was public.",
    )
)
class RevisionViewSet(ListModelMixin, OfOneIncident):
    queryset = Incident.objects.none()
    serializer_class = RevisionSerializer
    pagination_class = OnePage
    orderings: dict[str, tuple[str, ...]] = {}

    def get_queryset(self) -> list[dict[str, Any]]:
        if may(self.request, "view_draft", Scope.DRAFTS):
            return [of_step(step) for step in reversed(history(self.incident, to=self.request.user))]
        return [of_publication(each) for each in reversed(publications(self.incident))]
