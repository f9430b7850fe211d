"""Columns of a program, how their values follow from each other, and limits hard or soft."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from pdsched.engines.arrays import Ints, group_ids
from pdsched.engines.program import IntegerProgram, RowsBuilder


def largest(columns: Ints, below: Ints) -> Callable[[Ints], None]:
    """Each of these columns is the largest of those below it, entry by entry."""

    def put(values: Ints) -> None:
        np.maximum.at(values, columns, values[below])

    return put


def whether_some(columns: Ints, below: Ints) -> Callable[[Ints], None]:
    """Each of these columns says whether any of those below it is positive, entry by entry."""

    def put(values: Ints) -> None:
        np.maximum.at(values, columns, np.minimum(values[below], 1))

    return put


def _beyond_limits(
    row: Ints, column: Ints, steps: Ints, limits: Ints, slack: Ints
) -> Callable[[Ints], None]:
    """By row, its slack column is at least what its entries have beyond its limit."""

    def put(values: Ints) -> None:
        activity = np.bincount(row, weights=steps * values[column], minlength=len(limits))
        np.maximum.at(values, slack, activity.astype(np.int64) - limits)

    return put


class ProgramBuilder:
    """Columns with their greatest values; ``rows`` is where rows are added."""

    def __init__(self, *most: Ints) -> None:
        self.rows = RowsBuilder()
        self._most = list(most)
        self._count = sum(map(len, most))
        self.slack: dict[str, Ints] = {}
        """Columns that count the steps beyond each soft rule."""
        self.own: dict[str, Ints] = {}
        """Columns that a goal has for itself, by its id."""
        self._soft = ""
        """The soft rule that is being stated; none where it is empty."""
        self._derived: list[Callable[[Ints], None]] = []
        """What puts values into columns that follow from others, in order."""
        self.following: list[Ints] = []
        """These columns."""

    def new_variables(self, most: Ints) -> Ints:
        """New columns from 0 to ``most``."""
        columns = self._count + np.arange(len(most))
        self._most.append(most)
        self._count += len(most)
        return columns

    def define(self, columns: Ints, put: Callable[[Ints], None]) -> None:
        """Say how the values of some columns follow from those of columns made before."""
        self.following.append(columns)
        self._derived.append(put)

    @property
    def columns(self) -> int:
        """How many columns there are by now."""
        return self._count

    @property
    def columns_of_none(self) -> Ints:
        """No column."""
        return np.zeros(0, dtype=np.int64)

    # Columns of several

    def only_if_any(self, key: Ints, below: Ints) -> Ints:
        """New columns, by key from 0 on: at most 1, and 0 where none of the columns below is taken.

        They are worth being 1: what looks at them wants them large.
        """
        columns = self.new_variables(np.ones(int(key.max(initial=-1)) + 1, dtype=np.int64))
        self.define(columns, whether_some(columns[key], below))
        self.rows.add(
            np.concatenate([key, np.arange(len(columns))]),
            np.concatenate([below, columns]),
            np.repeat([-1, 1], [len(below), len(columns)]),
            upper=0,
        )
        return columns

    def some(self, key: Ints, below: Ints, most: Any = 1) -> tuple[Ints, Ints]:
        """New columns, by number of key: 1 where some of the columns below are taken, else 0.

        ``most`` is how often each of these can be. Returns the column of each entry, and those of
        the keys in order.
        """
        number, first = group_ids(key)
        columns = self.new_variables(np.ones(len(first), dtype=np.int64))
        self.define(columns, whether_some(columns[number], below))
        row, each = np.arange(len(below)), np.ones(len(below), dtype=np.int64)
        self.rows.add(
            np.concatenate([row, row]),
            np.concatenate([below, columns[number]]),
            np.concatenate([each, -most * each]),
            upper=0,
        )
        return columns[number], columns

    def if_none(self, columns: Ints, key: Ints, below: Ints) -> None:
        """State of columns, by key from 0 on: 1 where none of the columns below is taken.

        They are worth being 0: what looks at them wants them small. There may be none below.
        """
        self.rows.add(
            np.concatenate([key, np.arange(len(columns))]),
            np.concatenate([below, columns]),
            lower=1,
        )

        def put(values: Ints) -> None:
            is_any = np.bincount(key, weights=values[below], minlength=len(columns)) > 0
            values[columns] = ~is_any

        self.define(columns, put)

    # Limits

    def soften(self, rule: str) -> None:
        """Steps beyond the limits stated from now on are of this soft rule; "" for none."""
        self._soft = rule

    def limit(
        self,
        key: Ints,
        column: Ints,
        coefficient: Any = 1,
        *,
        upper: Any,
        case: Ints | None = None,
    ) -> None:
        """Add the rows of a limit; if its rule is soft, with a column for the steps beyond it.

        As `RowsBuilder.add`. ``case`` numbers, by entry, what the rule counts as one case: steps
        beyond the limit are those of its worst row. Each row is a case where it is not given.
        """
        if not self._soft or not len(key):
            self.rows.add(key, column, coefficient, upper=upper)
            return
        row, first = group_ids(key)
        case_of_row, one = group_ids((key if case is None else case)[first])
        steps = np.broadcast_to(np.asarray(coefficient, dtype=np.int64), len(key))
        high = np.maximum(steps, 0) * self.most()[column]
        most = np.bincount(row, weights=high, minlength=len(first))
        high = np.zeros(len(one), dtype=np.int64)
        # A limit below 0 is passed by so much before anything is decided.
        limits = np.broadcast_to(np.asarray(upper, dtype=np.int64), len(key))[first]
        np.maximum.at(high, case_of_row, most.astype(np.int64) + np.maximum(0, -limits))
        slack = self.new_variables(high)
        self.rows.add(
            np.concatenate([row, np.arange(len(first))]),
            np.concatenate([column, slack[case_of_row]]),
            np.concatenate([steps, np.full(len(first), -1, dtype=np.int64)]),
            upper=np.concatenate([limits[row], limits]),
        )
        self.define(slack, _beyond_limits(row, column, steps, limits, slack[case_of_row]))
        known = self.slack.get(self._soft, self.columns_of_none)
        self.slack[self._soft] = np.concatenate([known, slack])

    def at_least(
        self,
        key: Ints,
        column: Ints,
        coefficient: Ints,
        lower: Ints,
        *,
        slack: Ints,
        case: Ints | None = None,
    ) -> Ints:
        """Add, for each ``lower``: its entries and a new column come to so much at least.

        ``key`` is a position in ``lower``, which may have no entries; ``slack`` is the most by
        which each may fall short. Returns the columns, which say by how much it does. Where
        ``case`` is given, by ``lower`` a position in ``slack``, those of a case share its column:
        it says by how much the worst of them does.
        """
        columns = self.new_variables(slack)
        of = columns if case is None else columns[case]
        self.rows.add(
            np.concatenate([key, np.arange(len(lower))]),
            np.concatenate([column, of]),
            np.concatenate([coefficient, np.ones(len(lower), dtype=np.int64)]),
            lower=np.concatenate([lower[key], lower]),
        )

        def put(values: Ints) -> None:
            reached = np.bincount(key, weights=coefficient * values[column], minlength=len(lower))
            values[columns] = 0
            np.maximum.at(values, of, lower - reached.astype(np.int64))
            values[columns] = np.minimum(values[columns], slack)

        self.define(columns, put)
        return columns

    def most(self) -> Ints:
        """By column, its greatest value."""
        return np.concatenate(self._most).astype(np.int64)

    @cached_property
    def program(self) -> IntegerProgram:
        """The program, once the rules have added their rows."""
        return self.rows.build(self.most())

    def complete(self, values: Ints) -> None:
        """Put values into the columns that follow from others."""
        for put in self._derived:
            put(values)
