"""Views under names: one's own, and those that others share."""

from html import unescape

import pytest
from django.test import Client

from incidents.models import SavedView
from tests import cast
from tests.factories import IncidentFactory

pytestmark = pytest.mark.django_db

SAVE = "/admin/review/views/save/"


def names(client, page="/admin/review/"):
    return [view.name for view in client.get(page).context["views"]][-2:]


@pytest.fixture
def bobs():
    client = Client()
    client.force_login(cast.bob())
    return client


def test_nobody_sees_anothers_unless_it_is_shared_nor_changes_it(desk, bobs):
    bobs.post(SAVE, {"list": "queue", "query": "country=IQ", "name": "Iraq"})
    assert "Iraq" not in names(desk)
    view = SavedView.objects.get()
    bobs.post(f"/admin/review/views/{view.pk}/", {"do": "save", "name": "Iraq", "shared": "on"})
    assert "Iraq" in names(desk)
    assert "by bob" in unescape(desk.get("/admin/review/").content.decode())
    for do in ("save", "delete"):
        assert desk.post(f"/admin/review/views/{view.pk}/", {"do": do, "name": "Mine"}).status_code == 404
    assert SavedView.objects.get().name == "Iraq"


def test_a_view_without_a_name_is_not_saved_and_said_so(desk):
    for name in ("", " \0 ", "x" * 81):
        response = desk.post(SAVE, {"list": "queue", "query": "country=IQ", "name": name}, follow=True)
        assert "expected one of at most 80 characters" in response.content.decode()
    assert not SavedView.objects.exists()


def test_the_address_is_the_view_and_of_a_name_there_is_one(desk, alice):
    IncidentFactory(country="SY")
    for query in ("country=IQ&page=3", "country=SY&sort=urgency"):
        response = desk.post(SAVE, {"list": "queue", "query": query, "name": "My country"})
    assert response.url == "/admin/review/?country=SY"
    view = SavedView.objects.get()
    assert (view.owner, view.query, view.is_shared) == (alice, "country=SY", False)
    current = [v.name for v in desk.get(response.url).context["views"] if v.is_current]
    assert current == ["My country"]
    assert "My country" not in names(desk, "/admin/incidents/incident/")


def test_a_view_of_old_is_known_by_its_filters_former_names(desk, alice):
    SavedView.objects.create(
        owner=alice, name="Battles of old", page="queue", query="type=battles&sort=newest"
    )
    response = desk.get("/admin/review/?type=battles&sort=newest")
    assert [v.name for v in response.context["views"] if v.is_current] == ["Battles of old"]
    assert response.context["asked"].query() == "event_type=battles&sort=newest"


def test_counters_say_how_many_there_are_in_each(desk):
    IncidentFactory(country="SY")
    IncidentFactory(country="IQ")
    desk.post(SAVE, {"list": "queue", "query": "country=SY", "name": "Syria"})
    views = desk.get("/admin/review/views/counts/?list=queue&query=country=SY").context["views"]
    counted = {view.name: (str(view.count), view.is_current) for view in views}
    assert counted["All"] == ("2", False)
    assert counted["Syria"] == ("1", True)


def test_a_view_is_renamed_and_deleted(desk):
    for name in ("One", "Two"):
        desk.post(SAVE, {"list": "queue", "query": "country=SY", "name": name})
    one, two = SavedView.objects.order_by("name")
    response = desk.post(f"/admin/review/views/{one.pk}/", {"do": "save", "name": "Two"}, follow=True)
    assert "that no other view of yours has" in response.content.decode()
    desk.post(f"/admin/review/views/{one.pk}/", {"do": "save", "name": "Three"})
    desk.post(f"/admin/review/views/{two.pk}/", {"do": "delete"})
    assert [view.name for view in SavedView.objects.all()] == ["Three"]
    assert desk.get("/admin/review/views/").status_code == 200
