"""How many adults a class sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.timetable import SchoolClass, classes_of


@rule("adults-a-day")
def adults_a_day(case: Case) -> Iterator[Finding]:
    """A class sees only so many adults on one date, or as many as teach it anyway."""
    figure = case.policy.adults_of_a_class_a_day or 0
    covering: defaultdict[tuple[SchoolClass, date], set[str]] = defaultdict(set)
    for cover in case.covers:
        for one in classes_of(case.facts.lessons[cover.lesson]):
            covering[one, cover.date].add(cover.holder)
    for (one, day), holders in covering.items():
        teachers = _teachers(case, one, day)
        staying = {staff for staff, stays in teachers.items() if stays}
        most = max(figure, len(teachers))
        if len(staying | holders) > most:
            yield (
                (one.name,),
                f"{one.name} of {one.school} has {len(staying | holders)} different adults on "
                f"{day}, allowed {most}",
            )


def _teachers(case: Case, one: SchoolClass, day: date) -> dict[str, bool]:
    """Which adults a class has on a date by the timetable, and whether they keep a lesson of it."""
    keeps: dict[str, bool] = {}
    for staff in case.facts.adults_of[one]:
        left = case.by_person_and_day.get((staff, day), [])
        taken = {held.lesson.id for attendance in left for held in attendance.away.taken}
        lessons = [
            h.lesson.id for h in case.facts.lessons_on(staff, day) if one in classes_of(h.lesson)
        ]
        if lessons:
            keeps[staff] = not taken.issuperset(lessons)
    return keeps
