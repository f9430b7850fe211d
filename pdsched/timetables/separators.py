"""What parts the fields of a table, and what quotes them: programs let their users choose both."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
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
    """The separator under which the first lines are worth most, and the quotes that take most off.

    Args:
        lines: the lines of the table, of which the first 200 are looked at.
        worth: how well the fields of a line suit the table; 0 if not at all.

    >>> marks_of(["7,'a;b',x", "8,c,y"], len)
    Marks(separator=',', quote="'")
    """
    sample = list(islice(lines, _MOST_LINES))

    def merit(separator: str) -> int:
        return sum(worth(fields_of(line, Marks(separator, '"'))) for line in sample)

    separator = max(SEPARATORS, key=merit)
    return min((Marks(separator, quote) for quote in _QUOTES), key=lambda it: _left(sample, it))


def _left(lines: Iterable[str], marks: Marks) -> int:
    """How many fields are still in quotation marks, of whatever kind."""
    fields = (field for line in lines for field in fields_of(line, marks))
    return sum(len(each) > 1 and each[0] == each[-1] and each[0] in _QUOTES for each in fields)
