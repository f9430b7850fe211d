"""Class periods and bell schedules of Ed-Fi as bells of schools.

A class period says when it is; a bell schedule says which class periods a school has, on its dates,
on an alternate day, or (with neither) on every day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.rosters.edfi_xml import Entity, Interchanges, day_of, minute_of, said
from pdsched.rosters.noted import Noted
from pdsched.rosters.roster import Line
from pdsched.timetables.naming import clean_id

NO_TIME = "is a class period without a meeting time in whole minutes, so no class can meet in it"
NO_PERIOD = "is a class period of a bell schedule, and is not there or has no times"
NO_DATE = "is no date, and is not used"
FURTHER = "is one of several bell schedules without dates and days; the periods of all count"
NO_SCHEDULE = "The school {} has no bell schedule, so its class periods are taken to be each day."
MANY = "is a date of one bell schedule too many, and is taken for an ordinary day"
MANY_LINES = "is a bell schedule of a school with too many class periods, and is not used"
MOST_DAYS = 60
"""Kinds of days of a school that dates alone have."""
MOST_LINES = 2000
TWICE = "is told twice, and the first one counts"


class Bells(NamedTuple):
    """The bells of a school, as in `pdsched.rosters.roster.Place`."""

    lines: tuple[Line, ...]
    days: tuple[str, ...] = ()
    follows: tuple[tuple[date, str], ...] = ()


class _Schedule(NamedTuple):
    where: str
    name: str
    day: str
    dates: tuple[date, ...]
    lines: tuple[Line, ...]


class BellReader:
    """Bells by school."""

    def __init__(self, all_of: Interchanges, noted: Noted) -> None:
        self._all, self._noted = all_of, noted
        self.assumptions: list[str] = []
        self._times: dict[tuple[str, str], tuple[Line, ...]] = {}
        for entity in all_of.all("ClassPeriod"):
            self._add_period(entity)
        self._schedules: dict[str, list[_Schedule]] = defaultdict(list)
        for entity in all_of.all("BellSchedule"):
            school = all_of.of(entity.element, "SchoolReference", "SchoolId")
            self._schedules[school].append(self._schedule(school, entity))

    def _add_period(self, entity: Entity) -> None:
        school = self._all.of(entity.element, "SchoolReference", "SchoolId")
        name = clean_id(said(entity.element, "ClassPeriodName"))
        lines = []
        for meeting in entity.element.findall("MeetingTime"):
            start = minute_of(said(meeting, "StartTime"))
            end = minute_of(said(meeting, "EndTime"))
            if start is not None and end is not None and start < end:
                lines.append(Line(name, start, end))
        if (school, name) in self._times:
            self._noted.say(entity.where, name, TWICE)
        elif not name or not lines:
            self._noted.say(entity.where, name, NO_TIME)
        else:
            self._times[school, name] = tuple(dict.fromkeys(lines))

    def _schedule(self, school: str, entity: Entity) -> _Schedule:
        element = entity.element
        lines: dict[Line, None] = {}
        for reference in element.findall("ClassPeriodReference"):
            name = clean_id(self._all.text(reference, "ClassPeriodName"))
            if (school, name) in self._times:
                lines |= dict.fromkeys(self._times[school, name])
            else:
                self._noted.say(entity.where, name, NO_PERIOD)
        dates = []
        for told in element.findall("Date"):
            if (on := day_of((told.text or "").strip())) is None:
                self._noted.say(entity.where, told.text, NO_DATE)
            else:
                dates.append(on)
        name = clean_id(said(element, "BellScheduleName")) or "schedule"
        alternate = clean_id(said(element, "AlternateDayName"))
        return _Schedule(entity.where, name, alternate, tuple(dates), tuple(lines))

    def of(self, school: str) -> Bells:
        """The bells of a school; no lines if it has no class periods."""
        schedules = list(self._few_enough(self._schedules.get(school, [])))
        if not schedules:
            lines = [line for (at, _), told in self._times.items() if at == school for line in told]
            if lines:
                self.assumptions.append(NO_SCHEDULE.format(school))
            return Bells(tuple(lines[:MOST_LINES]))
        regular = [schedule for schedule in schedules if not schedule.dates]
        everyday = [schedule for schedule in regular if not schedule.day]
        for schedule in everyday[1:]:
            self._noted.say(schedule.where, schedule.name, FURTHER)
        lines = [
            line._replace(days=(schedule.day,) if schedule.day else None)
            for schedule in regular
            for line in schedule.lines
        ]
        days = tuple(dict.fromkeys(schedule.day for schedule in regular if schedule.day))
        dated, follows = self._dated(schedules, days)
        return Bells(tuple(dict.fromkeys((*lines, *dated))), days, follows)

    def _few_enough(self, schedules: Iterable[_Schedule]) -> Iterator[_Schedule]:
        number = 0
        for schedule in schedules:
            number += len(schedule.lines)
            if number <= MOST_LINES:
                yield schedule
            else:
                self._noted.say(schedule.where, schedule.name, MANY_LINES)

    def _dated(
        self, schedules: Iterable[_Schedule], taken: Sequence[str]
    ) -> tuple[list[Line], tuple[tuple[date, str], ...]]:
        """Lines of the days that dates alone have, and these days by date.

        Schedules of one date, as of several grades, make one day together.
        """
        by_date: dict[date, list[_Schedule]] = defaultdict(list)
        for schedule in schedules:
            for on in dict.fromkeys(schedule.dates):
                by_date[on].append(schedule)
        names: dict[tuple[str, ...], str] = {}
        lines: list[Line] = []
        follows = []
        for on, there in sorted(by_date.items()):
            key = tuple(schedule.where for schedule in there)
            if key not in names and len(names) == MOST_DAYS:
                self._noted.say(there[0].where, on, MANY)
                continue
            if key not in names:
                wanted = " + ".join(dict.fromkeys(each.day or each.name for each in there))[:190]
                name, number = wanted, 1
                while name in taken or name in names.values():
                    number += 1
                    name = f"{wanted} ({number})"
                names[key] = name
                lines += [line._replace(days=(name,)) for each in there for line in each.lines]
            follows.append((on, names[key]))
        return lines, tuple(follows)
