"""Sheets as one HTML page to open, print or send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pdsched.views.sheets import Sheet
from pdsched.views.tables import Column, Table, filled

_ON_ONE_LINE = frozenset(("Date", "Time", "Away", "Session"))


class _Shown(NamedTuple):
    """What the template is given of a sheet."""

    title: str
    table: Table
    notes: tuple[str, ...]


def sheets_to_page(title: str, sheets: Iterable[Sheet], leaf_each: bool = True) -> str:
    """A whole page, with nothing to load from elsewhere.

    Args:
        title: its head.
        sheets: what stands on it.
        leaf_each: whether each sheet begins a new leaf when it is printed, as where each is given
            to somebody else.

    >>> "<h2>ada</h2>" in sheets_to_page("p", [Sheet(title="ada", columns=("Date",))])
    True
    """
    shown = [_Shown(sheet.title, sheet_table(sheet), sheet.notes) for sheet in sheets]
    return filled("sheets.html", title=title, sheets=shown, leaf_each=leaf_each)


def sheet_table(sheet: Sheet) -> Table:
    """The rows of a sheet, of which dates and times stay on one line.

    >>> sheet_table(Sheet(title="ada", columns=("Date", "Who"))).columns[0].kind
    'w'
    """
    heads = (Column(name, "w" if name in _ON_ONE_LINE else "") for name in sheet.columns)
    return Table(tuple(heads), sheet.rows)
