"""Days of the timetable in tables, as the cycle of the school names them.

A spreadsheet says ``Mon`` or ``Monday`` where the cycle says ``mon``. Days that its names do not
tell apart by case are left as they are, and so is whatever is no day of it: the check says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pdsched.problem import Cycle, Weekday
from pdsched.problem.names import normal


def name_days(document: Mapping[str, Any]) -> None:
    """Puts the names of the cycles in place of what the rows say, in lessons, periods and staff.

    >>> lesson = {"school": "north", "day": "Monday"}
    >>> name_days({"schools": [{"id": "north"}], "lessons": [lesson]})
    >>> lesson["day"]
    'mon'
    """
    schools = {normal(str(s.get("id"))): s for s in _records(document, "schools")}
    names = {name: _names(school) for name, school in schools.items()}
    homes = {normal(str(m.get("id"))): _home(m) for m in _records(document, "staff")}
    for name, school in schools.items():
        for period in school.get("periods") or ():
            _put(period, "days", names[name])
    for lesson in _records(document, "lessons"):
        _put(lesson, "day", names.get(normal(str(lesson.get("school"))), ()))
    for time in _records(document, "protected"):
        home = homes.get(normal(str(time.get("staff"))), "")
        _put(time, "day", names.get(home, ()))
    for member in _records(document, "staff"):
        _put(member, "works_on", (*names.get(_home(member), ()), *map(str, Weekday)))


def _records(document: Mapping[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    yield from document.get(kind) or ()


def _names(school: Mapping[str, Any]) -> Sequence[str]:
    cycle = school.get("cycle", {})
    days = (*(cycle.get("days") or Cycle().days), *(cycle.get("other_days") or ()))
    return [normal(name) for name in days]


def _home(member: Mapping[str, Any]) -> str:
    return normal(str(next(iter(member.get("schools") or ()), "")))


def _put(record: dict[str, Any], field: str, names: Sequence[str]) -> None:
    told = record.get(field)
    if isinstance(told, str):
        record[field] = _named(told, names)
    elif isinstance(told, list):
        record[field] = [_named(day, names) for day in told]


def _named(told: str, names: Sequence[str]) -> str:
    """The one of the names that is meant, or what was told."""
    if normal(told) in names:
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
