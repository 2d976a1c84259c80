"""Entries of the catalogue by what people type, and new ones where there is none."""

import re
from html import unescape

import pytest
from django.urls import reverse

from incidents.admin.review.lookup import label, like, meant, options
from incidents.models import Actor, Base, Place
from tests import cast
from tests.factories import ActorFactory, BaseFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asad():
    return BaseFactory(
        key="ain-al-asad",
        name="Ain al-Asad Air Base",
        aliases=["Al Asad Airbase", "Qadisiyah"],
        admin1="Al Anbar",
    )


def names(model, typed, **near):
    return [record.name for record in like(model, typed, **near)]


@pytest.mark.parametrize("typed", ["", "-", "Asadabad", "Bain al-Asad", "Ain al-Qaim", "&|!:*()", "'", "\\"])
def test_what_is_another_name_or_none_finds_nothing(asad, typed):
    assert names(Base, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Ain al-Asad",
        "ain al-",
        "Ayn al Asad",
        "Ain el-Assad",
        "'Ain al-Asad",
        "ʿAyn al-ʾAsad",
        "AIN ASAD",
        "asad ain",
        "Al Asad",
        "air base asad",
        "Kadisiya",
        "qad",
        "ain-al-asad",
    ],
)
def test_one_base_in_many_spellings(asad, typed):
    BaseFactory(name="Erbil Air Base")
    assert names(Base, typed) == ["Ain al-Asad Air Base"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Deir ez-Zor", "Dayr az Zawr"),
        ("Al Ḩudaydah", "Hodeidah"),
        ("Raqqa", "Ar Raqqah"),
        ("Khan Yunis", "Khan Younis"),
        ("Beirut", "bayrut"),
        ("Łódź", "lodz"),
        ("Sanʿāʾ", "Sana'a"),
    ],
)
def test_a_place_as_other_hands_write_it(name, typed):
    PlaceFactory(name=name)
    assert names(Place, typed) == [name]


def test_an_actor_is_found_by_its_name_in_another_language():
    ActorFactory(name="Kata'ib Hezbollah", names={"ar": "كتائب حزب الله"}, aliases=["KH"])
    assert names(Actor, "حزب الله") == ["Kata'ib Hezbollah"]
    assert names(Actor, "KH") == ["Kata'ib Hezbollah"]


def test_the_nearest_comes_first_and_without_a_point_the_largest():
    for name, population, latitude in (("Springfield", 10, 34), ("Springfield Hill", 900, 60)):
        PlaceFactory(name=name, population=population, latitude=latitude, longitude=42)
    assert names(Place, "spring") == ["Springfield Hill", "Springfield"]
    assert names(Place, "spring", near=(33, 42)) == ["Springfield", "Springfield Hill"]


def test_the_very_name_counts_as_ten_times_nearer():
    PlaceFactory(name="San", latitude=34, longitude=42)
    PlaceFactory(name="Sanjar", latitude=33.5, longitude=42)
    PlaceFactory(name="San", latitude=13.3, longitude=-4.9)
    found = [round(place.km) for place in like(Place, "san", near=(33, 42))]
    assert found == [111, 56, 5218]


@pytest.mark.parametrize("typed", ["Hizballah", "hizballah", "HEZBOLLAH"])
def test_the_very_name_comes_first_in_small_letters_as_well(typed):
    ActorFactory(key="another", name="Harakat Hezbollah", aliases=["Harakat Hizballah"])
    party = ActorFactory(key="hezbollah", name="Hezbollah", aliases=["Hizballah"])
    assert like(Actor, typed).first() == party
    assert meant(Actor, typed) == party


def test_an_option_says_kind_country_distance_and_the_name_that_was_found(asad):
    (found,) = options(Base, "kadisia", near=(33.7856, 42.0))
    assert (found.label, found.kind, found.country) == (label(asad), "Air base", "Iraq")
    assert (found.also, found.away) == ("Qadisiyah", "41 km")
    (by_its_own,) = options(Base, "asad")
    assert (by_its_own.also, by_its_own.away) == ("", "")


