"""What pupils lose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time

from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.timetable import SchoolClass, classes_of


@rule("class-hits")
def class_hits(case: Case) -> Iterator[Finding]:
    """A class is without its teacher only so often in so many school days in a row."""
    most, length = case.policy.class_hits or 0, case.policy.class_hits_days
    for (school, name), hits in _hits(case).items():
        dates = [day for day, _ in hits]
        first, count = case.facts.days.fullest(dates, length, case.since("class-hits"))
        if count > most:
            yield (
                (name,),
                f"{name} of {school} is without its teacher in {count} of its lessons in the "
                f"{length} school days from {first}, allowed {most}",
                count - most,
            )


@rule("slot-hits")
def slot_hits(case: Case) -> Iterator[Finding]:
    """A class is without its teacher only so often at the same time of the same weekday."""
    most = case.policy.hits_of_a_slot or 0
    for (school, name), hits in _hits(case).items():
        slots: defaultdict[tuple[int, time], list[date]] = defaultdict(list)
        for day, start in hits:
            slots[day.isoweekday(), start].append(day)
        for (_, start), dates in slots.items():
            if len(dates) > most:
                yield (
                    (name,),
                    f"{name} of {school} is without its teacher in {len(dates)} of its lessons at "
                    f"{start:%H:%M} on the same weekday, allowed {most}: "
                    f"{', '.join(map(str, sorted(set(dates))))}",
                    len(dates) - most,
                )


def _hits(case: Case) -> dict[SchoolClass, list[tuple[date, time]]]:
    """The dates and times of the covers that a class's lessons need."""
    hits_by_class: defaultdict[SchoolClass, list[tuple[date, time]]] = defaultdict(list)
    for due in case.due:
        for one in dict.fromkeys(classes_of(due.lesson)):
            hits_by_class[one].extend([(due.day, due.lesson.start)] * due.covers)
    # A class all of whose lessons keep one of their teachers is not hit.
    return {one: hits for one, hits in hits_by_class.items() if hits}


@rule("lesson-misses")
def lesson_misses(case: Case) -> Iterator[Finding]:
    """A person misses the same lesson only so often."""
    most = case.policy.misses_of_a_lesson or 0
    dates: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
    for attendance in case.absences:
        for held in attendance.away.taken:
            dates[attendance.staff, held.lesson.id].add(attendance.day)
    for (staff, lesson), days in dates.items():
        if len(days) > most:
            yield (
                (staff, lesson),
                f"{staff} misses lesson {lesson} on {len(days)} dates, allowed {most}: "
                f"{', '.join(map(str, sorted(days)))}",
                len(days) - most,
            )
