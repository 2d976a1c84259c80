"""How fast, as ratios: each figure against a peer or a floor measured in the same run on the same machine.

    make bench            the score of reading, then these
    python -m benchmarks.speed [--incidents 50000]

Absolute times mean little on a shared machine; a ratio that moves between two commits means something.
"""

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import embedded

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


def seconds(work: Callable[[], object], *, times: int = 5) -> float:
    """The median of several runs, after one that does not count."""
    work()
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return statistics.median(took)


def line(what: str, ours: float, theirs: float, peer: str) -> None:
    print(f"{what:46s} {ours * 1000:9.1f} ms   {ours / theirs:6.2f} x {peer} ({theirs * 1000:.1f} ms)")


def stories() -> list[str]:
    return [path.read_text().partition("\n\n")[2] for path in sorted(SAMPLES.glob("*.txt"))]


def reading() -> None:
    from incidents.extraction import Article, extract_many, language
    from incidents.gazetteer.gazetteer import Gazetteer

    texts = stories()
    articles = [Article(id=str(n), title="", text=text) for n, text in enumerate(texts)]
    gazetteer = Gazetteer.load()
    nlp = language.pipeline()
    floor = seconds(lambda: list(nlp.pipe(texts)))
    line(f"read {len(texts)} stories", seconds(lambda: list(extract_many(articles))), floor, "spaCy alone")

    text = "\n".join(texts)
    names = sorted(
        (e.name for kind in (gazetteer.actors, gazetteer.bases, gazetteer.countries) for e in kind),
        key=len,
        reverse=True,
    )
    alternation = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    line(
        f"find names ({len(text) // 1000} thousand characters)",
        seconds(lambda: gazetteer.matches(text)),
        seconds(lambda: alternation.findall(text), times=1),
        f"re with {len(names)} names of a hundred thousand",
    )


def api(incidents: int) -> None:
    from django.db import connection
    from django.test import Client, override_settings

    from incidents.models import Incident

    with connection.cursor() as cursor:  # a world of incidents, spread over ten years and the whole map
        cursor.execute(
            """
            INSERT INTO incidents_incident (public_id, status, version, sub_event_type, certainty, summary,
                date_start, date_end, date_precision, date_how, time_zone, place_name, latitude, longitude,
                geo_precision, country, admin1, intercepted, damage, origin_of_fire, sensitivity,
                created_at, updated_at, published_at)
            SELECT 'IQ-2024-' || n, 'published', 1, 'air_drone_strike', 'confirmed', 'Drones hit base ' || n,
                date '2014-01-01' + (n %% 3650)::int, date '2014-01-01' + (n %% 3650)::int, 'day', '', '',
                'Town ' || n %% 999,
                (n * 7919 %% 18000) / 100.0 - 90, (n * 104729 %% 36000) / 100.0 - 180, 'exact',
                (ARRAY['IQ','SY','YE','UA','SD'])[(n %% 5 + 1)::int], '', 'unknown', 'unknown', '', 'normal',
                now(), now() - n * interval '1 minute', now()
            FROM generate_series(1::bigint, %s) n
            """,
            [incidents],
        )
        cursor.execute("ANALYZE")
    client = Client(raise_request_exception=True)

    def get(query: str) -> dict:
        response = client.get(f"/api/v1/incidents?page_size=100&{query}", headers={"host": "localhost"})
        assert response.status_code == 200, response.content
        return response.json()

    def rows(**filters: object) -> list[object]:
        return list(Incident.objects.public().filter(**filters).order_by("-sort_date", "-id").values()[:100])

    with override_settings(PUBLIC_READ=True):
        first = seconds(lambda: get(""))
        line(f"first page of {incidents} incidents", first, seconds(rows), "the bare rows")
        query = "country=IQ&date_after=2020-01-01"
        bare = seconds(lambda: rows(country="IQ", date_start__gte="2020-01-01"))
        line("a country since 2020", seconds(lambda: get(query)), bare, "the bare rows")
        line("a box of 10 by 10 degrees", seconds(lambda: get("bbox=40,30,50,40")), first, "the first page")
        cursor_of_page_100 = ""
        for _ in range(100):
            cursor_of_page_100 = get(f"cursor={cursor_of_page_100}" if cursor_of_page_100 else "")[
                "next_cursor"
            ]
        line("the 101st page", seconds(lambda: get(f"cursor={cursor_of_page_100}")), first, "the first page")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=50_000)
    arguments = parser.parse_args()
    reading()

    with embedded.servers():
        api(arguments.incidents)


if __name__ == "__main__":
    main()
