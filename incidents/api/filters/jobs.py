from django_filters.rest_framework import FilterSet

from incidents.api.filters.kinds import Words, with_exclusions
from incidents.vocabulary import JobState, RowOutcome


@with_exclusions
class JobFilters(FilterSet):
    state = Words(JobState, "state__in", help="How far it is.")


@with_exclusions
class JobRowFilters(FilterSet):
    outcome = Words(RowOutcome, "outcome__in", help="What became of it.")
