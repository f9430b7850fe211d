"""When staff are busy on dates on which a plan has a release or a cover of theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pdsched.referee.case import Case
from pdsched.referee.spans import Span, span_of


def added_times(case: Case) -> dict[tuple[str, date], list[Span]]:
    """When people are released or cover, by person and date."""
    spans: defaultdict[tuple[str, date], list[Span]] = defaultdict(list)
    for visit in case.absences:
        spans[visit.staff, visit.day].append(visit.away.span)
    for cover in case.covers_by_colleagues:
        span = span_of(case.facts.lessons[cover.lesson])
        spans[cover.colleague or "", cover.date].append(span)
    return dict(spans)


def engaged_times(case: Case) -> dict[tuple[str, date], list[Span]]:
    """The spans of the half-days for which staff are engaged as substitutes, by person and date."""
    spans: defaultdict[tuple[str, date], list[Span]] = defaultdict(list)
    for one in case.engagements:
        span = case.facts.hours.of(one.school, one.date, one.half)
        if span is not None and one.substitute in case.facts.staff:
            spans[one.substitute, one.date].append(span)
    return dict(spans)


def times_left(case: Case, staff: str, day: date) -> list[Span]:
    """The lessons of a person on a date that no release of theirs takes."""
    visits = case.by_person_and_day.get((staff, day), ())
    taken = {held.lesson.id for visit in visits for held in visit.away.taken}
    lessons = case.facts.lessons_on(staff, day)
    return [held.span for held in lessons if held.lesson.id not in taken]
