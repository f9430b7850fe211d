"""How far the cells of a workbook reach, counted in its parts before anything is made of them.

A table in memory goes from A1 to the last cell that holds something, and each cell has its text,
also where a file says text once and points to it a million times.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from pdsched.outside.compound import Damaged
from pdsched.outside.limits import limits
from pdsched.outside.source import TooLargeError

ATTRIBUTES = rb"(?:\s+[^\s=<>\"']+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*"
_NAME = rb"(?:[^\s<>/:\"'!?]+:)?"
_CELL = re.compile(
    rb"<" + _NAME + rb"(c|row)(?:\sr=\"([A-Z]*)([0-9]+)\")?"
    rb"(" + ATTRIBUTES + rb")\s*(/?)>(?=(</)?)"
)
"""A cell or row: its place where it stands as usual, the rest, and whether it is empty."""
_CELL_BEGINS = re.compile(rb"<" + _NAME + rb"(?:c|row)[\s/>]")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']")
_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_POINTER = re.compile(rb"\st=\"s\"[^<>]{0,99}><" + _NAME + rb"v>([0-9]{1,9})</")
_ITEM = re.compile(rb"<" + _NAME + rb"si[\s/>]")
_ROW_HEADER, _LAST_CELL, _BLANK_CELL, _SHARED_CELL, _SHARED_ITEM = 0, 11, 1, 7, 19
"""Types of records of .xlsb: of rows, the last type of a cell, of empty cells, of shared texts."""
_FORMULA = re.compile(
    rb"<(" + _NAME + rb"c)((?:\s[^<>]*)?)>"
    rb"(<" + _NAME + rb"f(?:\s[^<>]*)?(?:/>|>[^<]*</[^<>]*>))"
    rb"(<" + _NAME + rb"v\s*(?:/>|></[^<>]*>))?</"
)
"""A cell with a formula and no value: its name, its attributes, the formula, the empty value."""
_TYPE = re.compile(rb"\st=\"[a-zA-Z]*\"")
MOST_ROWS, _MOST_COLUMNS = 2**20, 2**14
_MOST_DIGITS = 9


class Extent:
    """Adds up the cells of all sheets, and their texts.

    >>> extent = Extent({})
    >>> extent.add(rows=2**20, columns=2**14)
    Traceback (most recent call last):
    pdsched.outside.source.TooLargeError: its sheets hold 17,179,869,184 cells, more than 8,388,608
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._cells = self._texts = 0
        self._shared = [size for name, part in parts.items() for size in _shared(name, part)]
        self._longest = max(self._shared, default=0)

    def add(self, *, rows: int, columns: int) -> None:
        """One more sheet, by its last row and column.

        Raises:
            TooLargeError: if all of them have more cells than `limits` allow.
        """
        held = limits()
        self._cells += rows * columns
        if self._cells > held.values:
            raise TooLargeError(f"its sheets hold {self._cells:,} cells, more than {held.values:,}")

    def repeat(self, size: int) -> None:
        """So many more bytes of text that cells will hold.

        Raises:
            TooLargeError: if they are more than `limits` allow.
        """
        held = limits()
        self._texts += size
        if self._texts > held.bytes:
            raise TooLargeError(f"its cells repeat texts to more than {held.mib:,} MiB")

    def point(self, cells: int, pointers: Callable[[], Iterator[int]]) -> None:
        """So many cells with shared texts; which ones is looked at where it may matter.

        Raises:
            TooLargeError: if their texts are more than `limits` allow.
        """
        if cells * self._longest + self._texts <= limits().bytes:
            self._texts += cells * self._longest
            return
        for number in pointers():
            cells -= 1
            self.repeat(self._shared[number] if number < len(self._shared) else 0)
        self.repeat(max(cells, 0) * self._longest)


def _shared(name: str, part: bytes) -> Iterator[int]:
    """Bytes of each text that cells share."""
    if name.casefold().endswith("sharedstrings.xml"):
        starts = [match.start() for match in _ITEM.finditer(part)]
        yield from (b - a for a, b in pairwise([*starts, len(part)]))
    elif name.casefold().endswith("sharedstrings.bin"):
        yield from (len(data) for kind, data in _records(part) if kind == _SHARED_ITEM)


