"""From the desk to what is known of the base, the place and the actors of an incident."""

from django.db.models import Model
from django.http import HttpRequest

from incidents.admin.knowledge.page import address
from incidents.models import Actor, Incident


def known_of(request: HttpRequest, incident: Incident) -> list[tuple[str, str]]:
    """Name and address of each, as far as the person may look at such pages."""
    found: list[Model | None] = [incident.base, incident.place]
    if request.user.has_perm("incidents.view_actor"):
        found += Actor.objects.filter(participations__incident=incident).distinct().order_by("name")
    return [
        (record.name, address(record))
        for record in found
        if record and request.user.has_perm(f"incidents.view_{record._meta.model_name}")
    ]
