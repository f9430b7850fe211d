"""Rule of the working day: the minutes in which people are busy, stretch by stretch."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import MINUTES, Bools, Ints, group_ids, lookup_sorted, ranges, unique
from pdsched.engines.builder import ProgramBuilder
from pdsched.model.formulation.couplings import people
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.missed import lesson_rows, lessons_of_days, missed_by
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.distinctions import tells_apart, with_needs
from pdsched.model.rules.registry import rule


@rule("working-day", reach=[people])
def working_day(f: Formulation) -> None:
    """Nobody's day is made longer than so many minutes.

    A release adds what of it lies outside the person's lessons, a cover all of its lesson, unless
    its class is taken in beside a lesson; what is left of lessons that are taken is free.
    """
    days = _Days(f)
    minutes_left = np.maximum(0, (f.world.policy.working_day_minutes or 0) - days.own)
    is_full = days.most() > minutes_left
    rel, cov = np.flatnonzero(is_full[days.of]), np.flatnonzero(is_full[days.of_cover])
    column, day, length = days.freed(np.flatnonzero(is_full[days.of_bit] & days.taught))
    key = np.concatenate([days.of[rel], days.of_cover[cov], day])
    f.rows.add(
        key,
        np.concatenate([f.release_columns[rel], f.cover.column[cov], column]),
        np.concatenate([days.added[rel], days.covered[cov], -length]),
        upper=minutes_left[key],
    )


class _Days:
    """Days of single people to which something stated could add, cut at whatever begins or ends."""

    def __init__(self, f: Formulation) -> None:
        c = f.cover
        self._f = f
        group = colleagues_of(f.index).group[c.colleague]
        colleague = np.where(group < 0, len(f.index.staff) + c.colleague, group)
        person = np.concatenate([f.releases.group, colleague])
        day = np.concatenate([f.releases.day, c.day])
        keys, number = np.unique(person * len(f.index.days) + day, return_inverse=True)
        count = len(f.release_columns)
        self.of, self.of_cover = number[:count], number[count:]
        """By release, and by cover, its day."""
        lessons = f.candidates.lessons
        is_alone = np.array([not lesson for lesson in c.joined], dtype=np.bool_)
        self.covered = np.where(is_alone, lessons.end[c.lesson] - lessons.start[c.lesson], 0)
        """By cover, the minutes that it adds."""
        self._held, self._lesson = self._lessons(keys)
        _, start, end, *_ = lesson_rows(f.index)[self._lesson].T
        self._cut(start, end)
        self.own = np.bincount(
            self.of_bit, weights=self._length * self.taught, minlength=len(keys)
        ).astype(np.int64)
        """By day, the minutes of its lessons."""
        entry, bit = self._in_release
        outside = self._length[bit] * ~self.taught[bit]
        self.added = np.bincount(entry, weights=outside, minlength=len(self.of)).astype(np.int64)
        """By release, its minutes outside of lessons."""

    def _lessons(self, keys: Ints) -> tuple[Ints, Ints]:
        """Lessons that people hold on these days: day, and number of the lesson."""
        index = self._f.index
        person, day = np.divmod(keys, max(1, len(index.days)))
        names = [g.members[0] for g in index.staff] + [*colleagues_of(index).names]
        lessons = lessons_of_days(index, [names[p] for p in person.tolist()], day)
        return lessons.expand(np.arange(len(keys)))

    def _cut(self, start: Ints, end: Ints) -> None:
        """Cut days into bits at the limits of lessons and releases."""
        f = self._f
        lessons = self._held * MINUTES + start, self._held * MINUTES + end
        begin = self.of * MINUTES
        releases = begin + f.releases.start, begin + f.releases.end
        points = unique(np.concatenate([*lessons, *releases]))
        self.of_bit = points // MINUTES
        """By bit, its day; after the last bit of a day nothing is held any more."""
        self._length = np.append(np.diff(points), 0)[: len(points)]
        self._in_lesson = _between(points, *lessons)
        self._in_release = _between(points, *releases)
        self.taught: Bools = np.zeros(len(points), dtype=np.bool_)
        """By bit, whether the person has a lesson then."""
        self.taught[self._in_lesson[1]] = True

    def most(self) -> Ints:
        """By day, no less than what releases and covers could add."""
        f, total = self._f, np.zeros(len(self.own), dtype=np.int64)
        slot, first = group_ids(self.of, f.releases.slot)
        most = np.zeros(len(first), dtype=np.int64)
        np.maximum.at(most, slot, self.added)
        np.add.at(total, self.of[first], most)
        np.add.at(total, self.of_cover, self.covered)
        return total

    def freed(self, bits: Ints) -> tuple[Ints, Ints, Ints]:
        """Columns of bits of lessons that can become free: column, day, and minutes.

        Such a bit lies in lessons all of which are taken, and in no release.
        """
        f = self._f
        entry, row = self._takers()
        day_of_lesson, bit_of_lesson = self._in_lesson
        place, bit = _joined(row, day_of_lesson, bit_of_lesson)
        taker = entry[place]
        is_apart = ~_pairs_in(self._in_release, taker, bit)
        # All lessons of the bit have to be taken by somebody who is away at another time.
        code = row[place] * len(self.taught) + bit
        is_kept, _ = lookup_sorted(
            unique(code[is_apart]), day_of_lesson * len(self.taught) + bit_of_lesson
        )
        bits = np.setdiff1d(bits, bit_of_lesson[~is_kept])
        columns = f.new_variables(np.ones(len(bits), dtype=np.int64))
        is_there, where = lookup_sorted(bits, bit)
        _one_of(f, columns, code[is_there], where[is_there], f.release_columns[taker[is_there]])
        away, during = self._in_release
        is_there, which = lookup_sorted(bits, during)
        _none_of(f, columns, which[is_there], f.release_columns[away[is_there]])
        return columns, self.of_bit[bits], self._length[bits]

    def _takers(self) -> tuple[Ints, Ints]:
        """Releases and the lessons they take: release, and row of the lesson on its day."""
        entry, lesson = missed_by(self._f.candidates, self._f.releases)
        count = len(lesson_rows(self._f.index))
        code = self._held * count + self._lesson
        order = np.argsort(code, kind="stable")
        return entry, order[np.searchsorted(code[order], self.of[entry] * count + lesson)]


def _between(points: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Bits that begin in each interval: interval, and bit."""
    low, high = np.searchsorted(points, start), np.searchsorted(points, end)
    return ranges(low, high - low)


