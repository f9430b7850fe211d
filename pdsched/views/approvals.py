"""What was said of each part of a plan, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pdsched.plan import Approval, Part
from pdsched.problem import Problem
from pdsched.views.names import Names
from pdsched.views.sheets import Row, Sheet
from pdsched.views.words import day

_SAID = ("State", "By", "On", "Note")


def approval_sheets(
    parts: Iterable[tuple[Part, Approval | None]], problem: Problem | None = None
) -> Iterator[Sheet]:
    """A sheet of attendances and one of engagements, those that are there.

    With the problem names stand in place of ids.

    >>> from pdsched.plan import Approvals, Plan, standing
    >>> list(approval_sheets(standing(Plan(), Approvals())))
    []
    """
    called = Names(problem)
    rows = [(part, _said(act)) for part, act in parts]
    attended = tuple(
        (*_attendance(part, called), *said) for part, said in rows if part.staff is not None
    )
    engaged = tuple(
        (*_engagement(part, called), *said) for part, said in rows if part.staff is None
    )
    columns: Row
    if attended:
        columns = ("Date", "Start", "Course", "School", "Trainer", "Who", *_SAID)
        yield Sheet(title="Attendances", columns=columns, rows=attended)
    if engaged:
        columns = ("Date", "Half-day", "School", "Substitute", *_SAID)
        yield Sheet(title="Engagements", columns=columns, rows=engaged)


def _attendance(part: Part, called: Names) -> Row:
    start = "" if part.start is None else f"{part.start:%H:%M}"
    named = (
        called.course(part.course or ""),
        called.school(part.school or ""),
        called.person(part.trainer or ""),
        called.person(part.staff or ""),
    )
    return (day(part.date), start, *named)


def _engagement(part: Part, called: Names) -> Row:
    school, substitute = part.school or "", part.substitute or ""
    return (day(part.date), part.half or "", called.school(school), called.person(substitute))


def _said(act: Approval | None) -> Row:
    return ("-", "", "", "") if act is None else (act.state, act.by, f"{act.on}", act.note)
