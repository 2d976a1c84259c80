"""A field's value from words that somebody selected: what the reader makes of them, as it stands in the inputs."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from incidents.admin.review.desk import pointed_at, seen_by
from incidents.admin.review.form import as_typed
from incidents.admin.review.inputs import in_inputs
from incidents.admin.review.layout import LABEL_OF
from incidents.extraction import Article as Story
from incidents.extraction.understand import NAMED, NotUnderstood, Scene, understood
from incidents.ingestion import known
from incidents.models import Actor, Article, Base, Incident, Place
from incidents.review.ranges import written
from incidents.review.rows import COLUMNS as TABLES
from incidents.review.words import quoted

KIND_OF_ROW = {
    "date": "date",
    "time": "time",
    "place": "place",
    "base": "base",
    "country": "country",
    "point": "point",
    "killed": "count",
    "wounded": "count",
    "participations": "party",
    "casualties": "party",
    "weapons": "weapon",
    "intercepted": "interception",
    "damage": "damage",
    "origin": "origin",
}


@require_GET
def show(request: HttpRequest, pk: int) -> JsonResponse:
    """``inputs`` by name; for a table the values of one of its rows."""
    incident = seen_by(request, pk)
    row = request.GET.get("row", "")
    try:
        words = pointed_at(request)
        quote = quoted(incident, words)
        kind = KIND_OF_ROW.get(row)
        if kind is None:
            label = LABEL_OF.get(row, row)
            raise NotUnderstood(_("%s is not read from words: choose or type it.") % label)
        gazetteer = known.gazetteer() if kind in NAMED else None
        found = understood(kind, quote, _scene(incident, words.article), gazetteer)
    except ValidationError as problem:
        return JsonResponse({"error": " ".join(problem.messages)}, status=422)
    except NotUnderstood as problem:
        return JsonResponse({"error": str(problem)}, status=422)
    columns = {name: as_typed(value) for name, value in _inputs(row, quote, found).items()}
    return JsonResponse({"inputs": columns if row in TABLES else in_inputs(columns), "quote": quote})


def _scene(incident: Incident, article: int) -> Scene:
    row = Article.objects.only("title", "published_on", "published_at").get(pk=article)
    story = Story(
        id=str(row.pk),
        title=row.title,
        text="",
        published=row.published_on,
        published_at=row.published_at,
    )
    return Scene(story, incident.country, incident.date_start, incident.time_zone)


def _inputs(row: str, quote: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """By the names of columns; of a table by those of the cells of one of its lines."""

    def entry(model: type[Model], name: str) -> Model | None:
        return model.objects.filter(key=found[name]).first() if found[name] else None  # type: ignore[attr-defined]

    match row:
        case "killed" | "wounded":
            return {f"{row}_min": found["range"].min, f"{row}_max": found["range"].max}
        case "place":
            return {"place_name": found["place"], "place": entry(Place, "place_key")}
        case "base":
            return {"base": entry(Base, "base_key")}
        case "participations":
            return {"name": found["name"], "actor": entry(Actor, "actor"), "referent": found["referent"]}
        case "casualties":
            side = {"side": found["canonical"], "actor": entry(Actor, "actor")}
            return side | {"is_civilian": found["is_civilian"]}
        case "weapons":
            launched = written(found["launched"].min, found["launched"].max)
            return {"category": found["category"], "system": found["system"], "launched": launched}
        case "origin":
            return {"origin_of_fire": quote}
        case _:
            return {name: value for name, value in found.items() if name != "date_how"}
