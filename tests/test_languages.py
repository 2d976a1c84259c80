"""The interface in other languages than English: nothing is left out or out of date."""

import json
import re

import pytest
from babel.messages import pofile
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from incidents.models import Incident
from incidents.review import NotAllowed, jobs, publish
from incidents.vocabulary import Status, Weapon, Word
from tests import cast
from tests.admin import story
from tests.admin.test_desk import filled
from tools import messages

OTHERS = [language for language, _ in settings.LANGUAGES if language != settings.LANGUAGE_CODE]
EACH = [(language, domain) for language in OTHERS for domain in messages.DOMAINS]


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_the_catalogue_holds_what_is_said_now(language, domain):
    with open(messages.path_of(language, domain), "rb") as file:
        held = {message.id for message in pofile.read_po(file)}
    assert held == {message.id for message in messages.collected(language, domain)}, (
        "run python -m tools.messages"
    )


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_what_is_compiled_is_what_is_written(language, domain):
    path = messages.path_of(language, domain).with_suffix(".mo")
    assert path.read_bytes() == messages.compiled(language, domain), "run python -m tools.messages"


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_no_text_is_left_in_english(language, domain):
    """Which one is missing, and where it is said: translate it in incidents/locale/."""
    left = {
        f"{message.id!r} in {', '.join(sorted({where for where, _line in message.locations}))}"
        for message in messages.untranslated(messages.collected(language, domain))
    }
    assert sorted(left) == []


def filled_in(text: str) -> set[str]:
    return set(messages.PLACE.findall(text))


TOLD_AS_IT_IS = {
    "UTC",
    "Esc",
    "CSV",
    "XLSX",
    "SHA-256",
    "ICAO",
    "Wikidata",
    "GeoNames",
    "YYYY-MM-DD",
    "HH:MM",
}
BLOCK = re.compile(r"{%\s*(blocktranslate|comment)\b.*?{%\s*end\1\s*%}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
NO_TEXT = re.compile(r"<(script|style)\b.*?</\1>|{% block bodyclass %}.*?{% endblock %}", re.DOTALL)
SPOKEN = re.compile(r'\s(?:title|placeholder|aria-label|alt)="([^"]*)"')
IN_SCRIPTS = re.compile(r'\bbind\([^,]+, "|(?:textContent|title|placeholder|ariaLabel) [+]?= "[A-Z]')


def of_pages(source: str) -> str:
    """What a template says in its own words: text, and attributes that are read."""
    plain = BLOCK.sub("", NO_TEXT.sub("", source))
    return " ".join([*SPOKEN.findall(plain), re.sub(r"<[^>]*>|&\w+;", " ", plain)])


def test_no_page_says_anything_past_the_catalogue():
    found = {}
    pages = set((messages.ROOT / "templates").rglob("*.html"))
    for path in sorted(pages - {messages.ROOT / "templates" / "500.html"}):  # which counts on nothing
        words = re.findall(r"[A-Za-z][\w:-]+", of_pages(path.read_text(encoding="utf-8")))
        if left := [word for word in words if word not in TOLD_AS_IT_IS]:
            found[str(path.relative_to(messages.ROOT))] = left
    assert found == {}, "say it through {% translate %}"


def test_no_script_says_anything_past_the_catalogue():
    scripts = (messages.ROOT / "incidents" / "static").rglob("*.js")
    definition = "export function bind("
    said = [
        f"{path.name}: {line.strip()}"
        for path in scripts
        for line in path.read_text(encoding="utf-8").splitlines()
        if IN_SCRIPTS.search(line) and definition not in line
    ]
    assert said == [], "say it through gettext()"


def test_no_text_hides_within_another():
    """Babel does not look for texts within an f-string: f"{_('draft')}"."""
    hidden = [
        f"{path.name}: {line.strip()}"
        for path in (messages.ROOT / "incidents").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"""\{_\(["']""", line)
    ]
    assert hidden == []


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_a_translation_keeps_what_is_filled_in(language, domain):
    wrong = []
    for message in messages.collected(language, domain):
        one, several = (message.id, message.id) if isinstance(message.id, str) else message.id
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in filter(None, texts if one else ()):
            kept, wanted = filled_in(text), filled_in(several)
            if kept != wanted and not (
                isinstance(message.id, tuple) and kept <= wanted
            ):  # "two" needs no figure
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_plural_has_a_form_for_every_number_of_its_language(language):
    catalogue = messages.collected(language)
    plurals = [message for message in catalogue if isinstance(message.id, tuple)]
    assert len(plurals) > 10
    assert [m.id[0] for m in plurals if len(m.string) != catalogue.num_plurals] == []


