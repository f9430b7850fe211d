"""Pairs: two people who are to learn together, or apart."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from pdsched.problem.base import Id, Record


class PairKind(StrEnum):
    """Whether two people sit in the same group or never do."""

    TOGETHER = "together"
    APART = "apart"


class Pair(Record):
    """*together*: whoever of the two attends a session attends it with the other.

    *apart*: the two never attend the same session. Either is about courses that both need and that
    people learn in groups; self-paced ones are not.
    """

    id: Id
    kind: PairKind
    staff: tuple[Id, ...] = Field(min_length=2, max_length=2)
    """The two people."""
    course: Id | None = None
    """Only at sessions of this course; ``null`` means of any."""
    reason: str = ""
