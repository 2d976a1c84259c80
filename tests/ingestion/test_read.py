"""From an article's row to drafts: nothing twice, nothing of an analyst's undone, nothing the model refuses."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from incidents.extraction.records import Casualties, Evidence, Party, Range, Reading, Span
from incidents.ingestion import Outcome, read, reread
from incidents.models import Article, Counter, Incident, Participation, Statement
from incidents.models import Reading as ReadingRow
from incidents.models.revisions import revisions_of
from incidents.review import edit, publish, reject
from incidents.vocabulary import CasualtyKind, Prominence, ReferentKind, Role, SubEventType
from tests.cast import alice, charlie
from tests.factories import ActorFactory, ArticleFactory, BaseFactory, IncidentFactory, ReportFactory
from tests.ingestion.readings import (
    BOTH,
    COUNTER,
    MISSILES,
    NOTHING,
    STRIKE,
    TEXT,
    draft,
    finds,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    ActorFactory(key="us-military", name="Military Forces of the United States", aliases=["US forces"])
    BaseFactory(key="ain-al-asad", name="Ain al-Asad Air Base")
    return ArticleFactory(text=TEXT, state="received")


def read_as(article: Article, *drafts, force: bool = False) -> list[Incident]:
    outcome = read(article.pk, force=force, extract=finds(Reading(tuple(drafts), ())))
    article.refresh_from_db()
    assert outcome is Outcome.READ
    return list(article.incidents.order_by("id"))


class TestTooLongToBeAStory:
    def test_only_its_beginning_is_read_and_the_article_says_so(self):
        article = ArticleFactory(text="Nothing happened here today.\n" * 100_000, state="received")
        seen = []
        read(article.pk, extract=lambda given, _: (seen.append(given.text), NOTHING)[1])
        article.refresh_from_db()

        assert article.text.startswith(seen[0])
        assert 75_000 < len(seen[0]) <= 150_000
        assert seen[0].endswith("\n")
        assert article.state == "nothing_found"
        assert article.reason == f"Left out: all after the first {len(seen[0]):,} of 2,900,000 characters."


class TestNothingTwice:
    def test_an_article_that_was_read_is_left_alone(self, article):
        read_as(article, MISSILES, STRIKE)
        before = list(article.incidents.values_list("pk", flat=True))

        assert read(article.pk, extract=finds(BOTH)) is Outcome.NOTHING_TO_DO
        assert list(article.incidents.values_list("pk", flat=True)) == before
        assert ReadingRow.objects.count() == 1

    @pytest.mark.parametrize("state", ["read", "nothing_found", "failed", "unsupported_language"])
    def test_only_what_waits_is_read(self, article, state):
        Article.objects.filter(pk=article.pk).update(state=state)
        assert read(article.pk, extract=finds(BOTH)) is Outcome.NOTHING_TO_DO
        assert not Incident.objects.exists()

    def test_what_is_not_english_is_never_read(self, article):
        Article.objects.filter(pk=article.pk).update(language="fr")
        assert read(article.pk, force=True, extract=finds(BOTH)) is Outcome.NOTHING_TO_DO

    def test_an_article_that_is_gone_is_no_error(self, db):
        assert read(10**9, extract=finds(BOTH)) is Outcome.NOTHING_TO_DO

    def test_reading_again_replaces_drafts_that_nobody_touched(self, article):
        read_as(article, MISSILES, STRIKE)
        (again,) = read_as(article, STRIKE, force=True)
        assert again.sub_event_type == "air_drone_strike"
        assert Incident.objects.count() == 1

    def test_counters_are_not_doubled(self, article):
        for _ in range(2):
            read(article.pk, force=True, extract=finds(BOTH))
        assert [counter.quote for counter in Counter.objects.all()] == [COUNTER.quote]


class TestWhatAnalystsDecidedStays:
    def test_an_edited_draft(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        analyst = alice()
        edit(attack, {"summary": "In our words."}, by=analyst, seen_version=attack.version, reason="clearer")

        after = read_as(article, MISSILES, STRIKE, force=True)

        assert [incident.summary for incident in after] == ["In our words.", STRIKE.summary]
        assert after[0].pk == attack.pk

    def test_a_published_one_and_a_rejected_one(self, article):
        attack, strike = read_as(article, MISSILES, STRIKE)
        analyst = alice()
        publish(attack, by=analyst, seen_version=attack.version)
        reject(strike, by=analyst, seen_version=strike.version, reason="another story")

        after = read_as(article, MISSILES, STRIKE, force=True)

        assert [(i.pk, i.status) for i in after] == [(attack.pk, "published"), (strike.pk, "rejected")]

    def test_even_when_its_type_and_day_were_corrected(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        changes = {"sub_event_type": SubEventType.AIR_DRONE_STRIKE, "date_start": date(2024, 1, 19)}
        changes |= {"date_end": date(2024, 1, 19)}
        edit(attack, changes, by=alice(), seen_version=attack.version, reason="by drones")

        assert len(read_as(article, MISSILES, STRIKE, force=True)) == 2

    def test_one_that_somebody_has_open(self, article):
        (attack,) = read_as(article, MISSILES)
        soon = timezone.now() + timedelta(minutes=5)
        Incident.objects.filter(pk=attack.pk).update(held_by=alice(), held_until=soon)
        assert read_as(article, MISSILES, force=True) == [attack]

    def test_one_that_another_article_tells_of_too(self, article):
        (attack,) = read_as(article, MISSILES)
        ReportFactory(incident=attack)
        assert read_as(article, force=True) == [attack]

    def test_incidents_of_other_articles_are_not_touched(self, article):
        other = ReportFactory().incident
        read_as(article, MISSILES, force=True)
        assert Incident.objects.filter(pk=other.pk).exists()


class TestWhatTheModelRefuses:
    """A value that cannot be costs the draft that value; the article says so."""

    @pytest.mark.parametrize(
        ("changes", "note", "left"),
        [
            (
                {"date_start": date(2131, 1, 1), "date_end": None},
                "date_start (2131-01-01)",
                {"date_start": None},
            ),
            (
                {"date_start": date(1815, 6, 18), "date_end": None},
                "date_start",
                {"date_precision": "unknown"},
            ),
            ({"date_end": date(2024, 1, 1)}, "date_end", {"date_end": date(2024, 1, 20)}),
            ({"wounded": Range(5, 2)}, "wounded (5 to 2)", {"wounded_min": None, "wounded_max": None}),
            ({"killed": Range(-1, None)}, "killed", {"killed_min": None}),
            ({"killed": Range(10**12, None)}, "killed", {"killed_min": None}),
            (
                {"latitude": 91.0},
                "latitude",
                {"latitude": None, "longitude": None, "geo_precision": "unknown"},
            ),
            ({"latitude": float("nan")}, "latitude", {"latitude": None}),
            ({"longitude": None}, "latitude", {"latitude": None}),
            ({"country": "Iraq"}, "country (Iraq)", {"country": ""}),
        ],
    )
    def test_is_left_out_with_a_note(self, article, changes, note, left):
        (incident,) = read_as(article, draft(**changes))
        assert {name: getattr(incident, name) for name in left} == left
        assert incident.summary == MISSILES.summary
        assert article.state == "read"
        assert article.reason.startswith("Left out: draft 1: ")
        assert note in article.reason

    def test_figures_by_side_as_well(self, article):
        sides = (Casualties("Iraq", CasualtyKind.KILLED, Range(3, 1)), *MISSILES.casualties)
        (incident,) = read_as(article, draft(casualties=sides))
        assert [str(each.side) for each in incident.casualties.all()] == ["United States"]
        assert "killed of Iraq" in article.reason

    @pytest.mark.parametrize("wrong", [Span(0, 9), Span(5, 5), Span(-3, 2), Span(0, 10**6)])
    def test_words_that_are_not_the_articles(self, article, wrong):
        (incident,) = read_as(article, draft(evidence=(Evidence("base", wrong, "Ain al-Asad"),)))
        assert not incident.statements.filter(evidence__quote="Ain al-Asad").exists()
        assert "words for base" in article.reason

    def test_names_longer_than_their_columns(self, article):
        long = Party("x" * 400, "x" * 400, ReferentKind.PEOPLE)
        (incident,) = read_as(article, draft(place="p" * 400, origin="o" * 400, perpetrators=(long,)))
        assert len(incident.place_name) == len(incident.origin_of_fire) == 300

    def test_nothing_found_is_a_state_of_its_own(self, article):
        read(article.pk, extract=finds(NOTHING))
        article.refresh_from_db()
        assert (article.state, article.reason) == ("nothing_found", "")


class TestAnArticleThatCannotBeRead:
    def fail(self, article, words="boom"):
        def extract(article, gazetteer):
            raise ValueError(words)

        with pytest.raises(ValueError, match=words or None):
            read(article.pk, extract=extract)
        article.refresh_from_db()

    def test_waits_for_another_attempt_then_fails_with_its_reason(self, article, settings):
        settings.READ_ATTEMPTS = 2
        self.fail(article)
        assert (article.state, article.attempts) == ("received", 1)
        assert article.reason == "Attempt 1 failed (of 2; it will be tried again): ValueError: boom"
        self.fail(article)
        assert (article.state, article.attempts) == ("failed", 2)
        assert article.reason == "Reading failed 2 times: ValueError: boom"
        assert not Incident.objects.exists()

    def test_half_a_reading_leaves_nothing(self, article):
        unwritable = replace(COUNTER, what="at\0tack")  # counters come after the drafts
        with pytest.raises(ValueError, match="NUL"):
            read(article.pk, extract=finds(replace(BOTH, counters=(unwritable,))))
        assert not Incident.objects.exists()
        assert not ReadingRow.objects.exists()

    def test_one_that_kills_its_reader_is_given_up(self, article, settings):
        Article.objects.filter(pk=article.pk).update(state="reading", attempts=settings.READ_ATTEMPTS)
        assert read(article.pk, extract=finds(BOTH)) is Outcome.NOTHING_TO_DO
        article.refresh_from_db()
        assert article.state == "failed"
        assert "death of its process" in article.reason

    def test_what_another_attempt_would_meet_again_is_tried_once(self, article):
        def extract(given, gazetteer):
            raise TimeoutError("too long")

        with pytest.raises(TimeoutError):
            read(article.pk, hopeless={TimeoutError: "it took too long"}, extract=extract)
        article.refresh_from_db()
        assert (article.state, article.reason) == (
            "failed",
            f"Reading failed once: it took too long ({len(TEXT)} characters of text)",
        )

    def test_a_later_reading_takes_the_reason_away(self, article):
        self.fail(article)
        read_as(article, MISSILES)
        assert (article.state, article.reason) == ("read", "")

    def test_the_button_gives_it_all_its_attempts_again(self, article, settings):
        settings.READ_ATTEMPTS = 1
        self.fail(article)
        reread(article, by=alice())
        article.refresh_from_db()
        assert (article.state, article.attempts) == ("received", 0)
        assert len(read_as(article, MISSILES)) == 1

    def test_the_button_is_not_for_everybody(self, article):
        with pytest.raises(PermissionDenied):
            reread(article, by=charlie())

    def test_nor_for_another_language(self, article):
        Article.objects.filter(pk=article.pk).update(language="fr", state="unsupported_language")
        with pytest.raises(ValidationError, match="English"):
            reread(article, by=alice())


class TestADraft:
    def test_has_every_column(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        expected = {
            "status": "draft",
            "version": 1,
            "public_id": None,
            "sub_event_type": "shelling_artillery_missile_attack",
            "certainty": "confirmed",
            "summary": MISSILES.summary,
            "date_start": date(2024, 1, 20),
            "date_end": date(2024, 1, 20),
            "date_precision": "day",
            "date_how": MISSILES.date_how,
            "time_local": time(18, 30),
            "time_zone": "Asia/Baghdad",
            "country": "IQ",
            "place_name": "Ain al-Asad",
            "latitude": 33.7856,
            "killed_min": None,
            "wounded_min": 2,
            "wounded_max": None,
            "intercepted": "most",
            "confidence": pytest.approx(0.7),
            "last_edited_by": None,
        }
        assert {name: getattr(attack, name) for name in expected} == expected
        assert attack.base.key == "ain-al-asad"

    def test_has_its_place_in_the_article(self, article):
        read_as(article, MISSILES, STRIKE)
        reports = article.reports.order_by("position")
        assert [(r.position, r.prominence) for r in reports] == [
            (0, Prominence.MAIN),
            (1, Prominence.BACKGROUND),
        ]
        assert {report.reading for report in reports} == {article.readings.get()}

    def test_has_participants_by_role(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        rows = Participation.objects.filter(incident=attack).values_list(
            "role", "order", "name", "actor__key", "basis"
        )
        assert set(rows) == {
            (Role.PERPETRATOR, 0, "Militants", None, "accused"),
            (Role.ACCUSED, 0, "Militants", None, "accused"),
            (Role.TARGET, 0, "soldiers", "us-military", "stated"),
            (Role.CLAIMANT, 0, "Islamic Resistance in Iraq", None, "claimed"),
            (Role.DENIER, 0, "Iran", None, "stated"),
        }

    def test_has_weapons_and_casualties_once(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        (weapon,) = attack.weapons.all()
        assert (weapon.category, weapon.launched_min, weapon.launched_max) == ("ballistic_missile", 3, None)
        (hurt,) = attack.casualties.all()
        assert (hurt.side, hurt.kind, hurt.min, hurt.max) == ("United States", "wounded", 2, None)
        assert hurt.actor.key == "us-military"

    def test_retaliates_for_another(self, article):
        attack, strike = read_as(article, MISSILES, STRIKE)
        (relation,) = strike.relations.all()
        assert (relation.kind, relation.other) == ("retaliates_for", attack)

    def test_says_in_its_history_which_reading_made_it(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        (revision,) = revisions_of(attack)
        assert (revision.label, revision.actor, revision.verb) == ("insert", "task read_article", "read")
        assert f"article {article.pk}, extractor " in revision.reason

    def test_the_articles_state_is_in_the_history_too(self, article):
        read_as(article, MISSILES)
        states = [r.changes["state"][1] for r in revisions_of(article) if "state" in r.changes]
        assert states == ["received", "reading", "read"]


class TestStatements:
    def said(self, incident, field):
        return [
            (s.speaker, s.stance, s.value, s.is_chosen, [e.quote for e in s.evidence.all()])
            for s in Statement.objects.filter(incident=incident, field=field).order_by("-is_chosen", "id")
        ]

    def test_rival_figures_stand_side_by_side(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        assert self.said(attack, "wounded") == [
            ("", "stated", {"min": 2, "max": None}, True, ["wounding at least two soldiers", "two soldiers"]),
            ("An aide of Tehran", "stated", {"min": 0, "max": 0}, False, ["nobody was hurt"]),
        ]

    def test_a_denial_changes_no_value(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        chosen, denied = self.said(attack, "perpetrators")
        assert chosen[2] == [
            {"name": "Militants", "canonical": "Militants", "kind": "people", "basis": "accused"}
        ]
        assert denied == ("Iran", "denied", [], False, ["Iran denied it"])

    def test_no_value_stands_without_one(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        chosen = set(attack.statements.filter(is_chosen=True).values_list("field", flat=True))
        assert chosen == {
            *(
                "event_type",
                "summary",
                "date_start",
                "time_local",
                "country",
                "place",
                "base",
                "perpetrators",
            ),
            *("targets", "weapons", "wounded", "casualties", "intercepted", "claimed_by", "status"),
        }

    def test_the_day_stands_on_its_words(self, article):
        attack, _ = read_as(article, MISSILES, STRIKE)
        assert self.said(attack, "date_start") == [("", "stated", "2024-01-20", True, ["Saturday evening"])]

    def test_words_named_twice_are_kept_once(self, article):
        twice = (words("base", "Ain al-Asad"), words("base", "Ain al-Asad"))
        (attack,) = read_as(article, draft(evidence=twice))
        assert self.said(attack, "base") == [("", "stated", "Ain al-Asad Air Base", True, ["Ain al-Asad"])]

    def test_offsets_count_characters_beyond_the_basic_plane(self, article):
        text = "🚀 — “Rockets” hit Ain al-Asad."
        other = ArticleFactory(text=text, state="received")
        start = text.index("Ain")
        evidence = (Evidence("base", Span(start, start + 11), "Ain al-Asad"),)
        (attack,) = read_as(other, draft(evidence=evidence, statements=()))
        assert self.said(attack, "base")[0][4] == ["Ain al-Asad"]


def test_the_real_reader_reads_a_real_story(article):
    """No gazetteer is loaded here: the package's own serves."""
    text = (
        "BAGHDAD - Militants fired rockets at Ain al-Asad air base in western Iraq on Saturday, wounding two"
        " American soldiers, a defense official said.\n"
    )
    story = ArticleFactory(text=text, state="received", published_on=date(2024, 1, 21))
    assert read(story.pk) is Outcome.READ
    (attack,) = story.incidents.all()
    assert (attack.date_start, attack.country, attack.wounded_min) == (date(2024, 1, 20), "IQ", 2)
    for statement in attack.statements.all():
        for evidence in statement.evidence.all():
            assert evidence.quote == text[evidence.start : evidence.end]
    assert attack.statements.filter(field="wounded", evidence__isnull=False).exists()


def test_a_rejected_incident_of_an_analysts_own_does_not_hide_a_draft(article):
    """It has no words of the article: type, day and place must agree before it counts as the same."""
    own = IncidentFactory(place_name="Elsewhere")
    ReportFactory(incident=own, article=article)
    Incident.objects.filter(pk=own.pk).update(summary="typed by hand")
    assert len(read_as(article, MISSILES)) == 2
