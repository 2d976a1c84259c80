"""What the answers have to look like, as 17-069r4 has it: its schemas, in our words."""

from typing import Any

from jsonschema import Draft202012Validator

Json = dict[str, Any]
TEXT = {"type": "string"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}


def _object(required: str, **properties: Json) -> Json:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(of: Json, **limits: int) -> Json:
    return {"type": "array", "items": of, **limits}


LINK = _object(
    "href rel type title", href=TEXT | {"pattern": "^http"}, rel=TEXT, type=TEXT, title=TEXT, hreflang=TEXT
)
LINKS = _list(LINK, minItems=1)
LANDING = _object("links", title=TEXT, description=TEXT, links=LINKS)
CONFORMANCE = _object("conformsTo", conformsTo=_list(TEXT, minItems=1))
BOX = {
    "type": "array",
    "items": {"type": "number"},
    "oneOf": [{"minItems": n, "maxItems": n} for n in (4, 6)],
}
EXTENT = _object(
    "",
    spatial=_object("bbox crs", bbox=_list(BOX, minItems=1), crs=TEXT),
    temporal=_object(
        "interval",
        interval=_list(_list({"anyOf": [MOMENT, {"type": "null"}]}, minItems=2, maxItems=2), minItems=1),
    ),
)
COLLECTION = _object(
    "id links",
    id=TEXT,
    title=TEXT,
    description=TEXT,
    links=LINKS,
    extent=EXTENT,
    itemType=TEXT,
    crs=_list(TEXT),
)
COLLECTIONS = _object("links collections", links=LINKS, collections=_list(COLLECTION))
POINT = _object(
    "type coordinates",
    type={"const": "Point"},
    coordinates=_list({"type": "number"}, minItems=2, maxItems=2),
)
FEATURE = _object(
    "type id geometry properties",
    type={"const": "Feature"},
    id={"type": ["string", "integer"]},
    geometry={"anyOf": [POINT, {"type": "null"}]},
    properties={"type": "object"},
    links=LINKS,
)
FEATURES = _object(
    "type features links timeStamp numberReturned",
    type={"const": "FeatureCollection"},
    features=_list(FEATURE),
    links=LINKS,
    timeStamp=MOMENT,
    numberMatched={"type": "integer", "minimum": 0},
    numberReturned={"type": "integer", "minimum": 0},
)


def keeps_to(schema: Json, answer: Json) -> Json:
    Draft202012Validator(schema).validate(answer)
    return answer
