from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from incidents.admin.knowledge import (
    actor,
    base,
    campaign,
    distinct,
    doubles,
    front,
    place,
    scorecard,
    sheets,
    source,
)
from incidents.admin.knowledge.page import following


def of(door: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path("knowledge/", door(front.show), name="knowledge"),
        path("knowledge/actor/<slug:key>/", door(following(actor.show)), name="knowledge_actor"),
        path("knowledge/base/<slug:key>/", door(following(base.show)), name="knowledge_base"),
        path("knowledge/place/<str:key>/", door(following(place.show)), name="knowledge_place"),
        path("knowledge/source/<int:pk>/", door(following(source.show)), name="knowledge_source"),
        path("knowledge/campaign/<int:pk>/", door(campaign.show), name="knowledge_campaign"),
        path("knowledge/doubles/", door(doubles.show), name="knowledge_doubles"),
        path("knowledge/doubles/<int:pk>/part/", door(doubles.part_again), name="knowledge_part"),
        path(
            "knowledge/doubles/<str:kind>/<int:one>/<int:other>/two/",
            door(distinct.tell),
            name="knowledge_two",
        ),
        path("knowledge/doubles/two/<int:pk>/ask/", door(distinct.ask), name="knowledge_ask"),
        path("knowledge/unite/<str:kind>/<int:pk>/", door(doubles.unite_form), name="knowledge_unite"),
        path("knowledge/sheets/<str:kind>/", door(sheets.show), name="knowledge_sheet"),
        path("knowledge/sheets/<str:kind>/export/", door(sheets.export), name="knowledge_sheet_export"),
        path("knowledge/sheets/<str:kind>/errors/", door(sheets.faults), name="knowledge_sheet_faults"),
        path("scorecard/", door(scorecard.show), name="scorecard"),
        path("scorecard/feedback.csv", door(scorecard.export), name="scorecard_export"),
    ]
