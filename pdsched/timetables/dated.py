"""Lessons on dates, as calendars hold them, and the problem that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from pdsched.problem import (
    Calendar,
    Clock,
    CoverKind,
    Cycle,
    Lesson,
    Period,
    Problem,
    Record,
    School,
    StaffMember,
    Weekday,
    clock,
    minutes,
)
from pdsched.problem.base import Day
from pdsched.problem.calendar import WORKING_WEEK
from pdsched.timetables.arguments import Term
from pdsched.timetables.bells import Span, midday
from pdsched.timetables.cycles import begin_of
from pdsched.timetables.faults import fail
from pdsched.timetables.naming import Naming, clean_id
from pdsched.timetables.timetable import Note, count_notes, note
from pdsched.timetables.wording import counted_notes, list_of_duties

SECOND = "would be a second lesson of this person at the same time and is left out"
CLOSED = "is a lesson on a date on which nobody works and is left out"
_MOST_PERIODS = 40
_MOST_SPANS = 1000
_RARE = 10
"""A weekday with less than this part of the lessons of the busiest one is not usual."""


class DatedLesson(Record):
    """A lesson on one date."""

    date: Day
    start: Clock
    end: Clock
    """Later than ``start``."""
    teachers: tuple[str, ...] = Field(min_length=1)
    """Who holds it."""
    classes: tuple[str, ...] = ()
    subject: str = ""
    rooms: tuple[str, ...] = ()
    cover: CoverKind = CoverKind.NEEDED

    @property
    def span(self) -> Span:
        """Start and end in minutes since midnight."""
        return minutes(self.start), minutes(self.end)


class DatedTimetable(Record):
    """Lessons of a school by date, in neutral words."""

    name: str
    time_zone: str
    """IANA name of the zone whose local times the lessons have."""
    teachers: tuple[str, ...] = ()
    """All that the source knows, also those without a lesson."""
    lessons: tuple[DatedLesson, ...] = ()
    notes: tuple[Note, ...] = ()
    """Every event that could not be used as it stands."""
    assumptions: tuple[str, ...] = ()
    """What the reader took for granted, one sentence each."""


def duties_of_dated(timetable: DatedTimetable) -> dict[str, int]:
    """Subjects of lessons that need cover and name no class, with their numbers, most first."""
    counted = Counter(
        lesson.subject
        for lesson in timetable.lessons
        if not lesson.classes and lesson.cover is CoverKind.NEEDED
    )
    return dict(counted.most_common())


def convert_dated(
    timetable: DatedTimetable, term: Term, source: str = "lessons"
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem of one school that holds these lessons, and what it could not hold.

    The bells are the clock times that lessons have most often, as far as they do not overlap.

    Raises:
        ProblemError: PD706 if no lesson is left, PD710 if the term tells days of a cycle.
    """
    for name in ("rotating", "cycle_anchors"):
        if told := getattr(term, name):
            fail("PD710", name, told, "lessons on dates have no cycle of days")
    names, notes = Naming("teacher", merge=True), list[Note]()
    staff = {names.id(who): Counter[str]() for who in timetable.teachers if clean_id(who)}
    lessons = list(_one_at_a_time(timetable.lessons, names, term, notes))
    if not lessons:
        reason = next(iter(count_notes((*notes, *timetable.notes))), "it has no event")
        fail("PD706", source, timetable.name, reason)
    for lesson in lessons:
        for who in lesson.teachers:
            staff.setdefault(who, Counter())[lesson.subject] += 1
    ids = Naming("lesson")
    school, calendar = _school(timetable, lessons, term), _calendar(timetable, lessons, term)
    problem = Problem(
        name=timetable.name,
        assumptions=tuple(_sentences(timetable, lessons, school, term, [*names.notes, *notes])),
        calendar=calendar,
        schools=(school,),
        staff=tuple(
            StaffMember(id=who, schools=(school.id,), department=_most(subjects))
            for who, subjects in staff.items()
        ),
        lessons=tuple(_lesson(each, school.id, ids) for each in lessons),
    )
    return problem, (*names.notes, *notes)


def _most(subjects: Counter[str]) -> str:
    named = [(-count, clean_id(subject)) for subject, count in subjects.items()]
    return min((each for each in named if each[1]), default=(0, ""))[1]


