"""Faults as a table: what is wrong, where it stands, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pdsched.checks.codes import CODES
from pdsched.errors import Fault, Severity, same_as_one
from pdsched.wording import Language, wording

MOST_TOLD = 500
"""Lines of one table; whoever mends these has the next ones told."""


class FaultLine(NamedTuple):
    """One fault, in however many places it is."""

    code: str
    is_error: bool
    title: str
    """What the code says, in the language of the page; empty in English, whose message says it."""
    where: str
    value: str
    message: str
    advice: str
    """Message and advice are in English."""
    times: int


class FaultTable(NamedTuple):
    """All faults, errors first."""

    lines: tuple[FaultLine, ...]
    errors: int
    warnings: int

    @property
    def left_out(self) -> int:
        """How many faults stand in no line."""
        return self.errors + self.warnings - sum(line.times for line in self.lines)


def fault_table(faults: Iterable[Fault], language: str) -> FaultTable:
    """The faults of whatever was given.

    >>> twice = [Fault("PD202", f"rooms[{n}]", "north", "is no school", "add it") for n in (0, 1)]
    >>> table = fault_table(twice, "de")
    >>> table.errors, table.lines[0].title, table.lines[0].where
    (2, 'Keine Schule hat diese Kennung.', 'rooms[0], rooms[1]')
    """
    every = sorted(faults, key=lambda fault: fault.severity is not Severity.ERROR)
    errors = sum(fault.severity is Severity.ERROR for fault in every)
    lines = (_line(fault, times, language) for fault, times in same_as_one(every))
    told = tuple(line for _, line in zip(range(MOST_TOLD), lines, strict=False))
    return FaultTable(told, errors, len(every) - errors)


def _line(fault: Fault, times: int, language: str) -> FaultLine:
    title = "" if language == Language.EN else CODES.get(fault.code, "")
    return FaultLine(
        code=fault.code,
        is_error=fault.severity is Severity.ERROR,
        title=wording(language).text(title),
        where=fault.where,
        value=fault.value,
        message=fault.message,
        advice=fault.advice,
        times=times,
    )
