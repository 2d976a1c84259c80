"""Where it happened: points a kilometre or so apart, and how many incidents lie at each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Round

from incidents.models.incidents import IncidentQuerySet
from incidents.vocabulary import GeoPrecision

MOST = 500
ROUGH = (GeoPrecision.REGION, GeoPrecision.COUNTRY)


@dataclass(frozen=True, slots=True)
class Spot:
    """``rough``: how many of them only have the centre of a region or country, where nothing happened."""

    latitude: float
    longitude: float
    name: str
    count: int
    rough: int

    @property
    def is_hollow(self) -> bool:
        """No point of it is exact."""
        return self.rough == self.count


def spots(found: IncidentQuerySet) -> list[Spot]:
    """The fullest ``MOST`` of them, the fullest first."""
    rows = (
        found.filter(latitude__isnull=False)
        .annotate(lat=Round(F("latitude"), 2), lon=Round(F("longitude"), 2))
        .values("lat", "lon")
        .annotate(
            name=Max("place_name"),
            count=Count("pk"),
            rough=Count("pk", filter=Q(geo_precision__in=ROUGH)),
        )
        .order_by("-count", "lat", "lon")[:MOST]
    )
    return [Spot(row["lat"], row["lon"], row["name"], row["count"], row["rough"]) for row in rows]


def geojson(found: Sequence[Any], address: Callable[[Any], str] | None = None) -> dict[str, Any]:
    """For the map: the area of a point is as its incidents are many; ``rough`` where no point of it is exact.
    ``address`` tells what is opened when somebody chooses it."""
    most = max((spot.count for spot in found), default=1)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "name": f"{spot.name} ({spot.count})" if spot.count > 1 else spot.name,
                    "radius": round(5 + 13 * sqrt(spot.count / most) * (most > 1), 1),
                    "rough": spot.rough == spot.count,
                    **({"url": address(spot)} if address else {}),
                },
                "geometry": {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
            }
            for spot in found
        ],
    }
