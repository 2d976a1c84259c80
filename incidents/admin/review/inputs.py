"""One input that tells several columns: a day or stretch, a point, a count with its least and most.

The form holds the columns, as ever; only what is shown and sent is in one piece. What cannot be read stays in the
first of the columns, as typed, and its error with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.review import dates, points, ranges
from incidents.vocabulary import DatePrecision

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """``read`` returns what the columns are to be, and perhaps a precision that follows from how it is written."""

    columns: tuple[str, ...]
    write: Callable[[Shown], str]
    read: Callable[[str, date | None], dict[str, str]]


def _days(values: Shown) -> str:
    try:
        first, last = (
            date.fromisoformat(values[n]) if values[n] else None for n in ("date_start", "date_end")
        )
    except ValueError:
        return str(values["date_start"])
    return dates.written(first, last, values["date_precision"])


def _read_days(typed: str, on: date | None) -> dict[str, str]:
    if not typed:
        return {"date_start": "", "date_end": "", "date_precision": str(DatePrecision.UNKNOWN)}
    days = dates.read(typed, on=on)
    return {
        "date_start": days.first.isoformat(),
        "date_end": days.last.isoformat(),
        "date_precision": str(days.precision),
    }


def _point(values: Shown) -> str:
    try:
        return points.written(*(float(values[n]) if values[n] else None for n in ("latitude", "longitude")))
    except ValueError:
        return str(values["latitude"])


def _read_point(typed: str, on: date | None) -> dict[str, str]:
    if not typed:
        return {"latitude": "", "longitude": ""}
    point = points.read(typed)
    return {
        "latitude": str(point.latitude),
        "longitude": str(point.longitude),
        "geo_precision": str(point.precision),
    }


def cell(low: str, high: str) -> str:
    """A count in one piece, from two inputs' worth of text."""
    try:
        return ranges.written(int(low) if low else None, int(high) if high else None)
    except ValueError:
        return low


def read_cell(typed: str) -> tuple[str, str]:
    low, high = ranges.read(typed)
    return "" if low is None else str(low), "" if high is None else str(high)


def _count(name: str) -> Input:
    low, high = f"{name}_min", f"{name}_max"
    return Input(
        (low, high),
        lambda values: cell(values[low], values[high]),
        lambda typed, on: dict(zip((low, high), read_cell(typed), strict=True)),
    )


INPUTS = {
    "date": Input(("date_start", "date_end"), _days, _read_days),
    "point": Input(("latitude", "longitude"), _point, _read_point),
    "killed": _count("killed"),
    "wounded": _count("wounded"),
}
INPUT_OF = {column: name for name, each in INPUTS.items() for column in each.columns}


def in_inputs(values: Shown) -> dict[str, str]:
    """Columns, each as it would be typed, by the input in which they stand."""
    found = {column: value for column, value in values.items() if column not in INPUT_OF}
    for name, each in INPUTS.items():
        if any(column in values for column in each.columns):
            found[name] = each.write(dict.fromkeys((*each.columns, "date_precision"), "") | values)
    return found


def whole(changed: Iterable[str]) -> list[str]:
    """With one column of an input all of them: its days are these two, whichever was there before."""
    found: dict[str, None] = {}
    for name in changed:
        found |= dict.fromkeys(INPUTS[INPUT_OF[name]].columns if name in INPUT_OF else (name,))
    return list(found)


def understood(what: str, typed: str, on: date | None = None) -> dict[str, str]:
    """For the eye, while one types: ``says`` tells what it is taken for, ``state`` how it stands."""
    try:
        if what == "range":
            return _count_understood(typed)
        if not typed:
            return {"says": "", "state": "empty"}
        if what == "date":
            days = dates.read(typed, on=on)
            return {"says": dates.in_full(days), "state": "read", "precision": str(days.precision)}
        point = points.read(typed)
        forms = (point.decimal, point.sexagesimal, point.grid)
        says = " · ".join(form for form in forms if form != typed)
        found = {"says": says, "state": "read", "precision": str(point.precision)}
        return found | {"latitude": str(point.latitude), "longitude": str(point.longitude)}
    except ValidationError as problem:
        # a cell has no room for more; sent like this, the line below says it in full
        says = _("3, 3-5, >=3, <=5, 0?") if what == "range" else " ".join(problem.messages)
        return {"says": says, "state": "wrong"}


def _count_understood(typed: str) -> dict[str, str]:
    """Says only what the figures do not: that 0 is none, and what a word comes to."""
    low, high = ranges.read(typed)
    if low is None and high is None:
        return {"says": "", "state": "empty"}
    if low == high == 0:
        return {"says": _("none"), "state": "none"}
    says = ranges.written(low, high) if typed.isalpha() or " " in typed.strip("≥≤ ") else ""
    return {"says": says, "state": "exact" if low == high else "range"}


class Understood(forms.TextInput):
    """An input and, beside it, what it is taken for; understood.js keeps that up while one types."""

    def __init__(self, what: str, **attrs: Any):
        super().__init__({"autocomplete": "off", "data-understood": what, **attrs})
        self.what = what

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        attrs = dict(attrs or {})
        on = self.attrs.get("data-on")
        found = understood(self.what, value or "", date.fromisoformat(on) if on else None)
        below = f"{attrs.get('id', name)}_says"
        attrs |= {
            "data-state": found["state"],
            "aria-describedby": f"{attrs.get('aria-describedby', '')} {below}".strip(),
        }
        says = "" if found["state"] == "wrong" else found["says"]
        return format_html(
            '{}<output class="says" id="{}" for="{}">{}</output>',
            super().render(name, value, attrs, renderer),
            below,
            attrs.get("id", name),
            says,
        )


class InputsForm(forms.Form):
    """The inputs that tell several columns, beside those of ``IncidentForm`` that tell one."""

    date = forms.CharField(
        required=False,
        label=gettext_lazy("Days"),
        widget=Understood("date", placeholder="20 Jan 2024", size=24, dir="ltr"),
    )
    point = forms.CharField(
        required=False,
        label=gettext_lazy("Point"),
        widget=Understood(
            "point", placeholder=gettext_lazy("33.7856, 42.4412 or 38S KC 63078 41327"), size=34, dir="ltr"
        ),
    )
    killed = forms.CharField(
        required=False, label=gettext_lazy("Killed"), widget=Understood("range", size=8, dir="ltr")
    )
    wounded = forms.CharField(
        required=False, label=gettext_lazy("Wounded"), widget=Understood("range", size=8, dir="ltr")
    )

    def __init__(self, values: Shown, *, on: date | None):
        super().__init__({name: each.write(values) for name, each in INPUTS.items()})
        if on:
            self.fields["date"].widget.attrs["data-on"] = on.isoformat()
        for name in ("killed", "wounded"):
            self.fields[name].widget.attrs["placeholder"] = _("not stated")
