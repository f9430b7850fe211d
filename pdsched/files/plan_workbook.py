"""A plan as a workbook (stub)."""

from collections.abc import Iterator

from pdsched.outside.workbook_writer import SheetOut
from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.result import Result


def plan_sheets(problem: Problem, value: Plan | Result) -> Iterator[SheetOut]:
    """Stub."""
    yield from ()
