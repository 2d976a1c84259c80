"""Publications as they happen: Server-Sent Events, as ``EventSource`` of browsers reads them."""

import time
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from incidents.api.problems import BadParameters, TooManyStreams
from incidents.api.serializers.deleted import TombstoneSerializer
from incidents.api.serializers.incidents import IncidentSerializer
from incidents.api.views.every import EveryIncident
from incidents.api.views.exports import ByAddress
from incidents.api.views.incidents import INCLUDE, IncidentViewSet
from incidents.models.changes import Position, changes, latest

MEDIA_TYPE = "text/event-stream"
LOOK_EVERY = 1.0
BEAT_EVERY = 15.0
AT_ONCE = 100
RETRY = 3000  # milliseconds
LAST = OpenApiParameter(
    "Last-Event-ID",
    {"type": "string", "pattern": "^[0-9]{1,17}-[0-9]{1,18}$"},
    OpenApiParameter.HEADER,
    description="Of the last event that you had; what came since is told first. Without it, from now on.",
)
streams = BoundedSemaphore(settings.EVENT_STREAMS)
"""Of this process: each takes one of its threads."""


class Events(EveryIncident):
    """A stream ends by itself before long, so that whoever may no longer read is not told on; clients that know
    the protocol come again by themselves and miss nothing.
    """

    serializer_class = IncidentSerializer
    content_negotiation_class = ByAddress
    includes = ("evidence", "statements")
    parameters = ("include", "fields")
    visible = IncidentViewSet.visible
    with_rows = IncidentViewSet.with_rows

    @extend_schema(
        operation_id="incidents_events",
        filters=True,
        parameters=[INCLUDE, LAST],
        responses={(200, MEDIA_TYPE): OpenApiTypes.STR},
        description=(
            "Server-Sent Events: incident.published and incident.changed with the incident as the list tells it,"
            " incident.gone with what /deleted tells. The filters hold of the first two. The stream ends after"
            " some minutes: come again with Last-Event-ID, as EventSource does by itself. 503: too many are open."
        ),
    )
    def get(self, request: Request) -> HttpResponse:
        self.filter_queryset(self.get_queryset())  # what cannot be asked is refused now
        self.get_serializer()  # and so are names of fields that do not exist
        since = self._since()
        if request.method == "HEAD":
            return HttpResponse(content_type=MEDIA_TYPE)
        if not streams.acquire(blocking=False):
            raise TooManyStreams
        return _Stream(
            self._events(since),
            content_type=MEDIA_TYPE,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    def finalize_response(self, request: Request, response: HttpResponse, *args: Any, **kwargs: Any) -> Any:
        """A stream has no ETag: it is never the same."""
        return super(EveryIncident, self).finalize_response(request, response, *args, **kwargs)

    def _since(self) -> Position:
        given = self.request.headers.get("Last-Event-ID")
        if not given:
            return latest()
        try:
            return Position.read(given)
        except (ValueError, OverflowError):
            raise BadParameters(
                {"Last-Event-ID": f"expected the id of one of our events; not {given[:100]!r}."}
            ) from None

    def _events(self, since: Position) -> Iterator[bytes]:
        """Asks anew with every look: what may be told then depends on the clock, as embargoes end."""
        began = beaten = time.monotonic()
        yield f"retry: {RETRY}\n: from {since}\n\n".encode()
        while time.monotonic() - began < settings.EVENT_STREAM_SECONDS:
            found = self.filter_queryset(self.get_queryset())
            told = changes(since, found, most=AT_ONCE, with_rows=self.with_rows)
            for position, kind, row in told:
                since = position
                yield f"id: {position}\nevent: incident.{kind}\ndata: {self._data(kind, row)}\n\n".encode()
            if told:
                beaten = time.monotonic()
            if len(told) == AT_ONCE:
                continue
            if time.monotonic() - beaten > BEAT_EVERY:
                beaten = time.monotonic()
                yield b": still here\n\n"
            time.sleep(LOOK_EVERY)

    def _data(self, kind: str, row: Any) -> str:
        made = TombstoneSerializer(row) if kind == "gone" else self.get_serializer(row)
        return JSONRenderer().render(made.data).decode()


class _Stream(StreamingHttpResponse):
    """Gives its place back however it ends: read to the end, broken off, or never begun."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.place: BoundedSemaphore | None = streams

    def close(self) -> None:
        try:
            super().close()
        finally:
            if self.place:
                self.place.release()
                self.place = None
