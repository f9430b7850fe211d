"""What people were told by the previous plan, and which candidates keep it.

Each of these *words* is about somebody and a date, and is kept where one of its candidates happens:
an attendance, an offer that is held, an engagement, or a cover by a colleague. Staff and
substitutes who are named in one are single; trainers and colleagues always are.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import MINUTES, CsrLists, Ints, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.givers import givers
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.solution.solution import Solution
from pdsched.problem import minutes
from pdsched.problem.once import once

NEVER = -1
"""Key of a word that no candidate can keep: whoever is named has no needs, or the day is closed."""


class _Words(NamedTuple):
    """Words of one kind."""

    keys: Ints
    """What a candidate has to have, as one number; sorted."""
    number: Ints
    """By key, the word."""

    def kept(self, *keys: Ints) -> tuple[Ints, Ints]:
        """Which candidates keep which words, by some keys of each: candidate, and word."""
        pairs = []
        for key in keys:
            low = np.searchsorted(self.keys, key)
            count = np.searchsorted(self.keys, key, "right") - low
            entry = np.repeat(np.arange(len(key)), count)
            where = low[entry] + np.arange(len(entry)) - (np.cumsum(count) - count)[entry]
            pairs.append((entry, self.number[where]))
        one = np.concatenate([entry for entry, _ in pairs])
        other = np.concatenate([word for _, word in pairs])
        return one, other


class Told(NamedTuple):
    """All words, and whom each is about."""

    person: Ints
    """By word, number of the somebody and date."""
    people: tuple[tuple[str, date], ...]
    """By that number, who and when."""
    attending: _Words
    giving: _Words
    covering: _Words
    engaged: _Words


class _Teller:
    """Turns the records of what is kept into words."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._people: dict[tuple[str, date], int] = {}
        self._person: list[int] = []

    def told(self) -> Told:
        attending, giving = self._words(self._attended()), self._words(self._given())
        covering, engaged = self._words(self._covers()), self._words(self._engaged())
        person = np.array(self._person, dtype=np.int64)
        return Told(person, tuple(self._people), attending, giving, covering, engaged)

    def _words(self, rows: Iterator[tuple[str, date, int]]) -> _Words:
        keys, numbers = [], []
        seen: set[Hashable] = set()
        for row in rows:
            who, day, key = row
            if self.index.world.problem.calendar.is_past(day) or row in seen:
                continue
            seen.add(row)
            numbers.append(len(self._person))
            keys.append(key)
            self._person.append(self._people.setdefault((who, day), len(self._people)))
        order = np.argsort(np.array(keys, dtype=np.int64), kind="stable")
        return _Words(
            np.array(keys, dtype=np.int64)[order], np.array(numbers, dtype=np.int64)[order]
        )

    def _attended(self) -> Iterator[tuple[str, date, int]]:
        groups = {m: n for n, group in enumerate(self.index.staff) for m in group.members}
        for k in self.index.world.problem.kept:
            who = groups.get(k.staff, NEVER)
            yield k.staff, k.date, self._session(who, k.course, k.date, minutes(k.start), k.school)

    def _given(self) -> Iterator[tuple[str, date, int]]:
        trainers = {t.id: n for n, t in enumerate(self.index.trainers)}
        for k in self.index.world.problem.kept_sessions:
            who = trainers.get(k.trainer, NEVER)
            key = self._session(who, k.course, k.date, minutes(k.start), k.school)
            yield k.trainer, k.date, key

    def _session(self, who: int, course: str, day: date, start: int, school: str | None) -> int:
        numbers = {c.id: n for n, c in enumerate(self.index.courses)}
        on = self.index.world.calendar.day_number.get(day, NEVER)
        if NEVER in (who, on):
            return NEVER
        venue = None if school is None else self.index.school[school]
        one, two, three, four = np.array([[who], [numbers[course]], [on], [start]], dtype=np.int64)
        return int(session_key(self.index, one, two, three, four, venue)[0])

    def _covers(self) -> Iterator[tuple[str, date, int]]:
        for k in self.index.world.problem.kept_covers:
            who = colleagues_of(self.index).number.get(k.colleague, NEVER)
            on = self.index.world.calendar.day_number.get(k.date, NEVER)
            key = (who * len(self.index.days) + on) * MINUTES + minutes(k.start)
            yield k.colleague, k.date, NEVER if NEVER in (who, on) else key

    def _engaged(self) -> Iterator[tuple[str, date, int]]:
        groups = {m: n for n, group in enumerate(self.index.substitutes) for m in group.members}
        days = self.index.world.calendar.day_number
        for k in self.index.world.problem.kept_engagements:
            who, on = groups.get(k.substitute, NEVER), days.get(k.date, NEVER)
            school = self.index.school[k.school]
            place = (school * len(self.index.days) + on) * 2 + HALVES.index(k.half)
            key = who * Engagements(self.index).places + place
            yield k.substitute, k.date, NEVER if NEVER in (who, on) else key


@once
def told(index: Index) -> Told:
    """What people were told of the days that are still to come."""
    return _Teller(index).told()


def session_key(
    index: Index, who: Ints, course: Ints, day: Ints, start: Ints, venue: Ints | int | None
) -> Ints:
    """A number of somebody at a session; ``None`` where the venue does not matter."""
    spot = (who * len(index.courses) + course) * len(index.days) + day
    where = len(index.schools) + 1 if venue is None else venue + 1
    return np.asarray((spot * MINUTES + start) * (len(index.schools) + 2) + where)


def kept_by(
    c: Candidates, attends: Ints, holds: Ints, engaged: Ints, covering: Ints
) -> tuple[CsrLists, ...]:
    """By word, those of some candidates that keep it: positions in each of the four."""
    words, index = told(c.index), c.index
    placed, owner = c.placement[attends].astype(np.int64), c.placements.owners(holds)
    of_attends = _session_keys(c, c.group[attends].astype(np.int64), placed)
    held, giver = givers(index, c.placements.trainer[holds])
    entry, given = words.giving.kept(*_session_keys(c, giver, owner[held]))
    who, lesson, day = Coverings(index, c.lessons).split(covering)
    of_covers = (who * len(index.days) + day) * MINUTES + c.lessons.start[lesson]
    count = len(words.person)
    pairs = (
        words.attending.kept(*of_attends),
        (held[entry], given),
        words.engaged.kept(engaged),
        words.covering.kept(of_covers),
    )
    return tuple(CsrLists.of(word, entry, count) for entry, word in pairs)


def _session_keys(c: Candidates, who: Ints, placement: Ints) -> tuple[Ints, ...]:
    p = c.placements
    of = (who, p.course[placement], p.day[placement], p.start[placement])
    return tuple(session_key(c.index, *of, venue) for venue in (p.venue[placement], None))


def words_kept(c: Candidates, solution: Solution) -> Ints:
    """The words that a solution keeps, sorted."""
    families = (solution.attends, solution.holds, solution.engaged, solution.covering)
    by_word = kept_by(c, *(part.ids for part in families))
    words = np.arange(len(told(c.index).person))
    return unique(np.concatenate([part.expand(words)[0] for part in by_word]))


def people_told(c: Candidates, solution: Solution) -> list[tuple[str, date]]:
    """Who has to be told of which date that something does not hold."""
    words = told(c.index)
    broken = np.setdiff1d(np.arange(len(words.person)), words_kept(c, solution))
    return [words.people[number] for number in unique(words.person[broken])]
