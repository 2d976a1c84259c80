from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.processes import eventually, processes


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A new var/, deeper than a socket's path may be long, with a space in it. Nothing may live on in it."""
    var = tmp_path / ("a deep clone " + "x" * 100) / "var"
    yield var
    assert eventually(lambda: not processes(var)), processes(var)
