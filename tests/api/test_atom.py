"""Incidents as news: first what must not be told, then that readers of feeds understand it."""

from base64 import b64encode
from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from incidents.models import Incident, Token
from incidents.vocabulary import Certainty, Scope, Sensitivity, Status
from tests import cast, factories

pytestmark = pytest.mark.django_db
ATOM = "/api/v1/incidents.atom"


def made(**fields):
    return factories.IncidentFactory(published=True, **fields)


def read(client, address=ATOM, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    return parsed


def test_to_nobody_without_the_right_and_readers_are_asked_for_a_password(anonymous):
    answer = anonymous.get(ATOM)
    assert answer.status_code == 401
    assert "Basic" in answer["WWW-Authenticate"]


def test_what_is_hidden_is_not_told(viewer):
    factories.IncidentFactory()
    made(sensitivity=Sensitivity.RESTRICTED)
    made(embargo_until=timezone.now() + timedelta(days=1))
    parsed = read(viewer)
    assert parsed.entries == []
    assert parsed.feed.updated == "1970-01-01T00:00:00+00:00"


def test_an_unknown_parameter_is_refused(viewer):
    assert viewer.get(ATOM, {"contry": "IQ"}).status_code == 400
    assert viewer.get(ATOM, {"ordering": "date_start"}).status_code == 400


@pytest.mark.parametrize("given", [b"Basic %%%", b"Basic " + b64encode(b"anybody:cit_wrong"), b"Basic "])
def test_a_wrong_password_is_none(viewer, given):
    reader = APIClient()
    assert reader.get(ATOM, HTTP_AUTHORIZATION=given.decode()).status_code == 401


def test_a_token_will_do_for_a_password(db):
    _, secret = Token.objects.issue(cast.person("rita", "viewer"), name="reader", scopes=[Scope.READ])
    reader = APIClient()
    reader.credentials(HTTP_AUTHORIZATION="Basic " + b64encode(f"anybody:{secret}".encode()).decode())
    made()
    assert len(read(reader).entries) == 1


def test_an_entry_tells_what_where_when_and_how_sure(viewer):
    base = factories.BaseFactory(name="Camp <Old> & New")
    incident = made(
        base=base,
        certainty=Certainty.CLAIMED,
        summary="Militants \x0b fired <rockets> & missed.",
        country="IQ",
    )
    (entry,) = read(viewer).entries
    assert entry.title == "Shelling/artillery/missile attack (claimed), Camp <Old> & New, IQ, 2024-01-20"
    assert entry.summary == "Militants   fired &lt;rockets&gt; &amp; missed."
    assert entry.link == f"http://testserver/api/v1/incidents/{incident.public_id}"
    assert (entry.where["type"], entry.where["coordinates"]) == ("Point", (42.4412, 33.7856))
    assert {tag.term for tag in entry.tags} >= {"explosions_remote_violence", "IQ"}


def test_what_is_not_known_is_left_out(viewer):
    made(latitude=None, longitude=None, place_name="", country="", date_start=None, date_precision="unknown")
    (entry,) = read(viewer).entries
    assert "where" not in entry
    assert entry.title == "Shelling/artillery/missile attack"


def test_an_entry_that_is_corrected_comes_first_under_its_old_id(viewer, settings):
    first, second = made(), made()
    before = {entry.link: entry for entry in read(viewer).entries}
    Incident.objects.filter(pk=first.pk).update(summary="Corrected.")
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "news.example"]
    response = viewer.get(ATOM, HTTP_HOST="news.example")
    latest, other = feedparser.parse(response.content).entries
    assert latest.link.endswith(str(first.public_id))
    assert {latest.id, other.id} == {entry.id for entry in before.values()}
    assert latest.updated > other.updated
    assert other.link.endswith(str(second.public_id))


def test_it_takes_the_filters_of_the_list(viewer):
    made(country="IQ")
    syria = made(country="SY")
    (entry,) = read(viewer, country="SY").entries
    assert entry.link.endswith(syria.public_id)


def test_pages_lead_to_each_other_until_the_last(viewer):
    incidents = [made() for _ in range(5)]
    address, seen = f"{ATOM}?page_size=2", []
    while address:
        parsed = read(viewer, address)
        seen += [entry.link.rpartition("/")[2] for entry in parsed.entries]
        links = {link.rel: link.href for link in parsed.feed.links}
        assert links["self"].endswith(address) or links["self"] == address
        address = links.get("next")
    assert seen == [incident.public_id for incident in reversed(incidents)]


def test_fifty_take_as_many_queries_as_one(viewer, queries):
    made(base=factories.BaseFactory())
    viewer.get(ATOM)
    one = queries(lambda: viewer.get(ATOM))
    for _ in range(49):
        made(base=factories.BaseFactory())
    assert queries(lambda: viewer.get(ATOM)) == one


def test_a_reader_that_has_it_is_not_sent_it_again(viewer):
    made()
    etag = viewer.get(ATOM)["ETag"]
    assert viewer.get(ATOM, HTTP_IF_NONE_MATCH=etag).status_code == 304


def test_it_is_well_formed_for_who_reads_it_strictly(viewer):
    incident = made()
    Incident.objects.filter(pk=incident.pk).update(published_at=timezone.now())
    root = ElementTree.fromstring(viewer.get(ATOM).content)
    atom = "{http://www.w3.org/2005/Atom}"
    for required in ("id", "title", "updated", "author"):
        assert len(root.findall(atom + required)) == 1
    (entry,) = root.findall(f"{atom}entry")
    for required in ("id", "title", "updated", "published", "summary"):
        assert len(entry.findall(atom + required)) == 1
    assert entry.find("{http://www.georss.org/georss}point").text == "33.7856 42.4412"


def test_drafts_are_told_to_nobody(alice):
    """Who may see them asks the list."""
    draft = factories.IncidentFactory()
    assert draft.status == Status.DRAFT
    assert read(alice, status="draft").entries == []
