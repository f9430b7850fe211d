"""One cell of a workbook: what a spreadsheet keeps as number, date or time, and the text of a cell.

Both ways go by the text that `pdsched.files.cells` reads and writes, so that a cell means the same
in a workbook and in a CSV file.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from pdsched.files.cells import Cell, write_cell
from pdsched.outside.spreadsheet import EMPTY_LIST
from pdsched.outside.workbook import Value

ERRORS = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"),
    *("#SPILL!", "#CALC!"),
)
"""What a cell shows whose formula has no value."""
_SPOILT = re.compile(r'^["]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_OF_WORDS = (Cell.TEXT, Cell.TEXTS, Cell.CHOICE, Cell.CHOICES, Cell.LEVELS)
_FIRST_MONTH = (1900, 3)
"""Before it, spreadsheets do not agree on what day a number is."""
_SPREADSHEET_ERA = 1900
_MOST_EXACT = 10**15
_DAY = 24 * 60 * 60


def value_of(cell: Cell, said: Any) -> Value:
    """What a workbook keeps for a JSON value; `text_of` gives its text again.

    >>> value_of(Cell.DATE, "2026-09-07"), value_of(Cell.TEXT, "007"), value_of(Cell.FLOAT, 0.5)
    (datetime.date(2026, 9, 7), '007', 0.5)
    """
    match cell:
        case Cell.DATE:
            day = dt.date.fromisoformat(said)
            return day if is_dated(day) else said
        case Cell.CLOCK:
            return dt.time.fromisoformat(said)
        case Cell.BOOL:
            return bool(said)
        case Cell.INT:
            return int(said) if abs(said) < _MOST_EXACT else str(said)
        case Cell.FLOAT:
            return float(said) if float(f"{said:.15G}") == said else repr(said)
        case Cell.TEXT:
            return _words(said)
    return write_cell(cell, said)


def is_dated(day: dt.date) -> bool:
    """Whether spreadsheets agree on the number of a date.

    >>> is_dated(dt.date(1900, 1, 1)), is_dated(dt.date(2026, 9, 7))
    (False, True)
    """
    return (day.year, day.month) >= _FIRST_MONTH


def _words(text: str) -> str:
    """A text as it is, even one like a formula; as a JSON string if a spreadsheet would spoil it.

    So is one that says the same as an error, an empty text and an empty list.
    """
    plain = text and text == text.strip() and text != EMPTY_LIST and text not in ERRORS
    return text if plain and not _SPOILT.search(text) else json.dumps(text, ensure_ascii=False)


def text_of(cell: Cell, value: Value) -> str:
    """The text of a cell as it would stand in a CSV file.

    >>> text_of(Cell.CLOCK, dt.time(8, 0)), text_of(Cell.CLOCK, 1 / 3), text_of(Cell.TEXT, 7.0)
    ('08:00', '08:00', '7')
    >>> text_of(Cell.INT, float("inf")), text_of(Cell.BOOL, True)
    ('inf', 'TRUE')
    """
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            if cell is Cell.CLOCK and 0 <= value < 1:
                return _clock(value * _DAY)
            return str(int(value)) if float(value).is_integer() else repr(value)
        case dt.datetime():
            return _moment(cell, value)
        case dt.date():
            return value.isoformat()
        case dt.time():
            return _clock(_seconds(value))
    seconds = value.total_seconds()
    return _clock(seconds) if 0 <= seconds < _DAY else str(value)


def _moment(cell: Cell, moment: dt.datetime) -> str:
    """A date, or in the first days of the spreadsheet's time a time of day."""
    if cell is Cell.CLOCK and moment.year <= _SPREADSHEET_ERA:
        return _clock(_seconds(moment.time()))
    if moment.time() == dt.time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds")


def _seconds(time: dt.time) -> float:
    return time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6


def _clock(seconds: float) -> str:
    """A fraction of a day is not exact: it is meant to the second."""
    minutes, rest = divmod(round(seconds), 60)
    clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{clock}:{rest:02d}" if rest else clock


def is_spoilt(cell: Cell, value: Value) -> bool:
    """Whether a spreadsheet has made a date or a time of a text, such as the id ``1-2``.

    >>> is_spoilt(Cell.TEXT, dt.date(2026, 2, 1)), is_spoilt(Cell.DATE, dt.date(2026, 2, 1))
    (True, False)
    """
    return cell in _OF_WORDS and isinstance(value, dt.date | dt.time | dt.timedelta)
