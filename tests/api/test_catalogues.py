"""The catalogues: found by what people call things, told with what belongs to them."""

from datetime import date

import pytest

from incidents.models import Campaign, Counter, Place, Presence, Tie
from tests import factories
from tests.api.test_problems import problem

V1 = "/api/v1"


def found(client, catalogue, **asked):
    response = client.get(f"{V1}/{catalogue}", asked)
    assert response.status_code == 200, response.content
    return [row["name"] for row in response.json()["results"]]


@pytest.mark.parametrize("catalogue", ["actors", "bases", "places", "sources", "campaigns"])
def test_unknown_parameters_are_refused_here_too(viewer, catalogue):
    response = viewer.get(f"{V1}/{catalogue}?contry=IQ")
    assert response.status_code == 400
    assert "country" in response.json()["detail"]


@pytest.mark.parametrize("catalogue", ["actors", "bases", "places", "sources", "campaigns"])
def test_nobody_is_found_by_nonsense(viewer, catalogue):
    factories.ActorFactory(), factories.BaseFactory(), factories.PlaceFactory(), factories.SourceFactory()
    Campaign.objects.create(name="Attacks")
    assert found(viewer, catalogue, q="nonsense") == []
    assert found(viewer, catalogue, q="%") == []


def test_an_actor_is_found_by_name_alias_country_and_kind(viewer):
    factories.ActorFactory(name="Kata'ib Hezbollah", aliases=["KH", "Hezbollah Brigades"], country="IQ")
    factories.ActorFactory(name="United States Army", kind="state_forces", country="US")
    assert found(viewer, "actors", q="hezbollah") == ["Kata'ib Hezbollah"]
    assert found(viewer, "actors", q="brigades") == ["Kata'ib Hezbollah"]
    assert found(viewer, "actors", country="us") == ["United States Army"]
    assert found(viewer, "actors", kind=["state_forces", "rioters"]) == ["United States Army"]


def test_an_actor_is_told_with_its_ties_both_ways(viewer):
    brigade, umbrella = factories.ActorFactory(key="brigade"), factories.ActorFactory(key="umbrella")
    Tie.objects.create(actor=brigade, kind="part_of", other=umbrella, since=date(2016, 11, 26))
    row = viewer.get(f"{V1}/actors/brigade").json()
    (tie,) = row["ties"]
    assert (tie["kind"], tie["other"]["key"], tie["since"], tie["until"]) == (
        "part_of",
        "umbrella",
        "2016-11-26",
        None,
    )
    assert row["ties_to"] == []
    (tie,) = viewer.get(f"{V1}/actors/{umbrella.pk}").json()["ties_to"]
    assert tie["actor"]["key"] == "brigade"
    assert row["kind_code"] == 3


def test_a_base_is_told_with_whose_forces_were_there(viewer):
    base, army = factories.BaseFactory(key="ain-al-asad", icao=""), factories.ActorFactory()
    Presence.objects.create(base=base, actor=army, since=date(2014, 11, 1))
    factories.IncidentFactory(published=True, base=base)
    row = viewer.get(f"{V1}/bases/ain-al-asad").json()
    assert (row["icao"], row["country_name"], row["incidents"]) == (None, "Iraq", 1)
    assert [(each["actor"]["key"], each["since"]) for each in row["presences"]] == [(army.key, "2014-11-01")]


