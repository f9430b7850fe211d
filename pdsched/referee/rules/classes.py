"""What pupils lose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule


@rule("class-hits")
def class_hits(case: Case) -> Iterator[Finding]:
    """A class is without its teacher only so often in so many school days in a row."""
    most, length = case.policy.class_hits or 0, case.policy.class_hits_days
    for name, dates in _hits(case).items():
        first, count = _worst(case, dates, length)
        if count > most:
            yield (
                (name,),
                f"class {name} has {count} lessons without its teacher in the {length} school days "
                f"from {first}, allowed {most}",
                count - most,
            )


def _hits(case: Case) -> dict[str, list[date]]:
    """The dates of a class's lessons that are taken from somebody, in order."""
    found: defaultdict[str, list[date]] = defaultdict(list)
    for (_, _, day), lesson in case.owed.items():
        for name in dict.fromkeys(lesson.classes):
            found[name].append(day)
    return {name: sorted(dates) for name, dates in found.items()}


def _worst(case: Case, dates: list[date], length: int) -> tuple[date, int]:
    """The first date of the days in a row with most hits, and how many these are."""
    days = case.facts.days.open_days
    places = [bisect_right(days, day) for day in dates]
    counts = [bisect_left(places, place + length) - n for n, place in enumerate(places)]
    most = max(counts)
    return dates[counts.index(most)], most


@rule("lesson-misses")
def lesson_misses(case: Case) -> Iterator[Finding]:
    """A person misses the same lesson only so often."""
    most = case.policy.misses_of_a_lesson or 0
    dates: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
    for attendance in case.attendances:
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
