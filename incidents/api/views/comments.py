from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.permissions import LoggedIn, demand
from incidents.api.serializers.comments import CommentNew, CommentSerializer, CommentTold
from incidents.api.views.parts import INCIDENT, OfOneIncident
from incidents.models import Comment
from incidents.review.comment import comment, unheard
from incidents.vocabulary import Scope


@extend_schema_view(
    list=extend_schema(
        parameters=[INCIDENT],
        description="What colleagues say about it, the first first. For those who may see drafts.",
    )
)
class CommentViewSet(ListModelMixin, OfOneIncident):
    queryset = Comment.objects.none()
    serializer_class = CommentSerializer
    permission_classes = [LoggedIn]
    orderings = {"at": ("at", "id"), "-at": ("-at", "-id")}
    default_ordering = "at"

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        demand(request, "view_draft", Scope.DRAFTS)
        if request.method == "POST":
            demand(request, "view_draft", Scope.REVIEW)

    def get_queryset(self) -> QuerySet[Comment]:
        return self.incident.comments.select_related("author") if self.request else self.queryset

    @extend_schema(
        parameters=[INCIDENT],
        request=CommentNew,
        responses={201: OpenApiResponse(CommentTold, "It is there, and those it mentions are told.")},
        description="Say something about it. @alice is told, and who has it as a task. No version grows.",
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        body = CommentNew(data=request.data)
        body.is_valid(raise_exception=True)
        text = body.validated_data["text"]
        made = comment(self.incident, text, by=request.user)
        made.nobody = unheard(text, self.incident)
        return Response(CommentTold(made, context=self.get_serializer_context()).data, status=201)
