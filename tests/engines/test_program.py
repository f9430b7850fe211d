"""Programs as arrays, against plain Python over all values of small ones."""

from __future__ import annotations

from collections import defaultdict

from draw_programs import COLUMNS, Plain, Row, ints, programs, rows, solutions
from hypothesis import given
from hypothesis import strategies as st

from pdsched.engines.program import RowsBuilder

numbers = st.integers(-3, 3)


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
