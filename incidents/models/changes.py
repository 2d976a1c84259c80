"""What is published, changed and gone of what is public, in the order in which that came to be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Self

from django.db.models import Model, Q, QuerySet

from incidents.models.incidents import Incident, IncidentQuerySet
from incidents.models.settled import settled
from incidents.models.tombstones import Tombstone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Position(NamedTuple):
    """In the order of changes: one of them is its time and its incident."""

    at: datetime
    incident: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.incident}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError."""
        at, _dash, incident = text.partition("-")
        if not (f"{at}{incident}".isascii() and at.isdigit() and incident.isdigit()):
            raise ValueError(text)
        if len(at) > 17 or len(incident) > 18:
            raise ValueError(text)
        return cls(EPOCH + timedelta(microseconds=int(at)), int(incident))


class Change(NamedTuple):
    """``row`` is the incident as it stands, or the tombstone of one that is gone."""

    position: Position
    kind: str
    row: Incident | Tombstone


def latest() -> Position:
    """From which everything is still to come."""
    return Position(settled(), 0)


def changes(
    since: Position,
    found: IncidentQuerySet,
    *,
    most: int,
    with_rows: Callable[[IncidentQuerySet], QuerySet[Incident]] = lambda found: found,
) -> list[Change]:
    """The next ``most`` after a position. Of several changes of an incident only the last is told, as it stands.

    ``found`` narrows down what is published and changed. What is gone can be filtered by nothing: it is all told.
    """
    until = settled()
    public = with_rows(found.public().filter(_after(since, until, "changed_at", "pk")))
    gone = Tombstone.objects.standing().filter(_after(since, until, "gone_at", "incident"))
    told = [
        *(
            Change(Position(row.changed_at, row.pk), _kind(row), row)
            for row in _first(public, most, "changed_at")
        ),
        *(Change(Position(row.gone_at, row.incident), "gone", row) for row in _first(gone, most, "gone_at")),
    ]
    return sorted(told, key=lambda change: change.position)[:most]


def _after(since: Position, until: datetime, at: str, key: str) -> Q:
    """The first condition is for the index, which the OR alone would not use."""
    beyond = Q(**{f"{at}__gt": since.at}) | Q(**{at: since.at, f"{key}__gt": since.incident})
    return Q(**{f"{at}__gte": since.at, f"{at}__lt": until}) & beyond


def _first(rows: QuerySet[Model], most: int, at: str) -> list[Model]:
    return list(rows.order_by(at, "pk")[:most])


def _kind(incident: Incident) -> str:
    """Whether it has come to be public with this, for the first time or again; else it only changed."""
    is_free = incident.embargo_until is not None and incident.changed_at == incident.embargo_until
    return "published" if is_free or incident.version == incident.published_version else "changed"
