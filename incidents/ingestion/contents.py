"""A document -> its text and what it says about itself. For the process that runs apart: its readers are large."""

from dataclasses import replace

from incidents.ingestion.html import read_page
from incidents.ingestion.kinds import DOCX, EML, HTML, PDF, decoded
from incidents.ingestion.mail import read_mail
from incidents.ingestion.page import Page
from incidents.ingestion.pdf import read_pdf
from incidents.ingestion.text import tidy
from incidents.ingestion.word import read_word


def text_of(data: bytes, *, kind: str, limit: int, content_type: str = "", url: str = "") -> Page:
    """``limit``: bytes of text. Raises ``ValidationError``."""
    if kind == HTML:
        text, encoding = decoded(data, content_type=content_type, is_html=True)
        return replace(read_page(tidy(text), url=url), encoding=encoding)
    if kind == PDF:
        text, title = read_pdf(data, limit=limit)
        return Page(text=text, title=title)
    return {EML: read_mail, DOCX: read_word}[kind](data)
