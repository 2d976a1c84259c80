"""A mail -> its text, subject, sender and date. Attachments are named in its last line and left out."""

import re
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import parseaddr

from django.utils.translation import gettext as _

from incidents.ingestion.errors import wrong
from incidents.ingestion.html import acceptable, read_page
from incidents.ingestion.page import Page
from incidents.ingestion.pdf import paragraphs
from incidents.ingestion.text import decode, tidy

MOST_NAMED = 20
LONGEST_WRAPPED = 80  # characters: lines that are no longer were wrapped by a program
_BLANK = re.compile(r"\n\s*\n")


def read_mail(data: bytes) -> Page:
    try:
        message = BytesParser(policy=default).parsebytes(data)
        body, attached = _parts(message)
        subject, sender = _header(message, "Subject"), _header(message, "From")
        sent = _header(message, "Date")
    # headers and parts of mails are broken in every way, and the library raises what it happens to
    except (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise wrong(
            "file",
            _("expected a whole mail; this one cannot be read (%(error)s).")
            % {"error": type(error).__name__},
        ) from error
    if not body.strip():
        raise wrong("file", _("expected a mail with text in it; its attachments are not read."))
    note = f"\n\n[Attachments left out: {', '.join(attached[:MOST_NAMED])}]" if attached else ""
    return Page(
        text=body + note,
        title=" ".join(subject.split()),
        byline=parseaddr(sender)[0],
        published=acceptable(sent),
    )


def _parts(message: EmailMessage) -> tuple[str, list[str]]:
    """(text, names of attachments). The first text of each kind is the body, as mail programs show it."""
    plain = html = ""
    attached: list[str] = []
    for part in message.walk():
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), part.get_filename()
        if part.get_content_disposition() == "attachment" or name or not kind.startswith("text/"):
            attached.append(" ".join((name or kind).split())[:100])
        elif kind == "text/html":
            html = html or _text(part, is_html=True)
        elif kind == "text/plain":
            plain = plain or _text(part)
    return _unwrapped(plain) or (read_page(html).text if html.strip() else ""), attached


def _text(part: EmailMessage, *, is_html: bool = False) -> str:
    payload = part.get_payload(decode=True)
    charset = str(part.get_param("charset", "") or "")
    content_type = f"text/plain; charset={charset}" if charset else ""
    return tidy(
        decode(payload if isinstance(payload, bytes) else b"", content_type=content_type, is_html=is_html)[0]
    )


def _unwrapped(text: str) -> str:
    if max(map(len, text.splitlines()), default=0) > LONGEST_WRAPPED:
        return text
    return "\n\n".join(filter(None, map(paragraphs, _BLANK.split(text))))


def _header(message: EmailMessage, name: str) -> str:
    return tidy(str(message.get(name, "")))
