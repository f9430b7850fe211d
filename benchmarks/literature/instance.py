"""What every set of instances has: a statement for pdsched, one for others, and a checker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from benchmarks.literature.program import Program
from pdsched import Plan, Policy, Problem


class BadInstanceError(ValueError):
    """A file that is not in the published format, or a task that nobody can do."""


class Known(NamedTuple):
    """What is published of an instance: the optimum lies between these."""

    least: int | None = None
    most: int | None = None

    @property
    def optimum(self) -> int | None:
        """The optimum, where the two meet."""
        return self.least if self.least == self.most else None


Assignment = Mapping[int, int]
"""Who does what: worker by task, both numbered from 0."""


class Statement(NamedTuple):
    """An instance as a pdsched problem, and what its goal says of the published objective."""

    problem: Problem
    policy: Policy
    tier: str
    """Id of the tier whose value counts."""
    scale: int = 1
    """Of that value, what one of the published objective counts."""
    shift: int = 0
    """What the published objective counts besides."""

    def published(self, value: float) -> int:
        """A value or bound of the tier in terms of the published objective, rounded down."""
        return int(value // self.scale) + self.shift


class Instance(Protocol):
    """One instance of a set."""

    @property
    def maximise(self) -> bool:
        """Whether more is better."""

    def statement(self) -> Statement:
        """The instance as a pdsched problem."""

    def assignment(self, plan: Plan) -> Assignment:
        """Who does what in a plan."""

    def program(self) -> Program:
        """The instance as an integer program, for others."""

    def dealt(self, values: Sequence[float]) -> Assignment:
        """Who does what in a solution of `program`."""

    def faults(self, assignment: Assignment) -> list[str]:
        """What of the published problem an assignment breaks; nothing where it is sound."""

    def value(self, assignment: Assignment) -> int:
        """The published objective."""

    def known(self) -> Known:
        """What is published."""
