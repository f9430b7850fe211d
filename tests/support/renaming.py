"""The same problem and plan under other names, or with its records in another order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, TypeVar

from pdsched import Plan, Problem
from pdsched.problem import Record

R = TypeVar("R", bound=Record)

KINDS = (
    "schools",
    "rooms",
    "staff",
    "lessons",
    "protected",
    "courses",
    "needs",
    "trainers",
    "substitutes",
    "pairs",
    "champions",
    "session_pins",
    "engagement_pins",
)


def names(problem: Problem) -> list[str]:
    """Every name that the problem uses, each once."""
    return list(dict.fromkeys(_names(problem)))


def _names(problem: Problem) -> Iterator[str]:
    yield from (record.id for kind in KINDS for record in getattr(problem, kind))
    yield from (blackout.id for blackout in problem.calendar.blackouts)
    for school in problem.schools:
        yield from (school.zone, *school.cycle.days, *(period.id for period in school.periods))
    yield from (course.topic for course in problem.courses)
    yield from (topic for person in problem.staff for topic in person.levels)
    yield from (x.qualification for x in problem.lessons if x.qualification)
    yield from (held for s in problem.substitutes for held in s.qualifications)


def renamed(record: R, other: Mapping[str, str]) -> R:
    """The record with every name replaced."""
    return type(record).model_validate(_renamed(record.model_dump(mode="json"), other))


def _renamed(value: Any, other: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return other.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, other) for item in value]
    if isinstance(value, dict):
        return {other.get(key, key): _renamed(item, other) for key, item in value.items()}
    return value


def answering(plan: Plan, problem: Problem) -> Plan:
    """The plan as an answer to another problem of the same meaning."""
    return plan.model_copy(update={"problem": problem.digest()}).canonical()


def shuffled(problem: Problem, random: Random) -> Problem:
    """The problem with its records, and lists within them, in another order."""
    inner = {"schools": "periods", "lessons": "staff", "trainers": "available"}
    kinds: dict[str, Any] = {kind: getattr(problem, kind) for kind in KINDS}
    for kind, field in inner.items():
        kinds[kind] = [
            record.model_copy(update={field: _shuffle(getattr(record, field), random)})
            for record in kinds[kind]
        ]
    kinds["travel"] = problem.travel
    return problem.model_copy(update={k: _shuffle(v, random) for k, v in kinds.items()})


def _shuffle(records: Any, random: Random) -> tuple[Any, ...]:
    return tuple(random.sample(list(records), len(records)))
