"""Pieces of a plan know the members of teams: what one gives elsewhere is stated with the team."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pieces import QUICK
from test_subproblem_roles import FREE, needs_of, school

from pdsched import Problem
from pdsched.engines.part import solve_sub_mip
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import GOALS
from pdsched.search.locks import ResourceLocks
from pdsched.search.subproblem import SubMip

NEEDS = GOALS["needs-met"]
EIGHT = [{"start": "08:00", "end": "09:00"}]


def candidates(substitute: str = "sue", **fields: Any) -> Candidates:
    """Bob wants what ann and tom give together on Monday at 8, dot what tom gives alone then.

    Cyd learns on a platform then, and leaves a lesson that the substitute could hold. Nobody else
    of bob's school needs anything, so that those who give it are all that the needs share.
    """
    alone = {"topic": "t", "modality": "self-paced", "minutes": 60, "group_max": 1}
    remote = alone | {"modality": "remote"}
    people = ("bob", "cyd", "dot")
    given: dict[str, Any] = {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
        "schools": [
            school(name) | {"periods": [{"id": "1", **EIGHT[0]}]} for name in ("north", "south")
        ],
        "staff": [
            {"id": name, "schools": ["north" if name == "bob" else "south"]} for name in people
        ],
        "lessons": [
            {"id": "l", "school": "south", "staff": ["cyd"], "day": "mon", **EIGHT[0]},
        ],
        "courses": [{"id": "both", **remote}, {"id": "own", **alone}, {"id": "single", **remote}],
        "needs": [
            {"id": name, "staff": name, "course": course}
            for name, course in zip(people, ("both", "own", "single"), strict=True)
        ],
        "trainers": [
            {"id": "duo", "members": ["ann", "tom"], "courses": ["both"]},
            {"id": "ann", "available": EIGHT},
            {"id": "tom", "courses": ["single"], "available": EIGHT},
        ],
        "substitutes": [{"id": substitute, "zones": ["all"], "available": [{}]}],
    }
    problem = Problem.model_validate(given | fields)
    return enumerate_candidates(problem, FREE, people)


def piece(c: Candidates, plan: Solution, need: str, share: ResourceLocks | None = None) -> SubMip:
    """The piece in which what meets a need is free."""
    of = np.array(needs_of(c, np.arange(len(c.placement))))
    return SubMip(c, plan, np.flatnonzero(of == need), NEEDS, share=share)


def solved(
    c: Candidates, plan: Solution, need: str, share: ResourceLocks | None = None
) -> Solution:
    """The plan after a piece."""
    one = piece(c, plan, need, share)
    found = solve_sub_mip(one.part(QUICK))
    assert found.values is not None
    after = one.change(found.values).on(plan)
    assert SubMip(c, after, np.arange(len(c.placement)), NEEDS).holds()
    return after


@pytest.mark.parametrize(
    ("substitute", "first", "then"),
    [
        ("sue", "bob", "dot"),
        ("sue", "dot", "bob"),
        ("tom", "bob", "cyd"),
        ("ann", "bob", "cyd"),
        ("ann", "cyd", "bob"),
    ],
    ids=["team first", "alone first", "tom gives", "ann gives", "ann is engaged"],
)
def test_a_piece_knows_what_others_of_a_team_do(substitute: str, first: str, then: str) -> None:
    """Who gives or is engaged already does nothing else; each need alone is met."""
    c = candidates(substitute)
    alone = solved(c, Solution.none(), then)
    plan = solved(c, solved(c, Solution.none(), first), then)

    assert needs_of(c, alone.attends.ids) == [then]
    assert needs_of(c, plan.attends.ids) == [first]


@pytest.mark.parametrize("name", ["ann", "tom"])
def test_a_piece_leaves_alone_a_team_of_whom_one_is_claimed(name: str) -> None:
    """A piece claims the weeks of all members, and changes no session of one who is claimed."""
    c = candidates()
    number = [trainer.id for trainer in c.index.trainers].index(name)
    share = ResourceLocks.none(c.index)
    share.trainers[number] = True

    assert piece(c, Solution.none(), "bob").claims.share.trainers[number].all()
    assert len(solved(c, Solution.none(), "bob", share.without()).attends.ids) == 0
    assert len(solved(c, Solution.none(), "bob").attends.ids) == 1
