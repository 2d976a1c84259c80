"""Great circles on a ball, which errs by half a per cent at the most."""

from math import asin, cos, degrees, radians, sin

from django.db.models import BooleanField, Expression, F, FloatField, Func, Value
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin

EARTH_KM = 6371.0


def km_from(latitude: float, longitude: float) -> Expression:
    """Of the row's own point; null where it has none."""
    here = Radians(Value(latitude, FloatField())), Radians(Value(longitude, FloatField()))
    there = Radians(F("latitude")), Radians(F("longitude"))
    cosine = Sin(here[0]) * Sin(there[0]) + Cos(here[0]) * Cos(there[0]) * Cos(there[1] - here[1])
    return Value(EARTH_KM, FloatField()) * ACos(Least(Value(1.0), Greatest(Value(-1.0), cosine)))


class NearTo(Func):
    """Not farther than so many kilometres."""

    template = "%(expressions)s"
    arg_joiner = " <= "
    conditional = True

    def __init__(self, latitude: float, longitude: float, km: float):
        super().__init__(km_from(latitude, longitude), Value(km, FloatField()), output_field=BooleanField())


def around(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """The box that holds the circle: west, south, east, north; across the antimeridian west > east."""
    high = degrees(km / EARTH_KM)
    south, north = max(latitude - high, -90.0), min(latitude + high, 90.0)
    if south == -90 or north == 90:  # about a pole lie all longitudes
        return -180.0, south, 180.0, north
    wide = degrees(asin(sin(radians(high)) / cos(radians(latitude))))
    west, east = ((each + 180) % 360 - 180 for each in (longitude - wide, longitude + wide))
    return west, south, east, north
