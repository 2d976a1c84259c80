"""Bulk upload: how fast lines become articles with receipts, in how much memory, beside a bare COPY of the same
rows.

    python -m benchmarks.bulk [--sizes 5000 50000]
    python -m benchmarks.bulk --reading

For each size a CSV of generated articles of some 4 KB is uploaded and taken in by one process, as a worker's
does it; then the same rows go by ``COPY`` into the same table, emptied, with its indexes and triggers. On
servers of its own.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks import embedded, soak

WORDS = """
    militants fired rockets missiles drones soldiers base city officials ministry statement convoy checkpoint river
    border province governor police army forces strike shelling artillery gunmen attack vehicle explosive device
    road village market hospital school airport camp wounded killed civilians residents witnesses spokesman
    commander group claimed responsibility said according reported late early morning evening night near western
    eastern northern southern district town between after before during across several dozens local security
    sources report
""".split()  # noqa: SIM905 -- a list of so many would be a page
STARTS = (
    "The",
    "On",
    "In",
    "At",
    "Officials",
    "Witnesses",
    "Local",
    "Security",
    "Two",
    "Several",
    "A",
    "Both",
    "Most",
)
LETTERS = 4000


def story(n: int) -> tuple[str, str]:
    words = random.Random(n)

    def one() -> str:
        return words.choice(WORDS)

    sentences: list[str] = []
    while sum(map(len, sentences)) < LETTERS:
        sentences.append(
            f"{words.choice(STARTS)} {one()} {one()} of the {one()} was {one()} by the {one()} after {one()} and"
            f" {words.randint(2, 900)} {one()} {one()} were {one()} with {one()} from the {one()}, the {one()}"
            " said."
        )
    return f"Report {n}: {one()} near {one()}", " ".join(sentences)


def write(path: Path, size: int) -> None:
    first = date(2023, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["title", "text", "published", "source"])
        for n in range(size):
            title, text = story(n)
            out.writerow([title, text, first + timedelta(n % 700), f"Wire {n % 40}"])


def intake(path: Path) -> dict[str, Any]:
    """In a process of its own, whose memory is then known."""
    from incidents.ingestion import batch as bulk
    from incidents.ingestion import storage
    from incidents.models import Article, User

    by, _new = User.objects.get_or_create(username="benchmark", defaults={"is_superuser": True})
    started = time.perf_counter()
    with path.open("rb") as file:
        kept = storage.keep(iter(lambda: file.read(1 << 20), b""))
    uploaded = time.perf_counter() - started
    batch = bulk.accept(kept, file_name=path.name, by=by)
    started = time.perf_counter()
    while not bulk.take(batch.pk):
        pass
    took = time.perf_counter() - started
    batch.refresh_from_db()
    return {
        "upload": uploaded,
        "took": took,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "receipts": batch.receipts.count(),
        "articles": Article.objects.count(),
        "totals": batch.totals,
    }


def copied() -> float:
    """Seconds of a COPY of the rows that are there, into their own table after it was emptied."""
    from django.db import connection

    from incidents.models import Article

    fields = [field for field in Article._meta.concrete_fields if not field.generated]
    names = ", ".join(f'"{field.column}"' for field in fields)
    with tempfile.TemporaryFile("w+") as file, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY (SELECT {names} FROM incidents_article) TO STDOUT", file)
        cursor.execute("TRUNCATE incidents_article CASCADE")
        file.seek(0)
        started = time.perf_counter()
        cursor.copy_expert(f"COPY incidents_article ({names}) FROM STDIN", file)
        return time.perf_counter() - started


def measure(size: int, folder: Path) -> None:
    path = folder / f"{size}.csv"
    write(path, size)
    told = json.loads(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.bulk", "--only", str(path)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.splitlines()[-1]
    )
    rows, bare = size / told["took"], size / copied()
    print(f"{size:,} articles, {path.stat().st_size / 1e6:.0f} MB: kept in {told['upload']:.1f} s")
    print(f"  taken in: {rows:,.0f} rows/s; bare COPY {bare:,.0f}; {rows / bare:.2f} of it")
    print(f"  memory {told['memory']:.0f} MB; receipts {told['receipts']:,}; {told['totals']}", flush=True)


# --- reading ----------------------------------------------------------------------------------------


def bare_reading(path: Path, most: int) -> float:
    """Articles a second by the reader alone, in this process."""
    from incidents import extraction
    from incidents.ingestion import known

    gazetteer = known.gazetteer()
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["text"]][:most]
    articles = [
        extraction.Article(
            id=row["title"],
            title=row["title"],
            text=row["text"],
            published=date.fromisoformat(row["published"]),
        )
        for row in rows
    ]
    extraction.extract(articles[0], gazetteer)
    started = time.perf_counter()
    for article in articles:
        extraction.extract(article, gazetteer)
    return len(articles) / (time.perf_counter() - started)


def reading(path: Path, processes: int, pastes: int = 0) -> tuple[float, list[float]]:
    """Articles a second of a batch under ``make run`` with so many worker processes; and how long each of so
    many single articles takes, from being handed in to having drafts, while the batch is being read."""
    with soak.installation(WORKER_CONCURRENCY=str(processes)) as running:
        address = f"batches/{running.upload(path)}"

        def read() -> int:
            with urllib.request.urlopen(running.request(address)) as answer:
                totals = json.load(answer)["totals"]
            return int(totals["read"] + totals["nothing_found"])

        while read() < 20:
            time.sleep(0.5)
        before, started = read(), time.perf_counter()
        took = [_paste(running, n) for n in range(pastes)]
        while time.perf_counter() < started + 45:
            time.sleep(1)
        now = read()
        return (now - before) / (time.perf_counter() - started), took


def _paste(running: soak.Installation, n: int) -> float:
    text = f"Rockets hit the airport of Erbil on Friday and wounded {n + 2} guards, the governor said."
    body = json.dumps({"title": f"Paste {n}", "text": text, "published": "2024-03-08"}).encode()
    started = time.perf_counter()
    with urllib.request.urlopen(running.request("articles", body, Content_Type="application/json")) as answer:
        address = f"articles/{json.load(answer)['id']}"
    while True:
        with urllib.request.urlopen(running.request(address)) as answer:
            if json.load(answer)["state"] not in {"received", "reading"}:
                return time.perf_counter() - started
        time.sleep(0.1)


def measure_reading(folder: Path) -> None:
    path = folder / "reading.csv"
    soak.write(path, 3000, seed=7)
    with embedded.servers():
        from django.core.management import call_command

        call_command("load_gazetteer", verbosity=0)
        print(f"the reader alone: {bare_reading(path, 200):.1f} articles/s", flush=True)
    one, _none = reading(path, 1)
    two, took = reading(path, 2, pastes=8)
    print(f"one worker process {one:.1f} articles/s, two {two:.1f}: {two / one:.2f} times")
    print(
        f"a single article meanwhile: {', '.join(f'{each:.1f}' for each in sorted(took))} s until its drafts"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 50_000])
    parser.add_argument("--reading", action="store_true", help="How fast a batch is read, instead.")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        import django

        django.setup()
        print(json.dumps(intake(arguments.only)))
        return
    if arguments.reading:
        with tempfile.TemporaryDirectory() as folder:
            measure_reading(Path(folder))
        return
    with embedded.servers(), tempfile.TemporaryDirectory() as folder:
        from django.db import connection

        for size in arguments.sizes:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE incidents_article, incidents_batch CASCADE")
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
