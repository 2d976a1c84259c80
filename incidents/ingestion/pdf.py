"""PDF -> text, in paragraphs rather than in the lines of the page."""

import logging
import re
import time
from io import BytesIO
from statistics import median

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from incidents.ingestion.errors import TooLarge, wrong

SECONDS = 20.0
MOST_PAGES = 2000
_HYPHEN = re.compile(r"(\w)[-\u00ad]$")
_SENTENCE_END = re.compile(r"""[.!?:…]["'”’)\]]*$""")

logging.getLogger("pypdf").setLevel(
    logging.ERROR
)  # it remarks on every oddity of a file it reads all the same


def read_pdf(data: bytes, *, limit: int) -> tuple[str, str]:
    """(text, title). ``limit``: bytes of text. Whatever is wrong with the file is said of the field ``file``."""
    until = time.monotonic() + SECONDS
    try:
        reader = PdfReader(BytesIO(data))
        # many are encrypted with an empty password, to forbid printing; those anybody may read
        if reader.is_encrypted and not reader.decrypt(""):
            raise wrong("file", _("expected a PDF without a password; this one is encrypted."))
        pages, size = [], 0
        for number, page in enumerate(reader.pages):
            pages.append(paragraphs(page.extract_text()))
            size += len(pages[-1].encode("utf-8", "replace"))
            if size > limit:
                raise TooLarge("text", limit)
            if number >= MOST_PAGES or time.monotonic() > until:
                raise wrong(
                    "file",
                    _("expected a PDF that can be read in %(seconds)s seconds.")
                    % {"seconds": f"{SECONDS:.0f}"},
                )
        title = (reader.metadata.title if reader.metadata else "") or ""
    except ValidationError:
        raise
    # damaged files fail anywhere inside the reader, with whatever was in hand
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        raise _damaged(error) from error
    except (MemoryError, OSError, AssertionError, RuntimeError) as error:
        raise _damaged(error) from error
    text = "\n\n".join(page for page in pages if page)
    if not text.strip():
        raise wrong(
            "file", _("expected a PDF with text in it; this one seems to hold only pictures of pages.")
        )
    return text, str(title)


def _damaged(error: BaseException) -> ValidationError:
    return wrong(
        "file",
        _("expected a whole PDF; this one cannot be read (%(error)s).") % {"error": type(error).__name__},
    )


def paragraphs(page: str) -> str:
    """Join lines. A paragraph ends at an empty line, or where a sentence ends well before the margin."""
    lines = [line.rstrip() for line in page.splitlines()]
    width = median([len(line) for line in lines if len(line) > 20] or [0])
    found, current = [], ""
    for line in lines:
        if not line.strip():
            found.append(current)
            current = ""
            continue
        if hyphenated := _HYPHEN.search(current):
            continues = line.lstrip()[:1].islower()
            current = (current[: hyphenated.end(1)] if continues else current) + line.lstrip()
        else:
            current = f"{current} {line.lstrip()}".strip()
        if _SENTENCE_END.search(line) and len(line) < 0.8 * width:
            found.append(current)
            current = ""
    return "\n".join(paragraph for paragraph in [*found, current] if paragraph)
