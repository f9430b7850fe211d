"""Substitutes who were told to come hold a lesson each, where there are enough lessons.

Who holds which lesson is dealt out so that few come for many: whoever is left over holds nothing,
is engaged for nothing, and would have to be told. Where few are to be told, one of two lessons that
somebody else holds in that half-day is theirs. What they hold in the other half-day, pauses and
lunch are not looked at here: so the referee is asked, and where it objects all stays as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable

import numpy as np

from pdsched.model import read_out
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.instance.timetable import Taken
from pdsched.model.solution.solution import Counts, Solution
from pdsched.model.solution.trimming import engagement_numbers
from pdsched.plan import Cover, Engagement, Plan


def read_out_busy(
    c: Candidates, solution: Solution, accepts: Callable[[Plan], bool]
) -> tuple[Plan, Solution]:
    """As `pdsched.model.read_out`, with as many who were told to come as can hold a lesson.

    Args:
        c: The candidates of a problem with what is kept.
        solution: A solution.
        accepts: Whether the referee accepts a plan.
    """
    plan, used = read_out(c, solution)
    world = c.index.world
    present, days = set(plan.engagements), world.calendar.day_number
    told = [e for e in world.problem.kept_engagements if e not in present and e.date in days]
    if not told:
        return plan, used
    numbers = np.array(engagement_numbers(c.index, told), dtype=np.int64)
    is_idle = solution.engaged.at(numbers) > used.engaged.at(numbers)
    idle = [(told[at], numbers[at]) for at in np.flatnonzero(is_idle)]
    hands, again = _Hands(c, plan), []
    for one, number in idle:
        if hands.give(one):
            again.append(number)
    if not again or not accepts(given := hands.plan(plan)):
        return plan, used
    came = Counts.of(np.array(again, dtype=np.int64), np.ones(len(again), dtype=np.int64))
    return given, used._replace(engaged=used.engaged.with_(came))


class _Hands:
    """Who holds which lesson, half-day by half-day."""

    def __init__(self, c: Candidates, plan: Plan) -> None:
        policy, self._timetable = c.index.world.policy, c.index.world.timetable
        self._asks = policy.asks_qualifications
        problem = c.index.world.problem
        self._able = {s.id: frozenset(s.qualifications) for s in problem.substitutes}
        self._at: defaultdict[Hashable, list[int]] = defaultdict(list)
        self._covers, self._came = list(plan.covers), list[Engagement]()
        self._lessons = [self._lesson(cover) for cover in plan.covers]
        for number, lesson in enumerate(self._lessons):
            if plan.covers[number].substitute is not None:
                where = plan.covers[number].date, lesson.school, lesson.half
                self._at[where].append(number)

    def _lesson(self, cover: Cover) -> Taken:
        taken = self._timetable.lessons(cover.staff, cover.date)
        return next(lesson for lesson in taken if lesson.lesson == cover.lesson)

    def give(self, one: Engagement) -> bool:
        """Whether there is a lesson for somebody, which is theirs then."""
        numbers = self._at[one.date, one.school, one.half]
        held = Counter(self._covers[number].substitute for number in numbers)
        theirs = [
            self._lessons[number]
            for number, cover in enumerate(self._covers)
            if (cover.date, cover.substitute) == (one.date, one.substitute)
        ]
        for number in numbers:
            cover, lesson = self._covers[number], self._lessons[number]
            wanted = lesson.qualification
            is_able = not self._asks or wanted is None or wanted in self._able[one.substitute]
            is_free = all(lesson.end <= t.start or t.end <= lesson.start for t in theirs)
            if held[cover.substitute] > 1 and is_able and is_free:
                self._covers[number] = cover.model_copy(update={"substitute": one.substitute})
                self._came.append(one)
                return True
        return False

    def plan(self, plan: Plan) -> Plan:
        """The plan with these covers."""
        update = {"covers": tuple(self._covers), "engagements": (*plan.engagements, *self._came)}
        return plan.model_copy(update=update).canonical()
