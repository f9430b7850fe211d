"""How long the days of staff become."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span, span_of


@rule("working-day")
def working_day(case: Case) -> Iterator[Finding]:
    """Nobody's day of lessons, sessions and covers is made longer than so many minutes."""
    limit = case.policy.working_day_minutes or 0
    for (name, day), added in _added(case).items():
        visits = case.by_person_and_day.get((name, day), ())
        taken = {held.lesson.id for visit in visits for held in visit.away.taken}
        own = case.facts.lessons_on(name, day)
        before = _minutes(held.span for held in own)
        left = (held.span for held in own if held.lesson.id not in taken)
        busy = _minutes([*added, *left])
        if busy > max(limit, before):
            yield (
                (name,),
                f"{name} is busy for {busy} minutes on {day}, allowed {limit}; lessons alone take "
                f"{before}",
            )


def _added(case: Case) -> dict[tuple[str, date], list[Span]]:
    """When people are released or cover, by person and date."""
    found: defaultdict[tuple[str, date], list[Span]] = defaultdict(list)
    for visit in case.absences:
        found[visit.staff, visit.day].append(visit.away.span)
    for cover in case.covers_by_colleagues:
        span = span_of(case.facts.lessons[cover.lesson])
        found[cover.colleague or "", cover.date].append(span)
    return found


def _minutes(spans: Iterable[Span]) -> int:
    """Minutes that lie in some of these intervals."""
    total, until = 0, 0
    for span in sorted(spans):
        total += max(0, span.end - max(span.start, until))
        until = max(until, span.end)
    return total
