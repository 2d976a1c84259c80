"""The views of public_v1, asked as the role that dashboards log in with."""

import os
from datetime import timedelta
from io import StringIO

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from incidents.exports.public_v1 import making
from incidents.exports.public_v1.views import SCHEMA, VIEWS
from incidents.models import Campaign, Casualties, Incident, Membership, Presence, WeaponUse
from tests.api.conftest import anonymous  # noqa: F401 -- a fixture
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    BaseFactory,
    IncidentFactory,
    ParticipationFactory,
    PlaceFactory,
    ReportFactory,
    StatementFactory,
    evidence,
)

ROLE = "dashboard_ro_of_tests"
OF_INCIDENTS = ("participations", "casualties", "weapons", "statements", "evidence", "articles", "reports")


@pytest.fixture
def address(transactional_db):
    """What the role connects by. It goes with the test: roles belong to all databases of a server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() != (True,):
            assert os.environ.get("CI") != "true", "The account of the tests may not make roles."
            pytest.skip("The account of the tests may not make roles.")
    told = StringIO()
    call_command("dashboard_role", role=ROLE, login=True, stdout=told)
    yield told.getvalue().strip()
    with connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {ROLE}")
        cursor.execute(f"REVOKE ALL ON SCHEMA {SCHEMA} FROM {ROLE}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {SCHEMA} REVOKE ALL ON TABLES FROM {ROLE}")
        cursor.execute(f'REVOKE ALL ON DATABASE "{name}" FROM {ROLE}')
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.fixture
def ask(address):
    """Rows of a query, as the role."""
    connected = psycopg2.connect(address)
    connected.autocommit = True

    def rows(query):
        with connected.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    yield rows
    connected.close()


def told_of(**fields):
    """An incident with one of everything below it."""
    incident = IncidentFactory(base=BaseFactory(), place=PlaceFactory(), **fields)
    ParticipationFactory(incident=incident)
    Casualties.objects.create(incident=incident, side="Iraq", kind="killed", min=0, max=None)
    WeaponUse.objects.create(incident=incident, category="drone")
    report = ReportFactory(incident=incident)
    said = StatementFactory(incident=incident, article=report.article, field="place")
    evidence(said, "wounding")
    Membership.objects.create(incident=incident, campaign=Campaign.objects.get_or_create(name="Run")[0])
    return incident


def test_what_is_hidden_is_in_no_view_and_no_count(ask):
    told_of()
    told_of(published=True, sensitivity="restricted")
    told_of(published=True, embargo_until=timezone.now() + timedelta(days=1))
    ArticleFactory()
    for view in ("incidents", "memberships", *OF_INCIDENTS):
        assert ask(f"SELECT count(*) FROM {view}") == [(0,)], view


def test_no_condition_is_tried_on_what_is_hidden(ask):
    IncidentFactory(summary="secret")
    IncidentFactory(published=True, summary="1")
    assert ask("SELECT id FROM incidents WHERE summary::int = 1"), (
        "or the draft's words would be in the error"
    )


def test_an_embargo_ends_by_itself(ask):
    incident = told_of(published=True, embargo_until=timezone.now() + timedelta(days=1))
    Incident.objects.filter(pk=incident.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))
    assert ask("SELECT id FROM incidents") == [(incident.pk,)]


FORBIDDEN = [
    *("SELECT * FROM public.incidents_incident", "SELECT text FROM public.incidents_article"),
    *("SELECT * FROM public.incidents_user", "SELECT * FROM public.incidents_token"),
    *("SELECT * FROM public.django_session", "SELECT * FROM public.incidents_incidentrevision"),
    *("SELECT pg_read_file('/etc/passwd')", "SELECT * FROM pg_authid"),
    *("CREATE TABLE public.mine (n int)", f"CREATE VIEW {SCHEMA}.mine AS SELECT 1"),
    *("CREATE TEMPORARY TABLE mine (n int)", "CREATE SCHEMA mine"),
    *(
        "UPDATE incidents SET version = 1",
        "DELETE FROM actors",
        "INSERT INTO campaigns (since) VALUES (now())",
    ),
    *("SET ROLE tracker", "CREATE ROLE mine"),
]


def test_the_role_may_look_at_nothing_else_and_change_nothing(ask):
    refusals = (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)
    for query in FORBIDDEN:
        for read_only in ("on", "off"):
            with pytest.raises(refusals):
                ask(f"SET default_transaction_read_only = {read_only}; {query}")


def test_it_reads_only_and_not_for_long(ask):
    settings = [ask(f"SHOW {name}")[0][0] for name in ("default_transaction_read_only", "statement_timeout")]
    assert settings == ["on", "30s"]
    assert ask("SELECT rolconnlimit, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user") == [
        (10, False, False)
    ]


def test_views_tell_what_the_api_tells(ask, anonymous, settings):  # noqa: F811
    settings.PUBLIC_READ = True
    for n in range(3):
        told_of(published=True, killed_min=n, summary="" if n else "Words.", civilian_targeting=None)
    told_of()
    told_of(published=True, sensitivity="restricted")
    same = [
        "id",
        "public_id",
        "version",
        "event_type",
        "certainty",
        "summary",
        "country",
        "latitude",
        "damage",
    ]
    asked = {"include": "evidence,statements", "ordering": "created_at"}
    rows = anonymous.get("/api/v1/incidents", asked).json()["results"]
    assert len(rows) == 3
    viewed = ask(f"SELECT {', '.join(same)}, killed_min, killed_max FROM incidents ORDER BY created_at, id")
    assert viewed == [
        (*(row[name] for name in same), row["killed"]["min"], row["killed"]["max"]) for row in rows
    ]
    for row in rows:
        its = f"WHERE incident_id = {row['id']}"
        (statement,) = row["statements"]
        assert ask(f"SELECT field, value, article_id, is_chosen FROM statements {its}") == [
            tuple(statement[name] for name in ("field", "value", "article", "is_chosen"))
        ]
        words = statement["evidence"][0]
        assert ask(f'SELECT article_id, start, "end", quote FROM evidence {its}') == [
            tuple(words[name] for name in ("article", "start", "end", "quote"))
        ]
        assert ask(f"SELECT name FROM participations {its} AND role = 'perpetrator'") == [
            (part["name"],) for part in row["perpetrators"]
        ]
        assert ask(f"SELECT side, min, max FROM casualties {its}") == [("Iraq", 0, None)]
        assert ask(f"SELECT category FROM weapons {its}") == [(use["category"],) for use in row["weapons"]]
        assert ask(f"SELECT a.title FROM articles a JOIN reports r ON r.article_id = a.id {its}") == [
            (article["title"],) for article in row["articles"]
        ]
        assert ask(f"SELECT campaign_id FROM memberships {its}") == [
            (campaign["id"],) for campaign in row["campaigns"]
        ]


def test_the_catalogues_are_there(ask):
    base, actor = BaseFactory(), ActorFactory()
    Presence.objects.create(base=base, actor=actor)
    assert ask(
        "SELECT b.key, a.key FROM presences JOIN bases b ON b.id = base_id JOIN actors a ON a.id = actor_id"
    )


def test_after_a_migration_the_views_are_there_for_who_saw_them_before(ask):
    making.take_away()
    assert making.make()
    assert not making.make(), "nothing more to do"
    assert ask("SELECT count(*) FROM incidents") == [(0,)]


def test_a_migration_of_ours_finds_none_in_its_way(db):
    migration = type("Migration", (), {"app_label": "incidents"})
    making.before_migrate(plan=[(migration, False)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_views WHERE schemaname = %s", [SCHEMA])
        assert cursor.fetchone() == (0,)
    making.after_migrate()


def test_who_may_make_no_role_is_told_what_to_run(db, capsys, monkeypatch):
    call_command("dashboard_role", sql=True)
    told = capsys.readouterr().out
    assert 'CREATE ROLE "dashboard_ro" NOLOGIN' in told
    assert f'GRANT USAGE ON SCHEMA "{SCHEMA}" TO "dashboard_ro"' in told
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (False,):
            with pytest.raises(CommandError, match="--sql"):
                call_command("dashboard_role", role=ROLE)


def test_every_view_and_column_says_what_it_is(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a"
            " ON a.attrelid = c.oid AND a.attnum > 0"
            " WHERE c.relnamespace = %s::regnamespace AND (col_description(c.oid, a.attnum) IS NULL"
            " OR obj_description(c.oid) IS NULL OR NOT 'security_barrier=true' = ANY (c.reloptions))",
            [SCHEMA],
        )
        assert cursor.fetchall() == []


PROMISED = {
    "incidents": (
        "id public_id version disorder_type event_type sub_event_type certainty summary date_start "
        "date_end date_precision time_local time_zone moment country admin1 place_id place_name base_id "
        "latitude longitude geo_precision killed_min killed_max wounded_min wounded_max "
        "civilian_targeting intercepted damage origin_of_fire sensitivity confidence created_at "
        "updated_at published_at"
    ),
    "participations": ("id incident_id actor_id name role basis referent"),
    "casualties": ("id incident_id side actor_id is_civilian kind min max"),
    "weapons": (
        "id incident_id category system launched_min launched_max intercepted_min intercepted_max "
        "failed_min failed_max hit_min hit_max"
    ),
    "statements": ("id incident_id field value article_id speaker stance confidence is_chosen created_at"),
    "evidence": ("id statement_id incident_id article_id start end quote"),
    "articles": ("id title source_id url published_on published_at"),
    "reports": ("id incident_id article_id prominence"),
    "actors": ("id key name names aliases kind country active_from active_to wikidata note source"),
    "bases": (
        "id key name aliases kind country admin1 latitude longitude icao wikidata operator time_zone source"
    ),
    "presences": ("id base_id actor_id since until source"),
    "places": ("id key geonames_id name aliases kind country admin1 latitude longitude population time_zone"),
    "sources": ("id name aliases domain country language reliability scale"),
    "campaigns": ("id name description countries since until"),
    "memberships": ("id campaign_id incident_id"),
}


def test_what_was_promised_is_there(db):
    """Whoever changes this breaks dashboards: columns may be added, the rest takes a public_v2."""
    assert {view.name: " ".join(column.name for column in view.columns) for view in VIEWS} == PROMISED
