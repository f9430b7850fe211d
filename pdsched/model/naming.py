"""Who holds which lesson, where covers are named everywhere because goals or rules count holders.

A choice may name more holders than covers are due, since rows say only that there are enough. Here
is the one place that tells which of them hold something: in order of their numbers, colleagues
before substitutes, as many as are due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pdsched.model.arrays import Ints, contains, numbered
from pdsched.model.candidates import Candidates
from pdsched.model.choice import Choice, Counted
from pdsched.model.colleagues import Coverings
from pdsched.model.coteaching import covers_due

if TYPE_CHECKING:
    from pdsched.model.statement import Statement


class Held(NamedTuple):
    """Covers, as arrays."""

    lesson: Ints
    day: Ints
    holder: Ints
    """A substitute group; beyond these, a colleague."""

    def only(self, some: Ints) -> Held:
        """Some of them."""
        return Held(self.lesson[some], self.day[some], self.holder[some])


def held_by(candidates: Candidates, choice: Choice) -> tuple[Held, int]:
    """The covers of a choice in which covers are named, and how many more are due."""
    numbers = Coverings(candidates.index, candidates.lessons)
    lesson, day = _due(candidates, choice)
    holder, duty, on = _named(candidates, numbers, choice)
    asked, offered = numbers.dated(lesson, day), numbers.dated(duty, on)
    # The first who holds a duty holds the first lesson that is due of it, and so on.
    turn = np.stack([asked, _turns(asked)]), np.stack([offered, _turns(offered)])
    key, _ = numbered(*np.concatenate(turn, axis=1))
    mine, theirs = key[: len(asked)], key[len(asked) :]
    order = np.argsort(theirs)
    there, where = contains(theirs[order], mine)
    found = Held(lesson[there], day[there], holder[order[where[there]]])
    return found, len(lesson) - len(found.lesson)


def held_named(candidates: Candidates, choice: Choice) -> Counted:
    """Those numbers of covers by substitutes that a choice names and that are due."""
    held, _ = held_by(candidates, choice)
    mine = held.only(np.flatnonzero(held.holder < len(candidates.index.substitutes)))
    numbers = Coverings(candidates.index, candidates.lessons)
    found = numbers.join(mine.holder, mine.lesson, mine.day)
    return Counted.of(found, np.ones(len(found), dtype=np.int64))


def _due(candidates: Candidates, choice: Choice) -> tuple[Ints, Ints]:
    """Lessons of persons that are to be covered, and on which day."""
    _, lesson, day = candidates.lessons_taken(choice.attends.ids)
    _, first = numbered(lesson, day)
    lesson, day = lesson[first], day[first]
    due = covers_due(candidates.lessons, lesson, day)
    return lesson[due], day[due]


def _named(candidates: Candidates, numbers: Coverings, choice: Choice) -> tuple[Ints, Ints, Ints]:
    """Holders with their duties and days, colleagues first."""
    colleagues, substitutes = (numbers.split(some.ids) for some in (choice.covering, choice.naming))
    count = len(candidates.index.substitutes)
    who, duty, day = (np.concatenate(both) for both in zip(colleagues, substitutes, strict=True))
    who[: len(colleagues[0])] += count
    return who, duty, day


def _turns(key: Ints) -> Ints:
    """The place of each entry among those of its key."""
    order = np.argsort(key, kind="stable")
    turn = np.empty(len(key), dtype=np.int64)
    turn[order] = np.arange(len(key)) - np.searchsorted(key[order], key[order])
    return turn


def held_beyond(s: Statement) -> Held:
    """The covers of the plan that are not stated, and stay as they are."""
    held, _ = held_by(s.candidates, s.plan)
    stated = contains(s.duties[1], s.coverings.dated(held.lesson, held.day))[0]
    return held.only(np.flatnonzero(~stated))


def could_hold(s: Statement) -> tuple[Held, Ints]:
    """Every cover that is stated, and its column."""
    demand, group, column = s.named
    who, lesson, day = s.covering_of
    return Held(
        np.concatenate([s.demands.lesson[demand], lesson]),
        np.concatenate([s.demands.day[demand], day]),
        np.concatenate([group, len(s.index.substitutes) + who]),
    ), np.concatenate([column, s.covering_columns])
