"""The desk's lists and the pages of what is known, among ten thousand incidents and among a million.

    python -m benchmarks.desk [--sizes 10000 1000000] [--runs 15]

A generated world of each size in a database of its own: one incident in twenty waits, few countries, types and
outlets have most of them, one actor has a fifth of all, nearly all tell who did what to whom and in which article.
Then every page is asked for as a browser asks, by somebody who is logged in; printed are the median and the 95th
percentile. ``--floor`` milliseconds is what no page may take at the median, or the run fails.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from io import StringIO
from typing import Any

from benchmarks import embedded

AT_WAR = ("IQ", "SY", "YE", "UA", "SD", "PS", "LB", "NG", "ML", "BF", "SO", "CD", "MM", "AF", "PK", "CO")
FILLED = (
    *("source", "article", "incident", "report", "participation", "candidate", "campaign_incidents"),
    *("verdict", "counter"),
)

WORLD = """
    SELECT setseed(0.5);
    INSERT INTO incidents_source (name, domain, aliases, country, language, reliability, scale)
    SELECT 'Outlet ' || n, 'outlet' || n || '.example', '{}', '', 'en', 'C', 'national'
    FROM generate_series(1, 400) n;
    CREATE TEMPORARY TABLE outlets AS SELECT row_number() OVER (ORDER BY id) AS rank, id FROM incidents_source;
    CREATE TEMPORARY TABLE towns AS
        SELECT row_number() OVER (ORDER BY array_position(%(countries)s, country::text), population DESC, id)
            AS rank, *
        FROM incidents_place WHERE country = ANY(%(countries)s) AND kind = 'city';
    CREATE TEMPORARY TABLE sides AS SELECT row_number() OVER (ORDER BY id) AS rank, id, name FROM incidents_actor;
    CREATE TEMPORARY TABLE camps AS SELECT row_number() OVER (ORDER BY id) AS rank, id FROM incidents_base;
    CREATE TEMPORARY TABLE types AS SELECT row_number() OVER () AS rank, type, verb FROM (VALUES
        ('shelling_artillery_missile_attack', 'shelled'), ('air_drone_strike', 'struck'),
        ('armed_clash', 'fought'), ('attack', 'attacked'), ('remote_explosive_landmine_ied', 'bombed'),
        ('peaceful_protest', 'protested against'), ('abduction_forced_disappearance', 'abducted'),
        ('suicide_bomb', 'bombed')) AS t (type, verb);
    CREATE TEMPORARY TABLE picks AS
        SELECT n, n %% 100 AS lot,
            1 + floor(power(random(), 4) * (SELECT count(*) FROM towns))::int AS town,
            1 + floor(power(random(), 2) * (SELECT count(*) FROM types))::int AS sort,
            1 + floor(power(random(), 3) * (SELECT count(*) FROM sides))::int AS who,
            1 + floor(power(random(), 3) * (SELECT count(*) FROM sides))::int AS whom,
            1 + floor(power(random(), 3) * 400)::int AS outlet,
            CASE WHEN n %% 3 = 0
                THEN 1 + floor(power(random(), 3) * (SELECT count(*) FROM camps))::int END AS camp,
            random() AS hurt, random() AS sure, random() AS age
        FROM generate_series(1, %(incidents)s) n;
    INSERT INTO incidents_incident (id, public_id, status, version, sub_event_type, certainty, summary, date_start,
        date_end, date_precision, date_how, time_zone, place_id, base_id, place_name, latitude, longitude,
        geo_precision, country, admin1, killed_min, killed_max, wounded_min, wounded_max, intercepted, damage,
        origin_of_fire, sensitivity, assignee_id, confidence, created_at, updated_at, published_at, has_new_source,
        words)
    OVERRIDING SYSTEM VALUE
    SELECT n, CASE WHEN lot BETWEEN 5 AND 93 THEN country || '-2024-' || n END,
        CASE WHEN lot < 4 THEN 'draft' WHEN lot = 4 THEN 'in_review' WHEN lot < 94 THEN 'published'
            ELSE 'rejected' END,
        1, types.type, 'confirmed',
        a.name || ' ' || verb || ' ' || b.name || ' near ' || towns.name || ', case ' || n,
        day, day, 'day', '', '', towns.id, camps.id, towns.name, towns.latitude, towns.longitude, 'exact', country,
        towns.admin1,
        CASE WHEN hurt < 0.4 THEN floor(1 / (hurt + 0.03))::int END, NULL,
        CASE WHEN hurt > 0.3 AND hurt < 0.7 THEN floor(20 * (hurt - 0.3))::int END, NULL,
        'unknown', 'unknown', '', CASE WHEN n %% 200 = 7 THEN 'restricted' ELSE 'normal' END,
        CASE WHEN lot = 4 AND n %% 300 < 100 THEN %(analyst)s END, 0.3 + 0.7 * sure,
        now() - (CASE WHEN lot < 5 THEN 40 ELSE 3000 END * age) * interval '1 day',
        now() - n * interval '1 second',
        CASE WHEN lot BETWEEN 5 AND 93 THEN now() END, n %% 2000 = 50,
        to_tsvector('english', concat_ws(' . ', a.name, b.name, towns.name, replace(types.type, '_', ' ')))
            || array_to_tsvector(ARRAY['source:' || outlets.id])
    FROM picks JOIN outlets ON outlets.rank = outlet
    JOIN towns ON towns.rank = town JOIN types ON types.rank = sort
    JOIN sides a ON a.rank = who JOIN sides b ON b.rank = whom LEFT JOIN camps ON camps.rank = camp
    CROSS JOIN LATERAL (SELECT date '2015-01-01' + floor(3900 * power(age, 0.7))::int AS day) AS days;
    INSERT INTO incidents_article (id, source_id, canonical_url, url, title, byline, published_on, language, raw,
        content_type, encoding, raw_sha256, text, text_sha256, fingerprint, state, reason, attempts, submitted_at,
        updated_at)
    OVERRIDING SYSTEM VALUE
    SELECT i.id, outlets.id, '', '', i.place_name || ': ' || replace(i.sub_event_type, '_', ' ') || ' reported',
        '', i.date_start, 'en', ''::bytea, 'text/plain', '', 'r' || i.id, i.summary, 't' || i.id,
        hashint8extended(i.id, 7), 'read', '', 0, now(), now()
    FROM incidents_incident i JOIN picks ON n = i.id JOIN outlets ON outlets.rank = outlet;
    INSERT INTO incidents_report (incident_id, article_id, prominence, position, is_new)
    SELECT id, id, 'main', 0, has_new_source FROM incidents_incident;
    INSERT INTO incidents_report (incident_id, article_id, prominence, position, is_new)
    SELECT id, id - 1, 'background', 1, false FROM incidents_incident WHERE id %% 10 = 0;
    INSERT INTO incidents_participation (incident_id, actor_id, name, role, basis, referent, "order")
    SELECT n, sides.id, sides.name, role, 'stated', 'organisation', 0
    FROM picks CROSS JOIN LATERAL (VALUES ('perpetrator', who), ('target', whom)) AS parts (role, side)
    JOIN sides ON sides.rank = side;
    INSERT INTO incidents_candidate (draft_id, incident_id, score, reasons)
    SELECT id, id - 1, 6, '[{"reason": "same day", "points": 3}]' FROM incidents_incident
    WHERE status = 'draft' AND id %% 7 = 0;
    INSERT INTO incidents_campaign (name, description, countries) VALUES ('A campaign', '', '{}');
    INSERT INTO incidents_campaign_incidents (campaign_id, incident_id)
    SELECT 1, id FROM incidents_incident WHERE id %% 50 = 1;
    INSERT INTO incidents_counter (article_id, campaign_id, count, what, since, start, "end", quote)
    SELECT id, 1, id / 40, 'attacks', '2015-01-01', 0, 10, left(text, 10) FROM incidents_article
    WHERE id %% (%(incidents)s / 100) = 1;
    INSERT INTO incidents_verdict (incident_id, field, outcome, confidence, source_id, extractor_version, by_id,
        at)
    SELECT n, field, CASE WHEN (n + place) %% 7 < 5 THEN 'accepted' WHEN (n + place) %% 7 = 5 THEN 'corrected'
        ELSE 'removed' END, 0.3 + 0.7 * sure, outlets.id, 'reader ' || n * 5 / %(incidents)s, %(analyst)s,
        now() - (%(incidents)s - n) * interval '1 minute'
    FROM picks JOIN outlets ON outlets.rank = outlet CROSS JOIN unnest(ARRAY['event_type', 'date_start', 'place',
        'country', 'killed', 'wounded', 'perpetrators', 'targets']) WITH ORDINALITY AS fields (field, place)
    WHERE lot BETWEEN 5 AND 19;
    SELECT setval(pg_get_serial_sequence('incidents_' || t, 'id'), %(incidents)s)
    FROM unnest(ARRAY['incident', 'article']) t;
