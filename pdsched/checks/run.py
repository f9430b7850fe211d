"""All checks in their order, and the running of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pdsched.checks import (
    calendars,
    clocks,
    cover,
    idle,
    learning,
    lessons,
    levels,
    pairs,
    past,
    people,
    pins,
    references,
    remarks,
    series,
    teams,
    working_days,
)
from pdsched.checks.index import Index, Lost
from pdsched.checks.pause import collector_paused
from pdsched.errors import Fault, Severity
from pdsched.problem import Problem
from pdsched.problem.once import once

_CHECKS: tuple[Callable[[Index], Iterator[Fault]], ...] = (
    references.duplicate_ids,
    references.dangling,
    references.topics_and_zones,
    references.cycle_days,
    working_days.unknown_days,
    references.listed_twice,
    references.empty_lists,
    references.travel,
    calendars.calendar,
    calendars.terms,
    calendars.cycles,
    calendars.dates_of_cycles,
    calendars.periods,
    clocks.ends,
    clocks.spans,
    clocks.missing_times,
    lessons.day_or_date,
    lessons.outside_calendar,
    lessons.two_at_once,
    lessons.too_few_staff,
    learning.courses,
    learning.hours,
    learning.circles,
    learning.rooms_for_groups,
    learning.lessons_for_coaching,
    learning.needs,
    learning.same_needs,
    series.series,
    series.written_ids,
    series.sessions_of_series,
    series.wishes,
    series.steps,
    cover.nowhere,
    idle.joins,
    pairs.pairs,
    teams.members,
    teams.taken_for_people,
    teams.idle_people,
    pins.pins,
    pins.gone_by,
    calendars.empty_first_weeks,
    calendars.misleading_days,
    remarks.missing_qualifications,
    remarks.open_prerequisites,
    remarks.reached,
    levels.unknown_levels,
    levels.beneath,
    remarks.levels_of_nothing,
    remarks.never_available,
    teams.never_together,
    remarks.covers_of_squads,
    people.two_names,
    people.without_names,
    working_days.part_time,
    working_days.lessons_on_days_off,
    working_days.nearly_roles,
    idle.classes_before,
    idle.notice_of_no_day,
    idle.cadences,
    idle.kept,
    past.dates,
    past.attendances,
    past.dates_of_sessions,
    past.covers_of_nobody_away,
    past.venues,
    past.leaders,
    past.needs,
    past.told_twice,
)


@once
def check(problem: Problem) -> tuple[Fault, ...]:
    """All faults of a problem, errors before warnings."""
    return check_remaining(problem, Lost())


def check_remaining(problem: Problem, lost: Lost) -> tuple[Fault, ...]:
    """All faults of what remains of a document after records of the wrong shape were left out."""
    with collector_paused():
        index = Index(problem, lost)
        faults = [fault for each in _CHECKS for fault in each(index)]
    return tuple(sorted(faults, key=is_warning))


def is_warning(fault: Fault) -> bool:
    """Whether a fault stops nothing: the others are told first."""
    return fault.severity is Severity.WARNING
