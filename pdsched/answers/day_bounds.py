"""How many people have to be told at least, date by date.

Take any plan of the problem, and of it what is on one date: the sessions, with all who attend them,
their releases, covers and engagements. Rules that hold within a date still hold, and limits over
weeks or terms all the more; what looks from one date to another asks for something (a course that
comes first, a level, a pin, an amount that is insisted on), and is left out here. So the fewest
people who have to be told of a date in this smaller problem are no more than in any plan, and of
all dates together no more than their sum. Points of needs are not looked at: the bound holds for
plans that meet few needs, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import numpy as np

from pdsched.answers.excerpt import excerpt
from pdsched.answers.idle import add_rows_of_use
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.expansion import in_full
from pdsched.model import enumerate_candidates, formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.told import told
from pdsched.policy import Policy
from pdsched.problem import Problem

MOST = 60_000
"""Attendances of a date up to which it is looked at."""


class DayBounds:
    """The least number of people who have to be told, by date."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        """Take a problem with what is kept of the plan before."""
        self._given = within_a_date(problem, policy)
        self._candidates: Candidates | None = None

    def least(self, day: date, enough: int, seconds: float) -> int:
        """The bound of one date; 0 where nothing is known.

        Args:
            day: The date.
            enough: How many are told by a plan: a bound cannot be higher.
            seconds: Wall-clock limit.
        """
        if self._candidates is None:
            self._candidates = enumerate_candidates(*self._given)
        c = self._candidates
        number = c.index.world.calendar.day_number.get(day)
        words = told(c.index)
        if number is None or not len(words.person):
            return 0
        attendances = np.flatnonzero(c.placements.day[c.placement] == number)
        if len(attendances) > MOST or c.partial:
            return 0
        f = formulate(c, attendances)
        add_rows_of_use(f)
        goal = tier_goals(c.index.world.policy)["changes"]
        objective = Objective(goal.weights(f), maximise=False)
        elsewhere = len({told_of for told_of in _people(self._given[0]) if told_of[1] != day})
        engine = CpSat()

        def hear(bound: int | None) -> None:
            if bound is not None and bound >= enough + elsewhere:
                engine.stop()

        limits = SolveLimits(max(0.1, seconds), None, 1, 0)
        answer = engine.run(f.program, objective, limits, on_bound=hear)
        return 0 if answer.bound is None else max(0, min(enough, answer.bound - elsewhere))

    def in_all(self, count: Mapping[date, int], left: Callable[[], float]) -> int:
        """The sum over dates of which a plan tells so many people."""
        return sum(
            self.least(day, told_then, left() / (len(count) - number))
            for number, (day, told_then) in enumerate(count.items())
            if left() > 0
        )


def within_a_date(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
    """The problem and policy without what looks from one date to another and asks for something.

    >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> within_a_date(problem, Policy())[1].holds("level")
    False
    """
    full = in_full(problem)
    cut, under = excerpt(full, policy, [course.id for course in full.courses], ())
    free = tuple(course.model_copy(update={"prerequisites": ()}) for course in cut.courses)
    off = tuple(dict.fromkeys((*under.off, "level", "prerequisites")))
    return (
        cut.model_copy(update={"courses": free}),
        under.model_copy(update={"off": off}),
    )


def _people(problem: Problem) -> Iterable[tuple[str, date]]:
    """Whom the plan before tells something of a date that is to come."""
    is_past = problem.calendar.is_past
    words = (
        *((k.staff, k.date) for k in problem.kept),
        *((k.trainer, k.date) for k in problem.kept_sessions),
        *((k.colleague, k.date) for k in problem.kept_covers),
        *((k.substitute, k.date) for k in problem.kept_engagements),
    )
    return {word for word in words if not is_past(word[1])}
