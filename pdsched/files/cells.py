"""One cell of a table: from text to a JSON value and back, for each type of column.

A cell is read as a person at a spreadsheet means it. What cannot be read stays the text that it
is, and the check of the whole document then says what is wrong with it, by file, row and column.

Texts that a spreadsheet would spoil, or that would be read as something else, are written as JSON
strings: an empty text as ``""``, one with a ``|`` in it as ``"a|b"``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from pdsched.outside import quoted, unquoted
from pdsched.outside.spreadsheet import EMPTY_LIST
from pdsched.problem.names import normal


class Cell(Enum):
    """The types of columns."""

    TEXT = "text"
    CHOICE = "choice"
    INT = "whole number"
    FLOAT = "number"
    BOOL = "true or false"
    DATE = "date"
    CLOCK = "clock time"
    TEXTS = "texts"
    CHOICES = "choices"
    DATES = "dates"
    LEVELS = "levels"


_TRUE = {"true", "wahr", "vrai", "verdadero", "vero", "1", "yes", "ja", "oui", "x"}
_FALSE = {"false", "falsch", "faux", "falso", "0", "no", "nein", "non"}
_INT = re.compile(r"[+-]?\d+(?:[.,]0{0,2})?")
_FLOAT = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]00)?\s*([AaPp])\.?[Mm]\.?")
_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_ITEM = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")\s*|([^|]*))(?:\||$)')
_LEVEL = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(.*))\s*=([^=]*)', re.DOTALL)
_PART = re.compile(r'(?:^|\|)\s*("(?:[^"\\]|\\.)*"[^|]*|[^|]*)')
_MOST_DIGITS = 1000
"""Digits of a number that is read as one; numbers of ours have ten, and fractions some twenty."""


def read_cell(cell: Cell, text: str) -> Any:
    """The JSON value of a cell that is not blank.

    >>> read_cell(Cell.DATE, "7.9.2026"), read_cell(Cell.DATE, "07/09/2026")
    ('2026-09-07', '07/09/2026')
    >>> read_cell(Cell.TEXTS, "north | south"), read_cell(Cell.TEXTS, "[]")
    (['north', 'south'], [])
    """
    return _READERS[cell](text.strip())


def write_cell(cell: Cell, value: Any) -> str:
    """The text of a JSON value; reading it gives the value back.

    >>> write_cell(Cell.LEVELS, {"sheets": 2, "a=b": 1})
    'sheets=2|"a=b"=1'
    """
    return _WRITERS.get(cell, str)(value)


def _read_choice(text: str) -> str:
    return normal(text).strip().lower()


def _read_int(text: str) -> int | str:
    short = len(text) <= _MOST_DIGITS
    return int(re.split("[.,]", text)[0]) if short and _INT.fullmatch(text) else text


def _read_float(text: str) -> float | str:
    short = len(text) <= _MOST_DIGITS
    return float(text.replace(",", ".")) if short and _FLOAT.fullmatch(text) else text


def _read_bool(text: str) -> bool | str:
    word = text.lower()
    return word in _TRUE if word in _TRUE | _FALSE else text


def _read_clock(text: str) -> str:
    """``8:00 PM`` as ``20:00``; other ways of writing are understood by the field itself."""
    match = _CLOCK.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= 12:
        return text
    hour = int(match[1]) % 12 + (12 if match[3] in "pP" else 0)
    return f"{hour:02d}:{match[2]}"


def _read_date(text: str) -> str:
    """The date as ISO text if it can be read in one way only, else the text as it is."""
    plain = _MIDNIGHT.sub("", text)
    if match := _YEAR_FIRST.fullmatch(plain):
        return _iso(match[1], match[2], match[3]) or text
    if match := _YEAR_LAST.fullmatch(plain):
        day_first = _iso(match[4], match[3], match[1])
        # Between dots the day stands first everywhere; between strokes it depends on the country.
        month_first = None if match[2] == "." else _iso(match[4], match[1], match[3])
        dates = {day_first, month_first} - {None}
        return str(dates.pop()) if len(dates) == 1 else text
    return text


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _items(text: str) -> list[str]:
    """The texts between the bars; blank ones are skipped."""
    items = []
    for match in _ITEM.finditer(text):
        if match[1] is not None:
            items.append(unquoted(match[1]))
        elif match[2].strip():
            items.append(match[2].strip())
    return items


def _list_of(read: Callable[[str], Any]) -> Callable[[str], list[Any]]:
    return lambda text: [] if text == EMPTY_LIST else [read(item) for item in _items(text)]


def _read_levels(text: str) -> dict[str, int | str] | str:
    levels: dict[str, int | str] = {}
    for item in _bars(text):
        match = _LEVEL.fullmatch(item)
        topic = unquoted((match[1] or match[2]).strip()) if match else ""
        if match is None or topic in levels:
            return text
        levels[topic] = _read_int(match[3].strip())
    return levels


def _bars(text: str) -> list[str]:
    """The parts between bars that stand outside quotation marks."""
    parts: list[str] = _PART.findall(text)
    return [part for part in parts if part.strip()]


_READERS: dict[Cell, Callable[[str], Any]] = {
    Cell.TEXT: unquoted,
    Cell.CHOICE: _read_choice,
    Cell.INT: _read_int,
    Cell.FLOAT: _read_float,
    Cell.BOOL: _read_bool,
    Cell.DATE: _read_date,
    Cell.CLOCK: _read_clock,
    Cell.TEXTS: _list_of(str),
    Cell.CHOICES: _list_of(_read_choice),
    Cell.DATES: _list_of(_read_date),
    Cell.LEVELS: _read_levels,
}


def _write_texts(texts: list[str]) -> str:
    return "|".join(quoted(text, "|") for text in texts) or EMPTY_LIST


def _write_levels(levels: dict[str, int]) -> str:
    return "|".join(f"{quoted(topic, '|=')}={level}" for topic, level in levels.items())


_WRITERS: dict[Cell, Callable[[Any], str]] = {
    Cell.TEXT: quoted,
    Cell.BOOL: lambda value: "TRUE" if value else "FALSE",
    Cell.FLOAT: repr,
    Cell.TEXTS: _write_texts,
    Cell.CHOICES: _write_texts,
    Cell.DATES: _write_texts,
    Cell.LEVELS: _write_levels,
}
