"""Bulk uploads: one's own, or all with the right to see them."""

import pytest

from incidents.ingestion.batch import NONE
from incidents.models import Batch, Receipt, User
from tests import factories
from tests.api.test_problems import problem

V1 = "/api/v1"


def batch_of(username, **fields):
    return Batch.objects.create(
        file_name="stories.csv",
        sha256="0" * 64,
        format="csv",
        submitter=User.objects.get(username=username),
        totals={"accepted": 1, "failed": 1},
        **fields,
    )


@pytest.fixture
def hers(submitter):
    batch = batch_of("sally", state="done")
    article = factories.ArticleFactory()
    Receipt.objects.create(batch=batch, number=1, outcome="accepted", article=article)
    Receipt.objects.create(batch=batch, number=2, outcome="failed", field="published", reason="no day")
    return batch


def numbers(client, **asked):
    return [row["id"] for row in client.get(f"{V1}/batches", asked).json()["results"]]


def test_anothers_upload_is_not_there(submitter, alice, bob, viewer, hers):
    other = batch_of("alice")
    assert numbers(submitter) == [hers.pk]
    assert numbers(alice) == [other.pk]
    assert numbers(bob) == [other.pk, hers.pk]
    problem(viewer.get(f"{V1}/batches"), 403)
    for address in (f"{V1}/batches/{other.pk}", f"{V1}/batches/{other.pk}/receipts"):
        problem(submitter.get(address), 404)
        problem(viewer.get(address), 403)


def test_an_upload_is_told_with_its_totals_and_each_line(submitter, hers):
    row = submitter.get(f"{V1}/batches/{hers.pk}").json()
    assert (row["state"], row["totals"], row["submitter"]) == (
        "done",
        NONE | {"accepted": 1, "failed": 1},
        "sally",
    )
    accepted, failed = submitter.get(row["receipts_url"]).json()["results"]
    assert (accepted["outcome"], accepted["field"], accepted["reason"]) == ("accepted", None, None)
    assert (failed["field"], failed["reason"], failed["article"]) == ("published", "no day", None)
    found = submitter.get(f"{row['receipts_url']}?outcome=failed&count=exact").json()
    assert (found["count"], [each["number"] for each in found["results"]]) == (1, [2])
    assert numbers(submitter, state="queued") == []


def test_fifty_rows_take_as_many_queries_as_one(submitter, queries, hers):
    receipts = f"{V1}/batches/{hers.pk}/receipts"
    batch_of("sally")  # one that is under way
    for address in (f"{V1}/batches", receipts):
        submitter.get(address)
    few = [queries(lambda a=address: submitter.get(a)) for address in (f"{V1}/batches", receipts)]
    for number in range(49):
        batch_of("sally")
        Receipt.objects.create(batch=hers, number=number + 3, outcome="nothing_found")
    assert [queries(lambda a=address: submitter.get(a)) for address in (f"{V1}/batches", receipts)] == few