"""


def fill(incidents: int) -> None:
    """A world of so many. The history is not told of them."""
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.db import connection

    from incidents.models import User

    call_command("load_gazetteer", stdout=StringIO())
    analyst = User.objects.create_user("analyst", is_staff=True)
    analyst.groups.set(Group.objects.filter(name="analyst"))
    with connection.cursor() as cursor:
        for table in FILLED:
            cursor.execute(f"ALTER TABLE incidents_{table} DISABLE TRIGGER USER")
        cursor.execute(WORLD, {"countries": list(AT_WAR), "incidents": incidents, "analyst": analyst.pk})
        for table in FILLED:
            cursor.execute(f"ALTER TABLE incidents_{table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


# --- the pages --------------------------------------------------------------------------------------

QUEUE, ALL = "/admin/review/", "/admin/incidents/incident/"
PAGES = {
    "the front page": "/admin/",
    "the queue": QUEUE,
    "… its 200th page": f"{QUEUE}?page=200",
    "… of a common country": f"{QUEUE}?country=IQ",
    "… of a rare country": f"{QUEUE}?country=CO",
    "… of a type": f"{QUEUE}?type=battles",
    "… of a rare sub-type": f"{QUEUE}?subtype=suicide_bomb",
    "… of a large source": f"{QUEUE}?source=Outlet+1",
    "… of a small source": f"{QUEUE}?source=Outlet+399",
    "… of mine": f"{QUEUE}?assignee=me",
    "… of nobody's": f"{QUEUE}?assignee=nobody",
    "… what may be a double": f"{QUEUE}?double=yes",
    "… what has a new source": f"{QUEUE}?news=yes",
    "… what is doubtful": f"{QUEUE}?below=40",
    "… what waits long": f"{QUEUE}?older=30",
    "… with a common word": f"{QUEUE}?q=shelled",
    "… with a town": f"{QUEUE}?q=Baghdad",
    "… with a rare word": f"{QUEUE}?q=case+7777",
    "… with four filters": f"{QUEUE}?country=IQ&type=battles&below=80&q=fought",
    "… of two countries": f"{QUEUE}?country=CO&country=NG",
    "… not of a type": f"{QUEUE}?not_event_type=battles",
    "… not of a large source": f"{QUEUE}?not_source=Outlet+1",
    "… of a region": f"{QUEUE}?admin1=Baghdad",
    "… of the last 30 days": f"{QUEUE}?within=30",
    "… of one place": f"{QUEUE}?bbox=44.385,33.335,44.395,33.345",
    "… on the map": f"{QUEUE}?show=map",
    "… a country on the map": f"{QUEUE}?country=CO&show=map",
    "… newest first": f"{QUEUE}?sort=newest",
    "… least sure first": f"{QUEUE}?sort=doubt",
    "the counters of the views": f"{QUEUE}views/counts/",
    "the next draft": f"{QUEUE}next/",
    "the next of a country": f"{QUEUE}next/?in=country%3DCO",
    "recent decisions": f"{QUEUE}decisions/",
    "all incidents": ALL,
    "… its 200th page ": f"{ALL}?page=200",
    "… published ones": f"{ALL}?status=published",
    "… of a country": f"{ALL}?country=CO",
    "… drafts of a country": f"{ALL}?country=CO&status=draft",
    "… of one month": f"{ALL}?since=2024-01-01&until=2024-01-31",
    "… of a large source ": f"{ALL}?source=Outlet+1",
    "… of a small source ": f"{ALL}?source=Outlet+399",
    "… with a common word ": f"{ALL}?q=shelled",
    "… with a rare word ": f"{ALL}?q=case+7777",
    "… of two countries ": f"{ALL}?country=CO&country=NG",
    "… not of a type ": f"{ALL}?not_event_type=battles",
    "… of a region ": f"{ALL}?admin1=Baghdad",
    "… of the last 30 days ": f"{ALL}?within=30",
    "… of one place ": f"{ALL}?bbox=44.385,33.335,44.395,33.345",
    "… without coordinates": f"{ALL}?located=no",
    "… on the map ": f"{ALL}?show=map",
    "… two countries on the map": f"{ALL}?country=CO&country=NG&show=map",
    "… a type on the map": f"{ALL}?event_type=battles&show=map",
    "… last changed first": f"{ALL}?sort=changed",
    "what is known": "/admin/knowledge/",
    "an actor of very many": "/admin/knowledge/actor/{actor}/",
    "… as a target": "/admin/knowledge/actor/{actor}/?role=target",
    "… in one year": "/admin/knowledge/actor/{actor}/?year=2019",
    "… of a rare type": "/admin/knowledge/actor/{actor}/?type=protests",
    "a base": "/admin/knowledge/base/{base}/",
    "a place": "/admin/knowledge/place/{place}/",
    "a source": "/admin/knowledge/source/{source}/",
    "a campaign": "/admin/knowledge/campaign/1/",
    "the scorecard": "/admin/scorecard/?period=all",
    "… of a field": "/admin/scorecard/?period=all&field=killed",
    "… of a source": "/admin/scorecard/?period=all&source={source}",
    "the doubles": "/admin/knowledge/doubles/",
}
Times = tuple[float, float]


def busiest() -> dict[str, object]:
    """Of each kind of what is known, the one with the most incidents."""
    from django.db.models import Count

    from incidents.models import Article, Incident, Participation

    def most(rows: Any, column: str) -> object:
        counted = rows.order_by().exclude(**{column: None}).values_list(column).annotate(n=Count("pk"))
        return counted.order_by("-n")[0][0]

    return {
        "actor": most(Participation.objects, "actor__key"),
        "base": most(Incident.objects, "base__key"),
        "place": most(Incident.objects, "place__key"),
        "source": most(Article.objects, "source"),
    }


def times(runs: int) -> dict[str, Times]:
    """Median and 95th percentile in milliseconds, after one look that does not count."""
    from django.test import Client

    from incidents.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(username="analyst"), backend="django.contrib.auth.backends.ModelBackend"
    )
    found, keys = {}, busiest()
    for name, address in PAGES.items():
        address = address.format(**keys)
        took = []
        for _ in range(runs + 1):
            started = time.perf_counter()
            status = client.get(address).status_code
            took.append((time.perf_counter() - started) * 1000)
            if status not in {200, 302}:
                raise SystemExit(f"{address} answered {status}")
        took = sorted(took[1:])
        found[name] = (statistics.median(took), took[int(len(took) * 0.95)])
    return found


def show(found: dict[int, dict[str, Times]]) -> None:
    sizes = list(found)
    print(f"{'median and p95 in ms':30s}" + "".join(f"{size:>14,} incidents" for size in sizes))
    for name in PAGES:
        columns = (f"{median:14.0f} {late:9.0f}" for median, late in (found[size][name] for size in sizes))
        print(f"{name:30s}" + "".join(columns))


def measure(size: int, runs: int) -> dict[str, Times]:
    """In a process of its own: Django is set up once in a process, and for one database."""
    done = subprocess.run(  # noqa: S603 -- ourselves
        [sys.executable, "-m", "benchmarks.desk", "--only", str(size), "--runs", str(runs)],
        check=True,
        stdout=subprocess.PIPE,
    )
    return {name: tuple(took) for name, took in json.loads(done.stdout.splitlines()[-1]).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--floor", type=float, default=300, help="What no page may take at the median.")
    parser.add_argument("--only", type=int, help="Of one size, as JSON.")
    arguments = parser.parse_args()
    if arguments.only:
        with embedded.servers():
            from django.conf import settings

            settings.STORAGES["staticfiles"]["BACKEND"] = (
                "django.contrib.staticfiles.storage.StaticFilesStorage"
            )
            fill(arguments.only)
            print(json.dumps(times(arguments.runs)))
        return
    found = {size: measure(size, arguments.runs) for size in arguments.sizes}
    show(found)
    slow = {
        name for times in found.values() for name, (median, _) in times.items() if median > arguments.floor
    }
    if slow:
        raise SystemExit(f"slower than {arguments.floor:.0f} ms: {', '.join(sorted(slow))}")


if __name__ == "__main__":
    main()
