"""The pages of what is known: who may look, what they leave out, and that their figures never invent."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.dashboards import about as scope
from incidents.models import Campaign, Counter, Incident, Presence, Tie, Verdict
from tests import cast
from tests.admin.test_desk import page_of
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    ReportFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def address(record) -> str:
    name = record._meta.model_name
    return reverse(f"admin:knowledge_{name}", args=[getattr(record, "key", record.pk)])


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def militia():
    return ActorFactory(key="the-militia", name="The Militia", aliases=["Militia of the South"])


def attack(militia, **fields) -> Incident:
    incident = IncidentFactory(**fields)
    ParticipationFactory(incident=incident, actor=militia)
    return incident


def seen(client: Client, record, **asked):
    return client.get(address(record), asked).context


# --- what must not be seen ----------------------------------------------------------------------


def test_drafts_are_no_part_of_what_a_viewer_sees(militia):
    attack(militia, killed_min=7, published=True)
    attack(militia, killed_min=50)
    found = seen(logged_in(cast.person("vera", "viewer")), militia)["figures"]
    assert (found.incidents, found.killed.least) == (1, 7)


def test_restricted_incidents_do_not_count_for_those_who_may_not_see_them(desk, militia):
    attack(militia, killed_min=7, latitude=33.0)
    group = Group.objects.create(name="circle")
    attack(militia, killed_min=50, latitude=35.0, sensitivity="restricted", restricted_to=group)
    attack(militia, killed_min=60, latitude=36.0, sensitivity="restricted")
    context = seen(desk, militia)
    assert (context["figures"].incidents, context["figures"].killed.least) == (1, 7)
    assert [spot.latitude for spot in context["spots"]] == [33.0]
    assert context["drawing"].total == 1
    bob = seen(logged_in(cast.bob()), militia)
    assert bob["figures"].incidents == 2  # not of the circle either


def test_what_is_rejected_or_merged_is_not_counted(desk, militia):
    attack(militia)
    kept = attack(militia)
    for status in ("rejected", "merged"):
        other = attack(militia)
        Incident.objects.filter(pk=other.pk).update(status="in_review")
        into = kept.pk if status == "merged" else None
        Incident.objects.filter(pk=other.pk).update(status=status, merged_into=into)
    assert seen(desk, militia)["figures"].incidents == 2


def test_counts_of_articles_that_one_may_not_read_are_not_shown():
    campaign = Campaign.objects.create(name="Attacks since October", since=date(2023, 10, 7))
    article = ArticleFactory(text="This was the 144th attack since October 7.")
    counter_of(article, campaign)
    assert seen(logged_in(cast.person("vera", "viewer")), campaign)["counts"] == []
    assert len(seen(logged_in(cast.alice()), campaign)["counts"]) == 1


def test_an_unknown_word_in_a_filter_finds_nothing(desk, militia):
    attack(militia)
    for asked in ({"year": "next"}, {"month": "2024-13"}, {"type": "x"}, {"status": "x"}, {"role": "x"}):
        assert seen(desk, militia, **asked)["figures"].incidents == 0, asked
    assert desk.get("/admin/knowledge/actor/nobody/").status_code == 404


# --- figures ------------------------------------------------------------------------------------


def test_not_stated_is_never_zero_and_a_sum_of_maxima_needs_every_maximum(desk, militia):
    attack(militia, killed_min=2, killed_max=4, wounded_min=0, wounded_max=0)
    attack(militia, killed_min=3, killed_max=None)
    attack(militia)
    killed, wounded = (getattr(seen(desk, militia)["figures"], kind) for kind in ("killed", "wounded"))
    assert (killed.least, killed.most, killed.stated, killed.open, killed.silent) == (5, None, 2, 1, 1)
    assert (wounded.least, wounded.most, wounded.stated, wounded.silent) == (0, 0, 1, 2)
    page = page_of(desk.get(address(militia)))
    assert "at least 5" in page
    assert "1 does not say" in page


def test_where_nobody_states_anything_the_page_says_so_and_no_number(desk, militia):
    attack(militia)
    toll = seen(desk, militia)["figures"].killed
    assert (toll.least, toll.most, toll.silent) == (None, None, 1)
    assert "not stated" in page_of(desk.get(address(militia)))


def test_an_actor_with_two_roles_in_one_incident_counts_it_once(desk, militia):
    incident = attack(militia, killed_min=3)
    ParticipationFactory(incident=incident, actor=militia, role="claimant")
    context = seen(desk, militia)
    assert (context["figures"].incidents, context["figures"].killed.least) == (1, 3)
    assert context["lines"][0]["roles"] == "Perpetrator, Claimant"


# --- when and where -----------------------------------------------------------------------------


def test_months_without_an_incident_are_shown_and_what_has_no_month_is_told(desk, militia):
    attack(militia, date_start=date(2024, 1, 20))
    attack(militia, date_start=date(2024, 4, 2), sub_event_type="attack")
    attack(militia, date_start=date(2024, 1, 1), date_end=date(2024, 12, 31), date_precision="year")
    attack(militia, date_start=None, date_precision="unknown")
    drawing = seen(desk, militia)["drawing"]
    assert [(line.label, line.total) for line in drawing.lines] == [
        ("January 2024", 1),
        ("February 2024", 0),
        ("March 2024", 0),
        ("April 2024", 1),
    ]
    page = page_of(desk.get(address(militia)))
    assert "1 without a date." in page
    assert "1 of which only the year is known." in page


def test_a_long_time_is_told_in_years(desk, militia):
    attack(militia, date_start=date(1998, 8, 7))
    attack(militia, date_start=date(2024, 1, 20))
    drawing = seen(desk, militia)["drawing"]
    assert (drawing.unit, len(drawing.lines), drawing.lines[0].asked) == ("year", 27, "1998")


def test_the_page_says_how_many_are_not_on_the_map(desk, militia):
    attack(militia)
    attack(militia, latitude=None, longitude=None, geo_precision="unknown")
    assert "1 of 2 incidents has no coordinates" in page_of(desk.get(address(militia)))


def test_hollow_points_are_spoken_of_only_where_there_is_one(desk, militia):
    attack(militia)
    attack(militia, geo_precision="region")  # at the same point as an exact one
    assert "Hollow" not in page_of(desk.get(address(militia)))
    attack(militia, geo_precision="country", latitude=33.0, longitude=44.0)
    assert "Hollow" in page_of(desk.get(address(militia)))


def test_a_year_is_all_of_its_days_and_no_others(desk, militia):
    for day in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)):
        attack(militia, date_start=day)
    attack(militia, date_start=None, date_precision="unknown")
    for asked, number in (
        ({"year": "2023"}, 2),
        ({"month": "2023-12"}, 1),
        ({"year": "none"}, 1),
        ({"year": "0001"}, 0),
        ({"month": "0001-01"}, 0),
    ):
        assert seen(desk, militia, **asked)["figures"].incidents == number, asked


def test_years_to_choose_from_are_all_in_which_something_happened_whatever_was_chosen(desk, militia):
    for day in (date(2021, 5, 1), date(2024, 1, 1)):
        attack(militia, date_start=day)
    attack(militia, date_start=None, date_precision="unknown")
    attack(militia, date_start=date(2019, 1, 1), sensitivity="restricted")
    for asked in ({}, {"year": "2021"}, {"year": "2019"}):
        assert seen(desk, militia, **asked)["choices"]["years"] == [2024, 2021], asked


def test_incidents_are_narrowed_by_role_year_month_and_type(desk, militia):
    first = attack(militia, date_start=date(2023, 5, 1))
    second = IncidentFactory(sub_event_type="attack")
    ParticipationFactory(incident=second, actor=militia, role="target")
    for asked, expected in (
        ({"year": "2023"}, first),
        ({"month": "2023-05"}, first),
        ({"role": "target"}, second),
        ({"type": "battles"}, None),
        ({"type": "violence_against_civilians"}, second),
    ):
        lines = seen(desk, militia, **asked)["lines"]
        assert [line["incident"] for line in lines] == ([expected] if expected else []), asked


def test_more_than_a_page_can_reckon_with_is_cut_and_said(desk, militia, monkeypatch):
    monkeypatch.setattr(scope, "MOST", 3)
    for n in range(5):
        attack(militia, killed_min=n)
    context = seen(desk, militia)
    assert context["is_cut"]
    assert (context["figures"].incidents, context["figures"].killed.least) == (3, 2 + 3 + 4)
    assert "choose a year or a type" in page_of(desk.get(address(militia)))
    page = page_of(desk.get(address(militia), {"year": "2024"}))
    assert "like that. What follows is about" in page
    assert "choose a year or a type" not in page


# --- what is its own ----------------------------------------------------------------------------


def test_an_actor_tells_its_names_ties_and_presences_over_time(desk, militia):
    militia.names = {"ar": "كتائب الجنوب"}
    militia.save()
    umbrella, facade = ActorFactory(name="The Umbrella"), ActorFactory(name="The Facade")
    Tie.objects.create(actor=militia, kind="part_of", other=umbrella, since=date(2014, 6, 15))
    Tie.objects.create(
        actor=facade, kind="facade_of", other=militia, since=date(2020, 3, 1), until=date(2021, 1, 1)
    )
    base = BaseFactory(name="Camp South")
    Presence.objects.create(actor=militia, base=base, since=date(2015, 1, 1))
    response = desk.get(address(militia))
    bars = response.context["ties"].bars
    assert [(bar.span.other, bar.span.direction, bar.open) for bar in bars] == [
        (umbrella, "", "end"),
        (facade, "of", ""),
    ]
    assert bars[0].x < bars[1].x
    page = page_of(response)
    for words in ("كتائب الجنوب", "Militia of the South", "The Umbrella", "The Facade", "Camp South"):
        assert words in page
    assert address(base) in page


def test_a_base_tells_who_was_there_and_what_happened(desk):
    base = BaseFactory(name="Camp South", icao="ORAA")
    Presence.objects.create(actor=ActorFactory(name="Visitors"), base=base)
    IncidentFactory(base=base)
    response = desk.get(address(base))
    assert response.context["figures"].incidents == 1
    assert {"ORAA", "Visitors"} <= {word for word in ("ORAA", "Visitors") if word in page_of(response)}


def test_a_place_tells_what_happened_there(desk):
    place = PlaceFactory(key="98182", name="Baghdad")
    IncidentFactory(place=place)
    IncidentFactory()
    assert seen(desk, place)["figures"].incidents == 1


def test_a_source_tells_how_much_it_published_and_when(desk):
    source = SourceFactory(name="Wire", reliability="B")
    for day in (date(2024, 1, 3), date(2024, 3, 3), None):
        ReportFactory(article=ArticleFactory(source=source, published_on=day))
    context = seen(desk, source)
    assert (context["article_count"], context["undated_articles"]) == (3, 1)
    assert [line.total for line in context["articles"].lines] == [1, 0, 1]
    assert context["figures"].incidents == 3


def test_a_source_tells_how_the_reader_does_with_it(desk, alice):
    source = SourceFactory()
    for outcome in ("accepted", "corrected"):
        Verdict.objects.create(
            incident=IncidentFactory(), field="killed", outcome=outcome, source=source, by=alice
        )
    Verdict.objects.create(
        incident=IncidentFactory(), field="killed", outcome="accepted", source=SourceFactory(), by=alice
    )
    (row,) = seen(desk, source)["acceptance"]
    assert (row.name, row.accepted, row.judged) == ("Killed", 1, 2)


def test_the_page_of_a_source_says_that_it_counts_the_last_verdicts(desk, alice, monkeypatch):
    source = SourceFactory()
    for _ in range(3):
        Verdict.objects.create(
            incident=IncidentFactory(), field="killed", outcome="accepted", source=source, by=alice
        )
    assert "Of the last" not in page_of(desk.get(address(source)))
    monkeypatch.setattr("incidents.admin.knowledge.source.A_GLANCE", 2)
    page = page_of(desk.get(address(source)))
    assert "Of the last 2 verdicts" in page
    assert f"{reverse('admin:scorecard')}?period=all&source={source.pk}" in page


def counter_of(article, campaign, count=144, **fields) -> Counter:
    quote = "144th attack since October 7"
    start = article.text.index(quote)
    return Counter.objects.create(
        article=article,
        campaign=campaign,
        count=count,
        what="attacks",
        start=start,
        end=start + len(quote),
        quote=quote,
        **fields,
    )


def test_a_campaign_puts_our_count_beside_the_articles(desk):
    campaign = Campaign.objects.create(name="Attacks since October")
    article = ArticleFactory(
        text="This was the 144th attack since October 7.", published_on=date(2024, 1, 22)
    )
    dated = counter_of(article, campaign, since=date(2023, 10, 7))
    open_article = ArticleFactory(
        text="Again: the 144th attack since October 7.", published_on=date(2024, 1, 21)
    )
    undated = counter_of(open_article, campaign)
    for day in (date(2023, 10, 6), date(2023, 10, 7), date(2024, 1, 22), date(2024, 1, 23)):
        campaign.incidents.add(IncidentFactory(date_start=day))
    counts = {each.counter: (each.ours, each.gap) for each in seen(desk, campaign)["counts"]}
    assert counts == {dated: (2, 142), undated: (None, None)}
    page = page_of(desk.get(address(campaign)))
    assert "142 missing" in page
    assert "cannot be said" in page


def test_our_count_of_a_campaign_leaves_out_what_one_may_not_see_and_is_of_all_that_one_may(
    desk, monkeypatch
):
    monkeypatch.setattr(scope, "MOST", 2)
    campaign = Campaign.objects.create(name="Attacks since October")
    article = ArticleFactory(
        text="This was the 144th attack since October 7.", published_on=date(2024, 1, 22)
    )
    counter_of(article, campaign, since=date(2023, 10, 7))
    for sensitivity in ("normal", "normal", "normal", "restricted"):
        campaign.incidents.add(IncidentFactory(date_start=date(2024, 1, 1), sensitivity=sensitivity))
    assert [each.ours for each in seen(desk, campaign)["counts"]] == [3]
    assert [each.ours for each in seen(logged_in(cast.bob()), campaign)["counts"]] == [4]


def test_where_no_article_counts_nothing_is_drawn(desk):
    campaign = Campaign.objects.create(name="Attacks since October")
    campaign.incidents.add(IncidentFactory())
    counter_of(ArticleFactory(text="It was the 144th attack since October 7.", published_on=None), campaign)
    context = seen(desk, campaign)
    assert context["gaps"] is None
    assert len(context["counts"]) == 1


def test_counts_of_articles_are_drawn_over_time_with_ours_and_the_gap(desk):
    campaign = Campaign.objects.create(name="Attacks since October")
    for day, count, since in (
        (date(2023, 11, 1), 3, date(2023, 10, 7)),
        (date(2024, 1, 22), 144, date(2023, 10, 7)),
        (date(2024, 1, 23), 20, date(2024, 1, 1)),
        (date(2024, 1, 24), 9, None),
    ):
        article = ArticleFactory(text=f"{day}: the 144th attack since October 7.", published_on=day)
        counter_of(article, campaign, count=count, since=since)
    for day in (date(2023, 10, 6), date(2023, 10, 7), date(2023, 12, 1), date(2024, 1, 22)):
        campaign.incidents.add(IncidentFactory(date_start=day))
    gaps = seen(desk, campaign)["gaps"]
    assert gaps.since == date(2023, 10, 7)  # from which most of them count
    open_mark, other, big, small = gaps.marks
    assert open_mark.ours is None
    assert small.x < big.x < other.x < open_mark.x
    assert big.theirs < big.ours  # upwards is less in a drawing
    assert big.title.endswith("they count 144, we hold 3: 141 missing")
    assert gaps.path.count("V") == 3
    page = page_of(desk.get(address(campaign)))
    assert 'class="gap"' in page
    assert '<th scope="col">Gap</th>' in page  # and as a table


# --- all of them --------------------------------------------------------------------------------


def test_fifty_incidents_take_no_more_queries_than_one(desk, militia):
    base, place = BaseFactory(), PlaceFactory()
    source = SourceFactory()
    campaign = Campaign.objects.create(name="A campaign")

    def furnish() -> None:
        incident = attack(militia, base=base, place=place)
        article = ArticleFactory(source=source, text=f"{incident.pk}: the 144th attack since October 7.")
        ReportFactory(incident=incident, article=article)
        counter_of(article, campaign)
        campaign.incidents.add(incident)
        campaign.actors.add(ActorFactory())
        Tie.objects.create(actor=militia, kind="part_of", other=ActorFactory())
        Presence.objects.create(actor=ActorFactory(), base=base)
        Presence.objects.create(actor=militia, base=BaseFactory())

    asked = {}
    for number in (1, 49):
        for _ in range(number):
            furnish()
        for record in (militia, base, place, source, campaign):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address(record)).status_code == 200
            asked.setdefault(record, []).append(len(queries))
    assert all(many <= one <= 22 for one, many in asked.values()), asked


def test_who_may_not_change_it_is_offered_no_way_to(militia):
    page = page_of(logged_in(cast.person("vera", "viewer")).get(address(militia)))
    assert reverse("admin:incidents_actor_change", args=[militia.pk]) not in page
    assert reverse("admin:incidents_actor_change", args=[militia.pk]) in page_of(
        logged_in(cast.alice()).get(address(militia))
    )


def test_one_box_finds_what_is_known_by_name_and_alias(desk, militia):
    page = page_of(desk.get(reverse("admin:knowledge"), {"q": "of the south"}))
    assert address(militia) in page


def test_the_desk_leads_to_what_is_known_of_base_actors_and_source(desk, militia):
    base, source = BaseFactory(), SourceFactory()
    incident = attack(militia, base=base)
    ReportFactory(incident=incident, article=ArticleFactory(source=source))
    page = page_of(desk.get(reverse("admin:review", args=[incident.pk])))
    for record in (base, militia, source):
        assert f'href="{address(record)}"' in page


def test_lists_and_forms_lead_to_the_page(desk, militia):
    for name, args in (("changelist", []), ("change", [militia.pk])):
        assert address(militia) in page_of(desk.get(reverse(f"admin:incidents_actor_{name}", args=args)))
