"""Pins: decisions that the caller insists on, with the reason."""

from __future__ import annotations

from enum import StrEnum

from pdsched.problem.base import Clock, Day, Id, Record
from pdsched.problem.substitute import Half


class PinKind(StrEnum):
    """Whether a decision is insisted on or ruled out."""

    REQUIRE = "require"
    FORBID = "forbid"


class SessionPin(Record):
    """*require*: some session has all the given fields. *forbid*: no session has them all.

    With ``staff``, the session counts only if that person attends it; with ``need``, too, only if
    that need of theirs is met there. At least one field is given.
    """

    id: Id
    kind: PinKind
    course: Id | None = None
    staff: Id | None = None
    need: Id | None = None
    """A need of the person in ``staff``, which is given with it."""
    trainer: Id | None = None
    room: Id | None = None
    school: Id | None = None
    """Where the session is held."""
    date: Day | None = None
    start: Clock | None = None
    reason: str = ""
    published: bool = False
    """Whether it stands for what was published, and not for what is asked for; it is left out of
    the digest of the problem. `pdsched.with_approvals` writes such pins."""


class EngagementPin(Record):
    """*require*: some engagement has all the given fields. *forbid*: none has them all.

    At least one field is given.
    """

    id: Id
    kind: PinKind
    substitute: Id | None = None
    school: Id | None = None
    date: Day | None = None
    half: Half | None = None
    reason: str = ""
    published: bool = False
    """As of a `SessionPin`."""
