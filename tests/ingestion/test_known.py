"""What an analyst adds in the catalogue, the next reading knows; no process starts anew for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.gazetteer import files
from incidents.gazetteer.gazetteer import Gazetteer
from incidents.ingestion import known, read
from incidents.models import Actor, Article, Base, Incident, Trigger
from incidents.models.revisions import revisions_of
from tests import cast
from tests.factories import ActorFactory, ArticleFactory, BaseFactory, PlaceFactory, TriggerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(cast.alice())
    return client


def reading(text: str) -> list[Incident]:
    """What the reader makes of a text at this moment."""
    article = Article.objects.filter(text=text).first() or ArticleFactory(
        text=text, title="", state="received"
    )
    read(article.pk, force=True)
    return list(Article.objects.get(pk=article.pk).incidents.order_by("id"))


def add(desk: Client, model: str, **data: object) -> None:
    response = desk.post(reverse(f"admin:incidents_{model}_add"), data)
    assert response.status_code == 302, response.context["adminform"].errors


TRIGGER = {
    "wording": "garrotte",
    "part_of_speech": "verb",
    "sub_event_type": "attack",
    "standing": "event",
    "example": "A man was garrotted by militants in Basra.",
    "is_active": "on",
}
GARROTTED = "Gunmen garrotted two shepherds near the town of Baiji on Saturday."


class TestTriggers:
    def test_one_that_is_added_is_read_at_once(self, desk):
        assert reading(GARROTTED) == []
        add(desk, "trigger", **TRIGGER)
        (incident,) = reading(GARROTTED)
        assert incident.sub_event_type == "attack"

    def test_an_inactive_one_changes_nothing(self, desk):
        add(desk, "trigger", **TRIGGER)
        assert len(reading(GARROTTED)) == 1
        Trigger.objects.update(is_active=False)
        assert reading(GARROTTED) == []

    def test_one_that_is_removed_is_known_no_more(self):
        TriggerFactory().delete()
        assert reading(GARROTTED) == []

    @pytest.mark.parametrize("wording", ["", "!!!", ".*", "a|b", "(", "two shepherds near a town"])
    def test_nonsense_that_went_past_the_form_changes_nothing(self, wording):
        TriggerFactory(wording=wording)
        TriggerFactory(wording="garrotte", sub_event_type="no such type")
        assert known.gazetteer().triggers == ()
        assert reading(GARROTTED) == []

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("wording", "garrotted"),
            ("wording", "!!!"),
            ("example", "Nothing happened here."),
            ("example", ""),
            ("part_of_speech", "noun"),
            ("part_of_speech", "adverb"),
            ("sub_event_type", "garrotting"),
        ],
    )
    def test_the_form_names_the_field_that_the_reader_cannot_use(self, desk, field, value):
        page = desk.post(reverse("admin:incidents_trigger_add"), TRIGGER | {field: value})
        assert list(page.context["adminform"].errors) == [field]
        assert not Trigger.objects.exists()

    def test_the_form_tidies_capitals_and_spaces(self, desk):
        add(desk, "trigger", **TRIGGER | {"wording": "  Garrotte "})
        assert Trigger.objects.get().wording == "garrotte"

    def test_it_is_one_and_leaves_its_history(self, desk):
        add(desk, "trigger", **TRIGGER)
        page = desk.post(reverse("admin:incidents_trigger_add"), TRIGGER)
        assert page.status_code == 200
        (trigger,) = Trigger.objects.all()
        assert [revision.label for revision in revisions_of(trigger)] == ["insert"]

    def test_names_are_not_built_anew_for_it(self):
        BaseFactory()
        before = known.gazetteer()
        TriggerFactory()
        after = known.gazetteer()
        assert (len(after.triggers), after.bases[0]) == (1, before.bases[0])
        assert after.bases[0] is before.bases[0]

    def test_a_viewer_may_not_add_one(self):
        client = Client()
        client.force_login(cast.person("victor", "viewer"))
        assert client.post(reverse("admin:incidents_trigger_add"), TRIGGER).status_code in (302, 403)
        assert not Trigger.objects.exists()


class TestNames:
    def test_a_base(self, desk):
        text = "Rockets hit Camp Quillfeather on Saturday, wounding two soldiers."
        BaseFactory(name="Camp Elsewhere")
        (before,) = reading(text)
        assert before.base is None
        data = {"key": "camp-q", "name": "Camp Quillfeather", "kind": "garrison", "country": "IQ"}
        inline = {"presences-TOTAL_FORMS": 0, "presences-INITIAL_FORMS": 0}
        add(desk, "base", **data, latitude=33.1, longitude=44.1, **inline)
        (after,) = reading(text)
        assert after.base == Base.objects.get(key="camp-q")

    def test_a_place(self, desk):
        text = "Rockets hit the village of Quillabad on Saturday, wounding two farmers."
        PlaceFactory(name="Elsewhere")
        (before,) = reading(text)
        assert before.place is None
        data = {"key": "quillabad", "name": "Quillabad", "kind": "city", "country": "IQ", "population": 900}
        add(desk, "place", **data, latitude=33.1, longitude=44.1)
        (after,) = reading(text)
        assert (after.place.key, after.country) == ("quillabad", "IQ")

    def test_an_alias_of_an_actor(self, desk):
        text = "Quillfeather Falcons fired rockets at a base in Baghdad on Saturday, wounding two soldiers."
        actor = ActorFactory(key="q", name="Falcons of the North", kind="rebel_group")
        (before,) = reading(text)
        assert actor.pk not in before.participations.values_list("actor", flat=True)
        data = {
            "key": "q",
            "name": actor.name,
            "kind": actor.kind,
            "names": "{}",
            "aliases": "Quillfeather Falcons",
        }
        inline = {"ties-TOTAL_FORMS": 0, "ties-INITIAL_FORMS": 0}
        page = desk.post(reverse("admin:incidents_actor_change", args=[actor.pk]), data | inline)
        assert page.status_code == 302, page.context["adminform"].errors
        (after,) = reading(text)
        assert list(after.participations.filter(role="perpetrator").values_list("actor__key", flat=True)) == [
            "q"
        ]

    def test_an_empty_catalogue_is_the_packages_own_and_keeps_the_triggers(self):
        assert not Actor.objects.exists()
        TriggerFactory()
        gazetteer = known.gazetteer()
        assert gazetteer.places == Gazetteer.load().places
        assert [trigger.wording for trigger in gazetteer.triggers] == ["garrotte"]
        assert Gazetteer.load().triggers == ()

    def test_what_the_capital_means_is_known_of_a_loaded_catalogue_too(self):
        assert dict(files.capitals())["IQ"] == "Baghdad"
        place = PlaceFactory(name="Baghdad", population=7_000_000)
        assert known.gazetteer().capital("IQ").key == place.key

    def test_looking_whether_anything_changed_takes_one_small_query_a_kind(self):
        known.gazetteer()
        with CaptureQueriesContext(connection) as asked:
            known.gazetteer()
        assert len(asked) == 5
