"""Goals of times: those that suit people, the rhythm of courses, and time to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pdsched.problem import Prerequisite, Window
from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal
from pdsched.referee.meeting import Attendance
from pdsched.referee.rules.releases import minutes_lost
from pdsched.referee.spans import span_of


@goal("outside-preferred-times")
def outside_preferred_times(case: Case) -> int:
    """Attendances outside all windows that the person prefers, where there are any."""
    staff = case.facts.staff
    return sum(_outside(a, staff[a.staff].preferred) for a in case.attendances)


@goal("outside-key-times")
def outside_key_times(case: Case) -> int:
    """Attendances outside all key times of the calendar, where there are any."""
    key_times = case.facts.problem.calendar.key_times
    return sum(_outside(attendance, key_times) for attendance in case.attendances)


def _outside(attendance: Attendance, windows: Sequence[Window]) -> bool:
    span, has_hour = attendance.meeting.span, attendance.meeting.course.modality.has_hour
    return (
        has_hour
        and bool(windows)
        and not any(w.on(attendance.day) and span.inside(span_of(w)) for w in windows)
    )


@goal("off-cadence")
def off_cadence(case: Case) -> int:
    """Arcs of which a person attends both courses, but not so many days apart."""
    on: dict[tuple[str, str], set[date]] = {}
    for a in case.attendances:
        on.setdefault((a.staff, a.meeting.course.id), set()).add(a.day)
    return sum(
        bool(first) and then.isdisjoint(_in_rhythm(case, arc, day) for day in first)
        for (staff, course), then in on.items()
        for arc in case.facts.courses[course].prerequisites
        if arc.cadence_days is not None
        for first in (on.get((staff, arc.course), set()),)
    )


def _in_rhythm(case: Case, arc: Prerequisite, day: date) -> date | None:
    """The date of the later course that is in rhythm with one of the earlier course.

    None where there is no such date before the end of all dates.
    """
    days, last = case.facts.days, case.facts.problem.calendar.last
    step = timedelta(days=arc.cadence_days or 0)
    due = day
    while step <= date.max - due:
        due += step
        if not arc.passes_closed_days or due > last or days.is_school_day(due):
            return due
    return None


@goal("protected-minutes-lost")
def protected_minutes_lost(case: Case) -> int:
    """The minutes of protected time that releases take."""
    return sum(minutes_lost(case, absence) for absence in case.absences)
