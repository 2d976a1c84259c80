"""Two records of one thing become one: who may, what moves, what of it is told to whom, and the way back."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from incidents.models import (
    Actor,
    Campaign,
    Casualties,
    Double,
    Incident,
    Participation,
    Place,
    Presence,
    Source,
    Tie,
    Verdict,
)
from incidents.models.doubles import led_on
from incidents.review.change import recorded
from incidents.review.errors import NotAllowed
from incidents.review.undo import undo_step
from incidents.review.unite import part, pointing_at, unite, will_move
from tests import cast
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    return cast.bob()


@pytest.fixture
def pair():
    double = ActorFactory(
        key="hezbollah-brigades", name="Hezbollah Brigades", aliases=["KH"], wikidata="Q1", country="IQ"
    )
    return double, ActorFactory(key="kataib-hezbollah", name="Kata'ib Hezbollah", aliases=["Kataib"])


# --- who may not, and what is refused -----------------------------------------------------------


def test_an_analyst_unites_nothing_because_one_of_the_two_goes(pair):
    with pytest.raises(NotAllowed):
        unite(pair[0], into=pair[1], by=cast.alice(), reason="same group")
    assert Actor.objects.count() == 2


def test_nothing_is_united_without_a_reason_with_itself_or_with_another_kind(pair, bob):
    double, into = pair
    for other, reason in ((into, " "), (double, "same"), (BaseFactory(), "same")):
        with pytest.raises(ValidationError):
            unite(double, into=other, by=bob, reason=reason)
    assert (Actor.objects.count(), Double.objects.count()) == (2, 0)


def test_who_comes_second_is_told_that_it_is_done(pair, bob):
    unite(pair[0], into=pair[1], by=bob, reason="same group")
    with pytest.raises(ValidationError, match="meanwhile"):
        unite(pair[0], into=pair[1], by=bob, reason="same group")


def test_what_will_move_counts_only_what_one_may_see(pair, bob):
    double, _ = pair
    ParticipationFactory(actor=double)
    circle = Group.objects.create(name="circle")
    hidden = IncidentFactory(sensitivity="restricted", restricted_to=circle)
    ParticipationFactory(incident=hidden, actor=double)
    assert will_move(double, bob) == [("participations", 1)]


# --- what moves ---------------------------------------------------------------------------------


def test_everything_that_points_at_the_double_points_at_the_one_that_stays(pair, bob):
    double, into = pair
    incident = IncidentFactory()
    ParticipationFactory(incident=incident, actor=double)
    Casualties.objects.create(incident=incident, side="KH", actor=double, kind="killed", min=1)
    other = ActorFactory()
    Tie.objects.create(actor=double, kind="part_of", other=other)
    Tie.objects.create(actor=other, kind="backed_by", other=double)
    Presence.objects.create(base=BaseFactory(), actor=double)
    campaign = Campaign.objects.create(name="A campaign")
    campaign.actors.add(double)
    incident.refresh_from_db()
    unite(double, into=into, by=bob, reason="same group")
    assert not Actor.objects.filter(pk=double.pk).exists()
    for rows in (
        into.participations,
        into.casualties,
        into.ties,
        into.ties_to,
        into.presences,
        into.campaigns,
    ):
        assert rows.count() == 1, rows
    into.refresh_from_db()
    assert into.aliases == ["Kataib", "Hezbollah Brigades", "KH"]
    assert (into.name, into.wikidata, into.country) == ("Kata'ib Hezbollah", "Q1", "IQ")
    assert Incident.objects.get(pk=incident.pk).version > incident.version


def test_no_relation_to_a_catalogue_is_forgotten():
    """A new foreign key to one of them is moved by itself; here is what there is today."""
    found = {
        model.__name__: {f"{field.model.__name__}.{field.name}" for field in pointing_at(model)}
        for model in (Actor, Place, Source)
    }
    assert found["Actor"] == {
        *("Participation.actor", "Casualties.actor", "Tie.actor", "Tie.other", "Presence.actor")
    }
    assert found["Place"] == {"Incident.place"}
    assert found["Source"] == {"Article.source", "Verdict.source"}


def test_of_ties_that_both_have_one_stays_and_takes_what_the_other_knew(pair, bob):
    double, into = pair
    other, since = ActorFactory(), date(2014, 6, 15)
    Tie.objects.create(actor=into, kind="part_of", other=other, since=since)
    Tie.objects.create(
        actor=double, kind="part_of", other=other, since=since, until=date(2020, 1, 1), source="UN"
    )
    Tie.objects.create(actor=double, kind="facade_of", other=into)
    unite(double, into=into, by=bob, reason="same group")
    (tie,) = Tie.objects.all()
    assert (tie.actor, tie.until, tie.source) == (into, date(2020, 1, 1), "UN")


def test_of_presences_that_both_bases_have_one_stays(bob):
    double, into, forces = BaseFactory(), BaseFactory(), ActorFactory()
    for base in (double, into):
        Presence.objects.create(base=base, actor=forces)
    incident = IncidentFactory(base=double)
    unite(double, into=into, by=bob, reason="one base")
    assert Presence.objects.get().base == into
    assert Incident.objects.get(pk=incident.pk).base == into


def test_the_next_article_of_a_united_source_is_the_others(bob):
    from incidents.ingestion.sources import source_of

    double = SourceFactory(name="Al Wire", domain="alwire.example")
    into = SourceFactory(name="Wire", domain="wire.example")
    article = ArticleFactory(source=double)
    verdict = Verdict.objects.create(
        incident=IncidentFactory(), field="killed", outcome="accepted", by=bob, source=double
    )
    unite(double, into=into, by=bob, reason="one outlet")
    article.refresh_from_db()
    verdict.refresh_from_db()
    assert (article.source, verdict.source) == (into, into)
    assert source_of(name="Al Wire", url="") == into
    assert source_of(name="", url="https://alwire.example/story") == into
    assert Source.objects.count() == 1


def test_two_places_with_a_number_of_geonames_keep_the_one_that_stays(bob):
    double, into = PlaceFactory(geonames_id=1), PlaceFactory(geonames_id=None)
    unite(double, into=into, by=bob, reason="one town")
    into.refresh_from_db()
    assert into.geonames_id == 1


# --- where the old key leads --------------------------------------------------------------------


def test_the_old_key_leads_on_even_through_a_second_union(pair, bob):
    double, into = pair
    third = ActorFactory(key="third")
    unite(double, into=into, by=bob, reason="same")
    unite(into, into=third, by=bob, reason="same")
    assert led_on(Actor, key="hezbollah-brigades") == third
    assert led_on(Actor, record_id=double.pk) == third
    assert led_on(Actor, key="nobody") is None


# --- the way back -------------------------------------------------------------------------------


def test_parted_again_everything_is_as_it_was(pair, bob):
    double, into = pair
    mine, theirs = ParticipationFactory(actor=double), ParticipationFactory(actor=into)
    other, since = ActorFactory(), date(2014, 6, 15)
    Tie.objects.create(actor=into, kind="part_of", other=other, since=since)
    twin = Tie.objects.create(actor=double, kind="part_of", other=other, since=since, until=date(2020, 1, 1))
    between = Tie.objects.create(actor=double, kind="facade_of", other=into)
    campaign, both = (Campaign.objects.create(name=name) for name in ("One", "Both"))
    campaign.actors.add(double)
    both.actors.add(double, into)
    before = everything()
    gone = unite(double, into=into, by=bob, reason="same group")
    assert everything() != before
    parted = part(gone, by=bob, reason="two groups after all")
    assert everything() == before
    assert (parted.pk, parted.key) == (double.pk, double.key)
    assert set(campaign.actors.all()) == {double}
    assert set(both.actors.all()) == {double, into}
    assert Participation.objects.get(pk=mine.pk).actor == double
    assert Participation.objects.get(pk=theirs.pk).actor == into
    assert {twin, between} < set(Tie.objects.all())
    assert led_on(Actor, key=double.key) is None


def everything() -> list[list[dict]]:
    return [list(model.objects.order_by("pk").values()) for model in (Actor, Tie, Participation, Presence)]


def test_what_was_changed_since_stays_changed(pair, bob):
    double, into = pair
    moved = ParticipationFactory(actor=double)
    third = ActorFactory()
    gone = unite(double, into=into, by=bob, reason="same group")
    with recorded(user=bob.pk, verb="edit", reason="later"):
        Participation.objects.filter(pk=moved.pk).update(actor=third)
        Actor.objects.filter(pk=into.pk).update(wikidata="Q2", aliases=["Kataib", "KH", "added later"])
    part(gone, by=bob, reason="two groups after all")
    into.refresh_from_db()
    assert Participation.objects.get(pk=moved.pk).actor == third
    assert (into.wikidata, into.country, into.aliases) == ("Q2", "", ["Kataib", "added later"])


def test_places_are_parted_with_the_number_that_only_one_can_have(bob):
    double, into = PlaceFactory(geonames_id=1), PlaceFactory(geonames_id=None)
    part(unite(double, into=into, by=bob, reason="one"), by=bob, reason="two")
    assert list(Place.objects.order_by("pk").values_list("pk", "geonames_id")) == [
        (double.pk, 1),
        (into.pk, None),
    ]


def test_parting_is_refused_where_it_cannot_be_whole(pair, bob):
    double, into = pair
    first = unite(double, into=into, by=bob, reason="same")
    with pytest.raises(NotAllowed):
        part(first, by=cast.alice(), reason="two")
    ActorFactory(key="hezbollah-brigades", name="Somebody new")
    with pytest.raises(ValidationError, match="Somebody new"):
        part(first, by=bob, reason="two")
    second = unite(into, into=ActorFactory(), by=bob, reason="same")
    with pytest.raises(ValidationError, match="part those first"):
        part(first, by=bob, reason="two")
    part(second, by=bob, reason="two")
    with pytest.raises(ValidationError, match="already"):
        part(second, by=bob, reason="two")


def test_a_union_is_not_undone_from_the_history_of_one_incident(pair, bob):
    double, into = pair
    ParticipationFactory(actor=double)
    gone = unite(double, into=into, by=bob, reason="same group")
    with pytest.raises(NotAllowed, match="page of doubles"):
        undo_step(gone.step, by=bob, reason="no")
