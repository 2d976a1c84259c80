from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from incidents.admin.knowledge import actor, base, campaign, front, place, source


def of(door: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path("knowledge/", door(front.show), name="knowledge"),
        path("knowledge/actor/<slug:key>/", door(actor.show), name="knowledge_actor"),
        path("knowledge/base/<slug:key>/", door(base.show), name="knowledge_base"),
        path("knowledge/place/<str:key>/", door(place.show), name="knowledge_place"),
        path("knowledge/source/<int:pk>/", door(source.show), name="knowledge_source"),
        path("knowledge/campaign/<int:pk>/", door(campaign.show), name="knowledge_campaign"),
    ]
