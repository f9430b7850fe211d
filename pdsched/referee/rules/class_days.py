"""How long a substitute stays with a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.timetable import SchoolClass, classes_of


@rule("days-with-a-class")
def days_with_a_class(case: Case) -> Iterator[Finding]:
    """A substitute holds the same class on so many dates only."""
    most = case.policy.days_with_a_class or 0
    dates: defaultdict[tuple[str, SchoolClass], set[date]] = defaultdict(set)
    for cover in case.covers_by_substitutes:
        for one in classes_of(case.facts.lessons[cover.lesson]):
            dates[cover.holder, one].add(cover.date)
    for (substitute, (school, name)), days in dates.items():
        before = case.facts.substitutes[substitute].class_days_before.get(name, 0)
        if len(days) > max(0, most - before):
            yield (
                (substitute,),
                f"{substitute} holds lessons of class {name} of {school} on {len(days)} dates "
                f"after {before} before the plan, allowed {most} in all",
            )
