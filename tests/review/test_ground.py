"""Words that a person finds for a value are the article's own, and say of which paper they are."""

import pytest
from django.core.exceptions import ValidationError

from incidents.review import NotAllowed, Stale, edit, ground
from incidents.review.words import Words
from tests import cast
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def words(incident, quote, title="Missiles") -> Words:
    article = incident.articles.get(title__startswith=title)
    start = article.text.index(quote)
    return Words(article.pk, start, start + len(quote))


def test_nobody_grounds_without_the_right(incident):
    with pytest.raises(NotAllowed):
        ground(
            incident,
            ["wounded"],
            words(incident, "one Iraqi soldier"),
            by=cast.charlie(),
            seen_version=incident.version,
        )


@pytest.mark.parametrize("span", [(5, 5), (7, 3), (-1, 4), (0, 10**6), (10**6, 10**6 + 1)])
def test_what_is_no_span_of_the_text_is_refused(incident, alice, span):
    article = incident.articles.first()
    with pytest.raises(ValidationError) as problem:
        ground(incident, ["wounded"], Words(article.pk, *span), by=alice, seen_version=incident.version)
    assert list(problem.value.message_dict) == ["words"]


def test_an_article_of_another_incident_says_nothing_here(incident, alice):
    foreign = ArticleFactory()
    with pytest.raises(ValidationError, match="an article that tells of this incident"):
        ground(incident, ["wounded"], Words(foreign.pk, 0, 7), by=alice, seen_version=incident.version)


def test_a_field_without_a_value_has_nothing_to_stand_on_words(incident, alice):
    with pytest.raises(ValidationError, match="expected a field with a value"):
        ground(incident, ["damage"], words(incident, "hit the base"), by=alice, seen_version=incident.version)


def test_words_join_the_statement_of_their_article_and_vouch_for_it(incident, alice):
    chosen = words(incident, "one Iraqi soldier was wounded")
    after = ground(incident, ["wounded"], chosen, by=alice, seen_version=incident.version)
    assert after.version == incident.version
    said = incident.statements.get(field="wounded", is_chosen=True)
    assert [e.quote for e in said.evidence.all()] == [
        "several American soldiers were hurt",
        "one Iraqi soldier was wounded",
    ]
    assert incident.verdicts.get().field == "wounded"
    ground(incident, ["wounded"], chosen, by=alice, seen_version=incident.version)
    assert said.evidence.count() == 2, "the same words again add nothing"


def test_words_of_another_paper_are_not_put_into_the_first_ones_mouth(incident, alice):
    chosen = words(incident, "Saturday's missile attack", title="Four")
    ground(incident, ["date_start"], chosen, by=alice, seen_version=incident.version)
    theirs = incident.statements.get(field="date_start", author=None)
    mine = incident.statements.get(field="date_start", author=alice)
    assert [e.quote for e in theirs.evidence.all()] == ["Saturday evening"]
    assert [e.quote for e in mine.evidence.all()] == ["Saturday's missile attack"]
    assert mine.value == theirs.value
    assert mine.is_chosen
    assert mine.reason


def test_a_correction_stands_on_the_words_it_was_made_from(incident, alice):
    chosen = words(incident, "Four American soldiers", title="Four")
    after = edit(
        incident,
        {"wounded_min": 4, "wounded_max": 4},
        by=alice,
        seen_version=incident.version,
        reason="the later report",
        words={"wounded": [chosen]},
    )
    mine = after.statements.get(field="wounded", author=alice)
    assert [(e.quote, e.article_id) for e in mine.evidence.all()] == [
        ("Four American soldiers", chosen.article)
    ]


def test_where_its_words_are_refused_nothing_is_saved(incident, alice):
    with pytest.raises(ValidationError):
        edit(
            incident,
            {"wounded_min": 4},
            by=alice,
            seen_version=incident.version,
            reason="x",
            words={"wounded": [Words(ArticleFactory().pk, 0, 3)]},
        )
    incident.refresh_from_db()
    assert incident.wounded_min == 3


def test_a_stale_page_grounds_nothing(incident, alice):
    edit(incident, {"damage": "minor"}, by=cast.bob(), seen_version=incident.version, reason="x")
    with pytest.raises(Stale):
        ground(
            incident,
            ["wounded"],
            words(incident, "one Iraqi soldier"),
            by=alice,
            seen_version=incident.version,
        )
