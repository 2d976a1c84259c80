"""Text within XML, made by the database and by us."""

from xml.sax.saxutils import escape

UNKNOWN = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
"""Characters that XML has no way to write. Null cannot be stored at all."""
_GONE = dict.fromkeys(map(ord, UNKNOWN))
_ANY = r"'[&<>\u0001-\u001F\uFFFE\uFFFF]'"
_IN_SQL = "E'" + "".join(f"\\u{ord(character):04x}" for character in UNKNOWN) + "'"


def escaped(value: str) -> str:
    """SQL of a text: as XML writes it. A carriage return is named, for XML's readers would make it a line feed.

    Most texts have nothing to escape, and to look for it is several times faster than to replace it.
    """
    written = f"translate({value}, {_IN_SQL}, '')"
    for found, name in (("'&'", "'&amp;'"), ("'<'", "'&lt;'"), ("'>'", "'&gt;'"), ("E'\\r'", "'&#13;'")):
        written = f"replace({written}, {found}, {name})"
    return f"CASE WHEN {value} ~ {_ANY} THEN {written} ELSE {value} END"


def as_xml(text: str) -> str:
    """A text of our own, for the inside of an element or of an attribute in double quotes."""
    return escape(text.translate(_GONE), {'"': "&quot;", "\r": "&#13;"})
