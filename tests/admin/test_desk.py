"""The review page, without a browser: what it shows, what it takes, and what it never loses."""

import json
import re
from html import unescape

import pytest
from django.urls import reverse

from incidents.admin.review import tables
from incidents.admin.review.form import shown
from incidents.admin.review.inputs import INPUT_OF, INPUTS
from incidents.models import Base, Incident
from incidents.review import edit, publish
from incidents.review.history import history
from tests import cast
from tests.admin import story
from tests.factories import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident():
    return story.draft()


def url(incident):
    return reverse("admin:review", args=[incident.pk])


def page_of(response):
    return unescape(response.content.decode())


def filled(incident, verb="save", reason="the fourth paragraph", **typed):
    """What a browser sends: every input as shown, but for what was typed. Columns that share an input are
    named as columns here, and rows as rows.
    """
    values = shown(incident)
    data = {name: value for name, value in values.items() if isinstance(value, str)} | typed
    rows = {name: data.pop(name, value) for name, value in values.items() if isinstance(value, list)}
    for name, each in INPUTS.items():
        data.setdefault(name, each.write(data))
        for column in each.columns:
            del data[column]
    lines = rows | {
        "casualties": tables.sides(rows["casualties"])[0],
        "weapons": [tables.weapon_line(row) for row in rows["weapons"]],
    }
    for kind, entries in lines.items():
        data[f"{kind}-TOTAL_FORMS"] = len(entries) + 1
        for n, entry in enumerate(entries):
            data |= {f"{kind}-{n}-{name}": value for name, value in entry.items() if value != "False"}
    data |= {"seen": json.dumps(values), "seen_version": incident.version}
    return data | {"verb": verb, "reason": reason}


def test_html_in_an_article_is_shown_and_never_rendered(desk, incident):
    source = desk.get(url(incident)).content.decode()
    assert "&lt;b&gt;Ten drones&lt;/b&gt;" in source
    assert "<b>Ten drones" not in source


def test_the_page_and_every_other_has_no_inline_script_or_style(desk, incident):
    for address in (
        url(incident),
        reverse("admin:review_queue"),
        reverse("admin:review_history", args=[incident.pk]),
    ):
        source = desk.get(address).content.decode()
        assert (
            re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle=|\son\w+=", source) == []
        )


def test_a_draft_that_one_may_not_see_is_not_there(desk, incident):
    Incident.objects.filter(pk=incident.pk).update(sensitivity="restricted")
    assert desk.get(url(incident)).status_code == 404
    assert desk.post(url(incident), filled(incident, killed_min="1")).status_code == 404