def test_a_name_that_is_none_is_answered_with_those_that_are_like_it(asad):
    with pytest.raises(
        Exception, match=r"“Ain el-Assad” is none\. Is it Ain al-Asad Air Base, IQ \(ain-al-asad\)"
    ):
        meant(Base, "Ain el-Assad")


def get(desk, kind, **asked):
    return unescape(desk.get(reverse("admin:review_lookup", args=[kind]), asked).content.decode())


def test_the_list_escapes_what_it_shows_and_ends_with_a_new_one(desk, asad):
    BaseFactory(name="Asad <b>", aliases=["<i>Asad"])
    raw = desk.get(reverse("admin:review_lookup", args=["base"]), {"q": "asad <u>"}).content.decode()
    assert not re.search(r"<(?:b|i|u)>", raw)
    found = get(desk, "base", q="asad", near="33.8, 42.4")
    assert f'data-value="{label(asad)}"' in found
    assert found.rindex("data-new=") > found.rindex("data-value=")


def test_one_letter_is_too_little_and_other_kinds_are_none(desk, asad):
    assert get(desk, "base", q="a").strip() == ""
    assert desk.get(reverse("admin:review_lookup", args=["user"]), {"q": "al"}).status_code == 404


def test_who_may_not_add_is_offered_no_new_one(client, asad):
    client.force_login(cast.person("vera", "viewer"), backend="django.contrib.auth.backends.ModelBackend")
    assert "data-new" not in get(client, "base", q="asad")
    assert client.post(reverse("admin:review_new", args=["base"]), {"name": "x"}).status_code == 403


def test_a_list_of_twelve_takes_as_many_queries_as_a_list_of_one(asad, django_assert_num_queries):
    for n in range(12):
        with django_assert_num_queries(4):
            options(Base, "camp" if n else "asad", near=(33, 42))
        BaseFactory()


# --- new entries -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": ""}, "name", "required"),
        ({"kind": "castle"}, "kind", "valid choice"),
        ({"country": ""}, "country", "required"),
        ({"country": "QQ"}, "country", "valid choice"),
        ({"point": "somewhere"}, "point", "expected a point"),
        ({"name": "Ain al-Asad Air Base"}, "name", "there is Ain al-Asad Air Base, IQ (ain-al-asad)"),
    ],
)
def test_what_is_wrong_with_a_new_base_is_named_and_kept(desk, asad, typed, field, said):
    sent = {"name": "Camp New", "kind": "outpost", "country": "IQ", "point": "33.1, 43.2"} | typed
    response = desk.post(reverse("admin:review_new", args=["base"]), sent)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors[field])
    assert not Base.objects.filter(name="Camp New").exists()
    for value in filter(None, (sent["name"], sent["point"])):
        assert f'value="{value}"' in response.content.decode()


def test_a_new_base_is_made_with_its_point_zone_key_and_history(desk, alice):
    BaseFactory(key="camp-new", country="SY")
    PlaceFactory(latitude=33.2, longitude=43.1, time_zone="Asia/Baghdad")
    sent = {"name": "Camp New", "kind": "outpost", "country": "IQ", "point": "38S LB 33 63"}
    response = desk.post(reverse("admin:review_new", args=["base"]), sent)
    assert response.status_code == 201
    made = Base.objects.get(name="Camp New")
    assert response.json() == {"label": f"Camp New, IQ ({made.key})"}
    assert (made.key, made.time_zone) == ("camp-new-2", "Asia/Baghdad")
    assert (made.latitude, made.longitude) == pytest.approx((33.09, 43.22), abs=0.1)


@pytest.mark.parametrize("kind", ["actor", "place"])
def test_a_new_actor_and_a_new_place(desk, kind):
    sent = {
        "name": "كتيبة",
        "kind": {"actor": "rebel_group", "place": "city"}[kind],
        "point": "33.1, 43.2",
    }
    address = reverse("admin:review_new", args=[kind])
    assert desk.get(address, {"name": "x", "point": "1, 2"}).status_code == 200
    assert desk.post(address, sent | {"country": "IQ"}).status_code == 201
    assert desk.post(address, sent | {"country": "SY"}).status_code == {"actor": 422, "place": 201}[kind]
