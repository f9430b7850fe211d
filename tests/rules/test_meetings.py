"""Where the roles of few people meet, whole problems and pieces agree with brute force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from draw_meetings import meeting_policies, meetings
from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from proving import assert_proves, assert_sound_in_pieces
from strategies import Case, scaled

from pdsched import Plan

SEATS, PLANS = 400, 3_000
"""Choices of seats, and plans, that brute force looks at."""

MEETINGS = st.builds(Case, meetings(), meeting_policies())


class Few(Exhaustive):
    """All plans, where they are not too many."""

    def plans(self) -> Iterator[Plan]:
        """All of them; more than a few are too many."""
        found = list(islice(super().plans(), PLANS + 1))
        assume(len(found) <= PLANS)
        yield from found


def best_of(case: Case) -> tuple[int, ...]:
    """The values of the best plan; that in which nothing happens keeps every rule here."""
    every = Few(case)
    assume(every.breadth <= SEATS)
    best = every.best()
    assert best is not None
    return best


@settings(max_examples=scaled(2))
@given(MEETINGS)
def test_people_in_several_roles_are_planned_as_well_as_by_brute_force(case: Case) -> None:
    """The plan is proven at the best of all values, and the referee accepts it."""
    assert_proves(case, best_of(case))


@settings(max_examples=scaled(1))
@given(MEETINGS, st.sampled_from([0, 6_000]))
def test_people_in_several_roles_are_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    assert_sound_in_pieces(case, medium, best_of(case))
