"""Days, points and tables of figures on the review page: one input for several columns, one cell for a range."""

import json

import pytest
from django.urls import reverse

from incidents.admin.review.form import DeskForm, shown
from incidents.admin.review.inputs import INPUTS
from incidents.models import Casualties
from tests.admin import story
from tests.admin.test_desk import filled, now, page_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    return story.draft()


def sent(desk, incident, **data):
    return desk.post(url(incident), filled(incident) | data)


def figures(incident):
    return {(c.side, c.kind): (c.min, c.max) for c in incident.casualties.all()}


def test_sending_what_was_shown_changes_nothing_whatever_the_order_of_kinds(desk, incident):
    for kind in ("captured", "killed", "missing"):  # as the database sorts them, not as the columns stand
        Casualties.objects.create(incident=incident, side="Iraq", kind=kind, min=1, max=None)
    incident.refresh_from_db()
    response = desk.post(url(incident), filled(incident, reason=""), follow=True)
    assert "Nothing was changed." in page_of(response)


def test_a_side_of_which_nothing_is_stated_is_not_lost(desk, incident):
    Casualties.objects.create(incident=incident, side="Civilians", kind="missing", is_civilian=True)
    incident.refresh_from_db()
    sent(desk, incident, **{"casualties-0-killed": "0"})
    assert figures(incident)["Civilians", "missing"] == (None, None)
    sent(desk, now(incident), **{"casualties-3-side": "Police", "casualties-TOTAL_FORMS": "4"})
    assert figures(incident)["Police", "killed"] == (None, None)


def test_an_empty_cell_a_nought_and_a_range_are_three_things(desk, incident):
    sent(
        desk,
        incident,
        **{
            "casualties-0-killed": "0",
            "casualties-0-wounded": "",
            "casualties-1-wounded": "3-5",
            "casualties-1-missing": "2+",
        },
    )
    assert figures(incident) == {
        ("Iraq", "killed"): (0, 0),
        ("Iraq", "wounded"): (None, None),
        ("United States", "wounded"): (3, 5),
        ("United States", "missing"): (2, None),
    }


def test_a_cell_that_cannot_be_read_is_named_and_keeps_what_was_typed(desk, incident):
    response = sent(desk, incident, **{"casualties-1-wounded": "a lot", "weapons-0-hit": "5-3"})
    page = page_of(response)
    assert response.status_code == 422
    assert "By side, row 2, Wounded: expected a number 3, a range 3-5" in page
    assert "Weapons, row 1, Hit: expected the lower figure first, 3-5; not “5-3”." in page
    assert 'value="a lot"' in page
    assert 'value="5-3"' in page
    assert figures(incident)["United States", "wounded"] == (2, None)


def test_two_lines_of_one_side_are_refused_and_both_stay(desk, incident):
    response = sent(desk, incident, **{"casualties-1-side": "Iraq", "casualties-1-wounded": "7"})
    assert "By side, row 2, Side: expected one row for each side and kind." in page_of(response)
    assert 'value="7"' in page_of(response)


def test_an_imprecise_day_fills_first_last_and_precision(desk, incident):
    sent(desk, incident, date="2023-11")
    after = now(incident)
    assert (str(after.date_start), str(after.date_end), after.date_precision) == (
        "2023-11-01",
        "2023-11-30",
        "month",
    )


def test_a_precision_that_was_chosen_stays_chosen(desk, incident):
    sent(desk, incident, date="15-17 Jan 2024", date_precision="month")
    assert now(incident).date_precision == "month"


def test_a_longer_stretch_that_ends_as_before_keeps_its_last_day(desk, incident):
    sent(desk, incident, date="18-20 Jan 2024")
    assert (now(incident).date_start.day, now(incident).date_end.day) == (18, 20)


def test_days_are_counted_from_the_article(desk, incident):
    sent(desk, incident, date="yesterday")
    assert str(now(incident).date_start) == "2024-01-19"


def test_no_day_is_no_precision_either(desk, incident):
    assert sent(desk, incident, date="").status_code == 302
    assert (now(incident).date_start, now(incident).date_precision) == (None, "unknown")


def test_a_square_of_the_grid_is_a_point_and_says_how_exact(desk, incident):
    sent(desk, incident, point="38S KC 63 41")
    after = now(incident)
    assert (after.latitude, after.longitude) == pytest.approx((33.7872, 42.4458), abs=0.001)
    assert after.geo_precision == "near"


def test_each_input_shows_what_it_would_read(incident):
    form = DeskForm(incident)
    assert {name: each.write(shown(incident)) for name, each in INPUTS.items()} == {
        "date": "20 Jan 2024",
        "point": "33.7856, 42.4412",
        "killed": "0–12",
        "wounded": "≥ 3",
    }
    assert [field.name for field in form.fields(("date_start", "date_end", "date_precision"))] == [
        "date",
        "date_precision",
    ]


@pytest.mark.parametrize(
    ("what", "asked", "expected"),
    [
        ("date", {"q": "2024-01"}, {"says": "month precision: 1-31 January 2024", "state": "read"}),
        ("date", {"q": "Fri", "on": "2024-01-20"}, {"says": "day precision: Friday 19 January 2024"}),
        ("date", {"q": "31 Feb"}, {"state": "wrong"}),
        ("date", {"q": "yesterday", "on": "nonsense"}, {"state": "wrong"}),
        ("date", {"q": ""}, {"says": "", "state": "empty"}),
        ("point", {"q": "38S KC 63 41"}, {"precision": "near", "latitude": "33.787256"}),
        ("range", {"q": ""}, {"says": "", "state": "empty"}),
        ("range", {"q": "0"}, {"says": "none", "state": "none"}),
        ("range", {"q": "several"}, {"says": "≥ 2", "state": "range"}),
        ("range", {"q": "x" * 5000}, {"state": "wrong"}),
        (
            "ledger",
            {"launched": "12", "intercepted": "9", "failed": "1", "hit": "2"},
            {"says": "12 launched = 9 intercepted + 1 failed + 2 hit", "state": "agrees"},
        ),
        ("ledger", {"launched": "dozens of", "hit": "\0"}, {"says": "", "state": ""}),
    ],
)
def test_what_is_typed_is_told_back(desk, what, asked, expected):
    found = json.loads(desk.get(reverse("admin:review_understood", args=[what]), asked).content)
    assert {name: found[name] for name in expected} == expected


def test_of_anything_else_nothing_is_understood(desk):
    assert desk.get(reverse("admin:review_understood", args=["mind"])).status_code == 404
