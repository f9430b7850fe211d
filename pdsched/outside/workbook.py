"""Workbooks (.xlsx, .xlsm, .xlsb, .ods, .xls) as sheets of values, read by calamine within limits.

Nothing of a workbook is run or evaluated: a cell with a formula has the value that is stored with
it. calamine makes a table from the first to the last cell of a sheet, so that one cell far away
would take all memory: before it sees a file, `extent` has added up how much that is, and the parts
that hold no values (macros, pictures, links) are left out.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pdsched.outside.compound import (
    COMPOUND,
    Damaged,
    NoWorkbookError,
    check_records,
    locked,
)
from pdsched.outside.extent import Extent, check_binary, check_sheet, with_errors_told
from pdsched.outside.limits import limits
from pdsched.outside.opendocument import Span, check_document
from pdsched.outside.source import TooLargeError, read_bytes

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Value: TypeAlias = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta | None
"""What a cell may hold; ``None`` is an empty cell."""

NAMES = (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
"""Ends of the names of workbooks that can be read."""
_ZIP = b"PK\x03\x04"
_VALUES = re.compile(r"(?:.*\.(?:xml|rels)|mimetype|xl/.*\.bin)", re.IGNORECASE)
_NO_VALUES = re.compile(
    r"(?:.*/)?(?:vbaProject\.bin|(?:externalLinks|drawings|media|printerSettings|charts)/.*"
    r"|comments\d*\.xml|thumbnail.*)",
    re.IGNORECASE,
)
"""Parts that no cell is in, among them those that could do something."""
_CHUNK = 2**20
_SHEET = re.compile(rb"<(?:\w+:)?sheet(\s[^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship(\s[^<>]*)>")
_ATTRIBUTE = re.compile(rb"\s([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_TOLD_WRONG = re.compile(
    rb"office:string-value=\"\"(?= calcext:value-type=\"error\")|<text:tab\s*/>"
)
"""What calamine takes for empty in .ods: the text of an error, and a tab."""
_DURATION = re.compile(r"PT(\d{1,6})H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_STDERR = 2
_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_OF_ZIP = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error),
    *(NotImplementedError, OverflowError, RuntimeError),
)
"""What zipfile raises on one damage or another."""
_NONE = "it is a zip file that holds no workbook"


class WorkbookSheet(NamedTuple):
    """A sheet as it lies there, from its cell A1 on."""

    name: str
    rows: tuple[tuple[Value, ...], ...]
    """``rows[0]`` is the spreadsheet's row 1; all are equally long."""
    hidden: bool
    merged: tuple[Span, ...]
    """First and last cell of merged ones as row and column, counted from 0."""


def is_workbook(content: bytes) -> bool:
    """Whether bytes are those of a workbook, by what is in them and not by a name.

    >>> is_workbook(b"PK, not dead"), is_workbook(COMPOUND + b"...")
    (False, True)
    """
    if content.startswith(COMPOUND):
        return True
    if not content.startswith(_ZIP):
        return False
    # A cut file has no directory, and its first parts still tell what it was.
    names = (b"xl/workbook.", b"opendocument.spreadsheet", b"xl/worksheets/", b"[Content_Types]")
    return any(name in content for name in names)


def read_workbook(path: str | Path) -> tuple[WorkbookSheet, ...]:
    """The sheets of a workbook in their order, hidden ones too; charts and macros are no sheets.

    Numbers of Excel's file formats are fractions, also whole ones. A cell with an error (`#N/A`)
    holds its text.

    Args:
        path: where it is.

    Raises:
        TooLargeError: if it, what it unpacks to, or its cells from the first to the last of each
            sheet are more than `limits` allow.
        UnreadableError: if it cannot be read; a `NoWorkbookError` if it is no workbook, is damaged
            or has a password.

    >>> read_workbook("nowhere.xlsx")
    Traceback (most recent call last):
    pdsched.outside.source.UnreadableError: No such file or directory
    """
    return workbook_in(read_bytes(path))


def workbook_in(content: bytes) -> tuple[WorkbookSheet, ...]:
    """The same of bytes at hand.

    Raises:
        TooLargeError: as for `read_workbook`.
        NoWorkbookError: as for `read_workbook`.
    """
    try:
        if content.startswith(COMPOUND):
            if "EncryptedPackage".encode("utf-16-le") in content:
                raise locked()
            check_records(content)
            return tuple(_sheets(content, ()))
        if not content.startswith(_ZIP):
            raise NoWorkbookError("it is no workbook, whatever its name says")
        parts = _parts(content)
        merged = _checked(parts)
        return tuple(_sheets(_repacked(parts), merged))
    except (*_OF_ZIP, Damaged) as error:
        raise _damaged(error) from None


