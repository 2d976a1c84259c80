"""Sheets: who may bring one in, what a trial leaves untouched, and that what went out comes in as it was."""

import csv
import io
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from incidents.exports import table
from incidents.exports.cells import as_meant, defused, joined, parted
from incidents.exports.sheets import SHEETS
from incidents.models import Actor, Base, Campaign, Presence, Tie
from incidents.models.revisions import revisions_of
from tests import cast
from tests.admin.test_desk import page_of
from tests.factories import ActorFactory, BaseFactory, PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db

HEADER = "key,name,kind,country,aliases\n"


def page(kind: str) -> str:
    return reverse("admin:knowledge_sheet", args=[kind])


def tried(client: Client, kind: str, data: str | bytes, name="new.csv", **more):
    content = data.encode() if isinstance(data, str) else data
    return client.post(page(kind), {"file": SimpleUploadedFile(name, content), **more})


def written(client: Client, kind: str, data: str | bytes, *, reason="from the ministry", **more):
    trial = tried(client, kind, data, **more)
    assert trial.status_code == 200, trial.context["errors"]
    return client.post(page(kind), {"tried": trial.context["tried"], "reason": reason})


def lines(response) -> list[tuple]:
    return [(line.number, line.outcome, line.changes or line.errors) for line in response.context["lines"]]


def exported(client: Client, kind: str, **asked) -> bytes:
    response = client.get(reverse("admin:knowledge_sheet_export", args=[kind]), asked)
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


# --- who may not, and what is left alone --------------------------------------------------------


def test_a_viewer_takes_sheets_away_and_brings_none_in():
    client = Client()
    client.force_login(cast.person("vera", "viewer"), backend="django.contrib.auth.backends.ModelBackend")
    ActorFactory(key="kept")
    assert b"kept" in exported(client, "actor")
    assert "Bring in" not in page_of(client.get(page("actor")))
    assert tried(client, "actor", HEADER + "new,New,rebel_group,IQ,\n").status_code == 403
    assert not Actor.objects.filter(key="new").exists()


def test_a_trial_writes_nothing(desk):
    ActorFactory(key="old", name="Old", kind="rebel_group")
    trial = tried(desk, "actor", HEADER + "old,Older,rebel_group,,\nnew,New,rebel_group,IQ,\n")
    assert lines(trial) == [
        (2, "update", [("name", "Old", "Older")]),
        (
            3,
            "new",
            [("key", "", "new"), ("name", "", "New"), ("kind", "", "rebel_group"), ("country", "", "IQ")],
        ),
    ]
    assert list(Actor.objects.values_list("key", "name")) == [("old", "Old")]


def test_nothing_is_written_without_a_reason_or_by_somebody_elses_trial(desk):
    trial = tried(desk, "actor", HEADER + "new,New,rebel_group,IQ,\n").context["tried"]
    unsaid = desk.post(page("actor"), {"tried": trial, "reason": " "})
    assert (unsaid.status_code, unsaid.context["errors"]) == (422, {"reason": ["expected why."]})
    assert unsaid.context["tried"]  # the file need not be chosen again
    bob = Client()
    bob.force_login(cast.bob(), backend="django.contrib.auth.backends.ModelBackend")
    for client, sheet, held in ((bob, "actor", trial), (desk, "base", trial), (desk, "actor", trial + "x")):
        assert client.post(page(sheet), {"tried": held, "reason": "why"}).status_code == 422
    assert not Actor.objects.exists()


def test_what_somebody_changed_since_the_trial_is_shown_anew_and_not_overwritten(desk):
    actor = ActorFactory(key="old", name="Old", kind="rebel_group")
    trial = tried(desk, "actor", HEADER + "old,Older,rebel_group,,\n").context["tried"]
    Actor.objects.filter(pk=actor.pk).update(country="SY")
    again = desk.post(page("actor"), {"tried": trial, "reason": "why"})
    assert again.status_code == 422
    assert lines(again) == [(2, "update", [("name", "Old", "Older"), ("country", "SY", "")])]
    assert Actor.objects.get().country == "SY"


