"""Somebody is away: the changes that a form says, and the plan that disturbs least."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pdsched.errors import Fault, ProblemError
from pdsched.files import save
from pdsched.problem import Problem
from pdsched.result import Result, Status
from pdsched.serve.entries import GoalEntry
from pdsched.views.names import Names


def called(problem: Problem) -> dict[str, tuple[str, str]]:
    """Everybody by the name that pages show: which kind of person, and the id.

    Who is on the staff and trains or covers, too, is told as one of the staff: who is away is so
    in every role.

    >>> given = Problem(
    ...     calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
    ...     schools=[{"id": "n"}], staff=[{"id": "t1", "name": "Ada King", "schools": ["n"]}])
    >>> called(given)
    {'Ada King': ('staff', 't1')}
    """
    names, everybody = Names(problem), {}
    kinds = ("substitute", problem.substitutes), ("trainer", problem.trainers)
    for kind, records in (*kinds, ("staff", problem.staff)):
        everybody |= {names.person(record.id): (kind, record.id) for record in records}
    return everybody


def changes(problem: Problem, lines: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The changes that lines of a form say, as `pdsched.Changes` has them.

    Raises:
        ProblemError: with each name that nobody has; ids are taken, too.
    """
    everybody = called(problem)
    by_id = {identity: (kind, identity) for kind, identity in everybody.values()}
    faults: list[Fault] = []
    said = []
    for line in lines:
        who = line["who"].strip()
        if (person := everybody.get(who) or by_id.get(who)) is None:
            advice = "choose one of the names that the field offers"
            faults.append(Fault("PD201", "who", who, "is nobody in this data", advice))
            continue
        kind, identity = person
        dates = {field: line[field] for field in ("first", "last", "half") if line[field]}
        said.append({"kind": "away", kind: identity, **dates})
    if faults:
        raise ProblemError(faults)
    return said


def mend(problem: Problem, result: Result, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The plan after changes, kept as a problem and a result; what the index is told of it."""
    raise NotImplementedError
