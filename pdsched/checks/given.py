"""What callers give: records, dictionaries of their fields, and names of policies.

A policy by its name is in a file, so that it is read by `pdsched.files`, which stands above, and so
does the pre-flight, which speaks in names: two of the few imports against the direction, made when
a policy is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pdsched.checks import policies, run
from pdsched.checks.run import is_warning
from pdsched.checks.shape import read_plan, read_problem, read_record
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.faces import Listed
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import of_kind

GivenProblem: TypeAlias = Problem | Mapping[str, Any]
"""A problem, or a dictionary of its fields, as in its JSON."""
GivenPlan: TypeAlias = Plan | Mapping[str, Any]
"""A plan, or a dictionary of its fields, as in its JSON."""
GivenPolicy: TypeAlias = Policy | str | Path | Mapping[str, Any]
"""A policy, the name of a ready one, the path of a TOML file, or a dictionary of its fields."""
T = TypeVar("T")


def check(problem: GivenProblem, policy: GivenPolicy | None = None) -> tuple[Fault, ...]:
    """All faults of a problem, errors before warnings.

    Args:
        problem: what is given; of a dictionary, faults of its shape are told, too.
        policy: where it is given, what it means for this problem is told, too: figures that count
            for nothing, pins that cannot be kept, and needs that no plan can meet.

    Raises:
        ProblemError: if the policy has faults, or there is no such policy.
        TypeError: if the problem or the policy is something else; with what to give.

    >>> from pdsched import check
    >>> print(*check({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "rooms": [{"id": "lab", "school": "north", "capacity": 20}],
    ... }))
    PD202 rooms[0].school: 'north' is no school; add it to schools, or correct it
    """
    if isinstance(problem, Mapping):
        given, faults = read_problem(dict(problem))
    else:
        given = problem_of(problem)
        faults = run.check(given)
    if given is None or policy is None:
        return Listed(faults)
    return Listed(beside(given, policy_of(policy), faults))


def beside(problem: Problem, policy: Policy, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults of a problem with those that are told beside a policy, errors first.

    What the pre-flight proves is about problems without errors alone.
    """
    told = (*faults, *policies.remarks(policy, problem))
    if any(fault.severity is Severity.ERROR for fault in told):
        return told
    from pdsched.preflight import preflight

    return tuple(sorted((*told, *preflight(problem, policy)), key=is_warning))


def problem_of(given: GivenProblem) -> Problem:
    """The problem that a caller gives; whether it makes sense is for `check`.

    Raises:
        ProblemError: with all faults, if a dictionary has not the shape of a problem.
        TypeError: if it is neither; with what to give.

    >>> problem_of("district.json")
    Traceback (most recent call last):
    TypeError: problem: 'district.json' is a str, and no Problem; pdsched.load_problem reads files
    """
    if isinstance(given, Mapping):
        return _whole(*read_problem(dict(given)))
    return of_kind("problem", given, Problem, "pdsched.load_problem reads files")


def plan_of(given: GivenPlan, argument: str = "plan") -> Plan:
    """The plan that a caller gives.

    Raises:
        ProblemError: with all faults, if a dictionary has not the shape of a plan.
        TypeError: if it is neither; with what to give.

    >>> plan_of({"sessions": []})
    <Plan: 0 sessions, 0 releases, 0 covers, 0 engagements, 0 unmet needs>
    """
    if isinstance(given, Mapping):
        return _whole(*read_plan(dict(given)))
    advice = "pdsched.load_plan reads files, and the plan of a result is result.plan"
    return of_kind(argument, given, Plan, advice)


def policy_of(given: GivenPolicy | None) -> Policy:
    """The policy that a caller gives; the default one for ``None``.

    Raises:
        ProblemError: if there is no such policy or file, or with all its faults.
        TypeError: if it is nothing of that kind; with what to give.

    >>> policy_of("default") == policy_of(None) == policy_of({}) == Policy()
    True
    """
    if given is None:
        return Policy()
    if isinstance(given, Mapping):
        return _whole(*read_record(Policy, dict(given)))
    if isinstance(given, str | Path):
        from pdsched.files import load_policy

        return load_policy(given)
    return of_kind("policy", given, Policy, "or the name of one, such as 'default'")


def _whole(value: T | None, faults: tuple[Fault, ...]) -> T:
    if value is None:
        raise ProblemError(faults)
    return value
