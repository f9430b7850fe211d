"""Who is disturbed where one plan takes the place of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pdsched.plan import Plan
from pdsched.problem import Problem


def disturbed(problem: Problem, before: Plan, after: Plan, beside: Collection[str]) -> int:
    """How many people were told something in a plan that holds no more in another.

    As goal ``changes`` has it: when and where somebody attends or gives which course, covers as a
    colleague, or is engaged as a substitute. What is new to somebody disturbs nobody, as long as
    all that they were told still holds.

    Args:
        problem: The problem in full.
        before: What people were told.
        after: What is to be instead.
        beside: Ids of people who do not count, as the change is about them.

    >>> disturbed(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"}), Plan(), Plan(), ())
    0
    """
    holds = set(_told(problem, after))
    gone = {who for who, what in _told(problem, before) if (who, what) not in holds}
    return len(gone.difference(beside))


def _told(problem: Problem, plan: Plan) -> Iterator[tuple[str, Any]]:
    """Who was told what."""
    teams = {trainer.id: trainer.people for trainer in problem.trainers}
    for session in plan.sessions:
        where = (session.course, session.date, session.start, session.school)
        for person in session.staff:
            yield person, ("attends", where)
        for person in teams.get(session.trainer or "", ()):
            yield person, ("gives", where)
    for cover in plan.covers:
        if cover.colleague is not None:
            yield cover.colleague, ("covers", cover.date, cover.lesson)
    for engaged in plan.engagements:
        yield engaged.substitute, ("engaged", engaged.school, engaged.date, engaged.half)


def sharing_records(plan: Plan, other: Plan) -> Plan:
    """The same plan, with the records of another where they are equal: many plans need little."""
    fields = ("sessions", "releases", "covers", "engagements", "unmet")
    update = {}
    for field in fields:
        known_ones = {record: record for record in getattr(other, field)}
        update[field] = tuple(known_ones.get(r, r) for r in getattr(plan, field))
    return plan.model_copy(update=update)
