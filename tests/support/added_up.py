"""Prices of lessons added up anew, from a problem alone: what they prove of engaged half-days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time

from pdsched import LessonPrice, Problem
from pdsched.problem import Lesson, Substitute

WHOLE = 1_000_000
Task = tuple[Lesson, int]
"""A lesson and its price."""


def added_up(problem: Problem, prices: Iterable[LessonPrice], *, qualified: bool = True) -> int:
    """Half-days that are engaged at least, those of the past left out.

    With ``qualified`` nobody holds a lesson without its qualification.
    """
    lessons = {lesson.id: lesson for lesson in problem.lessons}
    midday = {school.id: school.midday for school in problem.schools}
    tasks: dict[tuple[str, date, str], list[Task]] = defaultdict(list)
    for price in prices:
        lesson = lessons[price.lesson]
        assert price.staff in lesson.staff
        half = "am" if lesson.start < midday[lesson.school] else "pm"
        tasks[lesson.school, price.date, half].append((lesson, price.millionths))
    total = 0
    for (school, on, half), here in tasks.items():
        worth = sum(price for _, price in here)
        for one in problem.substitutes:
            if _could_come(one, school, on, half):
                able = [
                    (lesson, price)
                    for lesson, price in here
                    if not qualified or lesson.qualification in (None, *one.qualifications)
                ]
                worth -= max(0, _dearest(able, time.min) - WHOLE)
        total += max(0, -(-worth // WHOLE))
    return total


def _could_come(one: Substitute, school: str, on: date, half: str) -> bool:
    """Whether a substitute of all zones could; dates in ``available`` are not looked at by week."""
    return school not in one.excluded_schools and any(
        half in times.halves and (times.dates is None or on in times.dates)
        for times in one.available
    )


def _dearest(tasks: Sequence[Task], after: time) -> int:
    """What the dearest of some tasks from a moment on cost together, by trying each as the first.

    Of these one that begins before another could still be held comes first in some best way, so
    that few are tried.
    """
    waiting = [(lesson, price) for lesson, price in tasks if lesson.start >= after]
    if not waiting:
        return 0
    soon = min(lesson.end for lesson, _ in waiting)
    return max(
        price + _dearest(waiting, lesson.end) for lesson, price in waiting if lesson.start < soon
    )
