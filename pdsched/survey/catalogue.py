"""Which courses answer a need, and what a person does first: the catalogue, ready to be asked.

Everything here follows the page of rules: *courses that answer a need*, *level of a need on a
course*, and the rules ``need``, ``level`` and ``prerequisites``. Time, trainers, rooms and covers
are the planning's matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from pdsched.policy import Policy
from pdsched.problem import Course, Need, Problem


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

    def __init__(self, problem: Problem, policy: Policy, needs: Sequence[Need] = ()) -> None:
        self.policy = policy
        self.needs = (*problem.needs, *needs)
        self.staff = {member.id: member for member in problem.staff}
        self.courses = {course.id: course for course in problem.courses}
        self.topics: dict[str, list[Course]] = defaultdict(list)
        for course in problem.courses:
            self.topics[course.topic].append(course)
        self.of: dict[str, list[Need]] = defaultdict(list)
        """Needs by staff member."""
        for need in self.needs:
            self.of[need.staff].append(need)

    def answering(self, need: Need) -> list[Course]:
        """The courses that answer a need, whoever has it, in the order of the catalogue."""
        if need.course is not None:
            return [self.courses[need.course]] if need.course in self.courses else []
        return [c for c in self.topics.get(need.topic or "", ()) if answers(c, need)]

    def stands(self, need: Need, course: Course) -> int:
        """The level of a need on a course."""
        if need.level_from is not None:
            return need.level_from
        stated = [self.staff[need.staff].levels.get(course.topic)]
        before = (self.courses.get(arc.course) for arc in course.prerequisites)
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
        member = self.staff[staff]
        return course.id in member.completed or (
            member.levels.get(course.topic, -1) >= course.level_to
        )

    def chain(self, need: Need, course: Course) -> Chain:
        """What comes before a course for the person with the need."""
        first = self._first(need.staff, course) if self.policy.keeps_prerequisites else ()
        if not first:
            return Chain(course, (), (), ())
        spare = [other for other in self.of[need.staff] if other is not need]
        unasked = self._unmatched(first, spare)
        closed = tuple(c for c in unasked if not self.starts(asking(need.staff, c), c))
        return Chain(course, first, unasked, closed)

    def _first(self, staff: str, course: Course) -> tuple[Course, ...]:
        """The prerequisites, and theirs, that the person does not have; earlier steps first."""
        missing: dict[str, Course] = {}
        seen = {course.id}

        def visit(later: Course) -> None:
            for arc in later.prerequisites:
                before = self.courses.get(arc.course)
                if before is None or before.id in seen or self.has(staff, before):
                    continue
                seen.add(before.id)
                visit(before)
                missing[before.id] = before

        visit(course)
        return tuple(missing.values())

    def _unmatched(self, first: Sequence[Course], needs: Sequence[Need]) -> tuple[Course, ...]:
        """Courses left over when as many as possible get a need of their own each.

        A need is met once, so two courses cannot meet the same one: this is a bipartite matching,
        by augmenting paths; earlier courses are served first.
        """
        given: dict[str, Course] = {}

        def place(course: Course, tried: set[str]) -> bool:
            for need in needs:
                if need.id in tried or not answers(course, need) or not self.starts(need, course):
                    continue
                tried.add(need.id)
                if need.id not in given or place(given[need.id], tried):
                    given[need.id] = course
                    return True
            return False

        return tuple(course for course in first if not place(course, set()))


def answers(course: Course, need: Need) -> bool:
    """Whether attending the course can meet the need, levels and prerequisites apart.

    >>> course = Course(id="sheets-1", topic="sheets", minutes=60, group_max=8)
    >>> answers(course, Need(id="1", staff="ada", topic="sheets", level_to=2))
    False
    """
    if need.course is not None:
        return need.course == course.id
    return need.topic == course.topic and course.level_to >= (need.level_to or 0)


def asking(staff: str, course: Course) -> Need:
    """The need of a person for this very course, if they had it."""
    return Need(id="-", staff=staff, course=course.id)
