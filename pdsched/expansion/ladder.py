"""What comes before a course for a person, by what courses declare and by their levels alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pdsched.expansion.learner import Learner, step_of
from pdsched.problem import Course, Need


class Ladder(NamedTuple):
    """What comes before a course, each thing before what builds on it."""

    first: tuple[Course, ...]
    rungs: tuple[tuple[str, str], ...] = ()
    """Pairs of a course that levels alone lead to, and the course by which they do."""


class _Climb(NamedTuple):
    """Courses that lead from where a person stands to a level; a cheaper one is a better one."""

    cost: int = 0
    """How many of the courses are neither done nor asked for."""
    first: tuple[Course, ...] = ()
    rungs: tuple[tuple[str, str], ...] = ()
    last: str | None = None
    """The course that leads to the level."""

    @property
    def rank(self) -> tuple[int, int]:
        return self.cost, len(self.first)


def ladder(
    learner: Learner,
    need: Need,
    course: Course,
    topics: Sequence[Course],
    asked: Callable[[Course], bool],
) -> Ladder | None:
    """What comes before a course that answers a need; ``None`` if the person cannot get there.

    A course that starts above the person and declares nothing of its topic that comes first is
    reached by the levels of the topic's courses, each from where the one before it leads: by the
    fewest that are neither done nor `asked` for, then by the fewest.
    """
    first: list[Course] = []
    rungs: list[tuple[str, str]] = []
    for each in (*learner.first(course), course):
        step = need if each is course else step_of(need, each)
        if not learner.starts(step, each):
            climb = _climb(learner, step, each, topics, asked)
            if climb is None or climb.last is None:
                return None
            first += climb.first
            rungs += (*climb.rungs, (each.id, climb.last))
        first.append(each)
    return Ladder(_once(first[:-1]), tuple(dict.fromkeys(rungs)))


def _once(courses: Sequence[Course]) -> tuple[Course, ...]:
    return tuple({course.id: course for course in courses}.values())


def _climb(
    learner: Learner,
    need: Need,
    goal: Course,
    courses: Sequence[Course],
    asked: Callable[[Course], bool],
) -> _Climb | None:
    """The best way up to where a course starts."""
    level = learner.stands(need, goal)
    if level is None or level >= goal.level_from or learner.is_tied(goal):
        return None
    # Levels only rise, so that each is final once those below it are.
    best = {level: _Climb()}
    for at in range(level, goal.level_to):
        if at not in best:
            continue
        if at >= goal.level_from:
            continue
        for course in courses:
            if at < course.level_to < goal.level_to and _begins(learner, need, course, at):
                climb = _with(best[at], learner, course, asked)
                known = best.get(course.level_to)
                if known is None or climb.rank < known.rank:
                    best[course.level_to] = climb
    there = [best[at] for at in range(goal.level_from, goal.level_to) if at in best]
    return min(there, key=lambda climb: climb.rank, default=None)


def _begins(learner: Learner, need: Need, course: Course, at: int) -> bool:
    """Whether a course starts at a level, and nothing that it declares is out of reach."""
    if learner.is_tied(course):
        starts = learner.starts(step_of(need, course), course)
    else:
        starts = course.level_from <= at
    return starts and all(learner.starts(step_of(need, c), c) for c in learner.first(course))


def _with(
    climb: _Climb, learner: Learner, course: Course, asked: Callable[[Course], bool]
) -> _Climb:
    """A way with one more course, and what that declares."""
    if learner.has(course):
        new: tuple[Course, ...] = ()
    else:
        new = (*learner.first(course), course)
    rungs = climb.rungs
    if climb.last is not None and not learner.is_tied(course):
        rungs = (*rungs, (course.id, climb.last))
    cost = climb.cost + sum(not asked(each) for each in new)
    return _Climb(cost, _once((*climb.first, *new)), rungs, course.id)
