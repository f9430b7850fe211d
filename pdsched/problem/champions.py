"""Champions: people of each school who know a topic well enough to help the others."""

from __future__ import annotations

from pydantic import Field

from pdsched.problem.base import Day, Id, Record
from pdsched.problem.names import Name


class Champions(Record):
    """Each of these schools is to have so many people at a level of a topic, by a date."""

    id: Id
    topic: Name
    level: int = Field(ge=1, le=10)
    """Level of the topic at which somebody is a champion, or above it."""
    people: int = Field(default=1, ge=1, le=1000)
    """How many of each school, at least."""
    by: Day | None = None
    """Sessions on this date count, and those before it; ``null`` means all of the plan."""
    schools: tuple[Id, ...] | None = None
    """Home schools; ``null`` means all of them. An empty list is refused."""
