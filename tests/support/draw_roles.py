"""One human being in several roles, drawn: ids shared among staff, trainers and substitutes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import Record


def doubled(problem: Problem) -> set[str]:
    """Substitutes who are staff or trainers besides."""
    others = {p.id for p in problem.staff} | {t.id for t in problem.trainers}
    return others & {s.id for s in problem.substitutes}


def leading(problem: Problem) -> set[str]:
    """Trainers who are staff besides."""
    return {t.id for t in problem.trainers} & {p.id for p in problem.staff}


@composite
def in_several_roles(draw: DrawFn, world: Problem) -> Problem:
    """The problem, some of whose trainers are staff, and some substitutes staff or trainers."""
    staff = [person.id for person in world.staff]
    trainers = _called(world.trainers, draw(_names(len(world.trainers), staff)))
    others = list(dict.fromkeys([*(t.id for t in trainers), *staff]))
    substitutes = _called(world.substitutes, draw(_names(len(world.substitutes), others)))
    return world.model_copy(update={"trainers": trainers, "substitutes": substitutes})


@composite
def _names(draw: DrawFn, count: int, others: list[str]) -> list[str | None]:
    """For each of so many people the name of another, each name once, or none."""
    names = draw(st.permutations(others))[:count]
    return [name if draw(st.integers(0, 3)) else None for name in names]


def _called(records: tuple[Record, ...], names: list[str | None]) -> tuple[Any, ...]:
    """The first of the records under these names, where there are any."""
    given = [*names, *[None] * (len(records) - len(names))]
    return tuple(
        record.model_copy(update={"id": name} if name else {})
        for record, name in zip(records, given, strict=True)
    )
