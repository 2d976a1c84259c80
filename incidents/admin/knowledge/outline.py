"""Points on a plain map: degrees drawn as they are, lines every few of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from incidents.dashboards.points import Spot

WIDTH, LEAST = 720, 0.6


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    r: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class Outline:
    height: int
    dots: list[Dot]
    meridians: list[tuple[float, str]]
    parallels: list[tuple[float, str]]
    width: int = WIDTH

    @property
    def has_rough(self) -> bool:
        return any(dot.spot.rough == dot.spot.count for dot in self.dots)


def outline(spots: Sequence[Spot]) -> Outline | None:
    if not spots:
        return None
    south, north = min(s.latitude for s in spots), max(s.latitude for s in spots)
    west, east = min(s.longitude for s in spots), max(s.longitude for s in spots)
    margin = max((north - south) * 0.15, (east - west) * 0.1, LEAST)
    south, north = max(south - margin, -90), min(north + margin, 90)
    west, east = max(west - margin, -180), min(east + margin, 180)
    squeeze = max(
        cos(radians((south + north) / 2)), 0.2
    )  # a degree of longitude is shorter than one of latitude
    height = int(min(max(WIDTH / ((east - west) * squeeze) * (north - south), 240), 520))
    scale = min(WIDTH / ((east - west) * squeeze), height / (north - south))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2

    def x(longitude: float) -> float:
        return round(WIDTH / 2 + (longitude - middle_x) * squeeze * scale, 1)

    def y(latitude: float) -> float:
        return round(height / 2 - (latitude - middle_y) * scale, 1)

    most = max(spot.count for spot in spots)
    dots = [
        Dot(x(s.longitude), y(s.latitude), round(4 + 14 * sqrt(s.count / most) * (most > 1), 1), s)
        for s in spots
    ]
    shown_east, shown_north = WIDTH / squeeze / scale / 2, height / scale / 2
    return Outline(
        height=height,
        dots=dots,
        meridians=[
            (x(n), _degrees(n, "E", "W")) for n in _lines(middle_x - shown_east, middle_x + shown_east)
        ],
        parallels=[
            (y(n), _degrees(n, "N", "S")) for n in _lines(middle_y - shown_north, middle_y + shown_north)
        ],
    )


def _lines(low: float, high: float) -> list[float]:
    step = next(n for n in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 90) if (high - low) / n <= 8)
    first = int(low // step) + 1
    return [round(n * step, 1) for n in range(first, int(high // step) + 1)]


def _degrees(n: float, positive: str, negative: str) -> str:
    return f"{abs(n):g}°{positive if n > 0 else negative if n < 0 else ''}"
