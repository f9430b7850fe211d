"""Draws small programs, as plain Python and as arrays."""

from __future__ import annotations

from itertools import product
from math import inf
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched.engines.arrays import Ints, starts
from pdsched.engines.program import IntegerProgram

Values = tuple[int, ...]
COLUMNS = 4


class Row(NamedTuple):
    """A row as plain Python."""

    terms: dict[int, int]
    """Coefficient by column."""
    lower: float
    upper: float

    def activity(self, values: Values) -> int:
        """What the values add up to."""
        return sum(k * values[c] for c, k in self.terms.items())

    def kept_by(self, values: Values) -> bool:
        """Whether the values keep the row."""
        return self.lower <= self.activity(values) <= self.upper


class Plain(NamedTuple):
    """A program as plain Python."""

    least: Values
    most: Values
    rows: list[Row]

    def arrays(self) -> IntegerProgram:
        """The same as arrays."""
        entries = [term for row in self.rows for term in row.terms.items()]
        return IntegerProgram(
            ints(self.least),
            ints(self.most),
            starts(ints([len(row.terms) for row in self.rows])),
            ints([c for c, _ in entries]),
            ints([k for _, k in entries]),
            np.array([row.lower for row in self.rows], dtype=np.float64),
            np.array([row.upper for row in self.rows], dtype=np.float64),
        )

    def all_values(self) -> list[Values]:
        """Everything within the domains."""
        spans = (range(a, b + 1) for a, b in zip(self.least, self.most, strict=True))
        return list(product(*spans))

    def solutions(self) -> set[Values]:
        """Everything that keeps the rows, too."""
        return {v for v in self.all_values() if all(row.kept_by(v) for row in self.rows)}


def ints(numbers: object) -> Ints:
    """An array of whole numbers."""
    return np.array(numbers, dtype=np.int64)


def solutions(program: IntegerProgram) -> set[Values]:
    """All values that a program keeps."""
    domains = zip(program.least.tolist(), program.most.tolist(), strict=True)
    everything = product(*(range(a, b + 1) for a, b in domains))
    return {values for values in everything if program.keeps(ints(values))}


@composite
def rows(draw: DrawFn) -> Row:
    """A row with limits on one side, on both, or none."""
    columns = draw(st.sets(st.integers(0, COLUMNS - 1), max_size=COLUMNS))
    terms = {c: draw(st.sampled_from([1, -1, 2, -3])) for c in sorted(columns)}
    lower = draw(st.sampled_from([-inf, -2.0, 0.0, 1.0]))
    upper = draw(st.sampled_from([inf, 0.0, 2.0, 5.0]))
    return Row(terms, min(lower, upper), max(lower, upper))


@composite
def programs(draw: DrawFn) -> Plain:
    """Four columns with up to three values each, and a few rows."""
    least = tuple(draw(st.integers(-1, 1)) for _ in range(COLUMNS))
    most = tuple(draw(st.integers(a, a + 2)) for a in least)
    return Plain(least, most, draw(st.lists(rows(), max_size=4)))
