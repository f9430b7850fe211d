"""What can go wrong, as one small tree.

- `PdschedError`: base of all
    - `ProblemError`: the input is wrong; carries every `Fault`
    - `StartRejectedError`: the referee rejects the plan to start from
    - `PlanRejectedError`: the referee rejects a plan of ours, which is a bug of ours
    - `SolverError`: the solver process died or answered nonsense, which is a bug of ours
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

_MOST_SHOWN = 20


class Severity(StrEnum):
    """Whether a fault stops the work."""

    ERROR = "error"
    WARNING = "warning"


class Fault(NamedTuple):
    """One thing wrong with the input: what, where, which value, and what to do.

    >>> print(Fault("PD201", "needs[3].staff", "T99", "names nobody", "add T99 to staff"))
    PD201 needs[3].staff: 'T99' names nobody; add T99 to staff
    """

    code: str
    """Stable code, such as ``PD201``; the list stands in the docs."""
    where: str
    """JSON path, or file, row and column."""
    value: str
    """The offending value, shortened."""
    message: str
    """What is wrong with it."""
    advice: str
    """What to do."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.value!r} {self.message}; {self.advice}"


class PdschedError(Exception):
    """Base of all errors that pdsched raises on purpose."""


class ProblemError(PdschedError):
    """The input has faults; all of them are in ``faults``."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class StartRejectedError(PdschedError):
    """The plan to start from breaks rules; each violation is a sentence in ``sentences``."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        shown = "\n".join(self.sentences[:_MOST_SHOWN])
        more = len(self.sentences) - _MOST_SHOWN
        rest = f"\nand {more} more" if more > 0 else ""
        count = len(self.sentences)
        super().__init__(f"the plan to start from breaks rules in {count} place(s):\n{shown}{rest}")


class PlanRejectedError(PdschedError):
    """The referee found violations in a plan that pdsched made.

    ``report`` names the file that reproduces it (problem, policy, plan and violations).
    """

    def __init__(self, sentences: Sequence[str], report: Path) -> None:
        self.sentences = tuple(sentences)
        self.report = report
        head = "; ".join(self.sentences[:3])
        super().__init__(f"a plan broke {len(self.sentences)} rule(s): {head}; see {report}")


class SolverError(PdschedError):
    """The solver process ended without an answer."""
