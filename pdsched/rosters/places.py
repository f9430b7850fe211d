"""Schools with their bells and cycles: those of the source, or made up where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.problem import Cycle, CycleDate, Period, School, Weekday, clock, minutes
from pdsched.problem.calendar import WORKING_WEEK
from pdsched.rosters.horizon import Horizon
from pdsched.rosters.noted import Noted
from pdsched.rosters.periods import in_order, period_key
from pdsched.rosters.roster import Line, Place, Roster, Section
from pdsched.timetables import Timetable, TimetablePeriod
from pdsched.timetables.arguments import Term
from pdsched.timetables.bells import Bells, even_bells, midday
from pdsched.timetables.cycles import CycleChoice, choose_cycle

USUAL_PERIODS = 8
MOST_PERIODS = 40
OVERLAPS = "overlaps an earlier period of the day, and is not listed among the bells of the school"


class Week(NamedTuple):
    """What all schools share: the open weekdays and with which a week begins."""

    weekdays: tuple[Weekday, ...]
    begins: Weekday
    choices: Mapping[tuple[str, ...], CycleChoice]
    """How the days of a cycle fall on them, by their names."""

    def anchors(self, days: Sequence[str], term: Term) -> tuple[CycleDate, ...]:
        """Anchors of a cycle: those of its days, and those that no cycle has, to be refused."""
        elsewhere = {day for choice in self.choices.values() for day in choice.days} - {*days}
        told = term.cycle_anchors.items()
        return tuple(CycleDate(date=on, day=day) for on, day in told if day not in elsewhere)


def week_of(roster: Roster, term: Term) -> Week:
    """The open weekdays: as told, else those that the days of the timetables are.

    Raises:
        ProblemError: PD716 if days have names that are no weekdays known here.
    """
    kinds = dict.fromkeys(place.days for place in roster.places)
    chosen = {days: _chosen(days, term, roster.path) for days in kinds}
    open_days = [day for choice in chosen.values() for day in choice.weekdays]
    weekdays = tuple(day for day in Weekday if day in open_days) or WORKING_WEEK
    if any(set(choice.weekdays) != set(weekdays) for choice in chosen.values()):
        wide = term.model_copy(update={"weekdays": weekdays})
        chosen = {days: _chosen(days, wide, roster.path) for days in kinds}
    first = next(iter(chosen.values()), None)
    begins = first.begins if first else Weekday.MON
    return Week(first.weekdays if first else weekdays, begins, chosen)


def _chosen(days: tuple[str, ...], term: Term, path: str) -> CycleChoice:
    names = days or tuple(day.value for day in term.weekdays or WORKING_WEEK)
    stub = Timetable(name="", days=names, periods=(TimetablePeriod(name="1"),))
    return choose_cycle(stub, term, path)


def cycle_of(place: Place, week: Week, term: Term, horizon: Horizon, off: frozenset[date]) -> Cycle:
    """The cycle of a school: its days, and the dates, none of them off, with a day of their own."""
    follows = {on: day for on, day in place.follows if horizon.cut((on, on)) and on not in off}
    choice = week.choices[place.days]
    days = choice.days
    return Cycle(
        kind=choice.kind,
        days=days,
        anchors=week.anchors(days, term),
        other_days=tuple(dict.fromkeys(day for _, day in place.follows if day not in days)),
        follows=tuple(CycleDate(date=on, day=day) for on, day in sorted(follows.items())),
    )


class BellsOf(NamedTuple):
    """The lines of a school, and a sentence where they are made up."""

    lines: tuple[Line, ...]
    sentence: str = ""


def bells_of(place: Place, sections: Sequence[Section], term: Term) -> BellsOf:
    """The bells of a school; made up for as many periods as its classes number.

    >>> from pdsched.rosters.roster import PeriodDays
    >>> section = Section("7", "row 2", "north", periods=(PeriodDays("2"),))
    >>> bells_of(Place("north"), [section], Term()).lines[1].start
    530
    """
    if place.lines:
        return BellsOf(place.lines)
    keys = {period_key(period) for each in sections for period, _ in each.periods}
    numbers = {int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 4}
    told = {number for number in numbers if number <= MOST_PERIODS}
    names = range(min(1, *told), max(told) + 1) if told else range(1, USUAL_PERIODS + 1)
    made_up = even_bells(len(names), term.first_bell, term.period_minutes, term.break_minutes, None)
    lines = (
        Line(str(name), start, end) for name, (start, end) in zip(names, made_up.spans, strict=True)
    )
    return BellsOf(tuple(lines), _sentence(made_up, len(names), term))


def _sentence(made_up: Bells, count: int, term: Term) -> str:
    return (
        f"The source has no clock times: {count} periods of {made_up.length} minutes begin at"
        f" {term.first_bell:%H:%M}, {made_up.pause} minutes apart."
    )


def school_of(place: Place, cycle: Cycle, lines: Sequence[Line], noted: Noted) -> School:
    """The school; of periods that overlap on a day, the first one is listed."""
    spans = sorted({(line.start, line.end) for line in lines})
    return School(
        id=place.id,
        name=place.name,
        cycle=cycle,
        periods=tuple(_periods(place, cycle, lines, noted)),
        midday=midday(spans, spans, None),
    )


def _periods(place: Place, cycle: Cycle, lines: Sequence[Line], noted: Noted) -> Iterator[Period]:
    """Lines in the order of the day; one of several days falls on those that still have room."""
    until: dict[str, int] = {}
    taken: set[tuple[str, str]] = set()
    alike: dict[Line, dict[str, None]] = {}
    for line in sorted(lines, key=lambda each: (each.start, each.end)):
        days = cycle.days if line.days is None else line.days
        alike.setdefault(line._replace(days=None), {}).update(dict.fromkeys(days))
    for line, there in alike.items():
        free = tuple(day for day in there if until.get(day, 0) <= line.start)
        until |= dict.fromkeys(free, line.end)
        if not free:
            noted.say(f"school {place.id}", line.period, OVERLAPS)
            continue
        name, number = line.period, 1
        while any((name, day) in taken for day in free):
            number += 1
            name = f"{line.period} ({number})"
        taken.update((name, day) for day in free)
        yield Period(
            id=name,
            start=clock(line.start),
            end=clock(line.end),
            days=None if set(free) == set(cycle.all_days) else free,
        )


def with_midday(school: School, lessons: Sequence[tuple[int, int]]) -> School:
    """The school with its midday where the fewest lessons cross it."""
    spans = sorted({(minutes(each.start), minutes(each.end)) for each in school.periods})
    return school.model_copy(update={"midday": midday(spans, lessons, None)})


def days_of_lines(lines: Sequence[Line], sections: Sequence[Section]) -> tuple[str, ...]:
    """Days that bells and classes name, in the order of a cycle."""
    told = [day for line in lines for day in line.days or ()]
    told += [day for each in sections for _, days in each.periods for day in days or ()]
    return in_order(told)
