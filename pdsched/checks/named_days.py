"""Days of the timetable as the cycle of the school names them, whatever a document called them.

Somebody writes ``Mon`` or ``Monday`` where the cycle says ``mon``. Days that its names do not tell
apart by case are left as they are, and so is whatever is no day of it: the check says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pdsched.problem import Cycle, Problem, Record, School, Weekday
from pdsched.problem.names import normal

R = TypeVar("R", bound=Record)
_WEEKDAYS = tuple(map(str, Weekday))


def with_named_days(problem: Problem) -> Problem:
    """The problem with the names of its cycles; as it is if it has no others.

    >>> problem = with_named_days(Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"], "works_on": ["Monday", "TUE"]}],
    ... }))
    >>> problem.staff[0].works_on
    ('mon', 'tue')
    """
    days = {school.id: school.cycle.all_days for school in problem.schools}
    at_home = {member.id: days.get(member.schools[0], ()) for member in problem.staff}
    changed = {
        "schools": _each(problem.schools, _of_school),
        "staff": _each(
            problem.staff, lambda m: _named(m, "works_on", (*at_home[m.id], *_WEEKDAYS))
        ),
        "lessons": _each(problem.lessons, lambda x: _named(x, "day", days.get(x.school, ()))),
        "protected": _each(problem.protected, lambda x: _named(x, "day", at_home.get(x.staff, ()))),
    }
    update = {table: rows for table, rows in changed.items() if rows is not None}
    return problem.model_copy(update=update) if update else problem


def _each(records: tuple[R, ...], change: Callable[[R], R]) -> tuple[R, ...] | None:
    """The records as they are changed; ``None`` if none is."""
    new = tuple(map(change, records))
    return None if all(map(lambda a, b: a is b, records, new)) else new


def _of_school(school: School) -> School:
    cycle, days = school.cycle, school.cycle.all_days
    parts: dict[str, Any] = {
        "anchors": _each(cycle.anchors, lambda each: _named(each, "day", cycle.days)),
        "follows": _each(cycle.follows, lambda each: _named(each, "day", days)),
    }
    parts = {field: value for field, value in parts.items() if value is not None}
    named: Cycle = cycle.model_copy(update=parts) if parts else cycle
    periods = _each(school.periods, lambda period: _named(period, "days", days))
    if not parts and periods is None:
        return school
    return school.model_copy(update={"cycle": named, "periods": periods or school.periods})


def _named(record: R, field: str, names: Sequence[str]) -> R:
    told = getattr(record, field)
    if told is None or (told in names if isinstance(told, str) else set(told) <= set(names)):
        return record
    meant = _meant(told, names) if isinstance(told, str) else tuple(_meant(x, names) for x in told)
    return record if meant == told else record.model_copy(update={field: meant})


def _meant(told: str, names: Sequence[str]) -> str:
    """The one of the names that is meant, or what was told."""
    if told in names:
        return told
    alike = {name for name in names if name.casefold() == normal(told).casefold()}
    if not alike:
        alike = {_weekday(told)}.intersection(names)
    return alike.pop() if len(alike) == 1 else told


def _weekday(word: str) -> str:
    try:
        return Weekday(word).value
    except ValueError:
        return ""
