"""Datasette with the same rows: what somebody would put before a table of incidents instead."""

import http.client
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS = (
    *("id", "public_id", "event_type", "sub_event_type", "country", "admin1", "place_name", "date_start"),
    *("latitude", "longitude", "killed_min", "killed_max", "wounded_min", "wounded_max", "summary"),
)
INDEXES = ("date_start", "country", "event_type", "latitude, longitude")
QUESTIONS = {
    "first page": "incidents.json?_sort_desc=date_start&_size=50&_shape=objects&_nocount=1&_nofacet=1",
    "in a box": "incidents.json?latitude__gte=33&latitude__lte=34&longitude__gte=44&longitude__lte=45&_size=50"
    "&_sort_desc=date_start&_shape=objects&_nocount=1&_nofacet=1",
    "with words": "incidents.json?_search=shelled&_size=50&_shape=objects&_nocount=1&_nofacet=1",
    "facets: country and type": "incidents.json?_facet=country&_facet=event_type&_size=0&_nocount=1",
}


def datasette(runs: int) -> dict[str, tuple[float, float]] | None:
    """Median and 95th percentile in milliseconds by question; None where it is not installed."""
    try:
        import datasette  # noqa: F401
    except ImportError:
        print("Datasette is not installed: pip install '.[peers]'", file=sys.stderr)
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.db"
        _fill(path)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            *(sys.executable, "-m", "datasette", "serve", str(path), "--port", str(port)),
            *("--setting", "facet_time_limit_ms", "5000", "--setting", "sql_time_limit_ms", "10000"),
        ]
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        process = subprocess.Popen(  # noqa: S603 -- a program of our own choice
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
        try:
            return {name: _times(port, address, runs) for name, address in QUESTIONS.items()}
        finally:
            process.terminate()
            process.wait()


def _times(port: int, address: str, runs: int) -> tuple[float, float]:
    took = []
    for _ in range(runs + 1):
        for attempt in range(100):
            started = time.perf_counter()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port)
                connection.request("GET", f"/incidents/{address}")
                answer = connection.getresponse()
                break
            except OSError:
                if attempt == 99:
                    raise
                time.sleep(0.2)
        body = answer.read()
        took.append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise SystemExit(f"Datasette answered {answer.status} to {address}: {body[:300]!r}")
    took = sorted(took[1:])
    return statistics.median(took), took[int(len(took) * 0.95)]


def _fill(path: Path) -> None:
    """The table alone, with the indexes that its questions need and an index of words."""
    from incidents.models import Incident

    told = Incident.objects.public().order_by("pk").values_list(*COLUMNS)
    with sqlite3.connect(path) as lite:
        lite.execute(
            f"CREATE TABLE incidents ({', '.join(COLUMNS).replace('id,', 'id INTEGER PRIMARY KEY,', 1)})"
        )
        marks = ", ".join("?" * len(COLUMNS))
        rows = (
            [str(value) if hasattr(value, "isoformat") else value for value in row] for row in told.iterator()
        )
        lite.executemany(f"INSERT INTO incidents VALUES ({marks})", rows)  # noqa: S608 -- our own words
        for number, columns in enumerate(INDEXES):
            lite.execute(f"CREATE INDEX by_{number} ON incidents ({columns})")
        lite.execute(
            "CREATE VIRTUAL TABLE incidents_fts USING fts5(summary, content=incidents, content_rowid=id)"
        )
        lite.execute("INSERT INTO incidents_fts(rowid, summary) SELECT id, summary FROM incidents")
    lite.close()