def _joined(owners: Ints, owner: Ints, item: Ints) -> tuple[Ints, Ints]:
    """Items of some owners, which are sorted: position in ``owners``, and item."""
    low, high = np.searchsorted(owner, owners), np.searchsorted(owner, owners, "right")
    position, where = ranges(low, high - low)
    return position, item[where]


def _pairs_in(pairs: tuple[Ints, Ints], one: Ints, other: Ints) -> Bools:
    """Whether each pair is among some pairs."""
    room = int(max(pairs[1].max(initial=0), other.max(initial=0))) + 1
    is_there, _ = lookup_sorted(unique(pairs[0] * room + pairs[1]), one * room + other)
    return is_there


def _one_of(f: ProgramBuilder, columns: Ints, case: Ints, position: Ints, below: Ints) -> None:
    """In each case, which has one column, that is 0 where none of those below it happens."""
    number, first = group_ids(case)
    above = columns[position[first]]
    f.rows.add(
        np.concatenate([number, np.arange(len(first))]),
        np.concatenate([below, above]),
        np.concatenate([np.full(len(below), -1), np.ones(len(first), dtype=np.int64)]),
        upper=0,
    )

    def put(values: Ints) -> None:
        values[columns] = 1
        happens = np.bincount(number, weights=values[below], minlength=len(first)) > 0
        np.minimum.at(values, above, happens.astype(np.int64))

    f.define(columns, put)


def _none_of(f: ProgramBuilder, columns: Ints, position: Ints, below: Ints) -> None:
    """A column is 0 where one of those below it happens, of which no two do."""
    f.rows.add(
        np.concatenate([position, np.arange(len(columns))]),
        np.concatenate([below, columns]),
        upper=1,
    )

    def put(values: Ints) -> None:
        np.minimum.at(values, columns[position], 1 - np.minimum(1, values[below]))

    f.define(columns[:0], put)


tells_apart("working-day", single_staff=with_needs)