def test_what_nobody_changed_is_not_written(desk, incident):
    response = desk.post(url(incident), filled(incident, reason=""), follow=True)
    assert "Nothing was changed." in page_of(response)
    assert now(incident).version == incident.version
    assert len(incident.statements.filter(author__isnull=False)) == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"date": "31 Feb"}, "Date: expected a day that there is; February 2024 has 29 days, not 31."),
        ({"date": "03/04/2024"}, "Date: expected the month by name: 3 Apr 2024 or 4 Mar 2024?"),
        ({"killed": "lots"}, "Killed: expected a number 3, a range 3-5, at least >=3"),
        ({"killed": "13-12"}, "Killed: expected the lower figure first, 12-13; not “13-12”."),
        (
            {"base": "Camp Nowhere"},
            "Base: expected the name or key of a base we know; “Camp Nowhere” is none.",
        ),
        ({"point": "133, 42"}, "Point: expected the latitude first, -90 to 90, then the longitude"),
        ({"point": "38S KC 453"}, "Point: expected as many figures east as north"),
        (
            {"time_zone": "Baghdad"},
            "Local time, zone: expected a zone's IANA name, Asia/Baghdad; not 'Baghdad'.",
        ),
        ({"killed_min": "1", "reason": ""}, "Reason: expected why, in a few words."),
        (
            {"casualties": [{"side": "", "kind": "killed", "min": "2"}]},
            "By side, row 1, Side: expected a value.",
        ),
        (
            {"participations": [{"role": "target", "name": "x", "actor": "nobody at all"}]},
            "Participants, row 1, Actor: expected the name or key of an actor we know",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(desk, incident, typed, said):
    typed = {"summary": "A long summary that took me ten minutes.", **typed}
    response = desk.post(url(incident), filled(incident, **typed))
    page = page_of(response)
    assert response.status_code == 422
    assert said in page
    assert "A long summary that took me ten minutes." in page
    for value in typed.values():
        if isinstance(value, str) and value:
            assert value in page
    assert now(incident).version == incident.version


def test_a_correction_is_saved_with_its_reason(desk, incident, alice):
    response = desk.post(url(incident), filled(incident, wounded_min="4", wounded_max="4"), follow=True)
    assert "Saved." in page_of(response)
    after = now(incident)
    assert (after.wounded_min, after.wounded_max, after.last_edited_by) == (4, 4, alice)
    mine = after.statements.get(author=alice)
    assert (mine.field, mine.value, mine.reason) == ("wounded", {"min": 4, "max": 4}, "the fourth paragraph")


def test_every_input_can_be_changed_at_once(desk, incident):
    typed = {
        "sub_event_type": "air_drone_strike",
        "certainty": "claimed",
        "summary": "Two lines\r\nof summary",
        "date_start": "2024-01-21",
        "date_end": "2024-01-22",
        "date_precision": "week",
        "time_local": "06:05",
        "time_zone": "Asia/Damascus",
        "place_name": "Tanf",
        "place": "Erbil",
        "base": "Erbil Air Base",
        "country": "SY",
        "admin1": "Homs",
        "latitude": "33.5",
        "longitude": "38.6",
        "geo_precision": "near",
        "killed_min": "0",
        "killed_max": "0",
        "wounded_min": "",
        "wounded_max": "9",
        "civilian_targeting": "False",
        "intercepted": "some",
        "damage": "minor",
        "origin_of_fire": "western Iraq",
        "sensitivity": "graphic",
        "restricted_to": "",
        "embargo_until": "2024-02-01 12:00",
        "participations": [
            {"role": "perpetrator", "name": "", "actor": "islamic-resistance-in-iraq", "basis": "accused"}
            | {"referent": "organisation"}
        ],
        "casualties": [{"side": "Syria", "kind": "killed", "min": "1", "max": "", "is_civilian": "on"}],
        "weapons": [{"category": "drone", "system": "Shahed-136", "launched_min": "2", "launched_max": "2"}],
    }
    response = desk.post(url(incident), filled(incident, **typed))
    assert response.status_code == 302, page_of(response)
    values = shown(now(incident))
    assert values["base"] == "Erbil Air Base, IQ (erbil-air-base)"
    assert values["place"] == "Erbil, IQ (98463)"
    assert values["summary"] == "Two lines\nof summary"
    told = {"summary", "base", "place", "participations", "casualties", "weapons"}
    assert {k: v for k, v in values.items() if k not in told} == {
        k: v for k, v in typed.items() if k not in told
    }
    assert values["participations"][0]["name"] == "Islamic Resistance in Iraq"
    assert values["casualties"] == [
        {"side": "Syria", "actor": "", "is_civilian": "True", "kind": "killed", "min": "1", "max": ""}
    ]
    assert values["weapons"][0]["system"] == "Shahed-136"


def test_a_row_marked_for_removal_goes(desk, incident):
    data = filled(incident) | {"casualties-0-DELETE": "on"}
    desk.post(url(incident), data)
    assert [c.side for c in incident.casualties.all()] == ["United States"]


def test_a_name_that_several_have_is_not_guessed(desk, incident):
    for key in ("springfield-1", "springfield-2"):
        Base.objects.create(
            key=key, name="Springfield", kind="garrison", country="US", latitude=1, longitude=1
        )
    response = desk.post(url(incident), filled(incident, base="springfield"))
    assert (
        "“springfield” may be Springfield, US (springfield-1), Springfield, US (springfield-2)."
        in page_of(response)
    )
    desk.post(url(incident), filled(incident, base="Springfield, US (springfield-2)"))
    assert now(incident).base.key == "springfield-2"


def test_publishing_saves_what_was_typed_and_goes_to_the_next_draft(desk, incident):
    other = Incident.objects.exclude(pk=incident.pk).get()
    response = desk.post(url(incident), filled(incident, "publish", killed_max="0"), follow=True)
    assert response.redirect_chain == [(url(other), 302)]
    after = now(incident)
    assert (after.status, after.killed_max) == ("published", 0)
    assert f'<a href="{url(incident)}">{after.public_id}</a> is published.' in page_of(response)
    assert [(s.verb, s.reason) for s in history(after)[-2:]] == [
        ("edit", "the fourth paragraph"),
        ("publish", "the fourth paragraph"),
    ]


def test_where_the_edit_is_refused_nothing_is_published(desk, incident):
    desk.post(url(incident), filled(incident, "publish", killed_max="-1"))
    assert now(incident).status == "draft"


def test_where_the_publication_is_refused_the_edit_is_not_kept(desk, incident, settings):
    settings.REVIEW_FOUR_EYES = True
    response = desk.post(url(incident), filled(incident, "publish", killed_max="0"))
    assert response.status_code == 403
    assert "Four eyes" in page_of(response)
    assert now(incident).killed_max == 12


@pytest.mark.parametrize(("verb", "status"), [("accept", "in_review"), ("reject", "rejected")])
def test_accepting_and_rejecting(desk, incident, verb, status):
    desk.post(url(incident), filled(incident, verb))
    assert now(incident).status == status


def test_a_published_incident_is_shown_locked_and_reopens(desk, incident, alice):
    published = publish(incident, by=alice, seen_version=incident.version)
    page = page_of(desk.get(url(incident)))
    assert '<fieldset class="all" disabled>' in page
    assert 'data-verb="save"' not in page
    sent = {"verb": "reopen", "reason": "new toll", "seen_version": published.version}
    desk.post(url(incident), sent)
    assert now(incident).status == "published", "a post that does not say what it saw does nothing"
    before = shown(now(incident))
    desk.post(url(incident), sent | {"seen": json.dumps(before)})  # disabled inputs are not sent
    assert now(incident).status == "in_review"
    assert shown(now(incident)) == before, "what was not sent must not be wiped"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"weapons": [{"system": "Fateh-110"}]}, "Weapons, row 1, Weapon: expected a value."),
        ({"weapons": [{"hit_min": "2"}]}, "Weapons, row 1, Weapon: expected a value."),
        (
            {"casualties": [{"actor": "us-forces", "kind": "killed"}]},
            "By side, row 1, Side: expected a value.",
        ),
    ],
)
def test_a_row_that_lacks_what_it_is_about_is_not_dropped(desk, incident, typed, said):
    response = desk.post(url(incident), filled(incident, **typed))
    assert response.status_code == 422
    assert said in page_of(response)
    assert now(incident).version == incident.version


