"""Records of a run and a problem: what the index keeps of them, and what the JSON says.

Nobody's name is in an id: ids are drawn at random, and are no secret.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, computed_field

from pdsched.errors import Fault, Severity
from pdsched.problem.base import Day, Record
from pdsched.result import GoalResult

Id = Annotated[str, Field(pattern="^[0-9a-f]{16}$", examples=["0f3c5a7e9b1d2846"])]
Name = Annotated[str, Field(max_length=200)]


def new_id() -> str:
    """An id that nothing follows from."""
    return secrets.token_hex(8)


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


class Status(StrEnum):
    """Where a run stands.

    *queued*: it waits for others. *solving*: it goes on. *stopped*: somebody ended it, or the
    service was ended too often; its best plan is kept, if there was one. *done*: it ended by
    itself, and `RunEntry.result` says how. *invalid problem*: what was given cannot be planned;
    `RunEntry.faults` say why. *failed*: a fault of pdsched or of the machine.
    """

    QUEUED = "queued"
    SOLVING = "solving"
    STOPPED = "stopped"
    DONE = "done"
    INVALID = "invalid problem"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self not in (Status.QUEUED, Status.SOLVING)


MOST_FAULTS = 10_000
"""Faults of one thing that are told one by one; whoever mends these has the next ones told."""


class FaultEntry(Record):
    """A fault, as `pdsched.Fault`."""

    code: str
    """Such as ``PD201``."""
    where: str
    """JSON path, or sheet or file, row and column."""
    value: str
    message: str
    advice: str
    severity: Severity = Severity.ERROR

    @classmethod
    def of(cls, fault: Fault) -> FaultEntry:
        """The same fault."""
        return cls(**fault._asdict())


def told_faults(faults: Iterable[Fault]) -> dict[str, Any]:
    """The faults of a thing as JSON, errors first and no more than anybody mends; counts of all.

    >>> told_faults([Fault("PD202", "rooms[0]", "x", "is no school", "add it")])["errors"]
    1
    """
    every = sorted(faults, key=lambda fault: fault.severity is not Severity.ERROR)
    errors = sum(fault.severity is Severity.ERROR for fault in every)
    entries = [FaultEntry.of(fault).model_dump(mode="json") for fault in every[:MOST_FAULTS]]
    return {"errors": errors, "warnings": len(every) - errors, "faults": entries}


class GoalEntry(Record):
    """Value and bound of a goal, so far or in the end."""

    id: str
    value: int | None = None
    bound: int | None = None
    gap: float | None = None
    """Distance of both as a share of the larger."""
    proven: bool = False
    """Whether they are equal: no plan is better."""
    method: str = ""
    """How the bound was proven."""

    @classmethod
    def of(cls, goal: GoalResult) -> GoalEntry:
        """The same goal; the prices that prove a bound stand in the result alone."""
        told = goal.model_dump(exclude={"prices"})
        return cls(**told, gap=goal.gap, proven=goal.proven)


class ProblemLine(Record):
    """A problem that is kept, as lists say it."""

    id: Id
    name: str = ""
    """What the problem calls itself."""
    added: datetime
    digest: str = ""
    """`pdsched.Problem.digest`; empty where it could not be read."""
    counts: Mapping[str, int] = Field(default_factory=dict)
    """Number of schools, staff, needs, ..., by name of the table."""
    errors: int = 0
    """Number of faults that are errors."""
    warnings: int = 0
    """Number of the others."""
    marked: bool = False
    """Whether there is a workbook with each fault in its cell."""

    @computed_field  # type: ignore[prop-decorator]  # as pydantic documents it
    @property
    def is_sound(self) -> bool:
        """Whether it can be planned: it was read, and no fault is an error."""
        return bool(self.digest) and not self.errors


class ProblemEntry(ProblemLine):
    """A problem that is kept, and what is wrong with it."""

    faults: tuple[FaultEntry, ...] = ()
    """Errors before warnings; where there are more than 10,000 in all, the others are counted."""

    @classmethod
    def of(cls, line: ProblemLine, faults: str) -> ProblemEntry:
        """What a list says of it, and its faults as JSON."""
        return cls(**line.model_dump(exclude={"is_sound"}), faults=json.loads(faults))

    def in_parts(self) -> tuple[ProblemLine, str]:
        """What a list says of it, and its faults as JSON."""
        line = ProblemLine(**self.model_dump(exclude={"is_sound", "faults"}))
        return line, json.dumps([fault.model_dump(mode="json") for fault in self.faults])


class RunOptions(Record):
    """How a problem is to be planned."""

    policy: Name | Mapping[str, Any] = "default"
    """Name of a ready policy, or the fields of one, as ``/schema/policy`` has them."""
    seconds: Annotated[float, Field(gt=0, le=864_000, strict=True)] | None = None
    """When to end, if it is not proven before; 60 unless given."""
    work_limit: Annotated[float, Field(gt=0, strict=True)] | None = None
    """In place of seconds: work after which to end, so that two runs give the same plan."""
    workers: Annotated[int, Field(ge=1, le=64, strict=True)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31, strict=True)] = 0
    as_of: Day | None = None
    """Today: what is before is past."""
    previous: Id | None = None
    """A run whose plan is the previous one: what of it is past counts, and little changes."""
    initial: Id | None = None
    """A run whose plan to begin with."""


class RunEntry(Record):
    """A run, as it stands."""

    id: Id
    status: Status
    problem: Id
    """The problem that is planned."""
    name: str = ""
    """What the problem calls itself."""
    options: RunOptions = RunOptions()
    submitted: datetime
    started: datetime | None = None
    ended: datetime | None = None
    position: int | None = None
    """Place in the queue, from 1 on; ``None`` where it does not wait."""
    attempts: int = 0
    """How often it was begun: more than once where the service was ended meanwhile."""
    seconds: float = 0.0
    """Spent on it so far."""
    pieces: int = 0
    """Parts of the problem that were solved so far."""
    goals: tuple[GoalEntry, ...] = ()
    """The most important first, as far as anything is known."""
    has_plan: bool = False
    """Whether a plan can be fetched: the best so far, or the last."""
    result: str | None = None
    """Of a run that has ended: ``optimal``, ``feasible``, ``infeasible`` or ``unknown``."""
    needs: int | None = None
    """Needs of the problem, of a run that has ended."""
    needs_met: int | None = None
    faults: tuple[FaultEntry, ...] = ()
    message: str = ""
    """A sentence where there is something to say."""

    @property
    def best(self) -> GoalEntry | None:
        """The most important goal."""
        return self.goals[0] if self.goals else None
