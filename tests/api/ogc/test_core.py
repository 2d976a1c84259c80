"""The abstract tests of 17-069r4, annex A: conformance classes core, oas30, geojson and html."""

import json
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from incidents.api.ogc.asking import CRS84
from incidents.api.ogc.collections import COLLECTIONS
from tests.api.ogc import schemas
from tests.api.ogc.schemas import keeps_to
from tests.factories import IncidentFactory

PLAIN, GEOJSON, HTML = "application/json", "application/geo+json", "text/html; charset=utf-8"
ITEMS = "/ogc/collections/incidents/items"


def read(client, address, content_type=PLAIN, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == content_type
    return response.json()


def to(answer, relation, **kind):
    return [link for link in answer["links"] if link["rel"] == relation and kind.items() <= {**link}.items()]


def test_what_is_hidden_is_in_no_item_no_count_and_no_extent(viewer):
    IncidentFactory(published=True, latitude=33.5, longitude=42.5)
    IncidentFactory(latitude=-80, longitude=-170, date_start=date(1950, 1, 1), date_end=None)
    guarded = {"latitude": 80, "longitude": 170, "date_start": date(1951, 1, 1), "date_end": None}
    hidden = [
        IncidentFactory(published=True, sensitivity="restricted", **guarded),
        IncidentFactory(published=True, embargo_until="2099-01-01T00:00:00Z", **guarded),
    ]
    found = read(viewer, ITEMS, GEOJSON)
    assert (found["numberMatched"], found["numberReturned"], len(found["features"])) == (1, 1, 1)
    for each in hidden:
        assert viewer.get(f"{ITEMS}/{each.pk}").status_code == 404
        assert viewer.get(f"{ITEMS}/{each.public_id}").status_code == 404
    extent = read(viewer, "/ogc/collections/incidents")["extent"]
    assert extent["spatial"]["bbox"] == [[42, 33, 43, 34]]
    assert extent["temporal"]["interval"] == [["2024-01-20T00:00:00Z", None]]


def test_where_the_public_sees_nothing_there_is_no_extent(bob):
    IncidentFactory()
    IncidentFactory(published=True, sensitivity="restricted")
    assert read(bob, ITEMS, GEOJSON)["numberReturned"] == 1, "the editor sees it"
    assert "extent" not in read(bob, "/ogc/collections/incidents")


@pytest.mark.parametrize(
    "address",
    ["collections", *(f"collections/{name}{rest}" for name in COLLECTIONS for rest in ("", "/items"))],
)
def test_nobody_without_the_right_sees_data(anonymous, address, settings):
    refused = anonymous.get(f"/ogc/{address}")
    assert (refused.status_code, refused["Content-Type"]) == (401, "application/problem+json")
    assert refused["WWW-Authenticate"].startswith("Basic "), "or QGIS and browsers do not ask for it"
    settings.PUBLIC_READ = True
    assert anonymous.get(f"/ogc/{address}").status_code == 200


def test_errors_are_problems_even_where_a_page_was_asked_for(viewer):
    for address in ("/ogc/collections/wars", f"{ITEMS}/9999", "/ogc/nowhere", "/ogc/collections/"):
        answer = viewer.get(address, headers={"Accept": "text/html"})
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert viewer.get(ITEMS, headers={"Accept": "image/png"}).status_code == 406
    assert viewer.post(ITEMS).status_code == 405


# --- A.2: core -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/ogc", "/ogc/"])
def test_the_landing_page_leads_to_api_conformance_and_data(anonymous, address):
    landing = keeps_to(schemas.LANDING, read(anonymous, address))
    for relation in ("self", "alternate", "service-desc", "service-doc", "conformance", "data"):
        (link,) = to(landing, relation)
        assert relation == "data" or anonymous.get(link["href"]).status_code == 200


def test_the_conformance_is_told(anonymous):
    told = keeps_to(schemas.CONFORMANCE, read(anonymous, "/ogc/conformance"))["conformsTo"]
    core = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
    assert {f"{core}core", f"{core}oas30", f"{core}geojson"} <= {*told}


def test_collections_are_described_the_same_in_the_list_and_alone(viewer, world):
    listed = keeps_to(schemas.COLLECTIONS, read(viewer, "/ogc/collections"))
    assert [each["id"] for each in listed["collections"]] == ["incidents", "bases", "presences"]
    assert to(listed, "self")
    assert to(listed, "alternate")
    for each in listed["collections"]:
        alone = keeps_to(schemas.COLLECTION, read(viewer, f"/ogc/collections/{each['id']}"))
        same = ("id", "title", "description", "extent", "itemType", "crs")
        assert {name: alone.get(name) for name in same} == {name: each.get(name) for name in same}
        assert each["crs"] == [CRS84]
        for answer in (each, alone):
            assert [link["type"] for link in to(answer, "items")] == [GEOJSON, "text/html"]
            assert to(answer, "self")
            (schema,) = to(answer, "describedBy")
            assert viewer.get(schema["href"])["Content-Type"] == "application/schema+json"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_items_are_geojson_in_crs84_with_their_links(viewer, world, name):
    answer = keeps_to(schemas.FEATURES, read(viewer, f"/ogc/collections/{name}/items", GEOJSON))
    assert answer["numberReturned"] == len(answer["features"]) == answer["numberMatched"] > 0
    assert "crs" not in answer, "there is none in GeoJSON of RFC 7946"
    (itself,), (other,), (up,) = (to(answer, relation) for relation in ("self", "alternate", "collection"))
    assert (itself["type"], other["type"]) == (GEOJSON, "text/html")
    assert viewer.get(up["href"]).status_code == 200
    expected = [each.name for each in COLLECTIONS[name].properties]
    for feature in answer["features"]:
        assert list(feature["properties"]) == expected
        alone = read(viewer, f"/ogc/collections/{name}/items/{feature['id']}", GEOJSON)
        keeps_to(schemas.FEATURE, alone)
        assert [link["rel"] for link in alone.pop("links")] == ["self", "alternate", "collection"]
        assert alone == feature


def test_an_item_is_found_by_its_name_for_life_as_well(viewer, world):
    by_key = read(viewer, "/ogc/collections/bases/items/ain-al-asad", GEOJSON)
    assert by_key["id"] == world.pk
    incident = read(viewer, ITEMS, GEOJSON)["features"][0]
    by_public_id = read(viewer, f"{ITEMS}/{incident['properties']['public_id']}", GEOJSON)
    assert by_public_id["id"] == incident["id"]


def test_a_crawl_from_the_landing_page_finds_no_link_that_leads_nowhere(viewer, world):
    seen, waiting = set(), ["http://testserver/ogc"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = viewer.get(address)
        assert answer.status_code == 200, address
        kind = answer["Content-Type"]
        if "html" in kind and not address.endswith("/docs"):
            waiting += [urljoin(address, href) for href in hrefs(answer.content.decode())]
        elif "json" in kind and "openapi" not in kind and "schema" not in kind:
            told = answer.json()
            waiting += [link["href"] for link in told.get("links", [])]
            waiting += [link["href"] for each in told.get("collections", []) for link in each["links"]]
    assert len(seen) > 30
    assert all(address.startswith("http://testserver/ogc") for address in seen)


# --- A.3: geojson, A.4: html -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", GEOJSON),
        ("application/geo+json", GEOJSON),
        ("application/json", PLAIN),
        ("application/geo+json, application/json", GEOJSON),
        ("text/html,application/xhtml+xml,*/*;q=0.8", HTML),
    ],
)
def test_the_form_is_what_accept_says_unless_f_does(viewer, world, accept, content_type):
    assert viewer.get(ITEMS, headers={"Accept": accept})["Content-Type"] == content_type
    assert viewer.get(f"{ITEMS}?f=json", headers={"Accept": accept})["Content-Type"] == GEOJSON
    assert viewer.get(f"{ITEMS}?f=html", headers={"Accept": accept})["Content-Type"] == HTML


class Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self.hrefs = "", []

    def handle_starttag(self, tag, attrs):
        assert not any(name.startswith("on") or name == "style" for name, _ in attrs), (
            "its policy forbids them"
        )
        assert tag not in {"script", "style"}
        self.hrefs += [value for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data):
        self.text += data


def hrefs(page):
    parser = Text()
    parser.feed(page)
    return parser.hrefs


@pytest.mark.parametrize(
    "address",
    [
        *("", "/conformance", "/collections", "/collections/bases"),
        *("/collections/incidents/items", "/collections/bases/items/ain-al-asad"),
    ],
)
def test_a_page_tells_all_that_the_json_tells(viewer, world, address):
    page = viewer.get(f"/ogc{address}", {"f": "html"}).content.decode()
    parser = Text()
    parser.feed(page)
    told = viewer.get(f"/ogc{address}", {"f": "json"}).json()
    told.pop("timeStamp", None)
    for link in told.pop("links", []):
        same_page = link["rel"] in {"self", "alternate"}
        assert same_page or link["href"] in parser.hrefs
    for each in told.pop("collections", []):
        assert {link["href"] for link in each.pop("links")} <= {*parser.hrefs}
        assert each["title"] in parser.text
    for value in leaves(told):
        assert value in parser.text


def leaves(value):
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    elif value not in (None, "Feature", "FeatureCollection"):
        yield value if isinstance(value, str) else json.dumps(value)


