"""The steps that a need implies: what comes before the course for it and is not asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pdsched.problem import Course, Need, Problem, StaffMember
from pdsched.problem.once import once

MOST_STEPS = 100
"""No catalogue of a school has so many steps; one that does implies none."""


def with_steps(problem: Problem) -> Problem:
    """The problem with a need for each step that a need implies; as it is if none does.

    A need implies steps where the person's level is known: of the courses that answer it and start
    where the person stands once what comes first is done, the one with the fewest steps missing is
    taken, and each of these becomes a need of its own, with the priority and the date of the first.
    Missing are the courses that come first, that the person has not done, and for which no need is
    left: two courses never count on the same need. The id of a step is ``need:course``.
    """
    implied = implied_steps(problem)
    return problem.model_copy(update={"needs": (*problem.needs, *implied)}) if implied else problem


@once
def implied_steps(problem: Problem) -> tuple[Need, ...]:
    """The needs for the steps that the needs of a problem imply, in the order of these."""
    if not any(course.prerequisites for course in problem.courses):
        return ()
    courses = {course.id: course for course in problem.courses}
    staff = {member.id: member for member in problem.staff}
    of: dict[str, list[Need]] = defaultdict(list)
    for need in problem.needs:
        of[need.staff].append(need)
    answering = _Answering(problem)
    implied: list[Need] = []
    for need in problem.needs:
        if need.staff not in staff:
            continue
        learner = Learner(staff[need.staff], courses)
        options = (c for c in answering.to(need) if learner.stands(need, c) is not None)
        for course in _missing(learner, need, list(options), of[need.staff]):
            step = step_of(need, course)
            implied.append(step)
            of[need.staff].append(step)
    return (*implied, *_steps_taken(problem, courses, implied))


def _steps_taken(
    problem: Problem, courses: Mapping[str, Course], implied: Sequence[Need]
) -> Iterator[Need]:
    """The needs for steps that the past has met, and that nothing implies once they are done."""
    stated = {need.id: need for need in problem.needs}
    known = {*stated, *(need.id for need in implied)}
    for name in dict.fromkeys(release.need for release in problem.past_releases):
        if name is None or name in known:
            continue
        parts = name.split(":")
        for cut in range(1, len(parts)):
            need, course = ":".join(parts[:cut]), ":".join(parts[cut:])
            if need in stated and course in courses:
                yield step_of(stated[need], courses[course])
                break


def step_of(need: Need, course: Course) -> Need:
    """The need for a step that another need implies; the checks tell ids that get too long."""
    return need.model_copy(
        update={
            "id": f"{need.id}:{course.id}",
            "course": course.id,
            **dict.fromkeys(("topic", "level_from", "level_to")),
        }
    )


class Learner(NamedTuple):
    """A person before a catalogue."""

    member: StaffMember
    courses: Mapping[str, Course]

    def stands(self, need: Need, course: Course) -> int | None:
        """The level at which the person comes to a course; ``None`` where none is stated."""
        if need.level_from is not None:
            return need.level_from
        level = self.member.levels.get(course.topic)
        if level is None:
            return None
        before = (self.courses.get(name) for name in course.entered_by)
        reached = (c.leads_to for c in before if c is not None and c.topic == course.topic)
        return max([level, *(to for to in reached if to is not None)])

    def starts(self, need: Need, course: Course) -> bool:
        """Whether a course starts where the person stands or below, and leads higher."""
        level = self.stands(need, course)
        return level is None or course.level_from <= level < course.level_to

    def has(self, course: Course) -> bool:
        """Whether the person has done a course, or stands where it leads."""
        known = self.member.levels.get(course.topic, -1)
        return course.id in self.member.completed or known >= course.level_to

    def first(self, course: Course) -> tuple[Course, ...]:
        """What comes before a course, and before that, and is not had; earlier steps first."""
        missing: list[Course] = []
        seen, open_arcs = {course.id}, [(course, iter(course.prerequisites))]
        while open_arcs:
            later, arcs = open_arcs[-1]
            for arc in arcs:
                before = self.courses.get(arc.course)
                if before is not None and before.id not in seen and not self.has(before):
                    seen.add(before.id)
                    open_arcs.append((before, iter(before.prerequisites)))
                    break
            else:
                missing.append(later)
                open_arcs.pop()
        return tuple(missing[:-1])


def without_need(
    courses: Sequence[Course], needs: Sequence[Need], fits: Callable[[Need, Course], bool]
) -> tuple[Course, ...]:
    """Courses left over when as many as possible get a need of their own each.

    A need is met once, so two courses cannot meet the same one: this is a bipartite matching, by
    augmenting paths; earlier courses are served first.
    """
    given: dict[str, Course] = {}

    def place(course: Course, tried: set[str]) -> bool:
        for need in needs:
            if need.id in tried or not fits(need, course):
                continue
            tried.add(need.id)
            if need.id not in given or place(given[need.id], tried):
                given[need.id] = course
                return True
        return False

    return tuple(course for course in courses if not place(course, set()))


def answers(course: Course, need: Need) -> bool:
    """Whether attending a course can meet a need, levels and prerequisites apart.

    >>> course = Course(id="sheets-1", topic="sheets", minutes=60, group_max=8)
    >>> answers(course, Need(id="1", staff="ada", topic="sheets", level_to=2))
    False
    """
    if need.course is not None:
        return need.course in course.names
    to = course.leads_to
    return need.topic == course.topic and to is not None and to >= (need.level_to or 0)


class _Answering:
    """Courses by the needs that they answer."""

    def __init__(self, problem: Problem) -> None:
        self._courses = {course.id: course for course in problem.courses}
        self._topics: dict[str, list[Course]] = defaultdict(list)
        for course in problem.courses:
            self._topics[course.topic].append(course)

    def to(self, need: Need) -> Iterator[Course]:
        """The courses that answer a need, in the order of the catalogue."""
        if need.course is None:
            yield from (c for c in self._topics.get(need.topic or "", ()) if answers(c, need))
        elif need.course in self._courses:
            yield self._courses[need.course]


def _missing(
    learner: Learner, need: Need, options: Sequence[Course], needs: Sequence[Need]
) -> Sequence[Course]:
    """The steps missing before the nearest of the courses that answer a need."""
    firsts = {c.id: learner.first(c) for c in options if learner.starts(need, c)}
    if not firsts or not all(0 < len(first) <= MOST_STEPS for first in firsts.values()):
        return ()  # None can be met, or one at once.
    spare = [other for other in needs if other is not need]

    def fits(other: Need, course: Course) -> bool:
        return answers(course, other) and learner.starts(other, course)

    chains: list[tuple[int, int, Sequence[Course]]] = []
    for first in firsts.values():
        missing = without_need(first, spare, fits)
        begun = all(learner.starts(step_of(need, course), course) for course in missing)
        if begun and firsts.keys().isdisjoint(course.id for course in first):
            chains.append((len(missing), len(first), missing))
    return min(chains, key=lambda chain: chain[:2], default=(0, 0, ()))[2]
