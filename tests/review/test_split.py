"""One draft becomes two: nothing is lost between them, and it can be taken back."""

import pytest
from django.core.exceptions import ValidationError

from incidents.models import Apart, Incident, Statement
from incidents.review import NotAllowed, Stale, WrongStatus, merge, publish, split, undo_step
from tests import cast
from tests.factories import ArticleFactory
from tests.review.pairs import all_of, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(alice) -> Incident:
    """Two events that were taken for one: three articles, two tolls."""
    gone, stays = pair()
    done = merge(gone, stays, by=alice, seen_version=gone.version, into_version=stays.version)
    return Incident.objects.get(pk=done.pk)


def second_article(one) -> int:
    return one.reports.get(merged_from__isnull=False).article_id


def divided(one, *, by, **what) -> Incident:
    return split(one, by=by, seen_version=Incident.objects.get(pk=one.pk).version, **what)


class TestItIsRefused:
    @pytest.fixture(autouse=True)
    def _nothing_is_divided(self, one):
        before = Incident.objects.count(), all_of(one)["0 statements"]
        yield
        assert (Incident.objects.count(), all_of(one)["0 statements"]) == before

    @pytest.mark.parametrize("who", ["nobody", "viewer", "submitter"])
    def test_without_the_right(self, who, one):
        with pytest.raises(NotAllowed):
            divided(one, by=cast.everybody()[who], articles=[second_article(one)])

    def test_from_an_old_version(self, one, alice):
        with pytest.raises(Stale):
            split(one, by=alice, seen_version=1, articles=[second_article(one)])

    def test_of_what_is_published(self, one, alice):
        publish(one, by=alice, seen_version=one.version)
        with pytest.raises(WrongStatus):
            divided(one, by=alice, articles=[second_article(one)])

    def test_with_nothing_that_goes(self, one, alice):
        with pytest.raises(ValidationError, match="what goes to the second"):
            divided(one, by=alice)

    def test_with_nothing_that_stays(self, one, alice):
        keys = list(one.statements.values_list("pk", flat=True))
        with pytest.raises(ValidationError, match="something to stay"):
            divided(one, by=alice, statements=keys)

    def test_with_statements_or_articles_of_another(self, one, alice):
        with pytest.raises(ValidationError, match="statements about this incident"):
            divided(one, by=alice, statements=[10**9])
        with pytest.raises(ValidationError, match="articles that tell of this"):
            divided(one, by=alice, articles=[ArticleFactory().pk])


def test_by_source_in_one_go(one, alice):
    statements, article = Statement.objects.count(), second_article(one)
    new = divided(one, by=alice, articles=[article], reason="two villages")
    assert {s.article_id for s in new.statements.all()} == {article}
    assert not one.statements.filter(article=article).exists()
    assert Statement.objects.count() == statements
    assert new.reports.get().article_id == article
    assert not one.reports.filter(article=article).exists()


def test_the_second_begins_as_a_copy_and_follows_what_goes_to_it(one, alice):
    new = divided(one, by=alice, articles=[second_article(one)])
    assert (new.status, new.base, new.country, new.sub_event_type) == (
        *("draft", one.base, one.country),
        one.sub_event_type,
    )
    assert (new.killed_min, new.killed_max, str(new.date_start)) == (5, 5, "2024-01-21")
    assert set(new.statements.values_list("is_chosen", flat=True)) == {True}
    assert new.assignee is None


def test_the_first_follows_what_stays(one, alice):
    keys = list(one.statements.filter(field="killed", value__min=3).values_list("pk", flat=True))
    divided(one, by=alice, statements=keys)
    first = Incident.objects.get(pk=one.pk)
    assert (first.killed_min, first.killed_max) == (5, 5)
    assert one.statements.filter(field="killed", is_chosen=True).count() == 1


def test_a_source_of_both_is_reported_for_both(one, alice):
    article = one.reports.filter(merged_from=None).first().article_id
    key = one.statements.filter(article=article, field="killed").first().pk
    new = divided(one, by=alice, statements=[key])
    assert new.reports.get().article_id == article
    assert one.reports.filter(article=article).exists()


def test_rows_stay_go_or_are_shared(one, alice):
    who, hurt = one.participations.get(), one.casualties.get()
    new = divided(
        one,
        by=alice,
        articles=[second_article(one)],
        rows={"casualties": [hurt.pk]},
        shared={"participations": [who.pk]},
    )
    assert (
        [p.name for p in new.participations.all()] == [who.name] == [p.name for p in one.participations.all()]
    )
    assert [c.pk for c in new.casualties.all()] == [hurt.pk]
    assert not one.casualties.exists()


def test_they_are_apart_and_bound_by_nothing(one, alice):
    new = divided(one, by=alice, articles=[second_article(one)], reason="two villages")
    found = Apart.objects.between(one, new).get()
    assert (found.by, found.reason) == (alice, "two villages")
    assert not new.relations.exists()
    assert not new.candidates.exists()


def test_what_is_restricted_stays_so_on_both_sides(one):
    Incident.objects.filter(pk=one.pk).update(sensitivity="restricted")
    assert divided(one, by=cast.bob(), articles=[second_article(one)]).sensitivity == "restricted"


def test_undo_takes_it_back(one, alice):
    before = all_of(one)
    new = divided(
        one, by=alice, articles=[second_article(one)], rows={"casualties": [one.casualties.get().pk]}
    )
    undo_step(new.step, by=alice)
    assert all_of(one) == before
    assert not Incident.objects.filter(pk=new.pk).exists()


def test_and_so_does_a_merge(one, alice):
    statements = {s["id"] for s in all_of(one)["0 statements"]}
    new = divided(one, by=alice, articles=[second_article(one)])
    version = Incident.objects.get(pk=one.pk).version
    merge(new, one, by=alice, seen_version=new.version, into_version=version)
    assert set(one.statements.values_list("pk", flat=True)) == statements
    assert not Apart.objects.exists()
