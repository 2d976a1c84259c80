"""What was handed in by the file: one's own, or all for those who may see them."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from incidents import tasks
from incidents.api.filters.batches import BatchFilters, ReceiptFilters
from incidents.api.filters.strict import check
from incidents.api.permissions import LoggedIn, demand, may
from incidents.api.serializers.batches import (
    BatchNew,
    BatchOptions,
    BatchSerializer,
    PreviewLine,
    ReceiptSerializer,
    Retried,
    Settings,
)
from incidents.api.uploads import StoredBody, StoredForm, forget_untaken
from incidents.api.views.door import Door
from incidents.ingestion import batch as bulk
from incidents.ingestion import mending, storage
from incidents.models import Batch, Receipt
from incidents.vocabulary import Scope

BATCH = OpenApiParameter("batch", int, OpenApiParameter.PATH, description="Id of the batch.")
WORDS = {"type": "string", "minLength": 1, "pattern": "^[^\\x00]+$"}
KINDS = {
    "paused": {"type": "boolean"},
    "again": {"type": "boolean"},
    "order": {"type": "string", "enum": ["dmy", "mdy"]},
}
IN_THE_ADDRESS = [
    OpenApiParameter("filename", WORDS, description="The name of a file that comes as the body."),
    *(
        OpenApiParameter(
            name,
            KINDS.get(name)
            or WORDS | ({"maxLength": field.max_length} if hasattr(field, "max_length") else {}),
            description=str(field.help_text),
        )
        for name, field in BatchOptions().fields.items()
    ),
]
RETRY_AFTER = "2"
CHANGES = {"create", "partial_update", "pause", "resume", "cancel", "retry"}
OF_A_BODY = ("filename", *(name for name in BatchNew().fields if name != "file"))


def batches(request: Request) -> QuerySet[Batch]:
    if may(request, "view_batch", Scope.DRAFTS):
        return Batch.objects.all()
    demand(request, "submit_article", Scope.SUBMIT, Scope.READ)
    return Batch.objects.filter(submitter=request.user)


@extend_schema_view(
    list=extend_schema(description="Bulk uploads: your own, or all with the right to see them."),
    retrieve=extend_schema(
        description="How far it is, and how many lines had which outcome. Until it has ended, Retry-After says"
        " when to ask again."
    ),
)
class BatchViewSet(Door, ListModelMixin, RetrieveModelMixin, GenericViewSet):
    queryset = Batch.objects.none()
    serializer_class = BatchSerializer
    permission_classes = [LoggedIn]
    filterset_class = BatchFilters
    lookup_value_regex = "[0-9]{1,18}"
    largest_body = settings.MAX_BATCH_BYTES
    orderings = {"-created_at": ("-created_at", "-id"), "created_at": ("created_at", "id")}
    default_ordering = "-created_at"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in CHANGES:  # before two gigabytes are read
            demand(request, "submit_article", Scope.SUBMIT)
        if self.action == "create":
            check(request, known=OF_A_BODY)

    def get_queryset(self) -> QuerySet[Batch]:
        return batches(self.request).select_related("submitter") if self.request else self.queryset

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        if args and args[0] is not None:
            found = args[0] if kwargs.get("many") else [args[0]]
            told = bulk.totals(found)
            for batch in found:
                batch.told = told[batch.pk]
        return super().get_serializer(*args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        forget_untaken(request._request)
        return super().finalize_response(request, response, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        batch = self.get_object()
        response = Response(self.get_serializer(batch).data)
        if batch.finished_at is None:
            response.headers["Retry-After"] = RETRY_AFTER
        return response

    def get_parsers(self) -> list[Any]:
        is_upload = (
            getattr(self, "action_map", {}).get((getattr(self.request, "method", "") or "").lower())
            == "create"
        )
        return [StoredForm(), StoredBody()] if is_upload else [JSONParser()]

    @extend_schema(
        parameters=IN_THE_ADDRESS,
        request={"multipart/form-data": BatchNew, "application/octet-stream": OpenApiTypes.BINARY},
        responses={
            202: OpenApiResponse(BatchSerializer, "Stored whole. Location says how far it is."),
            200: OpenApiResponse(
                BatchSerializer, "You have uploaded this very file before: nothing was stored."
            ),
        },
        description=(
            "A file with many articles, as a form, or as the body with ?filename= and the other fields in the"
            " address."
        ),
    )
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        data = request.query_params.dict() | dict(request.data.items())
        called = data.pop("filename", "")
        given = BatchNew(data=data)
        given.is_valid(raise_exception=True)
        file = given.validated_data["file"]
        stored = file if hasattr(file, "kept") else None  # a session's form was read before we saw it
        kept = stored.kept if stored else storage.keep(file.chunks())
        is_ours = False
        try:
            if not given.validated_data["again"] and (before := bulk.known(kept, by=request.user)):
                return Response(self.get_serializer(before).data)
            with transaction.atomic():
                batch = bulk.accept(
                    kept,
                    file_name=called or (stored.called if stored else file.name),
                    by=request.user,
                    is_paused=given.validated_data["paused"],
                    **given.terms(),
                )
                tasks.queue_batch(batch)
            is_ours = True
        finally:
            if stored:
                stored.is_taken = is_ours
            elif not is_ours:
                storage.forget(kept.path)
        told = self.get_serializer(batch).data
        return Response(told, status=202, headers={"Location": str(told["url"]), "Retry-After": RETRY_AFTER})

    @extend_schema(
        request=Settings,
        description="Before its first line was taken: how it is to be read. What is left out stays.",
    )
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        given = Settings(data=request.data)
        given.is_valid(raise_exception=True)
        batch = self.get_object()
        bulk.correct(batch, by=request.user, **given.terms())
        return Response(self.get_serializer(batch).data)

    @extend_schema(
        responses=PreviewLine(many=True),
        filters=False,
        description="The first hundred lines as they would be read. Nothing is stored.",
    )
    @action(detail=True, pagination_class=None)
    def preview(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        told = bulk.preview(self.get_object())
        return Response(
            [
                {
                    "number": line.number,
                    "original": line.original,
                    "article": terms,
                    "field": field or None,
                    "reason": reason or None,
                }
                for line, terms, field, reason in told
            ]
        )

    @extend_schema(
        request=None,
        responses=BatchSerializer,
        description="What is in work is finished; nothing more is begun.",
    )
    @action(detail=True, methods=["post"])
    def pause(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._moved(bulk.pause)

    @extend_schema(request=None, responses=BatchSerializer, description="Go on with it.")
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._moved(bulk.resume)

    @extend_schema(
        request=None,
        responses=BatchSerializer,
        description="What was accepted stays, and is read; the other lines are not looked at.",
    )
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._moved(bulk.cancel)

    def _moved(self, verb: Any) -> Response:
        batch = self.get_object()
        with transaction.atomic():
            verb(batch, by=self.request.user)
            if verb is bulk.resume:
                tasks.queue_batch(batch)
        return Response(self.get_serializer(batch).data)

    @extend_schema(
        request=None,
        responses={202: Retried},
        description="Lines that failed, and articles whose reading did, once more.",
    )
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        batch = self.get_object()
        with transaction.atomic():
            number = bulk.retry(batch, by=request.user)
            tasks.queue_batch(batch)
        return Response({"retried": number}, status=202, headers={"Retry-After": RETRY_AFTER})

    @extend_schema(
        responses={(200, "text/csv"): OpenApiTypes.STR},
        filters=False,
        description="The lines that failed, as they were, with line, error_field and error_reason: mend them and"
        " upload the file again.",
    )
    @action(detail=True, pagination_class=None)
    def errors(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        batch = self.get_object()
        name = f"batch-{batch.pk}-errors.csv"
        return StreamingHttpResponse(
            mending.errors(batch),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


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
        if not self.request:
            return self.queryset
        rows = Receipt.objects.filter(batch=self.kwargs["batch"]).select_related("article")
        return rows.only("number", "original", "outcome", "field", "reason", "article__state")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        get_object_or_404(batches(request), pk=kwargs["batch"])
