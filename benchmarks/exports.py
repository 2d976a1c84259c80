"""How fast each format is, and in how much memory: python -m benchmarks.exports [rows ...] [--world 1000000]

Takes incidents of the database that DATABASE_URL names, as many as it is told (by default all), or with
``--world`` of a generated one (that of ``benchmarks.desk``) in a database of its own, and beside each format COPY
of the very query, the fastest that the database can give them. Every run is a process of its own, so
that its peak of memory is its own.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sized
from pathlib import Path

FORMATS = ("copy", "csv", "hxl", "jsonl", "geojson", "kml", "xlsx", "parquet")
LINE = "{:>8} {:>9,} rows {:>7.1f} s {:>8,.0f} rows/s {:>6} {:>8.1f} MB sent {:>6} MB at most"


def main(sizes: list[int]) -> None:
    for size in sizes:
        copied = 0.0
        for name in FORMATS:
            command = [sys.executable, "-m", "benchmarks.exports", "--one", name, str(size)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- our own
            rows, seconds, sent, peak = (float(number) for number in done.stdout.split())
            speed = rows / seconds
            copied = copied or speed
            print(
                LINE.format(name, int(rows), seconds, speed, f"{speed / copied:.0%}", sent / 1e6, int(peak))
            )


def one(name: str, size: int) -> None:
    import django

    django.setup()
    from django.utils import timezone

    from incidents.exports.about import About
    from incidents.exports.formats import FORMATS as ALL
    from incidents.models import Incident

    found = Incident.objects.public()
    if size and size < found.count():
        latest = found.order_by("-sort_date", "-pk").values_list("sort_date", flat=True)[size - 1]
        found = found.filter(sort_date__gte=latest)
    rows = found.count()
    next(
        ALL["csv"].parts(found[:0], About("https://tracker.example/api/v1/incidents", timezone.now()))
    )  # connected, and all loaded
    began, sent = time.perf_counter(), 0
    parts = (
        copy(found)
        if name == "copy"
        else ALL[name].parts(found, About("https://tracker.example/api/v1/incidents", timezone.now()))
    )
    for part in parts:
        sent += len(part)
    seconds = time.perf_counter() - began
    print(rows, seconds, sent, peak() // 1024)


def peak() -> int:
    """In kB. Not of ``getrusage``, which takes over what the parent once held."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def copy(found) -> Iterator[Sized]:
    """The same rows and columns by the same joins, as the database writes CSV by itself."""
    from django.db import connection

    from incidents.exports import rows
    from incidents.exports.columns import COLUMNS

    class Counted:
        size = 0

        def write(self, part: bytes) -> None:
            self.size += len(part)

    out = Counted()
    columns = ", ".join(column.text for column in COLUMNS)
    sql, params = rows.selected(found, columns)
    with connection.cursor() as cursor:
        bound = cursor.mogrify(sql, params).decode()
        cursor.copy_expert(f"COPY ({bound}) TO STDOUT WITH (FORMAT csv)", out)
    yield range(out.size)


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=int, nargs="*", default=[0])
    parser.add_argument("--world", type=int, help="So many incidents are made, and thrown away afterwards.")
    parser.add_argument("--one", help="Of one format alone: rows, seconds, bytes and MB.")
    arguments = parser.parse_args()
    if arguments.one:
        one(arguments.one, arguments.rows[0])
    elif arguments.world:
        from benchmarks import embedded
        from benchmarks.desk import fill

        with embedded.servers():
            fill(arguments.world)
            main(arguments.rows)
    else:
        main(arguments.rows)
