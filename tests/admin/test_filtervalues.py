"""What a filter offers while somebody types."""

import re
from html import unescape

import pytest

from incidents.models import Batch
from tests.factories import PlaceFactory, SourceFactory

pytestmark = pytest.mark.django_db


def offered(desk, kind, typed):
    said = unescape(desk.get(f"/admin/review/filters/{kind}/", {"q": typed}).content.decode())
    return re.findall(r'data-value="([^"]*)"', said)


def test_what_is_no_filter_of_this_kind_is_not_found(desk):
    assert desk.get("/admin/review/filters/user/?q=al").status_code == 404
    assert desk.post("/admin/review/filters/source/").status_code == 405


def test_what_is_like_nothing_is_told_and_no_nonsense_fails(desk):
    SourceFactory(name="Wire")
    for typed in ("zz", "%", "_", "\0", "'", "\\"):
        assert offered(desk, "source", typed) in ([], ["Wire"] if typed == "\0" else [])
    assert "Nothing by this name." in desk.get("/admin/review/filters/source/?q=zz").content.decode()


def test_outlets_by_part_of_name_domain_or_other_name_and_those_that_begin_so_first(desk):
    SourceFactory(name="The Morning Post", domain="morning.example")
    SourceFactory(name="Morning Wire", aliases=["Dawn Agency"])
    SourceFactory(name="Evening Wire")
    assert offered(desk, "source", "morning") == ["Morning Wire", "The Morning Post"]
    assert offered(desk, "source", "morning.ex") == ["The Morning Post"]
    assert offered(desk, "source", "dawn") == ["Morning Wire"]


def test_there_are_a_dozen_of_thousands(desk, django_assert_max_num_queries):
    for n in range(40):
        SourceFactory(name=f"Outlet {n:02}")
    with django_assert_max_num_queries(8):
        assert offered(desk, "source", "outlet") == [f"Outlet {n:02}" for n in range(12)]


def test_regions_with_their_countries_each_once(desk):
    for name, country in (("Al Anbar", "IQ"), ("Al Anbar", "IQ"), ("Al Wusta", "OM"), ("", "IQ")):
        PlaceFactory(admin1=name, country=country)
    assert offered(desk, "region", "al ") == ["Al Anbar", "Al Wusta"]
    assert "Oman" in desk.get("/admin/review/filters/region/?q=wusta").content.decode()


def test_batches_by_number_or_file_the_last_first(desk, alice):
    batches = [
        Batch.objects.create(file_name=name, sha256=name, format="csv", submitter=alice)
        for name in ("january.csv", "february.csv", "january-late.csv")
    ]
    january, _, late = (str(batch.pk) for batch in batches)
    assert offered(desk, "batch", "janu") == [late, january]
    assert january in offered(desk, "batch", january)