def test_a_page_takes_what_people_wrote_for_text(viewer):
    IncidentFactory(published=True, summary="<script>alert(1)</script>")
    page = viewer.get(ITEMS, {"f": "html"}).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


# --- A.5: oas30 ------------------------------------------------------------------------------------


def test_the_api_is_told_in_openapi_3_0_with_every_parameter(anonymous):
    api = read(anonymous, "/ogc/api", "application/vnd.oai.openapi+json;version=3.0")
    assert api["openapi"].startswith("3.0.")
    assert anonymous.get("/ogc/api", headers={"Accept": "text/html"}).status_code == 406
    for name, collection in COLLECTIONS.items():
        told = {
            each["name"]: each for each in api["paths"][f"/collections/{name}/items"]["get"]["parameters"]
        }
        assert {*told} == {*collection.filters.base_filters, "limit", "cursor", "f"}
        assert told["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 10000, "default": 100}
        box = told["bbox"]
        assert (box["in"], box["style"], box["explode"], box["required"]) == ("query", "form", False, False)
        assert (box["schema"]["minItems"], box["schema"]["maxItems"]) == (4, 6)
        assert told["datetime"]["schema"]["type"] == "string"


def test_no_parameter_has_the_name_of_a_property_and_another_meaning(anonymous):
    """Clients take it for "is", as the standard recommends it, and do not look again themselves."""
    api = anonymous.get("/ogc/api").json()
    for name, collection in COLLECTIONS.items():
        parameters = api["paths"][f"/collections/{name}/items"]["get"]["parameters"]
        same = {each["name"] for each in parameters} & {each.name for each in collection.properties}
        assert same <= {
            *("status", "disorder_type", "event_type", "sub_event_type", "certainty", "date_precision"),
            *("country", "admin1", "place", "base", "geo_precision", "intercepted", "damage", "kind"),
            *("civilian_targeting", "actor", "actor_kind", "base_kind"),
        }


def test_answers_are_as_the_api_describes_them(viewer, world):
    api = viewer.get("/ogc/api").json()
    for name in COLLECTIONS:
        path = f"/collections/{name}/items"
        described = api["paths"][path]["get"]["responses"]["200"]["content"][GEOJSON]["schema"]
        whole = nullable(described) | {"components": nullable(api["components"])}
        keeps_to(whole, viewer.get(f"/ogc{path}").json())


def nullable(schema):
    """OpenAPI 3.0 as JSON Schema has it."""
    if isinstance(schema, list):
        return [nullable(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    same = {name: nullable(each) for name, each in schema.items() if name != "nullable"}
    return {"anyOf": [same, {"type": "null"}]} if schema.get("nullable") is True else same
