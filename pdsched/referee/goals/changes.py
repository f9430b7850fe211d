"""Goal of changes: whom a change of plans concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from pdsched.plan import Session
from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal

_Told = tuple[str, date]
"""Somebody, and the date of which they were told something."""


@goal("changes")
def changes(case: Case) -> int:
    """People and dates of which something that they were told does not hold."""
    return len(words_not_kept(case))


def words_not_kept(case: Case) -> set[_Told]:
    """People and dates of which something that they were told does not hold."""
    is_past = case.facts.problem.calendar.is_past
    return {told for told in _broken(case) if not is_past(told[1])}


def _broken(case: Case) -> Iterator[_Told]:
    problem = case.facts.problem
    attended = {(a.staff, *of) for a in case.attendances for of in _wheres(a.meeting.session)}
    for kept in problem.kept:
        if (kept.staff, kept.course, kept.date, kept.start, kept.school) not in attended:
            yield kept.staff, kept.date
    given = {
        (who, *of)
        for (who, _), meetings in case.by_trainer_and_day.items()
        for meeting in meetings
        for of in _wheres(meeting.session)
    }
    for session in problem.kept_sessions:
        what = (session.trainer, session.course, session.date, session.start, session.school)
        if what not in given:
            yield session.trainer, session.date
    covering = {
        (c.colleague, c.date, case.facts.lessons[c.lesson].start) for c in case.covers_by_colleagues
    }
    for cover in problem.kept_covers:
        if (cover.colleague, cover.date, cover.start) not in covering:
            yield cover.colleague, cover.date
    for one in problem.kept_engagements:
        if (one.substitute, one.school, one.date, one.half) not in case.engaged:
            yield one.substitute, one.date


def _wheres(session: Session) -> Iterator[tuple[str, date, time, str | None]]:
    """Course, date, start, and venue of a session; once more without the venue."""
    for school in {session.school, None}:
        yield session.course, session.date, session.start, school