def test_who_restricts_what_they_may_then_not_see_is_told_so(desk, incident):
    response = desk.post(url(incident), filled(incident, sensitivity="restricted"), follow=True)
    assert response.redirect_chain == [(reverse("admin:review_queue"), 302)]
    assert f"Saved. {incident} is now restricted" in page_of(response)
    assert now(incident).sensitivity == "restricted"


def test_a_relation_to_what_one_may_not_see_is_not_told(desk, incident):
    other = Incident.objects.exclude(pk=incident.pk).get()
    incident.relations.create(kind="retaliates_for", other=other)
    assert list(desk.get(url(incident)).context["same"]["bonds"])
    Incident.objects.filter(pk=other.pk).update(sensitivity="restricted")
    assert not list(desk.get(url(incident)).context["same"]["bonds"])


def test_what_nobody_said_is_not_put_in_the_outlets_mouth(desk, incident):
    article = incident.articles.first()
    incident.statements.create(article=article, field="summary", value="Missiles were fired.", is_chosen=True)
    edit(incident, {"summary": "Mine."}, by=cast.bob(), seen_version=now(incident).version, reason="clearer")
    rows = {
        line["row"].key: line for _, lines in desk.get(url(incident)).context["sections"] for line in lines
    }
    assert [said.who for said in rows["summary"]["standing"].said] == ["bob", "the reader"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/admin/review/?q=%00", 200),
        ("/admin/review/?country=%00&type=%00&status=%00", 200),
        ("/admin/review/lookup/actor/?q=a%00b", 200),
        ("/admin/review/next/?after=%C2%B2", 302),
        ("/admin/incidents/article/%C2%B2/change/", 404),
        ("/admin/incidents/incident/%C2%B2/change/", 404),
        ("/admin/incidents/incident/nonsense/history/", 404),
    ],
)
def test_nonsense_in_an_address_is_no_failure_of_ours(desk, address, status):
    assert desk.get(address).status_code == status


