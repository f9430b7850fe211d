"""What a problem can say about who learns with whom, drawn; see `strategies`."""

from __future__ import annotations

from draw_basics import TOPICS, maybe, one_in
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import Pair, PairKind, StaffMember


@composite
def grouped(draw: DrawFn, world: Problem) -> Problem:
    """The problem with pairs and with hours before the horizon, now and then."""
    fields = {
        "pairs": draw(pairs(world)) if draw(one_in(2)) else (),
        "staff": draw(learned(world)) if draw(one_in(2)) else world.staff,
    }
    return world.model_copy(update=fields)


@composite
def learned(draw: DrawFn, world: Problem) -> tuple[StaffMember, ...]:
    """The staff with hours before the horizon."""
    hours = st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 2), max_size=2)
    return tuple(
        member.model_copy(
            update={
                "hours_before": draw(st.sampled_from([0, 0.5, 1, 2])),
                "topic_hours_before": draw(hours),
            }
        )
        for member in world.staff
    )


@composite
def pairs(draw: DrawFn, world: Problem) -> tuple[Pair, ...]:
    """Pairs of people, each pair once."""
    people = [s.id for s in world.staff]
    found: dict[tuple[str, ...], Pair] = {}
    for number in range(draw(st.integers(1, 2)) if len(people) > 1 else 0):
        two = tuple(draw(st.permutations(people))[:2])
        one = Pair(
            id=f"pair-{number}",
            kind=draw(st.sampled_from(PairKind)),
            staff=two,
            course=draw(maybe(2, st.sampled_from([c.id for c in world.courses]))),
        )
        found.setdefault(tuple(sorted(two)), one)
    return tuple(found.values())
