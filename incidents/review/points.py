"""A point on the map as people write it: ``33.7856, 42.4412``, ``33°47'08"N 42°26'28"E``, MGRS ``38S KC 63 41``.

How exactly it is written says how exactly it is known: a square of the military grid is read as its middle, and
the fewer figures, the larger it is.
"""

import re
from dataclasses import dataclass

import lat_lon_parser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from mgrs import MGRS
from mgrs.core import MGRSError

from incidents.vocabulary import GeoPrecision

_MGRS = re.compile(r"(\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V])(\d*)")
_LETTERS = re.compile(r"(?i)north|south|east|west|[NSEW]")
_COORDINATE = re.compile(
    r"""(?ix) (?:[NSEW]|north|south|east|west)?\s* [+-]?\d{1,3}(?:\.\d+)?
    (?:\s*(?:°|º|d|deg|degrees|:|\s)\s* (?:\d{1,2}(?:\.\d+)?)? )?
    (?:\s*(?:'|m|min|minutes|:|\s)\s* (?:\d{1,2}(?:\.\d+)?)? )?
    (?:\s*(?:"|''|s|sec|seconds))? \s*(?:[NSEW]|north|south|east|west)?"""
)
_FIGURES = re.compile(r"\d+(?:\.(\d+))?")
_PLAIN = str.maketrans(
    {"′": "'", "’": "'", "‘": "'", "ʹ": "'", "″": '"', "”": '"', "“": '"', "−": "-", "–": "-"}
)
EXACT_KM, NEAR_KM = 0.5, 15
KM_OF_A_DEGREE = 111
EXPECTED = gettext_lazy("expected a point: 33.7856, 42.4412 or 33°47'08\"N 42°26'28\"E or 38S KC 63 41")


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float
    precision: GeoPrecision

    @property
    def decimal(self) -> str:
        return written(self.latitude, self.longitude)

    @property
    def sexagesimal(self) -> str:
        return f"{_dms(self.latitude, 'NS')} {_dms(self.longitude, 'EW')}"

    @property
    def grid(self) -> str:
        """MGRS to the metre, in groups as one reads it out."""
        said = MGRS().toMGRS(self.latitude, self.longitude)
        head, figures = said[:-10], said[-10:]
        return f"{head[:-2]} {head[-2:]} {figures[:5]} {figures[5:]}"


def read(typed: str) -> Point:
    """Raises a ValidationError that says what was expected."""
    words = " ".join(typed.translate(_PLAIN).split())
    if (found := _MGRS.fullmatch(words.replace(" ", "").upper())) is not None:
        return _of_the_grid(found[1], found[2], typed)
    first, second = _halves(words, typed)
    if _axis(first) == "EW" or _axis(second) == "NS":
        first, second = second, first
    if _axis(first) == "EW" or _axis(second) == "NS":
        raise ValidationError(
            _("%(expected)s; “%(typed)s” has two figures for one direction.")
            % {"expected": EXPECTED, "typed": typed}
        )
    latitude, longitude = _degrees(first, typed), _degrees(second, typed)
    if abs(latitude) > 90 >= abs(longitude):
        raise ValidationError(
            _("expected the latitude first, -90 to 90, then the longitude; not “%(typed)s”.")
            % {"typed": typed}
        )
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValidationError(_("expected -90 to 90 and -180 to 180; not “%(typed)s”.") % {"typed": typed})
    return Point(latitude, longitude, _precision(min(_size(first), _size(second))))


def _of_the_grid(square: str, figures: str, typed: str) -> Point:
    if len(figures) % 2 or len(figures) > 10:
        raise ValidationError(
            _("expected as many figures east as north, 38S KC 63 41 or 38S KC 63078 41327; not “%(typed)s”.")
            % {"typed": typed}
        )
    half = len(figures) // 2
    middle = "" if half == 5 else "5".ljust(5 - half, "0")
    try:
        latitude, longitude = MGRS().toLatLon(f"{square}{figures[:half]}{middle}{figures[half:]}{middle}")
    except MGRSError:
        raise ValidationError(
            _("expected a square that the military grid has; “%(typed)s” is none.") % {"typed": typed}
        ) from None
    return Point(round(latitude, 6), round(longitude, 6), _precision(10 ** (2 - half)))


def _halves(words: str, typed: str) -> tuple[str, str]:
    """Around the comma or semicolon; else behind the first letter of a direction; else in the middle."""
    parts = [part.strip() for part in re.split(r"[;,/|]", words)]
    if len(parts) == 1:
        letters = [found.span() for found in _LETTERS.finditer(words)]
        pieces = words.split(" ")
        if len(letters) == 2:
            cut = letters[1][0] if letters[0][0] == 0 else letters[0][1]
            parts = [words[:cut].strip(), words[cut:].strip()]
        elif len(pieces) % 2 == 0:
            parts = [" ".join(pieces[: len(pieces) // 2]), " ".join(pieces[len(pieces) // 2 :])]
    if len(parts) != 2 or not all(map(_COORDINATE.fullmatch, parts)):
        raise ValidationError(_("%(expected)s; not “%(typed)s”.") % {"expected": EXPECTED, "typed": typed})
    return parts[0], parts[1]


def _axis(coordinate: str) -> str:
    found = _LETTERS.search(coordinate)
    return "" if found is None else "NS" if found[0][0].upper() in "NS" else "EW"


def _degrees(coordinate: str, typed: str) -> float:
    try:
        return round(float(lat_lon_parser.parse(coordinate)), 6)
    except ValueError:
        raise ValidationError(
            _("%(expected)s; not “%(typed)s”.") % {"expected": EXPECTED, "typed": typed}
        ) from None


def _size(coordinate: str) -> float:
    """Kilometres that the last figure stands for."""
    figures = list(_FIGURES.finditer(coordinate))
    unit = KM_OF_A_DEGREE / 60 ** (len(figures) - 1)
    return float(unit / 10 ** len(figures[-1][1] or ""))


def _precision(km: float) -> GeoPrecision:
    return (
        GeoPrecision.EXACT if km <= EXACT_KM else GeoPrecision.NEAR if km <= NEAR_KM else GeoPrecision.REGION
    )


def _dms(degrees: float, letters: str) -> str:
    seconds = round(abs(degrees) * 3600)
    return f"{seconds // 3600}°{seconds // 60 % 60:02}'{seconds % 60:02}\"{letters[degrees < 0]}"


def written(latitude: float | None, longitude: float | None) -> str:
    """The figures as they are held, which ``read`` reads back; "" where there is no point."""
    return "" if latitude is None or longitude is None else f"{_plain(latitude)}, {_plain(longitude)}"


def _plain(degrees: float) -> str:
    return f"{degrees:.6f}".rstrip("0").rstrip(".")
