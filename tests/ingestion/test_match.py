"""A second article about what we hold: never the wrong incident, never twice, never over an analyst's word."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from incidents.extraction.records import Party, Range, Reading
from incidents.ingestion import Outcome, read
from incidents.ingestion.match import _blocks
from incidents.models import Article, Candidate, Incident, Report, Statement
from incidents.models.revisions import revisions_of
from incidents.review import accept, apart, edit, publish, reject
from incidents.vocabulary import Basis, Damage, GeoPrecision, ReferentKind, Status, SubEventType
from tests.cast import alice
from tests.factories import ActorFactory, ArticleFactory, BaseFactory, IncidentFactory, PlaceFactory, walk
from tests.ingestion.readings import BOTH, MISSILES, STRIKE, TEXT, draft, finds
from tests.review.test_races import at_once

pytestmark = pytest.mark.django_db

NEXT_DAY = {"date_start": date(2024, 1, 21), "date_end": date(2024, 1, 21)}
NOT_AT_A_BASE = {"base": None, "base_key": None}
TOWN = NOT_AT_A_BASE | {"place": "Hawija", "place_key": "hawija", "latitude": 35.32, "longitude": 43.77}
RIYAD = {"place": "Riyad", "place_key": "riyad", "latitude": 35.3, "longitude": 43.9}
TAJI = {
    "base": "Camp Taji",
    "base_key": "camp-taji",
    "place": "Taji",
    "latitude": 33.5238,
    "longitude": 44.2556,
}


@pytest.fixture(autouse=True)
def catalogue():
    ActorFactory(
        key="us-military", name="Military Forces of the United States", kind="state_forces", country="US"
    )
    ActorFactory(key="kataib", name="Kata'ib Hezbollah")
    ActorFactory(key="islamic-state", name="Islamic State")
    BaseFactory(key="ain-al-asad", name="Ain al-Asad Air Base")
    BaseFactory(key="camp-taji", name="Camp Taji", latitude=33.5238, longitude=44.2556)
    PlaceFactory(key="hawija", name="Hawija", latitude=35.32, longitude=43.77)
    PlaceFactory(key="riyad", name="Riyad", latitude=35.3, longitude=43.9)


count = iter(range(10**6))


def article() -> Article:
    return ArticleFactory(text=f"{TEXT} Edition {next(count)}.", state="received")


def tells(*drafts, of: Article | None = None, force: bool = False) -> list[Incident]:
    """What an article that tells of these then belongs to."""
    row = of or article()
    assert read(row.pk, force=force, extract=finds(Reading(tuple(drafts), ()))) is Outcome.READ
    return list(row.incidents.order_by("reports__position"))


def by(key: str, name: str, basis: Basis = Basis.STATED) -> dict[str, object]:
    return {"perpetrators": (Party(name, name, ReferentKind.ORGANISATION, basis, actor=key),)}


class TestTwoIncidentsStayTwo:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            pytest.param({}, NEXT_DAY, id="the same base the day after"),
            pytest.param({}, TAJI, id="another base on the same day"),
            pytest.param(TOWN, TOWN | NEXT_DAY, id="the same town the day after"),
            pytest.param(TOWN, TOWN | RIYAD, id="two towns on one day"),
            pytest.param(
                {}, by("islamic-state", "Islamic State") | {"claimed_by": None}, id="others who did it"
            ),
            pytest.param({}, {"time_local": time(4, 0)}, id="before dawn, and in the evening"),
            pytest.param({}, {"event_type": SubEventType.PEACEFUL_PROTEST}, id="a protest at the gate"),
        ],
    )
    def test_however_alike(self, first, second):
        told = by("kataib", "Kata'ib Hezbollah") | {"statements": ()}
        (one,) = tells(draft(**(told | first)))
        (other,) = tells(draft(**(told | second)))
        assert one != other
        assert (one.reports.count(), other.reports.count()) == (1, 1)

    def test_without_a_day_of_its_own(self):
        undated = {"date_start": None, "date_end": None}
        tells(draft(**undated))
        tells(draft(**undated))
        assert Incident.objects.count() == 2

    def test_where_only_the_country_is_known(self):
        vague = TOWN | {"place": "Iraq", "place_key": None, "geo_precision": GeoPrecision.COUNTRY}
        tells(draft(**vague))
        tells(draft(**vague))
        assert Incident.objects.count() == 2

    def test_an_article_that_tells_of_two_alike_means_two(self):
        assert len(tells(MISSILES, MISSILES)) == 2
        assert Incident.objects.count() == 2

    def test_what_was_rejected_is_not_brought_back(self):
        (wrong,) = tells(MISSILES)
        reject(wrong, by=alice(), seen_version=1, reason="it never happened")
        (new,) = tells(MISSILES)
        assert new != wrong
        assert not Candidate.objects.exists()

    def test_what_was_merged_away_is_gone(self):
        living = IncidentFactory(published=True, date_start=date(2019, 5, 5))
        gone = IncidentFactory(published=True)
        walk(gone, Status.MERGED, merged_into=living)
        (new,) = tells(MISSILES)
        assert new not in (gone, living)
        assert not Report.objects.filter(incident__in=[gone, living]).exists()


class TestOneClearCandidate:
    def test_is_told_of_by_both(self):
        (one,) = tells(MISSILES)
        (again,) = tells(MISSILES)
        assert again == one
        assert Incident.objects.count() == 1
        assert one.reports.count() == 2

    def test_its_values_stay_and_rivals_stand_beside_them(self):
        (one,) = tells(draft(killed=Range(3, 3), statements=()))
        tells(draft(killed=Range(5, None), statements=(), summary="Told by another."))
        one.refresh_from_db()

        assert (one.killed_min, one.killed_max, one.summary) == (3, 3, MISSILES.summary)
        said = [(s.value, s.is_chosen) for s in one.statements.filter(field="killed").order_by("id")]
        assert said == [({"min": 3, "max": 3}, True), ({"min": 5, "max": None}, False)]

    def test_what_both_say_is_chosen_of_both(self):
        (one,) = tells(MISSILES)
        tells(MISSILES)
        bases = one.statements.filter(field="base")
        assert [(s.value, s.is_chosen) for s in bases] == [("Ain al-Asad Air Base", True)] * 2
        assert len({s.article for s in bases}) == 2

    def test_what_nobody_said_is_not_said_twice(self):
        (one,) = tells(MISSILES)
        tells(draft(summary="Otherwise."))
        assert one.statements.filter(field="summary").count() == 1
        assert one.statements.filter(field="country").count() == 1

    def test_an_analysts_value_stays(self):
        (one,) = tells(MISSILES)
        changes = {"killed_min": 2, "killed_max": 2, "summary": "Ours."}
        edit(one, changes, by=alice(), seen_version=1, reason="the ministry")
        tells(draft(killed=Range(9, 9)))
        one.refresh_from_db()

        assert (one.killed_min, one.summary, one.last_edited_by.username) == (2, "Ours.", "alice")
        (chosen,) = one.statements.filter(field="killed", is_chosen=True)
        assert chosen.author.username == "alice"

    def test_a_published_one_is_marked_for_people_to_look(self):
        (one,) = tells(MISSILES)
        done = publish(one, by=alice(), seen_version=1)
        source = article()
        tells(draft(killed=Range(9, 9)), of=source)
        one.refresh_from_db()

        assert (one.status, one.killed_min, one.public_id) == ("published", None, done.public_id)
        assert [r.article for r in one.reports.filter(is_new=True)] == [source]
        assert one.version == done.version + 1
        assert one.updated_at > done.updated_at

    def test_a_draft_that_nobody_has_touched_needs_no_mark(self):
        (one,) = tells(MISSILES)
        tells(MISSILES)
        one.refresh_from_db()
        assert one.version == 1
        assert not one.reports.filter(is_new=True).exists()

    def test_nothing_is_doubled_when_it_is_read_again(self):
        tells(MISSILES)
        second = article()
        tells(MISSILES, of=second)
        before = Statement.objects.count()
        for _ in range(2):
            tells(MISSILES, of=second, force=True)
        assert Statement.objects.count() == before
        assert (Incident.objects.count(), Report.objects.count()) == (1, 2)

    def test_nor_when_its_words_have_moved(self):
        """Another version tells the event by other words: a person is asked, and nothing is said twice."""
        tells(MISSILES)
        second = article()
        tells(MISSILES, of=second)
        other_words = tuple(e for e in MISSILES.evidence if e.field != "event_type")
        tells(draft(evidence=other_words), of=second, force=True)
        (candidate,) = Candidate.objects.all()
        assert candidate.incident.reports.count() == 2

    def test_the_history_says_which_article_did_it(self):
        (one,) = tells(MISSILES)
        second = article()
        tells(MISSILES, of=second)
        last = revisions_of(one, "reports", "statements")[-1]
        assert (last.record, last.verb) == ("statement", "read")
        assert f"article {second.pk}," in last.reason

    def test_a_retaliation_for_it_is_told_of_it(self):
        (one,) = tells(MISSILES)
        _, strike = tells(MISSILES, STRIKE)
        assert [relation.other for relation in strike.relations.all()] == [one]

    def test_relations_of_what_is_published_are_for_people_to_make(self):
        there = TOWN | {"geo_precision": GeoPrecision.EXACT, "country": "IQ"}
        (strike,) = tells(replace(STRIKE, retaliates_for=None, **there))
        publish(strike, by=alice(), seen_version=1)
        tells(MISSILES, replace(STRIKE, **there))
        assert strike.reports.count() == 2
        assert not strike.relations.exists()


class TestWhatTheFirstLeftEmpty:
    """Missiles of which the first article tells little, and the second more."""

    LITTLE = draft(
        wounded=None,
        casualties=(),
        weapons=(),
        time_local=None,
        claimed_by=None,
        perpetrators=(),
        statements=(),
        evidence=(MISSILES.evidence[0],),
    )

    def test_stays_empty_once_a_person_has_done_anything_with_it(self):
        (one,) = tells(self.LITTLE)
        accept(one, by=alice(), seen_version=1)
        tells(MISSILES)
        one.refresh_from_db()
        assert (one.wounded_min, one.time_local, one.reports.count()) == (None, None, 2)
        assert not one.weapons.exists()

    def test_or_has_it_open(self):
        (one,) = tells(self.LITTLE)
        soon = timezone.now() + timedelta(minutes=5)
        Incident.objects.filter(pk=one.pk).update(held_by=alice(), held_until=soon)
        tells(MISSILES)
        one.refresh_from_db()
        assert (one.wounded_min, one.reports.count()) == (None, 2)

    def test_what_is_there_is_neither_widened_nor_added_to(self):
        none_hurt = {"wounded": Range(0, 0), "statements": ()}
        (one,) = tells(draft(damage=Damage.MINOR, **none_hurt, **by("kataib", "Kata'ib")))
        tells(draft(damage=Damage.MAJOR, **by("us-military", "US", Basis.ACCUSED)))
        one.refresh_from_db()
        assert one.reports.count() == 2
        assert (one.wounded_min, one.wounded_max, one.damage) == (0, 0, "minor")
        doers = one.participations.filter(role="perpetrator")
        assert [row.name for row in doers] == ["Kata'ib"]

    def test_is_filled_from_the_second_and_stands_on_its_words(self):
        (one,) = tells(self.LITTLE)
        second = article()
        tells(MISSILES, of=second)
        one.refresh_from_db()

        assert (one.wounded_min, one.wounded_max, one.time_local) == (2, None, time(18, 30))
        assert [row.name for row in one.participations.filter(role="perpetrator")] == ["Militants"]
        assert [row.category for row in one.weapons.all()] == ["ballistic_missile"]
        (chosen,) = one.statements.filter(field="wounded", is_chosen=True)
        assert chosen.article == second
        assert chosen.evidence.count() == 2

    def test_a_third_article_finds_a_draft_that_is_still_nobodys(self):
        (one,) = tells(self.LITTLE)
        tells(MISSILES)
        tells(draft(killed=Range(1, 1)))
        one.refresh_from_db()
        assert (one.killed_min, one.reports.count()) == (1, 3)
        assert not one.reports.filter(is_new=True).exists()


class TestDoubt:
    def test_of_two_that_fit_neither_is_taken(self):
        first, second = IncidentFactory(), IncidentFactory()
        (new,) = tells(MISSILES)
        assert new not in (first, second)
        assert {c.incident for c in new.candidates.all()} == {first, second}

    def test_what_may_be_the_same_is_listed_with_its_reasons(self):
        (one,) = tells(MISSILES)
        (other,) = tells(draft(**NEXT_DAY))
        (candidate,) = other.candidates.all()
        assert candidate.incident == one
        words = [each["reason"] for each in candidate.reasons]
        assert words[:2] == ["same base", "a day apart"]
        assert candidate.score == sum(each["points"] for each in candidate.reasons)

    def test_the_best_comes_first_and_the_list_is_short(self):
        near = [
            IncidentFactory(time_local=time(hour, 0), killed_min=killed, killed_max=killed)
            for hour, killed in ((2, 50), (3, 50), (4, 50), (5, 50), (6, 50), (7, 3), (8, 50))
        ]
        (new,) = tells(draft(killed=Range(3, 3)))
        listed = [candidate.incident for candidate in new.candidates.all()]
        assert listed[0] == near[5]
        assert len(listed) == 5

    def test_a_candidate_that_is_gone_leaves_the_list(self):
        first = article()
        tells(MISSILES, of=first)
        (other,) = tells(draft(**NEXT_DAY))
        tells(of=first, force=True)
        assert not other.candidates.exists()


class TestWhatPeopleFoundToBeTwo:
    """The draft of another day, which the reader would ask about again at each reading."""

    def test_is_not_asked_again_when_either_article_is_read_again(self):
        first, second = article(), article()
        (one,) = tells(MISSILES, of=first)
        (other,) = tells(draft(**NEXT_DAY), of=second)
        apart(other, one, by=alice(), seen_version=1)
        assert tells(MISSILES, of=first, force=True) == [one]
        assert tells(draft(**NEXT_DAY), of=second, force=True) == [other]
        assert not Candidate.objects.open().exists()

    def test_does_not_become_one_by_itself_when_the_words_have_moved(self):
        """Read again, it is told by other words, of the same day: then a person is asked, who knows."""
        second = article()
        (one,) = tells(MISSILES)
        (other,) = tells(draft(**NEXT_DAY), of=second)
        apart(other, one, by=alice(), seen_version=1)
        other_words = tuple(e for e in MISSILES.evidence if e.field != "event_type")
        found = tells(draft(evidence=other_words), of=second, force=True)
        assert one not in found
        assert one.reports.count() == 1

    def test_is_not_filled_from_a_third_for_a_person_has_it_in_hand(self):
        (one,) = tells(draft(wounded=None, statements=()))
        apart(one, IncidentFactory(date_start=date(2019, 5, 5)), by=alice(), seen_version=1)
        tells(MISSILES)
        one.refresh_from_db()
        assert (one.reports.count(), one.wounded_min) == (2, None)


@pytest.mark.django_db(transaction=True)
class TestAtOneMoment:
    def test_two_articles_read_at_once_become_one_incident(self):
        first, second = article(), article()

        def do(row):
            return lambda: read(row.pk, extract=finds(BOTH))

        assert at_once(do(first), do(second)) == [Outcome.READ] * 2
        assert Incident.objects.filter(sub_event_type=MISSILES.event_type).count() == 1
        assert {r.article_id for r in Report.objects.filter(position=0)} == {first.pk, second.pk}

    def test_read_again_while_another_joins_them_no_one_waits_for_ever(self):
        rows = [article() for _ in range(3)]
        for row in rows[:2]:
            read(row.pk, extract=finds(BOTH))
        deeds = [lambda row=row: read(row.pk, force=True, extract=finds(BOTH)) for row in rows]
        assert at_once(*deeds) == [Outcome.READ] * 3
        assert Incident.objects.filter(sub_event_type=MISSILES.event_type).count() == 1

    def test_an_analyst_who_publishes_meanwhile_loses_nothing(self):
        analyst = alice()
        (one,) = tells(MISSILES)
        second = article()
        results = at_once(
            lambda: publish(one, by=analyst, seen_version=1).status,
            lambda: read(second.pk, extract=finds(Reading((MISSILES,), ()))),
        )
        assert results == ["published", Outcome.READ]
        assert one.reports.count() == 2


def test_each_block_is_looked_up_in_an_index():
    """Among fifty thousand of ten years, none of the queries reads the whole table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO incidents_incident (status, version, sub_event_type, certainty, summary, date_start,
                date_end, date_precision, date_how, time_zone, place_name, latitude, longitude, geo_precision,
                country, admin1, intercepted, damage, origin_of_fire, sensitivity, created_at, updated_at, base_id)
            SELECT 'draft', 1, 'air_drone_strike', 'confirmed', '', date '2014-01-01' + n %% 3650,
                date '2014-01-01' + n %% 3650, 'day', '', '', '', n * 7919 %% 18000 / 100.0 - 90,
                n * 104729 %% 36000 / 100.0 - 180, 'exact', (ARRAY['IQ','SY','YE'])[n %% 3 + 1], '', 'unknown',
                'unknown', '', 'normal', %s, %s, (SELECT min(id) FROM incidents_base)
            FROM generate_series(1, 20000) n
            """,
            [timezone.now()] * 2,
        )
        cursor.execute("ANALYZE incidents_incident")
    like = Incident.objects.filter(date_start="2019-06-01").first()
    like.geo_precision = GeoPrecision.EXACT
    blocks = list(_blocks(like, ()))
    assert len(blocks) == 3
    for block in blocks:
        assert "Seq Scan" not in block.explain(), block.explain()
    assert like in list(blocks[0])
    assert like in list(blocks[1])
    day = timedelta(days=1)
    assert {row.date_start - like.date_start for row in blocks[0]} == {-day, 0 * day, day}
