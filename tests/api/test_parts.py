"""Parts of records, and how many there are: nothing more is read than is asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.api.test_filters import made, refused

INCIDENTS = "/api/v1/incidents"


class TestFields:
    @pytest.mark.parametrize("asked", ["colour", "id,colour", "search", "words", "__class__"])
    def test_of_another_name_are_refused_with_those_that_there_are(self, viewer, asked):
        made()
        said = refused(viewer, fields=asked)["fields"]
        assert "names of fields" in said
        assert "killed" in said

    def test_are_those_asked_for_and_no_others(self, viewer):
        incident = made(country="IQ")
        (row,) = viewer.get(INCIDENTS, {"fields": "id,country, killed"}).json()["results"]
        assert row == {"id": incident.pk, "country": "IQ", "killed": None}
        assert viewer.get(f"{INCIDENTS}/{incident.pk}", {"fields": "id"}).json() == {"id": incident.pk}

    def test_beside_what_is_included(self, viewer):
        made()
        (row,) = viewer.get(INCIDENTS, {"fields": "id", "include": "statements"}).json()["results"]
        assert row.keys() == {"id", "statements"}

    def test_hide_no_row_and_open_none(self, viewer):
        factories.IncidentFactory()
        made(sensitivity="restricted")
        assert viewer.get(INCIDENTS, {"fields": "id,sensitivity"}).json()["results"] == []

    def test_of_catalogues(self, viewer):
        factories.BaseFactory(key="ain-al-asad")
        assert viewer.get("/api/v1/bases", {"fields": "key"}).json()["results"] == [{"key": "ain-al-asad"}]

    def test_cost_only_what_they_need(self, viewer):
        def queries(**asked) -> int:
            with CaptureQueriesContext(connection) as done:
                viewer.get(INCIDENTS, asked)
            return len(done)

        made()
        assert queries(fields="id,killed") <= queries() - 6

    def test_say_nothing_to_who_changes_something(self, alice):
        draft = factories.IncidentFactory()
        answer = alice.patch(
            f"{INCIDENTS}/{draft.pk}?fields=id",
            {"version": 1, "damage": "minor", "reason": "x"},
            format="json",
        )
        assert answer.json()["damage"] == "minor"


class TestCount:
    def test_of_another_kind_is_refused(self, viewer):
        assert "exact, estimate, none" in refused(viewer, count="many")["count"]

    def test_is_null_unless_it_is_asked_for(self, viewer):
        made()
        assert viewer.get(INCIDENTS).json()["count"] is None

    def test_is_of_all_pages_and_of_what_one_may_see(self, viewer):
        factories.IncidentFactory()
        for country in ("IQ", "IQ", "SY"):
            made(country=country)
        asked = {"count": "exact", "page_size": 1, "country": "IQ"}
        page = viewer.get(INCIDENTS, asked).json()
        assert (page["count"], len(page["results"])) == (2, 1)
        assert viewer.get(page["next"]).json()["count"] == 2

    def test_an_estimate_is_a_number(self, viewer):
        made()
        assert isinstance(viewer.get(INCIDENTS, {"count": "estimate"}).json()["count"], int)
