"""Pieces know persons in several roles: what they do in one role is stated with the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pieces import QUICK

from pdsched import Policy, Problem
from pdsched.engines.part import SubMipData, SubMipResult, fill_sub_mip, solve_sub_mip
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import GOALS
from pdsched.policy import ColleagueCover
from pdsched.search.subproblem import SubMip

NEEDS = GOALS["needs-met"]
MON, TUE = "2026-09-07", "2026-09-08"
FREE = Policy(away_at_once=1.0, releases_per_week=5)
ONCE = FREE.model_copy(update={"releases_per_week": 1})
HITS = FREE.model_copy(update={"class_hits": 1, "class_hits_days": 2})
HELP = FREE.model_copy(update={"colleague_cover": ColleagueCover.ALL})
LESSONS = {"cyd": ["08:00"]}


def school(name: str) -> dict[str, Any]:
    """Two periods in the morning."""
    hours = [("1", "08:00", "09:00"), ("2", "09:00", "10:00")]
    periods = [{"id": n, "start": start, "end": end} for n, start, end in hours]
    return {"id": name, "midday": "10:00", "periods": periods}


def district(
    lessons: dict[str, list[str]],
    trainer: str = "ann",
    substitutes: tuple[tuple[str, str], ...] = (("ann", "north"),),
    *,
    late: str = "",
    place: str = "south",
) -> Problem:
    """Bob wants a course that ``trainer`` gives on Monday at 8, Ann one of another trainer then.

    Cyd learns on a platform, on Monday at 8, too. Who is ``late`` does so on Tuesday. ``lessons``
    are hours of class 5a on both dates that need cover, Cyd's at a ``place``; ``substitutes`` are
    ids with schools.
    """
    days = {name: TUE if name == late else MON for name in ("ann", "bob", "cyd")}
    other = {"start": "00:00", "end": "23:59", "dates": [MON if late == "cyd" else TUE]}
    hours = {"cyd": [{"start": "09:00", "end": "23:59"}, other]}
    homes = {"ann": "north", "bob": "north", "cyd": "south"}
    places = homes | {"cyd": place}
    eight = {"start": "08:00", "end": "09:00"}
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": MON, "last": TUE},
            "schools": [school("north"), school("south")],
            "staff": [
                {"id": name, "schools": [home], "unavailable": hours.get(name, [])}
                for name, home in homes.items()
            ],
            "lessons": [
                {"id": f"{person}-{start}-{day}", "school": places[person], "staff": [person]}
                | {"date": day, "start": start, "end": start.replace("8:", "9:")}
                | {"classes": ["5a"]}
                for person, starts in lessons.items()
                for start in starts
                for day in (MON, TUE)
            ],
            "courses": [
                {"id": name, "topic": "t", "modality": "remote", "minutes": 60, "group_max": 9}
                for name in ("led", "heard")
            ]
            + [
                {"id": "own", "topic": "t", "modality": "self-paced", "minutes": 60}
                | {"group_max": 1},
            ],
            "needs": [
                {"id": "n-ann", "staff": "ann", "course": "heard"},
                {"id": "n-bob", "staff": "bob", "course": "led"},
                {"id": "n-cyd", "staff": "cyd", "course": "own"},
            ],
            "trainers": [
                {"id": trainer, "courses": ["led"], "available": [eight | {"dates": [MON]}]},
                {"id": "tess", "courses": ["heard"]}
                | {"available": [eight | {"dates": [days["ann"]]}]},
            ],
            "substitutes": [
                {"id": name, "schools": [place], "available": [{}]} for name, place in substitutes
            ],
        }
    )


def needs_of(c: Candidates, attendances: Any) -> list[str]:
    """The needs that attendances would meet."""
    return [
        c.index.staff[group].member_needs[0][slot]
        for group, slot in zip(c.group[attendances], c.slot[attendances], strict=True)
    ]


def met(
    problem: Problem,
    policy: Policy,
    *steps: str,
    solve: Callable[[SubMipData], SubMipResult] = solve_sub_mip,
) -> list[str]:
    """Needs met after a piece for each of some needs, which knows the plan of those before."""
    c = enumerate_candidates(problem, policy, ["ann", "bob", "cyd"])
    everything = np.arange(len(c.placement))
    of = np.array(needs_of(c, everything))
    plan = Solution.none()
    for step in steps:
        sub_mip = SubMip(c, plan, np.flatnonzero(of == step), NEEDS)
        found = solve(sub_mip.part(QUICK))
        assert found.values is not None
        plan = sub_mip.change(found.values).on(plan)
        assert SubMip(c, plan, everything, NEEDS).holds()
    return sorted(needs_of(c, plan.attends.ids))


SOUTH = (("ann", "south"),)
MEETING: dict[str, tuple[Problem, Policy, str, str]] = {
    "leads or attends": (district({}), FREE, "n-ann", "n-bob"),
    "is released once a week": (
        district({"ann": ["08:00"]}, substitutes=(("sue", "north"),), late="ann"),
        ONCE,
        "n-ann",
        "n-bob",
    ),
    "is engaged or attends": (district(LESSONS, "tom", SOUTH), FREE, "n-ann", "n-cyd"),
    "is engaged or leads": (district(LESSONS, "ann", SOUTH), FREE, "n-bob", "n-cyd"),
    "gives sessions or is engaged": (
        district(LESSONS, "tom", (("tom", "south"),)),
        FREE,
        "n-bob",
        "n-cyd",
    ),
    "covers as a colleague or is engaged": (
        district(LESSONS | {"bob": ["08:00"]}, "tom", SOUTH),
        HELP,
        "n-bob",
        "n-cyd",
    ),
    "is covered while leading, or somebody else is": (
        district({"ann": ["08:00"], "cyd": ["08:00"]}, "ann", (("sue", "north"),), place="north"),
        FREE,
        "n-bob",
        "n-cyd",
    ),
    "takes the class its last teacher while leading": (
        district(
            {"ann": ["08:00"], "cyd": ["08:00"]},
            "ann",
            (("sue", "north"), ("sam", "north")),
            late="cyd",
            place="north",
        ),
        HITS,
        "n-bob",
        "n-cyd",
    ),
    "covers as a colleague or leads": (
        district({"bob": ["08:00"]}, "ann", ()),
        HELP,
        "n-bob",
        "n-bob",
    ),
}
"""What one person cannot do twice: the needs of whom it would serve, only one of which is met."""


@pytest.mark.parametrize("case", MEETING)
def test_a_piece_knows_the_other_roles(case: str) -> None:
    """Whichever of two needs is met first, the other is not: one person is in one place."""
    problem, policy, one, other = MEETING[case]

    assert met(problem, policy, one, other) == ([one] if one != other else [])
    assert met(problem, policy, other, one) == ([other] if one != other else [])


@pytest.mark.parametrize("case", MEETING)
def test_each_of_them_could_be_met(case: str) -> None:
    """With another person in one of the roles both needs are met."""
    problem, policy, one, other = MEETING[case]
    trainers = (problem.trainers[0].model_copy(update={"id": "tim"}), problem.trainers[1])
    more = [
        problem.substitutes[0].model_copy(update={"id": f"sub-{place}", "schools": (place,)})
        for place in ("north", "south")
        if problem.substitutes
    ]
    relieved = problem.model_copy(
        update={"trainers": trainers, "substitutes": (*problem.substitutes, *more)}
    )
    free = policy.model_copy(update={"releases_per_week": 2, "class_hits": None})

    assert met(relieved, free, one, other) == sorted({one, other})


@pytest.mark.parametrize("case", MEETING)
def test_a_fill_leaves_people_in_one_place(case: str) -> None:
    """A quick plan of everything keeps every row, and meets one of the two needs."""
    problem, policy, one, other = MEETING[case]

    assert len(met(problem, policy, one, other, solve=fill_sub_mip)) == (one != other)
