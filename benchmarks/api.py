"""What dashboards ask of the API, among ten thousand, a hundred thousand and a million incidents.

    python -m benchmarks.api [--sizes 10000 100000 1000000] [--runs 30]

A generated world of each size (that of ``benchmarks.desk``) in a database of its own, and the web server as ``make
run`` starts it. Each question is asked by one client over HTTP, and then by eight at once; beside it stands what
bare SQL and ``json.dumps`` take for the same rows in the same run. All times are in milliseconds. Then the CSV of
all, beside ``COPY TO STDOUT`` of the same query, the memory of the web processes, and the same questions to
Datasette.
"""

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks import bare, embedded
from benchmarks.desk import busiest, fill
from benchmarks.peer import datasette

CLIENTS = 8
DEEP = 1000  # pages
EVERY = 100  # so many incidents tell their words, of which there would be ten times as many as incidents
TOLD = """
    CREATE TEMPORARY TABLE said AS SELECT i.id, field, place FROM incidents_incident AS i CROSS JOIN
        unnest(ARRAY['event_type', 'date_start', 'place', 'country', 'killed', 'wounded', 'perpetrators',
        'targets']) WITH ORDINALITY AS fields (field, place) WHERE i.status = 'published' AND i.id % {every} = 50;
    INSERT INTO incidents_statement (incident_id, article_id, field, value, speaker, stance, confidence, is_chosen,
        reason, created_at)
    SELECT id, id, field, '"x"', '', 'stated', 0.9, true, '', now() FROM said;
    INSERT INTO incidents_evidence (statement_id, article_id, start, "end", quote)
    SELECT s.id, s.article_id, 0, 10, left(a.text, 10) FROM incidents_statement AS s
    JOIN incidents_article AS a ON a.id = s.article_id;
"""


@dataclass(frozen=True)
class Question:
    address: str
    bare: Callable[[], str]


def questions() -> dict[str, Question]:
    """Of the base and the incident with words that the world has."""
    from incidents.models import Base, Incident, Statement

    base = Base.objects.get(key=busiest()["base"])
    told = Incident.objects.public().filter(pk__in=Statement.objects.values("incident")).latest("pk").pk
    near = (
        "i.latitude BETWEEN %s AND %s AND i.longitude BETWEEN %s AND %s",
        *(base.latitude - 0.225, base.latitude + 0.225, base.longitude - 0.27, base.longitude + 0.27),
    )
    deep = Incident.objects.public().order_by("-sort_date", "-pk")
    size = deep.count()
    last = deep[min(DEEP * 50, size - 51)]
    box = ("i.latitude BETWEEN 33 AND 34 AND i.longitude BETWEEN 44 AND 45",)
    return {
        "first page": Question("incidents", bare.incidents),
        f"page {DEEP:,} by cursor": Question(
            f"incidents?cursor={_cursor(last)}",
            lambda: bare.incidents("(i.sort_date, i.id) < (%s, %s)", last.sort_date, last.pk),
        ),
        "in a box": Question("incidents?bbox=44,33,45,34", lambda: bare.incidents(*box)),
        "within 25 km of a base": Question(f"incidents?near={base.key},25", lambda: bare.incidents(*near)),
        "with words": Question(
            "incidents?q=shelled",
            lambda: bare.incidents("i.search @@ websearch_to_tsquery('english', 'shelled')"),
        ),
        "with rare words": Question(
            "incidents?q=suicide+Mosul",
            lambda: bare.incidents("i.search @@ websearch_to_tsquery('english', 'suicide Mosul')"),
        ),
        "one with its evidence": Question(
            f"incidents/{told}?include=evidence,statements",
            lambda: bare.incidents("i.id = %s", told, words=True),
        ),
        "by month and country": Question(
            "stats?by=month,country",
            lambda: bare.counted("date_trunc('month', date_start)::date, country"),
        ),
        "H3 cells of the world": Question("stats?by=h3", lambda: bare.counted("latitude, longitude")),
    }


def _cursor(row: Any) -> str:
    from incidents.api.pagination import StableCursor

    pages = StableCursor()
    pages.name, pages.columns = "-date_start", ("-sort_date", "-id")
    return pages._cursor(row)


# --- asking -------------------------------------------------------------------------------------------


class Client:
    """One connection, kept while it is used."""

    def __init__(self, port: int, token: str):
        self.http = http.client.HTTPConnection("127.0.0.1", port)
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, address: str) -> float:
        started = time.perf_counter()
        try:
            self.http.request("GET", f"/api/v1/{address}", headers=self.headers)
            answer = self.http.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):  # it had nothing to do for some seconds
            self.http.close()
            return self.ask(address)
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}: {body[:300]!r}")
        return (time.perf_counter() - started) * 1000


def times(ask: Callable[[], Any], runs: int) -> list[float]:
    """In milliseconds, after one look that does not count."""
    took = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        ask()
        took.append((time.perf_counter() - started) * 1000)
    return took[1:]


def at_once(port: int, token: str, address: str, runs: int) -> list[float]:
    def many(client: Client) -> list[float]:
        return [client.ask(address) for _ in range(runs)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [
            each for some in pool.map(many, [Client(port, token) for _ in range(CLIENTS)]) for each in some
        ]


def p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def settled(process: subprocess.Popen[bytes], after: float) -> None:
    """Waits until its processes have built what they build ahead of its use, and do nothing any more."""
    time.sleep(after)
    before = -1
    while (now := _worked(process)) - before > 5:  # hundredths of a second
        before = now
        time.sleep(2)


def _worked(process: subprocess.Popen[bytes]) -> int:
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _family(process)]
    return sum(int(each[11]) + int(each[12]) for each in fields)


