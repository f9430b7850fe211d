"""One record of a problem in place of another, and ids that are free."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from pdsched.problem import Problem


def each_of(
    problem: Problem, table: str, name: str | None, change: Callable[[Any], dict[str, Any]]
) -> Problem:
    """The problem with other fields of the record of some id in a table, if there is one.

    >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> each_of(problem, "staff", "ada", lambda _: {}) is problem
    True
    """
    rows = getattr(problem, table)
    if name is None or all(record.id != name for record in rows):
        return problem
    changed = (r.model_copy(update=change(r)) if r.id == name else r for r in rows)
    return problem.model_copy(update={table: tuple(changed)})


def free_id(name: str, taken: Collection[str]) -> str:
    """An id that nothing has.

    >>> free_id("closed", ["closed-1"])
    'closed-2'
    """
    number = 1
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