def test_arabic_counts_as_arabic_does():
    said = {}
    with translation.override("ar"):
        for n in (0, 1, 2, 3, 15, 100):
            said[n] = translation.ngettext("%(n)s field alike", "%(n)s fields alike", n) % {"n": n}
    assert said == {
        0: "لا حقول متطابقة",
        1: "حقل واحد متطابق",
        2: "حقلان متطابقان",
        3: "3 حقول متطابقة",
        15: "15 حقلاً متطابقاً",
        100: "100 حقل متطابق",
    }


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


def in_arabic(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("set_language"), {"language": "ar"})
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("get", "/api/v1/incidents?date_from=yesterday", None),
        ("get", "/api/v1/incidents/999999", None),
        ("get", "/api/v1/problems", None),
        ("post", "/api/v1/articles", {"text": "", "language": "english"}),
        ("get", "/api/v1/incidents/{pk}", None),
        ("post", "/api/v1/incidents/{pk}/publish", {"version": "one"}),
        ("post", "/api/v1/incidents/{pk}/reopen", {"version": 1}),
    ],
)
def test_the_api_answers_in_english_whoever_asks(method, address, body):
    address, alice = address.format(pk=story.draft().pk), cast.alice()
    answers = []
    for client, accepted in ((in_arabic(alice), "ar"), (Client(), "en")):
        client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
        given = {"data": body, "content_type": "application/json"} if body is not None else {}
        answer = getattr(client, method)(
            address, headers={"accept-language": accepted, "x-request-id": "one-and-the-same"}, **given
        )
        answers.append((answer.status_code, answer.headers["content-language"], answer.content))
    assert answers[0] == answers[1]
    assert answers[0][1] == "en"


@pytest.mark.django_db
def test_a_verb_says_no_in_the_language_of_who_asks():
    incident, client = story.draft(), in_arabic(cast.alice())
    answer = client.post(reverse("admin:review", args=[incident.pk]), filled(incident, "reject", reason=""))
    page = answer.content.decode()
    assert "المتوقع السبب بكلمات قليلة." in page
    assert "expected why" not in page


@pytest.mark.django_db
def test_scripts_are_given_their_texts_in_the_language_of_the_page():
    client = in_arabic(cast.alice())
    page = client.get(reverse("admin:review", args=[story.draft().pk])).content.decode()
    address = reverse("texts") + "?language=ar"
    assert f'<script src="{address}" defer>' in page
    assert page.index(address) < page.index("incidents/desk.js")
    assert json.dumps("الحقل التالي") in client.get(address).content.decode()


@pytest.mark.django_db
def test_a_page_in_english_asks_for_no_texts():
    client = Client()
    client.force_login(cast.alice(), backend="django.contrib.auth.backends.ModelBackend")
    assert reverse("texts") not in client.get(reverse("admin:review_queue")).content.decode()


@pytest.mark.django_db
def test_a_job_tells_what_became_of_its_rows_in_the_language_of_who_started_it():
    incident, alice = story.draft(), cast.alice()
    found = Incident.objects.filter(pk=incident.pk)
    job = jobs.prepare("reject", found, by=alice, asked={"reason": "Twice."})
    found.update(place_name="Elsewhere")
    with translation.override("ar"):
        jobs.start(job)
    jobs.run(job.pk)
    assert job.rows.get().message == "تغيّرت منذ اخترتها."


@pytest.mark.django_db
def test_what_is_kept_for_good_is_kept_in_english():
    incident = story.draft()
    with translation.override("ar"):
        assert str(incident) == f"المسودة {incident.pk}"
        assert incident.in_english == f"Draft {incident.pk}"


@pytest.mark.django_db
def test_who_may_not_is_told_what_in_the_language_of_who_asks():
    incident, viewer = story.draft(), cast.person("vera", "viewer")
    with (
        translation.override("ar"),
        pytest.raises(NotAllowed, match="لا يحق لـvera هذا الإجراء على الحوادث: النشر"),
    ):
        publish(incident, by=viewer, seen_version=incident.version)
    with pytest.raises(NotAllowed, match="vera may not publish incidents"):
        publish(incident, by=viewer, seen_version=incident.version)
