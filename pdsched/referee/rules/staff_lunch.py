"""Whether staff who learn or cover keep time to eat at midday."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pdsched.policy import Policy
from pdsched.problem import minutes
from pdsched.referee.busy import added_times, engaged_times, times_left
from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span


@rule("staff-lunch")
def staff_lunch(case: Case) -> Iterator[Finding]:
    """Whoever is released or covers keeps so many minutes in a row at midday.

    Of who is a substitute, too, the half-days as one are busy, as in rule ``one-place``.
    """
    least = case.policy.staff_lunch_minutes
    span = _span(case.policy)
    engaged = engaged_times(case)
    for (name, day), added in added_times(case).items():
        lesson_spans = [held.span for held in case.facts.lessons_on(name, day)]
        if _longest(lesson_spans, span) < least or _lunch_in_session(case, name, day):
            continue
        half_days = engaged.get((name, day), [])
        left = _longest([*added, *half_days, *times_left(case, name, day)], span)
        if left < least:
            beside = " beside half-days as a substitute" if half_days else ""
            yield (
                (name,),
                f"{name} has {left} minutes in a row from {span} on {day}{beside}, needed {least}",
            )


def _span(policy: Policy) -> Span:
    return Span(minutes(policy.staff_lunch_from), minutes(policy.staff_lunch_to))


def _lunch_in_session(case: Case, name: str, day: date) -> bool:
    """Whether the person attends a session so long that it has a lunch of its own."""
    span, policy = _span(case.policy), case.policy
    return any(
        held.end - held.start >= policy.long_session_minutes
        and min(held.end, span.end) - max(held.start, span.start) >= policy.staff_lunch_minutes
        for visit in case.by_person_and_day.get((name, day), ())
        for held in (visit.meeting.span,)
    )


def _longest(busy: Iterable[Span], span: Span) -> int:
    """Most minutes in a row of a span that lie in none of these intervals."""
    longest, since = 0, span.start
    for one in sorted(busy):
        longest = max(longest, min(one.start, span.end) - since)
        since = max(since, one.end)
    return max(longest, span.end - since, 0)
