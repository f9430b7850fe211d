"""Limits hold across sub-MIPs: what the rest of a plan has counts with what a sub-MIP decides."""

from __future__ import annotations

from typing import Any

import pytest
from test_subproblem_rules import FREE, MON, NEXT_MON, ONE, TUE, TWO, added, two_people

from pdsched import Policy
from pdsched.policy.counts import KINDS, Count

LED: dict[str, Any] = {
    "courses": [
        {"id": f"c-{person}", "topic": "tools", "modality": "remote", "minutes": 60, "group_max": 1}
        for person in ("ann", "bob")
    ],
    "trainers": [
        {
            "id": "tom",
            "courses": ["c-ann", "c-bob"],
            "available": [{"start": "08:00", "end": "09:00"}],
        }
    ],
}
"""Tom leads a session for each of Ann and Bob, who stay where they are."""
SHARED: dict[str, Any] = {
    "lessons": [
        {"id": name, "school": "north", "staff": staff, "date": MON, "staff_needed": 1}
        | {"start": "08:00", "end": "09:00", "classes": ["5a"]}
        for name, staff in (("both", ["ann", "bob"]),)
    ]
}
"""Ann and Bob hold one lesson together, and one of them is enough."""
IN_PLAN = {"per": "plan", "at_most": 1}
HANDS = {"substitutes": ["sub-north-0", "sub-north-1"]}
LIMITS_THAT_REACH: dict[str, tuple[tuple[str, str], tuple[str, str], dict[str, Any], Any]] = {
    "people": (ONE, (MON, NEXT_MON), IN_PLAN | {"count": "people", "each": "grade"}, {}),
    "people-in-a-window": (
        TWO,
        (MON, TUE),
        {"count": "people", "per": "window", "window_days": 2, "at_most": 1},
        {},
    ),
    "releases": (TWO, (MON, NEXT_MON), IN_PLAN | {"count": "releases"}, {}),
    "lessons": (ONE, (MON, NEXT_MON), IN_PLAN | {"count": "lessons", "each": "class"}, {}),
    "lessons-of-two": (
        ONE,
        (MON, MON),
        {"count": "lessons", "per": "date", "each": "class", "at_most": 0},
        SHARED,
    ),
    "covers": (ONE, (MON, NEXT_MON), IN_PLAN | {"count": "covers", "each": "role"}, {}),
    "covers-by-some": (ONE, (MON, NEXT_MON), IN_PLAN | {"count": "covers", "of": HANDS}, {}),
    "half-days": (TWO, (MON, NEXT_MON), IN_PLAN | {"count": "half-days"}, {}),
    "sessions": (TWO, (MON, NEXT_MON), IN_PLAN | {"count": "sessions", "each": "trainer"}, LED),
    "minutes": (TWO, (MON, NEXT_MON), IN_PLAN | {"count": "minutes", "at_most": 119}, LED),
}
"""Schools and dates of Ann and Bob, a limit that lets one of them go, and more of the problem."""


@pytest.mark.parametrize("name", LIMITS_THAT_REACH)
def test_a_sub_mip_leaves_what_the_rest_of_the_plan_uses(name: str) -> None:
    """Ann has used up the limit, and a sub-MIP of Bob alone knows it; without it he goes."""
    schools, days, fields, more = LIMITS_THAT_REACH[name]
    problem = two_people(schools, days, **more)
    limit = {"id": "ours", "sentence": "Not so often.", **fields}
    policy = Policy.model_validate(FREE | {"limits": [limit]})

    assert added(problem, policy.model_copy(update={"off": ("ours",)})) == 1
    assert added(problem, policy) == 0


def test_every_count_reaches_across() -> None:
    """No count is left out."""
    assert {Count(fields["count"]) for *_, fields, _ in LIMITS_THAT_REACH.values()} == set(KINDS)
