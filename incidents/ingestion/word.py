"""DOCX -> its text, in paragraphs. Tables, insertions that are tracked and content controls are read; what was
deleted, comments, notes and pictures are not.
"""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import mammoth
from django.utils.translation import gettext as _
from lxml import etree

from incidents.ingestion.errors import wrong
from incidents.ingestion.page import Page

LARGEST_UNPACKED = 200 * 1024 * 1024
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_word(data: bytes) -> Page:
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST_UNPACKED:
                raise wrong("file", _("expected a Word document; this file unpacks to far more than one."))
            title = _title(archive)
        text = mammoth.extract_raw_text(BytesIO(data)).value
    # damaged files fail anywhere inside the reader, with whatever was in hand
    except (BadZipFile, SyntaxError, ValueError, LookupError, AttributeError, TypeError, OSError) as error:
        raise _damaged(error) from error
    except (zlib.error, RecursionError, NotImplementedError, RuntimeError, EOFError) as error:
        raise _damaged(error) from error
    return Page(text=text, title=title)


def _damaged(error: Exception) -> Exception:
    return wrong(
        "file",
        _("expected a whole Word document; this one cannot be read (%(error)s).")
        % {"error": type(error).__name__},
    )


def _title(archive: ZipFile) -> str:
    if "docProps/core.xml" not in archive.namelist():
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read("docProps/core.xml"), parser).findtext(_TITLE) or ""
