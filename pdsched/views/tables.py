"""Tables as HTML makes them, and the templates that they are put into.

No page needs a script, a file or a package, and every text is escaped. Colours are those of the
notebook: text inherits them, lines are half-transparent grey, so that it reads in light and dark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pdsched.printable import several

if TYPE_CHECKING:
    from jinja2 import Environment

T = TypeVar("T")
Row = tuple[str, ...]
ROWS_SHOWN = 60
"""Rows of a table in a notebook; those beyond are counted."""


class Column(NamedTuple):
    """The head of a column."""

    name: str
    kind: str = ""
    """``n`` for numbers, ``w`` for what stays on one line."""


class Table(NamedTuple):
    """Rows in columns; a cell may have several lines."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    title: str = ""
    more: str = ""
    """What is left out, with its number."""


def columns(names: str, **kinds: str) -> tuple[Column, ...]:
    """Columns by their names, apart by bars, and the kinds of some of them.

    >>> columns("School|Name|Staff at home", n="Staff at home")[2]
    Column(name='Staff at home', kind='n')
    """
    kind_of = {name: kind for kind, listed in kinds.items() for name in listed.split("|")}
    return tuple(Column(name, kind_of.get(name, "")) for name in names.split("|"))


def first_rows(
    heads: Iterable[Column],
    records: Sequence[T],
    row: Callable[[T], Row],
    title: str = "",
    noun: str = "row",
) -> Table:
    """A table of the first records, a row each, and how many more there are.

    >>> first_rows(columns("Number"), range(70), lambda n: (str(n),)).more
    '10 more rows'
    """
    rows = tuple(map(row, records[:ROWS_SHOWN]))
    left = len(records) - len(rows)
    return Table(tuple(heads), rows, title, several(left, f"more {noun}") if left else "")


@cache
def _environment() -> Environment:
    from pdsched.wording import environment, wording

    made = environment(wording(), Path(__file__).parent / "templates")
    made.globals["zip"] = zip
    made.trim_blocks = made.lstrip_blocks = True
    return made


def filled(template: str, **values: Any) -> str:
    """A template of the views, filled with values."""
    from pdsched.wording import fill

    return fill(_environment(), template, **values)
