"""The filters of the list of incidents, kept as text: country=IQ&weapon=drone."""

from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from rest_framework.exceptions import PermissionDenied

from incidents.api.filters.incidents import IncidentFilters
from incidents.api.filters.kinds import Several
from incidents.api.filters.strict import check
from incidents.api.problems import BadParameters
from incidents.models import Incident, User
from incidents.models.incidents import IncidentQuerySet


def public_found(query: str, request: Any) -> IncidentQuerySet:
    """Of what is public. What is wrong with the question is told of the field ``query``."""
    asked = QueryDict(query)
    filters = IncidentFilters(asked, queryset=Incident.objects.public(), request=request)
    several = {name for name, each in filters.filters.items() if isinstance(each, Several)}
    try:
        check(SimpleNamespace(query_params=asked), known=filters.filters, repeatable=several)
        if not filters.is_valid():
            raise BadParameters(filters.errors)
        return filters.qs
    except BadParameters as wrong:
        said = [f"{name}: {text}" for name, texts in wrong.detail.items() for text in _each(texts)]
        raise ValidationError({"query": said}) from None


def found_by(query: str, owner: User) -> IncidentQuerySet:
    """When nobody is there who asks: as its owner would ask, with all the rights that he has now."""
    if not query:
        return Incident.objects.public()
    try:
        return public_found(query, SimpleNamespace(user=owner, auth=None))
    except PermissionDenied as denied:
        raise ValidationError({"query": str(denied.detail)}) from None


def _each(texts: Any) -> list[str]:
    return [str(text) for text in texts] if isinstance(texts, list | tuple) else [str(texts)]
