"""Goals of holders: how many adults hold the lessons of a person's date, or of a class."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal
from pdsched.referee.timetable import classes_of

_Holding = tuple[Hashable, Hashable]


@goal("holders-of-a-day")
def of_days(case: Case) -> int:
    """Holders beyond the first of each person's date, but for lessons that can spare somebody."""
    return _beyond_the_first(
        ((cover.staff, cover.date), cover.holder)
        for cover in case.covers
        if not case.facts.lessons[cover.lesson].spare
    )


@goal("holders-of-a-class")
def of_classes(case: Case) -> int:
    """Holders beyond the first of each class."""
    return _beyond_the_first(
        (one, cover.holder)
        for cover in case.covers
        for one in classes_of(case.facts.lessons[cover.lesson])
    )


def _beyond_the_first(holdings: Iterable[_Holding]) -> int:
    different = set(holdings)
    return len(different) - len({held for held, _ in different})
