"""Where it happened: points a kilometre or so apart, and how many incidents lie at each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from incidents.dashboards.about import Known
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


def spots(found: Iterable[Known]) -> list[Spot]:
    """The fullest ``MOST`` of them, the fullest first."""
    at: dict[tuple[float, float], list[Known]] = defaultdict(list)
    for each in found:
        if each.latitude is not None and each.longitude is not None:
            at[round(each.latitude, 2), round(each.longitude, 2)].append(each)
    fullest = sorted(at.items(), key=lambda spot: (-len(spot[1]), spot[0]))[:MOST]
    return [
        Spot(
            latitude,
            longitude,
            name=max(each.place_name for each in here),
            count=len(here),
            rough=sum(each.geo_precision in ROUGH for each in here),
        )
        for (latitude, longitude), here in fullest
    ]


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
