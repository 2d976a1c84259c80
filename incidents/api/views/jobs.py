"""What takes time is a job: started with 202, asked for until it has ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError as Unfit
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents import tasks
from incidents.api.filters.incidents import IncidentFilters
from incidents.api.filters.jobs import JobFilters, JobRowFilters
from incidents.api.permissions import LoggedIn
from incidents.api.serializers.jobs import JobNew, JobRowSerializer, JobSerializer, Reason
from incidents.api.views.door import Door
from incidents.api.views.parts import visible
from incidents.models import Incident, Job, JobRow
from incidents.review import jobs
from incidents.vocabulary import JobState, Scope

RETRY_AFTER = "2"
JOB = OpenApiParameter("job", int, OpenApiParameter.PATH, description="Id of the job.")


class MayHaveJobs(LoggedIn):
    """One's own. What each verb takes is for the verb to say, for each incident when it is its turn."""

    takes = ("view_draft", Scope.REVIEW)


def mine(request: Request) -> QuerySet[Job]:
    return Job.objects.filter(by=request.user).exclude(state=JobState.PREPARED)


@extend_schema_view(
    list=extend_schema(description="Your own jobs, the last first."),
    retrieve=extend_schema(
        description="How far it is. Until it has ended, Retry-After says when to ask again."
    ),
)
class JobViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Job.objects.none()
    serializer_class = JobSerializer
    permission_classes = [MayHaveJobs]
    filterset_class = JobFilters
    lookup_value_regex = "[0-9]{1,18}"
    orderings = {"-id": ("-id",), "id": ("id",)}
    default_ordering = "-id"

    def get_queryset(self) -> QuerySet[Job]:
        return mine(self.request) if self.request else self.queryset

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        if args and not isinstance(args[0], type):
            found = args[0] if kwargs.get("many") else [args[0]]
            counted = jobs.counted([job.pk for job in found])
            for job in found:
                job.counted = counted[job.pk]
        return super().get_serializer(*args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        job = self.get_object()
        response = Response(self.get_serializer(job).data)
        if job.finished_at is None:
            response.headers["Retry-After"] = RETRY_AFTER
        return response

    @extend_schema(
        request=JobNew,
        responses={202: OpenApiResponse(JobSerializer, "It is under way. Location says how far it is.")},
        description="One verb over up to 10,000 incidents. Each is as it was when the job was started, or is"
        " refused; what the verb refuses of one stops none of the others.",
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        body = JobNew(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        found, query = self._chosen(given)
        with transaction.atomic(), _as_sent():
            job = jobs.prepare(given.pop("verb"), found, by=request.user, asked=_asked(given), query=query)
            jobs.start(job)
            tasks.queue_job(job)
        return self._under_way(job)

    def _chosen(self, given: dict[str, Any]) -> tuple[QuerySet[Incident], str]:
        seen = visible(self.request)
        if "ids" in given:
            ids = set(given.pop("ids"))
            found = seen.filter(pk__in=ids).order_by("pk")
            if lost := sorted(ids - set(found.values_list("pk", flat=True))):
                raise Unfit({"ids": f"expected ids of incidents that you may see; {lost[0]} is none."})
            return found, ""
        asked = QueryDict(mutable=True)
        for name, value in given.pop("filter").items():
            asked.setlist(name, [_text(each) for each in (value if isinstance(value, list) else [value])])
        if strangers := sorted(asked.keys() - IncidentFilters.base_filters.keys()):
            raise Unfit({"filter": dict.fromkeys(strangers, "there is no such parameter of incidents.")})
        filters = IncidentFilters(asked, queryset=seen, request=self.request)
        if not filters.is_valid():
            raise Unfit({"filter": filters.errors})
        return filters.qs.order_by("pk"), asked.urlencode()

    @extend_schema(request=None, description="End it between two rows. What is done stays done; see undo.")
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        job = self.get_object()
        jobs.stop(job)
        job.refresh_from_db()
        return Response(self.get_serializer(job).data)

    @extend_schema(
        request=Reason,
        responses={202: OpenApiResponse(JobSerializer, "The job that takes it back.")},
        description="Take back what it changed. A row that was changed again since is refused.",
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        job = self.get_object()
        body = Reason(data=request.data)
        body.is_valid(raise_exception=True)
        with transaction.atomic():
            undoing = jobs.undo(job, by=request.user, reason=body.validated_data["reason"])
            tasks.queue_job(undoing)
        return self._under_way(undoing)

    def _under_way(self, job: Job) -> Response:
        told = self.get_serializer(job).data
        return Response(told, status=202, headers={"Location": told["url"], "Retry-After": RETRY_AFTER})


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _asked(given: dict[str, Any]) -> dict[str, Any]:
    """As a job keeps it: nobody by that name, and confidence in per cent."""
    asked = dict(given)
    if "assignee" in asked:
        asked["assignee"] = asked["assignee"] or "nobody"
    if "confidence" in asked:
        asked["confidence"] = str(round(asked["confidence"] * 100))
    return asked


@contextmanager
def _as_sent() -> Iterator[None]:
    """The desk calls "chosen" what a script sends as ids or filter."""
    try:
        yield
    except ValidationError as problem:
        if "chosen" not in getattr(problem, "error_dict", ()):
            raise
        raise ValidationError({"filter": problem.message_dict["chosen"]}) from None


@extend_schema_view(
    list=extend_schema(parameters=[JOB], description="What became of each incident, in the order of the job.")
)
class JobRowViewSet(Door, ListModelMixin, GenericViewSet):
    queryset = JobRow.objects.none()
    serializer_class = JobRowSerializer
    permission_classes = [MayHaveJobs]
    filterset_class = JobRowFilters

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        get_object_or_404(mine(request), pk=kwargs["job"])

    def get_queryset(self) -> QuerySet[JobRow]:
        if not self.request:
            return self.queryset
        seen = Exists(visible(self.request).order_by().filter(pk=OuterRef("incident")))
        rows = JobRow.objects.filter(job=self.kwargs["job"]).annotate(is_seen=seen)
        return rows.select_related("incident").defer("incident__search", "incident__words")
