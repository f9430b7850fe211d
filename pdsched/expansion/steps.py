"""The steps that a need implies: what comes before the course for it and is not asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from pdsched.expansion.ladder import ladder
from pdsched.expansion.learner import Learner, step_of
from pdsched.problem import Course, LevelStep, Need, Prerequisite, Problem
from pdsched.problem.once import once

MOST_STEPS = 100
"""No catalogue of a school has so many steps; one that does implies none."""


class Implied(NamedTuple):
    """What the needs of a problem imply."""

    steps: tuple[Need, ...] = ()
    """Needs for what comes first, in the order of the needs that imply them."""
    rungs: tuple[tuple[tuple[str, str], frozenset[str]], ...] = ()
    """Pairs of a course and one by which its level is reached, and who reaches it so."""


def with_steps(problem: Problem) -> Problem:
    """The problem with a need for each step that a need implies; as it is if none does.

    A need implies steps where the person's level is known: of the courses that answer it and start
    where the person stands once what comes first is done, the one with the fewest steps missing is
    taken, and each of these becomes a need of its own, with the priority and the date of the first.
    Missing are the courses that come first, that the person has not done, and for which no need is
    left: two courses never count on the same need. The id of a step is ``need:course``.

    What comes first is what courses declare. Where no course starts so, it is also what leads by
    levels alone: that becomes a prerequisite (`LevelStep`), for those who reach the course by it.
    """
    implied = implied_by(problem)
    if implied == Implied():
        return problem
    needs = (*problem.needs, *implied.steps)
    return problem.model_copy(update={"needs": needs, "courses": _courses(problem, implied)})


def implied_steps(problem: Problem) -> tuple[Need, ...]:
    """The needs for the steps that the needs of a problem imply, in the order of these."""
    return implied_by(problem).steps


def _courses(problem: Problem, implied: Implied) -> tuple[Course, ...]:
    """The courses, those that are reached by levels alone with these steps."""
    arcs: dict[str, list[Prerequisite]] = defaultdict(list)
    for (course, before), people in implied.rungs:
        arcs[course].append(LevelStep(course=before, staff=people))
    return tuple(
        course.model_copy(update={"prerequisites": (*course.prerequisites, *arcs[course.id])})
        if course.id in arcs
        else course
        for course in problem.courses
    )


@once
def implied_by(problem: Problem) -> Implied:
    """What the needs of a problem imply."""
    if not any(course.prerequisites or course.level_from for course in problem.courses):
        return Implied()
    courses = {course.id: course for course in problem.courses}
    staff = {member.id: member for member in problem.staff}
    of: dict[str, list[Need]] = defaultdict(list)
    for need in problem.needs:
        of[need.staff].append(need)
    answering = Answering(problem)
    steps: list[Need] = []
    rungs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for need in problem.needs:
        if need.staff not in staff:
            continue
        learner = Learner(staff[need.staff], courses)
        way = _way(learner, need, answering, of[need.staff])
        for course in way.missing:
            step = step_of(need, course)
            steps.append(step)
            of[need.staff].append(step)
        for rung in way.rungs:
            rungs[rung].add(need.staff)
    taken = _steps_taken(problem, courses, steps)
    owed = ((rung, frozenset(people)) for rung, people in rungs.items())
    return Implied((*steps, *taken), tuple(owed))


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
    if need.named:
        return not {*need.named}.isdisjoint(course.names)
    to = course.leads_to
    return need.topic == course.topic and to is not None and to >= (need.level_to or 0)


class Answering:
    """Courses by the needs that they answer."""

    def __init__(self, problem: Problem) -> None:
        self._courses = {course.id: course for course in problem.courses}
        self._topics: dict[str, list[Course]] = defaultdict(list)
        for course in problem.courses:
            self._topics[course.topic].append(course)

    def of(self, topic: str) -> Sequence[Course]:
        """The courses of a topic, in the order of the catalogue."""
        return self._topics.get(topic, ())

    def to(self, need: Need) -> Iterator[Course]:
        """The courses that answer a need: its wishes in their order, or as the catalogue goes."""
        if need.named:
            yield from (self._courses[name] for name in need.named if name in self._courses)
        else:
            yield from (c for c in self._topics.get(need.topic or "", ()) if answers(c, need))


class _Way(NamedTuple):
    """How a person gets to a course that answers a need."""

    missing: Sequence[Course] = ()
    """What comes first, is not done, and has no need."""
    rungs: Sequence[tuple[str, str]] = ()
    """Pairs of a course and one by which its level is reached."""


def _way(learner: Learner, need: Need, answering: Answering, needs: Sequence[Need]) -> _Way:
    """The way with the fewest steps missing, by what courses declare, else by their levels too."""
    every = list(answering.to(need))
    options = [c for c in every if learner.stands(need, c) is not None]
    if need.wishes and any(c not in options and not learner.first(c) for c in every):
        return _Way()  # A wish of a topic in which no level is stated can come true at once.
    spare = [other for other in needs if other is not need]
    firsts = {c.id: learner.first(c) for c in options if learner.starts(need, c)}
    if not all(0 < len(first) <= MOST_STEPS for first in firsts.values()):
        return _Way()  # One can be met at once, or is beyond all measure.
    missing = _missing(learner, need, firsts, spare)
    if missing is not None:
        return _Way(missing)
    if need.level_from is not None:
        return _Way()  # It says where they stand at whatever answers it.
    return _by_levels(learner, need, options, answering, spare)


def _missing(
    learner: Learner, need: Need, firsts: Mapping[str, Sequence[Course]], spare: Sequence[Need]
) -> Sequence[Course] | None:
    """The steps missing before the nearest of the courses that start by what they declare."""

    def fits(other: Need, course: Course) -> bool:
        return answers(course, other) and learner.starts(other, course)

    chains: list[tuple[int, int, Sequence[Course]]] = []
    for first in firsts.values():
        missing = without_need(first, spare, fits)
        begun = all(learner.starts(step_of(need, course), course) for course in missing)
        if begun and firsts.keys().isdisjoint(course.id for course in first):
            chains.append((len(missing), len(first), missing))
    return min(chains, key=lambda chain: chain[:2])[2] if chains else None


def _by_levels(
    learner: Learner,
    need: Need,
    options: Sequence[Course],
    answering: Answering,
    spare: Sequence[Need],
) -> _Way:
    """The way with the fewest steps missing before one of the courses that answer a need."""

    def asked(course: Course) -> bool:
        return any(answers(course, other) for other in spare)

    ways: list[tuple[int, int, _Way]] = []
    for course in options:
        up = ladder(learner, need, course, answering.of(course.topic), asked)
        if up is None or len(up.first) > MOST_STEPS:
            continue
        climbed = {end for rung in up.rungs for end in rung}

        def fits(other: Need, course: Course, climbed: Container[str] = climbed) -> bool:
            starts = course.id in climbed or learner.starts(other, course)
            return answers(course, other) and starts

        missing = without_need(up.first, spare, fits)
        ways.append((len(missing), len(up.first), _Way(missing, up.rungs)))
    if not ways:
        return _Way()
    best = min(ways, key=lambda way: way[:2])[2]
    as_good = [way for _, _, way in ways if way.missing == best.missing]
    return best._replace(rungs=[rung for way in as_good for rung in way.rungs])
