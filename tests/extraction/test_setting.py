"""When and where of a draft: what must not be taken for it, then place, country, point and hour."""

from datetime import UTC, date, datetime, time

import pytest

from incidents.extraction import Article, extract
from incidents.extraction.records import Draft
from incidents.vocabulary import GeoPrecision

PUBLISHED = date(2024, 1, 20)  # a Saturday
EXACT, NEAR, REGION, COUNTRY = (
    GeoPrecision.EXACT,
    GeoPrecision.NEAR,
    GeoPrecision.REGION,
    GeoPrecision.COUNTRY,
)


def first(text: str) -> Draft:
    return extract(Article("a", "", text, PUBLISHED)).drafts[0]


# --- what it is not --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Rockets killed two men in Homs on Friday, a spokesman in Geneva said.", "Geneva"),
        ("Militants based in Yemen fired missiles at Eilat on Friday.", "Yemen"),
        ("U.S. forces killed the head of Iran's Quds Force in a strike in Baghdad on Friday.", "Iran"),
        ("A car bomb exploded in Aden Square in northern Baghdad on Friday, killing five.", "Aden"),
        ("Drones launched from Belarus hit an oil depot in Kyiv on Friday.", "Belarus"),
        (
            "Gunmen shot at a bus in Kuzumbe on Friday. The president visited the wounded at Erdogan hospital.",
            "Erdogan hospital",
        ),
        ("Gunmen killed the bishop of Rome's envoy in Kampala on Friday.", "Rome"),
    ],
)
def test_not_where_it_happened(text: str, place: str) -> None:
    assert first(text).place != place


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("French officials said that gunmen had killed three men on Friday.", "FR"),
        ("Gunmen killed two men on Friday, a U.S. official said.", "US"),
        ("The group Doctors Without Borders, in Paris, said bombs killed six nurses on Friday.", "FR"),
    ],
)
def test_a_country_is_never_guessed_from_a_speaker(text: str, country: str) -> None:
    assert country not in {d.country for d in extract(Article("a", "", text, PUBLISHED)).drafts}


# --- place and country -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "country", "precision"),
    [
        ("A bomb killed six people in Mosul, Iraq, on Friday.", "Mosul", "IQ", EXACT),
        ("A bomb killed six people in the village of Tarqa, near Mosul, on Friday.", "Tarqa", "IQ", NEAR),
        ("Gunmen killed six people in the Congolese town of Kibarezi on Friday.", "Kibarezi", "CD", COUNTRY),
        ("Gunmen killed six people in Dagomba-Kuri, Plateau State, Nigeria.", "Dagomba-Kuri", "NG", REGION),
        ("Gunmen killed six people in Maruwa district in northern Balkh province.", "Maruwa", "AF", REGION),
        ("A bomber killed nine people at the Imam Hadi mosque in Kabul.", "Imam Hadi mosque", "AF", NEAR),
        ("Gunmen killed six people at Ogobiri in Bayelsa State on Friday.", "Ogobiri", "NG", REGION),
        ("A blast killed four people in the Yemeni capital on Friday.", "capital", "YE", EXACT),
        ("Gunmen shot a reporter in Barcelona, in rural Sorsogon province, on Friday.", "Barcelona", "PH", REGION),
        ("Missiles hit a tanker in the Red Sea on Friday, killing two sailors.", "Red Sea", "XZ", REGION),
        ("Sixty people died when a bomb went off in Kalazar, a Pakistani town.", "Kalazar", "PK", COUNTRY),
        ("Six men were killed on a car ride through Kaligan district, in Afghanistan.", "Kaligan", "AF", COUNTRY),
        ("In Kalazar, militants killed five people on Friday.", "Kalazar", None, GeoPrecision.UNKNOWN),
    ],
)  # fmt: skip
def test_place_and_country(text: str, place: str, country: str | None, precision: GeoPrecision) -> None:
    draft = first(text)
    assert (draft.place, draft.country, draft.geo_precision) == (place, country, precision)


def test_an_unlisted_village_has_the_region_of_the_town_around_it() -> None:
    draft = first("A bomb killed six people in the village of Tarqa, near Mosul, on Friday.")
    assert (draft.admin1, draft.place_key, draft.time_zone) == ("Nineveh", None, "Asia/Baghdad")


def test_the_country_all_places_lie_in_is_taken_over() -> None:
    text = (
        "Clashes broke out in Damascus and Homs on Friday, killing two people.\n\n"
        "In 2013 a car bomb killed eleven soldiers."
    )
    (_, background) = extract(Article("a", "", text, PUBLISHED)).drafts
    assert (background.country, background.place) == ("SY", None)


def test_the_one_town_of_the_story_is_where_the_rest_happened() -> None:
    text = (
        "Troops killed nine gunmen in Marawi, in the Philippines, on Friday.\n\n"
        "On May 31, a bomb fell short and killed 11 soldiers in the city."
    )
    assert {d.place for d in extract(Article("a", "", text, PUBLISHED)).drafts} == {"Marawi"}


def test_an_old_event_that_points_nowhere_stays_without_a_place() -> None:
    text = (
        "Gunmen shot a reporter dead in Aden, Yemen, on Friday.\n\n"
        "In 2019 he survived a drone attack that left six soldiers dead."
    )
    (_, old) = extract(Article("a", "", text, PUBLISHED)).drafts
    assert (old.place, old.country) == (None, "YE")


# --- the point ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "latitude", "longitude", "precision"),
    [
        ("A bomb killed six people 55 km west of Kirkuk on Friday.", 35.47, 43.79, NEAR),
        ("A bomb killed six people about 100 miles north-east of Baghdad on Friday.", 34.36, 45.63, NEAR),
        ("Gunmen killed six people in Sadoniya, 111 kilometres south of Baghdad, on Friday.", 32.34, 44.40, NEAR),
        ("A rocket killed six people at 33.78 N, 42.44 E in Iraq on Friday.", 33.78, 42.44, EXACT),
        ("A bomb killed six people south of Kirkuk on Friday.", 35.47, 44.39, NEAR),  # how far, nobody says
        ("A bomb killed six people in Kirkuk on Friday.", 35.47, 44.39, EXACT),
    ],
)  # fmt: skip
def test_the_point(text: str, latitude: float, longitude: float, precision: GeoPrecision) -> None:
    draft = first(text)
    assert draft.latitude == pytest.approx(latitude, abs=0.06)
    assert draft.longitude == pytest.approx(longitude, abs=0.06)
    assert draft.geo_precision is precision


# --- the hour ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "local", "moment"),
    [
        ("A rocket killed six people in Baghdad on Friday.", None, None),
        ("A rocket killed six people in Baghdad at 6:40 a.m. on Friday.", time(6, 40), (3, 40)),
        ("A rocket killed six people in Baghdad at 0640 GMT on Friday.", time(9, 40), (6, 40)),
        ("A rocket killed six people in Baghdad at 6:40 a.m. EST on Friday.", time(14, 40), (11, 40)),
        ("A rocket killed six people in Kalazar at 0640 GMT on Friday.", None, None),  # in what zone is that?
        ("A rocket killed six people in Baghdad at 6:40 a.m. last week.", time(6, 40), None),
    ],
)
def test_the_hour_is_that_of_the_place(text: str, local: time | None, moment: tuple[int, int] | None) -> None:
    draft = first(text)
    assert draft.time_local == local
    assert draft.moment == (datetime(2024, 1, 19, *moment, tzinfo=UTC) if moment else None)
