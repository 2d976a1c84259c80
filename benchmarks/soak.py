"""A batch while everything around it is killed: what is lost, what is doubled?

    python -m benchmarks.soak [--lines 2000] [--every 20] [--seed 1]

Two installations of ``make run``, one after the other, each with servers of its own. The first takes the file
in in quiet. In the second, every so many seconds one process is killed with SIGKILL: a worker or a child of it,
a web process, the clock, PostgreSQL, or the broker; the supervisor starts it again. Meanwhile the file is
uploaded again and again until it is acknowledged, as a client with an Idempotency-Key does. At the end the two
are compared line by line: receipts, articles, readings, drafts.
"""

import argparse
import contextlib
import csv
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOWNS = (
    *(
        "Baiji",
        "Tikrit",
        "Samarra",
        "Baqubah",
        "Kirkuk",
        "Mosul",
        "Ramadi",
        "Fallujah",
        "Hit",
        "Haditha",
        "Rawa",
        "Ana",
    ),
    *(
        "Nasiriyah",
        "Basra",
        "Amarah",
        "Kut",
        "Hillah",
        "Najaf",
        "Karbala",
        "Samawah",
        "Erbil",
        "Dohuk",
        "Halabja",
    ),
)
VICTIMS = (
    # what to look for in the command line, and whether the youngest such process or the oldest
    ("celery --app tracker worker", "youngest"),
    ("celery --app tracker worker", "oldest"),
    ("gunicorn tracker.wsgi", "youngest"),
    ("gunicorn tracker.wsgi", "oldest"),
    ("celery --app tracker beat", "oldest"),
    ("bin/postgres -D", "oldest"),
    ("valkey-server", "oldest"),
)
KEY = "soak"
STATE = """
import json
from incidents.models import Article, Batch, Incident, Reading, Receipt
batch = Batch.objects.order_by("id").last()
rows = batch.receipts.order_by("number").values_list("number", "outcome", "field", "article__title")
articles = Article.objects.filter(batch=batch)
print(json.dumps({
    "batches": Batch.objects.filter(file_name="soak.csv").count(),
    "receipts": [list(row) for row in rows],
    "articles": articles.count(),
    "states": sorted(articles.values_list("title", "state")),
    "readings": sorted(Reading.objects.filter(article__batch=batch).values_list("article__title", "drafts")),
    "incidents": sorted(
        Incident.objects.filter(reports__article__batch=batch).distinct()
        .values_list("date_start", "country", "place_name", "sub_event_type", "killed_min", "killed_max"),
        key=str,
    ),
    "totals": batch.totals,
    "orphans": Article.objects.exclude(batch=None).filter(receipts=None).count(),
}, default=str))
"""


def write(path: Path, lines: int, seed: int) -> None:
    """Every tenth line repeats an earlier one, every twentieth is faulty."""
    chance = random.Random(seed)
    rows: list[list[str]] = []
    for n in range(lines):
        if n % 10 == 9:
            rows.append(chance.choice([row for row in rows if row[1]]))
            continue
        day = date(2023, 1, 1) + timedelta(chance.randrange(700))
        words = (
            f"{day:%B} {day.day} - Gunmen killed {2 + n % 7} soldiers and wounded {3 + n % 5} others in an"
            " attack on a"
            f" checkpoint near {chance.choice(TOWNS)} on {day:%A}, police said. It was report number {n} of the"
            " agency."
        )
        rows.append([f"Report {n}", "" if n % 20 == 13 else words, str(day)])
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["title", "text", "published"], *rows])


