"""The same request twice: one effect, one answer. Never another's answer, never half of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from incidents import tasks
from incidents.api import idempotency
from incidents.models import Article, IdempotencyKey, Incident, Token, User
from incidents.vocabulary import Scope, Status
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import kind, problem

V1 = "/api/v1"
STORY = {"text": "Rockets hit the base on Saturday, wounding two soldiers.", "published": "2024-01-20"}


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    monkeypatch.setattr(tasks.read_article, "delay", lambda pk: None)


def send(client, path="articles", body=STORY, key="one", format="json"):
    return client.post(f"{V1}/{path}", body, format=format, HTTP_IDEMPOTENCY_KEY=key)


def replayed(response):
    return response.headers.get("Idempotency-Replayed") == "true"


def test_a_key_stands_for_one_request_and_no_other(submitter):
    assert send(submitter).status_code == 202
    assert kind(problem(send(submitter, body=STORY | {"title": "x"}), 422)) == "idempotency-key-reused"
    (article,) = Article.objects.all()
    problem(send(submitter, path=f"articles/{article.pk}/reread", body={}), 422)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a b", '"a', "ключ"])
def test_a_key_that_is_none_is_refused_and_nothing_is_stored(submitter, key):
    body = problem(send(submitter, key=key.encode("utf-8").decode("latin-1")), 400)
    assert [error["parameter"] for error in body["errors"]] == ["Idempotency-Key"]
    assert not Article.objects.exists()


def test_while_the_first_is_answered_the_second_waits(submitter):
    token = Token.objects.get()
    elsewhere = connection.copy()
    number = idempotency.number_of(token.owner, token, "one")
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        response = send(submitter)
        assert kind(problem(response, 409)) == "idempotency-key-in-use"
        assert response["Retry-After"] == "1"
        assert send(submitter, key="another").status_code == 202
    finally:
        elsewhere.close()
    assert send(submitter).status_code == 200  # we have it by now


def test_what_dies_on_the_way_leaves_neither_the_change_nor_the_answer(alice, monkeypatch):
    draft = factories.IncidentFactory()
    body = {"version": 1, "reason": "two sources"}
    alice.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(IdempotencyKey.objects, "create", lambda **fields: 1 / 0)
        with transaction.atomic():
            assert send(alice, f"incidents/{draft.pk}/publish", body).status_code == 500
    draft.refresh_from_db()
    assert (draft.status, IdempotencyKey.objects.count()) == (Status.DRAFT, 0)
    assert send(alice, f"incidents/{draft.pk}/publish", body).json()["status"] == "published"


def test_what_was_refused_may_be_mended_and_sent_under_the_same_key(submitter):
    problem(send(submitter, body={"text": ""}), 400)
    assert not IdempotencyKey.objects.exists()
    assert not replayed(send(submitter))


def test_the_answer_is_given_again_as_it_was_and_nothing_is_done_again(alice):
    draft = factories.IncidentFactory()
    path, body = f"incidents/{draft.pk}/publish", {"version": 1, "reason": "two sources"}
    first = send(alice, path, body)
    Incident.objects.filter(pk=draft.pk).update(summary="Changed since.")
    version = Incident.objects.get(pk=draft.pk).version
    again = send(alice, path, dict(reversed(body.items())), key='"one"')
    assert (again.status_code, again.content, again["ETag"]) == (200, first.content, first["ETag"])
    assert (replayed(first), replayed(again)) == (False, True)
    assert Incident.objects.get(pk=draft.pk).version == version


def test_an_article_is_answered_with_its_address_again(submitter):
    first, again = send(submitter), send(submitter)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]


def test_a_correction_may_come_twice_as_well(alice):
    draft = factories.IncidentFactory()
    for number in range(2):
        response = alice.patch(
            f"{V1}/incidents/{draft.pk}",
            {"summary": "Mine.", "version": 1, "reason": "typo"},
            format="json",
            HTTP_IDEMPOTENCY_KEY="one",
        )
        assert (response.status_code, response.json()["version"], replayed(response)) == (200, 2, number == 1)


def test_a_form_with_a_file_is_the_same_though_its_boundary_is_another(submitter):
    def with_file(text):
        file = SimpleUploadedFile("story.txt", text, "text/plain")
        return send(submitter, body={"file": file, "published": "2024-01-20"}, format="multipart")

    story = b"Rockets hit the base on Saturday. " * 100_000
    first = with_file(story)
    assert first.status_code == 202, first.content
    again = with_file(story)
    assert (again.json(), replayed(again)) == (first.json(), True)
    problem(with_file(story[:-1] + b"!"), 422)


def test_another_token_of_the_same_person_and_another_person_have_keys_of_their_own(submitter):
    sally = User.objects.get(username="sally")
    assert send(submitter).status_code == 202
    for other in (client_of(sally, Scope.SUBMIT), client_of(sally), client_of(cast.bob(), Scope.ADMIN)):
        response = send(other)
        assert (response.status_code, replayed(response)) == (200, False)  # a duplicate, and no old answer


def test_rights_are_looked_at_again(alice):
    user = User.objects.get(username="alice")
    draft = factories.IncidentFactory()
    body = {"version": 1, "reason": "two sources"}
    assert send(alice, f"incidents/{draft.pk}/publish", body).status_code == 200
    Token.objects.update(scopes=["review"])
    problem(send(alice, f"incidents/{draft.pk}/publish", body), 403)
    Token.objects.update(scopes=["admin", "review"])
    assert send(alice, f"incidents/{draft.pk}/publish", body).status_code == 200
    user.groups.clear()
    problem(send(alice, f"incidents/{draft.pk}/publish", body), 403)
    Token.objects.update(revoked_at=timezone.now())
    problem(send(alice, f"incidents/{draft.pk}/publish", body), 401)


def test_who_has_left_the_group_is_not_told_again_what_only_the_group_may_see(bob):
    user = User.objects.get(username="bob")
    group = Group.objects.create(name="Northern team")
    user.groups.add(group)
    draft = factories.IncidentFactory(
        sensitivity="restricted", restricted_to=group, summary="Told to the group."
    )
    path, body = f"incidents/{draft.pk}/accept", {"version": 1}
    assert send(bob, path, body).json()["summary"] == "Told to the group."
    user.groups.remove(group)
    again = send(bob, path, body)
    problem(again, 403)
    assert b"Told to the group" not in again.content
    user.groups.add(group)
    assert replayed(send(bob, path, body))


@pytest.mark.parametrize(
    "hidden",
    [{"sensitivity": "restricted"}, {"embargo_until": timezone.now() + timedelta(days=1)}],
)
@pytest.mark.parametrize(
    "name", ["the incident itself", "one that is named in it", "one that it was made of"]
)
def test_what_has_been_hidden_since_is_not_told_again(alice, hidden, name):
    draft, other = factories.IncidentFactory(), factories.IncidentFactory()
    path, body = {
        "the incident itself": (f"incidents/{draft.pk}/accept", {"version": 1}),
        "one that is named in it": (
            f"incidents/{other.pk}/link",
            {"version": 1, "other": str(draft.pk), "kind": "part_of"},
        ),
        "one that it was made of": (
            f"incidents/{draft.pk}/merge",
            {"version": 1, "into": str(other.pk), "into_version": 1, "reason": "one attack"},
        ),
    }[name]
    assert send(alice, path, body).status_code == 200
    Incident.objects.filter(pk=draft.pk).update(**hidden)
    problem(send(alice, path, body), 404)
    Incident.objects.filter(pk=draft.pk).update(sensitivity="normal", embargo_until=None)
    assert replayed(send(alice, path, body))


def test_a_comment_on_what_has_been_hidden_since_is_not_told_again(alice):
    draft = factories.IncidentFactory()
    path, body = f"incidents/{draft.pk}/comments", {"text": "The hospital says four."}
    assert send(alice, path, body).status_code == 201
    Incident.objects.filter(pk=draft.pk).update(sensitivity="restricted")
    problem(send(alice, path, body), 404)


def test_who_reopens_with_a_token_that_sees_no_drafts_is_told_the_same_again(db):
    narrow = client_of(cast.alice(), Scope.REVIEW)
    incident = factories.IncidentFactory(published=True)
    path, body = f"incidents/{incident.pk}/reopen", {"version": incident.version, "reason": "wrong day"}
    first, again = send(narrow, path, body), send(narrow, path, body)
    assert (first.status_code, replayed(again), again.content) == (200, True, first.content)


def test_answers_are_kept_for_a_day_and_then_forgotten(submitter):
    send(submitter)
    IdempotencyKey.objects.update(at=timezone.now() - timedelta(hours=25))
    assert tasks.forget_answers() == 0
    IdempotencyKey.objects.update(at=timezone.now() - IdempotencyKey.KEPT - timedelta(seconds=1))
    assert tasks.forget_answers() == 1


def test_without_a_key_everything_is_as_it_was(submitter):
    assert submitter.post(f"{V1}/articles", STORY, format="json").status_code == 202
    assert submitter.post(f"{V1}/articles", STORY, format="json").status_code == 200
    assert not IdempotencyKey.objects.exists()
