"""The assumptions of an import, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from pdsched.checks.cycle import names_of_days
from pdsched.problem import Calendar, CycleKind, School
from pdsched.timetables.adults import adults_needed, duties, is_co_taught
from pdsched.timetables.arguments import Term
from pdsched.timetables.bells import LUNCH_MINUTES, Bells
from pdsched.timetables.cycles import CycleChoice
from pdsched.timetables.hours import UNREAD
from pdsched.timetables.timetable import Note, Timetable, count_notes


def sentences(
    timetable: Timetable,
    term: Term,
    cycle: CycleChoice,
    notes: Sequence[Note],
    bells: Bells,
    school: School,
    calendar: Calendar,
) -> tuple[str, ...]:
    """All that the problem takes for granted: the reader's assumptions first."""
    return (
        *timetable.assumptions,
        f"The term runs from {term.first} to {term.last}; the source does not tell it.",
        f"Clock times are local times of the zone {term.time_zone}; the source does not tell it.",
        _bells(timetable, term, bells),
        *_counted_days(timetable),
        cycle.assumption,
        *_first_day(calendar, school),
        *_exams(term),
        _midday(timetable, school),
        *_co_taught(timetable, term),
        *_empty(timetable),
        *_days_off(timetable),
        *_rooms(timetable),
        "A teacher's department is the subject that they hold most often.",
        *counted_notes((*timetable.notes, *notes)),
    )


def _counted_days(timetable: Timetable) -> Iterator[str]:
    if not timetable.days_are_named:
        names = ", ".join(timetable.days)
        yield f"Days 1 to {len(timetable.days)} of the source are these: {names}."


def _first_day(calendar: Calendar, school: School) -> Iterator[str]:
    """Where a timetable is more than one week, on which date which day of it is."""
    cycle = school.cycle
    is_one_week = cycle.kind is CycleKind.WEEKLY and len(cycle.days) == len(calendar.weekdays)
    for day, name in () if is_one_week else islice(names_of_days(calendar, school).items(), 1):
        why = "as its anchors say" if cycle.anchors else "since no anchor says otherwise"
        yield f"{day} is the day {name} of the timetable, {why}."


def _exams(term: Term) -> Iterator[str]:
    if days := len(set(term.exam_days)):
        dates = "1 date" if days == 1 else f"{days} dates"
        yield f"On {dates} of exams no lesson of the timetable is held; bells and people stay."


def _bells(timetable: Timetable, term: Term, bells: Bells) -> str:
    if not bells.length:
        return "The clock times of the periods are those that the source tells."
    lunch = f", with {LUNCH_MINUTES} minutes for lunch" if timetable.morning is not None else ""
    return (
        f"{_why_made_up(timetable)}: {len(timetable.periods)} periods of {bells.length} minutes"
        f" begin at {term.first_bell:%H:%M}, {bells.pause} minutes apart{lunch}."
    )


def _why_made_up(timetable: Timetable) -> str:
    if any(item.message == UNREAD for item in timetable.notes):
        return "The names of the hours look like clock times that were not understood"
    if any(period.start is not None for period in timetable.periods):
        return "The source's clock times do not follow each other"
    return "The source has no clock times"


def _midday(timetable: Timetable, school: School) -> str:
    if timetable.morning is not None:
        why = "where the source's afternoon begins"
    else:
        why = "the boundary of periods near 12:30 that the fewest lessons cross"
    return f"The morning ends at {school.midday:%H:%M}, {why}."


def _co_taught(timetable: Timetable, term: Term) -> Iterator[str]:
    number = sum(map(is_co_taught, timetable.lessons))
    spare = sum(adults_needed(lesson) is not None for lesson in timetable.lessons)
    if number and term.spare_co_teachers:
        yield (
            f"Lessons with more teachers than classes: {number}; one adult for each of their"
            f" classes, rooms and subjects is taken to be enough, which spares some in {spare}."
        )
    elif number:
        yield (
            f"Lessons with more teachers than classes: {number}; all their teachers are taken to be"
            " needed. With --spare-co-teachers one adult for each of their classes, rooms and"
            f" subjects is enough, which spares some in {spare} of them."
        )


def _empty(timetable: Timetable) -> Iterator[str]:
    if by_subject := duties(timetable.lessons):
        yield (
            f"Lessons that name no class and no student: {sum(by_subject.values())}"
            f" ({list_of_duties(by_subject)}), perhaps meetings or duties; they are taken to need"
            " cover like the others."
        )


def list_of_duties(by_subject: Mapping[str, int], most: int = 10) -> str:
    """The first subjects with their numbers, and how many more there are.

    >>> list_of_duties({"duty": 3, "": 2, "meeting": 1}, most=2)
    "duty 3, '' 2 and 1 more subject"
    """
    shown = [f"{subject or repr('')} {number}" for subject, number in by_subject.items()]
    rest = len(shown) - most
    more = f" and {rest} more subject{'s' if rest > 1 else ''}" if rest > 0 else ""
    return ", ".join(shown[:most]) + more


def _rooms(timetable: Timetable) -> Iterator[str]:
    seated = sum(room.capacity is not None for room in timetable.rooms)
    if seated:
        yield (
            f"Rooms of the source: {len(timetable.rooms)}, of which {seated} have a number of seats"
            " and are taken for rooms of sessions while no lesson is in them."
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


def counted_notes(notes: Sequence[Note]) -> Iterator[str]:
    """A sentence for each reason for which something was not used.

    >>> list(counted_notes([Note(where="line 3", value="x", message="is odd")]))
    ['Not used as it stands in the file, once: what is odd.']
    """
    for message, count in count_notes(notes).items():
        times = "once" if count == 1 else f"{count} times"
        yield f"Not used as it stands in the file, {times}: what {message}."