def test_the_history_of_a_base_has_months_without_attacks_and_nothing_that_one_may_not_see(viewer, alice):
    base = factories.BaseFactory(key="ain-al-asad")
    for day, fields in (
        (date(2023, 11, 5), {}),
        (date(2024, 1, 20), {}),
        (date(2024, 1, 1), {"date_end": date(2024, 12, 31), "date_precision": "year"}),
        (None, {"date_precision": "unknown"}),
        (date(2024, 2, 1), {"sensitivity": "restricted"}),
    ):
        factories.IncidentFactory(published=True, base=base, date_start=day, **fields)
    factories.IncidentFactory(base=base)
    for client in (viewer, alice):
        row = client.get(f"{V1}/bases/ain-al-asad").json()
        assert [(each["month"], each["incidents"], each["imprecise"]) for each in row["by_month"]] == [
            ("2023-11-01", 1, 0),
            ("2023-12-01", 0, 0),
            ("2024-01-01", 2, 1),
        ]
        assert (row["undated"], row["incidents"]) == (1, 4)
        listed = client.get(f"{row['incidents_url']}&count=exact").json()
        assert listed["count"] == row["incidents"]
    assert "by_month" not in viewer.get(f"{V1}/bases").json()["results"][0]


def test_our_count_of_a_campaign_stands_beside_what_articles_count_with_the_gap(viewer):
    campaign = Campaign.objects.create(name="Attacks on US forces", since=date(2023, 10, 17))
    for day in (date(2023, 10, 18), date(2023, 10, 18), date(2023, 11, 2), None):
        precision = "day" if day else "unknown"
        incident = factories.IncidentFactory(published=True, date_start=day, date_precision=precision)
        campaign.incidents.add(incident)
    draft = factories.IncidentFactory(date_start=date(2023, 10, 19))
    campaign.incidents.add(draft)

    def counted(number, day, **fields):
        article = factories.ArticleFactory(text=f"It was the {number}th attack.", published_on=day)
        factories.ReportFactory(article=article, incident=incident)
        span = {"start": 11, "end": 11 + len(f"{number}th"), "quote": f"{number}th"}
        Counter.objects.create(
            article=article, campaign=campaign, count=number, what="attacks", **span, **fields
        )

    counted(10, date(2023, 10, 20))
    counted(1, date(2023, 11, 3), since=date(2023, 11, 1))
    counted(99, None)
    row = viewer.get(f"{V1}/campaigns/{campaign.pk}").json()
    told = {each["count"]: (each["ours"], each["gap"], each["ours_since"]) for each in row["counters"]}
    assert told == {
        10: (2, 8, "2023-10-17"),
        1: (1, 0, "2023-11-01"),
        99: (None, None, "2023-10-17"),
    }
    assert row["course"] == [{"day": "2023-10-18", "incidents": 2}, {"day": "2023-11-02", "incidents": 3}]
    assert (row["incidents"], row["undated"]) == (4, 1)


def test_bases_and_places_are_found_in_a_box(viewer):
    factories.BaseFactory(name="Inside", latitude=33.5, longitude=42.5)
    factories.BaseFactory(name="Outside", latitude=10, longitude=10)
    assert found(viewer, "bases", bbox="42,33,43,34") == ["Inside"]


def test_places_come_with_the_largest_first_and_by_the_beginning_of_the_name(viewer):
    factories.PlaceFactory(name="Mosul Dam", population=0)
    factories.PlaceFactory(name="Mosul", population=1_500_000, aliases=["Ninawa"])
    factories.PlaceFactory(name="New Mosul", population=9)
    assert found(viewer, "places", q="mos") == ["Mosul", "Mosul Dam"]
    assert found(viewer, "places", q="Ninawa") == ["Mosul"]


