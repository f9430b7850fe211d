"""The assumptions of an import, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdsched.problem import CoverKind, School
from pdsched.timetables.arguments import Term
from pdsched.timetables.bells import LUNCH_MINUTES, usual_length
from pdsched.timetables.cycles import CycleChoice
from pdsched.timetables.timetable import Note, Timetable, count_notes


def sentences(
    timetable: Timetable,
    term: Term,
    cycle: CycleChoice,
    notes: Sequence[Note],
    told: bool,
    school: School,
) -> tuple[str, ...]:
    """All that the problem takes for granted: the reader's assumptions first."""
    return (
        *timetable.assumptions,
        f"The term runs from {term.first} to {term.last}; the source does not tell it.",
        f"Clock times are local times of the zone {term.time_zone}; the source does not tell it.",
        _bells(timetable, term, told),
        cycle.assumption,
        _midday(timetable, school),
        *_empty(timetable),
        *_days_off(timetable),
        "A teacher's department is the subject that they hold most often.",
        *_counted(timetable, notes),
    )


def _bells(timetable: Timetable, term: Term, told: bool) -> str:
    if told:
        return "The clock times of the periods are those in the source's names of the hours."
    length = term.period_minutes or usual_length(len(timetable.periods))
    lunch = f", with {LUNCH_MINUTES} minutes for lunch" if timetable.morning is not None else ""
    return (
        f"The source has no clock times: {len(timetable.periods)} periods of {length} minutes"
        f" begin at {term.first_bell:%H:%M}, {term.break_minutes} minutes apart{lunch}."
    )


def _midday(timetable: Timetable, school: School) -> str:
    if timetable.morning is not None:
        why = "where the source's afternoon begins"
    else:
        why = "the boundary of periods near 12:30 that the fewest lessons cross"
    return f"The morning ends at {school.midday:%H:%M}, {why}."


def _empty(timetable: Timetable) -> Iterator[str]:
    empty = sum(
        not lesson.classes and not lesson.students and lesson.cover is CoverKind.NEEDED
        for lesson in timetable.lessons
    )
    if empty:
        yield (
            f"{empty} lessons name no class and no student (meetings or duties, perhaps); they"
            " are taken to need cover like the others."
        )


def _days_off(timetable: Timetable) -> Iterator[str]:
    """Part-time staff are not told from others: their days without lessons may be days off."""
    taught: dict[str, set[str]] = {}
    for lesson in timetable.lessons:
        for who in lesson.teachers:
            taught.setdefault(who, set()).add(lesson.day)
    used = set().union(*taught.values())
    count = sum(days < used for days in taught.values())
    if count:
        yield (
            f"Teachers are taken to be at work on every day; {count} of {len(taught)} with whole"
            " days without a lesson, too. works_on of the staff says who is not."
        )


def _counted(timetable: Timetable, notes: Sequence[Note]) -> Iterator[str]:
    for message, count in count_notes((*timetable.notes, *notes)).items():
        times = "once" if count == 1 else f"{count} times"
        yield f"Not used as it stands in the file, {times}: what {message}."
