from django_filters.rest_framework import FilterSet

from incidents.api.filters.kinds import Words, with_exclusions
from incidents.vocabulary import DeliveryState, MessageKind


@with_exclusions
class DeliveryFilters(FilterSet):
    state = Words(DeliveryState, "state__in", help="What has become of it.")
    kind = Words(MessageKind, "kind__in", help="Of what it tells.")
