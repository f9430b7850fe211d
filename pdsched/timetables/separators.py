"""What parts the fields of a table, and what quotes them: programs let their users choose both."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

SEPARATORS: Mapping[str, str] = MappingProxyType(
    {";": "semicolon", ",": "comma", "\t": "tab", "|": "vertical bar"}
)
"""Signs that are tried, and their names."""

TRIED = ", ".join(SEPARATORS.values())
_QUOTES = ('"', "'")
_MOST_LINES = 200


class Marks(NamedTuple):
    """The signs of a table."""

    separator: str
    quote: str


def fields_of(line: str, marks: Marks) -> list[str]:
    """The fields of a line, without outer blanks; none if it is not well-formed.

    >>> fields_of('7,"R1;R2", x', Marks(",", '"'))
    ['7', 'R1;R2', 'x']
    """
    reader = csv.reader([line], delimiter=marks.separator, quotechar=marks.quote)
    try:
        return [field.strip() for field in next(reader, [])]
    except csv.Error:
        return []


def marks_of(lines: Iterable[str], worth: Callable[[Sequence[str]], int]) -> Marks:
    """The signs under which the first lines are worth most; of equals, those that leave no quotes.

    Args:
        lines: the lines of the table, of which the first 200 are looked at.
        worth: how well the fields of a line suit the table; 0 if not at all.

    >>> marks_of(["7,'a;b',x", "8,c,y"], len)
    Marks(separator=',', quote="'")
    """
    sample = [line for _, line in zip(range(_MOST_LINES), lines, strict=False)]

    def merit(marks: Marks) -> tuple[int, int]:
        rows = [fields_of(line, marks) for line in sample]
        return sum(map(worth, rows)), -sum(_is_quoted(field) for row in rows for field in row)

    return max((Marks(sign, quote) for sign in SEPARATORS for quote in _QUOTES), key=merit)


def _is_quoted(field: str) -> bool:
    return len(field) > 1 and field[0] == field[-1] and field[0] in _QUOTES
