"""Workbooks that cannot be read, or not as they are meant; and what must be said of each."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bad_files import BadFile
from books import binary_book, book, free_book, good_book, with_parts
from xlsxwriter import Workbook

READERS = ("problem", "answers")
Change = Callable[[dict[str, bytes]], object]
_FIRST = "xl/worksheets/sheet1.xml"
_ROWS = b"<sheetData>"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _parts(change: Change) -> Callable[[Path], object]:
    return lambda path: with_parts(good_book(path), change)


def _cells(xml: bytes) -> Callable[[Path], object]:
    """A first sheet with these rows alone."""

    def change(parts: dict[str, bytes]) -> None:
        before, _, after = parts[_FIRST].partition(_ROWS)
        parts[_FIRST] = before + _ROWS + xml + b"</sheetData>" + after.partition(b"</sheetData>")[2]

    return _parts(change)


def _put(name: str, content: bytes) -> Callable[[Path], object]:
    return _parts(lambda parts: parts.__setitem__(name, content))


def _cut(path: Path) -> None:
    data = good_book(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _compound(*names: str, stream: bytes = b"") -> Callable[[Path], object]:
    """A compound file with one stream, as old Office programs write them."""

    def make(path: Path) -> None:
        size = 512
        body = stream + b"\0" * (-len(stream) % size)
        body = body or b"\0" * size
        count = len(body) // size
        most = max(8, count)
        body += b"\0" * (size * (most - count))
        ends, free = 0xFFFFFFFE, 0xFFFFFFFF
        fat = [0xFFFFFFFD, ends, *range(3, most + 2), ends]
        fat += [free] * (128 - len(fat))
        head = _COMPOUND + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        head += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, ends, 0, ends, 0)
        head += struct.pack("<109I", 0, *[free] * 108)
        entries = b""
        for name in ("Root Entry", *names):
            told = name.encode("utf-16-le") + b"\0\0"
            entry = told.ljust(64, b"\0") + struct.pack(
                "<HBB", len(told), 5 if not entries else 2, 1
            )
            entry += struct.pack("<III", free, free, 1 if not entries else free) + b"\0" * 36
            first, length = (2, size * most) if entries else (ends, 0)
            entries += (entry + struct.pack("<IQ", first, length)).ljust(128, b"\0")
        tables = struct.pack("<128I", *fat[:128]) + entries.ljust(size, b"\0")
        path.write_bytes(head + tables + body)

    return make


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _far_xls() -> bytes:
    """The records of a sheet with a number in its last corner, four thousand times over."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    cell = _record(0x0203, struct.pack("<HHHd", 0xFFFF, 0xFFFF, 0, 1.0))
    return begin + cell + _record(0x000A, b"")


def _bomb(path: Path) -> None:
    """300 MiB of blanks in a file of less than one."""
    good_book(path)
    with_parts(path, lambda parts: parts.__setitem__(_FIRST, b" " * (300 * 2**20)))


def _lying(path: Path) -> None:
    """The same, with a directory that says a kilobyte."""
    _bomb(path)
    data = path.read_bytes()
    size = struct.pack("<I", 300 * 2**20)
    path.write_bytes(data.replace(size, struct.pack("<I", 1024)))


