"""A timetable made into a problem: one school with its bells, its teachers and their lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Unpack

from pdsched.problem import (
    Calendar,
    CoverKind,
    Lesson,
    Period,
    Problem,
    School,
    StaffMember,
    clock,
)
from pdsched.timetables.adults import adults_needed, duties
from pdsched.timetables.arguments import Term, TermArguments, term_of
from pdsched.timetables.bells import Bells, Span, even_bells, midday, told_spans
from pdsched.timetables.cleaning import cleaned, in_term
from pdsched.timetables.cycles import (
    CycleChoice,
    choose_cycle,
    cycle_of,
    refuse_bad_dates,
    with_days,
)
from pdsched.timetables.dated import DatedTimetable, convert_dated, duties_of_dated
from pdsched.timetables.faults import fail
from pdsched.timetables.naming import clean_id
from pdsched.timetables.rooms import rooms_of
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, count_notes
from pdsched.timetables.wording import sentences


def to_problem(timetable: Timetable | DatedTimetable, **term: Unpack[TermArguments]) -> Problem:
    """A problem of one school that holds this timetable; what it takes for granted is in it.

    Clock times of the source are kept. Where it has none, the periods have one length (45
    minutes up to 9 periods a day, 40 up to 12, else 30, and less where the day would be longer than
    ten hours) and one pause between them, with an hour for lunch where the source tells the
    morning from the afternoon. Nobody gets two lessons at
    once: the first one stays. The department of a teacher is the subject that they hold most.

    Args:
        timetable: what a reader returned.
        **term: when and with which bells it is held; see `TermArguments`.

    Raises:
        ProblemError: an argument is no good (PD710), the day does not fit (PD709), or no lesson
            is left (PD706).

    >>> timetable = Timetable(
    ...     name="north", days=("mon", "tue", "wed", "thu", "fri"), periods=({"name": "1"},),
    ...     lessons=({"id": "7", "day": "tue", "period": 0, "teachers": ("ada",)},))
    >>> problem = to_problem(timetable)
    >>> problem.lessons[0].day, str(problem.lessons[0].end), problem.staff[0].id
    ('tue', '08:45:00', 'ada')
    """
    return convert(timetable, term_of(**term))[0]


def convert(
    timetable: Timetable | DatedTimetable, term: Term, source: str = "lessons"
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem, and the notes on what of the timetable it could not hold.

    Args:
        timetable: what a reader returned.
        term: when and with which bells it is held.
        source: where it is from, for a fault.
    """
    if isinstance(timetable, DatedTimetable):
        return convert_dated(timetable, term, source)
    neat, notes = cleaned(timetable)
    neat, others = in_term(neat, term)
    notes += others
    neat = with_days(neat, term.weekdays or ())
    if timetable.lessons and not neat.lessons:
        fail("PD706", source, timetable.name, next(iter(count_notes(notes))))
    told = told_spans(neat.periods)
    bells = _even(neat, term) if told is None else Bells(told)
    spans = bells.spans
    cycle = choose_cycle(neat, term, source)
    school, calendar = _school(neat, cycle, spans, term), _calendar(cycle, term)
    refuse_bad_dates(calendar, school)
    problem = Problem(
        name=timetable.name,
        assumptions=sentences(neat, term, cycle, notes, bells, school, calendar),
        calendar=calendar,
        schools=(school,),
        rooms=rooms_of(neat, school, calendar, spans),
        staff=tuple(_staff(neat, school.id)),
        lessons=tuple(_lesson(lesson, school.id, spans, term) for lesson in neat.lessons),
    )
    return problem, notes


def duties_of(timetable: Timetable | DatedTimetable) -> dict[str, int]:
    """Subjects of lessons without class and student that need cover, with their numbers."""
    if isinstance(timetable, DatedTimetable):
        return duties_of_dated(timetable)
    return duties(cleaned(timetable).timetable.lessons)


def _even(timetable: Timetable, term: Term) -> Bells:
    count, morning = len(timetable.periods), timetable.morning
    return even_bells(count, term.first_bell, term.period_minutes, term.break_minutes, morning)


def _calendar(cycle: CycleChoice, term: Term) -> Calendar:
    return Calendar(
        time_zone=term.time_zone,
        first=term.first,
        last=term.last,
        weekdays=cycle.weekdays,
        week_begins=cycle.begins,
        closed=term.closed,
    )


def _school(timetable: Timetable, cycle: CycleChoice, spans: list[Span], term: Term) -> School:
    lessons = [_span(lesson, spans) for lesson in timetable.lessons]
    return School(
        id=term.school or clean_id(timetable.name) or "school",
        name=timetable.name,
        cycle=cycle_of(cycle, term),
        periods=tuple(_periods(timetable, spans)),
        midday=midday(spans, lessons, timetable.morning),
    )


def _periods(timetable: Timetable, spans: Sequence[Span]) -> Iterator[Period]:
    lengths = timetable.day_lengths or (len(spans),) * len(timetable.days)
    for number, (period, span) in enumerate(zip(timetable.periods, spans, strict=True)):
        days = tuple(
            day for day, length in zip(timetable.days, lengths, strict=False) if length > number
        )
        everywhere = len(days) == len(timetable.days)
        if days:
            yield Period(
                id=period.name,
                start=clock(span[0]),
                end=clock(span[1]),
                days=None if everywhere else days,
            )


def _span(lesson: TimetableLesson, spans: Sequence[Span]) -> Span:
    return spans[lesson.period][0], spans[lesson.period + lesson.duration - 1][1]


def _lesson(lesson: TimetableLesson, school: str, spans: Sequence[Span], term: Term) -> Lesson:
    start, end = _span(lesson, spans)
    return Lesson(
        id=lesson.id,
        school=school,
        staff=lesson.teachers,
        staff_needed=adults_needed(lesson) if term.spare_co_teachers else None,
        day=lesson.day,
        start=clock(start),
        end=clock(end),
        first=lesson.first,
        last=lesson.last,
        cover=lesson.cover,
        subject=lesson.subject,
        classes=lesson.classes,
        room="+".join(lesson.rooms),
    )


def _staff(timetable: Timetable, school: str) -> Iterator[StaffMember]:
    held: dict[str, Counter[str]] = {who: Counter() for who in timetable.teachers}
    for lesson in timetable.lessons:
        if lesson.cover is not CoverKind.NOT_NEEDED:
            for who, subject in lesson.subjects().items():
                held[who][subject] += lesson.duration
    for who, subjects in held.items():
        named = [(-count, subject) for subject, count in subjects.items() if subject]
        department = min(named)[1] if named else ""
        name = timetable.names.get(who, "")
        yield StaffMember(id=who, name=name, schools=(school,), department=department)