def check_sheet(part: bytes, extent: Extent) -> None:
    """Counts a part of .xlsx, if it is a sheet.

    Raises:
        TooLargeError: if its cells reach too far.
        Damaged: if a cell stands nowhere.

    >>> check_sheet(b'<row r="2"><c r="B2"><v>1</v></c></row>', Extent({}))
    """
    rows = columns = row = column = shared = matches = 0
    numbers: dict[bytes, int] = {}
    for match in _CELL.finditer(part):
        matches += 1
        kind, letters, digits, attributes, is_single, ends = match.groups()
        if digits is None and (place := _PLACE.search(attributes)):
            letters, digits = place.groups()
        if kind == b"row":
            row, column = (row_number(digits) if digits is not None else row + 1), 0
            continue
        if digits is None:
            column += 1
        else:
            row = row_number(digits)
            if letters not in numbers:
                numbers[letters] = _column(letters)
            column = numbers[letters]
        if not (is_single or ends):
            rows, columns = max(rows, row), max(columns, column)
            shared += b"s" in attributes and _SHARED.search(attributes) is not None
    if matches != sum(1 for _ in _CELL_BEGINS.finditer(part)):
        raise Damaged("a cell is not well-formed")
    extent.add(rows=max(rows, 1), columns=columns)
    extent.point(shared, lambda: (int(pointer[1]) for pointer in _POINTER.finditer(part)))


def with_errors_told(part: bytes) -> bytes:
    """A sheet of .xlsx with its errors as texts, for calamine takes them for empty cells.

    A formula that nothing has computed is one, too: programs write such, and no spreadsheet has
    opened the file since. One whose value is the empty text has that.

    >>> with_errors_told(b'<c r="A1"><f>1+1</f></c>')
    b'<c r="A1" t="str"><f>1+1</f><v>#CALC!</v></c>'
    """
    return _FORMULA.sub(_uncomputed, part).replace(b' t="e"', b' t="str"')


def _uncomputed(match: re.Match[bytes]) -> bytes:
    name, attributes, formula, value = match.groups()
    if value and b' t="str"' in attributes:
        return match[0]
    prefix, kept = name[:-1], _TYPE.sub(b"", attributes)
    stored = b"<%bv>#CALC!</%bv>" % (prefix, prefix)
    return b'<%b%b t="str">%b%b</' % (name, kept, formula, stored)


def row_number(digits: bytes) -> int:
    """A number of a row, or of rows.

    Raises:
        Damaged: if no sheet has so many.

    >>> row_number(b"17")
    17
    """
    number = int(digits) if 0 < len(digits) <= _MOST_DIGITS else 0
    if not 0 < number <= MOST_ROWS:
        raise Damaged(f"{digits[:_MOST_DIGITS].decode()!r} is no row of a sheet")
    return number


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = 26 * number + letter - 64
    if not 0 < number <= _MOST_COLUMNS:
        raise Damaged(f"{letters[:4].decode()!r} is no column of a sheet")
    return number


def check_binary(part: bytes, extent: Extent) -> None:
    """The same of a part of .xlsb.

    Raises:
        TooLargeError: if its cells reach too far.
        Damaged: if its records end in the middle.
    """
    rows = columns = row = 0
    pointers: list[int] = []
    for kind, data in _records(part):
        if kind == _ROW_HEADER:
            row = int.from_bytes(data[:4], "little") + 1
        elif _BLANK_CELL < kind <= _LAST_CELL:
            rows = max(rows, row)
            columns = max(columns, int.from_bytes(data[:4], "little") + 1)
            if kind == _SHARED_CELL:
                pointers.append(int.from_bytes(data[8:12], "little"))
    extent.add(rows=rows, columns=columns)
    extent.point(len(pointers), lambda: iter(pointers))


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and data of each record: both begin with numbers of seven bits a byte."""
    at = 0
    while at < len(part):
        kind, at = _seven_bits(part, at, 2, 0)
        size, at = _seven_bits(part, at, 4, 7)
        if at + size > len(part):
            raise Damaged("a record is cut off")
        yield kind, part[at : at + size]
        at += size


def _seven_bits(part: bytes, at: int, most: int, shift: int) -> tuple[int, int]:
    """A number and where it ends; a type of record keeps its marks of more (``shift`` is 0)."""
    number = 0
    for place in range(most):
        if at >= len(part):
            raise Damaged("a record is cut off")
        byte = part[at]
        at += 1
        number |= (byte & 0x7F) << (shift * place) if shift else byte << (8 * place)
        if byte < 0x80:
            break
    return number, at
