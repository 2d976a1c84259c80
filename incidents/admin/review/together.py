"""Where people meet over incidents: the addresses of history and undo."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from incidents.admin.review import history, undo

Door = Callable[[Any], Any]


def addresses(door: Door) -> list[URLPattern]:
    return [
        path("review/<int:pk>/revert/", door(history.put_back), name="review_revert"),
        path("review/undo/", door(undo.take_back), name="review_undo"),
    ]
