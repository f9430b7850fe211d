"""How long a substitute stays with a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule


@rule("days-with-a-class")
def days_with_a_class(case: Case) -> Iterator[Finding]:
    """A substitute holds the same class on so many dates only."""
    most = case.policy.days_with_a_class or 0
    dates: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
    for cover in case.covers_by_substitutes:
        for name in case.facts.lessons[cover.lesson].classes:
            dates[cover.holder, name].add(cover.date)
    for (substitute, name), days in dates.items():
        before = case.facts.substitutes[substitute].class_days_before.get(name, 0)
        if len(days) > max(0, most - before):
            yield (
                (substitute,),
                f"{substitute} holds lessons of class {name} on {len(days)} dates after {before} "
                f"before the plan, allowed {most} in all",
            )
