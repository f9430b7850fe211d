"""Rows of figures as lines of a table; their medians over seeds, and what a doubling costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf, log2
from statistics import median
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from benchmarks.machine import machine

Key = TypeVar("Key")
Row = Mapping[str, Any]


class Table(NamedTuple):
    """The columns of a table, and how their figures are shown.

    >>> table = Table({"gap": "{:>7}", "share": "{:>6}"}, shares=("share",))
    >>> table.line({"gap": 0.0123, "share": 905})
    ' 1.23 % 90.5 %'
    """

    columns: Mapping[str, str]
    """How wide each is, by its name."""
    shares: Sequence[str] = ()
    """Those in thousandths, shown as per cent."""
    whole: Sequence[str] = ()
    """Those shown without decimals."""
    gaps: Sequence[str] = ("gap",)
    """Those that are shares, shown as per cent with two decimals."""
    decimals: Mapping[str, int] = MappingProxyType({})
    """How many decimals others have, if not one."""

    def head(self) -> str:
        """The names of the columns."""
        return " ".join(form.format(name) for name, form in self.columns.items())

    def line(self, row: Row) -> str:
        """One line of the table."""
        words = ((form, self.word(name, row.get(name))) for name, form in self.columns.items())
        return " ".join(form.format(word) for form, word in words)

    def show(self, rows: Iterable[Row], *, as_json: bool) -> None:
        """Print rows as they come: lines below the machine and a head, or one JSON object each."""
        if not as_json:
            print(machine())
            print(self.head(), flush=True)
        for row in rows:
            print(json.dumps(row) if as_json else self.line(row), flush=True)

    def word(self, column: str, value: Any) -> str:
        """One figure."""
        if value is None:
            return "-"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if column in self.shares:
            return f"{value / 10:.1f} %"
        if column in self.gaps:
            return f"{100 * value:.2f} %"
        if isinstance(value, float):
            decimals = 0 if column in self.whole else self.decimals.get(column, 1)
            return f"{value:.{decimals}f}"
        return str(value)


def of_size(row: Row) -> str:
    """The size of a row."""
    return str(row["size"])


def medians(
    rows: Iterable[Row], columns: Sequence[str], by: Callable[[Row], Key]
) -> dict[Key, dict[str, float | None]]:
    """The median of some columns over the seeds of what a row is *by*, such as its size.

    A figure that a run did not reach counts as later than all others, so that a median is only
    given where most runs reached it.

    >>> rows = [{"size": "S", "gap": gap} for gap in (0.01, None, 0.03)]
    >>> medians(rows, ["gap"], of_size)
    {'S': {'gap': 0.03}}
    """
    alike: dict[Key, list[Row]] = {}
    for row in rows:
        alike.setdefault(by(row), []).append(row)
    return {
        key: {column: _median([row.get(column) for row in its]) for column in columns}
        for key, its in alike.items()
    }


def _median(values: Iterable[float | None]) -> float | None:
    middle = median(inf if value is None else value for value in values)
    return None if middle == inf else middle


class Doubling(NamedTuple):
    """How the time to one gap grows from one size to another."""

    smaller: str
    larger: str
    ratio: float | None
    """Factor on the time for each doubling of the staff; ``None`` where a time is missing."""

    @property
    def exponent(self) -> float | None:
        """The power of the staff with which the time grows."""
        return None if self.ratio is None else log2(self.ratio)


def ratio_per_doubling(
    staff: float | None, seconds: float | None, more_staff: float | None, more_seconds: float | None
) -> float | None:
    """Factor on the seconds for each doubling of the staff.

    ``None`` where something is missing, or where the staff does not grow.

    >>> ratio_per_doubling(500, 10.0, 2000, 40.0)
    2.0
    """
    if not (staff and seconds and more_staff and more_seconds) or more_staff <= staff:
        return None
    return float((more_seconds / seconds) ** (1 / log2(more_staff / staff)))


def doublings(found: Mapping[str, Mapping[str, float | None]], column: str) -> list[Doubling]:
    """The doublings from each size to the next larger one, and from the smallest to the largest.

    `found` are the `medians` of at least ``staff`` and the column. Sizes that did not reach the
    gap are passed over.
    """
    reached = sorted(
        (size for size, row in found.items() if row[column] is not None),
        key=lambda size: found[size]["staff"] or 0,
    )
    steps = list(pairwise(reached))
    if len(reached) > 2:
        steps.append((reached[0], reached[-1]))
    return [Doubling(a, b, _ratio(found[a], found[b], column)) for a, b in steps]


def _ratio(
    smaller: Mapping[str, float | None], larger: Mapping[str, float | None], column: str
) -> float | None:
    return ratio_per_doubling(smaller["staff"], smaller[column], larger["staff"], larger[column])
