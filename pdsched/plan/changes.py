"""Changes: what became known since a plan was made, such as who is away and what did not happen."""

from __future__ import annotations

from enum import StrEnum
from html import escape
from typing import Literal

from pydantic import Field

from pdsched.problem import Half
from pdsched.problem.base import Clock, Day, Id, Record
from pdsched.problem.names import Name


class ChangeKind(StrEnum):
    """What a change is.

    *away*: a person, trainer, substitute, room or school is not there. *cancelled*: a session of
    the plan is not held. *new-need*: somebody needs something more. *withdrawn*: a need is none any
    more. *learned*: a need was met elsewhere. *missed*: somebody did not attend a session of the
    past. *joined*: somebody is new on the staff.
    """

    AWAY = "away"
    CANCELLED = "cancelled"
    NEW_NEED = "new-need"
    WITHDRAWN = "withdrawn"
    LEARNED = "learned"
    MISSED = "missed"
    JOINED = "joined"


class Change(Record):
    """One change; which fields it has goes by its kind.

    *away* has one of ``staff``, ``trainer``, ``substitute``, ``room`` and ``school``, ``first``
    and, where that is another date, ``last``; ``half``, or ``start`` and ``end``, where only a part
    of each date is meant. Who is away is so in every role that has the same id. *cancelled* has
    ``session``, *missed* ``session`` and ``staff``. *new-need* has ``need``, ``staff``, and
    ``course`` or else ``topic`` and ``level_to``; ``priority`` and ``due`` where they matter.
    *withdrawn* and *learned* have ``need``, *joined* has ``staff``, ``school`` and ``name``.

    >>> from pdsched import Change
    >>> Change.model_validate({"kind": "away", "trainer": "tess", "first": "2026-10-06"}).trainer
    'tess'
    """

    kind: ChangeKind
    staff: Id | None = None
    trainer: Id | None = None
    substitute: Id | None = None
    room: Id | None = None
    school: Id | None = None
    first: Day | None = None
    """First date."""
    last: Day | None = None
    """Last date, included; ``first`` if left out."""
    half: Half | None = None
    """Only this half of each date, cut at the midday of the school; of people, of their home
    school, and of whoever has none at noon."""
    start: Clock | None = None
    """Only from this time of each date."""
    end: Clock | None = None
    """Only until this time of each date."""
    session: Name | None = None
    """Id of a session of the plan."""
    need: Id | None = None
    """Id of a need; of a new one, an id that no need has."""
    course: Id | None = None
    topic: Name | None = None
    level_to: int | None = Field(default=None, ge=1, le=10)
    priority: int | None = Field(default=None, ge=1, le=5)
    """As of a `Need`; 3 if left out."""
    due: Day | None = None
    name: str = ""
    """What somebody new is called."""
    note: str = ""
    """For people to read."""


class Changes(Record):
    """All that became known since a plan was made.

    >>> from pdsched import Changes
    >>> told = {"kind": "away", "school": "north", "first": "2026-10-06"}
    >>> len(Changes.model_validate({"changes": [told]}).changes)
    1
    """

    format: Literal["pdsched-changes"] = "pdsched-changes"
    version: Literal[1] = 1
    changes: tuple[Change, ...] = ()

    def __repr__(self) -> str:
        """One line, however many there are."""
        kinds = [each.kind.value for each in self.changes]
        told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
        return f"<Changes: {told or 'none'}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return f"<pre>{escape(repr(self))}</pre>"
