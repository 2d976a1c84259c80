"""Handing articles in, and asking what became of them; who may not read articles learns nothing of their text."""

import pytest
from django.test import override_settings

from incidents import ingestion, tasks
from incidents.models import Article
from incidents.models.revisions import revisions_of
from incidents.vocabulary import ArticleState, Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import kind, problem

ARTICLES = "/api/v1/articles"
STORY = {
    "title": "Rockets hit an air base in western Iraq",
    "text": "BAGHDAD (News) - Militants fired ballistic missiles at the Ain al-Asad air base in western Iraq on"
    " Saturday evening, wounding two US soldiers, a defense official said.",
    "published": "2024-01-20",
    "source": "The Wire",
    "url": "https://wire.example/2024/rockets?utm_source=x",
}


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    """Which articles were queued to be read; the worker is another test's."""
    found = []
    monkeypatch.setattr(tasks.read_article, "delay", found.append)
    return found


@pytest.fixture
def post(submitter, django_capture_on_commit_callbacks):
    def send(body=STORY, client=submitter, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(ARTICLES, body, **({"format": "json"} | options))

    return send


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"html": "<p>Rockets hit the base.</p>"}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": {"en": "Rockets"}}, "text"),
        ({"published": "last Saturday"}, "published"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"title": "x" * 1001}, "title"),
        ({"language": "Klingon"}, "language"),
        ({"state": "read"}, "state"),
    ],
)
def test_what_is_wrong_with_an_article_is_named(post, queued, change, field):
    body = problem(post(STORY | change), 400)
    assert field in [error["field"] for error in body["errors"]]
    assert (Article.objects.count(), queued) == (0, [])


def test_a_text_beyond_the_limit_is_too_large_and_the_limit_told(post):
    body = problem(post({"text": "Rockets. " * 600_000}), 413)
    assert (kind(body), body["limit"]) == ("too-large", 5 * 1024 * 1024)


def test_an_upload_beyond_the_limit_is_too_large(post, tmp_path):
    large = tmp_path / "large.txt"
    large.write_bytes(b"Rockets hit the base. " * 1_200_000)
    with large.open("rb") as file:
        body = problem(post({"file": file}, format="multipart"), 413)
    assert body["limit"] == 25 * 1024 * 1024


def test_an_article_is_stored_queued_once_and_found_where_location_says(post, submitter, queued):
    response = post()
    assert response.status_code == 202, response.content
    article = Article.objects.get()
    assert queued == [article.pk]
    assert response["Location"] == response.json()["url"] == f"http://testserver{ARTICLES}/{article.pk}"
    assert int(response["Retry-After"]) > 0
    assert response.json() == {"id": article.pk, "url": response["Location"], "state": "received"}
    row = submitter.get(response["Location"]).json()
    assert (row["state"], row["title"], row["source"]["name"]) == ("received", STORY["title"], "The Wire")
    assert (row["published_on"], row["drafts"], row["original_url"]) == ("2024-01-20", [], STORY["url"])


def test_the_history_says_whose_token_handed_it_in(post, submitter):
    article = Article.objects.get(pk=post().json()["id"])
    (made,) = revisions_of(article)
    assert (made.label, made.user) == ("insert", article.submitter_id)
    assert article.submitter.username == "sally"


def test_the_same_text_again_is_the_same_article_whoever_sends_it(post, queued, alice):
    first = post().json()
    response = post(STORY | {"title": "Another title", "url": ""}, client=alice)
    assert response.status_code == 200
    assert response.json() == first | {"duplicate_of": first["id"], "duplicate_by": "bytes"}
    assert (Article.objects.count(), len(queued)) == (1, 1)


def test_a_file_is_taken_as_a_form(post, queued, tmp_path):
    page = tmp_path / "story.html"
    page.write_text(
        f"<html><head><title>{STORY['title']}</title></head><body><p>{STORY['text']}</p></body></html>"
    )
    with page.open("rb") as file:
        response = post({"file": file, "published": "2024-01-20", "source": "The Wire"}, format="multipart")
    assert response.status_code == 202, response.content
    article = Article.objects.get()
    assert (article.content_type, article.raw_sha256 != article.text_sha256) == ("text/html", True)
    assert "ballistic missiles" in article.text


