"""A linear program in whole numbers, as plain arrays: it can be cut, priced and sent elsewhere.

Linear rows only, none of them enforced by a literal: OR-Tools 9.15 can certify a wrong optimum
when an enforced row has Boolean coefficients that sum past 2^31 (google/or-tools#5293).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pdsched.engines.arrays import Bools, CsrLists, Floats, Ints, differ, group_ids, starts

COEFFICIENT_LIMIT = 2**31
"""Coefficients of one row may not sum past this."""


@dataclass(frozen=True, eq=False, slots=True)
class IntegerProgram:
    """Columns with domains, and rows between limits."""

    least: Ints
    """By column, the least value."""
    most: Ints
    """By column, the greatest value."""
    first: Ints
    """Entries of a row lie end to end; one more than there are rows."""
    column: Ints
    """By entry."""
    coefficient: Ints
    """By entry."""
    lower: Floats
    """By row; -inf for none."""
    upper: Floats
    """By row; inf for none."""

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.least)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.lower)

    @property
    def row(self) -> Ints:
        """By entry, its row."""
        return np.repeat(np.arange(self.rows), np.diff(self.first))

    def activity(self, values: Any) -> Floats:
        """By row, what the values add up to."""
        terms = self.coefficient * np.asarray(values, dtype=np.float64)[self.column]
        return self.sums(terms)

    def sums(self, terms: Any) -> Floats:
        """By row, the sum of its entries."""
        totals = np.zeros(self.rows)
        filled = (self.first[1:] > self.first[:-1]).nonzero()[0]
        if len(filled):
            totals[filled] = np.add.reduceat(terms, self.first[filled], dtype=np.float64)
        return totals

    def keeps(self, values: Ints) -> bool:
        """Whether the values are within all domains and rows."""
        inside = bool((self.least <= values).all() and (values <= self.most).all())
        activity = self.activity(values)
        return inside and bool((self.lower <= activity).all() and (activity <= self.upper).all())

    def with_row(
        self, columns: Ints, coefficients: Ints, lower: float, upper: float
    ) -> IntegerProgram:
        """The same with one row more."""
        _guard(np.array([np.abs(coefficients).sum()]))
        return replace(
            self,
            first=np.append(self.first, self.first[-1] + len(columns)),
            column=np.concatenate([self.column, columns]),
            coefficient=np.concatenate([self.coefficient, coefficients]),
            lower=np.append(self.lower, lower),
            upper=np.append(self.upper, upper),
        )

    def with_rows(self, rows: RowsBuilder) -> IntegerProgram:
        """The same with rows more: those that some values can break."""
        more = rows.build(self.most)
        return replace(
            self,
            first=np.concatenate([self.first, self.first[-1] + more.first[1:]]),
            column=np.concatenate([self.column, more.column]),
            coefficient=np.concatenate([self.coefficient, more.coefficient]),
            lower=np.concatenate([self.lower, more.lower]),
            upper=np.concatenate([self.upper, more.upper]),
        )

    def fixed(self, least: Ints, most: Ints) -> tuple[IntegerProgram, Ints]:
        """The same with other domains, without the columns that these decide.

        Returns the program of the columns that are still free, and these columns. Rows without a
        free column are left out unseen.
        """
        free = np.flatnonzero(least < most)
        number = np.cumsum(least < most) - 1
        decided = np.where(least < most, 0, least)
        settled = self.activity(decided)
        keep = (least < most)[self.column]
        row = self.row[keep]
        program = IntegerProgram(
            least[free],
            most[free],
            starts(np.bincount(row, minlength=self.rows)),
            number[self.column[keep]],
            self.coefficient[keep],
            self.lower - settled,
            self.upper - settled,
        )
        return program.without_idle_rows(empty=True), free

    def without_idle_rows(self, *, empty: bool = False) -> IntegerProgram:
        """The same without rows that no values can break, and without empty ones if asked."""
        binds = np.zeros(self.rows, dtype=np.bool_)
        if (self.upper < inf).any():
            binds |= self.highest() > self.upper
        if (self.lower > -inf).any():
            binds |= self.lowest() < self.lower
        if empty:
            binds &= np.diff(self.first) > 0
        return self if binds.all() else self.only_rows(np.flatnonzero(binds))

    def without_rows_of(self, columns: Ints) -> IntegerProgram:
        """The same without rows in which one of some columns is."""
        is_left_out = np.zeros(self.columns, dtype=np.bool_)
        is_left_out[columns] = True
        return self.only_rows(np.flatnonzero(self.sums(is_left_out[self.column]) == 0))

    def only_rows(self, rows: Ints) -> IntegerProgram:
        """The same with some of its rows."""
        _, entries = CsrLists(self.first, np.arange(len(self.column))).expand(rows)
        return replace(
            self,
            first=starts(np.diff(self.first)[rows]),
            column=self.column[entries],
            coefficient=self.coefficient[entries],
            lower=self.lower[rows],
            upper=self.upper[rows],
        )

    def at_least_one(self) -> Bools:
        """By column, whether a row of it alone asks for one or more.

        >>> columns = np.array([0, 1, 2])
        >>> program = IntegerProgram(
        ...     np.zeros(3), np.ones(3), np.array([0, 1, 3]), columns, np.ones(3),
        ...     np.array([1.0, 1.0]), np.array([inf, inf]))
        >>> program.at_least_one()
        array([ True, False, False])
        """
        alone = np.flatnonzero(np.diff(self.first) == 1)
        entry = self.first[alone]
        asks = (self.coefficient[entry] > 0) & (self.lower[alone] > 0)
        is_asked = self.least > 0
        is_asked[self.column[entry[asks]]] = True
        return is_asked

    def highest(self) -> Floats:
        """By row, the most that any values can add up to."""
        return self._extreme(self.most, self.least)

    def lowest(self) -> Floats:
        """By row, the least that any values can add up to."""
        return self._extreme(self.least, self.most)

    def _extreme(self, of_positive: Ints, of_negative: Ints) -> Floats:
        """By row, what it adds up to with these values, by the sign of coefficients."""
        values = np.where(self.coefficient > 0, of_positive[self.column], of_negative[self.column])
        return self.sums(values * self.coefficient)


class RowsBuilder:
    """Gathers rows by key."""

    def __init__(self) -> None:
        self._parts: list[tuple[Ints, Ints, Ints, Floats, Floats]] = []

    def add(
        self,
        key: Ints,
        column: Ints,
        coefficient: Any = 1,
        *,
        upper: Any = inf,
        lower: Any = -inf,
    ) -> None:
        """Add the rows of some entries: one for each different key.

        ``coefficient``, ``upper`` and ``lower`` are numbers, or arrays by entry; the limits of
        entries of one key must agree. Entries of one row and column are summed.
        """
        if not len(key):
            return
        pair, first = group_ids(key, column)
        weights = _by_entry(coefficient, len(key), np.int64)
        if len(first) == len(key):
            coefficients = weights[first]
        else:
            coefficients = np.bincount(pair, weights, len(first)).astype(np.int64)
        columns = column[first]
        begins = differ(key[first])
        rows = begins.cumsum() - 1
        first_of_row, count = first[begins], int(rows[-1]) + 1
        high = _by_entry(upper, len(key), np.float64)[first_of_row]
        low = _by_entry(lower, len(key), np.float64)[first_of_row]
        real = coefficients != 0
        lengths = np.bincount(rows[real], minlength=count)
        self._parts.append((lengths, columns[real], coefficients[real], low, high))

    @property
    def count(self) -> int:
        """How many rows there are by now."""
        return sum(len(part[0]) for part in self._parts)

    def build(self, most: Ints) -> IntegerProgram:
        """The program of all rows that some values can break; every column begins at 0."""
        none = np.zeros(0, dtype=np.int64)
        parts = [(none, none, none, np.zeros(0), np.zeros(0)), *self._parts]
        # Part by part, since most rows of a large program are idle.
        binding = [_binding(most, *rows) for rows in parts]
        return IntegerProgram(
            np.zeros(len(most), dtype=np.int64),
            most,
            starts(np.concatenate([np.diff(part.first) for part in binding])),
            np.concatenate([part.column for part in binding]),
            np.concatenate([part.coefficient for part in binding]),
            np.concatenate([part.lower for part in binding]),
            np.concatenate([part.upper for part in binding]),
        )


def _by_entry(number: Any, count: int, kind: Any) -> NDArray[Any]:
    """A number for each of so many entries, or the numbers that there are."""
    if isinstance(number, np.ndarray):
        return number.astype(kind, copy=False)
    return np.full(count, number, dtype=kind)


def _binding(
    most: Ints, lengths: Ints, column: Ints, coefficient: Ints, lower: Floats, upper: Floats
) -> IntegerProgram:
    """The program of those of these rows that some values can break."""
    least = np.zeros(len(most), dtype=np.int64)
    program = IntegerProgram(least, most, starts(lengths), column, coefficient, lower, upper)
    _guard(program.sums(np.abs(coefficient)))
    return program.without_idle_rows()


def _guard(sums: Any) -> None:
    if len(sums) and sums.max() >= COEFFICIENT_LIMIT:
        raise OverflowError("coefficients of one row sum past 2^31; lower priorities or split")


class Objective(NamedTuple):
    """What to reach: weights by column, and whether more is better."""

    weights: Ints
    maximise: bool

    def value(self, values: Ints) -> int:
        """What values by column add up to."""
        return int((self.weights * values).sum())