def test_errors_name_row_column_and_what_was_expected(desk):
    ActorFactory(name="Taken")
    data = "key,name,kind,country,active_from,active_to,names\n" + "\n".join(
        (
            "a,A,militia,IQ,,,",
            "b,B,rebel_group,Iraq,,,",
            "c,C,rebel_group,IQ,yesterday,,",
            "d,D,rebel_group,IQ,2020-01-01,2019-01-01,",
            "e,Taken,rebel_group,IQ,,,",
            ",F,rebel_group,IQ,,,",
            "a,A again,rebel_group,IQ,,,",
            "g,G,rebel_group,IQ,,,arabic",
        )
    )
    found = {number: errors for number, outcome, errors in lines(tried(desk, "actor", data))}
    said = {number: " ".join(": ".join(each) for each in errors) for number, errors in found.items()}
    assert said[2].startswith("kind: expected one of state_forces, rebel_group")
    assert said[3] == "country: expected a country's two letters, IQ, or XZ on the high seas; not 'IRAQ'."
    assert said[4] == "active_from: expected a day, 2024-01-20; not 'yesterday'."
    assert "active_to: expected a day on or after active_from." in said[5]
    assert said[6].startswith("name: ")
    assert said[7] == "key: expected a value: it says which row this is."
    assert said[8] == "key: expected once; an earlier row has it as well."
    assert said[9].startswith("names: expected names by language")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("key,nmae\nx,y\n", "no column is called nmae."),
        ("name,kind\nx,y\n", "the column key is missing"),
        ("key,key\nx,y\n", "the column key is there twice."),
        ("", "it is empty"),
        ("key,name\nx,y,z\n", "row 2: expected 2 cells, as the header has; it has 3."),
        (b"PK\x03\x04 no workbook", "it could not be read as one"),
        (b"\x00\x01\x02\x81", "it is neither text nor a workbook"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_and_told_why(desk, data, said):
    response = tried(desk, "actor", data)
    assert response.status_code == 422
    assert said in " ".join(response.context["errors"]["file"])


def test_too_many_rows_are_refused(desk, monkeypatch):
    monkeypatch.setattr(table, "MOST_ROWS", 2)
    response = tried(desk, "actor", HEADER + "".join(f"k{n},N{n},rebel_group,IQ,\n" for n in range(3)))
    assert "expected at most 2 rows" in response.context["errors"]["file"][0]


def test_of_a_campaign_with_an_unknown_actor_nothing_is_kept(desk):
    data = "name,actors\nGood,\nBad,nobody\n"
    written(desk, "campaign", data)
    assert list(Campaign.objects.values_list("name", flat=True)) == ["Good"]


# --- what cannot be used, to be mended -----------------------------------------------------------


def faults(client: Client, kind: str, trial: str):
    return client.post(reverse("admin:knowledge_sheet_faults", args=[kind]), {"tried": trial})


def test_faulty_rows_are_given_to_nobody_else_and_not_without_a_trial(desk):
    trial = tried(desk, "actor", HEADER + "bad,Bad,nonsense,IQ,\n").context["tried"]
    bob, vera = Client(), Client()
    bob.force_login(cast.bob(), backend="django.contrib.auth.backends.ModelBackend")
    vera.force_login(cast.person("vera", "viewer"), backend="django.contrib.auth.backends.ModelBackend")
    assert faults(vera, "actor", trial).status_code == 403
    for client, kind, held in ((bob, "actor", trial), (desk, "base", trial), (desk, "actor", "")):
        assert faults(client, kind, held).status_code == 422
    assert desk.get(reverse("admin:knowledge_sheet_faults", args=["actor"])).status_code == 405


def test_where_nothing_is_wrong_no_faulty_rows_are_offered(desk):
    page = page_of(tried(desk, "actor", HEADER + "good,Good,rebel_group,IQ,\n"))
    assert reverse("admin:knowledge_sheet_faults", args=["actor"]) not in page


def test_faulty_rows_go_out_as_they_were_with_what_is_wrong_and_come_in_once_mended(desk):
    data = HEADER + "good,Good,rebel_group,IQ,\nbad,=Bad,militia,Iraq,One|كتائب\n"
    trial = tried(desk, "actor", data.encode())
    assert reverse("admin:knowledge_sheet_faults", args=["actor"]) in page_of(trial)
    response = faults(desk, "actor", trial.context["tried"])
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header == ["key", "name", "kind", "country", "aliases", "errors"]
    assert row[:5] == ["bad", "'=Bad", "militia", "Iraq", "One|كتائب"]
    kind, country = row[5].splitlines()
    assert kind.startswith("kind: expected one of state_forces")
    assert country.startswith("country: expected a country's two letters")
    assert not Actor.objects.exists()
    again = tried(desk, "actor", text)  # as it is, it is as wrong as before
    assert [line.outcome for line in again.context["lines"]] == ["invalid"]
    written(desk, "actor", text.replace("militia", "political_militia").replace("Iraq", "IQ"))
    actor = Actor.objects.get()
    assert (actor.name, actor.aliases) == ("=Bad", ["One", "كتائب"])


# --- in -----------------------------------------------------------------------------------------


def test_what_is_written_is_in_the_history_with_who_why_and_from_which_file(desk, alice):
    written(desk, "actor", HEADER + "new,New,rebel_group,iq,One|Two\n", reason="list of 2024")
    actor = Actor.objects.get(key="new")
    assert (actor.aliases, actor.country) == (["One", "Two"], "IQ")
    (revision,) = revisions_of(actor)
    assert (revision.verb, revision.user, revision.reason) == ("import", alice.pk, "list of 2024")


def test_good_rows_are_written_and_bad_ones_left_out(desk):
    response = written(desk, "actor", HEADER + "good,Good,rebel_group,IQ,\nbad,Bad,nonsense,IQ,\n")
    assert response.status_code == 302
    assert list(Actor.objects.values_list("key", flat=True)) == ["good"]


def test_a_column_left_out_stays_and_an_empty_cell_empties(desk):
    ActorFactory(key="old", name="Old", country="IQ", note="kept", kind="rebel_group")
    written(desk, "actor", "key,country\nold,\n")
    actor = Actor.objects.get()
    assert (actor.name, actor.note, actor.country) == ("Old", "kept", "")


def test_ties_and_presences_are_known_by_what_they_bind_and_since_when(desk):
    one, other, base = ActorFactory(key="one"), ActorFactory(key="other"), BaseFactory(key="camp")
    Tie.objects.create(actor=one, kind="part_of", other=other)
    data = "actor,kind,other,since,until\none,part_of,other,,2020-01-01\none,part_of,other,2021-01-01,\n"
    written(desk, "tie", data + "one,part_of,one,,\n")
    assert list(Tie.objects.order_by("pk").values_list("since", "until")) == [
        (None, date(2020, 1, 1)),
        (date(2021, 1, 1), None),
    ]
    written(desk, "presence", "base,actor,since,source\ncamp,one,2020-01-01,UN\n")
    presence = Presence.objects.get()
    assert (presence.base, presence.actor, presence.source) == (base, one, "UN")


ARABIC = "key,name,kind,aliases\nkh,Kataib,rebel_group,كتائب حزب الله|عين\n"


@pytest.mark.parametrize(
    ("data", "read_as"),
    [
        (ARABIC.encode(), "CSV, UTF-8, commas"),
        (ARABIC.encode("utf-8-sig"), "CSV, UTF-8, commas"),
        (ARABIC.encode("cp1256"), "CSV, Windows-1256 (Arabic), commas"),
        (ARABIC.encode("utf-16"), "CSV, UTF-16, commas"),
        (ARABIC.replace(",", ";").encode("cp1256"), "CSV, Windows-1256 (Arabic), semicolons"),
        (ARABIC.replace(",", "\t").replace("\n", "\r\n").encode(), "CSV, UTF-8, tabs"),
    ],
)
def test_encodings_and_separators_are_found_out_and_told(desk, data, read_as):
    trial = tried(desk, "actor", data)
    assert trial.context["read_as"] == read_as
    assert ("aliases", "", "كتائب حزب الله|عين") in trial.context["lines"][0].changes


def test_an_encoding_that_is_named_is_not_guessed_at(desk):
    western = "key,name,kind\nk,Société,rebel_group\n".encode("cp1252")
    assert ("name", "", "Société") in tried(desk, "actor", western).context["lines"][0].changes
    refused = tried(desk, "actor", western, encoding="utf-8")
    assert refused.context["errors"] == {"encoding": ["expected another: the file is not UTF-8."]}


def test_a_workbook_is_read_with_its_days_and_numbers(desk):
    book = Workbook()
    book.active.append(["key", "name", "kind", "country", "latitude", "longitude"])
    book.active.append(["camp", "Camp", "air_base", "IQ", 33.5, 44])
    out = io.BytesIO()
    book.save(out)
    written(desk, "base", out.getvalue(), name="bases.xlsx")
    base = Base.objects.get()
    assert (base.latitude, base.longitude) == (33.5, 44.0)


def test_days_of_a_workbook_are_what_they_were_when_it_is_written(desk):
    ActorFactory(key="one"), ActorFactory(key="other")
    book = Workbook()
    book.active.append(["actor", "kind", "other", "since"])
    book.active.append(["one", "part_of", "other", datetime(2014, 6, 15)])  # noqa: DTZ001 -- as workbooks have it
    out = io.BytesIO()
    book.save(out)
    written(desk, "tie", out.getvalue(), name="ties.xlsx")
    assert Tie.objects.get().since == date(2014, 6, 15)


# --- out, and in again --------------------------------------------------------------------------


def furnish() -> None:
    one = ActorFactory(
        key="one",
        name="=cmd|' /C calc'!A0",
        aliases=["-Minus", "with | bar", "'Ayn", "'=quoted"],
        names={"ar": "كتائب", "fa": "گروه"},
        country="IQ",
        active_from=date(2014, 6, 15),
        note="two\nlines, and “quotes”",
    )
    other = ActorFactory(key="other", name="@Other")
    Tie.objects.create(actor=one, kind="part_of", other=other, since=date(2014, 6, 15), source="+UN")
    base = BaseFactory(key="camp", latitude=-33.7856, longitude=42.4412000001, aliases=["عين"])
    Presence.objects.create(base=base, actor=one)
    place = PlaceFactory(key="98182", geonames_id=98182, population=7_000_000)
    SourceFactory(name="Wire", domain="wire.example", aliases=["The Wire"], reliability="B")
    campaign = Campaign.objects.create(name="Attacks", countries=["IQ", "SY"], since=date(2023, 10, 7))
    campaign.actors.add(one, other)
    campaign.targets.add(other)
    campaign.places.add(place)


@pytest.mark.parametrize("kind", SHEETS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_went_out_comes_in_as_it_was(desk, kind, form):
    furnish()
    data = exported(desk, kind, format=form)
    trial = tried(desk, kind, data, name=f"{kind}.{form}")
    counts = trial.context["counts"]
    assert counts == {"new": 0, "update": 0, "invalid": 0, "skip": SHEETS[kind]._meta.model.objects.count()}
    assert counts["skip"]


@pytest.mark.parametrize("kind", SHEETS)
def test_what_went_out_can_be_made_anew_from_it(desk, kind):
    furnish()
    model = SHEETS[kind]._meta.model
    before, data = cells(kind), exported(desk, kind)
    others = {"actor": Tie, "base": Presence}
    for gone in filter(None, (others.get(kind), model)):
        gone.objects.all().delete()
    written(desk, kind, data)
    assert cells(kind) == before


def cells(kind: str) -> list[dict[str, str]]:
    sheet = SHEETS[kind]()
    if kind in {"tie", "presence"}:
        return [sheet.cells(row) for row in sheet._meta.model.objects.order_by("since")]
    return [sheet.cells(row) for row in sheet._meta.model.objects.order_by("name")]


def test_no_cell_is_a_formula_to_a_program_of_tables(desk):
    furnish()
    text = exported(desk, "actor").decode("utf-8-sig")
    found = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    assert "'=cmd|' /C calc'!A0" in found
    book = load_workbook(io.BytesIO(exported(desk, "actor", format="xlsx")))
    everything = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in everything if cell.data_type == "f"]
    for cell in (*found, *(str(cell.value or "") for cell in everything)):
        assert not cell.startswith(("=", "+", "-", "@")), cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1 x", "-Minus", "@at", "'Ayn al-Asad", "'=x", "''x", "-5", "plain", ""]
)
def test_a_defused_text_is_what_it_was_again(text):
    assert as_meant(defused(text)) == text


def test_bars_within_one_of_several_texts_do_not_part_it():
    assert parted(joined(["one", "with | bar"])) == ["one", "with | bar"]


def test_places_are_taken_away_by_country(desk):
    PlaceFactory(key="1", country="IQ")
    PlaceFactory(key="2", country="SY")
    data = exported(desk, "place", country="SY").decode("utf-8-sig")
    assert [row["key"] for row in csv.DictReader(io.StringIO(data))] == ["2"]


@pytest.mark.parametrize("kind", ["tie", "campaign"])
def test_fifty_rows_take_no_more_queries_out_than_one(desk, kind):
    asked = []
    for number in (1, 50):
        for _ in range(number):
            actor, place = ActorFactory(), PlaceFactory()
            Tie.objects.create(actor=actor, kind="part_of", other=ActorFactory())
            campaign = Campaign.objects.create(name=actor.name)
            campaign.actors.add(actor)
            campaign.places.add(place)
        with CaptureQueriesContext(connection) as queries:
            exported(desk, kind)
        asked.append(len(queries))
    assert asked[1] <= asked[0], asked


def test_other_kinds_have_no_sheet(desk):
    assert desk.get(page("incident")).status_code == 404
