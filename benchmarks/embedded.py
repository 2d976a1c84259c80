"""Servers of a benchmark's own, thrown away afterwards, with Django set up on them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def servers() -> Iterator[None]:
    from tracker import servers

    var = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    embedded = [kind(var, throwaway=True) for kind in servers.SERVERS.values()]
    try:
        os.environ |= {
            server.variable: address for server, address in zip(embedded, servers.own(*embedded), strict=True)
        }
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "TRACKER_VAR": str(var),
            "THROTTLE_ANON": "100000/min",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        servers.disown(*embedded)
        shutil.rmtree(var, ignore_errors=True)
