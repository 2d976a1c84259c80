"""What a list finds, on the map: as many of it as its pages show, the first in its order."""

from typing import Any

from django.db.models import Count, Q
from django.db.models.expressions import RawSQL

from incidents.admin.review.asked import Asked
from incidents.dashboards.points import MOST, Spot, geojson, spots
from incidents.models import Incident
from incidents.models.incidents import IncidentQuerySet
from incidents.review.queue import COUNTED, Counted


def on_the_map(found: IncidentQuerySet, asked: Asked) -> dict[str, Any]:
    """``found`` in the order of the list. What is not on the map is counted: what is ``unlocated``, and what is
    ``elsewhere`` than at the fullest points. ``counted.is_more`` where the list goes on."""
    keys = list(found.values_list("pk", flat=True)[: COUNTED + 1])
    counted = Counted(len(keys[:COUNTED]), len(keys) > COUNTED)
    # one parameter, however many keys: Django takes long over thousands of them
    first = Incident.objects.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [keys[:COUNTED]])).order_by()
    places = spots(first)
    unlocated = first.aggregate(n=Count("pk", filter=Q(latitude=None)))["n"]

    def address(spot: Spot) -> str:
        return f"?{asked.query(bbox=spot.box)}"

    return {
        "counted": counted,
        "spots": [(spot, address(spot)) for spot in places],
        "points": geojson(places, address),
        "unlocated": unlocated,
        "unlocated_query": asked.query(located="no"),
        "elsewhere": counted.n - unlocated - sum(spot.count for spot in places),
        "most_spots": MOST,
    }
