"""How many people have to be told at least, date by date.

Take any plan of the problem, and of it the past and what is on one date: the sessions, with all who
attend them, their releases, covers and engagements. Rules that hold within a date still hold, and
limits over weeks or terms all the more; what looks from one date to another asks for something (a
course that comes first, a level, a pin, an amount that is insisted on), and is left out here. So
the fewest people who have to be told of a date in this smaller problem are no more than in any
plan, and of all dates together no more than their sum. Whoever attends something then who was to
attend it on a date that is not among those of the sum has to be told of that date: that counts as
well. Points of needs are not looked at: the bound holds for plans that meet few needs, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.answers.excerpt import without_what_asks
from pdsched.answers.idle import add_rows_of_use, may_be_for_nothing
from pdsched.engines.arrays import union, unique
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals import tier_goals
from pdsched.model.solution.past import past_attendances
from pdsched.model.solution.told import kept_by, told

CHANGES = "changes"
"""The goal that counts who has to be told."""
LEAST_SECONDS = 0.1
MOST = 60_000
"""Attendances of a date up to which it is looked at."""
PREREQUISITES = "prerequisites"
ACROSS_DATES = ("level", PREREQUISITES)
"""Rules that ask on one date for what was on another."""


class _Bound(NamedTuple):
    """What is known of a date."""

    least: int
    asked: int
    """Up to which number it was asked for."""
    dates: frozenset[date]
    """Those of the sum."""


class DayBounds:
    """The least number of people who have to be told, by date."""

    def __init__(self, candidates: Candidates) -> None:
        """Take the candidates of a problem with what is kept of the plan before."""
        self._c = candidates
        self._known: dict[date, _Bound] = {}

    def by_date(
        self, count: Mapping[date, int], left: Callable[[], float], *, again: bool = False
    ) -> dict[date, int]:
        """The bounds of the dates of which a plan tells so many people; 0 where none is known.

        Their sum is one of how many people have to be told in all.

        Args:
            count: People who are told, by date: no bound is higher.
            left: Seconds that are left.
            again: Whether dates are asked about again of which less is known.
        """
        dates = frozenset(count)
        known = {day: self._of(day, dates) for day in count}
        asked = [
            day
            for day, bound in known.items()
            if bound.least < count[day] and (again or bound.least == bound.asked)
        ]
        for number, day in enumerate(asked):
            if (seconds := left() / (len(asked) - number)) > 0:
                least = max(known[day].least, self._least(day, count[day], dates, seconds))
                known[day] = self._known[day] = _Bound(least, count[day], dates)
        return {day: min(count[day], bound.least) for day, bound in known.items()}

    def _of(self, day: date, dates: frozenset[date]) -> _Bound:
        """What is known of a date in a sum over some dates."""
        bound = self._known.get(day)
        return bound if bound is not None and dates <= bound.dates else _Bound(0, 0, dates)

    @cached_property
    def _told_of(self) -> list[tuple[int, date]]:
        """Needs, by number, and of which date somebody has to be told if they are met elsewhere.

        Only where nothing else could keep the word, and where it is the only one of its kind.
        """
        c, words = self._c, told(self._c.index)
        attendances, none = np.arange(len(c.placement)), np.zeros(0, dtype=np.int64)
        attending = kept_by(c, attendances, none, none, none)[0]
        asked = words.attending.number
        alone = np.bincount(words.person[asked], minlength=len(words.people)) == 1
        needs = ((word, unique(c.need[attending[word]])) for word in asked.tolist())
        return [
            (int(need[0]), words.people[words.person[word]][1])
            for word, need in needs
            if len(need) == 1 and alone[words.person[word]]
        ]

    def _least(self, day: date, enough: int, dates: frozenset[date], seconds: float) -> int:
        c = within_dates(self._c, {day})
        number = c.index.world.calendar.day_number.get(day)
        attendances = np.flatnonzero(c.placements.day[c.placement] == number)
        if c.partial or len(attendances) > MOST or may_be_for_nothing(self._c.index):
            return 0
        f = formulate(c, union(past_attendances(c), attendances))
        add_rows_of_use(f, self._c.index)
        goal = tier_goals(c.index.world.policy)[CHANGES]
        weights = goal.weights(f).copy()
        moved = np.zeros(len(c.index.staff) * c.index.slots, dtype=np.bool_)
        moved[[need for need, on in self._told_of if on not in dates]] = True
        x = f.attend
        weights[x.column[(x.day == number) & moved[c.need[x.ids]]]] += 1
        objective = Objective(weights, maximise=False)
        # Nothing is stated of other dates, so whatever people were told of them is broken.
        elsewhere = sum(on != day for _, on in told(c.index).people)
        engine = CpSat()

        def hear(bound: int | None) -> None:
            if bound is not None and bound >= enough + elsewhere:
                engine.stop()

        limits = SolveLimits(max(LEAST_SECONDS, seconds), None, 1, 0)
        answer = engine.run(f.program, objective, limits, on_bound=hear)
        bound = 0 if answer.bound is None else answer.bound - elsewhere
        return min(enough, max(bound, _certain(f, day)))


def _certain(f: Formulation, day: date) -> int:
    """How many people were told something of a date that nothing can keep any more."""
    words = told(f.index)
    families = (f.attend.ids, f.session.ids, f.engage.ids, f.cover.ids)
    kept = np.sum([lists.lengths() for lists in kept_by(f.candidates, *families)], axis=0)
    people = unique(words.person[kept == 0])
    return sum(words.people[number][1] == day for number in people.tolist())


def within_dates(c: Candidates, dates: Collection[date]) -> Candidates:
    """Candidates whose rules ask for nothing but what pins ask for on some dates."""
    index = copy(c.index)
    index.world = world = copy(index.world)
    asked = {pin.id for pin in world.problem.session_pins if pin.date in dates}
    asked |= {pin.id for pin in world.problem.engagement_pins if pin.date in dates}
    world.problem, under = without_what_asks(world.problem, world.policy, asked)
    off = tuple(dict.fromkeys((*under.off, *ACROSS_DATES)))
    world.policy = under.model_copy(update={"off": off})
    return replace(c, index=index)
