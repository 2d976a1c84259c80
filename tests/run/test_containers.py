"""docker-compose.yml without an engine: its structure, and every command of it as a plain process.

The servers beside them are the tests' own, so that nothing here is started by the tracker itself.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from tests.run.processes import ROOT, environment, eventually, processes

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_no_secret_is_written_down_and_none_may_be_missing() -> None:
    for name, service in SERVICES.items():
        for variable, value in service["environment"].items():
            if variable == "SECRET_KEY_FALLBACKS":
                assert value == "${SECRET_KEY_FALLBACKS:-}", "there are none as long as the key is the first"
            elif re.search("PASSWORD|SECRET|_URL", variable) and variable != "DATA_LICENSE_URL":
                assert re.search(r"\$\{\w+:\?", value), f"{name}: {variable}"


def test_no_part_runs_as_root() -> None:
    last_stage = DOCKERFILE.rpartition("FROM ")[2]
    assert re.findall("^USER (.+)$", last_stage, re.MULTILINE) == ["tracker"]
    for name, service in OURS.items():
        assert "user" not in service, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name


def test_nothing_is_published_but_the_web_server_on_loopback() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_every_service_starts_after_what_it_needs() -> None:
    conditions = {
        name: {needed: how["condition"] for needed, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    servers = {"postgres": "service_healthy", "valkey": "service_healthy"}
    migrated = servers | {"migrate": "service_completed_successfully"}
    assert conditions == {
        **{"postgres": {}, "valkey": {}, "migrate": servers},
        **{"web": migrated, "worker": migrated, "beat": migrated},
    }
    assert all("healthcheck" in SERVICES[name] for name in ("postgres", "valkey", "web", "worker"))


def test_every_volume_is_declared_and_every_declared_volume_used() -> None:
    used = {
        volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_the_image_copies_what_there_is_and_is_given_it() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for line in re.findall("^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in ignored, source


def test_the_image_installs_every_pin_but_the_embedded_servers() -> None:
    program = re.search(r'RUN python -c "(.+)"', DOCKERFILE)
    left_out = re.search("grep --invert-match (.+?) >", DOCKERFILE)
    assert program
    assert left_out
    printed = subprocess.run(
        [sys.executable, "-c", program[1]], cwd=ROOT, capture_output=True, text=True
    ).stdout
    kept = [line for line in printed.splitlines() if not any(w in line for w in left_out[1].split()[1::2])]
    pinned = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert sorted(set(pinned) - set(kept)) == sorted(p for p in pinned if p.startswith(("pixel", "valkeyl")))


# The commands as plain processes


@pytest.fixture(scope="module")
def given(servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a service, at a database of its own, with its values for what the host sets."""
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    name = f"containers_{os.getpid()}"
    connection.cursor().execute(f"CREATE DATABASE {name}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    var = tmp_path_factory.mktemp("containers") / "var"
    given = environment(
        var,
        DATABASE_URL=os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}",
        CELERY_BROKER_URL=os.environ["CELERY_BROKER_URL"].rpartition("/")[0] + "/7",
        SECRET_KEY="x" * 50,
        STATIC_ROOT=str(var / "static"),
        PORT=str(port),
    )
    yield given
    assert not processes(var)
    for _ in range(60):
        try:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
            break
        except psycopg2.errors.InsufficientPrivilege:
            time.sleep(1)  # the server itself vacuums it just now, and is not ours to stop
    connection.close()


def command(words: list[str]) -> list[str]:
    return [sys.executable if word == "python" else word for word in words if word != "CMD"]


@pytest.mark.processes
def test_each_command_of_the_file_runs_answers_and_ends(given: dict[str, str]) -> None:
    migrated = subprocess.run(
        command(SERVICES["migrate"]["command"]), cwd=ROOT, env=given, capture_output=True
    )
    assert migrated.returncode == 0, migrated.stderr.decode()
    parts = {
        name: subprocess.Popen(
            command(service["command"]),
            cwd=ROOT,
            env=given,
            stderr=subprocess.STDOUT,
            stdout=subprocess.DEVNULL,
        )
        for name, service in OURS.items()
        if name != "migrate"
    }

    def healthy(name: str) -> bool:
        test = command(SERVICES[name]["healthcheck"]["test"])
        return subprocess.run(test, cwd=ROOT, env=given, capture_output=True).returncode == 0

    try:
        for name in parts:
            if "healthcheck" in SERVICES[name]:
                assert eventually(lambda name=name: healthy(name), seconds=60), name
        assert [name for name, part in parts.items() if part.poll() is not None] == []
        for part in parts.values():
            part.send_signal(signal.SIGTERM)  # what `docker compose stop` sends
        assert {name: part.wait(30) for name, part in parts.items()} == dict.fromkeys(parts, 0)
        assert not healthy("web")
    finally:
        for part in parts.values():
            part.kill()
            part.wait()
    assert not (Path(given["TRACKER_VAR"]) / "postgres").exists()
