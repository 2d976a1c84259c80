import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from incidents.review.points import read, written
from incidents.vocabulary import GeoPrecision

AL_ASAD = (33.7856, 42.4412)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "expected a point"),
        ("Camp 22", "expected a point"),
        ("33.7", "expected a point"),
        ("133, 42", "the latitude first"),
        ("95, 170", "-90 to 90 and -180 to 180"),
        ("33.78N 42.44N", "two figures for one direction"),
        ("33°61'N 42°26'E", "expected a point"),
        ("38S KC 453", "as many figures east as north"),
        ("99S KC 45 39", "that the military grid has"),
        ("38S ZZ 45 39", "expected a point"),
    ],
)
def test_what_is_no_point_is_refused_with_what_was_expected(typed, said):
    with pytest.raises(ValidationError, match=said):
        read(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "33.7856, 42.4412",
        "33.7856 42.4412",
        "33.7856; 42.4412",
        "33.7856N, 42.4412E",
        "42.4412 E 33.7856 N",
        "N33.7856 E42.4412",
        "33°47'08\"N 42°26'28\"E",
        "33°47′08″N, 42°26′28″E",
        "33 47 08 N 42 26 28 E",
        "N33 47 08 E42 26 28",
        "33°47.136'N 42°26.472'E",
        "38S KC 63078 41327",
        "38SKC6307841327",
        "38s kc 6308 4133",
    ],
)
def test_one_point_in_many_hands(typed):
    found = read(typed)
    assert (found.latitude, found.longitude) == pytest.approx(AL_ASAD, abs=0.0002)
    assert found.precision == GeoPrecision.EXACT


def test_it_is_shown_in_all_three_forms():
    found = read("33.7856, 42.4412")
    assert (found.decimal, found.sexagesimal, found.grid) == (
        "33.7856, 42.4412",
        "33°47'08\"N 42°26'28\"E",
        "38S KC 63078 41327",
    )


def test_south_and_west_are_below_nought():
    found = read("34°36'12\"S 58°22'54\"W")
    assert (found.latitude, found.longitude) == pytest.approx((-34.60333, -58.38167), abs=1e-5)
    assert found.sexagesimal == "34°36'12\"S 58°22'54\"W"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("38S KC 63078 41327", "exact"),
        ("38S KC 630 413", "exact"),
        ("38S KC 63 41", "near"),
        ("38S KC 6 4", "near"),
        ("38S KC", "region"),
        ("33.78, 42.44", "near"),
        ("33.786, 42.441", "exact"),
        ("33°47'N 42°26'E", "near"),
        ("33, 42", "region"),
    ],
)
def test_fewer_figures_are_less_exact(typed, expected):
    assert read(typed).precision == expected


def test_a_square_is_its_middle_and_not_its_corner():
    square, corner, beyond = (read(f"38S KC {of}") for of in ("63 41", "63000 41000", "64000 42000"))
    assert corner.latitude < square.latitude < beyond.latitude
    assert corner.longitude < square.longitude < beyond.longitude


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_what_is_written_reads_back(latitude, longitude):
    found = read(written(latitude, longitude))
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=1e-6)


@given(st.floats(-79, 83), st.floats(-179, 179))
def test_the_grid_reads_back_to_a_few_metres(latitude, longitude):
    found = read(read(written(latitude, longitude)).grid)
    assert found.latitude == pytest.approx(latitude, abs=0.0001)
