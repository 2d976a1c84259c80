"""What lists of statements and of evidence can be asked for. Fields are named as incidents name them."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet
from django_filters.rest_framework import FilterSet

from incidents.api import parameters as parse
from incidents.api.filters.incidents import source
from incidents.api.filters.kinds import ID, SHARE, Flag, One, Several, Since, Words, flat, with_exclusions
from incidents.api.permissions import demand
from incidents.api.serializers.incidents import NAMES
from incidents.dashboards.questions import any_of
from incidents.review.statements import FIELD_OF_COLUMN, FIELD_OF_ROLE, OUR_OWN
from incidents.review.values import EDITABLE
from incidents.vocabulary import Scope, Stance, Status

PUBLIC_ID = re.compile("[A-Z]{2}-[0-9]{4}-[0-9]{4,9}")
STATED = {
    *(FIELD_OF_COLUMN.get(column, column) for column in EDITABLE if column not in OUR_OWN),
    *FIELD_OF_ROLE.values(),
    *("casualties", "weapons"),
}
"""By the names that statements use."""
FIELDS = {NAMES.get(name, name): name for name in sorted(STATED)}


INCIDENT = {"type": "string", "pattern": f"^([0-9]{{1,18}}|{PUBLIC_ID.pattern})$"}
FIELD = {"type": "string", "enum": list(FIELDS)}


def incident(text: str) -> Q:
    """Nobody learns from it whether there is one: of what is not there, or not to be seen, there is nothing."""
    if PUBLIC_ID.fullmatch(text):
        return Q(public_id=text)
    try:
        return Q(pk=parse.number(text))
    except parse.Unexpected:
        raise parse.Unexpected("the id or public id of an incident, IQ-2024-0042") from None


def field(text: str) -> str:
    if text not in FIELDS:
        raise parse.Unexpected(f"one of {', '.join(FIELDS)}")
    return FIELDS[text]


def of_incidents(column: str) -> Callable[[list[Q], Any], Q]:
    def condition(incidents: list[Q], _asked: Any) -> Q:
        return any_of(Q(**{f"{column}__{name}": value}) for q in incidents for name, value in q.children)

    return condition


class OfIncidents(FilterSet):
    """``of`` leads to the incident. Of published ones, unless a status or an incident is asked for."""

    of = "incident"

    def filter_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        asked = self.form.cleaned_data
        if asked["status"] and set(asked["status"]) != {Status.PUBLISHED}:
            demand(self.request, "view_draft", Scope.DRAFTS)
        found = super().filter_queryset(queryset)
        if asked["status"]:
            return found.filter(**{f"{self.of}__status__in": asked["status"]})
        return found if asked["incident"] else found.filter(**{f"{self.of}__status": Status.PUBLISHED})


def _nothing(_value: Any, _asked: Any) -> Q:
    return Q()


def OfStatus() -> Several:
    return Words(
        Status,
        _nothing,
        excludes=False,
        help="Of incidents of this status. Published if neither this nor incident is given; the rest takes the"
        " right to see drafts.",
    )


def _speaker(name: str, _asked: Any) -> Q:
    return Q(speaker__iexact=name) & ~Q(speaker="")  # the second for the index, which has no blank ones


@with_exclusions
class StatementFilters(OfIncidents):
    incident = Several(
        incident, of_incidents("incident"), schema=INCIDENT, help="Id or public id of an incident."
    )
    field = Several(
        field, "field__in", schema=FIELD, help="The field it is about, as incidents name it: killed, base."
    )
    speaker = One(parse.words, _speaker, help="Who is quoted, by the whole name as said.")
    stance = Words(Stance, "stance__in", help="How it is said: stated, claimed, denied.")
    article = Several(parse.number, "article__in", schema=ID, help="Id of the article that says it.")
    source = Several(
        source,
        lambda sources, _asked: Q(article__source__in=flat(sources)),
        help="Id, name or domain of the outlet that says it.",
    )
    chosen = Flag("is_chosen", "Does the incident's value follow it?")
    by_analyst = Flag(
        lambda is_so, _asked: Q(article__isnull=is_so), "Is it an analyst's own, and of no article?"
    )
    confidence_min = One(parse.share, "confidence__gte", schema=SHARE, help="At least so sure.")
    created_since = Since("created_at", "Made since.")
    status = OfStatus()


@with_exclusions
class EvidenceFilters(OfIncidents):
    of = "statement__incident"

    incident = Several(
        incident, of_incidents("statement__incident"), schema=INCIDENT, help="Id or public id of an incident."
    )
    field = Several(
        field, "statement__field__in", schema=FIELD, help="The field that the words are about: killed, base."
    )
    article = Several(parse.number, "article__in", schema=ID, help="Id of the article whose words they are.")
    statement = Several(
        parse.number, "statement__in", schema=ID, help="Id of the statement that stands on them."
    )
    chosen = Flag("statement__is_chosen", "Does the incident's value follow the statement?")
    status = OfStatus()
