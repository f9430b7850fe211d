"""How many people have to be told at least, date by date.

Take any plan of the problem, and of it the past and what is on one date: the sessions, with all who
attend them, their releases, covers and engagements. Rules that hold within a date still hold, and
limits over weeks or terms all the more; what looks from one date to another asks for something (a
course that comes first, a level, a pin, an amount that is insisted on), and is left out here. So
the fewest people who have to be told of a date in this smaller problem are no more than in any
plan, and of all dates together no more than their sum. Points of needs are not looked at: the bound
holds for plans that meet few needs, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date

import numpy as np

from pdsched.answers.excerpt import without_what_asks
from pdsched.answers.idle import add_rows_of_use
from pdsched.engines.arrays import union
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.past import past_attendances
from pdsched.problem import Problem

LEAST_SECONDS = 0.1
MOST = 60_000
"""Attendances of a date up to which it is looked at."""
ACROSS_DATES = ("level", "prerequisites")
"""Rules that ask on one date for what was on another."""


class DayBounds:
    """The least number of people who have to be told, by date."""

    def __init__(self, candidates: Candidates) -> None:
        """Take the candidates of a problem with what is kept of the plan before."""
        self._c = candidates

    def least(self, day: date, enough: int, seconds: float) -> int:
        """The bound of one date; 0 where nothing is known.

        Args:
            day: The date.
            enough: How many are told by a plan: a bound cannot be higher.
            seconds: Wall-clock limit.
        """
        c = within_a_date(self._c, day)
        number = c.index.world.calendar.day_number.get(day)
        if c.partial:
            return 0
        attendances = np.flatnonzero(c.placements.day[c.placement] == number)
        if len(attendances) > MOST:
            return 0
        f = formulate(c, union(past_attendances(c), attendances))
        add_rows_of_use(f)
        goal = tier_goals(c.index.world.policy)["changes"]
        objective = Objective(goal.weights(f), maximise=False)
        # Of all other dates nothing is stated, so that what people were told of them is broken.
        elsewhere = sum(on != day for _, on in people_told(c.index.world.problem))
        engine = CpSat()

        def hear(bound: int | None) -> None:
            if bound is not None and bound >= enough + elsewhere:
                engine.stop()

        limits = SolveLimits(max(LEAST_SECONDS, seconds), None, 1, 0)
        answer = engine.run(f.program, objective, limits, on_bound=hear)
        return 0 if answer.bound is None else max(0, min(enough, answer.bound - elsewhere))

    def in_all(self, count: Mapping[date, int], left: Callable[[], float]) -> int:
        """The sum over dates of which a plan tells so many people."""
        return sum(
            self.least(day, told_then, left() / (len(count) - number))
            for number, (day, told_then) in enumerate(count.items())
            if left() > 0
        )


def within_a_date(c: Candidates, day: date) -> Candidates:
    """Candidates whose rules ask for nothing but what pins ask for on one date."""
    index = copy(c.index)
    index.world = world = copy(index.world)
    asked = {p.id for p in (*world.problem.session_pins, *world.problem.engagement_pins)
             if p.date == day}  # fmt: skip
    world.problem, under = without_what_asks(world.problem, world.policy, asked)
    off = tuple(dict.fromkeys((*under.off, *ACROSS_DATES)))
    world.policy = under.model_copy(update={"off": off})
    return replace(c, index=index)


def people_told(problem: Problem) -> set[tuple[str, date]]:
    """Whom the plan before told something of which date that is to come.

    >>> people_told(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                               "last": "2026-09-11"}))
    set()
    """
    is_past = problem.calendar.is_past
    words = (
        *((k.staff, k.date) for k in problem.kept),
        *((k.trainer, k.date) for k in problem.kept_sessions),
        *((k.colleague, k.date) for k in problem.kept_covers),
        *((k.substitute, k.date) for k in problem.kept_engagements),
    )
    return {word for word in words if not is_past(word[1])}
