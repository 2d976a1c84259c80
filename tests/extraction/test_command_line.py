"""``python -m incidents.extraction``, as its users type it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema

from incidents.extraction.__main__ import main, stream
from incidents.vocabulary import SubEventType, Weapon

REPOSITORY = Path(__file__).resolve().parents[2]
TEXT = (
    "Houthi rebels fired two ballistic missiles at Ain al-Asad air base in Iraq on Friday, "
    "killing three American soldiers."
)
STORY = {"id": "a", "title": "", "text": TEXT, "published": "2024-01-20"}

RANGE = {"type": ["object", "null"], "required": ["min", "max"], "maxProperties": 2}
PARTY = {"type": "object", "required": ["name", "canonical", "kind"]}
INCIDENT = {
    "type": "object",
    "required": [
        "role", "event_type", "date", "date_precision", "time_local", "country", "country_name",
        "country_iso3", "place", "lat", "lon", "base", "perpetrators", "targets", "weapons", "killed",
        "wounded", "casualties_by_side", "intercepted", "claimed_by", "status", "retaliation_for",
        "summary", "confidence", "evidence",
    ],
    "properties": {
        "role": {"enum": ["main", "background"]},
        "event_type": {"enum": [t.value for t in SubEventType]},
        "date": {"type": ["string", "null"], "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
        "date_precision": {"enum": ["day", "month", "year", "unknown"]},
        "time_local": {"type": ["string", "null"], "pattern": r"^\d\d:\d\d$"},
        "country": {"type": ["string", "null"], "pattern": "^[A-Z]{2}$"},
        "perpetrators": {"type": "array", "items": PARTY},
        "targets": {"type": "array", "items": PARTY},
        "weapons": {"type": "array", "items": {"enum": [w.value for w in Weapon]}},
        "killed": RANGE,
        "wounded": RANGE,
        "confidence": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}},
        "evidence": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"required": ["start", "end", "quote"]}},
        },
    },
}  # fmt: skip


def run(lines: str) -> list[dict]:
    out = io.StringIO()
    stream(io.StringIO(lines), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_bad_line_gives_one_error_and_the_rest_goes_on():
    answers = run(
        "\n".join(
            [
                "{",
                json.dumps({"id": "b"}),
                "[]",
                json.dumps({"id": "c", "text": "", "published": "soon"}),
                json.dumps(STORY),
            ]
        )
    )
    assert [sorted(a) for a in answers] == [["error", "id"]] * 4 + [["counters", "id", "incidents"]]
    assert [a["id"] for a in answers] == [None, "b", None, "c", "a"]
    assert [
        word
        for word, a in zip(["line 1", "text", "object", "published"], answers, strict=False)
        if word in a["error"]
    ] == ["line 1", "text", "object", "published"]


def test_an_empty_line_gives_nothing():
    assert run("\n\n") == []


def test_the_form_is_the_one_promised():
    (answer,) = run(json.dumps(STORY))
    (incident,) = answer["incidents"]
    jsonschema.validate(incident, INCIDENT)
    for spans in incident["evidence"].values():
        assert all(TEXT[s["start"] : s["end"]] == s["quote"] for s in spans)


def test_a_moment_with_its_zone_is_a_publication_time_too():
    (answer,) = run(json.dumps(STORY | {"published": "2024-01-20T23:10:00-05:00"}))
    assert answer["incidents"][0]["date"] == "2024-01-19"


def test_lines_come_out_before_the_last_one_has_gone_in():
    with subprocess.Popen(
        [sys.executable, "-m", "incidents.extraction", "--jsonl"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(40):
            process.stdin.write(json.dumps({"id": str(number), "text": "Rain fell."}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "0"
        process.stdin.close()
        assert len(process.stdout.read().splitlines()) == 39


def test_for_people_the_words_of_each_field_are_marked(tmp_path, capsys):
    story = tmp_path / "story.txt"
    story.write_text(TEXT, "utf-8")
    assert main([str(story), "--published", "2024-01-20"]) == 0
    out = capsys.readouterr().out
    assert "1. main: Shelling/artillery/missile attack" in out
    assert "fired two [ballistic missiles] at" in out
    assert "2024-01-19" in out


def test_a_story_without_an_incident_says_so(tmp_path, capsys):
    story = tmp_path / "story.txt"
    story.write_text("Rain fell.", "utf-8")
    assert main([str(story)]) == 0
    assert capsys.readouterr().out == "No incident found.\n"