def _nested(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.xml", b" " * 2**26)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr("inner.zip", inner.getvalue())


def _ods(content: bytes, manifest: bytes = b"") -> Callable[[Path], object]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
            packed.writestr("META-INF/manifest.xml", manifest)
            packed.writestr("content.xml", content)

    return make


def _table(rows: bytes) -> bytes:
    return (
        b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
        b'<office:spreadsheet><table:table table:name="staff">'
        + rows
        + b"</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def _repeated(rows: int, columns: int, text: bytes = b"x") -> bytes:
    return _table(
        b'<table:table-row table:number-rows-repeated="%d"><table:table-cell '
        b'office:value-type="string" table:number-columns-repeated="%d"><text:p>%s</text:p>'
        b"</table:table-cell></table:table-row>" % (rows, columns, text)
    )


def _shared(path: Path) -> None:
    """One text of 60,000 letters to which ten thousand cells point."""
    good_book(path)

    def change(parts: dict[str, bytes]) -> None:
        rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in ROWS)
        parts["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"x" * 60_000 + b"</t></si></sst>"
        _, _, after = parts[_FIRST].partition(b"</sheetData>")
        parts[_FIRST] = b"<worksheet><sheetData>" + rows + b"</sheetData>" + after

    with_parts(path, change)


ROWS = range(1, 10_001)
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def _same_part(parts: dict[str, bytes]) -> None:
    """Every sheet is the same part."""
    text = parts[_RELATIONS]
    for number in range(2, 40):
        text = text.replace(b"sheet%d.xml" % number, b"sheet1.xml")
    parts[_RELATIONS] = text


DAMAGED = r"PD101 .*it is cut off or damaged.*; save it as a workbook \(\.xlsx\) again"
LOCKED = r"PD101 .*it is locked by a password.*; open it, take the password out, save it"
TOO_LARGE = r"PD115 .*is too large \(its sheets hold [\d,]+ cells, more than 8,388,608\)"
REPEATED = r"PD115 .*is too large \(its cells repeat texts to more than 256 MiB\)"
UNPACKED = r"PD115 .*is too large \(it unpacks to"
CORNER = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

NONE = (
    r"PD101 .*it (is no workbook, whatever its name says|(is a zip file that )?holds no workbook)"
)

UNREADABLE = [
    BadFile("cut.xlsx", _cut, DAMAGED, READERS),
    BadFile("empty.xlsx", lambda path: path.write_bytes(b""), NONE, READERS),
    BadFile("text.xlsx", lambda path: path.write_text("id,x\n"), NONE, READERS),
    BadFile("locked.xlsx", _compound("EncryptedPackage"), LOCKED, READERS),
    BadFile(
        "locked.xls", _compound("Workbook", stream=_record(0x2F, b"\1\0" * 3)), LOCKED, READERS
    ),
    BadFile("locked.ods", _ods(b"\x01\x02", b"<manifest:encryption-data/>"), LOCKED, READERS),
    BadFile("word.xls", _compound("WordDocument"), NONE, READERS),
    BadFile("short.xls", lambda path: path.write_bytes(_COMPOUND + b"\0" * 40), DAMAGED, READERS),
    BadFile("bomb.xlsx", _bomb, UNPACKED, READERS),
    BadFile("lying.xlsx", _lying, f"{UNPACKED}|{DAMAGED}", READERS),
    BadFile("nested.xlsx", _nested, NONE, READERS),
    BadFile("corner.xlsx", _cells(CORNER), TOO_LARGE, READERS),
    BadFile(
        "hidden.xlsx",
        _cells(CORNER.replace(b' r="XFD1048576"', b'  r = "XFD1048576" ')),
        TOO_LARGE,
        READERS,
    ),
    BadFile(
        "placeless.xlsx",
        _cells(b'<row r="1048576">' + b"<c/>" * 200 + b"<c><v>1</v></c></row>"),
        TOO_LARGE,
        READERS,
    ),
    BadFile(
        "prefix.xlsx",
        _cells(CORNER.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>")),
        TOO_LARGE,
        READERS,
    ),
    BadFile("beyond.xlsx", _cells(b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'), DAMAGED, READERS),
    BadFile("below.xlsx", _cells(b'<row r="99999999"><c><v>1</v></c></row>'), DAMAGED, READERS),
    BadFile("odd.xlsx", _cells(b'<row r="1"><c r="A1" x="<"><v>1</v></c></row>'), DAMAGED, READERS),
    BadFile("shared.xlsx", _shared, REPEATED, READERS),
    BadFile("same.xlsx", _parts(_same_part), DAMAGED, READERS),
    BadFile(
        "corner.xlsb",
        lambda path: binary_book(path, {(0, 0): "id", (1_048_575, 16_383): 1.0}, "staff"),
        TOO_LARGE,
        READERS,
    ),
    BadFile("corner.xls", _compound("Workbook", stream=_far_xls()), TOO_LARGE, READERS),
    BadFile("circle.xls", _compound("Workbook", stream=b"\x09\x08"), DAMAGED, READERS),
    BadFile("rows.ods", _ods(_repeated(1_048_576, 1_000)), TOO_LARGE, READERS),
    BadFile("texts.ods", _ods(_repeated(8_000, 10, b"x" * 5_000)), REPEATED, READERS),
    BadFile("beyond.ods", _ods(_repeated(9_999_999_999, 1)), DAMAGED, READERS),
    BadFile("broken.ods", _ods(_table(b"<table:table-row><table:table-cell")), DAMAGED, READERS),
    BadFile(
        "xml.xlsx",
        _put("xl/workbook.xml", b"<workbook><sheets>" + b"<a>" * 200_000),
        f"{DAMAGED}|PD105|PD114",
        READERS,
    ),
    BadFile(
        "entities.xlsx",
        _put(
            "xl/workbook.xml",
            b'<!DOCTYPE a [<!ENTITY b "bb">]><workbook><sheets><sheet name="&b;"/>',
        ),
        f"{DAMAGED}|PD105|PD114",
        READERS,
    ),
    BadFile("climbing.xlsx", _put("../../x.xml", CORNER), f"{DAMAGED}|{TOO_LARGE}", READERS),
]
"""What no reader may take: each is refused before a table is made of it."""


def _filled(fill: Callable[[Workbook], object], **options: Any) -> Callable[[Path], object]:
    return lambda path: free_book(path, fill, **options)


def _staff(
    *row: Any, head: tuple[str, ...] = ("id", "name", "schools")
) -> Callable[[Path], object]:
    return lambda path: book(path, {"staff": [head, row]})


def _merged(made: Workbook) -> None:
    sheet = made.add_worksheet("staff")
    sheet.merge_range("A1:C1", "id")
    sheet.write_row("A2", ["ada", "Ada", "north"])


def _hidden(made: Workbook) -> None:
    made.add_worksheet("calendar").write_row("A1", ["time_zone", "first", "last"])
    sheet = made.add_worksheet("staff")
    sheet.write_row("A1", ["id", "schools"])
    sheet.write_row("A2", ["ada", "north"])
    sheet.hide()


def _formulas(made: Workbook) -> None:
    sheet = made.add_worksheet("staff")
    sheet.write_row("A1", ["id", "schools"])
    sheet.write_formula("A2", "=1/0", value="#DIV/0!")
    sheet.write_string("B2", "north")


def _old(made: Workbook) -> None:
    calendar = made.add_worksheet("calendar")
    calendar.write_row("A1", ["time_zone", "first", "last"])
    calendar.write_row("A2", ["UTC", "2026-09-07", "2026-09-11"])
    sheet = made.add_worksheet("terms")
    sheet.write_row("A1", ["id", "first", "last"])
    sheet.write_row("A2", ["t", -5, 12.5], made.add_format({"num_format": "yyyy-mm-dd"}))


def _place(sheet: str, rest: str) -> str:
    return f"sheet {sheet} {rest}"


AMISS = [
    BadFile(
        "merged.xlsx",
        _filled(_merged),
        _place("staff", r"row 1: 'staff' has merged cells; split them, the first at A1"),
    ),
    BadFile(
        "hidden.xlsx",
        _filled(_hidden),
        r"PD105 sheet staff: 'staff' is hidden and holds rows; show the sheet",
    ),
    BadFile(
        "error.xlsx",
        _filled(_formulas),
        _place("staff", r"row 2 column id: '#DIV/0!' is an error of a formula; mend it"),
    ),
    BadFile("old.xlsx", _filled(_old), r"PD11[23] sheet terms row 2 column (first|last)"),
    BadFile(
        "date.xlsx",
        _staff(dt.date(2026, 2, 1), "x", "north"),
        _place(
            "staff",
            r"row 2 column id: '2026-02-01' is a date or a time where .* type it anew",
        ),
    ),
    BadFile(
        "clock.xlsx",
        _staff("ada", dt.time(8, 30), "north"),
        _place("staff", r"row 2 column name: '08:30' is a date or a time"),
    ),
    BadFile(
        "twice.xlsx",
        _staff("ada", "x", "y", head=("id", "schools", "schools")),
        r"PD104 sheet staff row 1: 'schools' is the name of two columns",
    ),
    BadFile(
        "same.xlsx",
        lambda path: book(path, {"staff": [("id",)], "Staff ": [("id",)]}),
        r"PD104 sheet Staff : 'Staff ' is the name of two sheets",
    ),
    BadFile(
        "near.xlsx",
        lambda path: book(path, {"staf": [("id",)], "terms": [("id",)]}),
        r"PD107 sheet staf: 'staf' is not a known table; call it staff",
    ),
    BadFile(
        "beside.xlsx",
        _staff("ada", "x", "north", "lost"),
        r"PD114 sheet staff row 2: 'lost' stands under no column name; give the column a head",
    ),
    BadFile(
        "none.xlsx",
        lambda path: book(path, {"Tabelle1": [("id",), ("x",)]}),
        r"PD105 .*holds no sheet that is a table",
    ),
    BadFile(
        "headless.xlsx",
        lambda path: free_book(
            path,
            lambda made: (
                made.add_worksheet("staff"),
                made.add_worksheet("terms").write_row("A1", ["id"]),
            ),
        ),
        r"PD114 sheet staff: 'staff' has no heads",
    ),
    BadFile(
        "plan.xlsx",
        lambda path: book(
            path, {name: [("x",)] for name in ("summary", "cover", "by day", "open needs")}
        ),
        r"PD105 .*is a plan written for people",
    ),
    BadFile(
        "percent.xlsx",
        lambda path: book(
            path, {"calendar": [("time_zone", "first", "last"), ("UTC", 46272.0, "2026-09-11")]}
        ),
        r"PD113 sheet calendar row 2 column first: '46272'",
    ),
    BadFile(
        "long.xlsx", _staff("a" * 32_767, "x", "north"), r"PD111 sheet staff row 2 column id: 'aaa"
    ),
]
"""What is read, and told by sheet, row and column."""
