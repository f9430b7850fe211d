"""The meetings of a series as courses, and as needs of whoever needs the series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from pdsched.expansion.learner import Learner, step_of
from pdsched.expansion.steps import answers
from pdsched.problem import (
    Course,
    Meeting,
    Need,
    Pair,
    Prerequisite,
    Problem,
    Series,
    StaffMember,
    Trainer,
    meeting_id,
)

Meetings = Mapping[str, tuple[Meeting, ...]]
"""By course that is a series, its meetings in order."""
Naming = TypeVar("Naming", StaffMember, Trainer)


def with_meetings(problem: Problem) -> Problem:
    """The problem with the meetings of each series in place of its course.

    Without series it is returned as it is.
    """
    courses = {course.id: course for course in problem.courses}
    meetings: dict[str, tuple[Meeting, ...]] = {}
    for series in problem.series:
        if series.course in courses and series.course not in meetings:
            meetings[series.course] = tuple(_meetings(courses[series.course], series))
    if not meetings:
        return problem
    return problem.model_copy(
        update={
            "series": (),
            "courses": tuple(chain.from_iterable(_courses(c, meetings) for c in problem.courses)),
            "needs": tuple(_needs(problem, meetings)),
            "staff": tuple(_naming(s, "completed", meetings) for s in problem.staff),
            "trainers": tuple(_naming(t, "courses", meetings) for t in problem.trainers),
            "pairs": tuple(chain.from_iterable(_of_each(p, meetings) for p in problem.pairs)),
        }
    )


def _meetings(course: Course, series: Series) -> Iterator[Meeting]:
    given = {name: getattr(course, name) for name in Course.model_fields}
    before: tuple[Prerequisite, ...] = course.prerequisites
    for number in range(1, series.meetings + 1):
        name = meeting_id(course.id, number)
        told = f"{course.name or course.id}, meeting {number} of {series.meetings}"
        changed = {"id": name, "name": told, "prerequisites": before}
        yield Meeting.model_construct(
            **given | changed,
            series=course.id,
            number=number,
            of=series.meetings,
            entered_after=course.prerequisites,
        )
        before = (_arc(name, series),)


def _arc(name: str, series: Series) -> Prerequisite:
    # Not validated: an id that is too long is for the checks to tell.
    return Prerequisite.model_construct(
        course=name,
        min_days=series.min_days,
        max_days=series.max_days,
        cadence_days=series.cadence_days,
        passes_closed_days=series.cadence_days is not None,
        same_group=series.same_group,
    )


def _courses(course: Course, meetings: Meetings) -> Iterable[Course]:
    """The course itself, or its meetings; of what comes first, the last meeting counts."""
    return [_after_last(each, meetings) for each in meetings.get(course.id, (course,))]


def _after_last(course: Course, meetings: Meetings) -> Course:
    changed: dict[str, object] = {"prerequisites": _to_last(course.prerequisites, meetings)}
    if isinstance(course, Meeting):
        changed["entered_after"] = _to_last(course.entered_after, meetings)
    return course.model_copy(update=changed)


def _to_last(arcs: Iterable[Prerequisite], meetings: Meetings) -> tuple[Prerequisite, ...]:
    return tuple(
        arc.model_copy(update={"course": meetings[arc.course][-1].id})
        if arc.course in meetings
        else arc
        for arc in arcs
    )


def _naming(record: Naming, field: str, meetings: Meetings) -> Naming:
    """A record of which a list of courses names the meetings of series, each once."""
    names: tuple[str, ...] = getattr(record, field)
    if meetings.keys().isdisjoint(names):
        return record
    each = ([m.id for m in meetings[name]] if name in meetings else [name] for name in names)
    return record.model_copy(update={field: tuple(dict.fromkeys(chain.from_iterable(each)))})


def _of_each(pair: Pair, meetings: Meetings) -> Iterable[Pair]:
    """A pair, or one for each meeting if it is about a series."""
    if pair.course is None or pair.course not in meetings:
        return [pair]
    return [
        pair.model_copy(update={"id": f"{pair.id}:{each.id}", "course": each.id})
        for each in meetings[pair.course]
    ]


def _needs(problem: Problem, meetings: Meetings) -> Iterator[Need]:
    """The needs, those of a series for its last meeting; then those for the meetings before it."""
    courses = {course.id: course for course in problem.courses}
    staff = {member.id: member for member in problem.staff}
    asked = {(need.staff, need.course) for need in problem.needs}
    implied: list[Need] = []
    for need in problem.needs:
        series = meetings.get(need.course or "", ())
        yield need.model_copy(update={"course": series[-1].id}) if series else need
        if need.staff not in staff:
            continue
        learner = Learner(staff[need.staff], courses)
        if need.course is None:
            series = _only(learner, need, meetings)
        for meeting in series[:-1]:
            wanted = (need.staff, meeting.id)
            if wanted not in asked and not learner.has(meeting):
                asked.add(wanted)
                implied.append(step_of(need, meeting))
    yield from implied


def _only(learner: Learner, need: Need, meetings: Meetings) -> tuple[Meeting, ...]:
    """The meetings of the series that answers the need for a topic, unless a course does, too."""
    fitting = [
        course
        for course in learner.courses.values()
        if answers(course, need) and learner.starts(need, course)
    ]
    if not fitting or any(course.id not in meetings for course in fitting):
        return ()
    return meetings[fitting[0].id]
