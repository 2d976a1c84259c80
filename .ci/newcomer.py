# ruff: noqa: S310, S603, S607 -- runs the blocks of our own README against our own address
"""Follows the README beside a running tracker: python .ci/newcomer.py var/demo.json

Its blocks marked `sh run` are run as they stand; what they answer must be what it promises.
"""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

WITHIN = 60.0  # seconds for a story to become drafts
demo = json.loads(Path(sys.argv[1]).read_text())
os.environ |= {"URL": demo["url"], "TOKEN": demo["token"]}


def ask(url: str) -> Any:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {demo['token']}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def when(url: str, holds: Any) -> Any:
    until = time.monotonic() + WITHIN
    while not holds(found := ask(url)):
        assert time.monotonic() < until, found
        time.sleep(0.5)
    return found


def run(block: str) -> Any:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


roles = {account["role"] for account in demo["accounts"]}
assert roles == {"admin", "editor", "analyst", "submitter", "viewer"}, roles

samples = when(
    f"{demo['url']}/api/v1/articles",
    lambda page: page["results"] and all(a["state"] not in ("received", "reading") for a in page["results"]),
)
states = sorted(article["state"] for article in samples["results"])
assert "failed" not in states, samples
print(f"{len(states)} sample stories: {', '.join(f'{states.count(s)} {s}' for s in dict.fromkeys(states))}")

submit, query = re.findall(r"^```sh run\n(.+?)^```", Path("README.md").read_text(), re.MULTILINE | re.DOTALL)
article = run(submit)
print(f"submitted: {article}")
read = when(article["url"], lambda found: found["state"] not in ("received", "reading"))
assert read["state"] == "read", read
assert read["drafts"], read
print(f"read into {len(read['drafts'])} drafts")
found = run(query)
assert "results" in found, found
print(f"published incidents found: {len(found['results'])}")
