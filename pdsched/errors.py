"""What can go wrong, as one small tree.

- `PdschedError`: base of all
    - `ProblemError`: the input is wrong; carries every `Fault`
    - `pdsched.problem.RecordError`: a record built in code has values that it cannot have
    - `StartRejectedError`: the referee rejects the initial plan
    - `PlanRejectedError`: the referee rejects a plan of ours, which is a bug of ours
    - `SolverError`: the solver process died or answered nonsense, which is a bug of ours
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from pdsched.faces import Listed, html_of, in_short
from pdsched.printable import on_one_line, printable

_MOST_SHOWN = 20
MOST_OF_A_KIND = 10
"""Faults of one code that are told one by one where not all are asked for."""
MOST_PLACES = 3
"""Places of one fault that are told one by one."""


class Severity(StrEnum):
    """Whether a fault stops the work."""

    ERROR = "error"
    WARNING = "warning"


@in_short
class Fault(NamedTuple):
    """One thing wrong with the input: what, where, which value, and what to do.

    >>> from pdsched import Fault
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
        told = f"{self.code} {self.where}: {self.value!r} {self.message}; {self.advice}"
        return on_one_line(told)


def first_of_each_kind(faults: Iterable[Fault], most: int = MOST_OF_A_KIND) -> Iterator[str]:
    """A line for each fault, and no more than so many of one code; then how many more.

    The same fault in several places is one line with the first of them and their number.

    >>> alike = [Fault("PD201", f"needs[{n}]", "T9", "is nobody", "add it") for n in range(139)]
    >>> for line in first_of_each_kind([*alike, alike[0]._replace(value="T8")], most=1):
    ...     print(line)
    PD201 needs[0], needs[1] and 137 more places: 'T9' is nobody; add it
    PD201: 1 more like this
    """
    kinds: Counter[str] = Counter()
    untold: Counter[str] = Counter()
    for fault, times in same_as_one(faults):
        kinds[fault.code] += 1
        if kinds[fault.code] <= most:
            yield str(fault)
        else:
            untold[fault.code] += times
    for code, number in untold.items():
        yield f"{code}: {number:,} more like this"


def same_as_one(faults: Iterable[Fault]) -> Iterator[tuple[Fault, int]]:
    """The faults, the same one in several places once, with these places and their number.

    >>> twice = [Fault("PD201", f"needs[{n}]", "T9", "is nobody", "add it") for n in range(2)]
    >>> [(fault.where, times) for fault, times in same_as_one(twice)]
    [('needs[0], needs[1]', 2)]
    """
    places: dict[Fault, list[str]] = {}
    times: Counter[Fault] = Counter()
    for fault in faults:
        alike = fault._replace(where="")
        times[alike] += 1
        shown = places.setdefault(alike, [])
        if len(shown) < MOST_PLACES:
            shown.append(fault.where)
    for fault, shown in places.items():
        yield fault._replace(where=_listed(shown, times[fault])), times[fault]


def _listed(places: Sequence[str], number: int) -> str:
    """Places of a fault: all of them if they are few, else two and how many more there are."""
    if number <= MOST_PLACES:
        return ", ".join(places)
    return f"{', '.join(places[: MOST_PLACES - 1])} and {number - MOST_PLACES + 1:,} more places"


class PdschedError(Exception):
    """Base of all errors that pdsched raises on purpose."""

    def __str__(self) -> str:
        return printable(super().__str__())

    def _given(self) -> tuple[Any, ...]:
        """What it was made from."""
        return self.args

    def __reduce__(self) -> tuple[Any, ...]:
        # By default it would be made anew, by pickle and copy, from its message.
        return type(self), self._given(), self.__dict__


class ProblemError(PdschedError):
    """The input has faults; all of them are in ``faults``, the first of each kind in the text."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = Listed(faults)
        super().__init__("\n".join(first_of_each_kind(self.faults)))

    def _given(self) -> tuple[Any, ...]:
        return (self.faults,)

    def _repr_html_(self) -> str:
        return html_of(self.faults)


class StartRejectedError(PdschedError):
    """The initial plan breaks rules; each violation is a sentence in ``sentences``."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = tuple(sentences)
        shown = "\n".join(self.sentences[:_MOST_SHOWN])
        more = len(self.sentences) - _MOST_SHOWN
        rest = f"\nand {more} more" if more > 0 else ""
        count = len(self.sentences)
        super().__init__(f"the initial plan breaks rules in {count} place(s):\n{shown}{rest}")

    def _given(self) -> tuple[Any, ...]:
        return (self.sentences,)


class PlanRejectedError(PdschedError):
    """The referee found violations in a plan that pdsched made.

    ``report`` names the file that reproduces it (problem, policy, plan and violations).
    """

    def __init__(self, sentences: Sequence[str], report: Path) -> None:
        self.sentences = tuple(sentences)
        self.report = report
        head = "; ".join(self.sentences[:3])
        super().__init__(f"a plan broke {len(self.sentences)} rule(s): {head}; see {report}")

    def _given(self) -> tuple[Any, ...]:
        return self.sentences, self.report


class SolverError(PdschedError):
    """The solver process ended without an answer."""