def _family(process: subprocess.Popen[bytes]) -> list[int]:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [process.pid, *map(int, children.split())]


@contextmanager
def web_server() -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """As ``make run`` starts it."""
    import os
    import socket

    from tracker import run, web

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ |= {"PORT": str(port), "THROTTLE_USER": "1000000/min", "LOG_LEVEL": "WARNING"}
    command = [each for each in run.web() if each not in {"--access-logfile", "-"}]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 -- ourselves
    try:
        for _ in range(300):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.1)
        settled(process, web.SETTLED + 1)
        yield port, process
    finally:
        process.terminate()
        process.wait()


def memory(process: subprocess.Popen[bytes]) -> float:
    """The most that any of its processes ever held, in MB."""
    held = [
        int(line.split()[1])
        for pid in _family(process)
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM")
    ]
    return max(held) / 1024


def exported(port: int, token: str) -> dict[str, float]:
    """Rows a second of the CSV over HTTP, and of what COPY writes of the same query."""
    from django.db import connection

    from incidents.exports.rows import selected
    from incidents.models import Incident

    started, lines = time.perf_counter(), 0
    http_client = http.client.HTTPConnection("127.0.0.1", port)
    http_client.request("GET", "/api/v1/incidents.csv", headers={"Authorization": f"Bearer {token}"})
    answer = http_client.getresponse()
    while piece := answer.read(1 << 20):
        lines += piece.count(b"\n")
    ours = (lines - 1) / (time.perf_counter() - started)
    sql, told = selected(Incident.objects.public())
    with connection.cursor() as cursor:
        query = cursor.mogrify(sql, told).decode()
        out = StringIO()
        started = time.perf_counter()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH CSV", out)
        theirs = (lines - 1) / (time.perf_counter() - started)
    return {"rows": lines - 1, "ours": ours, "COPY": theirs}


def measure(size: int, runs: int) -> dict[str, Any]:
    from django.db import connection

    from incidents.dashboards import tallies
    from incidents.models import Token, User
    from incidents.vocabulary import Scope

    fill(size)
    with connection.cursor() as cursor:
        for table in ("statement", "evidence"):
            cursor.execute(f"ALTER TABLE incidents_{table} DISABLE TRIGGER USER")
        cursor.execute(TOLD.format(every=EVERY))
        for table in ("statement", "evidence"):
            cursor.execute(f"ALTER TABLE incidents_{table} ENABLE TRIGGER USER")
    tallies.recount()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    owner = User.objects.get(username="analyst")
    _, token = Token.objects.issue(owner, name="benchmark", scopes=[Scope.READ])
    found: dict[str, Any] = {"questions": {}}
    with web_server() as (port, process):
        client = Client(port, token)
        for name, question in questions().items():
            for _ in range(6):  # both processes have then seen it
                client.ask(question.address)
            ours = times(lambda address=question.address: client.ask(address), runs)
            floor = times(question.bare, runs)
            busy = at_once(port, token, question.address, max(runs // 3, 4))
            found["questions"][name] = [
                *(statistics.median(ours), p95(ours), statistics.median(floor)),
                *(statistics.median(busy), p95(busy)),
            ]
        found["memory before"] = memory(process)
        found["csv"] = exported(port, token)
        found["memory"] = memory(process)
    found["datasette"] = datasette(runs)
    return found


def show(found: dict[int, dict[str, Any]]) -> None:
    for size, of_it in found.items():
        print(
            f"\n{size:,} incidents: ms{'':15s}median    p95   bare  ratio | {CLIENTS} clients: median    p95"
        )
        for name, (median, late, floor, busy, busy_late) in of_it["questions"].items():
            print(
                f"{name:28s}{median:9.1f} {late:6.1f} {floor:6.1f} {median / floor:6.1f} |"
                f" {busy:18.1f} {busy_late:6.1f}"
            )
        csv = of_it["csv"]
        print(
            f"CSV: {csv['rows']:,} rows, {csv['ours']:,.0f} a second; COPY {csv['COPY']:,.0f}:"
            f" {csv['ours'] / csv['COPY']:.2f} of it"
        )
        print(
            f"memory of a web process: {of_it['memory before']:.0f} MB, after the CSV {of_it['memory']:.0f} MB"
        )
        for name, (median, late) in (of_it["datasette"] or {}).items():
            print(f"Datasette, {name:28s}{median:9.1f} {late:6.1f}")
    smallest, largest = min(found), max(found)
    for name in ("first page", "one with its evidence"):
        little, much = (found[size]["questions"][name][0] for size in (smallest, largest))
        print(f"{name}: {much / little:.2f} times its own time at {smallest:,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--only", type=int, help="Of one size, as JSON.")
    arguments = parser.parse_args()
    if arguments.only:
        with embedded.servers():
            print(json.dumps(measure(arguments.only, arguments.runs)))
        return
    found = {}
    for (
        size
    ) in arguments.sizes:  # in a process each: Django is set up once in a process, and for one database
        done = subprocess.run(  # noqa: S603 -- ourselves
            [sys.executable, "-m", "benchmarks.api", "--only", str(size), "--runs", str(arguments.runs)],
            check=True,
            stdout=subprocess.PIPE,
        )
        found[size] = json.loads(done.stdout.splitlines()[-1])
    show(found)


if __name__ == "__main__":
    main()