def test_a_form_without_a_file_will_do_as_well(post):
    response = post({"text": STORY["text"], "published": "2024-01-20"}, format="multipart")
    assert response.status_code == 202, response.content


def test_a_browser_hands_nothing_in_without_its_csrf_token(db, queued):
    browser = client_of(cast.person("sally", "submitter"))
    browser.handler.enforce_csrf_checks = True
    problem(browser.post(ARTICLES, STORY, format="json"), 403)
    assert queued == []


def test_a_broker_that_is_down_loses_no_article(post, monkeypatch):
    def refuse(pk):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.read_article, "delay", refuse)
    assert post().status_code == 202
    assert Article.objects.get().state == ArticleState.RECEIVED


def test_a_submitter_sees_his_own_articles_and_nobody_elses(post, submitter, alice):
    own = post().json()["id"]
    other = factories.ArticleFactory(submitter=None).pk
    assert [row["id"] for row in submitter.get(ARTICLES).json()["results"]] == [own]
    problem(submitter.get(f"{ARTICLES}/{other}"), 404)
    assert {row["id"] for row in alice.get(ARTICLES).json()["results"]} == {own, other}


def test_the_text_is_for_those_who_may_read_articles(post, submitter, alice):
    address = post()["Location"]
    assert "text" not in submitter.get(address).json()
    assert "text" not in alice.get(address).json()
    problem(submitter.get(f"{address}?include=text"), 403)
    problem(submitter.get(f"{ARTICLES}?q=missiles"), 403)
    assert alice.get(f"{address}?include=text").json()["text"] == STORY["text"]
    narrow = client_of(cast.bob(), Scope.READ, Scope.SUBMIT)
    problem(narrow.get(f"{address}?include=text"), 403)


def test_an_article_tells_only_of_incidents_that_one_may_see(post, submitter, alice, bob):
    article = Article.objects.get(pk=post().json()["id"])
    published = factories.IncidentFactory(published=True)
    draft = factories.IncidentFactory()
    restricted = factories.IncidentFactory(published=True, sensitivity="restricted")
    for position, incident in enumerate((draft, published, restricted)):
        factories.ReportFactory(incident=incident, article=article, position=position)

    def drafts(client):
        return [row["id"] for row in client.get(f"{ARTICLES}/{article.pk}").json()["drafts"]]

    assert drafts(submitter) == [published.pk]
    assert drafts(alice) == [draft.pk, published.pk]
    assert drafts(bob) == [draft.pk, published.pk, restricted.pk]


def test_a_draft_is_told_with_what_it_may_be_as_far_as_one_may_see_it(post, submitter, alice, bob):
    article = Article.objects.get(pk=post().json()["id"])
    draft = factories.IncidentFactory()
    factories.ReportFactory(incident=draft, article=article)
    reasons = [{"reason": "same base", "points": 4.0}]
    restricted = factories.IncidentFactory(sensitivity="restricted")
    for incident, score in ((factories.IncidentFactory(), 5.5), (restricted, 6.5)):
        draft.candidates.create(incident=incident, score=score, reasons=reasons)

    def candidates(client):
        drafts = client.get(f"{ARTICLES}/{article.pk}").json()["drafts"]
        return [
            [(c["score"], c["incident"]["status"], c["reasons"]) for c in d["candidates"]] for d in drafts
        ]

    assert candidates(submitter) == []
    assert candidates(alice) == [[(5.5, "draft", reasons)]]
    assert candidates(bob) == [[(6.5, "draft", reasons), (5.5, "draft", reasons)]]


