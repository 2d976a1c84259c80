"""Documents to hand in, built small."""

from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

STORY = (
    "BAGHDAD - Militants fired rockets at Ain al-Asad air base in western Iraq on Saturday evening, wounding two"
    " soldiers, a defense official said.\nIt was the second such attack on the base within a week, he said."
)


def pdf(*pages: list[str], title: str = "", password: str = "") -> bytes:
    """A PDF of these lines, by page."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(width=612, height=792)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        words = " T* ".join(
            f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj" for line in lines
        )
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 11 Tf 14 TL 50 740 Td {words} ET".encode("latin-1"))
        page[NameObject("/Contents")] = content
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


PAGE = """<!doctype html>
<html lang="en"><head><title>Rockets hit Ain al-Asad | The Wire</title>
<meta property="og:title" content="Rockets hit Ain al-Asad">
<meta property="article:published_time" content="2024-01-20T21:30:00+03:00">
<meta name="author" content="Jane Doe"><meta property="og:site_name" content="The Wire">
<link rel="canonical" href="https://wire.example.org/2024/01/20/rockets">
<style>body {{ color: red }}</style><script>document.write("injected words")</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Rockets hit Ain al-Asad</h1>
{paragraphs}
<script>alert("more injected words")</script></article>
<footer>Subscribe to our newsletter. Copyright The Wire.</footer></body></html>"""


def page(story: str = STORY) -> str:
    return PAGE.format(paragraphs="\n".join(f"<p>{line}</p>" for line in story.splitlines()))
