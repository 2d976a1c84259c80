"""Documents to hand in, built small."""

from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

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


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def word(body: str, *, title: str = "", declared: str = "", **members: bytes) -> bytes:
    """A Word document of this markup; ``declared`` stands before it, where entities are declared."""
    parts = {
        "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/></Types>""",
        "_rels/.rels": f"""<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"
            Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>""",
        "word/document.xml": f"""<?xml version="1.0"?>{declared}
            <w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>""",
        "docProps/core.xml": f"""<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>""",
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in {**parts, **members}.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraphs(*texts: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


def mail(text: str = "", html: str = "", **attachments: bytes) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Press Office <press@example.org>"
    message["Subject"] = "Rockets hit Ain al-Asad"
    message["Date"] = "Sat, 20 Jan 2024 21:30:00 +0300"
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    return message
