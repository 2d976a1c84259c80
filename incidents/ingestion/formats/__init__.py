"""Files of many articles -> lines. They come from strangers: a bad line has its problem, the next one is read."""

from incidents.ingestion.formats.lines import lines, share
from incidents.ingestion.formats.plain import forget
from incidents.ingestion.formats.shapes import Document, Line, Problem, Refused, Shape, bytes_read
from incidents.ingestion.formats.sniff import sniff

__all__ = [
    "Document",
    "Line",
    "Problem",
    "Refused",
    "Shape",
    "bytes_read",
    "forget",
    "lines",
    "share",
    "sniff",
]
