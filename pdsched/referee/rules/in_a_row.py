"""How many lessons a colleague who covers holds without a break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span, span_of


@rule("colleague-in-a-row")
def colleague_in_a_row(case: Case) -> Iterator[Finding]:
    """A colleague who covers holds only so many lessons without a break."""
    most = case.policy.most_consecutive_periods or 0
    for (name, day), covers in grouped(
        case.covers_by_colleagues, lambda c: (c.colleague or "", c.date)
    ).items():
        taught = _own_hours(case, name, day)
        spans = {span_of(case.facts.lessons[c.lesson]) for c in covers}
        # A class that is taken in beside a lesson of one's own makes no row longer.
        covered = {span for span in spans if not any(span.overlaps(held) for held in taught)}
        for row in _rows_of(case, covered | taught):
            if len(row) > most and not covered.isdisjoint(row):
                yield (
                    (name,),
                    f"{name} holds {len(row)} lessons in a row on {day} from "
                    f"{Span(row[0].start, row[-1].end)}, some of colleagues, allowed {most}",
                )


def _own_hours(case: Case, name: str, day: date) -> set[Span]:
    """When a colleague's own lessons are, those that overlap as one."""
    hours: list[Span] = []
    for held in case.facts.lessons_on(name, day):
        if hours and held.span.start < hours[-1].end:
            hours[-1] = Span(hours[-1].start, max(hours[-1].end, held.span.end))
        else:
            hours.append(held.span)
    return set(hours)


def _rows_of(case: Case, hours: set[Span]) -> Iterator[list[Span]]:
    """Lessons between which there is no break."""
    row: list[Span] = []
    for span in sorted(hours):
        if row and span.start - row[-1].end >= case.policy.break_minutes:
            yield row
            row = []
        row.append(span)
    if row:
        yield row
