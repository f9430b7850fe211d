"""Required pins that cannot be kept, alone or together, whatever else a plan does.

*The argument.* A pin with a person and a date is met by a release of that person then, which takes
at least as many lessons as are counted for a need with this date and start alone. Pins of one
person and date may mean one release, and count once; lessons of different people have a cover each,
so that whoever may hold them has to have room for all. A release that takes a lesson counts in the
week of its person. Sessions that differ in what pins name take their minutes of the trainer each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from pdsched.preflight.learners import Demand
from pdsched.preflight.minutes import WHOLE_DAY
from pdsched.preflight.needs import Preflight
from pdsched.preflight.shortage import Asker, shortages
from pdsched.problem import Course, Need, PinKind, SessionPin, minutes


class PinnedCover(NamedTuple):
    """Pins of a date for which too few can come."""

    day: date
    pins: tuple[SessionPin, ...]
    lessons: int
    """That they take at the least."""
    half_days: int
    """Of substitutes who may hold them."""
    qualification: str
    """What all of the lessons ask for; empty where not all of them do."""


class PinnedTrainer(NamedTuple):
    """Pins of a date for which a trainer has too few minutes."""

    day: date
    pins: tuple[SessionPin, ...]
    trainer: str
    asked: int
    had: int


class PinnedWeek(NamedTuple):
    """Pins for which a person would be released too often in a week."""

    pins: tuple[SessionPin, ...]
    staff: str
    dates: tuple[date, ...]
    most: int


class Pinned:
    """The pins that ask for a session on a date that is not past."""

    def __init__(self, preflight: Preflight) -> None:
        self._preflight, self._index = preflight, preflight.index
        self._policy = preflight.policy

    @cached_property
    def at_no_time(self) -> list[SessionPin]:
        """Pins of a person and a date, of which there is no time at which they could be kept."""
        return [pin for pin, demand in self._demands if demand is None]

    def short_of_cover(self) -> Iterator[PinnedCover]:
        """Pins of one date that take more cover than there is on it."""
        hands = self._preflight.hands((demand for _, demand in self._taking), alone=True)
        for day, of_day in groupby(self._taking, key=lambda each: _date(each[0])):
            most: dict[str, tuple[SessionPin, Demand]] = {}
            for pin, demand in of_day:
                staff = pin.staff or ""
                if staff not in most or most[staff][1].covers < demand.covers:
                    most[staff] = pin, demand
            bit, pinned = self._index.days.bit(day), list(most.values())
            askers = [
                Asker(
                    1,
                    demand.covers * hands.cost(demand.school),
                    hands.for_lessons(demand.school, demand.qualification),
                )
                for _, demand in pinned
            ]
            reserves = frozenset().union(*(asker.suppliers for asker in askers))
            had = {reserve: hands.units(reserve, bit, bit) for reserve in reserves}
            for shortage in shortages(askers, had):
                short = [pinned[number] for number in shortage.askers]
                asked = {demand.qualification for _, demand in short}
                yield PinnedCover(
                    day,
                    tuple(pin for pin, _ in short),
                    sum(demand.covers for _, demand in short),
                    sum(hands.half_days(reserve, bit, bit) for reserve in shortage.suppliers),
                    asked.pop() if len(asked) == 1 else "",
                )

    def short_of_weeks(self) -> Iterator[PinnedWeek]:
        """Pins of one person that release them from lessons too often in a week."""
        if not self._policy.limits_releases_per_week:
            return
        for week in self._preflight.horizon.weeks:
            by_person: defaultdict[str, dict[date, SessionPin]] = defaultdict(dict)
            for pin, _ in self._taking:
                if self._index.days.bit(_date(pin)) & week:
                    by_person[pin.staff or ""].setdefault(_date(pin), pin)
            for staff, pins in by_person.items():
                if len(pins) > self._policy.releases_per_week:
                    each, dates = tuple(pins.values()), tuple(sorted(pins))
                    yield PinnedWeek(each, staff, dates, self._policy.releases_per_week)

    def short_of_trainers(self) -> Iterator[PinnedTrainer]:
        """Pins of one trainer and date that take more minutes than there are."""
        sessions: defaultdict[tuple[date, str], list[SessionPin]] = defaultdict(list)
        for pin in self._required:
            trainer = self._index.trainers.get(pin.trainer or "")
            if trainer is not None and not trainer.is_team and pin.course in self._courses:
                sessions[_date(pin), trainer.id].append(pin)
        for (day, person), pins in sorted(sessions.items()):
            apart = _differing(pins)
            lengths = [self._courses[pin.course or ""].minutes for pin in apart]
            number = (day - self._index.days.first).days
            had = self._preflight.stock.by_date(person, frozenset(lengths))[number]
            if sum(lengths) > had:
                yield PinnedTrainer(day, tuple(apart), person, sum(lengths), had)

    @cached_property
    def _required(self) -> list[SessionPin]:
        """Pins that ask for a session on a date of the horizon that is not past, by date."""
        problem = self._index.problem
        if not self._policy.keeps_pins:
            return []
        asking = [
            pin
            for pin in problem.session_pins
            if pin.kind is PinKind.REQUIRE
            and pin.date is not None
            and self._index.days.bit(pin.date)
            and not problem.calendar.is_past(pin.date)
        ]
        return sorted(asking, key=_date)

    @cached_property
    def _demands(self) -> list[tuple[SessionPin, Demand | None]]:
        """What each pin with a person takes on its date, as far as it says what is attended."""
        demands: list[tuple[SessionPin, Demand | None]] = []
        for pin in self._required:
            home = self._index.home(pin.staff or "")
            courses = self._attended(pin)
            if home is not None and courses:
                starts = WHOLE_DAY if pin.start is None else 1 << minutes(pin.start)
                bit = self._index.days.bit(_date(pin))
                learners = self._preflight.learners
                demands.append((pin, learners.demand(pin.staff or "", courses, bit, starts)))
        return demands

    @cached_property
    def _taking(self) -> list[tuple[SessionPin, Demand]]:
        """Those that take lessons, in the order of their dates."""
        return [(p, d) for p, d in self._demands if d is not None and d.covers and not d.free]

    def _attended(self, pin: SessionPin) -> Sequence[Course]:
        """The courses that a session of a pin can be of: those of open needs of its person."""
        courses = {
            course.id: course
            for need in self._open_needs.get(pin.staff or "", ())
            for course in self._preflight.courses[need.id]
            if pin.need in (None, need.id) and pin.course in (None, *course.names)
        }
        return list(courses.values())

    @cached_property
    def _open_needs(self) -> Mapping[str, list[Need]]:
        pinned = {pin.staff for pin in self._required}
        needs: defaultdict[str, list[Need]] = defaultdict(list)
        for need in self._preflight.learners.open_needs:
            if need.staff in pinned:
                needs[need.staff].append(need)
        return needs

    @cached_property
    def _courses(self) -> Mapping[str | None, Course]:
        return {course.id: course for course in self._index.full.courses}


def _date(pin: SessionPin) -> date:
    assert pin.date is not None
    return pin.date


def _differing(pins: Sequence[SessionPin]) -> list[SessionPin]:
    """One of the pins for each session that they name apart: by course and start."""
    apart = {(pin.course, pin.start): pin for pin in pins if pin.start is not None}
    timed = {course for course, _ in apart}
    return [*apart.values(), *{p.course: p for p in pins if p.course not in timed}.values()]
