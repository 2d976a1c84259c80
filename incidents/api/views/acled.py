"""Our incidents for the clients of ACLED's API: ours, in the shape of theirs, as every answer says."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from incidents.api import parameters as parse
from incidents.api.authentication import BearerToken, KeyOfAcled, Session
from incidents.api.filters.acled import LARGEST, Asked, conditions
from incidents.api.problems import as_problem
from incidents.api.views.projections import Projection
from incidents.exports import acled_lists, acled_rows
from incidents.exports.acled import FIELDS, NAMES, Field
from incidents.exports.acled_answers import Page, Row, as_csv, as_json, as_xml
from incidents.exports.acled_lines import LINES
from incidents.exports.acled_rows import POPULATIONS, Query
from incidents.models import Tombstone
from incidents.models.incidents import IncidentQuerySet
from incidents.models.settled import settled

MESSAGE = "ACLED-shaped: incidents of this installation, and no data of ACLED's. Undated ones are left out."
MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8", "xml": "application/xml"}
NO_FORECASTS = "There are no forecasts here: this installation tells of what has happened."
NO_PASSWORDS = (
    "Passwords are not taken here. Make a token with the scope read on your account page, and send it as"
    " Authorization: Bearer <token>, or as key=<token>."
)


def as_acled_says(exc: Exception, context: dict[str, Any]) -> Response:
    """A problem in the words of these clients; its status is that of the answer as well."""
    answer = as_problem(exc, context)
    status, message = answer.data["status"], answer.data["detail"]
    answer.data = {
        "status": status,
        "success": False,
        "message": message,
        "error": [{"status": status, "message": message}],
        "type": answer.data["type"],
        "messages": [MESSAGE],
        "count": 0,
        "data": [],
    }
    answer.content_type = "application/json"
    return answer


class AcledShaped(Projection, APIView):
    """``listed`` are its columns, by which it can be asked."""

    projection = "acled"
    authentication_classes = [BearerToken, KeyOfAcled, Session]
    listed: tuple[Field, ...] = ()
    own_parameters: tuple[str, ...] = ()

    def get_exception_handler(self) -> Callable[..., Response]:
        return as_acled_says

    def get(self, request: Request, ending: str = "") -> StreamingHttpResponse:
        asked = Asked.of(request, self.listed, self.own_parameters)
        form = asked.one_of("_format", tuple(LINES), ending or "json")
        told = conditions(asked, self.listed, of_incidents=self.listed is FIELDS)
        found, query = self.found(asked, told.incidents), self.query(asked, tuple(told.rows))
        if form == "csv":
            return self.streamed(
                as_csv(self.names(query), self.rows(found, query, form)),
                form,
                {"X-Next-Cursor": self.after(found, query) or "null"},
            )
        page = Page(
            self.rows(found, replace(query, limit=query.limit and query.limit + 1), form),
            query.limit,
            self.cursor,
            self.total(found, query, asked),
        )
        head = {
            "status": 200,
            "success": True,
            "last_update": self.last_update(),
            "messages": [MESSAGE, *told.unknown],
            "filename": f"acled-shaped-{timezone.now():%Y-%m-%d}",
            "data_query_restrictions": {"date_recency": None},
        }
        return self.streamed({"json": as_json, "xml": as_xml}[form](head, page), form, {})

    def found(self, asked: Asked, condition: Q) -> IncidentQuerySet:
        """Who syncs by time is told of nothing younger than what may yet come in before it."""
        found = self.public().filter(condition, date_start__isnull=False)
        return found.filter(updated_at__lt=settled()) if "timestamp" in asked else found

    def streamed(self, parts: Iterator[str], form: str, headers: dict[str, str]) -> StreamingHttpResponse:
        headers["Content-Disposition"] = f'inline; filename="acled-shaped-{timezone.now():%Y-%m-%d}.{form}"'
        return StreamingHttpResponse(
            (part.encode() for part in parts), content_type=MEDIA[form], headers=headers
        )

    def last_update(self) -> int | None:
        """Hours since anything public changed, as ACLED counts."""
        newest = self.public().order_by("-updated_at", "-id").values_list("updated_at", flat=True).first()
        return newest and int((timezone.now() - newest).total_seconds() // 3600)

    def total(self, found: IncidentQuerySet, query: Query, asked: Asked) -> int | None:
        """Given unless declined to who pages by number, as older clients need; on demand to who walks."""
        if not asked.flag("with_total", default="cursor" not in asked):
            return None
        return self.count(found, query) if query.limit else -1


@extend_schema(exclude=True)
class AcledRead(AcledShaped):
    listed = FIELDS
    own_parameters = ("export_type", "inter_num", "population", "maritime_pairs")

    def query(self, asked: Asked, of_rows: tuple[Any, ...]) -> Query:
        population = asked.one_of("population", ("false", "none", "true", "best", "full"), "false")
        return Query(
            fields=asked.names("fields", NAMES),
            conditions=of_rows,
            **asked.page(_place),
            is_monadic=asked.one_of("export_type", ("dyadic", "monadic"), "dyadic") == "monadic",
            in_numbers=asked.flag("inter_num", default=False),
            populations=POPULATIONS[: {"true": 1, "best": 1, "full": 4}.get(population, 0)],
        )

    def names(self, query: Query) -> list[str]:
        return [field.name for field, _cell in query.cells]

    def rows(self, found: IncidentQuerySet, query: Query, form: str) -> Iterator[list[Row]]:
        return acled_rows.rows(found, query, form)

    def count(self, found: IncidentQuerySet, query: Query) -> int:
        return acled_rows.count(found, query)

    def after(self, found: IncidentQuerySet, query: Query) -> str | None:
        last = acled_rows.last(found, query)
        return last and self.cursor(last)

    def cursor(self, place: Iterable[Any]) -> str:
        day, number = place
        return f"{day:%Y%m%d}-{number}"


def _place(cursor: str) -> dict[str, Any]:
    day, _, number = cursor.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and day.isascii() and len(day) == 8):
        raise ValueError(cursor)
    return {"after": (date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}"), int(number))}


class AcledList(AcledShaped):
    """A list that is short enough to be counted off: its cursors say how many rows went before."""

    of: acled_lists.List

    @property
    def listed(self) -> tuple[Field, ...]:
        return self.of.fields

    def wanted(self, found: IncidentQuerySet) -> acled_lists.Wanted:
        return acled_lists.of_incidents(found)

    def query(self, asked: Asked, of_rows: tuple[Any, ...]) -> Query:
        names = tuple(field.name for field in self.listed)
        page = asked.page(lambda cursor: {"offset": parse.whole(cursor, 0, LARGEST)})
        return Query(fields=asked.names("fields", names), conditions=of_rows, **page)

    def names(self, query: Query) -> list[str]:
        return [field.name for field in self.listed if field.name in query.fields]

    def rows(self, found: IncidentQuerySet, query: Query, form: str) -> Iterator[list[Row]]:
        number = query.offset
        for rows in acled_lists.rows(self.wanted(found), self.of, query, form):
            yield [(line, number + n) for n, (line,) in enumerate(rows, 1)]
            number += len(rows)

    def count(self, found: IncidentQuerySet, query: Query) -> int:
        return acled_lists.count(self.wanted(found), self.of, query)

    def after(self, found: IncidentQuerySet, query: Query) -> str | None:
        seen = query.offset + query.limit
        return str(seen) if query.limit and self.count(found, query) > seen else None

    def cursor(self, place: Iterable[Any]) -> str:
        (number,) = place
        return str(number)


@extend_schema(exclude=True)
class AcledActors(AcledList):
    of = acled_lists.LISTS["actor"]


@extend_schema(exclude=True)
class AcledActorTypes(AcledList):
    of = acled_lists.LISTS["actortype"]


@extend_schema(exclude=True)
class AcledCountries(AcledList):
    of = acled_lists.LISTS["country"]


@extend_schema(exclude=True)
class AcledRegions(AcledList):
    of = acled_lists.LISTS["region"]


@extend_schema(exclude=True)
class AcledDeleted(AcledList):
    of = acled_lists.GONE

    def found(self, asked: Asked, condition: Q) -> IncidentQuerySet:
        self.until = settled() if "deleted_timestamp" in asked else None
        return self.public().filter(updated_at__lt=self.until) if self.until else self.public()

    def wanted(self, found: IncidentQuerySet) -> acled_lists.Wanted:
        stones = Tombstone.objects.standing()
        return acled_lists.of_gone(found, stones.filter(gone_at__lt=self.until) if self.until else stones)


@extend_schema(exclude=True)
class AcledForecasts(AcledShaped):
    def get(self, request: Request, ending: str = "") -> Response:
        raise NotFound(NO_FORECASTS)


@extend_schema(exclude=True)
class AcledNowhere(AcledShaped):
    permission_classes = [AllowAny]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("Nothing is at this address.")


@extend_schema(exclude=True)
class AcledToken(AcledShaped):
    """What OAuth's clients are told: RFC 6749's error, with what to do instead."""

    authentication_classes = []
    permission_classes = [AllowAny]

    def post(self, request: Request) -> Response:
        return Response({"error": "unsupported_grant_type", "error_description": NO_PASSWORDS}, status=400)

    http_method_names = ["post", "options"]
