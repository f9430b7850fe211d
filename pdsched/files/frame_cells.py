"""One value of a data frame: from and to what the cell of a table says.

A frame tells types that a text only hints at, so that a text is taken to the letter. In a column of
another type it is read like a cell of a CSV file: frames that were read from one do as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral, Real
from typing import Any

from pdsched.files.cells import Cell, write_cell

_OF_ONE: Mapping[Cell, Any] = {
    Cell.TEXT: "string",
    Cell.CHOICE: "string",
    Cell.INT: "Int64",
    Cell.FLOAT: "Float64",
    Cell.BOOL: "boolean",
    Cell.DATE: "datetime64[s]",
}
"""Types of columns that hold one value a cell; each can hold a missing value."""
_LISTS = (Cell.TEXTS, Cell.CHOICES, Cell.DATES)
_MISSING = ("NAType", "NaTType")
"""Types of missing values, by name: pandas may not be there, and is slow to load."""


def text_of(cell: Cell, value: Any) -> str:
    """The text of a cell that says what a value of a frame says; empty for a missing one.

    >>> text_of(Cell.TEXTS, ["a|b", "c"]), text_of(Cell.TEXT, 7.0), text_of(Cell.INT, None)
    ('"a|b"|c', '7', '')
    """
    if _is_missing(value):
        return ""
    if isinstance(value, Mapping):
        levels = {str(key): level for key, level in value.items() if not _is_missing(level)}
        return write_cell(cell, levels) if cell is Cell.LEVELS else str(value)
    if isinstance(value, str):
        return write_cell(cell, value) if cell is Cell.TEXT else value
    if cell in _LISTS and isinstance(value, Iterable):
        items = [item for item in value if not _is_missing(item)]
        return write_cell(cell, [_text(item) for item in items])
    return write_cell(Cell.TEXT, _text(value)) if cell is Cell.TEXT else _text(value)


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in _MISSING:
        return True
    return isinstance(value, Real) and value != value


def _text(value: Any) -> str:
    """A number without a fraction as one: a column of ids with a gap is one of fractions."""
    if isinstance(value, Real) and not isinstance(value, Integral) and float(value).is_integer():
        return str(int(float(value)))
    return str(value)


def column_of(cell: Cell, values: Sequence[Any]) -> Any:
    """JSON values of one column as a series of pandas.

    Dates are of type ``datetime64[s]``, clock times `datetime.time`; lists and levels stay what
    they are.
    """
    import pandas as pd

    if cell in _OF_ONE:
        return pd.Series(values, dtype=_OF_ONE[cell])
    if cell is Cell.CLOCK:
        values = [None if text is None else dt.time.fromisoformat(text) for text in values]
    elif cell is Cell.DATES:
        values = [None if each is None else _dates(each) for each in values]
    return pd.Series(values, dtype=object)


def _dates(texts: Iterable[str]) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]
