"""TimeMap's files: what its own checks (Joi, in src/reducers/validate) let through, and only what is public."""

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from incidents.models import Campaign
from incidents.vocabulary import Role
from tests import factories
from tests.api.test_acled import party
from tests.api.test_filters import made

TEXT, LIST = {"type": "string"}, {"type": "array"}
NAMED = {"type": "string", "minLength": 1}
FILES = {
    "events": {
        **dict.fromkeys(
            [
                "id",
                "description",
                "date",
                "time",
                "time_precision",
                "location",
                "latitude",
                "longitude",
                "type",
                "category",
                "category_full",
                "comments",
                "time_display",
                "shape",
                "colour",
            ],
            TEXT,
        ),
        **dict.fromkeys(("associations", "sources", "narrative___stepStyles"), LIST),
    },
    "associations": {
        **dict.fromkeys(("id", "title", "desc", "mode", "colour", "type", "display"), TEXT),
        "filter_paths": LIST,
    },
    "sources": {
        **dict.fromkeys(
            ("title", "thumbnail", "type", "url", "description", "parent", "author", "date", "notes"), TEXT
        ),
        "id": NAMED,
        **dict.fromkeys(("paths", "affil_s"), LIST),
    },
    "sites": {
        **dict.fromkeys(("id", "site", "latitude", "longitude"), NAMED),
        **dict.fromkeys(("description", "enabled"), TEXT),
    },
}
REQUIRED = {
    "events": ["description", "associations", "latitude", "longitude", "date"],
    "associations": ["id", "title", "mode"],
    "sources": ["id", "paths"],
    "sites": ["id", "description", "site", "latitude", "longitude"],
}


def file(client, name, **asked):
    """As its page has it after its checks, which throw out whatever else there is."""
    response = client.get(f"/compat/timemap/{name}.json", asked)
    assert response.status_code == 200, response.content
    assert response["X-Projection"] == "timemap"
    told = json.loads(b"".join(response.streaming_content))
    schema = {"properties": FILES[name], "required": REQUIRED[name], "additionalProperties": False}
    for item in told.values() if name == "sources" else told:
        Draft202012Validator({"type": "object", **schema}).validate(item)
    return told


@pytest.mark.parametrize("name", FILES)
def test_nobody_reads_it_without_the_right_or_with_a_parameter_that_is_none(anonymous, viewer, name):
    assert anonymous.get(f"/compat/timemap/{name}.json").status_code == 401
    assert viewer.get(f"/compat/timemap/{name}.json", {"contry": "IQ"}).status_code == 400
    assert viewer.get("/compat/timemap/shapes.json").status_code == 404


def test_what_is_hidden_or_undated_is_in_none_of_them(bob):
    factories.IncidentFactory()
    for fields in ({"sensitivity": "restricted"}, {"date_start": None, "date_precision": "unknown"}):
        incident = made(**fields)
        party(incident, f"Hidden {incident.pk}")
        factories.ReportFactory(incident=incident)
        Campaign.objects.create(name=f"Hidden {incident.pk}").incidents.add(incident)
    assert file(bob, "events") == []
    assert file(bob, "sources") == {}
    assert "Hidden" not in json.dumps(file(bob, "associations"))
    assert file(bob, "events", sensitivity="restricted") == []


def test_an_event_with_its_associations_and_sources(viewer):
    incident = made(killed_min=2, killed_max=4)
    actor = party(incident, "Group").actor
    incident.weapons.create(category="drone")
    campaign = Campaign.objects.create(name="Since October")
    campaign.incidents.add(incident)
    article = factories.ArticleFactory(title="Two killed", byline="A Person", url="https://example.org/1")
    factories.ReportFactory(incident=incident, article=article)
    (event,) = file(viewer, "events")
    assert event == {
        "id": "IQ-2024-0001",
        "description": "Militants fired ballistic missiles at the base.",
        "date": "01/20/2024",
        "time": "",
        "time_precision": "Day",
        "location": "Ain al-Asad",
        "latitude": "33.7856",
        "longitude": "42.4412",
        "category": "Explosions/Remote violence",
        "associations": [
            "type-explosions_remote_violence",
            "sub-type-shelling_artillery_missile_attack",
            f"actor-{actor.pk}",
            "weapon-drone",
            f"campaign-{campaign.pk}",
        ],
        "sources": [str(article.pk)],
        "comments": "fatalities: 2 to 4; weapons: drone; public id: IQ-2024-0001",
    }
    associations = {each["id"]: each for each in file(viewer, "associations")}
    assert set(event["associations"]) <= associations.keys()
    assert associations[f"campaign-{campaign.pk}"]["mode"] == "NARRATIVE"
    sources = file(viewer, "sources")
    assert sources[str(article.pk)]["url"] == "https://example.org/1"
    assert "A Person" not in json.dumps(sources)


def test_without_a_point_there_are_empty_texts_which_its_code_takes_apart(viewer):
    made(latitude=None, longitude=None, geo_precision="unknown")
    (event,) = file(viewer, "events")
    assert (event["latitude"], event["longitude"]) == ("", "")


def test_they_take_the_parameters_of_the_list(viewer):
    made(country="SY")
    iraq = made(date_start=date(2024, 1, 21), date_end=None)
    party(iraq, "Group of Iraq", Role.TARGET)
    assert [event["id"][:2] for event in file(viewer, "events", country="SY")] == ["SY"]
    assert "Group of Iraq" not in json.dumps(file(viewer, "associations", country="SY"))


def test_bases_are_its_sites(viewer):
    factories.BaseFactory(key="ain-al-asad", name="Ain al-Asad")
    (site,) = file(viewer, "sites")
    assert (site["id"], site["site"], site["latitude"]) == ("ain-al-asad", "Ain al-Asad", "33.7856")


def test_one_event_and_fifty_take_the_same_queries(viewer, queries):
    party(made(), "A")
    file(viewer, "events")
    few = {name: queries(lambda name=name: file(viewer, name)) for name in FILES}
    for n in range(20):
        party(made(), f"B {n}")
    assert {name: queries(lambda name=name: file(viewer, name)) for name in FILES} == few
