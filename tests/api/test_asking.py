"""More that a list can be asked for: what is left out, who stands below whom, what lies near, who was hurt."""

from datetime import date

import pytest

from incidents.dashboards.ties import below
from incidents.models import Casualties, Tie
from incidents.vocabulary import Role, TieKind, Weapon
from tests import factories
from tests.api.test_filters import found, made, refused


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("near", "33.8,42.4", "latitude,longitude,kilometres"),
        ("near", "ain-al-nowhere,25", "the id, key or name of a base"),
        ("near", "33.8,42.4,0", "kilometres"),
        ("near", "33.8,42.4,2001", "at most 2000"),
        ("near", "91,42.4,25", "latitude"),
        ("near", "nan,42.4,25", "latitude"),
        ("confidence_min", "1.1", "from 0 to 1"),
        ("confidence_min", "nan", "from 0 to 1"),
        ("include_ties", "1", "only together with actor"),
        ("side_min", "1", "only together with side"),
        ("side_kind", "killed", "only together with side"),
        ("not_role", "target", "no such parameter"),
        ("not_country", "Iraq", "expected IQ for Iraq"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_was_expected(viewer, name, value, expected):
    assert expected in refused(viewer, **{name: value})[name]


def test_drafts_are_not_reached_by_leaving_out_the_rest(viewer, alice):
    draft, published = factories.IncidentFactory(), made()
    assert viewer.get("/api/v1/incidents", {"not_status": "rejected"}).status_code == 403
    assert found(alice, not_status="rejected") == [published.pk, draft.pk]
    assert found(alice, not_status="draft") == [published.pk]


class TestLeavingOut:
    def test_what_is_not_known_is_not_left_out(self, viewer):
        iraq, nowhere, syria = made(country="IQ"), made(country=""), made(country="SY")
        assert found(viewer, not_country="IQ") == [syria.pk, nowhere.pk]
        assert found(viewer, not_country=["IQ", "SY"]) == [nowhere.pk]
        assert found(viewer, country=["IQ", "SY"], not_country="SY") == [iraq.pk]

    def test_a_base_a_weapon_and_an_actor(self, viewer):
        base, group = factories.BaseFactory(key="ain-al-asad"), factories.ActorFactory(key="group")
        at_base, by_group, other = made(base=base), made(), made()
        factories.ParticipationFactory(incident=by_group, actor=group, role=Role.TARGET)
        by_group.weapons.create(category=Weapon.DRONE)
        assert found(viewer, not_base="ain-al-asad") == [other.pk, by_group.pk]
        assert found(viewer, not_weapon="drone") == [other.pk, at_base.pk]
        assert found(viewer, not_actor="group") == [other.pk, at_base.pk]
        # the role asked for is that of actor, and has no say in who is left out
        assert found(viewer, actor="group", role="target", not_actor="group") == []


class TestTies:
    @pytest.fixture
    def axis(self, db):
        """The Corps backs the Group since 2020; the Front is a part of it until 2023; the Umbrella is over it."""
        corps, group, front, umbrella = (
            factories.ActorFactory(key=key) for key in ("corps", "group", "front", "umbrella")
        )
        Tie.objects.create(actor=group, kind=TieKind.BACKED_BY, other=corps, since=date(2020, 1, 1))
        Tie.objects.create(actor=front, kind=TieKind.PART_OF, other=group, until=date(2023, 12, 31))
        Tie.objects.create(actor=umbrella, kind=TieKind.UMBRELLA_OF, other=group)
        return corps, group, front, umbrella

    def test_only_where_asked_for(self, viewer, axis):
        factories.ParticipationFactory(incident=made(), actor=axis[1])
        assert found(viewer, actor="corps") == []

    def test_hold_while_they_last(self, viewer, axis):
        _corps, group, front, _umbrella = axis
        days = (date(2019, 6, 1), date(2022, 6, 1), date(2024, 6, 1))
        by = {
            (actor.key, day.year): made(date_start=day, date_end=day).pk
            for actor in (group, front)
            for day in days
        }
        for (key, _year), pk in by.items():
            actor = {"group": group, "front": front}[key]
            factories.ParticipationFactory(incident_id=pk, incident=None, actor=actor)
        asked = {"include_ties": "1", "ordering": "date_start"}
        assert found(viewer, actor="corps", **asked) == [
            by["group", 2022],
            by["front", 2022],
            by["group", 2024],
        ]
        assert len(found(viewer, actor="umbrella", **asked)) == 5  # all but the Front after it had left
        assert found(viewer, actor="front", **asked) == [by["front", year] for year in (2019, 2022, 2024)]
        assert by["front", 2024] in found(viewer, not_actor="corps", **asked)

    def test_that_run_in_a_circle_come_to_an_end(self, axis):
        corps, group, front, _umbrella = axis
        Tie.objects.create(actor=corps, kind=TieKind.FACADE_OF, other=front)
        assert {each.actor for each in below([corps.pk])} == {corps.pk, group.pk, front.pk}

    def test_and_roles_and_kinds_are_those_of_one_participant(self, viewer, axis):
        attack = made()
        factories.ParticipationFactory(incident=attack, actor=axis[1], role=Role.TARGET)
        factories.ParticipationFactory(incident=attack, role=Role.PERPETRATOR)
        assert found(viewer, actor="corps", include_ties="1", role="perpetrator") == []
        assert found(viewer, actor="corps", include_ties="1", role="target") == [attack.pk]


def test_what_lies_near_a_base_or_a_point_as_the_crow_flies(viewer):
    factories.BaseFactory(key="ain-al-asad", latitude=33.7856, longitude=42.4412)
    made(latitude=None, longitude=None)
    at_it, near = made(latitude=33.7856, longitude=42.4412), made(latitude=33.9, longitude=42.4412)
    corner = made(latitude=33.96, longitude=42.65)  # in the box of 25 km, and 27.4 km away
    assert found(viewer, near="ain-al-asad,25") == [near.pk, at_it.pk]
    assert found(viewer, near="33.7856,42.4412,28") == [corner.pk, near.pk, at_it.pk]
    assert found(viewer, near="ain-al-asad,1") == [at_it.pk]


def test_near_the_antimeridian_and_the_pole_all_sides_are_near(viewer):
    west, east = made(latitude=-17, longitude=179.9), made(latitude=-17, longitude=-179.9)
    pole, other = made(latitude=89.9, longitude=10), made(latitude=89.9, longitude=-170)
    assert found(viewer, near="-17,180,50") == [east.pk, west.pk]
    assert found(viewer, near="89.9,10,50") == [other.pk, pole.pk]


def test_hurt_on_one_side_is_not_hurt_on_another(viewer):
    one, other, silent = made(), made(), made()
    Casualties.objects.create(incident=one, side="Iraq", kind="killed", min=3, max=3)
    Casualties.objects.create(incident=one, side="United States", kind="killed", min=0, max=0)
    Casualties.objects.create(incident=other, side="Iraq", kind="wounded", min=3)
    Casualties.objects.create(incident=silent, side="Iraq", kind="killed")
    assert found(viewer, side="iraq", side_kind="killed", side_min="1") == [one.pk]
    assert found(viewer, side="United States", side_min="1") == []
    assert found(viewer, side="United States", side_max="0") == [one.pk]
    assert found(viewer, side="iraq") == [silent.pk, other.pk, one.pk]


def test_kinds_of_actors_and_precision(viewer):
    rebels = factories.ActorFactory(kind="rebel_group")
    attack, other = made(geo_precision="near"), made(confidence=0.4)
    factories.ParticipationFactory(incident=attack, actor=rebels, role=Role.PERPETRATOR)
    assert found(viewer, actor_kind="rebel_group") == [attack.pk]
    assert found(viewer, actor_kind="rebel_group", role="target") == []
    assert found(viewer, not_actor_kind="rebel_group") == [other.pk]
    assert found(viewer, geo_precision="near") == [attack.pk]
    assert found(viewer, confidence_max="0.5") == [other.pk]
