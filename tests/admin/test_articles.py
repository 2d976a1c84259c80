"""Submitting in the browser, looking an article up, and having it read again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from incidents import tasks
from incidents.models import Article
from tests import cast
from tests.admin.test_desk import page_of
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db

SUBMIT = "/admin/articles/submit/"
STORY = (
    "Militants fired rockets at the Ain al-Asad air base in western Iraq on Saturday, wounding two soldiers, "
    "the ministry of defence said. Nobody claimed responsibility for the attack."
)


@pytest.fixture
def queued(monkeypatch):
    """The ids of the articles whose reading was asked of the broker."""
    asked = []
    monkeypatch.setattr(tasks.read_article, "delay", asked.append)
    return asked


def test_nothing_is_submitted_by_looking(desk):
    assert desk.get(SUBMIT).status_code == 200
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({}, "text", "expected the article's text here, or a file below."),
        ({"text": STORY, "published": "Saturday"}, "published", "expected"),
        ({"text": STORY, "url": "not an address"}, "url", "expected"),
        ({"text": STORY, "language": "Klingon!"}, "language", "expected"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(desk, typed, field, said):
    response = desk.post(SUBMIT, {"title": "My long title", **typed})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"].errors[field][0].startswith(said)
    page = page_of(response)
    assert "My long title" in page
    for value in typed.values():
        assert value in page
    assert Article.objects.count() == 0


def test_a_text_is_stored_and_its_reading_asked_for(desk, alice, queued, django_capture_on_commit_callbacks):
    typed = {"text": STORY, "title": "Rockets", "published": "2024-01-20", "source": "Wire"}
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(SUBMIT, typed)
    article = Article.objects.get()
    assert (article.title, article.submitter, article.source.name) == ("Rockets", alice, "Wire")
    assert (
        f'accepted: <a dir="auto" href="/admin/incidents/article/{article.pk}/change/">Rockets</a>'
        in page_of(response)
    )
    assert queued == [article.pk]


def test_the_second_submitter_is_told_which_it_is_and_nothing_is_stored(desk, queued):
    desk.post(SUBMIT, {"text": STORY, "title": "Rockets"})
    page = page_of(desk.post(SUBMIT, {"text": STORY, "title": "Rockets again"}))
    assert "is one we already have" in page
    assert Article.objects.count() == 1


def test_of_many_files_one_that_is_wrong_does_not_sink_the_rest(desk):
    files = [
        SimpleUploadedFile("one.txt", STORY.encode(), "text/plain"),
        SimpleUploadedFile(
            "two.html", f"<html><body><p>{STORY} Twice.</p></body></html>".encode(), "text/html"
        ),
        SimpleUploadedFile("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
    ]
    response = desk.post(SUBMIT, {"files": files})
    told = [(o.name, bool(o.article), [f for f, _ in o.errors]) for o in response.context["outcomes"]]
    assert told == [("one.txt", True, []), ("two.html", True, []), ("photo.txt", False, ["files"])]


def test_a_file_above_the_limit_is_refused_by_its_size(desk, settings):
    settings.MAX_UPLOAD_BYTES = 2**20
    big = SimpleUploadedFile("big.txt", b"x" * (2**20 + 1), "text/plain")
    response = desk.post(SUBMIT, {"files": [big]})
    assert response.context["form"].errors == {"files": ["expected at most 1 MB a file; big.txt has more."]}


def test_html_of_an_article_is_shown_escaped_and_its_state_with_the_reason(desk):
    article = ArticleFactory(
        text="Rockets <script>alert(1)</script> hit.", state="failed", reason="Reading failed 4 times."
    )
    source = desk.get(reverse("admin:incidents_article_change", args=[article.pk])).content.decode()
    assert "<script>alert" not in source
    assert "&lt;script&gt;alert(1)" in source
    assert "Reading failed 4 times." in source


def test_having_it_read_again(desk, queued, django_capture_on_commit_callbacks):
    article = ArticleFactory(state="failed", reason="Reading failed 4 times.")
    address = reverse("admin:reread", args=[article.pk])
    assert desk.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(address, follow=True)
    assert "will be read again" in page_of(response)
    assert queued == [article.pk]
    assert Article.objects.get(pk=article.pk).state == "received"


def test_what_is_not_english_is_not_read_again_and_says_why(desk, queued):
    article = ArticleFactory(state="failed", language="fr")
    page = page_of(desk.post(reverse("admin:reread", args=[article.pk]), follow=True))
    assert "xpected an English article; this one is in “fr”." in page
    assert queued == []


def test_a_submitter_sees_the_state_of_his_own_and_nothing_of_others():
    sam = cast.person("sam", "submitter")
    client = Client()
    client.force_login(sam, backend="django.contrib.auth.backends.ModelBackend")
    own = ArticleFactory(submitter=sam, title="Mine", state="read")
    ArticleFactory(title="Theirs", text="Secret words.")
    page = page_of(client.get(reverse("admin:incidents_article_changelist")))
    assert "Mine" in page
    assert "Theirs" not in page
    detail = page_of(client.get(reverse("admin:incidents_article_change", args=[own.pk])))
    assert "Read again" not in detail
    assert "<h2>Incidents</h2>" not in detail


def test_a_copy_leads_to_the_first_of_its_story_and_back(desk):
    first = ArticleFactory(title="As the agency has it")
    copy = ArticleFactory(story=first, state="same_story", source__name="The Evening Paper")
    address = "admin:incidents_article_change"
    assert reverse(address, args=[first.pk]) in page_of(desk.get(reverse(address, args=[copy.pk])))
    page = page_of(desk.get(reverse(address, args=[first.pk])))
    assert reverse(address, args=[copy.pk]) in page
    assert "The Evening Paper" in page


def test_a_submitter_is_not_told_who_else_printed_it():
    sam = cast.person("sam", "submitter")
    first = ArticleFactory(submitter=sam)
    ArticleFactory(story=first, state="same_story", source__name="The Evening Paper")
    client = Client()
    client.force_login(sam)
    page = page_of(client.get(reverse("admin:incidents_article_change", args=[first.pk])))
    assert "The Evening Paper" not in page
