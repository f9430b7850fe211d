"""Programs as arrays, against plain Python over all values of small ones."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import inf
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched.model.arrays import Ints, starts
from pdsched.model.program import Program, RowsBuilder

Values = tuple[int, ...]
COLUMNS = 4
numbers = st.integers(-3, 3)


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

    def arrays(self) -> Program:
        """The same as arrays."""
        entries = [term for row in self.rows for term in row.terms.items()]
        return Program(
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


def solutions(program: Program) -> set[Values]:
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


@given(programs())
def test_programs_keep_what_plain_python_keeps(plain: Plain) -> None:
    """Activities, limits of rows and kept values are those of plain Python."""
    program = plain.arrays()
    reached = [[row.activity(v) for row in plain.rows] for v in plain.all_values()]

    assert (program.columns, program.rows) == (COLUMNS, len(plain.rows))
    assert [program.activity(v).tolist() for v in plain.all_values()] == reached
    assert solutions(program) == plain.solutions()
    most, least = program.highest(), program.lowest()
    for number, row in enumerate(plain.rows):
        assert most[number] == max(row.activity(v) for v in plain.all_values())
        assert least[number] == min(row.activity(v) for v in plain.all_values())


@given(programs(), rows())
def test_one_row_more_keeps_what_both_keep(plain: Plain, row: Row) -> None:
    """With one row more, exactly the values that keep it, too, are kept."""
    columns, coefficients = ints(list(row.terms)), ints(list(row.terms.values()))
    more = plain.arrays().with_row(columns, coefficients, row.lower, row.upper)

    assert solutions(more) == {v for v in plain.solutions() if row.kept_by(v)}


@given(programs())
def test_idle_rows_can_go(plain: Plain) -> None:
    """Without idle rows the same values are kept, and every row that is left breaks for some."""
    program = plain.arrays().without_idle_rows()
    telling = [r for r in plain.rows if not all(r.kept_by(v) for v in plain.all_values())]

    assert solutions(program) == plain.solutions()
    assert program.rows == len(telling)
    for values in plain.all_values():
        assert program.activity(values).tolist() == [row.activity(values) for row in telling]


@given(programs(), st.data())
def test_fixing_columns_keeps_what_plain_python_keeps(plain: Plain, data: st.DataObject) -> None:
    """What is left keeps exactly the values that, put among the fixed ones, keep every row.

    Rows of fixed columns alone are not looked at.
    """
    low = tuple(data.draw(st.integers(a, b)) for a, b in zip(plain.least, plain.most, strict=True))
    high = tuple(data.draw(st.integers(a, b)) for a, b in zip(low, plain.most, strict=True))
    program, free = plain.arrays().fixed(ints(low), ints(high))
    left = [n for n in range(COLUMNS) if low[n] < high[n]]
    seen = [row for row in plain.rows if any(c in left for c in row.terms)]

    assert free.tolist() == left
    kept = {
        tuple(dict(zip(left, values, strict=True)).get(n, low[n]) for n in range(COLUMNS))
        for values in solutions(program)
    }
    assert kept == Plain(low, high, seen).solutions()


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, COLUMNS - 1), numbers))),
    st.data(),
)
def test_rows_are_gathered_by_key(
    batches: list[list[tuple[int, int, int]]], data: st.DataObject
) -> None:
    """One row for each key of a batch; entries of one row and column are summed."""
    builder, expected = RowsBuilder(), list[Row]()
    for batch in batches:
        limits = {k: sorted(data.draw(st.tuples(numbers, numbers))) for k in range(4)}
        terms: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for key, column, coefficient in batch:
            terms[key][column] += coefficient
        expected.extend(Row(terms[k], *limits[k]) for k in sorted(terms))
        table = ints(batch).reshape(len(batch), 3)
        lower, upper = (ints([limits[key][n] for key, _, _ in batch]) for n in range(2))
        builder.add(table[:, 0], table[:, 1], table[:, 2], lower=lower, upper=upper)
    most = (1, 2, 0, 1)

    assert solutions(builder.build(ints(most))) == Plain((0,) * COLUMNS, most, expected).solutions()


def test_no_rows_at_all_make_a_program() -> None:
    """A builder without rows builds a program that keeps everything within its domains."""
    program = RowsBuilder().build(ints([1, 1]))

    assert solutions(program) == {(0, 0), (0, 1), (1, 0), (1, 1)}
