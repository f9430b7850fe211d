"""How far the cells of an .ods file reach, where rows and cells are said once and repeated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from pdsched.outside.compound import Damaged
from pdsched.outside.extent import ATTRIBUTES, Extent, row_number

Span = tuple[tuple[int, int], tuple[int, int]]
"""First and last of merged cells as row and column, counted from 0."""

_PART = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(" + ATTRIBUTES + rb")\s*(/?)>"
)
_BEGINS = re.compile(rb"</?table:(?:table|table-row|table-cell|covered-table-cell)[\s/>]")
_REPEATED = re.compile(rb"\stable:number-(?:rows|columns)-repeated\s*=\s*[\"'](\d+)[\"']")
_SPANNED = re.compile(rb"\stable:number-(rows|columns)-spanned\s*=\s*[\"'](\d+)[\"']")
_NAME = re.compile(rb"\stable:name\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HOLDS = re.compile(rb"\s(?:office:value-type|table:formula|office:[\w-]*value)\s*=")


def check_document(part: bytes) -> Mapping[str, Sequence[Span]]:
    """Counts the content of an .ods file; gives the merged cells of each sheet by its name.

    Raises:
        TooLargeError: if its cells, as often as they are repeated, are too many or too long.
        Damaged: if a cell is not well-formed.

    >>> row = b'<table:table-row><table:table-cell table:number-columns-spanned="2"/>'
    >>> check_document(b'<table:table table:name="A">' + row + b"</table:table-row></table:table>")
    {'A': [((0, 0), (0, 1))]}
    """
    document, matches = _Document(), 0
    for match in _PART.finditer(part):
        matches += 1
        closes, kind, attributes, is_single = match.groups()
        if kind == b"table":
            document.table(attributes)
        elif kind == b"table-row":
            if not closes:
                document.row(attributes)
            if closes or is_single:
                document.end_row()
        else:
            if not closes:
                document.cell(attributes, match.start(), is_empty=bool(is_single))
            if closes or is_single:
                document.end_cell(match.end())
    if matches != sum(1 for _ in _BEGINS.finditer(part)):
        raise Damaged("a cell is not well-formed")
    return document.merged


class _Document:
    def __init__(self) -> None:
        self.merged: dict[str, list[Span]] = {}
        self._here: list[Span] = []
        self._extent = Extent({})
        self._row = self._column = self._last = 0
        self._high = self._wide = 0
        """Rows and columns of the sheet that hold something."""
        self._rows = self._cells = 1
        """How often row and cell are repeated."""
        self._begun = self._size = 0
        """Where the cell began, and bytes of the row."""

    def table(self, attributes: bytes) -> None:
        """A sheet begins or ends."""
        self._extent.add(rows=self._high, columns=self._wide)
        self._row = self._high = self._wide = 0
        if name := _NAME.search(attributes):
            text = (name[1] or name[2] or b"").decode("utf-8", "replace")
            self._here = self.merged.setdefault(unescape(text), [])

    def row(self, attributes: bytes) -> None:
        """A row begins."""
        self._rows = _times(attributes)
        self._column = self._last = self._size = 0

    def end_row(self) -> None:
        """A row ends, and its repetitions with it."""
        if self._last:
            self._wide = max(self._wide, self._last)
            self._high = self._row + self._rows
            Extent({}).add(rows=self._high, columns=self._wide)
        self._extent.repeat(self._size * (self._rows - 1))
        self._row += self._rows

    def cell(self, attributes: bytes, begun: int, *, is_empty: bool) -> None:
        """A cell begins."""
        self._begun, self._cells = begun, _times(attributes)
        if _HOLDS.search(attributes) or not is_empty:
            self._last = self._column + self._cells
        spans = dict(_SPANNED.findall(attributes))
        high, wide = (row_number(spans.get(each, b"1")) for each in (b"rows", b"columns"))
        if high > 1 or wide > 1:
            first = self._row, self._column
            self._here.append((first, (first[0] + high - 1, first[1] + wide - 1)))
        self._column += self._cells

    def end_cell(self, ended: int) -> None:
        """A cell ends."""
        if self._last == self._column:
            self._size += (ended - self._begun) * self._cells
            self._extent.repeat((ended - self._begun) * (self._cells - 1))


def _times(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return row_number(match[1]) if match else 1
