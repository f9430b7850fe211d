"""Approvals: who proposed, approved, published or withdrew which part of a plan, and when.

They stand beside the plan, and name what they are about by its contents, so that they hold for
every later plan that has it. What is published stays in these plans: see
`pdsched.plan.published`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pdsched.errors import PdschedError
from pdsched.faces import in_short
from pdsched.plan.plan import Plan
from pdsched.problem import Half
from pdsched.problem.base import Clock, Day, Id, Record


class ApprovalState(StrEnum):
    """What was said of a part of a plan.

    *proposed*: somebody asks for it. *approved*: it may be so. *published*: people were told, and
    it stays. *withdrawn*: no longer any of these.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Approval(Record):
    """Somebody said on a date what an attendance, or an engagement, of a plan is.

    An attendance has ``staff``, ``course`` and ``start``, an engagement has ``substitute``,
    ``school`` and ``half``.

    >>> from pdsched import Approval
    >>> said = {"state": "approved", "by": "Roy", "on": "2026-09-01"}
    >>> Approval.model_validate({**said, "date": "2026-09-08", "staff": "ada"})
    Traceback (most recent call last):
    pdsched.problem.base.RecordError: ... an attendance names staff, course and ...
    """

    state: ApprovalState
    by: str = Field(min_length=1)
    """Who said so."""
    on: Day
    """When it was said."""
    date: Day
    """Date of the session or engagement."""
    staff: Id | None = None
    """Who attends."""
    course: Id | None = None
    start: Clock | None = None
    """Beginning of the session."""
    school: Id | None = None
    """Venue of the session, or school of the engagement."""
    trainer: Id | None = None
    room: Id | None = None
    substitute: Id | None = None
    """Who is engaged."""
    half: Half | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_thing(self) -> Approval:
        of_session = (self.staff, self.course, self.start)
        of_engagement = (self.substitute, self.half)
        attends = None not in of_session and of_engagement == (None, None)
        engaged = None not in (*of_engagement, self.school) and not any(
            (*of_session, self.trainer, self.room)
        )
        if not attends and not engaged:
            raise PydanticCustomError(
                "approval",
                "an attendance names staff, course and start, an engagement substitute, school "
                "and half",
            )
        return self

    @property
    def about(self) -> Part:
        """What it is about."""
        return Part(*(getattr(self, name) for name in Part._fields))


@in_short
class Part(NamedTuple):
    """An attendance or an engagement, by its contents."""

    date: dt.date
    staff: str | None = None
    course: str | None = None
    start: dt.time | None = None
    school: str | None = None
    trainer: str | None = None
    room: str | None = None
    substitute: str | None = None
    half: Half | None = None

    def __str__(self) -> str:
        if self.substitute is not None:
            return f"{self.substitute} {self.school} {self.date} {self.half}"
        return f"{self.staff} {self.course} {self.date} {self.start:%H:%M}"


class Approvals(Record):
    """All that was said of plans, in order; of each part the last word counts."""

    format: Literal["pdsched-approvals"] = "pdsched-approvals"
    version: Literal[1] = 1
    acts: tuple[Approval, ...] = ()

    def last_words(self) -> dict[Part, Approval]:
        """The last that was said of each part.

        >>> Approvals().last_words()
        {}
        """
        return {act.about: act for act in self.acts}


def approve(
    plan: Plan,
    state: ApprovalState | str,
    *,
    by: str,
    on: dt.date,
    sessions: Collection[str] = (),
    staff: Collection[str] = (),
    substitutes: Collection[str] = (),
    note: str = "",
    approvals: Approvals | None = None,
) -> Approvals:
    """What was said so far, and that this plan, or a part of it, now is in a state.

    Args:
        plan: the plan of which it is said.
        state: ``proposed``, ``approved``, ``published`` or ``withdrawn``.
        by: who says so.
        on: when.
        sessions: ids of sessions, of whose attendances alone it is said.
        staff: people, of whose attendances alone it is said; with ``sessions``, at these.
        substitutes: substitutes, of whose engagements alone it is said. Without ``sessions``,
            ``staff`` and ``substitutes`` it is said of everything.
        note: for people to read.
        approvals: what was said so far.

    Raises:
        PdschedError: if the plan has no such session, attendance or engagement.

    >>> from datetime import date
    >>> from pdsched import Plan, approve
    >>> plan = Plan.model_validate({"sessions": [{"id": "s", "course": "sheets-1",
    ...     "date": "2026-09-08", "start": "09:00", "end": "10:30", "staff": ["ada", "bob"]}]})
    >>> told = approve(plan, "published", by="Roy", on=date(2026, 9, 1), staff=["ada"])
    >>> [(act.state.value, act.staff, act.course) for act in told.acts]
    [('published', 'ada', 'sheets-1')]
    """
    asked = {"sessions": sessions, "staff": staff, "substitutes": substitutes}
    parts = [part for part, of in _parts(plan) if _is_meant(of, asked)]
    _refuse_unknown(plan, asked)
    if not parts:
        raise PdschedError("the plan has nothing of what is named: no attendance, no engagement")
    said = {"state": state, "by": by, "on": on, "note": note}
    acts = tuple(Approval.model_validate({**said, **part._asdict()}) for part in parts)
    before = Approvals() if approvals is None else approvals
    return before.model_copy(update={"acts": (*before.acts, *acts)})


def standing(plan: Plan, approvals: Approvals) -> tuple[tuple[Part, Approval | None], ...]:
    """Each attendance and engagement of a plan, and the last that was said of it.

    >>> standing(Plan(), Approvals())
    ()
    """
    words = approvals.last_words()
    return tuple((part, words.get(part)) for part, _ in _parts(plan))


Asked = dict[str, Collection[str]]
"""Sessions, staff and substitutes that are named."""


def _parts(plan: Plan) -> Iterator[tuple[Part, dict[str, str]]]:
    """Attendances and engagements, each with what names it."""
    for s in plan.sessions:
        for person in s.staff:
            part = Part(s.date, person, s.course, s.start, s.school, s.trainer, s.room)
            yield part, {"sessions": s.id, "staff": person}
    for e in plan.engagements:
        part = Part(e.date, school=e.school, substitute=e.substitute, half=e.half)
        yield part, {"substitutes": e.substitute}


def _is_meant(names: dict[str, str], asked: Asked) -> bool:
    if not any(asked.values()):
        return True
    here = {kind: asked[kind] for kind in names if asked[kind]}
    return bool(here) and all(names[kind] in here[kind] for kind in here)


def _refuse_unknown(plan: Plan, asked: Asked) -> None:
    known = {
        "sessions": {s.id for s in plan.sessions},
        "staff": {person for s in plan.sessions for person in s.staff},
        "substitutes": {e.substitute for e in plan.engagements},
    }
    what = {
        "sessions": "no session of the plan",
        "staff": "nobody who attends a session of the plan",
        "substitutes": "nobody who is engaged in the plan",
    }
    told = [
        f"{name!r} is {what[kind]}"
        for kind, names in asked.items()
        for name in names
        if name not in known[kind]
    ]
    if told:
        raise PdschedError("; ".join(told))