def test_a_submitter_is_not_told_how_many_drafts_there_are(post, submitter, alice):
    article = Article.objects.get(pk=post().json()["id"])
    moment = article.submitted_at
    article.readings.create(
        extractor_version="1", started_at=moment, finished_at=moment, drafts=3, counters=1
    )
    words = article.text[:8]
    article.counters.create(count=144, what="attacks", start=0, end=8, quote=words)
    for client, expected in ((submitter, ([], [])), (alice, ([3], [144]))):
        told = client.get(f"{ARTICLES}/{article.pk}").json()
        assert ([r["drafts"] for r in told["readings"]], [c["count"] for c in told["counters"]]) == expected


def test_articles_are_found_by_state_source_day_and_words(alice):
    read = factories.ArticleFactory(source=factories.SourceFactory(name="Reuters", domain="reuters.example"))
    failed = factories.ArticleFactory(
        state=ArticleState.FAILED, reason="Attempt 4 failed.", text="Drones fell."
    )

    def found(**asked):
        response = alice.get(ARTICLES, asked)
        assert response.status_code == 200, response.content
        return [row["id"] for row in response.json()["results"]]

    assert found(state="failed") == [failed.pk]
    assert found(state=["failed", "read"]) == [failed.pk, read.pk]
    assert found(source="reuters.example") == [read.pk]
    assert found(q="drone") == [failed.pk]
    assert found(submitted_since="2999-01-01") == []
    assert found(published_after="2024-01-20", published_before="2024-01-20") == [failed.pk, read.pk]
    problem(alice.get(ARTICLES, {"state": "done"}), 400)


def test_three_articles_cost_no_more_queries_than_one(alice, queries):
    factories.ArticleFactory()
    alice.get(ARTICLES)
    one = queries(lambda: alice.get(ARTICLES))
    factories.ArticleFactory.create_batch(2)
    assert queries(lambda: alice.get(ARTICLES)) == one


def test_a_list_never_reads_the_texts(alice, django_assert_max_num_queries):
    factories.ArticleFactory()
    with django_assert_max_num_queries(100) as counted:
        alice.get(ARTICLES)
    about_articles = [q["sql"] for q in counted.captured_queries if 'FROM "incidents_article"' in q["sql"]]
    assert about_articles
    assert not [sql for sql in about_articles if '"text"' in sql or '"raw"' in sql]


def test_an_article_is_read_again_by_those_who_may(
    alice, submitter, queued, django_capture_on_commit_callbacks
):
    article = factories.ArticleFactory(state=ArticleState.FAILED, reason="Attempt 4 failed.", attempts=4)
    address = f"{ARTICLES}/{article.pk}/reread"
    problem(submitter.post(address), 403)
    with django_capture_on_commit_callbacks(execute=True):
        response = alice.post(address)
    assert (response.status_code, response.json()["state"]) == (202, "received")
    assert queued == [article.pk]


def test_an_article_in_another_language_is_not_read_again(alice, queued):
    article = factories.ArticleFactory(language="fr", state=ArticleState.UNSUPPORTED_LANGUAGE)
    problem(alice.post(f"{ARTICLES}/{article.pk}/reread"), 400)
    assert queued == []


@override_settings(PUBLIC_READ=True)
def test_public_reading_is_of_incidents_and_never_of_articles(anonymous):
    problem(anonymous.get(ARTICLES), 401)
    problem(anonymous.post(ARTICLES, STORY, format="json"), 401)


def test_what_was_read_is_told_with_words_that_stand_in_the_text(post, alice):
    """The whole road but for queue and worker: the reader really reads."""
    posted = post().json()
    ingestion.read(posted["id"])
    article = alice.get(posted["url"], {"include": "text"}).json()
    assert article["state"] == "read"
    assert article["drafts"][0]["prominence"] == "main"
    row = alice.get(article["drafts"][0]["url"], {"include": "evidence,statements"}).json()
    assert row["status"] == "draft"
    assert row["wounded"] == {"min": 2, "max": 2}
    assert row["evidence"].keys() <= row.keys()
    words = [words for field in row["evidence"].values() for words in field]
    assert words
    assert all(article["text"][each["start"] : each["end"]] == each["quote"] for each in words)
    assert {statement["field"] for statement in row["statements"]} <= row.keys()
