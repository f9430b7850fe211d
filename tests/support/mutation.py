"""What a mutation is, the list of all, and the small changes that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from strategies import Case

from pdsched import Plan, Policy, Problem
from pdsched.plan import Release, Session

R = TypeVar("R")


class Broken(NamedTuple):
    """A plan that breaks a rule, with what it answers."""

    problem: Problem
    policy: Policy
    plan: Plan


Mutation = Callable[[Case, Plan], Iterator[Broken]]

MUTATIONS: dict[str, list[Mutation]] = {}


def breaks(rule: str) -> Callable[[Mutation], Mutation]:
    """Enters a mutation under the rule that it breaks."""

    def enter(mutation: Mutation) -> Mutation:
        MUTATIONS.setdefault(rule, []).append(mutation)
        return mutation

    return enter


def swapped(records: tuple[R, ...], old: R, *new: R) -> tuple[R, ...]:
    """The records with one replaced."""
    at = records.index(old)
    return (*records[:at], *new, *records[at + 1 :])


def changed(record: R, **fields: Any) -> R:
    """The record with some fields changed, unchecked."""
    return record.model_copy(update=fields)  # type: ignore[attr-defined, no-any-return]


def with_plan(case: Case, plan: Plan, **fields: Any) -> Broken:
    """The case with some records of the plan changed."""
    return Broken(*case, changed(plan, **fields))


def with_problem(case: Case, plan: Plan, **fields: Any) -> Broken:
    """The case with some records of the problem changed."""
    return Broken(changed(case.problem, **fields), case.policy, plan)


def with_record(case: Case, plan: Plan, kind: str, name: str, **fields: Any) -> Broken:
    """The case with some fields of one record of the problem changed."""
    records = getattr(case.problem, kind)
    record = find(records, name)
    return with_problem(case, plan, **{kind: swapped(records, record, changed(record, **fields))})


def with_policy(case: Case, plan: Plan, **fields: Any) -> Broken:
    """The case with some figures of the policy changed."""
    return Broken(case.problem, changed(case.policy, **fields), plan)


def find(records: tuple[R, ...], name: str) -> R:
    """The record of this id."""
    return next(r for r in records if r.id == name)  # type: ignore[attr-defined]


def group(plan: Plan, session: Session) -> list[Release]:
    """The releases for a session."""
    return [r for r in plan.releases if r.session == session.id]


def attendances(plan: Plan) -> Iterator[tuple[Session, Release]]:
    """Each release with its session, those of leaders too."""
    for release in plan.releases:
        yield find(plan.sessions, release.session), release
