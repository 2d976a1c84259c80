"""JSON is written by another library than the framework's own: nobody should see a difference."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.serializer_helpers import ReturnDict

from incidents.api.renderers import Json
from incidents.dashboards.counts import Toll
from incidents.vocabulary import Status

VALUES = {
    "nothing": None,
    "text": "Ain al-Asad · عين الأسد \u2028 \x00 \u202e",
    "a word of ours": Status.PUBLISHED,
    "safe": mark_safe("<b>"),
    "lazy": gettext_lazy("Published"),
    "moment": datetime(2026, 3, 1, 12, 30, 5, 123456, tzinfo=UTC),
    "day": date(25, 1, 2),
    "hour": time(7, 5),
    "span": timedelta(hours=3),
    "exact": Decimal("1.10"),
    "number": 0.1 + 0.2,
    "large": 1e300,
    "negative nought": -0.0,
    "id": UUID(int=7),
    "rows": ReturnDict({"a": (1, 2), "b": Toll(1, 2, 0, 0)}, serializer=None),
    "by word": {Status.DRAFT: 1, 2: 3, None: 4},
}


@pytest.mark.parametrize("name", VALUES)
def test_no_value_reads_differently_than_the_frameworks_own(name):
    ours, theirs = (json.loads(each.render({"it": VALUES[name]})) for each in (Json(), JSONRenderer()))

    assert ours == theirs


@pytest.mark.parametrize(
    "value", [2**64, -(2**70), "\ud800"], ids=["long", "long below nought", "half a character"]
)
def test_what_the_fast_writer_refuses_is_no_error(value):
    try:
        theirs = JSONRenderer().render([value])
    except UnicodeEncodeError:
        with pytest.raises(UnicodeEncodeError):
            Json().render([value])
    else:
        assert Json().render([value]) == theirs


def test_nothing_is_an_empty_body():
    assert Json().render(None) == b""


def test_who_asks_for_an_indent_gets_it():
    assert b"\n    " in Json().render({"a": 1}, "application/json; indent=4")
