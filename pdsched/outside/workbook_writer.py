"""Workbooks (.xlsx) that go out: values only, so that nothing in them is ever computed.

A text stays a text, whatever it begins with; no text becomes a link or a number. The same sheets
give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pdsched.outside.workbook import Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
"""What a cell of a workbook holds at most, counted as `letters` does."""
_MOST_CHOICES = 255
"""Letters of a list of choices, with the commas between them."""
_MADE = dt.datetime(2000, 1, 1)
_WIDEST, _NARROWEST = 40, 9
_SAMPLE = 200
"""Rows that are looked at for the width of a column."""
_LINE, _HEAD_LINES, _MOST_LINES = 15, 1.4, 27
"""Height of a line in points, lines of a head, and as many lines as a row can be high."""
_COMMENT_LINE, _COMMENT_WIDTH, _COMMENT_HEIGHT = 38, 2.0, 0.28
"""Letters of a line of a comment, its width beside the usual one, and the height of a line."""


class Link(NamedTuple):
    """A cell that leads to another one of the same workbook."""

    text: str
    sheet: str
    row: int = 0
    column: int = 0


CellValue: TypeAlias = Value | Link


class Head(NamedTuple):
    """The head of a column, and what its cells are like."""

    text: str
    form: str = "text"
    """One of `FORMS`."""
    comment: str = ""
    choices: tuple[str, ...] = ()
    """What a cell can be; the spreadsheet refuses others."""
    source: tuple[str, int] | None = None
    """Sheet and column of the ids that a cell can be; the spreadsheet asks before it takes others.
    """
    width: int = 0
    """In letters; by the head and the first rows if it is 0."""


class SheetOut(NamedTuple):
    """A sheet to be written: its heads in row 1, and rows below them."""

    name: str
    heads: tuple[Head, ...]
    rows: Iterable[tuple[CellValue, ...]]
    comments: Mapping[tuple[int, int], str] = MappingProxyType({})
    """By row and column, counted from 0: what is wrong with a cell, which is then red."""
    colour: str = ""
    hidden: bool = False
    is_table: bool = True
    """Whether the heads are frozen and can be filtered by, and cells take what belongs there."""
    bold: frozenset[int] = frozenset()
    """Rows that stand out."""


FORMS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "text": {"num_format": "@"},
        "words": {"text_wrap": True},
        "number": {},
        "value": {"align": "left"},
        "date": {"num_format": "yyyy-mm-dd", "align": "left"},
        "clock": {"num_format": "hh:mm", "align": "left"},
        "head": {"bold": True, "bg_color": "#DCE6F1"},
        "title": {"bold": True, "font_size": 14},
        "bold": {"bold": True},
        "wrong": {"bg_color": "#FFC7CE"},
        "link": {"font_color": "#0563C1", "underline": 1},
    }
)
"""How cells look, by name."""
_OF_VALUES = {dt.date: "date", dt.datetime: "moment", dt.time: "clock", dt.timedelta: "span"}
_MORE = {
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "span": {"num_format": "[h]:mm", "align": "left"},
}


def letters(text: str) -> int:
    """How many letters a spreadsheet counts: those beyond 65,536 are two.

    >>> letters("a"), letters("\N{GRINNING FACE}")
    (1, 2)
    """
    return len(text) + sum(letter > "\uffff" for letter in text)


def workbook_bytes(sheets: Iterable[SheetOut]) -> bytes:
    """The bytes of a workbook.

    Rows are written as they come, so that a large sheet is never held as a whole.

    Args:
        sheets: in their order; the first that is not hidden is the one that opens.

    >>> from pdsched.outside.workbook import workbook_in
    >>> heads = (Head("id"), Head("first", "date"))
    >>> data = workbook_bytes([SheetOut("terms", heads, [("=1+1", dt.date(2026, 9, 7))])])
    >>> workbook_in(data)[0].rows
    (('id', 'first'), ('=1+1', datetime.date(2026, 9, 7)))
    """
    import xlsxwriter

    data = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(data, options) as book:
        book.set_properties({"created": _MADE})
        writer = _Writer(book)
        for sheet in sheets:
            writer.write(sheet)
    return data.getvalue()


class _Writer:
    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, ...], Format] = {}

    def _format(self, *forms: str) -> Format:
        if forms not in self._formats:
            properties: dict[str, object] = {"valign": "top"}
            for form in forms:
                properties |= {**FORMS, **_MORE}[form]
            self._formats[forms] = self._book.add_format(properties)
        return self._formats[forms]

    def write(self, sheet: SheetOut) -> None:
        """A sheet with all its rows."""
        page = self._book.add_worksheet(sheet.name)
        rows = iter(sheet.rows)
        first = list(islice(rows, _SAMPLE))
        widths = [
            _width(head, (row[n : n + 1] for row in first)) for n, head in enumerate(sheet.heads)
        ]
        self._arrange(page, sheet, widths)
        page.set_row(0, _LINE * _HEAD_LINES)
        for column, head in enumerate(sheet.heads):
            if head.text:
                form = "head" if sheet.is_table else "title"
                page.write_string(0, column, head.text, self._format(form))
            self._comment(page, sheet, 0, column, head.comment)
        last = 0
        for last, row in enumerate(chain(first, rows), 1):
            if (lines := _lines(sheet.heads, widths, row)) > 1:
                page.set_row(last, _LINE * lines)
            for column, value in enumerate(row):
                if value is not None or (last, column) in sheet.comments:
                    self._cell(page, sheet, last, column, value)
        if sheet.is_table and sheet.heads:
            page.autofilter(0, 0, last, len(sheet.heads) - 1)

    def _arrange(self, page: Worksheet, sheet: SheetOut, widths: Sequence[int]) -> None:
        if sheet.colour:
            page.set_tab_color(sheet.colour)
        if sheet.hidden:
            page.hide()
        for column, head in enumerate(sheet.heads):
            page.set_column(column, column, widths[column], self._format(head.form))
            if sheet.is_table:
                self._allow(page, column, head)
        if sheet.is_table:
            page.freeze_panes(1, 1)
            page.repeat_rows(0)
        page.set_landscape()
        page.fit_to_pages(1, 0 if sheet.is_table else 1)
        page.set_header("&L&A")
        page.set_footer("&R&P / &N")

    def _allow(self, page: Worksheet, column: int, head: Head) -> None:
        """What the cells of a column can be."""
        rule: dict[str, object] = {}
        if head.choices and len(",".join(head.choices)) <= _MOST_CHOICES:
            rule = {"source": list(head.choices)}
        elif head.source is not None:
            from xlsxwriter.utility import xl_col_to_name

            name, number = head.source
            letter = xl_col_to_name(number, col_abs=True)
            source = f"='{name}'!{letter}$2:{letter}${MOST_ROWS}"
            rule = {"source": source, "error_type": "warning"}
            rule["error_message"] = f"This is no {head.text} of sheet {name}. Take it all the same?"
        if rule:
            rule |= {"validate": "list", "ignore_blank": True}
            page.data_validation(1, column, MOST_ROWS - 1, column, rule)

    def _cell(
        self, page: Worksheet, sheet: SheetOut, row: int, column: int, value: CellValue
    ) -> None:
        told = sheet.comments.get((row, column), "")
        extra = ("bold",) if row in sheet.bold else ()
        if told:
            extra = (*extra, "wrong")
        form = sheet.heads[column].form if column < len(sheet.heads) else "number"
        match value:
            case None:
                page.write_blank(row, column, None, self._format(form, *extra))
            case Link():
                sheet_name = value.sheet.replace("'", "''")
                place = f"internal:'{sheet_name}'!{address(value.row, value.column)}"
                page.write_url(row, column, place, self._format("link"), value.text)
            case str():
                page.write_string(row, column, value, self._format(form, *extra))
            case bool():
                page.write_boolean(row, column, value, self._format(form, *extra))
            case int() | float():
                page.write_number(row, column, value, self._format(form, *extra))
            case _:
                form = _OF_VALUES[type(value)]
                page.write_datetime(row, column, value, self._format(form, *extra))
        self._comment(page, sheet, row, column, told)

    @staticmethod
    def _comment(page: Worksheet, sheet: SheetOut, row: int, column: int, text: str) -> None:
        told = sheet.comments.get((row, column), "") if row == 0 else ""
        text = "\n\n".join(part for part in (told, text) if part)
        if text:
            lines = sum(1 + len(line) // _COMMENT_LINE for line in text.split("\n"))
            size = {"x_scale": _COMMENT_WIDTH, "y_scale": max(1.0, _COMMENT_HEIGHT * lines)}
            page.write_comment(row, column, text[:MOST_LETTERS], {"author": "pdsched", **size})


def _width(head: Head, cells: Iterable[tuple[CellValue, ...]]) -> int:
    """Letters that a column is wide: for a filter beside the head, and for the first rows."""
    longest = max((_letters_shown(cell[0]) for cell in cells if cell), default=0)
    return head.width or min(max(len(head.text) + 4, longest + 2, _NARROWEST), _WIDEST)


def _letters_shown(value: CellValue) -> int:
    shown = value.text if isinstance(value, Link) else value
    return 0 if shown is None else min(len(str(shown)), _WIDEST)


def _lines(heads: Sequence[Head], widths: Sequence[int], row: Sequence[CellValue]) -> int:
    """Lines that a row takes; not all programs see to it by themselves."""
    wrapped = (
        sum(-(-max(len(line), 1) // width) for line in cell.split("\n"))
        for head, width, cell in zip(heads, widths, row, strict=False)
        if head.form == "words" and isinstance(cell, str)
    )
    return min(max(wrapped, default=1), _MOST_LINES)


def address(row: int, column: int) -> str:
    """The cell as a spreadsheet calls it, counted from 0.

    >>> address(1, 27)
    'AB2'
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell: str = xl_rowcol_to_cell(row, column)
    return cell
