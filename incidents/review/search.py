"""Incidents by words: of their summary, place and region, of who took part, and of their articles' titles."""

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from incidents.models.incidents import Incident, IncidentQuerySet

FEW = 2_000
PUBLIC_ID = re.compile(r"[A-Za-z]{2}-\d{4}-\d+")


def matching(found: IncidentQuerySet, words: str) -> IncidentQuerySet:
    """As people search: several words mean all of them, quotation marks a phrase, a minus not. A number or a
    public id finds the one."""
    query = SearchQuery(words, search_type="websearch", config="english")
    hits = Q(search=query) | Q(words=query)
    # A rare word is looked up, a common one soon met on the way: the database cannot know which it is
    few = list(Incident.objects.filter(hits).order_by().values_list("pk", flat=True)[: FEW + 1])
    hits = hits if len(few) > FEW else Q(pk__in=few)
    if PUBLIC_ID.fullmatch(words):
        hits |= Q(public_id=words.upper())
    if words.isascii() and words.isdigit() and len(words) < 10:
        hits |= Q(pk=int(words))
    return found.filter(hits)
