"""What lies before today is as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.plan import Cover, Engagement, Release, Session
from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule

_Happening = Session | Release | Cover | Engagement


class _Kind(NamedTuple):
    now: Sequence[_Happening]
    then: Sequence[_Happening]


@rule("past")
def past(case: Case) -> Iterator[Finding]:
    """Before today there is what the problem says of the past, and nothing else."""
    problem, plan = case.facts.problem, case.plan
    is_past, today = problem.calendar.is_past, problem.calendar.today
    for kind in (
        _Kind(plan.sessions, problem.past_sessions),
        _Kind(plan.releases, problem.past_releases),
        _Kind(plan.covers, problem.past_covers),
        _Kind(plan.engagements, problem.past_engagements),
    ):
        now, then = _before(kind.now, is_past), _before(kind.then, is_past)
        for record in now - then:
            yield (
                _subjects(record),
                f"{_told(record)} lies before today ({today}), and the past does not have it",
            )
        for record in then - now:
            yield (
                _subjects(record),
                f"{_told(record)} lies before today ({today}), and the plan does not have it so",
            )


def _before(records: Sequence[_Happening], is_past: Callable[[date], bool]) -> Counter[_Happening]:
    return Counter(record for record in records if is_past(record.date))


def _subjects(record: _Happening) -> tuple[str, ...]:
    if isinstance(record, Session):
        return (record.id,)
    if isinstance(record, Release):
        return record.staff, record.session
    if isinstance(record, Cover):
        return record.staff, record.lesson
    return record.substitute, record.school


def _told(record: _Happening) -> str:
    if isinstance(record, Session):
        return f"session {record.id} on {record.date} with {', '.join(record.staff)}"
    if isinstance(record, Release):
        return f"the release of {record.staff} for session {record.session} on {record.date}"
    if isinstance(record, Cover):
        return f"the cover of {record.lesson} of {record.staff} on {record.date} by {record.holder}"
    return (
        f"the engagement of {record.substitute} at {record.school} on {record.date} {record.half}"
    )