def test_null_characters_are_no_failure_of_ours(desk, incident):
    response = desk.post(
        url(incident), filled(incident, base="erbil\0-air-base", summary="a\0b", reason="c\0d")
    )
    assert response.status_code == 302
    assert (now(incident).base.key, now(incident).summary) == ("erbil-air-base", "ab")


def test_the_address_itself_leads_to_the_desk(desk):
    assert desk.get("/", follow=True).redirect_chain == [("/admin/", 302)]


def test_an_unknown_verb_does_nothing(desk, incident):
    assert desk.post(url(incident), filled(incident, "destroy")).status_code == 422
    assert now(incident).version == incident.version


def test_who_was_slower_overwrites_nothing_and_sees_both(desk, incident):
    typed = filled(incident, killed_max="3", summary="Mine.")
    theirs = {"killed_max": 5, "wounded_min": 8}
    edit(incident, theirs, by=cast.bob(), seen_version=incident.version, reason="theirs")
    response = desk.post(url(incident), typed)
    page = page_of(response)
    assert response.status_code == 409
    (conflict,) = response.context["open_conflicts"]
    assert (conflict["label"], conflict["mine"], conflict["theirs"]) == ("Killed", "0–3", "0–5")
    assert [(each["label"], each["is_mine"]) for each in response.context["merged_by_itself"]] == [
        ("Summary", True),
        ("Wounded", False),
    ]
    assert "Mine." in page
    assert (now(incident).killed_max, now(incident).wounded_min) == (5, 8)


def test_saving_again_after_that_keeps_theirs_where_one_typed_nothing(desk, incident):
    typed = filled(incident, killed_max="3")
    edit(incident, {"wounded_min": 8}, by=cast.bob(), seen_version=incident.version, reason="theirs")
    form = desk.post(url(incident), typed).context["form"]
    again = typed | {name: v for name, v in form.typed.items() if isinstance(v, str) and name not in INPUT_OF}
    again |= {name: each.write(form.typed) for name, each in INPUTS.items()}
    again |= {"seen": form.seen_json, "seen_version": form.seen_version}
    assert desk.post(url(incident), again).status_code == 302
    assert (now(incident).killed_max, now(incident).wounded_min) == (3, 8)


def test_what_a_person_vouches_for_looks_different_from_what_the_reader_says(desk, incident, alice):
    edit(incident, {"wounded_min": 4}, by=alice, seen_version=incident.version, reason="later report")
    page = page_of(desk.get(url(incident)))
    assert '<div class="row person" id="row-wounded"' in page
    assert '<div class="row reader" id="row-killed"' in page
    assert '<div class="row nobody" id="row-damage"' in page


def test_low_confidence_stands_out(desk, incident):
    assert '<div class="row reader low" id="row-wounded"' in page_of(desk.get(url(incident)))


