"""What a file is, by its bytes where they are plain about it; then by the declared type, the name, the look."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.ingestion.errors import wrong
from incidents.ingestion.text import decode, is_binary

PLAIN, HTML, PDF, EML = "text/plain", "text/html", "application/pdf", "message/rfc822"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KIND_OF_TYPE = {
    **{kind: kind for kind in (PLAIN, HTML, PDF, EML, DOCX)},
    "application/xhtml+xml": HTML,
    "application/x-pdf": PDF,
}
_KIND_OF_SUFFIX = {
    **{".txt": PLAIN, ".text": PLAIN, ".md": PLAIN, ".html": HTML, ".htm": HTML, ".xhtml": HTML},
    **{".pdf": PDF, ".docx": DOCX, ".eml": EML},
}
_FOREIGN = (
    (b"PK\x03\x04", gettext_lazy("a ZIP archive or an office document")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", gettext_lazy("an old office document, or one with a password")),
    (b"\x1f\x8b", gettext_lazy("a compressed file")),
    (b"\x89PNG", gettext_lazy("a picture")),
    (b"\xff\xd8\xff", gettext_lazy("a picture")),
    (b"GIF8", gettext_lazy("a picture")),
    (b"{\\rtf", gettext_lazy("a rich text document")),
)
EXPECTED = gettext_lazy("expected HTML, PDF, DOCX, EML or plain text")
_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_SENDER = re.compile(rb"^from:", re.I | re.M)
_OF_MAIL = re.compile(rb"^(?:date|subject|received|mime-version|message-id):", re.I | re.M)


def kind_of(data: bytes, content_type: str, file_name: str) -> str:
    """One of the kinds above. Raises ``ValidationError`` for what is none of them."""
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return DOCX
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            raise wrong(
                "file", _("%(expected)s; this looks like %(what)s.") % {"expected": EXPECTED, "what": what}
            )
    declared = content_type.partition(";")[0].strip().lower()
    kind = KIND_OF_TYPE.get(declared) or _KIND_OF_SUFFIX.get(PurePath(file_name).suffix.lower())
    if kind == PDF:
        raise wrong("file", _("expected a whole PDF; this file does not begin like one."))
    if kind == DOCX:
        raise wrong("file", _("expected a whole Word document; this file does not begin like one."))
    if not kind and looks_like_mail(data):  # before HTML, which may be in it
        return EML
    return kind or (HTML if looks_like_html(data) else PLAIN)


def looks_like_html(data: bytes) -> bool:
    head = data[:2048].replace(b"\0", b"").lower()
    return any(tag in head for tag in (b"<!doctype html", b"<html", b"<head>", b"<body", b"<article", b"<p>"))


def looks_like_mail(data: bytes) -> bool:
    header = _HEADER.match(data[:65_536])
    return bool(header and _SENDER.search(header[0]) and _OF_MAIL.search(header[0]))


def decoded(data: bytes, *, content_type: str, is_html: bool) -> tuple[str, str]:
    """(text, encoding) of a file that holds characters."""
    text, encoding = decode(data, content_type=content_type, is_html=is_html)
    if is_binary(text):
        raise wrong("file", _("%(expected)s; this looks like binary data.") % {"expected": EXPECTED})
    return text, encoding
