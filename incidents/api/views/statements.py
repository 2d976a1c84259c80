"""All that is said, and the words it stands on, of every incident that one may see."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError as DoesNotFit
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from incidents import review
from incidents.api.filters.statements import FIELDS, EvidenceFilters, StatementFilters
from incidents.api.permissions import MayRead
from incidents.api.serializers.changes import Changes, IncidentChange
from incidents.api.serializers.statements import SaidOfIncident, StatementMade, StatementNew, WordsOfIncident
from incidents.api.views.door import Door
from incidents.api.views.parts import INCIDENT, OfOneIncident, visible, with_origin
from incidents.api.views.seen import IF_MATCH, given
from incidents.api.views.verbs import MayReview, named
from incidents.models import Evidence, Statement
from incidents.models.incidents import IncidentQuerySet
from incidents.review.words import Words

AS_NAMED = ("id", "public_id", "status")


def told(statements: QuerySet[Statement], request: Request) -> QuerySet[Statement]:
    """With all that their JSON is to tell."""
    found = with_origin(statements, visible(request))
    found = found.select_related("incident", "author").prefetch_related("evidence")
    return found.defer("incident__search", "incident__words")


class OfWhatIsSeen(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    right_to_view = "view_incident"
    lookup_value_regex = "[0-9]{1,18}"

    def visible(self) -> IncidentQuerySet:
        return visible(self.request).order_by()


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
        return told(Statement.objects.filter(incident__in=self.visible()), self.request)


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


@extend_schema_view(
    list=extend_schema(parameters=[INCIDENT], description="All that is said of one incident, oldest first.")
)
class StatementOfIncidentViewSet(ListModelMixin, OfOneIncident):
    queryset = Statement.objects.none()
    serializer_class = SaidOfIncident

    def get_permissions(self) -> list[BasePermission]:
        return [MayReview() if self.request.method == "POST" else MayRead()]

    def get_queryset(self) -> QuerySet[Statement]:
        if not self.request:
            return self.queryset
        return told(Statement.objects.filter(incident=self.incident), self.request)

    @extend_schema(
        parameters=[INCIDENT, IF_MATCH],
        request=StatementNew,
        responses={201: OpenApiResponse(StatementMade, "Yours, and the incident's value follows it.")},
        description="Say yourself what one field is, for a reason. To follow what somebody else says, choose it.",
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        said, who = given(request, StatementNew(data=request.data), self.incident)
        changes, stored = self._changes(said["field"], said["value"])
        words = {stored: [Words(**each) for each in said.get("evidence", ())]}
        with named(lambda name: _place(changes.own_name(name), said["field"])):
            done = review.edit(self.incident, changes.terms, words=words, **who)
        made = (
            done.statements.filter(field=stored, author=request.user, is_chosen=True).order_by("-id").first()
        )
        if made is None or done.version == self.incident.version:
            raise ValidationError({"value": _("expected another value than the one that it has.")})
        row = told(Statement.objects.filter(pk=made.pk), request).get()
        body = StatementMade(row, context=self.get_serializer_context()).data
        address = reverse("api:statement-detail", args=[made.pk], request=request)
        return Response(body, status=201, headers={"Location": address})

    def _changes(self, name: str, value: Any) -> tuple[Changes, str]:
        if name not in FIELDS or name not in IncidentChange().fields:
            known = [name for name in FIELDS if name in IncidentChange().fields]
            raise ValidationError({"field": _("expected one of %(names)s.") % {"names": ", ".join(known)}})
        one = IncidentChange(data={name: value})
        if not one.is_valid():
            raise DoesNotFit({"value": one.errors[name]})
        valid = dict(one.validated_data)
        valid.pop("reason")
        return Changes(self.incident, valid), FIELDS[name]


def _place(name: str, field: str) -> str:
    """In what was sent the field's value is called value."""
    return f"value{name.removeprefix(field)}" if name == field or name.startswith(f"{field}.") else name
