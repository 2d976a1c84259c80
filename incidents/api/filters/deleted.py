from django.db.models import Model, QuerySet
from django_filters.rest_framework import FilterSet

from incidents.api.filters.kinds import Since, Until
from incidents.models import Tombstone
from incidents.models.settled import settled


class TombstoneFilters(FilterSet):
    updated_since = Since("gone_at", "Gone since.")
    updated_before = Until("gone_at", "Gone before.")

    def filter_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Tombstone]:
        found = super().filter_queryset(queryset)
        return found.filter(gone_at__lt=settled()) if self.form.cleaned_data["updated_since"] else found
