"""Matching articles to incidents: how fast among many, and how often right.

    python -m benchmarks.matching [--incidents 200000] [--articles PATH] [--verbose]

Speed: milliseconds to match one draft among that many incidents, and the ratio to looking one of them up by its
id. Quality: pairs.jsonl has pairs of short stories, half of one event in two papers and half of two events that
look alike; both are read by the reader and stored among all those incidents. *Joined* counts those that became
one incident, *listed* as well those that an analyst is asked about. Articles that carry a ``pair`` are scored in
the same way, where there is a file of them.
"""

import argparse
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks import embedded

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parents[1] / "shared" / "eval" / "dev.jsonl"
AT_WAR = ("IQ", "SY", "YE", "UA", "SD", "PS", "LB", "NG", "ML", "BF", "SO", "CD", "MM", "AF", "PK", "CO")
SAMPLE = 300

WORLD = """
    SELECT setseed(0.5);
    -- the towns of countries at war, the large ones far oftener than the small
    CREATE TEMPORARY TABLE towns AS
        SELECT row_number() OVER (ORDER BY population DESC, id) AS rank, *
        FROM incidents_place WHERE country IN %(countries)s AND kind = 'city';
    CREATE TEMPORARY TABLE picks AS
        SELECT n, 1 + floor(power(random(), 4) * (SELECT count(*) FROM towns))::int AS rank,
            date '2015-01-01' + floor(3650 * random())::int AS day, random() AS how, random() AS what
        FROM generate_series(1, %(incidents)s) n;
    INSERT INTO incidents_incident (status, version, sub_event_type, certainty, summary, date_start, date_end,
        date_precision, date_how, time_zone, place_id, place_name, base_id, latitude, longitude, geo_precision,
        country, admin1, killed_min, killed_max, intercepted, damage, origin_of_fire, sensitivity, created_at,
        updated_at)
    SELECT CASE WHEN n %% 20 = 0 THEN 'in_review' ELSE 'draft' END, 1,
        (ARRAY['air_drone_strike', 'shelling_artillery_missile_attack', 'armed_clash', 'attack',
            'remote_explosive_landmine_ied', 'peaceful_protest'])[1 + floor(6 * what)::int],
        'confirmed', '', day, day, 'day', '', '', CASE WHEN how < 0.8 THEN towns.id END, towns.name,
        CASE WHEN how < 0.05 THEN (SELECT id FROM incidents_base b WHERE b.country = towns.country LIMIT 1) END,
        towns.latitude, towns.longitude,
        CASE WHEN how < 0.8 THEN 'exact' WHEN how < 0.9 THEN 'region' ELSE 'country' END, towns.country,
        towns.admin1, CASE WHEN n %% 3 > 0 THEN n %% 13 END, CASE WHEN n %% 3 > 1 THEN n %% 13 END, 'unknown',
        'unknown', '', 'normal', now(), now()
    FROM picks JOIN towns USING (rank);
    CREATE TEMPORARY TABLE sides AS SELECT row_number() OVER (ORDER BY id) AS rank, * FROM incidents_actor;
    INSERT INTO incidents_participation (incident_id, actor_id, name, role, basis, referent, "order")
    SELECT i.id, a.id, a.name, role, 'stated', 'organisation', 0
    FROM incidents_incident i
    CROSS JOIN (VALUES ('perpetrator', 7), ('target', 11)) AS parts (role, step)
    JOIN sides a ON a.rank = 1 + (i.id * step) %% (SELECT count(*) FROM sides);
    INSERT INTO incidents_weaponuse (incident_id, category, system)
    SELECT id, (ARRAY['drone', 'artillery', 'small_arms', 'ied', 'rocket'])[1 + id %% 5], ''
    FROM incidents_incident WHERE sub_event_type <> 'peaceful_protest';
"""
OLD_ARTICLES = """
    INSERT INTO incidents_article (canonical_url, url, title, byline, published_on, language, raw, content_type,
        encoding, raw_sha256, text, text_sha256, fingerprint, state, reason, attempts, submitted_at, updated_at)
    SELECT '', '', '', '', date '2015-01-01' + n %% 3650, 'en', ''::bytea, 'text/plain', '', 'r' || n, '',
        't' || n, hashint8extended(n, 7), 'read', '', 0, now(), now()
    FROM generate_series(1, %(incidents)s) n
"""
FILLED = ("incident", "participation", "weaponuse", "article")


def fill(incidents: int) -> None:
    """A world of incidents of ten years, most of them in few towns. The history is not told of them."""
    from django.core.management import call_command
    from django.db import connection

    call_command("load_gazetteer", stdout=StringIO())
    with connection.cursor() as cursor:
        for table in FILLED:
            cursor.execute(f"ALTER TABLE incidents_{table} DISABLE TRIGGER USER")
        cursor.execute(WORLD, {"countries": AT_WAR, "incidents": incidents})
        cursor.execute(OLD_ARTICLES, {"incidents": incidents})
        for table in FILLED:
            cursor.execute(f"ALTER TABLE incidents_{table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")


