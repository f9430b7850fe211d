"""What was said of each part of a plan, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pdsched.plan import Approval, Part
from pdsched.views.sheets import Row, Sheet
from pdsched.views.words import day

_SAID = ("State", "By", "On", "Note")


def approval_sheets(parts: Iterable[tuple[Part, Approval | None]]) -> Iterator[Sheet]:
    """A sheet of attendances and one of engagements, those that are there.

    >>> from pdsched.plan import Approvals, Plan, standing
    >>> list(approval_sheets(standing(Plan(), Approvals())))
    []
    """
    rows = [(part, _said(act)) for part, act in parts]
    attended = tuple((*_attendance(part), *said) for part, said in rows if part.staff is not None)
    engaged = tuple((*_engagement(part), *said) for part, said in rows if part.staff is None)
    columns: Row
    if attended:
        columns = ("Date", "Start", "Course", "School", "Trainer", "Who", *_SAID)
        yield Sheet(title="Attendances", columns=columns, rows=attended)
    if engaged:
        columns = ("Date", "Half-day", "School", "Substitute", *_SAID)
        yield Sheet(title="Engagements", columns=columns, rows=engaged)


def _attendance(part: Part) -> Row:
    start = "" if part.start is None else f"{part.start:%H:%M}"
    named = (part.course, part.school, part.trainer, part.staff)
    return (day(part.date), start, *(text or "" for text in named))


def _engagement(part: Part) -> Row:
    return (day(part.date), *(text or "" for text in (part.half, part.school, part.substitute)))


def _said(act: Approval | None) -> Row:
    return ("-", "", "", "") if act is None else (act.state, act.by, f"{act.on}", act.note)