def _one_at_a_time(
    lessons: Sequence[DatedLesson], names: Naming, term: Term, notes: list[Note]
) -> Iterator[DatedLesson]:
    """The lessons in the order of time, without people who are busy with an earlier one."""
    busy: dict[tuple[str, date], int] = {}
    for lesson in sorted(lessons, key=lambda it: (it.date, it.span)):
        where = f"{lesson.subject or 'lesson'}, {lesson.date} {lesson.start:%H:%M}"
        if lesson.date in term.closed:
            notes.append(note(where, lesson.date, CLOSED))
            continue
        free: dict[str, None] = {}
        for who in (names.id(who) for who in lesson.teachers):
            if who in free:
                continue
            if busy.get((who, lesson.date), 0) > lesson.span[0]:
                notes.append(note(where, who, SECOND))
                continue
            busy[who, lesson.date] = lesson.span[1]
            free[who] = None
        if free:
            yield lesson.model_copy(update={"teachers": tuple(free)})


def _lesson(lesson: DatedLesson, school: str, ids: Naming) -> Lesson:
    # Nobody holds two lessons at once, so that this names it; long names alone are cut.
    return Lesson(
        id=ids.fresh(f"{lesson.date} {lesson.start:%H:%M} {lesson.teachers[0]}"),
        school=school,
        staff=lesson.teachers,
        date=lesson.date,
        start=lesson.start,
        end=lesson.end,
        cover=lesson.cover,
        subject=lesson.subject,
        classes=lesson.classes,
        room="+".join(lesson.rooms),
    )


def _weekdays(lessons: Sequence[DatedLesson], term: Term) -> tuple[Weekday, ...]:
    """The open weekdays in the order of a week: Monday to Friday, or others that have lessons."""
    if term.weekdays:
        return term.weekdays
    held = Counter(Weekday.of(lesson.date) for lesson in lessons)
    usual = {day for day, number in held.items() if number * _RARE >= max(held.values())}
    if usual <= set(WORKING_WEEK):
        return WORKING_WEEK
    begins = begin_of([day for day in Weekday if day in usual])
    a_week = [*Weekday, *Weekday][list(Weekday).index(begins) :][:7]
    return tuple(day for day in a_week if day in usual)


def _calendar(timetable: DatedTimetable, lessons: Sequence[DatedLesson], term: Term) -> Calendar:
    weekdays = _weekdays(lessons, term)
    others = {each.date for each in lessons if Weekday.of(each.date) not in weekdays}
    return Calendar(
        time_zone=timetable.time_zone,
        first=term.first,
        last=term.last,
        weekdays=weekdays,
        week_begins=weekdays[0],
        closed=term.closed,
        opened=tuple(sorted(others)),
    )


def _school(timetable: DatedTimetable, lessons: Sequence[DatedLesson], term: Term) -> School:
    spans = _bells(lessons)
    weekdays = _weekdays(lessons, term)
    return School(
        id=term.school or clean_id(timetable.name) or "school",
        name=timetable.name,
        cycle=Cycle(days=tuple(day.value for day in weekdays)),
        periods=tuple(
            Period(id=str(number), start=clock(start), end=clock(end))
            for number, (start, end) in enumerate(spans, start=1)
        ),
        midday=midday(spans, [lesson.span for lesson in lessons], None),
    )


def _bells(lessons: Sequence[DatedLesson]) -> list[Span]:
    """The spans that most lessons have, of which none overlap."""
    chosen: list[Span] = []
    for (start, end), _ in Counter(each.span for each in lessons).most_common(_MOST_SPANS):
        if all(end <= begin or last <= start for begin, last in chosen):
            chosen.append((start, end))
    return sorted(chosen[:_MOST_PERIODS])


def _sentences(
    timetable: DatedTimetable,
    lessons: Sequence[DatedLesson],
    school: School,
    term: Term,
    notes: Sequence[Note],
) -> Iterator[str]:
    yield from timetable.assumptions
    yield f"The term runs from {term.first} to {term.last}; the source does not tell it."
    weekdays = ", ".join(school.cycle.days)
    yield f"The school is open on {weekdays}, and on all other dates with lessons."
    number = len(school.periods)
    yield (
        f"The bells are the {number} clock times that most lessons have and that do not overlap;"
        " lessons at other times keep theirs."
    )
    yield (
        f"The morning ends at {school.midday:%H:%M}, the boundary of periods near 12:30 that the"
        " fewest lessons cross."
    )
    free = DatedTimetable(name="", time_zone="", lessons=tuple(lessons))
    if duties := duties_of_dated(free):
        yield (
            f"Lessons that name no class: {sum(duties.values())} ({list_of_duties(duties)}),"
            " perhaps meetings or duties; they are taken to need cover like the others."
        )
    yield "Teachers are taken to be at work on every day. works_on of the staff says who is not."
    yield "A teacher's department is the subject that they hold most often."
    yield from counted_notes((*timetable.notes, *notes))
