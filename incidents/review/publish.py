from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext as _

from incidents.models import Incident, PublicIdCounter, User
from incidents.review.apply import must_be_open
from incidents.review.change import change, move
from incidents.review.errors import NotAllowed
from incidents.review.verdicts import vouch
from incidents.vocabulary import Status


def publish(incident: Incident, *, by: User, seen_version: int, reason: str = "") -> Incident:
    """Make a draft, or what is in review, public. It gets its public id with its first publication.

    A draft goes through review on the way: two moves, one transaction. Publishing vouches for everything: what
    nobody has judged yet counts as accepted.
    """
    with change(
        incident,
        verb="publish",
        permission="publish_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        must_be_open(row)
        if refusal := four_eyes(row, by):
            raise NotAllowed(refusal)
        vouch(row, by=by)
        if row.status == Status.DRAFT:
            move(row, Status.IN_REVIEW)
        move(
            row,
            Status.PUBLISHED,
            public_id=row.public_id or next_public_id(row),
            published_at=Coalesce(F("published_at"), Now()),
            published_version=F("version") + 1,  # that which this move makes
        )
        return row


def four_eyes(incident: Incident, by: User) -> str:
    """Why this person is not the one to publish it; blank where he is, or where the installation does not ask.

    Choosing, merging and undoing another's edit change values, and count as editing. Confirming does not: it is
    what the second pair of eyes does.
    """
    if settings.REVIEW_FOUR_EYES and incident.last_edited_by_id == by.pk:
        return _("Four eyes: somebody else must publish this; you edited it last.")
    return ""


def next_public_id(incident: Incident) -> str:
    """CC-YYYY-NNNN. ``ZZ`` stands for an unknown country (ISO 3166 leaves it to users), 0000 for no date."""
    country = incident.country or "ZZ"
    year = incident.date_start.year if incident.date_start else 0
    table = connection.ops.quote_name(PublicIdCounter._meta.db_table)
    with connection.cursor() as cursor:
        # one statement: the row lock it takes makes the next publisher wait for our commit
        cursor.execute(
            f"INSERT INTO {table} (country, year, last) VALUES (%s, %s, 1)"  # noqa: S608 -- our own table
            f" ON CONFLICT (country, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [country, year],
        )
        (number,) = cursor.fetchone()
    return f"{country}-{year:04}-{number:04}"