def test_a_place_is_looked_up_by_an_index(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "place_upper_name" in Place.objects.filter(name__istartswith="mos").order_by().explain()


def test_a_place_is_named_by_its_key_even_where_that_is_a_number(viewer):
    other = factories.PlaceFactory()
    place = factories.PlaceFactory(key=str(other.pk), name="Erbil")
    assert viewer.get(f"{V1}/places/{place.key}").json()["name"] == "Erbil"


def test_a_source_is_found_by_its_domain(viewer):
    factories.SourceFactory(name="Reuters", domain="reuters.example", country="GB")
    factories.SourceFactory(name="Rudaw", country="IQ")
    assert found(viewer, "sources", q="reuters.ex") == ["Reuters"]
    assert found(viewer, "sources", country="IQ") == ["Rudaw"]


def test_the_counts_of_a_source_tell_nothing_of_what_is_hidden(viewer, alice, bob):
    source, other = factories.SourceFactory(), factories.SourceFactory()
    told_twice = factories.ArticleFactory(source=source)

    def told(article, **fields):
        factories.ReportFactory(article=article, incident=factories.IncidentFactory(**fields))

    told(told_twice, published=True)
    told(told_twice, published=True)
    told(factories.ArticleFactory(source=source), published=True, sensitivity="restricted")
    told(factories.ArticleFactory(source=source))
    told(factories.ArticleFactory(source=other), published=True)
    factories.ArticleFactory(source=source)

    def counts(client, **asked):
        return client.get(f"{V1}/sources/{source.pk}", {"include": "counts", **asked}).json()["counts"]

    assert counts(viewer) == {"articles": 1, "incidents": 2}
    assert counts(alice) == {"articles": 4, "incidents": 2}
    assert counts(bob) == {"articles": 4, "incidents": 3}
    assert counts(viewer, fields="name") == counts(viewer)
    for client in (viewer, alice, bob):
        listed = client.get(f"{V1}/incidents?source={source.pk}&count=exact").json()["count"]
        assert counts(client)["incidents"] == listed


def test_counts_of_sources_are_told_of_one_that_is_asked_for_and_never_of_a_list(viewer, queries):
    source = factories.SourceFactory()
    assert "counts" not in viewer.get(f"{V1}/sources/{source.pk}").json()
    body = problem(viewer.get(f"{V1}/sources?include=counts"), 400)
    assert [error["parameter"] for error in body["errors"]] == ["include"]
    few = queries(lambda: viewer.get(f"{V1}/sources/{source.pk}?include=counts"))
    for _ in range(20):
        factories.ReportFactory(
            article=factories.ArticleFactory(source=source),
            incident=factories.IncidentFactory(published=True),
        )
    assert queries(lambda: viewer.get(f"{V1}/sources/{source.pk}?include=counts")) == few


def test_a_campaign_is_found_by_any_of_its_countries(viewer):
    Campaign.objects.create(name="Attacks on US forces", countries=["IQ", "SY"])
    Campaign.objects.create(name="Attacks on ships", countries=["YE"])
    assert found(viewer, "campaigns", country="SY") == ["Attacks on US forces"]
    assert found(viewer, "campaigns", q="ships") == ["Attacks on ships"]


@pytest.mark.parametrize("catalogue", ["actors", "bases", "places", "sources", "campaigns"])
def test_three_records_cost_no_more_queries_than_one(viewer, queries, catalogue):
    def make(number):
        actor, base = factories.ActorFactory(), factories.BaseFactory()
        place = factories.PlaceFactory()
        factories.SourceFactory()
        Presence.objects.create(base=base, actor=actor)
        campaign = Campaign.objects.create(name=f"Campaign {number}")
        campaign.actors.add(actor), campaign.targets.add(actor), campaign.places.add(place)

    make(0)
    viewer.get(f"{V1}/{catalogue}")
    one = queries(lambda: viewer.get(f"{V1}/{catalogue}"))
    make(1), make(2)
    assert len(found(viewer, catalogue)) == 3
    assert queries(lambda: viewer.get(f"{V1}/{catalogue}")) == one


@pytest.mark.parametrize("ordering", ["name", "-name", "id"])
def test_pages_of_a_catalogue_miss_nobody(viewer, ordering):
    names = ["b", "a", "c", "a"]
    for name in names:
        factories.PlaceFactory(name=name)
    address, seen = f"{V1}/places?page_size=1&ordering={ordering}", []
    while address:
        page = viewer.get(address).json()
        seen += [row["name"] for row in page["results"]]
        address = page["next"]
    expected = {"name": sorted(names), "-name": sorted(names, reverse=True), "id": names}
    assert seen == expected[ordering]