def test_rival_figures_stand_beside_the_field_with_their_speakers(desk, incident):
    page = page_of(desk.get(url(incident)))
    row = page[page.index('id="row-killed"') : page.index('id="row-wounded"')]
    assert re.findall(r'<b dir="auto">(.*?)</b>\s*<span class="who"><bdi>(.*?)</span>', row) == [
        ("0", "a spokesman</bdi>"),
        ("12", "The Islamic Resistance in Iraq</bdi>, claimed"),
    ]


def test_the_desk_takes_as_many_queries_for_three_articles_as_for_one(
    desk, incident, django_assert_max_num_queries
):
    with django_assert_max_num_queries(29):
        assert desk.get(url(incident)).status_code == 200


def test_the_history_names_people_and_values(desk, incident, alice):
    edit(incident, {"base": "erbil-air-base"}, by=alice, seen_version=incident.version, reason="wrong base")
    page = page_of(desk.get(reverse("admin:review_history", args=[incident.pk])))
    for words in (
        "alice",
        "wrong base",
        "<del>Ain al-Asad</del> Air Base, IQ",
        "<ins>Erbil</ins> Air Base, IQ",
    ):
        assert words in page


# --- confirming, choosing, words ---------------------------------------------------------------------


def by_script(desk, incident, verb, **more):
    data = {"verb": verb, "seen": "{}", "seen_version": incident.version, **more}
    return desk.post(url(incident), data, headers={"HX-Request": "true"})


def test_a_field_is_confirmed_without_a_script_and_what_was_typed_is_saved_with_it(desk, incident, alice):
    data = filled(incident, "confirm:wounded", summary="Mine.")
    response = desk.post(url(incident), data)
    assert response["Location"] == f"{url(incident)}#row-wounded"
    assert now(incident).summary == "Mine."
    assert incident.verdicts.get(field="wounded").by == alice
    assert '<div class="row person" id="row-wounded"' in page_of(desk.get(url(incident)))


def test_a_script_gets_the_fields_and_what_happened_and_no_page(desk, incident):
    response = by_script(desk, incident, "confirm:wounded")
    assert response.status_code == 200
    assert "<html" not in page_of(response)
    assert '<p data-told><a href="#row-wounded">Wounded</a> is confirmed. <button form="undo"' in page_of(
        response
    )
    assert f'name="seen_version" value="{incident.version}"' in page_of(response)


def test_a_stale_choice_by_script_is_told_and_does_nothing(desk, incident):
    four = incident.statements.get(field="wounded", value={"min": 4, "max": 4})
    edit(incident, {"damage": "minor"}, by=cast.bob(), seen_version=incident.version, reason="x")
    response = by_script(desk, incident, f"choose:{four.pk}")
    assert response.status_code == 409
    assert "Somebody changed this meanwhile. Nothing was done." in page_of(response)
    assert now(incident).wounded_min == 3


@pytest.mark.parametrize(
    ("verb", "more"),
    [
        ("choose:none", {}),
        ("choose:999999999", {}),
        ("ground:wounded", {"article": "x", "start": 0, "end": 1}),
        ("ground:nonsense", {"article": 1, "start": 0, "end": 1}),
        ("confirmed:wounded", {}),
    ],
)
def test_what_cannot_be_done_is_refused_by_script_as_well(desk, incident, verb, more):
    response = by_script(desk, incident, verb, **more)
    assert response.status_code == 422
    assert 'data-told="error"' in page_of(response)
    assert not incident.verdicts.exists()


def test_rivals_have_digits_and_a_lone_statement_has_none(desk, incident):
    rows = {
        line["row"].key: line for _, lines in desk.get(url(incident)).context["sections"] for line in lines
    }
    keys = {name: [said.key for said in line["standing"].listed] for name, line in rows.items()}
    assert (keys["killed"], keys["wounded"], keys["type"]) == ([1, 2], [1, 2], [0])
    assert set(keys["participations"]) == {0}, "of different fields none is another's rival"


