"""Who learns what, with whom, from which level, after what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pdsched.problem import Course, Modality, Prerequisite
from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Attendance, Meeting, Met
from pdsched.referee.registry import Finding, rule


@rule("need")
def need(case: Case) -> Iterator[Finding]:
    """A release meets a need of the person that the course answers, once."""
    for met in case.met:
        yield from _wrong_need(case, met)
    for name, several in grouped(case.met, lambda met: met.need).items():
        if len(several) > 1:
            times = "; ".join(str(met.attendance) for met in several)
            yield (name,), f"need {name} is met {len(several)} times: {times}"
    for (staff, course), visits in _by_course(case).items():
        if len(visits) > 1:
            days = ", ".join(str(visit.day) for visit in visits)
            yield (staff, course), f"{staff} attends {course} {len(visits)} times: {days}"


def _wrong_need(case: Case, met: Met) -> Iterator[Finding]:
    wanted, course = case.facts.needs[met.need], met.attendance.meeting.course
    staff = met.attendance.staff
    if wanted.staff != staff:
        yield (staff, wanted.id), f"{staff} is released for need {wanted.id} of {wanted.staff}"
    elif not case.facts.learning.answers(course, wanted):
        yield (
            (staff, wanted.id),
            f"{staff} attends {course.id} on {met.attendance.day}, "
            f"which does not answer need {wanted.id}",
        )


def _by_course(case: Case) -> dict[tuple[str, str], list[Attendance]]:
    return grouped(case.attendances, lambda a: (a.staff, a.meeting.course.id))


@rule("level")
def level(case: Case) -> Iterator[Finding]:
    """Who attends stands at a level from which the course starts."""
    for met in case.met:
        wanted, course = case.facts.needs[met.need], met.attendance.meeting.course
        if wanted.staff != met.attendance.staff or not case.facts.learning.answers(course, wanted):
            continue  # the rule `need` speaks of these
        stands = case.facts.learning.level(wanted, course)
        if not fits(stands, course, case.policy.level_spread):
            top = min(course.level_from + case.policy.level_spread, course.level_to - 1)
            yield (
                (wanted.staff, wanted.id, course.id),
                f"{wanted.staff} stands at level {stands} of {course.topic}; {course.id} "
                f"is for levels {course.level_from} to {top}",
            )


def fits(stands: int, course: Course, spread: int) -> bool:
    """Whether a course starts from a level."""
    return course.level_from <= stands <= course.level_from + spread and stands < course.level_to


@rule("prerequisites")
def prerequisites(case: Case) -> Iterator[Finding]:
    """What comes first is done first, within its lags."""
    visits = _by_course(case)
    for attendance in case.attendances:
        staff, course = attendance.staff, attendance.meeting.course
        for arc in course.owed_by(staff):
            if case.facts.learning.has(staff, arc.course):
                continue
            before = [visit.meeting for visit in visits.get((staff, arc.course), ())]
            begins = attendance.day, attendance.meeting.span.start
            if not any(in_order(case.facts, m, arc, *begins) for m in before):
                yield (
                    (staff, arc.course, course.id),
                    f"{staff} attends {attendance.meeting}, but "
                    f"{_what_is_wrong(case.facts, before, arc, attendance.meeting)}",
                )


def in_order(facts: Facts, first: Meeting, arc: Prerequisite, day: date, start: int) -> bool:
    """Whether a meeting of a prerequisite is early, and not too early, for a start on a date."""
    if (first.day, first.span.end) > (day, start):
        return False
    lag = facts.days.lag(first.day, day)
    return arc.min_days <= lag and (arc.max_days is None or lag <= arc.max_days)


def _what_is_wrong(facts: Facts, before: list[Meeting], arc: Prerequisite, meeting: Meeting) -> str:
    if not before:
        return f"has not done {arc.course}, which comes first"
    lags = ", ".join(str(facts.days.lag(m.day, meeting.day)) for m in before)
    most = "any number of" if arc.max_days is None else arc.max_days
    return (
        f"attends {before[0]}; this lag of {lags} school days should be {arc.min_days} to {most}, "
        "and the first should end before the second begins"
    )


@rule("group-size")
def group_size(case: Case) -> Iterator[Finding]:
    """A group is between the course's least and greatest size."""
    for meeting in case.meetings:
        course, size = meeting.course, len(meeting.people)
        if not course.group_min <= size <= course.group_max:
            yield (
                (meeting.session.id,),
                f"{size} attend {meeting}; the group should be {course.group_min} to "
                f"{course.group_max}",
            )


@rule("coaching-at-home")
def coaching_at_home(case: Case) -> Iterator[Finding]:
    """Coaching is at a school of everybody who is coached."""
    for attendance in case.attendances:
        meeting, staff = attendance.meeting, attendance.staff
        schools = case.facts.staff[staff].schools
        if meeting.course.modality is Modality.COACHING and meeting.venue not in schools:
            yield (
                (staff, meeting.session.id),
                f"{staff} attends {meeting} at {meeting.venue}; coaching comes to "
                f"{' or '.join(schools)}",
            )
