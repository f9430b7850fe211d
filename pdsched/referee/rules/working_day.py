"""How long the days of staff become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pdsched.referee.busy import added_times, times_left
from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span


@rule("working-day")
def working_day(case: Case) -> Iterator[Finding]:
    """Nobody's day of lessons, sessions and covers is made longer than so many minutes."""
    limit = case.policy.working_day_minutes or 0
    for (name, day), added in added_times(case).items():
        before = _minutes(held.span for held in case.facts.lessons_on(name, day))
        busy = _minutes([*added, *times_left(case, name, day)])
        if busy > max(limit, before):
            yield (
                (name,),
                f"{name} is busy for {busy} minutes on {day}, allowed {limit}; lessons alone take "
                f"{before}",
            )


def _minutes(spans: Iterable[Span]) -> int:
    """Minutes that lie in some of these intervals."""
    total, until = 0, 0
    for span in sorted(spans):
        total += max(0, span.end - max(span.start, until))
        until = max(until, span.end)
    return total
