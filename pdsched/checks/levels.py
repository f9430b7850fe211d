"""Needs of people who do not stand, or are not known to stand, where a course for them starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.expansion import Answering, Learner, with_steps
from pdsched.problem import Course, Need


def unknown_levels(index: Index) -> Iterator[Fault]:
    """Needs above the first level of people whose level nothing states: one remark for all."""
    starts = {
        topic: min(course.level_to for course in courses) for topic, courses in index.topics.items()
    }

    def is_taken_to_stand_there(learner: Learner, need: Need, courses: list[Course]) -> bool:
        return all(
            learner.stands(need, course) is None
            and not course.owed_by(need.staff)
            and course.level_from >= starts[course.topic]
            for course in courses
        )

    yield from _one_for_all(
        index,
        is_taken_to_stand_there,
        "PD935",
        "has no level of {topic!r} stated, and is taken to stand at level {level}, where {course} "
        "starts",
        "state the level, 0 for somebody who begins, and what comes first is brought",
    )


def beneath(index: Index) -> Iterator[Fault]:
    """Needs that only courses above the person's level answer: a remark for each of two ways."""

    def is_beneath(learner: Learner, need: Need, courses: list[Course]) -> bool:
        stands = [(learner.stands(need, course), course) for course in courses]
        return all(
            level is not None and level < course.level_from < course.level_to
            for level, course in stands
        )

    yield from _one_for_all(
        index,
        lambda *about: about[1].level_from is None and is_beneath(*about),
        "PD936",
        "stands below level {level} of {topic!r}, where {course} starts, and no course leads there",
        "add a course that leads there, or correct the level; else the need stays open",
    )
    yield from _one_for_all(
        index,
        lambda *about: about[1].level_from is not None and is_beneath(*about),
        "PD936",
        "begins by its need below level {level} of {topic!r}, where {course} starts",
        "state the level of the person and leave level_from out: what comes first is brought then",
    )


def _one_for_all(
    index: Index,
    concerns: Callable[[Learner, Need, list[Course]], bool],
    code: str,
    message: str,
    advice: str,
) -> Iterator[Fault]:
    if not index.whole("courses", "needs", "staff"):
        return
    stepwise = with_steps(index.problem)
    courses = {course.id: course for course in stepwise.courses}
    answering = Answering(stepwise)
    told: list[tuple[str, Need, Course]] = []
    for path, need in index.rows("needs", index.problem.needs):
        if (member := index.staff.get(need.staff)) is None:
            continue
        options = list(answering.to(need))
        if options and concerns(Learner(member, courses), need, options):
            told.append((path, need, min(options, key=lambda course: course.level_from)))
    if told:
        path, need, course = told[0]
        said = message.format(topic=course.topic, level=course.level_from, course=course.id)
        if more := len(told) - 1:
            said += f"; so it is with {more} more needs" if more > 1 else "; so it is with one more"
        yield fault(code, path, need.staff, said, advice)
