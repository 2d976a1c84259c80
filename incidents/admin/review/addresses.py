"""Where people meet over incidents: inbox, comments, assignment, presence, history and the ways back."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from incidents.admin.review import assignment, campaigns, comments, history, inbox, look, presence, undo

Door = Callable[[Any], Any]


def addresses(door: Door) -> list[URLPattern]:
    return [
        path("inbox/", door(inbox.show), name="inbox"),
        path("inbox/read/", door(inbox.read), name="inbox_read"),
        path("inbox/<int:pk>/", door(inbox.follow), name="inbox_follow"),
        path("review/undo/", door(undo.take_back), name="review_undo"),
        path("review/comments/<int:pk>/", door(comments.change), name="comment_change"),
        path("review/<int:pk>/comments/", door(comments.write), name="comment"),
        path("review/<int:pk>/assign/", door(assignment.give), name="assign"),
        path("review/<int:pk>/campaigns/", door(campaigns.change), name="review_campaigns"),
        path("review/<int:pk>/look/", door(look.look), name="review_look"),
        path("review/<int:pk>/presence/", door(presence.beat), name="review_presence"),
        path("review/<int:pk>/revert/", door(history.put_back), name="review_revert"),
    ]
