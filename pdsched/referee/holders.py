"""How many adults hold the lessons of a person's date, or of a class."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from pdsched.referee.case import Case

_Holding = tuple[Hashable, Hashable]


def of_days(case: Case) -> int:
    """Holders beyond the first of each person's date, but for lessons that can spare somebody."""
    return _beyond_the_first(
        ((cover.staff, cover.date), (cover.substitute, cover.colleague))
        for cover in case.covers
        if not case.facts.lessons[cover.lesson].spare
    )


def of_classes(case: Case) -> int:
    """Holders beyond the first of each class."""
    return _beyond_the_first(
        (name, (cover.substitute, cover.colleague))
        for cover in case.covers
        for name in case.facts.lessons[cover.lesson].classes
    )


def _beyond_the_first(holdings: Iterable[_Holding]) -> int:
    different = set(holdings)
    return len(different) - len({held for held, _ in different})
