"""The interface in other languages than English: nothing of the review page is left out or out of date."""

import pytest
from babel.messages import pofile
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from incidents.vocabulary import Status, Weapon, Word
from tests import cast
from tests.admin import story
from tools import messages

OTHERS = [language for language, _ in settings.LANGUAGES if language != settings.LANGUAGE_CODE]
REVIEW_PAGE = (
    "templates/account/",
    "templates/admin/account/",
    "templates/admin/review/desk.html",
    "templates/admin/review/entry.html",
    "templates/admin/review/fields.html",
    "templates/admin/review/grid",
    "templates/admin/review/ledger",
    "templates/admin/review/row.html",
    "templates/admin/review/story.html",
    "incidents/admin/account/",
    "incidents/admin/review/form.py",
    "incidents/admin/review/inputs.py",
    "incidents/admin/review/layout.py",
    "incidents/admin/review/notes.py",
    "the vocabulary",
)


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_what_is_said_now(language):
    with open(messages.LOCALE / language / "LC_MESSAGES" / "django.po", "rb") as file:
        held = {message.id for message in pofile.read_po(file)}
    assert held == {message.id for message in messages.collected(language)}, "run python -m tools.messages"


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language):
    path = messages.LOCALE / language / "LC_MESSAGES" / "django.mo"
    assert path.read_bytes() == messages.compiled(language), "run python -m tools.messages"


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_of_the_review_page_is_left_in_english(language):
    catalogue = messages.collected(language)
    of_the_page = (message for message, _, where in messages.said() if where.startswith(REVIEW_PAGE))
    asked = {message if isinstance(message, str) else message[0] for message in of_the_page}
    assert len(asked) > 250
    left = set(messages.missing(catalogue))
    assert sorted(asked & left) == []


def filled_in(text: str) -> set[str]:
    return set(messages.PLACE.findall(text))


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_keeps_what_is_filled_in(language):
    wrong = []
    for message in messages.collected(language):
        one, several = (message.id, message.id) if isinstance(message.id, str) else message.id
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in filter(None, texts if one else ()):
            kept, wanted = filled_in(text), filled_in(several)
            if kept != wanted and not (one != several and kept <= wanted):  # "two" needs no figure
                wrong.append(text)
    assert wrong == []


def test_labels_are_told_in_the_language_of_who_asks_and_kept_in_english():
    with translation.override("ar"):
        assert (Status.DRAFT.label, Status.DRAFT.in_english) == ("مسودة", "Draft")
        assert dict(Weapon.choices())["drone"] == "طائرة مسيّرة"
    assert Status.DRAFT.label == "Draft"
    assert issubclass(Status, Word)


@pytest.mark.django_db
def test_the_review_page_is_arabic_from_right_to_left_and_text_keeps_its_own_direction():
    incident, client = story.draft(), Client()
    client.force_login(cast.alice(), backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("set_language"), {"language": "ar"})
    page = client.get(reverse("admin:review", args=[incident.pk])).content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    for said in ("مسودة", "نشر", "رفض", "قصف/هجوم مدفعي/صاروخي", "صاروخ باليستي"):
        assert said in page
    assert 'dir="auto" lang="en"' in page
    client.post(reverse("set_language"), {"language": "en"})
    assert 'dir="ltr"' in client.get(reverse("admin:review", args=[incident.pk])).content.decode()
