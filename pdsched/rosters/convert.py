"""A roster made into a problem: its schools, people and rooms, and the lessons of its classes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.checks.days import Days
from pdsched.problem import Calendar, Lesson, Problem, School, Weekday, minutes
from pdsched.rosters.faults import fail
from pdsched.rosters.horizon import Horizon, between_sessions, common, terms_of
from pdsched.rosters.lessons import LessonMaker
from pdsched.rosters.people import staff_and_substitutes
from pdsched.rosters.places import Week, bells_of, cycle_of, school_of, week_of, with_midday
from pdsched.rosters.rooms import rooms_of
from pdsched.rosters.roster import Line, Place, Roster, Section
from pdsched.timetables import Note
from pdsched.timetables.arguments import Term
from pdsched.timetables.cycles import refuse_bad_dates
from pdsched.timetables.faults import fail as too_large
from pdsched.timetables.timetable import count_notes

MOST_LESSONS = 1_000_000
"""Of all classes: more than the largest districts have."""


def convert(roster: Roster, term: Term, horizon: Horizon) -> tuple[Problem, tuple[Note, ...]]:
    """The problem, and all notes.

    Args:
        roster: what a reader has read.
        term: the arguments of the import.
        horizon: when the plan is.

    Raises:
        ProblemError: PD734 if the roster has no school, PD709 or PD716 if bells or days are no
            good, or the fault of an anchor.
    """
    if not roster.places:
        fail("PD734", roster.path, roster.name)
    week = week_of(roster, term)
    off = _off(roster, term, horizon, week)
    bells = _bells(roster, term)
    calendar = _calendar(roster, term, horizon, week, off)
    schools = list(_schools(roster, term, horizon, week, off, bells.lines))
    for school in schools:
        refuse_bad_dates(calendar, school)
    days = Days(calendar)
    by_id = {school.id: school for school in schools}
    maker = LessonMaker(by_id, bells.lines, days, horizon, roster, spares=term.spare_co_teachers)
    lessons: list[Lesson] = []
    for section in roster.sections:
        lessons += maker.lessons(section)
        if len(lessons) > MOST_LESSONS:
            told = f"its classes have more than {MOST_LESSONS:,} lessons"
            too_large("PD711", roster.path, roster.name, told)
    maker.end()
    staff, substitutes = staff_and_substitutes(roster, lessons, horizon)
    rooms = rooms_of(roster, by_id, lessons, maker.occurrences, days)
    notes = roster.noted.all()
    said = [
        *roster.assumptions,
        horizon.sentence,
        f"Clock times are local times of the zone {term.time_zone}; the source does not tell it.",
        *bells.sentences,
        *(choice.assumption for choice in week.choices.values()),
        *_gaps(off),
        *(f"Lessons with the subject {each} need no cover." for each in sorted(roster.no_cover)),
        "A teacher's department is the subject that they hold most often, if the source has none.",
        *_counted(notes),
    ]
    problem = Problem(
        name=roster.name,
        assumptions=tuple(dict.fromkeys(said)),
        calendar=calendar,
        schools=tuple(_with_middays(schools, lessons)),
        rooms=rooms,
        staff=staff,
        lessons=tuple(lessons),
        substitutes=substitutes,
    )
    return problem, notes


class _Off(NamedTuple):
    """Dates on which schools are closed or open otherwise than by their weekday."""

    closed: frozenset[date]
    gaps: frozenset[date]
    pupil_free: frozenset[date]
    opened: frozenset[date]

    def of(self, place: Place) -> Place:
        """The school with those dates only that the calendar does not have."""
        elsewhere = self.opened - {on for on, _ in place.follows}
        closed = (place.closed | elsewhere) - self.closed
        return place._replace(
            closed=closed, pupil_free=place.pupil_free - closed - self.closed - self.pupil_free
        )


def _off(roster: Roster, term: Term, horizon: Horizon, week: Week) -> _Off:
    places = roster.places
    gaps = between_sessions(roster.sessions, horizon)
    closed = frozenset(term.closed) | gaps | common([place.closed for place in places])
    open_days = {list(Weekday).index(day) for day in week.weekdays}
    follows = {on for place in places for on, _ in place.follows if horizon.cut((on, on))}
    opened = frozenset(on for on in follows - closed if on.weekday() not in open_days)
    free = common([place.pupil_free for place in places]) - closed
    return _Off(closed, gaps, free, opened)


def _within(dates: frozenset[date], horizon: Horizon) -> tuple[date, ...]:
    return tuple(sorted(on for on in dates if horizon.first <= on <= horizon.last))


class _Bells(NamedTuple):
    lines: dict[str, tuple[Line, ...]]
    """By id of the school."""
    sentences: list[str]


def _bells(roster: Roster, term: Term) -> _Bells:
    sections: dict[str, list[Section]] = defaultdict(list)
    for section in roster.sections:
        sections[section.school].append(section)
    told = {place.id: bells_of(place, sections[place.id], term) for place in roster.places}
    sentences = (bells.sentence for bells in told.values() if bells.sentence)
    return _Bells({school: bells.lines for school, bells in told.items()}, list(sentences))


def _calendar(roster: Roster, term: Term, horizon: Horizon, week: Week, off: _Off) -> Calendar:
    return Calendar(
        time_zone=term.time_zone,
        first=horizon.first,
        last=horizon.last,
        weekdays=week.weekdays,
        week_begins=week.begins,
        closed=_within(off.closed, horizon),
        pupil_free=_within(off.pupil_free, horizon),
        opened=_within(off.opened, horizon),
        terms=terms_of(roster.sessions, horizon, roster.noted),
    )


def _schools(
    roster: Roster,
    term: Term,
    horizon: Horizon,
    week: Week,
    off: _Off,
    lines: Mapping[str, Sequence[Line]],
) -> Iterator[School]:
    for place in map(off.of, roster.places):
        shut = off.closed | off.pupil_free | place.closed | place.pupil_free
        cycle = cycle_of(place, week, term, horizon, shut)
        school = school_of(place, cycle, lines[place.id], roster.noted)
        yield school.model_copy(
            update={
                "closed": _within(place.closed, horizon),
                "pupil_free": _within(place.pupil_free, horizon),
            }
        )


def _with_middays(schools: Sequence[School], lessons: Sequence[Lesson]) -> Iterator[School]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for lesson in lessons:
        spans[lesson.school].append((minutes(lesson.start), minutes(lesson.end)))
    for school in schools:
        yield with_midday(school, spans[school.id])


def _gaps(off: _Off) -> Iterator[str]:
    if off.gaps:
        yield (
            f"Nobody works on the dates between the sessions of the source: {len(off.gaps)} from"
            f" {min(off.gaps)} to {max(off.gaps)}."
        )


def _counted(notes: Sequence[Note]) -> Iterator[str]:
    for message, count in count_notes(notes).items():
        times = "once" if count == 1 else f"{count} times"
        yield f"Not used as it stands in the source, {times}: what {message}."
