"""Who has an incident open for work: for half an hour, as at the review desk. A courtesy and no lock."""

import math
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents import review
from incidents.api.permissions import demand, may
from incidents.api.problems import Problem
from incidents.api.serializers.incidents import IncidentSerializer
from incidents.api.serializers.verbs import NextSerializer
from incidents.api.views.parts import another
from incidents.models import Incident, User
from incidents.review.hold import hold, next_in_line, release
from incidents.vocabulary import OPEN, Scope


class HeldByAnother(Problem):
    status_code = 409
    kind = "held"

    def __init__(self, incident: Incident, by: User | None):
        self.wait = max(1, math.ceil((incident.held_until - timezone.now()).total_seconds()))
        until = incident.held_until.isoformat(timespec="seconds")
        who = {"held_by": by.username} if by else {}
        super().__init__(f"{by or 'Somebody'} has it open, until {until}.", held_until=until, **who)


class Holds:
    """For the view of incidents, which finds the one that is meant and tells how it stands."""

    @extend_schema(
        request=None,
        responses=IncidentSerializer,
        description="Have it open for work, for half an hour from now. Colleagues see who has it, and are given"
        " others; nobody is kept from changing it, and no version grows. 409 while somebody else has it.",
    )
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident = self.get_object()
        demand(request, "change_incident", Scope.REVIEW)
        if not incident.waits:
            raise review.WrongStatus(incident, *OPEN)
        if other := hold(incident, by=request.user):
            incident.refresh_from_db(fields=["held_until"])
            raise HeldByAnother(incident, other if may(request, "view_draft", Scope.DRAFTS) else None)
        return self._as_it_stands(incident)

    @extend_schema(
        request=None,
        responses=IncidentSerializer,
        description="Have it open no more. What somebody else has stays theirs.",
    )
    @action(detail=True, methods=["post"])
    def release(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        incident = self.get_object()
        demand(request, "change_incident", Scope.REVIEW)
        release(incident, by=request.user)
        return self._as_it_stands(incident)

    @extend_schema(
        request=NextSerializer,
        responses={
            200: IncidentSerializer,
            204: OpenApiResponse(description="Nothing waits that nobody else has."),
        },
        description="Be given the most urgent of what waits for review and nobody else has, and hold it: two who"
        " ask at once are given two.",
    )
    @action(detail=False, methods=["post"])
    def next(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        demand(request, "change_incident", Scope.REVIEW)
        demand(request, "view_draft", Scope.DRAFTS)
        body = NextSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        after = None
        if key := body.validated_data.get("after"):
            after = another(request, "after", key)
            release(after, by=request.user)
        found = next_in_line(request.user, after=after)
        return self._as_it_stands(found) if found else Response(status=204)
