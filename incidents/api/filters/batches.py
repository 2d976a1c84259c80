from django_filters.rest_framework import FilterSet

from incidents.api import parameters as parse
from incidents.api.filters.kinds import Several, Since, Words, with_exclusions
from incidents.vocabulary import BatchState, ReceiptOutcome


@with_exclusions
class BatchFilters(FilterSet):
    state = Words(BatchState, "state__in", help="How far it is.")
    created_since = Since("created_at", "Handed in since.")


@with_exclusions
class ReceiptFilters(FilterSet):
    outcome = Words(ReceiptOutcome, "outcome__in", help="What became of the line.")
    article = Several(parse.number, "article__in", help="Id of the article that the line became, or repeats.")