def _damaged(why: object) -> NoWorkbookError:
    return NoWorkbookError(f"it is cut off or damaged: {why}")


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts that cells are in, unpacked; never more than the limits allow.

    What the directory says is believed first, and what comes out is counted.
    """
    held = limits()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        wanted = {info.filename: info for info in packed.infolist() if _may_hold(info.filename)}
        if len(packed.infolist()) > held.parts:
            raise TooLargeError(f"it is packed in more than {held.parts:,} parts")
        told = sum(info.file_size for info in wanted.values())
        if told > held.bytes:
            raise TooLargeError(f"it unpacks to {told / 2**20:,.0f} MiB, more than {held.mib:,}")
        if {info.compress_type for info in wanted.values()} - {*_WAYS}:
            raise Damaged("it is packed in a way that workbooks are not")
        if any(info.flag_bits & 1 for info in wanted.values()):
            raise locked()
        parts: dict[str, bytes] = {}
        left = held.bytes
        for name, info in wanted.items():
            with packed.open(info) as part:
                data = part.read(left + 1)
            left -= len(data)
            parts[name.replace("\\", "/")] = data
            if left < 0:
                raise TooLargeError(f"it unpacks to more than {held.mib:,} MiB")
    return parts


def _may_hold(name: str) -> bool:
    return bool(_VALUES.fullmatch(name)) and not _NO_VALUES.fullmatch(name)


def _checked(parts: dict[str, bytes]) -> Sequence[Mapping[str, Sequence[Span]]]:
    """Refuses parts that hold too much; merged cells that calamine does not tell, by sheet."""
    kind = parts.get("mimetype", b"")
    if "content.xml" in parts and (b"opendocument" in kind or "xl/workbook.xml" not in parts):
        if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
            raise locked()
        if b"spreadsheet" not in kind and b"office:spreadsheet" not in parts["content.xml"]:
            raise NoWorkbookError(_NONE)
        merged = check_document(parts["content.xml"])
        parts["content.xml"] = _TOLD_WRONG.sub(_told, parts["content.xml"])
        return (merged,)
    if "xl/workbook.xml" in parts:
        _refuse_repeats(parts)
    elif "xl/workbook.bin" not in parts:
        raise NoWorkbookError(_NONE)
    extent = Extent(parts)
    for name, part in parts.items():
        if name.casefold().endswith(".bin"):
            check_binary(part, extent)
        elif not name.casefold().endswith(("sharedstrings.xml", "styles.xml", ".rels")):
            check_sheet(part, extent)
            parts[name] = with_errors_told(part)
    return ()


def _told(match: re.Match[bytes]) -> bytes:
    return b"\t" if match[0].startswith(b"<") else b""


def _refuse_repeats(parts: Mapping[str, bytes]) -> None:
    """A part that is several sheets would be read as often."""
    targets = {}
    for relation in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        fields = dict(_ATTRIBUTE.findall(relation))
        targets[fields.get(b"Id")] = fields.get(b"Target", b"").lower().removeprefix(b"/xl/")
    tags = [dict(_ATTRIBUTE.findall(tag)) for tag in _SHEET.findall(parts["xl/workbook.xml"])]
    names = [name for tag in tags for field, name in tag.items() if field.endswith(b":id")]
    sheets = [targets.get(name, name) for name in names]
    if len({*sheets}) < len(sheets):
        raise Damaged("the same part is several sheets")


def _repacked(parts: Mapping[str, bytes]) -> bytes:
    """The parts as they were counted: no reader can take another way through the file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _sheets(
    content: bytes, merged: Sequence[Mapping[str, Sequence[Span]]]
) -> Iterator[WorkbookSheet]:
    import python_calamine

    try:
        with _silent_panics():
            book = python_calamine.load_workbook(io.BytesIO(content))
        extent = Extent({})
        for number, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
                is_hidden = sheet.visible is not python_calamine.SheetVisibleEnum.Visible
                made = _sheet(book, number, is_hidden, merged)
                # Again, for one part can be many sheets.
                extent.add(rows=len(made.rows), columns=len(made.rows[0]) if made.rows else 0)
                yield made
    except python_calamine.PasswordError:
        raise locked() from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise _damaged(error) from None
    except BaseException as error:
        # calamine gives up on some damage by a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged("its cells make no table") from None


@contextmanager
def _silent_panics() -> Iterator[None]:
    """Whatever calamine writes to stderr goes nowhere: a panic writes a traceback there.

    It writes to the file itself, past what Python calls stderr.
    """
    try:
        kept = os.dup(_STDERR)
    except OSError:  # no stderr at all, as under pythonw
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)


def _sheet(
    book: CalamineWorkbook,
    number: int,
    is_hidden: bool,
    merged: Sequence[Mapping[str, Sequence[Span]]],
) -> WorkbookSheet:
    with _silent_panics():
        sheet = book.get_sheet_by_index(number)
    rows = tuple(
        tuple(_value(cell) if isinstance(cell, str) else cell for cell in row)
        for row in sheet.to_python(skip_empty_area=False)
    )
    spans = merged[0].get(sheet.name, ()) if merged else sheet.merged_cell_ranges or ()
    return WorkbookSheet(sheet.name, rows, is_hidden, tuple(spans))


def _value(text: str) -> Value:
    """A text, or what .ods writes as one: an empty cell, and a time of day or longer."""
    if text.startswith("PT") and (match := _DURATION.fullmatch(text)):
        hours, minutes, seconds = map(int, match.groups())
        if hours < 24 and max(minutes, seconds) < 60:
            return dt.time(hours, minutes, seconds)
        return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return text or None
