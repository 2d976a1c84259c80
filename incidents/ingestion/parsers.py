"""The program that runs apart: see ``apart``. It reads pieces of work from its input until that ends."""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

_ROOM = Path(__file__).resolve().parent
_LARGEST_FILE = 8 * 1024**3  # bytes it may write, of rows beside an upload


def _confine(memory: int) -> None:
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    with suppress(OSError):  # where the machine has no memory left, this process is to go, and no server
        Path("/proc/self/oom_score_adj").write_text("1000")


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(ValueError, OSError):  # macOS has no limit of address space
        resource.setrlimit(what, (most, most))


def _without_the_database() -> None:
    """Import rooms of ours, but not what their ``__init__`` says: that would wake models, which want settings."""
    sys.path.insert(0, str(_ROOM.parent.parent))
    room = ModuleType("incidents.ingestion")
    room.__path__ = [str(_ROOM)]
    sys.modules["incidents.ingestion"] = room

    import django
    from django.conf import settings

    settings.configure(USE_TZ=True, TIME_ZONE="UTC", LOCALE_PATHS=[str(_ROOM.parent / "locale")])
    django.setup()


def _allow_seconds(seconds: float) -> None:
    """Of the processor, from now on: then the system ends us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _header(data: bytes, *, format: str, path: str, sheet: str) -> Any:
    return _reader(format).header(Path(path), sheet)


def _rows(data: bytes, *, format: str, path: str, sheet: str, copy: str) -> None:
    import orjson

    with open(copy, "wb") as file:
        file.writelines(orjson.dumps(row) + b"\n" for row in _reader(format).rows(Path(path), sheet))


def _reader(format: str) -> Any:
    from incidents.ingestion.formats import feed, workbook

    return {"xlsx": workbook, "feed": feed}[format]


def _page(data: bytes, *, path: str, offset: int, number: int) -> Any:
    from incidents.ingestion.formats.warc import next_page

    return next_page(Path(path), offset, number)


def _text(data: bytes, **arguments: Any) -> Any:
    from dataclasses import asdict

    from incidents.ingestion.contents import text_of

    return asdict(text_of(data, **arguments))


WORK = {"text": _text, "header": _header, "rows": _rows, "page": _page}


def _answer(message: dict[str, Any], data: bytes) -> dict[str, Any]:
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from incidents.ingestion.errors import TooLarge

    _allow_seconds(message["seconds"])
    try:
        with translation.override(message["language"]):
            return {"returned": WORK[message["work"]](data, **message["arguments"])}
    except TooLarge as error:
        return {"field": next(iter(error.message_dict)), "limit": error.limit}
    except ValidationError as error:
        return {"refused": error.message_dict}
    except MemoryError:
        raise  # nothing that this process does from here on can be relied on
    except Exception as error:
        return {"failed": type(error).__name__}


def main(memory: int) -> None:
    # parsers that print would speak in the middle of our answers, or fill the log with a stranger's words
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    _confine(memory)
    _without_the_database()
    from incidents.ingestion.apart import receive, send

    send(answers, {"ready": True})
    os.dup2(nowhere, 2)
    while received := receive(sys.stdin.buffer):
        send(answers, _answer(*received))


if __name__ == "__main__":
    main(int(sys.argv[1]))
