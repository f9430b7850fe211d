"""What tells a problem from others in the systems that are told of its plans."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from pdsched.problem import Problem


def identity_of(problem: Problem) -> str:
    """What tells the events of a problem from those of others: its id, else its schools.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> identity_of(Problem(calendar=calendar, id="district-9"))
    'district-9'
    """
    return problem.id or "|".join(sorted(school.id for school in problem.schools))


def namespace_of(problem: Problem) -> UUID:
    """The name space of what is told of a problem, the same through all its edits and plans.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> namespace_of(Problem(calendar=calendar, id="district-9")).version
    5
    """
    return uuid5(NAMESPACE_URL, f"pdsched:{identity_of(problem)}")
