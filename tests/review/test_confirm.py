"""Confirming a field changes no value and no version; it says who vouches for what the reader has."""

import pytest

from incidents.models import Incident, Reading
from incidents.review import NotAllowed, Stale, WrongStatus, confirm, edit, publish
from tests import cast

pytestmark = pytest.mark.django_db


def verdicts(incident) -> dict[str, tuple[str, object, object]]:
    return {v.field: (v.outcome, v.reader_value, v.value) for v in incident.verdicts.all()}


def test_nobody_confirms_without_the_right(incident):
    with pytest.raises(NotAllowed):
        confirm(incident, ["killed"], by=cast.charlie(), seen_version=incident.version)
    assert not incident.verdicts.exists()


def test_what_has_changed_since_it_was_seen_is_not_confirmed(incident, alice):
    edit(incident, {"damage": "minor"}, by=cast.bob(), seen_version=incident.version, reason="x")
    with pytest.raises(Stale):
        confirm(incident, ["wounded"], by=alice, seen_version=incident.version)


def test_what_is_published_is_not_confirmed_field_by_field(incident, alice):
    published = publish(incident, by=alice, seen_version=incident.version)
    with pytest.raises(WrongStatus):
        confirm(published, ["wounded"], by=alice, seen_version=published.version)


def test_a_field_without_a_value_has_nothing_to_confirm(incident, alice):
    confirm(incident, ["damage", "origin"], by=alice, seen_version=incident.version)
    assert verdicts(incident) == {}


def test_one_field_is_confirmed_and_the_version_stays(incident, alice):
    article = incident.articles.get(title__startswith="Missiles")
    moment = article.submitted_at
    reading = Reading.objects.create(
        article=article, extractor_version="3", started_at=moment, finished_at=moment, drafts=2, counters=0
    )
    incident.reports.filter(article=article).update(reading=reading)
    after = confirm(incident, ["wounded"], by=alice, seen_version=incident.version)
    assert after.version == incident.version
    verdict = incident.verdicts.get()
    assert (verdict.field, verdict.outcome, verdict.by) == ("wounded", "accepted", alice)
    assert verdict.reader_value == verdict.value == {"min": 3, "max": None}
    assert (verdict.confidence, verdict.source, verdict.extractor_version) == (0.41, article.source, "3")
    assert verdict.statement.field == "wounded"


def test_rival_figures_are_confirmed_as_one_range_and_never_added(incident, alice):
    confirm(incident, ["killed"], by=alice, seen_version=incident.version)
    assert verdicts(incident) == {"killed": ("accepted", {"min": 0, "max": 12}, {"min": 0, "max": 12})}


def test_all_are_confirmed_at_once_and_what_was_judged_before_stays(incident, alice):
    bob = cast.bob()
    confirm(incident, ["base"], by=bob, seen_version=incident.version)
    confirm(incident, by=alice, seen_version=incident.version)
    by = dict(incident.verdicts.values_list("field", "by__username"))
    stated = set(incident.statements.filter(is_chosen=True).values_list("field", flat=True))
    assert by == dict.fromkeys(stated, "alice") | {"base": "bob"}


def test_a_draft_with_a_confirmed_field_is_not_replaced_when_its_article_is_read_again(incident, alice):
    assert incident.is_untouched()
    confirm(incident, ["wounded"], by=alice, seen_version=incident.version)
    assert not Incident.objects.get(pk=incident.pk).is_untouched()


def test_an_edit_is_a_verdict_on_what_the_reader_had(incident, alice):
    changes = {
        "wounded_min": 4,
        "damage": "minor",
        "origin_of_fire": "",
        "place_name": "",
        "intercepted": "unknown",
        "base": "erbil-air-base",
    }
    edit(incident, changes, by=alice, seen_version=incident.version, reason="read again")
    assert verdicts(incident) == {
        "wounded": ("corrected", {"min": 3, "max": None}, {"min": 4, "max": None}),
        "damage": ("added", None, "minor"),
        "place": ("removed", "Ain al-Asad", None),
        "intercepted": ("removed", "most", "unknown"),
        "base": ("corrected", "Ain al-Asad Air Base", "Erbil Air Base"),
    }


def test_the_readers_value_is_remembered_over_several_edits(incident, alice):
    first = edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="x")
    second = edit(first, {"wounded_min": 5}, by=alice, seen_version=first.version, reason="y")
    assert verdicts(incident)["wounded"] == (
        "corrected",
        {"min": 3, "max": None},
        {"min": 5, "max": None},
    )
    edit(second, {"wounded_min": 3}, by=alice, seen_version=second.version, reason="after all")
    assert verdicts(incident)["wounded"][0] == "accepted"


def test_what_was_added_and_taken_away_again_leaves_no_verdict(incident, alice):
    first = edit(incident, {"damage": "minor"}, by=alice, seen_version=incident.version, reason="x")
    edit(first, {"damage": "unknown"}, by=alice, seen_version=first.version, reason="y")
    assert verdicts(incident) == {}


def test_publishing_vouches_for_everything_that_nobody_has_judged(incident, alice):
    first = edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="x")
    publish(first, by=cast.bob(), seen_version=first.version)
    found = dict(incident.verdicts.values_list("field", "outcome"))
    assert found.pop("wounded") == "corrected"
    assert set(found.values()) == {"accepted"}
    assert len(found) == 12
