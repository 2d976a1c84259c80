"""From article to drafts: silence, promises about quotes, and one real story."""

import json
import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.extraction import Article, Range, extract, extract_many
from incidents.vocabulary import DatePrecision, Interception, Prominence, SubEventType, Weapon

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = REPOSITORY.parent / "shared" / "seed" / "expected.jsonl"


def read(text: str, *, title: str = "", published: date | None = date(2024, 1, 20)):
    return extract(Article(id="a", title=title, text=text, published=published))


# --- silence -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The committee will meet on Tuesday in Baghdad.",
        "Iran threatened on Monday to attack U.S. bases in Iraq.",
        "Israel could strike Iran's nuclear sites next week, officials warned on Friday.",
        "Belgium attacked from the start of the match in Moscow on Tuesday, and its striker fired a shot wide.",
        "A helicopter struck power lines and crashed near Fairfield, California, on Tuesday, killing three.",
        "Typhoon Phanfone struck the Philippines on Tuesday, killing at least 20 people.",
        "Hackers attacked the website of a church in Los Angeles on Friday.",
        "Hungary bought an Austrian maker of mortars on Thursday.",
        "On Monday Iraq marked the anniversary of the 2014 attack on Mosul by the Islamic State group.",
        "The army will hold an exercise in Poland on Monday with rockets fired at sea targets.",
        "A man was sentenced on Friday in Paris for a burglary.",
    ],
)
def test_what_is_no_incident_makes_no_draft(text):
    assert read(text).drafts == ()


def test_a_running_total_is_a_counter_and_no_incident():
    reading = read("It was the 144th attack on US forces in Iraq and Syria since October 7.")
    assert [c.count for c in reading.counters] == [144]
    assert reading.drafts == ()


# --- promises ------------------------------------------------------------------------------------------

PLAIN = "Houthi rebels fired missiles at the base in Baghdad on Friday killed 12 soldiers U.S. struck denied blast"
ODD = '\n|\n\n|“|”|"|—|.|,|\x00|\u202e|הותקפו|🚀|ﬁred|Al\u00a0Asad|\ud83d|6:30 p.m.|kidnapped three'
_words = st.sampled_from(PLAIN.split() + ODD.split("|"))
_odd_texts = st.one_of(st.text(max_size=300), st.lists(_words, max_size=60).map(" ".join))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(_odd_texts)
def test_every_quote_is_a_slice_of_the_text(text):
    reading = read(text)
    for draft in reading.drafts:
        for evidence in (*draft.evidence, *draft.statements):
            assert evidence.quote == text[evidence.span.start : evidence.span.end] != ""
    for counter in reading.counters:
        assert counter.quote == text[counter.span.start : counter.span.end]


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x00",
        "🚀" * 1000,
        "الصواريخ أصابت القاعدة. " * 50,
        "Rockets hit Baghdad on Friday. " * 200,
        "x" * 3_000_000,
        "\ud83d lone surrogate, rockets hit Baghdad",
    ],
)
def test_odd_texts_are_read_without_an_error(text):
    read(text)


def test_no_field_without_words_to_stand_on():
    text = "Militants fired two rockets at Ain al-Asad air base in Iraq on Friday, wounding one American soldier."
    (draft,) = read(text).drafts
    stands = {e.field for e in draft.evidence}
    for name in (
        "base",
        "place",
        "country",
        "perpetrators",
        "targets",
        "weapons",
        "killed",
        "wounded",
        "claimed_by",
    ):
        assert bool(getattr(draft, name)) <= (name in stands), name
    assert {s.field for s in draft.statements} == stands


def test_many_articles_come_back_in_their_order():
    texts = ["Nothing happened.", "A car bomb killed five people in Baghdad on Friday.", "", "Rain fell."]
    readings = list(
        extract_many(
            Article(id=str(n), title="", text=t, published=date(2024, 1, 20)) for n, t in enumerate(texts)
        )
    )
    assert [len(r.drafts) for r in readings] == [0, 1, 0, 0]


@pytest.mark.parametrize("module", ["django", "spacy", "celery"])
def test_importing_the_reader_loads_neither_django_nor_the_language_model(module):
    code = f"import sys, incidents.extraction; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0


# --- one real story ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed():
    if not SEED.exists():
        pytest.skip("the shared test data is not beside this repository")
    record = json.loads(SEED.read_text("utf-8").splitlines()[0])
    return extract(Article("seed", record["title"], record["text"], date.fromisoformat(record["published"])))


def drafted(seed, **wanted):
    found = [d for d in seed.drafts if all(getattr(d, k) == v for k, v in wanted.items())]
    assert len(found) == 1, (wanted, [d.summary for d in seed.drafts])
    return found[0]


def test_the_byline_names_nobody(seed):
    parties = {p.name for d in seed.drafts for p in (*d.perpetrators, *d.targets)}
    assert not parties & {"David Martin", "Omar Abdelkader", "Tucker Ryals S. Dev"}


def test_the_attack_of_saturday_is_the_main_one(seed):
    draft = drafted(seed, prominence=Prominence.MAIN)
    assert draft.event_type is SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK
    assert (draft.date_start, draft.date_precision) == (date(2024, 1, 20), DatePrecision.DAY)
    assert (draft.time_local, draft.time_zone) == (time(18, 30), "Asia/Baghdad")
    assert draft.moment is not None
    assert draft.moment.isoformat() == "2024-01-20T15:30:00+00:00"
    assert (draft.country, draft.intercepted) == ("IQ", Interception.MOST)
    assert [w.category for w in draft.weapons] == [Weapon.BALLISTIC_MISSILE]
    assert {(c.side, c.range) for c in draft.casualties} == {
        ("United States", Range(2, None)),
        ("Iraq", Range(1, None)),
    }


def test_the_attack_of_november_stands_by_itself(seed):
    draft = drafted(seed, date_start=date(2023, 11, 20))
    assert (draft.wounded, draft.base) == (Range(8, 8), drafted(seed, prominence=Prominence.MAIN).base)


def test_the_american_strike_answers_the_attack_before_it(seed):
    (strike,) = [d for d in seed.drafts if d.retaliates_for is not None]
    assert [p.country for p in strike.perpetrators] == ["US"]
    assert seed.drafts[strike.retaliates_for].date_start == date(2023, 11, 20)
    assert strike.killed == Range(2, None)


def test_the_missiles_of_iran_and_the_boat_are_there(seed):
    fired = [d for d in seed.drafts if [p.canonical for p in d.perpetrators] == ["Iran"]]
    assert [d.event_type for d in fired] == [SubEventType.SHELLING_ARTILLERY_MISSILE_ATTACK]
    boat = drafted(seed, event_type=SubEventType.DISRUPTED_WEAPONS_USE)
    assert [p.country for p in boat.perpetrators] == ["US"]
    assert "Houthi" in boat.targets[0].canonical


def test_the_story_counts_144_attacks(seed):
    assert [(c.count, c.since) for c in seed.counters] == [(144, date(2023, 10, 7))]
