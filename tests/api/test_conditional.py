"""What has not changed is not sent again: first what must be sent all the same, then what need not."""

from datetime import timedelta

import pgtrigger
import pytest
from django.utils import timezone

from incidents.models import Incident
from incidents.vocabulary import Status
from tests import cast, factories
from tests.api.conftest import client_of
from tests.api.test_verbs import kind, problem, send

pytestmark = pytest.mark.django_db
API = "/api/v1"
READS = (
    *("incidents", "incidents/{id}", "incidents?include=evidence&fields=id", "stats?by=month", "deleted"),
    *(
        "incidents.csv",
        "incidents.geojson",
        "actors",
        "bases",
        "places",
        "sources",
        "campaigns",
        "schema",
        "",
    ),
)


@pytest.fixture
def incident(db):
    base = factories.BaseFactory(name="Camp Old")
    made = factories.IncidentFactory(published=True, base=base)
    actor = factories.ActorFactory(name="Old name")
    factories.ParticipationFactory(incident=made, actor=actor)
    made.refresh_from_db()
    return made


def address(read, incident):
    return f"{API}/{read.format(id=incident.pk)}"


@pytest.mark.parametrize("read", READS)
def test_who_has_the_answer_is_not_sent_it_again(viewer, incident, read):
    first = viewer.get(address(read, incident))
    assert first.status_code == 200
    again = viewer.get(address(read, incident), HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    other = viewer.get(address(read, incident), HTTP_IF_NONE_MATCH='"of-another"')
    assert other.status_code == 200


@pytest.mark.parametrize("read", [read for read in READS if read.startswith(("incidents", "stats"))])
def test_what_changed_is_sent(viewer, incident, read):
    etag = viewer.get(address(read, incident))["ETag"]
    Incident.objects.filter(pk=incident.pk).update(killed_min=7, killed_max=7)
    another = factories.IncidentFactory(published=True)
    assert viewer.get(address(read, incident), HTTP_IF_NONE_MATCH=etag).status_code == 200
    Incident.objects.filter(pk=another.pk).update(status=Status.IN_REVIEW)


@pytest.mark.parametrize("read", ["incidents", "incidents/{id}", "incidents.csv", "incidents.geojson"])
def test_so_is_what_bears_another_name_without_a_new_version(viewer, incident, read):
    etag = viewer.get(address(read, incident))["ETag"]
    actor = incident.participations.get().actor
    type(actor).objects.filter(pk=actor.pk).update(name="New name")
    incident.refresh_from_db()
    assert viewer.get(address(read, incident), HTTP_IF_NONE_MATCH=etag).status_code == 200


@pytest.mark.parametrize("read", ["incidents.csv", "incidents.geojson"])
def test_one_that_goes_while_another_comes_is_noticed(viewer, incident, read):
    other = factories.IncidentFactory(published=True, sensitivity="restricted")
    etag = viewer.get(address(read, incident))["ETag"]
    Incident.objects.filter(pk=incident.pk).update(status=Status.IN_REVIEW)
    Incident.objects.filter(pk=other.pk).update(sensitivity="normal")
    assert viewer.get(address(read, incident), HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_one_representation_is_not_taken_for_another(viewer, incident):
    whole = viewer.get(address("incidents/{id}", incident))["ETag"]
    part = viewer.get(address("incidents/{id}?fields=id", incident), HTTP_IF_NONE_MATCH=whole)
    assert part.status_code == 200
    assert part["ETag"] != whole


def test_nobody_is_told_by_a_304_that_something_hidden_is_there(viewer, alice):
    draft = factories.IncidentFactory()
    etag = alice.get(f"{API}/incidents/{draft.pk}")["ETag"]
    assert viewer.get(f"{API}/incidents/{draft.pk}", HTTP_IF_NONE_MATCH=etag).status_code == 404
    assert viewer.get(f"{API}/incidents/{draft.pk}", HTTP_IF_NONE_MATCH="*").status_code == 404


def test_what_one_person_is_told_no_proxy_keeps_for_another(viewer, anonymous, incident, settings):
    told = viewer.get(f"{API}/incidents")
    assert told["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= {name.strip() for name in told["Vary"].split(",")}
    assert anonymous.get(f"{API}/incidents")["Cache-Control"] == "no-store"
    settings.PUBLIC_READ = True
    assert anonymous.get(f"{API}/incidents")["Cache-Control"] == "public, no-cache"


def test_the_etag_of_one_is_good_for_a_change_of_it(alice):
    draft = factories.IncidentFactory()
    etag = alice.get(f"{API}/incidents/{draft.pk}?fields=id")["ETag"]
    assert etag.startswith('"1-')
    assert send(alice, draft, "publish", None, HTTP_IF_MATCH=etag).status_code == 200
    assert kind(problem(send(alice, draft, "reopen", {"reason": "why"}, HTTP_IF_MATCH=etag), 412)) == "stale"


def test_by_its_time_one_is_known_as_well(viewer, incident):
    assert "Last-Modified" not in viewer.get(address("incidents/{id}", incident)), (
        "it may change in this second"
    )
    past = timezone.now() - timedelta(minutes=5)
    with_trigger_off(incident, past)
    told = viewer.get(address("incidents/{id}", incident))
    asked = {"HTTP_IF_MODIFIED_SINCE": told["Last-Modified"]}
    assert viewer.get(address("incidents/{id}", incident), **asked).status_code == 304
    Incident.objects.filter(pk=incident.pk).update(killed_min=1)
    assert viewer.get(address("incidents/{id}", incident), **asked).status_code == 200


def test_what_was_known_of_a_draft_before_somebody_had_it_open_is_sent_anew(alice):
    draft = factories.IncidentFactory()
    with_trigger_off(draft, timezone.now() - timedelta(minutes=5))
    here = address("incidents/{id}", draft)
    asked = {"HTTP_IF_MODIFIED_SINCE": alice.get(here)["Last-Modified"]}
    alice.post(f"{here}/hold")
    assert alice.get(here, **asked).status_code == 200
    alice.post(f"{here}/release")
    assert alice.get(here, **asked).status_code == 304


def with_trigger_off(incident, moment):
    with pgtrigger.ignore("incidents.Incident:version_grows"):
        Incident.objects.filter(pk=incident.pk).update(updated_at=moment)


@pytest.mark.parametrize("read", READS)
def test_a_head_is_the_answer_without_its_body(viewer, incident, read):
    whole, head = viewer.get(address(read, incident)), viewer.head(address(read, incident))
    assert head.status_code == 200
    assert b"".join(head) == b""
    assert (head["ETag"], head["Content-Type"]) == (whole["ETag"], whole["Content-Type"])


def test_the_head_of_an_export_reads_no_rows(viewer, incident, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as counted:
        viewer.head(f"{API}/incidents.csv")
    assert not [query["sql"] for query in counted.captured_queries if "LATERAL" in query["sql"]]


def test_every_read_is_described_with_its_304(anonymous):
    paths = anonymous.get(f"{API}/schema").json()["paths"]
    reads = [path["get"] for path in paths.values() if "get" in path]
    assert len(reads) > 10
    for read in reads:
        if "200" in read["responses"]:
            assert "304" in read["responses"], read["operationId"]
            assert "ETag" in read["responses"]["200"]["headers"]


def test_a_browser_that_is_logged_in_is_told_for_itself(incident):
    assert client_of(cast.bob()).get(f"{API}/incidents")["Cache-Control"].startswith("private")