class Installation:
    """``make run`` with servers of its own."""

    def __init__(self, var: Path, **settings: str):
        self.var = var
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        gone = {"DATABASE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"}
        self.environment = {name: value for name, value in os.environ.items() if name not in gone}
        self.environment |= {"TRACKER_VAR": str(var), "PORT": str(self.port)} | settings
        self.said = var / "said"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracker.run"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.said.open("wb"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def until_ready(self) -> None:
        until = time.monotonic() + 400
        while "ready |" not in self.said.read_text():
            if time.monotonic() > until or self.process.poll() is not None:
                raise SystemExit(f"It did not start:\n{self.said.read_text()}")
            time.sleep(0.5)
        self.addresses = self._addresses()

    def request(self, address: str, body: bytes | None = None, **headers: str) -> urllib.request.Request:
        token = json.loads((self.var / "demo.json").read_text())["token"]
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/{address}",
            body,
            headers | {"Authorization": f"Bearer {token}"},
        )

    def upload(self, path: Path, seconds: float = 600) -> int:
        """Until it is acknowledged; the number of the batch."""
        request = self.request(
            "batches?filename=soak.csv", path.read_bytes(), Content_Type="text/csv", Idempotency_Key=KEY
        )
        until = time.monotonic() + seconds
        while True:
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return int(json.load(answer)["id"])
            except (OSError, urllib.error.HTTPError, ValueError) as error:
                if time.monotonic() > until or getattr(error, "code", 500) in {400, 401, 403, 422}:
                    words = error.read().decode() if hasattr(error, "read") else error
                    raise SystemExit(f"Not acknowledged: {words}") from None
                time.sleep(1)

    def ask(self, code: str) -> Any:
        for _ in range(60):
            done = subprocess.run(
                [sys.executable, "-c", f"import django; django.setup()\n{code}"],
                cwd=ROOT,
                env=self.environment
                | {"DJANGO_SETTINGS_MODULE": "tracker.settings", "PYTHONPATH": str(ROOT)}
                | self.addresses,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                return json.loads(done.stdout.splitlines()[-1])
            time.sleep(2)
        raise SystemExit(done.stderr[-2000:])

    def _addresses(self) -> dict[str, str]:
        """Those of its servers, as its own processes have them."""
        for pid in self._processes("celery --app tracker beat") or self._processes("gunicorn"):
            pairs = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
            return {
                name: value
                for name, _, value in (pair.partition("=") for pair in pairs)
                if name in {"DATABASE_URL", "CELERY_BROKER_URL"}
            }
        return {}

    def _processes(self, words: str) -> list[int]:
        found = []
        for folder in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                is_ours = str(self.var) in line or f"TRACKER_VAR={self.var}" in (
                    folder / "environ"
                ).read_bytes().decode().split("\0")
                if is_ours and words in line:
                    found.append(int(folder.name))
        return sorted(found)

    def strike(self, chance: random.Random) -> str:
        words, which = chance.choice(VICTIMS)
        found = self._processes(words)
        if not found:
            return ""
        with contextlib.suppress(ProcessLookupError):
            os.kill(found[-1] if which == "youngest" else found[0], signal.SIGKILL)
        return f"{words} ({which})"

    def is_done(self) -> bool:
        code = (
            "import json\nfrom incidents.models import Batch\n"
            "b = Batch.objects.order_by('id').last()\nprint(json.dumps(b.state if b else ''))"
        )
        return bool(self.ask(code) == "done")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(60)
        self.process.kill()


@contextlib.contextmanager
def installation(**settings: str) -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="tracker-soak-") as folder:
        running = Installation(Path(folder), **settings)
        try:
            running.until_ready()
            yield running
        finally:
            running.stop()


def run(
    path: Path, *, faults: random.Random | None, every: float, most: float = 3600
) -> tuple[dict[str, Any], list[str]]:
    struck: list[str] = []
    with installation() as running:
        if faults:
            struck.append(running.strike(faults))
        running.upload(path)
        until = time.monotonic() + most
        while not running.is_done():
            if time.monotonic() > until:
                print("It did not end in time.", running.ask(STATE)["totals"])
                break
            if faults:
                time.sleep(every * faults.uniform(0.5, 1.5))
                if struck_now := running.strike(faults):
                    struck.append(struck_now)
                    print(f"  killed: {struck_now}", flush=True)
            else:
                time.sleep(2)
        return running.ask(STATE), [each for each in struck if each]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=2000)
    parser.add_argument("--every", type=float, default=20, help="Seconds between two faults, on average.")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "soak.csv"
        write(path, arguments.lines, arguments.seed)
        quiet, _none = run(path, faults=None, every=0)
        print("in quiet:", quiet["totals"], flush=True)
        told, struck = run(path, faults=random.Random(arguments.seed), every=arguments.every)
    print("with faults:", told["totals"])
    print(
        f"{len(struck)} faults: {', '.join(f'{struck.count(each)} x {each}' for each in sorted(set(struck)))}"
    )
    failed = False
    for name in quiet:
        same = quiet[name] == told[name]
        failed |= not same
        size = len(told[name]) if isinstance(told[name], list) else told[name]
        print(f"  {name}: {size} {'as in quiet' if same else 'DIFFERS'}")
    accepted = [tuple(row) for row in told["readings"]]
    doubled = len(accepted) - len({title for title, _ in accepted})
    lost = [title for title, state in told["states"] if state in {"received", "reading"}]
    print(f"lost {len(lost)}, doubled {doubled}, orphans {told['orphans']}")
    raise SystemExit(int(failed or bool(lost) or bool(doubled) or bool(told["orphans"])))


if __name__ == "__main__":
    main()
