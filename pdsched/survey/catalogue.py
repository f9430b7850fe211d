"""Which courses answer a need, and what a person does first: the catalogue, ready to be asked.

Everything here follows the page of rules: *courses that answer a need*, *level of a need on a
course*, and the rules ``need``, ``level`` and ``prerequisites``. Time, trainers, rooms and covers
are the planning's matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pdsched.expansion import Answering, Learner, answers, with_steps, without_need
from pdsched.policy import Policy
from pdsched.problem import Course, Need, Problem
from pdsched.views.names import Names


class Chain(NamedTuple):
    """A course for a need, and what the person does before it."""

    course: Course
    first: tuple[Course, ...]
    """Courses that come first, in an order in which they can be done."""
    unasked: tuple[Course, ...]
    """Those of `first` for which the person has no need to spare, so that no plan holds them."""
    closed: tuple[Course, ...]
    """Those of `unasked` that would not start at the person's level even if they were needed."""


class Catalogue:
    """The courses of a problem, seen by its staff under a policy."""

    def __init__(
        self,
        problem: Problem,
        policy: Policy,
        needs: Sequence[Need] = (),
        implied: Sequence[Need] = (),
    ) -> None:
        self.policy = policy
        self.called = Names(problem)
        self.needs = (*problem.needs, *needs)
        """Those that are stated, in the problem and besides."""
        self.staff = {member.id: member for member in problem.staff}
        stepped = with_steps(problem)
        self._answering = Answering(stepped)
        self.courses = {course.id: course for course in stepped.courses}
        self.topics: dict[str, list[Course]] = defaultdict(list)
        for course in stepped.courses:
            self.topics[course.topic].append(course)
        self.of: dict[str, list[Need]] = defaultdict(list)
        """Needs by staff member, those implied behind those stated."""
        for need in (*self.needs, *implied):
            self.of[need.staff].append(need)

    def answering(self, need: Need) -> list[Course]:
        """The courses that answer a need, whoever has it: its wishes, or as the catalogue goes."""
        return list(self._answering.to(need))

    def stands(self, need: Need, course: Course) -> int:
        """The level of a need on a course."""
        if need.level_from is not None:
            return need.level_from
        stated = [self.staff[need.staff].levels.get(course.topic)]
        before = (self.courses.get(name) for name in course.entered_by(need.staff))
        stated += [c.level_to for c in before if c is not None and c.topic == course.topic]
        return max((level for level in stated if level is not None), default=course.level_from)

    def starts(self, need: Need, course: Course) -> bool:
        """Whether the course starts where the person with the need stands."""
        if not self.policy.keeps_levels:
            return True
        return course.level_from <= self.stands(need, course) <= self._top(course)

    def span(self, course: Course) -> str:
        """The levels at which a course is begun, in words."""
        top = self._top(course)
        more = f" to {top}" if top > course.level_from else ""
        return f"{course.level_from}{more}"

    def _top(self, course: Course) -> int:
        """The highest level at which a course is begun."""
        return min(course.level_from + self.policy.level_spread, course.level_to - 1)

    def has(self, staff: str, course: Course) -> bool:
        """Whether a person has done a course, or stands where it leads."""
        return Learner(self.staff[staff], self.courses).has(course)

    def suits(self, staff: str, course: Course) -> bool:
        """Whether a person with no need for it could begin a course at once.

        It starts at a level that is stated, leads higher, and waits for nothing.
        """
        level = self.staff[staff].levels.get(course.topic)
        if level is None or level >= course.level_to or self.has(staff, course):
            return False
        need = asking(staff, course)
        return self.starts(need, course) and not self.chain(need, course).first

    def chain(self, need: Need, course: Course) -> Chain:
        """What comes before a course for the person with the need."""
        first: tuple[Course, ...] = ()
        if self.policy.keeps_prerequisites:
            first = Learner(self.staff[need.staff], self.courses).first(course)
        if not first:
            return Chain(course, (), (), ())
        spare = [other for other in self.of[need.staff] if other is not need]
        unasked = self._unmatched(first, spare)
        closed = tuple(c for c in unasked if not self.starts(asking(need.staff, c), c))
        return Chain(course, first, unasked, closed)

    def _unmatched(self, first: Sequence[Course], needs: Sequence[Need]) -> tuple[Course, ...]:
        """Courses left over when as many as possible get a need of their own each."""

        def fits(need: Need, course: Course) -> bool:
            return answers(course, need) and self.starts(need, course)

        return without_need(first, needs, fits)


def asking(staff: str, course: Course) -> Need:
    """The need of a person for this very course, if they had it."""
    return Need(id="-", staff=staff, course=course.id)
