"""The page of doubles, and the old address of one that is gone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.dashboards.doubles import likely_doubles
from incidents.models import Actor, Base, Distinct, Double, Place, Source
from incidents.models.revisions import revisions_of
from incidents.review.distinguish import distinguish
from incidents.review.unite import part, unite
from tests import cast
from tests.admin.test_desk import page_of
from tests.factories import (
    ActorFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:knowledge_doubles")


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(cast.bob(), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def pair():
    return ActorFactory(key="kh", name="Kataib Hezbollah"), ActorFactory(key="kh-2", name="Kata'ib Hezbollah")


def reasons(model) -> list[tuple[str, str, str]]:
    return [(p.one.name, p.other.name, ", ".join(p.reasons)) for p in likely_doubles(model)]


# --- who may not --------------------------------------------------------------------------------


def test_an_analyst_sees_what_may_be_double_and_is_offered_no_way_to_unite(desk, pair):
    page = page_of(desk.get(PAGE))
    assert "Kata'ib Hezbollah" in page
    address = reverse("admin:knowledge_unite", args=["actor", pair[1].pk])
    assert address not in page
    assert desk.get(address).status_code == 403
    assert desk.post(address, {"into": "kh", "reason": "same"}).status_code == 403
    gone = unite(pair[1], into=pair[0], by=cast.bob(), reason="same")
    assert desk.post(reverse("admin:knowledge_part", args=[gone.pk]), {"reason": "x"}).status_code == 403
    assert Double.objects.count() == 1


# --- what is proposed ---------------------------------------------------------------------------


def test_what_only_shares_an_alias_is_not_proposed():
    ActorFactory(name="One", aliases=["The Resistance"])
    ActorFactory(name="Two", aliases=["The Resistance"])
    BaseFactory(name="Camp Victory", country="IQ")
    BaseFactory(name="Camp Victory", country="KW", latitude=29.0)
    PlaceFactory(name="Baghdad", latitude=33.3)
    PlaceFactory(name="Baghdad", latitude=35.3)
    assert [reasons(model) for model in (Actor, Base, Place, Source)] == [[], [], [], []]


def test_likely_doubles_are_proposed_with_what_speaks_for_them():
    ActorFactory(name="Al-Nujaba", aliases=["Harakat al-Nujaba"], wikidata="Q7")
    ActorFactory(name="Harakat al Nujaba", wikidata="Q7")
    assert reasons(Actor) == [
        ("Al-Nujaba", "Harakat al Nujaba", "the name of one is an alias of the other, same Wikidata id")
    ]
    BaseFactory(name="Ain al-Asad", latitude=33.7856)
    BaseFactory(name="Qadisiyah", latitude=33.7956)
    assert reasons(Base) == [("Ain al-Asad", "Qadisiyah", "less than 2 km apart")]
    PlaceFactory(name="Hit", latitude=33.64)
    PlaceFactory(name="HIT", latitude=33.65)
    assert reasons(Place) == [("Hit", "HIT", "same name, less than 5 km apart")]
    SourceFactory(name="The Wire")
    SourceFactory(name="the-wire")
    assert reasons(Source) == [("The Wire", "the-wire", "same name")]


# --- found to be two ----------------------------------------------------------------------------


def two(one, other) -> str:
    return reverse("admin:knowledge_two", args=[one._meta.model_name, one.pk, other.pk])


def test_a_viewer_is_not_asked_whether_they_are_two(pair):
    vera = Client()
    vera.force_login(cast.person("vera", "viewer"), backend="django.contrib.auth.backends.ModelBackend")
    assert "Not the same" not in page_of(vera.get(PAGE))
    assert vera.post(two(*pair)).status_code == 403
    told = distinguish(*pair, by=cast.alice())
    assert "Ask again" not in page_of(vera.get(PAGE))
    assert vera.post(reverse("admin:knowledge_ask", args=[told.pk])).status_code == 403
    assert Distinct.objects.count() == 1


def test_nothing_is_told_by_looking_nor_of_one_record_nor_of_another_kind(desk, pair):
    one, other = pair
    assert desk.get(two(one, other)).status_code == 405
    desk.post(two(one, one))
    assert desk.post(reverse("admin:knowledge_two", args=["campaign", 1, 2])).status_code == 404
    assert desk.post(reverse("admin:knowledge_two", args=["base", one.pk, other.pk])).status_code == 404
    assert not Distinct.objects.exists()


def test_what_an_analyst_found_to_be_two_is_not_proposed_and_stands_with_who_when_and_why(desk, alice, pair):
    one, other = pair
    third = ActorFactory(name="Kataib Hizbullah", aliases=["Kata'ib Hezbollah"])
    response = desk.post(two(other, one), {"reason": "one in Iraq, one in Lebanon"}, follow=True)
    pairs = [{pair.one, pair.other} for pair in response.context["pairs"]]
    assert {one, other} not in pairs
    assert {other, third} in pairs  # the others are asked about as before
    (told,) = response.context["told"]
    assert (told.one, told.other, told.distinct.by) == (one, other, alice)
    page = page_of(response)
    assert "one in Iraq, one in Lebanon" in page
    assert f"{told.distinct.at:%Y-%m-%d}" in page


def test_who_said_it_first_stands(desk, alice, pair):
    distinguish(*pair, by=cast.person("eve", "editor"), reason="first")
    desk.post(two(*pair), {"reason": "second"})
    assert Distinct.objects.get().reason == "first"


def test_taken_back_they_are_proposed_again_and_the_history_says_who(desk, alice, pair):
    desk.post(two(*pair))
    told = Distinct.objects.get()
    response = desk.post(reverse("admin:knowledge_ask", args=[told.pk]), follow=True)
    assert [(each.one, each.other) for each in response.context["pairs"]] == [pair]
    assert [(each.verb, each.user) for each in revisions_of(told)] == [
        ("distinguish", alice.pk),
        ("ask_about", alice.pk),
    ]


def test_places_of_one_name_are_remembered_as_two_as_well(desk):
    one, other = PlaceFactory(name="Hit", latitude=33.64), PlaceFactory(name="Hit", latitude=33.65)
    assert len(likely_doubles(Place)) == 1
    desk.post(two(one, other))
    assert likely_doubles(Place) == []


def test_what_is_united_with_another_since_is_meant_as_that_other(alice, pair):
    one, other = pair
    distinguish(one, other, by=alice)
    survivor = ActorFactory(name="Kataeb Hezbollah", aliases=[one.name])
    bob = cast.bob()
    gone = unite(other, into=survivor, by=bob, reason="same")
    assert [each for each in likely_doubles(Actor) if {each.one, each.other} == {one, survivor}] == []
    part(gone, by=bob, reason="not the same")
    assert {one.name, survivor.name} in [{each.one.name, each.other.name} for each in likely_doubles(Actor)]
    assert {one.name, other.name} not in [{each.one.name, each.other.name} for each in likely_doubles(Actor)]


def test_who_is_about_to_unite_them_is_told(editor, pair):
    one, other = pair
    address = reverse("admin:knowledge_unite", args=["actor", other.pk])
    assert "that they are two" not in page_of(editor.get(address, {"into": one.key}))
    distinguish(one, other, by=cast.alice(), reason="two countries")
    page = page_of(editor.get(address, {"into": one.key}))
    assert "that they are two" in page
    assert "two countries" in page


# --- uniting ------------------------------------------------------------------------------------


def test_before_anything_is_united_the_page_tells_what_will_move_and_asks_why(editor, pair):
    _, double = pair
    ParticipationFactory(actor=double)
    address = reverse("admin:knowledge_unite", args=["actor", double.pk])
    page = page_of(editor.get(address, {"into": "kh"}))
    assert "<b>1</b> participations" in page
    refused = editor.post(address, {"into": "kh", "reason": ""})
    assert (refused.status_code, Actor.objects.count()) == (422, 2)
    assert 'value="Kataib Hezbollah (kh)"' in page_of(refused)  # what was typed is still there
    unknown = editor.post(address, {"into": "nobody", "reason": "same"})
    assert unknown.status_code == 422
    assert 'value="same"' not in page_of(unknown) or "nobody" in page_of(unknown)
    assert editor.post(address, {"into": "kh-2", "reason": "same"}).status_code == 422
    looked = editor.post(address, {"into": "kh", "reason": "same", "preview": "1"})
    assert (looked.status_code, Actor.objects.count()) == (200, 2)


def test_united_and_parted_in_the_browser(editor, pair):
    _, double = pair
    address = reverse("admin:knowledge_unite", args=["actor", double.pk])
    done = editor.post(address, {"into": "kh", "reason": "one group"})
    assert done["Location"] == reverse("admin:knowledge_actor", args=["kh"])
    page = page_of(editor.get(PAGE, {"kind": "actor"}))
    assert "one group" in page
    gone = Double.objects.get()
    assert editor.post(reverse("admin:knowledge_part", args=[gone.pk]), {"reason": ""})[
        "Location"
    ].startswith(PAGE)
    back = editor.post(reverse("admin:knowledge_part", args=[gone.pk]), {"reason": "two groups"})
    assert back["Location"] == reverse("admin:knowledge_actor", args=["kh-2"])
    assert Actor.objects.filter(key="kh-2").exists()


def test_sources_are_united_by_name_or_number(editor):
    into, double = SourceFactory(name="Wire"), SourceFactory(name="The Wire")
    address = reverse("admin:knowledge_unite", args=["source", double.pk])
    assert editor.get(address, {"into": str(into.pk)}).context["into"] == into
    editor.post(address, {"into": "wire", "reason": "one outlet"})
    assert Source.objects.get() == into


# --- the old key leads on -----------------------------------------------------------------------


def test_old_addresses_lead_on_everywhere(editor, pair):
    into, double = pair
    incident = IncidentFactory(published=True)
    ParticipationFactory(incident=incident, actor=double)
    unite(double, into=into, by=cast.person("eve", "editor"), reason="same")
    page = editor.get(reverse("admin:knowledge_actor", args=["kh-2"]))
    assert page["Location"] == reverse("admin:knowledge_actor", args=["kh"])
    for old in ("kh-2", str(double.pk)):
        answer = editor.get(f"/api/v1/actors/{old}")
        assert (answer.status_code, answer["Location"]) == (301, "http://testserver/api/v1/actors/kh")
        found = editor.get("/api/v1/incidents", {"actor": old}).json()["results"]
        assert [row["public_id"] for row in found] == [incident.public_id]
    assert editor.get("/api/v1/actors/kh").status_code == 200
    assert editor.get("/api/v1/actors/kh-3").status_code == 404


def test_old_numbers_of_sources_lead_on(editor):
    into, double = SourceFactory(), SourceFactory()
    unite(double, into=into, by=cast.person("eve", "editor"), reason="same")
    assert editor.get(f"/api/v1/sources/{double.pk}")["Location"].endswith(f"/sources/{into.pk}")
    assert editor.get("/api/v1/incidents", {"source": double.pk}).status_code == 200
    page = editor.get(reverse("admin:knowledge_source", args=[double.pk]))
    assert page["Location"] == reverse("admin:knowledge_source", args=[into.pk])


def test_fifty_pairs_take_no_more_queries_than_one(editor):
    asked = []
    eve = cast.person("eve", "editor")
    for number in (1, 50):
        for _ in range(number):
            ActorFactory(wikidata="Q1")
            unite(ActorFactory(), into=ActorFactory(wikidata="Q1"), by=eve, reason="same")
            distinguish(ActorFactory(), ActorFactory(), by=eve)
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(PAGE).status_code == 200
        asked.append(len(queries))
    assert asked[1] <= asked[0] <= 17, asked
