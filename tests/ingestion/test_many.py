"""Many at once become what they would have become one by one."""

import random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from incidents.ingestion import many, submit
from incidents.ingestion.many import submit_many
from incidents.models import Article, Batch, Source
from tests import cast
from tests.ingestion.test_story import WIRE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sally():
    return cast.person("sally", "submitter")


@pytest.fixture
def batch(sally):
    return Batch.objects.create(file_name="a.csv", sha256="0" * 64, format="csv", submitter=sally)


def told(became):
    if isinstance(became, ValidationError):
        return "refused", sorted(became.message_dict)
    return became.article.title, became.article.state, became.is_new, became.duplicate_by


def pool(chance):
    """Plain ones, repeated ones, ones with a repeated text or address, copies of a story, faulty ones."""
    day = f"2024-01-{chance.randint(1, 9):02}"
    n = chance.randint(0, 12)
    plain = {
        "title": f"Report {n}",
        "text": f"Gunmen killed {n + 2} soldiers in Baiji, police said.",
        "published": day,
    }
    return chance.choice(
        [
            plain,
            plain
            | {
                "url": f"https://paper.example/{n % 4}",
                "text": f"Told at another place by {chance.random()}.",
            },
            plain | {"text": plain["text"] + "\n", "byline": "Somebody"},
            {"title": "Wire", "text": WIRE, "published": "2024-01-20", "source": f"Paper {n}"},
            {"title": "Copy", "text": f"{WIRE}\nBy our own staff {n % 3}.", "published": "2024-01-21"},
            plain | {"published": "2999-01-01"},
            plain | {"text": ""},
            plain | {"url": "nowhere"},
            plain | {"source": "x" * 300},
            plain
            | {
                "text": "Les assaillants ont tué deux soldats hier soir, selon la police locale du pays.",
                "language": "",
            },
        ]
    )


def test_who_may_not_submit_submits_nothing(batch):
    with pytest.raises(PermissionDenied):
        submit_many([{"text": "x"}], by=cast.charlie(), batch=batch)


@pytest.mark.parametrize("seed", range(12))
def test_each_becomes_what_it_would_have_become_alone(sally, batch, seed):
    chance = random.Random(seed)
    before, terms = [pool(chance) for _ in range(5)], [pool(chance) for _ in range(25)]

    def alone(each):
        try:
            with transaction.atomic():
                return submit(**each, by=sally, batch=batch)
        except ValidationError as error:
            return error

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            for each in before:
                alone(each)
            one_by_one = [told(alone(each)) for each in terms]
            outlets = set(Source.objects.values_list("name", flat=True))
            raise Undo
    except Undo:
        pass
    for each in before:
        alone(each)
    together = [told(each) for each in submit_many(terms, by=sally, batch=batch)]

    assert sorted(map(str, together)) == sorted(map(str, one_by_one))
    assert set(Source.objects.values_list("name", flat=True)) == outlets
    titles = Article.objects.exclude(batch=None).values_list("title", flat=True)
    new = [each for each in together if each[0] != "refused" and each[2]]
    assert len(titles) >= len(new)


def test_what_is_stored_by_somebody_else_meanwhile_is_a_duplicate_and_no_error(sally, batch, monkeypatch):
    terms = [{"text": f"Gunmen killed {n} soldiers in Baiji, police said."} for n in (2, 3)]
    real = many._not_plainly_new

    def and_then_somebody_comes(prepared):
        found = real(prepared)
        submit(**terms[0], by=sally)
        return found

    monkeypatch.setattr(many, "_not_plainly_new", and_then_somebody_comes)
    first, second = submit_many(terms, by=sally, batch=batch)
    assert [(each.is_new, each.duplicate_by) for each in (first, second)] == [(False, "bytes"), (True, "")]


def test_fifty_take_few_questions(sally, batch, django_assert_max_num_queries):
    texts = [f"Gunmen killed {n + 2} soldiers in Baiji, police said." for n in range(50)]
    submit_many([{"text": "Troops fought near Mosul on Friday.", "source": "Wire"}], by=sally, batch=batch)
    with (
        django_assert_max_num_queries(220),
        transaction.atomic(),
    ):  # two of each are the savepoints of its line
        submit_many([{"text": text, "source": "Wire"} for text in texts], by=sally, batch=batch)
