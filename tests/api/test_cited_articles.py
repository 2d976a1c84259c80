"""Who reads incidents learns which articles they cite, and of these no more than that."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.models import Incident
from incidents.review import reopen
from incidents.vocabulary import Scope
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_problems import problem

ARTICLES = "/api/v1/articles"
CITED = {"id", "url", "title", "source", "original_url", "published_on", "published_at", "language"}
NOT_TOLD = {
    *("state", "reason", "attempts", "byline", "content_type", "story", "submitted_at", "updated_at"),
}


def article_of(*incidents: Incident, **fields: object):
    article = factories.ArticleFactory(byline="By A. Reporter", reason="Attempt 2 failed.", **fields)
    for position, incident in enumerate(incidents):
        factories.ReportFactory(incident=incident, article=article, position=position)
    return article


def published(**fields: object) -> Incident:
    return factories.IncidentFactory(published=True, **fields)


@pytest.fixture
def hidden(db) -> list[Incident]:
    return [
        factories.IncidentFactory(),
        published(sensitivity="restricted"),
        published(embargo_until=timezone.now() + timedelta(days=1)),
    ]


@pytest.fixture(params=["viewer", "submitter", "narrow editor"])
def reader(request, db):
    """Whoever reads, and has handed in none of them."""
    if request.param == "viewer":
        return client_of(cast.person("victor", "viewer"), Scope.READ)
    if request.param == "narrow editor":
        return client_of(cast.bob(), Scope.READ)
    return client_of(cast.person("sally", "submitter"), Scope.READ, Scope.SUBMIT)


def ids(client, **asked: object) -> list[int]:
    response = client.get(ARTICLES, {"cited": "true"} | asked)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_articles_of_what_one_may_not_see_are_not_there_nor_counted(reader, hidden):
    secret, lone = article_of(*hidden), article_of()
    assert ids(reader) == []
    assert reader.get(ARTICLES, {"cited": "true", "count": "exact"}).json()["count"] == 0
    for article in (secret, lone):
        problem(reader.get(f"{ARTICLES}/{article.pk}"), 404)


def test_what_is_told_of_a_cited_article_is_what_incidents_cite(reader, hidden):
    told_of = published()
    article = article_of(*hidden, told_of)
    article.readings.create(
        extractor_version="1", started_at=timezone.now(), finished_at=timezone.now(), drafts=4, counters=1
    )
    article.counters.create(count=144, what="attacks", start=0, end=8, quote=article.text[:8])
    (row,) = reader.get(ARTICLES, {"cited": "true"}).json()["results"]
    one = reader.get(row["url"]).json()
    assert set(row) == CITED | NOT_TOLD
    assert {name for name, value in row.items() if value is None} >= NOT_TOLD
    assert one == row | {"drafts": one["drafts"], "counters": [], "readings": []}
    (cited,) = reader.get(f"/api/v1/incidents/{told_of.pk}").json()["articles"]
    assert {name: row[name] for name in ("id", "title", "source", "published_on", "published_at")} == {
        name: cited[name] for name in ("id", "title", "source", "published_on", "published_at")
    }
    assert (row["original_url"], row["language"]) == (cited["url"], article.language)


def test_no_place_in_the_article_tells_that_there_are_drafts_before(reader, alice, hidden):
    told_of = published()
    article = article_of(*hidden, told_of)

    def places(client):
        return [
            (row["id"], row["position"]) for row in client.get(f"{ARTICLES}/{article.pk}").json()["drafts"]
        ]

    assert places(reader) == [(told_of.pk, None)]
    assert (told_of.pk, 3) in places(alice)


@pytest.mark.parametrize(
    "asked",
    [
        *({"state": "read"}, {"not_state": "read"}, {"submitted_since": "2024-01-01"}),
        *({"updated_since": "2024-01-01"}, {"ordering": "submitted_at"}, {"ordering": "-updated_at"}),
        {"q": "rockets"},
    ],
)
def test_what_is_not_told_cannot_be_found_out_by_asking(reader, asked):
    article_of(published())
    problem(reader.get(ARTICLES, {"cited": "true"} | asked), 403)


def test_a_cursor_tells_no_moment_of_what_is_not_told(reader):
    articles = [article_of(published()) for _ in range(3)]
    first = reader.get(ARTICLES, {"cited": "true", "page_size": 1}).json()
    assert first["results"][0]["id"] == articles[-1].pk
    packed = base64.b64decode(first["next_cursor"] + "==", altchars=b"-_").decode()
    assert packed == f'["-id",0,[{articles[-1].pk}]]'
    following = reader.get(first["next"]).json()
    assert [row["id"] for row in following["results"]] == [articles[-2].pk]


def test_who_may_read_is_not_told_the_text(reader):
    article = article_of(published())
    answer = reader.get(f"{ARTICLES}/{article.pk}", {"include": "text"})
    problem(answer, 403)


def test_an_incident_taken_back_takes_its_articles_along(viewer, bob):
    incident = published()
    article = article_of(incident)
    assert ids(viewer) == [article.pk]
    reopen(incident, by=cast.person("edith", "editor"), seen_version=incident.version, reason="Doubtful.")
    assert ids(viewer) == []


def test_nobody_without_a_right_and_nobody_unknown_reads_any(db, anonymous):
    problem(anonymous.get(ARTICLES), 401)
    problem(client_of(cast.charlie()).get(ARTICLES), 403)
    problem(client_of(cast.bob(), Scope.REVIEW).get(ARTICLES), 403)
    only_hands_in = client_of(cast.person("sally", "submitter"), Scope.SUBMIT)
    problem(only_hands_in.get(ARTICLES, {"cited": "true"}), 403)


def test_who_hands_in_sees_his_own_whole_and_others_as_they_are_cited(db):
    sally = cast.person("sally", "submitter")
    client = client_of(sally, Scope.READ, Scope.SUBMIT)
    own, others = article_of(published(), submitter=sally), article_of(published(), submitter=None)
    unused = article_of(submitter=sally)
    assert [row["id"] for row in client.get(ARTICLES).json()["results"]] == [unused.pk, own.pk]
    rows = client.get(ARTICLES, {"cited": "true"}).json()["results"]
    assert [(row["id"], row["state"]) for row in rows] == [(others.pk, None), (own.pk, "read")]
    assert [
        row["id"] for row in client.get(ARTICLES, {"state": "read", "cited": "false"}).json()["results"]
    ] == [unused.pk]


def test_who_may_read_articles_finds_the_cited_and_the_others(alice, hidden):
    draft, restricted, _embargoed = hidden
    cited, other = article_of(draft), article_of(restricted)
    assert ids(alice) == [cited.pk]
    assert ids(alice, cited="false") == [other.pk]
    problem(alice.get(ARTICLES, {"cited": "maybe"}), 400)


def test_an_article_of_two_incidents_stands_once_and_fifty_cost_no_more_than_one(viewer, queries):
    both = article_of(published(), published())
    assert ids(viewer) == [both.pk]
    viewer.get(ARTICLES)
    one = queries(lambda: viewer.get(ARTICLES))
    for _ in range(49):
        article_of(published(), published())
    assert len(ids(viewer)) == 50
    assert queries(lambda: viewer.get(ARTICLES)) == one
