"""What a list finds, on the map: as many of it as its pages show, the first in its order."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from incidents.admin.review.asked import MAP, TABLE, Asked
from incidents.dashboards.cells import Cell, plotted
from incidents.dashboards.points import geojson
from incidents.models.incidents import IncidentQuerySet
from incidents.review.queue import COUNTED, Counted


def on_the_map(found: IncidentQuerySet, asked: Asked) -> dict[str, Any]:
    """``found`` in the order of the list. A place leads to the list of what happened there, an area of several
    places to the map of just that."""
    shown = plotted(found, COUNTED)

    def address(cell: Cell) -> str:
        return f"?{asked.query(show=TABLE if cell.places == 1 else MAP, bbox=cell.box)}"

    cells = [replace(cell, name=_called(cell)) for cell in shown.cells]
    return {
        "counted": Counted(shown.total, shown.is_cut),
        "plotted": shown,
        "cells": [(cell, address(cell)) for cell in cells],
        "are_areas": any(cell.places > 1 for cell in cells),
        "points": geojson(cells, address),
        "unlocated_query": asked.query(located="no"),
    }


def _called(cell: Cell) -> str:
    name = cell.name or "?"
    if cell.places == 1:
        return name
    return _("%(place)s and %(n)s more") % {"place": name, "n": cell.places - 1}
