"""A workbook of Excel (ECMA-376), written as it is sent: its rows by the database, its frame by us.

Texts are strings within their cells and never formulas, so nothing has to be defused. Dates and numbers are such.
A second sheet says what it is and what its columns mean.
"""

from collections.abc import Iterator
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from incidents.exports.about import About
from incidents.exports.columns import COLUMNS, Column
from incidents.exports.rows import streamed
from incidents.exports.sink import Sink
from incidents.exports.xml import as_xml, escaped
from incidents.models.incidents import IncidentQuerySet

MOST = 1_048_575
"""Rows that a sheet can have under its header."""
LONGEST = 32_767
"""Characters that a cell can have, of which those beyond the basic plane count twice. What is longer is cut, which
an ellipsis tells."""
UNBOUNDED = {"summary", *(column.name for column in COLUMNS if column.kind == "list")}
MANY = 400_000
"""From here on a sheet may be larger than a plain ZIP can say."""
DATE, MOMENT, BOLD = 1, 2, 3  # places in the styles below
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEETS = ("Incidents", "About")
FRAME = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    + "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{TYPE}.worksheet+xml"/>'
        for n, _ in enumerate(SHEETS, 1)
    )
    + f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(SHEETS, 1))
    + "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(SHEETS, 1)
    )
    + f'<Relationship Id="rId9" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
OPENING = (
    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView{{chosen}} workbookViewId="0"><pane ySplit="1"'
    ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr'
    ' defaultRowHeight="15"/>{widths}<sheetData>'
)
CLOSING = "</sheetData></worksheet>"


HERE = "\x02"
"""Stands for the number of the row, which only we know. No text has it: XML cannot write it."""


def _cell(column: Column, address: str) -> str:
    """SQL. Where nothing is known there is no cell."""
    value, opening = f"c.{column.name}", f'<c r="{address}{HERE}"'
    match column.kind:
        case "boolean":
            made = f"""'{opening} t="b"><v>' || {value}::int || '</v></c>'"""
        case "integer" | "number":
            made = f"'{opening}><v>' || {value} || '</v></c>'"
        case "date":  # Excel holds 1900 to be a leap year: its days before March are one off
            days = f"""'{opening} s="{DATE}"><v>' || ({value} - date '1899-12-30') || '</v></c>'"""
            text = _string(opening, f"{value}::text")
            made = f"CASE WHEN {value} < '1900-03-01' THEN {text} ELSE {days} END"
        case "datetime":
            days = f"round((extract(epoch FROM date_trunc('second', {value})) / 86400 + 25569)::numeric, 6)"
            made = f"""'{opening} s="{MOMENT}"><v>' || {days} || '</v></c>'"""
        case _:
            text = f"NULLIF({column.text}, '')"
            made = _string(opening, _fitting(text) if column.name in UNBOUNDED else text)
    return f"coalesce({made}, '')"


def _fitting(text: str) -> str:
    """What has no more bytes than that has no more characters either: most texts are not looked at closer."""
    beyond = f"length(regexp_replace({text}, '[^\\U00010000-\\U0010FFFF]', '', 'g'))"
    return (
        f"CASE WHEN octet_length({text}) <= {LONGEST} OR length({text}) + {beyond} <= {LONGEST} THEN {text}"
        f" ELSE left({text}, {LONGEST // 2 - 1}) || '…' END"
    )


def _string(opening: str, text: str) -> str:
    """What looks like Excel's own way to write a character, _x0041_, is marked as meant as it stands."""
    text = (
        f"CASE WHEN strpos({text}, '_x') = 0 THEN {text} ELSE"
        f" regexp_replace({text}, '_(x[0-9A-Fa-f]{{4}}_)', '_x005F_\\1', 'g') END"
    )
    return f"""'{opening} t="inlineStr"><is><t xml:space="preserve">' || {escaped(text)} || '</t></is></c>'"""


def _letters(number: int) -> str:
    """Of the column: A, B, … Z, AA."""
    before, last = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(ord("A") + last)


ROW = (
    f"""'<row r="{HERE}">' || """
    + " || ".join(_cell(column, _letters(n)) for n, column in enumerate(COLUMNS, 1))
    + " || '</row>'"
)


def workbook(found: IncidentQuerySet, about: About) -> Iterator[bytes]:
    sink = Sink()
    # as large a sheet as needs it: some readers do not know the longer form
    is_large = found.order_by()[MANY : MANY + 1].exists()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in FRAME.items():
            book.writestr(name, HEAD + content)
        with book.open(_entry(1), "w", force_zip64=is_large) as sheet:
            widths = "".join(
                f'<col min="{n}" max="{n}" width="{60 if column.name == "summary" else 16}" customWidth="1"/>'
                for n, column in enumerate(COLUMNS, 1)
            )
            sheet.write(OPENING.format(chosen=' tabSelected="1"', widths=f"<cols>{widths}</cols>").encode())
            sheet.write(_row(1, [column.name for column in COLUMNS], BOLD).encode())
            number = count(2)
            for rows in streamed(found, ROW):
                sheet.write("".join(row.replace(HERE, str(next(number))) for row in rows).encode())
                yield sink.taken()
            sheet.write(CLOSING.encode())
        book.writestr(_entry(2), _about(about), ZIP_DEFLATED)
    yield sink.taken()


def _entry(number: int) -> ZipInfo:
    entry = ZipInfo(f"xl/worksheets/sheet{number}.xml")
    entry.compress_type = ZIP_DEFLATED
    return entry


def _row(number: int, texts: list[str], style: int = 0) -> str:
    cells = (
        f'<c r="{_letters(n)}{number}" t="inlineStr" s="{style}"><is>'
        f'<t xml:space="preserve">{as_xml(text)}</t></is></c>'
        for n, text in enumerate(texts, 1)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _about(about: About) -> str:
    told = [["About"], *map(list, about.told().items()), []]
    columns = [["Column", "What it says", "Kind"], *([c.name, c.says, c.kind] for c in COLUMNS)]
    rows = (
        _row(n, texts, BOLD if n in {1, len(told) + 1} else 0) for n, texts in enumerate([*told, *columns], 1)
    )
    widths = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in ((1, 22), (2, 90)))
    return OPENING.format(chosen="", widths=f"<cols>{widths}</cols>") + "".join(rows) + CLOSING