def from_words(desk, incident, row, quote):
    article = incident.articles.get(title__startswith="Missiles")
    start = article.text.index(quote)
    asked = {"row": row, "article": article.pk, "start": start, "end": start + len(quote)}
    return desk.get(reverse("admin:review_from_words", args=[incident.pk]), asked)


@pytest.mark.parametrize(
    ("row", "quote", "inputs"),
    [
        ("killed", "twelve American soldiers", {"killed": "12"}),
        ("date", "Saturday evening", {"date": "20 Jan 2024", "date_precision": "day"}),
        ("time", "about 6:30 p.m. local time", {"time_local": "18:30"}),
        ("base", "Ain al-Asad air base", {"base": "Ain al-Asad Air Base, IQ (ain-al-asad)"}),
        ("origin", "inside Iraq", {"origin_of_fire": "inside Iraq"}),
        ("weapons", "ballistic missiles", {"category": "ballistic_missile", "system": "", "launched": ""}),
        (
            "participations",
            "The Islamic Resistance in Iraq",
            {
                "name": "Islamic Resistance in Iraq",
                "actor": "Islamic Resistance in Iraq (islamic-resistance-in-iraq)",
                "referent": "organisation",
            },
        ),
    ],
)
def test_a_field_is_set_from_words_as_its_inputs_have_it(desk, incident, row, quote, inputs):
    response = from_words(desk, incident, row, quote)
    assert response.status_code == 200, response.json()
    assert response.json() == {"inputs": inputs, "quote": quote}
    assert now(incident).version == incident.version, "nothing is saved yet"


@pytest.mark.parametrize(
    ("row", "quote", "said"),
    [
        ("date", "militants", "expected one day"),
        ("summary", "militants", "Summary is not read from words: choose or type it."),
        ("nonsense", "militants", "nonsense is not read from words"),
    ],
)
def test_what_is_not_understood_says_what_was_expected(desk, incident, row, quote, said):
    response = from_words(desk, incident, row, quote)
    assert response.status_code == 422
    assert said in response.json()["error"]


def test_the_words_of_a_value_are_saved_with_it(desk, incident, alice):
    article = incident.articles.get(title__startswith="Missiles")
    start = article.text.index("twelve American soldiers")
    words = json.dumps([["killed", article.pk, start, start + 24], ["participations.0", article.pk, 0, 12]])
    desk.post(url(incident), filled(incident, killed_min="12", killed_max="12") | {"words": words})
    mine = incident.statements.get(field="killed", author=alice)
    assert [e.quote for e in mine.evidence.all()] == ["twelve American soldiers"]


@pytest.mark.parametrize("words", ["nonsense", "[1]", '[["killed"]]', '[["killed", "x", 0, 1]]', "{}"])
def test_words_that_cannot_be_read_are_none(desk, incident, words):
    response = desk.post(url(incident), filled(incident, killed_max="3") | {"words": words})
    assert response.status_code == 302
    assert now(incident).killed_max == 3


def test_words_typed_stay_where_the_form_is_refused(desk, incident):
    words = '[["killed", 1, 0, 5]]'
    response = desk.post(url(incident), filled(incident, killed_max="3", reason="") | {"words": words})
    assert response.status_code == 422
    assert response.context["form"].words_json == words


# --- a long article ------------------------------------------------------------------------------


def test_of_a_long_article_the_page_is_light_and_asks_no_more(desk, django_assert_max_num_queries):
    incident = story.long_draft()
    with django_assert_max_num_queries(38):
        response = desk.get(url(incident))
    assert len(response.content) < 400_000
    assert len(response.context["others"]) == 11
    (page,) = response.context["pages"]
    assert len(page.lit) == 200
    assert len(page.article.text.split()) == 3000


def test_the_text_of_a_page_is_sent_once(desk, incident):
    assert page_of(desk.get(url(incident))).count("a number of missiles were launched from inside Iraq") == 1
