"""Serializers that are kept: to make one, with all that are nested in it, takes as long as to tell many rows."""

import threading
from collections.abc import Iterable
from typing import Any

from rest_framework.serializers import BaseSerializer

_kept = threading.local()


class Ready:
    """In place of a serializer of rows that are only to be told; good until the next request of the thread."""

    def __init__(self, kind: type[BaseSerializer], told: Any, *, many: bool, context: dict[str, Any]) -> None:
        self.told, self.many = told, many
        self.serializer = _of(kind, frozenset(context.get("include", ())))
        self.serializer._context = context  # nested ones ask their root for it

    @property
    def data(self) -> Any:
        tell = self.serializer.to_representation
        return [tell(row) for row in self.told] if self.many else tell(self.told)


def _of(kind: type[BaseSerializer], included: Iterable[str]) -> BaseSerializer:
    """A thread has its own: while a row is told, the request it is told to stands in the serializer."""
    kept = _kept.__dict__
    if (kind, included) not in kept:
        kept[kind, included] = kind(context={"include": included})
        _ = kept[kind, included].fields  # which of them there are depends on what is included
    return kept[kind, included]