# --- speed ------------------------------------------------------------------------------------------


def milliseconds(work: Callable[[Any], object], of: list[Any]) -> tuple[float, float]:
    """Median and 95th percentile, after a first round that does not count."""
    took = []
    for each in [*of[:20], *of]:
        started = time.perf_counter()
        work(each)
        took.append((time.perf_counter() - started) * 1000)
    took = sorted(took[20:])
    return statistics.median(took), took[int(len(took) * 0.95)]


def speed(incidents: int) -> None:
    from incidents.gazetteer.gazetteer import Gazetteer
    from incidents.ingestion.match import match, tellings
    from incidents.ingestion.story import _near
    from incidents.models import Article, Incident

    gazetteer = Gazetteer.load()
    keys = random.Random(7).sample(  # noqa: S311 -- a sample, not a secret
        list(Incident.objects.values_list("pk", flat=True)), SAMPLE
    )
    drafts = tellings(list(Incident.objects.filter(pk__in=keys)))
    articles = list(Article.objects.defer("raw", "text")[:SAMPLE])
    with rolled_back():  # a clear candidate is locked, and that takes a transaction
        floor, _ = milliseconds(lambda key: Incident.objects.get(pk=key), keys)
        matching = milliseconds(lambda draft: match(draft, gazetteer, but=[draft.incident.pk]), drafts)
        copies = milliseconds(lambda article: list(_near(article)[:5]), articles)
    print(f"among {incidents:,} incidents of ten years, and as many articles:")
    for what, (median, late) in (("match a draft", matching), ("look for a copy of a story", copies)):
        print(
            f"  {what:28s} median {median:5.1f} ms, p95 {late:5.1f} ms   "
            f"{median / floor:5.1f} x an incident by its id ({floor:.2f} ms)"
        )


# --- quality ----------------------------------------------------------------------------------------


@contextmanager
def rolled_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def outcome(first: dict[str, str], second: dict[str, str]) -> str:
    """What became of the second after the first: joined, listed, apart, or unread."""
    from incidents.ingestion import read, submit
    from incidents.models import Candidate, Incident

    with rolled_back():
        told = []
        for story in (first, second):
            given = {name: story.get(name) or "" for name in ("title", "text", "published")}
            article = submit(by=None, **given, language="en").article
            read(article.pk)
            told.append(Incident.objects.filter(reports__article=article))
        ours, theirs = told
        if not (ours.exists() and theirs.exists()):
            return "unread"
        if ours.filter(pk__in=theirs).exists():
            return "joined"
        return "listed" if Candidate.objects.filter(draft__in=theirs, incident__in=ours).exists() else "apart"


def pairs(*, verbose: bool) -> None:
    found = []
    for line in (HERE / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        became = outcome(pair["first"], pair["second"])
        found.append((pair["same"], became))
        if verbose and (became == "joined") != pair["same"]:
            print(f"  {pair['id']} {pair['kind']}: {became}")
    same = sum(is_same for is_same, _ in found)
    print(f"{same} pairs of one event, {len(found) - same} of two that look alike:")
    for what, counts in (("joined", {"joined"}), ("joined or listed", {"joined", "listed"})):
        right = sum(is_same and became in counts for is_same, became in found)
        wrong = sum(not is_same and became in counts for is_same, became in found)
        recall, precision = right / same, right / (right + wrong) if right + wrong else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        print(f"  {what:28s} precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}   ({wrong} wrongly)")
    unread = sum(became == "unread" for _, became in found)
    if unread:
        print(f"  {unread} of the pairs with a story in which the reader found nothing")


def articles(path: Path) -> None:
    if not path.exists():
        print(f"no articles in pairs: there is no {path.name}")
        return
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    ids = {record["id"] for record in records}
    by_pair = defaultdict(list)
    for record in records:
        if pair := record.get("pair"):  # a name for both, or the id of the other
            by_pair[frozenset({record["id"], pair}) if pair in ids else pair].append(record)
    both = [sorted(two, key=lambda record: record["published"]) for two in by_pair.values() if len(two) == 2]
    became = [outcome(*two) for two in both]
    words = ", ".join(f"{became.count(each)} {each}" for each in dict.fromkeys(became))
    print(f"{len(became)} pairs of whole articles about one event: {words}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=200_000)
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="JSON lines with the key pair.")
    parser.add_argument("--verbose", action="store_true", help="Name the pairs that went wrong.")
    arguments = parser.parse_args()
    with embedded.servers():
        fill(arguments.incidents)
        speed(arguments.incidents)
        pairs(verbose=arguments.verbose)
        articles(arguments.articles)


if __name__ == "__main__":
    main()
