"""What will go says so a year before; at present nothing does."""

from datetime import date

import pytest
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator

from incidents.api.deprecation import Deprecation
from incidents.api.views.catalogues import SourceViewSet
from incidents.api.views.door import Door
from tests import factories

SOURCES = "/api/v1/sources"
GOING = Deprecation(since=date(2027, 1, 1), sunset=date(2028, 7, 1), instead="outlets")


def is_told(answer) -> bool:
    headers = [answer.has_header(name) for name in ("Deprecation", "Sunset")]
    assert len(set(headers)) == 1
    return headers[0]


def test_nothing_goes_without_a_year_to_prepare_for_it():
    with pytest.raises(ValueError, match="a year"):
        Deprecation(since=date(2027, 1, 1), sunset=date(2027, 12, 1), instead="outlets")


def test_nothing_is_deprecated_now():
    views = [pattern.callback for _, pattern in _patterns(get_resolver())]
    doors = [view.cls for view in views if issubclass(getattr(view, "cls", object), Door)]
    assert len(doors) > 5
    assert [door for door in doors if door.deprecations] == []


def _patterns(resolver):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _patterns(each)
        else:
            yield each.name, each


def test_an_action_that_goes_says_so_in_every_answer_and_in_the_description(viewer, monkeypatch):
    monkeypatch.setattr(SourceViewSet, "deprecations", {"list": GOING})
    for query in ("", "?no=1"):
        answer = viewer.get(f"{SOURCES}{query}")
        assert answer["Deprecation"] == "@1798761600"
        assert answer["Sunset"] == "Sat, 01 Jul 2028 00:00:00 GMT"
        assert 'rel="deprecation"' in answer["Link"]
    assert not is_told(viewer.get(f"{SOURCES}/{factories.SourceFactory().pk}"))
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    assert paths[SOURCES]["get"]["deprecated"] is True
    assert "deprecated" not in paths[f"{SOURCES}/{{id}}"]["get"]


def test_a_parameter_that_goes_says_so_to_who_sends_it(viewer, monkeypatch):
    monkeypatch.setattr(SourceViewSet, "deprecations", {"q": GOING})
    assert is_told(viewer.get(f"{SOURCES}?q=wire"))
    assert not is_told(viewer.get(SOURCES))
    described = SchemaGenerator().get_schema(public=True)["paths"][SOURCES]["get"]["parameters"]
    (q,) = [parameter for parameter in described if parameter["name"] == "q"]
    assert q["deprecated"] is True
    assert q["description"].endswith("may be gone from 2028-07-01: use outlets.")


def test_a_field_that_goes_says_so_where_it_is_answered(viewer, monkeypatch):
    monkeypatch.setattr(SourceViewSet, "deprecations", {"domain": GOING})
    source = factories.SourceFactory()
    assert is_told(viewer.get(SOURCES))
    assert is_told(viewer.get(f"{SOURCES}/{source.pk}"))
    assert not is_told(viewer.get(f"{SOURCES}?fields=id,name"))
