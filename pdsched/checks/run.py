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
    pairs,
    past,
    people,
    pins,
    policies,
    references,
    remarks,
)
from pdsched.checks.index import Index, Lost
from pdsched.checks.pause import collector_paused
from pdsched.errors import Fault, Severity
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.once import once

_CHECKS: tuple[Callable[[Index], Iterator[Fault]], ...] = (
    references.duplicate_ids,
    references.dangling,
    references.topics_and_zones,
    references.cycle_days,
    references.listed_twice,
    references.empty_lists,
    references.travel,
    calendars.calendar,
    calendars.terms,
    calendars.cycles,
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
    cover.nowhere,
    idle.joins,
    pairs.pairs,
    pins.pins,
    pins.gone_by,
    remarks.missing_qualifications,
    remarks.open_prerequisites,
    remarks.reached,
    remarks.levels_of_nothing,
    remarks.never_available,
    remarks.covers_of_squads,
    people.two_names,
    people.without_names,
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


def check(problem: Problem, policy: Policy | None = None) -> tuple[Fault, ...]:
    """All faults of a problem, errors before warnings.

    Args:
        problem: what is given.
        policy: where it is given, warnings about its figures beside this problem come last.

    >>> from pdsched import Problem, check
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "rooms": [{"id": "lab", "school": "north", "capacity": 20}],
    ... })
    >>> print(*check(problem))
    PD202 rooms[0].school: 'north' is no school; add it to schools, or correct it
    """
    faults = _check(problem)
    return faults if policy is None else (*faults, *policies.remarks(policy, problem))


@once
def _check(problem: Problem) -> tuple[Fault, ...]:
    return check_remaining(problem, Lost())


def check_remaining(problem: Problem, lost: Lost) -> tuple[Fault, ...]:
    """All faults of what remains of a document after records of the wrong shape were left out."""
    with collector_paused():
        index = Index(problem, lost)
        faults = [fault for each in _CHECKS for fault in each(index)]
    return tuple(sorted(faults, key=lambda fault: fault.severity is Severity.WARNING))
