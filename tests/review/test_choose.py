"""Which figure counts is a choice of one statement; rivals stay beside it, and are never added."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Incident
from incidents.review import NotAllowed, Stale, WrongStatus, choose, publish
from incidents.review.history import history
from incidents.vocabulary import Stance
from tests import cast

pytestmark = pytest.mark.django_db


def statement(incident, field, value) -> int:
    return incident.statements.get(field=field, value=value).pk


def add(incident, field, value, **rest):
    article = incident.articles.get(title__startswith="Missiles")
    return incident.statements.create(article=article, field=field, value=value, **rest)


def test_nobody_chooses_without_the_right(incident):
    four = statement(incident, "wounded", {"min": 4, "max": 4})
    with pytest.raises(NotAllowed):
        choose(incident, four, by=cast.charlie(), seen_version=incident.version)


def test_a_stale_choice_is_refused(incident, alice):
    four = statement(incident, "wounded", {"min": 4, "max": 4})
    after = choose(incident, four, by=alice, seen_version=incident.version)
    assert after.version > incident.version
    with pytest.raises(Stale):
        choose(incident, four, by=alice, seen_version=incident.version)


def test_what_is_published_is_reopened_first(incident, alice):
    published = publish(incident, by=alice, seen_version=incident.version)
    four = statement(incident, "wounded", {"min": 4, "max": 4})
    with pytest.raises(WrongStatus):
        choose(published, four, by=alice, seen_version=published.version)


def test_another_incidents_statement_is_none_of_this_one(incident, alice):
    other = Incident.objects.exclude(pk=incident.pk).get()
    foreign = add(incident, "wounded", {"min": 9, "max": 9})
    foreign.__class__.objects.filter(pk=foreign.pk).update(incident=other)
    with pytest.raises(ValidationError) as problem:
        choose(incident, foreign.pk, by=alice, seen_version=incident.version)
    assert "statement" in problem.value.message_dict


def test_a_denial_is_no_value(incident, alice):
    denied = add(incident, "killed", {"min": 80, "max": 80}, stance=Stance.DENIED, speaker="Iran")
    with pytest.raises(ValidationError, match="denied"):
        choose(incident, denied.pk, by=alice, seen_version=incident.version)


def test_a_base_that_is_none_we_know_is_refused_by_name(incident, alice):
    camp = add(incident, "base", "Camp Nowhere")
    with pytest.raises(ValidationError) as problem:
        choose(incident, camp.pk, by=alice, seen_version=incident.version)
    assert "Camp Nowhere" in problem.value.message_dict["base"][0]


def test_of_rival_figures_one_counts_and_they_are_not_added(incident, alice):
    twelve = statement(incident, "killed", {"min": 12, "max": 12})
    after = choose(incident, twelve, by=alice, seen_version=incident.version)
    assert (after.killed_min, after.killed_max) == (12, 12)
    chosen = incident.statements.filter(field="killed", is_chosen=True)
    assert [s.pk for s in chosen] == [twelve]
    assert incident.statements.filter(field="killed").count() == 2, "the rival stays beside it"
    verdict = incident.verdicts.get(field="killed")
    assert (verdict.outcome, verdict.reader_value, verdict.value) == (
        "corrected",
        {"min": 0, "max": 12},
        {"min": 12, "max": 12},
    )
    assert history(after)[-1].verb == "choose"


def test_choosing_what_is_chosen_already_accepts_it(incident, alice):
    three = statement(incident, "wounded", {"min": 3, "max": None})
    after = choose(incident, three, by=alice, seen_version=incident.version)
    assert after.version == incident.version
    assert incident.verdicts.get().outcome == "accepted"


def test_a_month_is_all_of_its_days(incident, alice):
    january = add(incident, "date_start", "2024-01")
    after = choose(incident, january.pk, by=alice, seen_version=incident.version)
    assert (str(after.date_start), str(after.date_end)) == ("2024-01-01", "2024-01-31")
    assert after.date_precision == "month"


def test_another_base_takes_its_point_along(incident, alice):
    erbil = add(incident, "base", "Erbil Air Base")
    after = choose(incident, erbil.pk, by=alice, seen_version=incident.version)
    assert (after.base.key, after.latitude) == ("erbil-air-base", 36.2376)
    assert set(incident.verdicts.values_list("field", flat=True)) >= {"base"}
    assert not incident.verdicts.filter(field="latitude").exists(), "the reader is not judged by what follows"


@pytest.mark.parametrize(
    ("field", "value", "rows"),
    [
        (
            "perpetrators",
            [{"name": "the group", "canonical": "Islamic Resistance in Iraq", "kind": "organisation"}],
            [
                ("perpetrator", "the group", "Islamic Resistance in Iraq"),
                ("target", "American soldiers", "Military Forces of the United States"),
                ("claimant", "The Islamic Resistance in Iraq", "Islamic Resistance in Iraq"),
            ],
        ),
        (
            "claimed_by",
            "The Islamic Resistance in Iraq; Others",
            [
                ("perpetrator", "militants", None),
                ("target", "American soldiers", "Military Forces of the United States"),
                ("claimant", "The Islamic Resistance in Iraq", "Islamic Resistance in Iraq"),
                ("claimant", "Others", None),
            ],
        ),
    ],
)
def test_parties_are_those_of_the_statement_and_other_roles_stay(incident, alice, field, value, rows):
    said = add(incident, field, value)
    after = choose(incident, said.pk, by=alice, seen_version=incident.version)
    found = {(p.role, p.name, p.actor and p.actor.name) for p in after.participations.all()}
    assert found == set(rows)


def test_sides_and_weapons_are_those_of_the_statement(incident, alice):
    sides = add(incident, "casualties", [{"side": "Iraq", "killed": {"min": 1, "max": 1}, "wounded": None}])
    drones = add(incident, "weapons", [{"category": "drone", "launched": {"min": 2, "max": 3}}])
    after = choose(incident, sides.pk, by=alice, seen_version=incident.version)
    after = choose(after, drones.pk, by=alice, seen_version=after.version)
    assert [(c.side, c.kind, c.min, c.max) for c in after.casualties.all()] == [("Iraq", "killed", 1, 1)]
    weapon = after.weapons.get()
    assert (weapon.category, weapon.launched_min, weapon.launched_max) == ("drone", 2, 3)
