"""On plans by hand every goal counts the same in the model, in its columns, and in the referee.

The plans are those of the pairs that keep their rules, under a policy in which every goal counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from admission import Understood, understood
from pairs import Pair, Side
from strategies import FIGURES
from test_referee_rules import each_pair

from pdsched import Policy, score
from pdsched.model.goals import goal_of
from pdsched.policy import GOALS

ASKED = {f for goal in GOALS for f, value in Policy().figures(goal).items() if value is None}
"""Figures without which a goal counts nothing."""


def in_which_all_count(side: Side) -> Side:
    """The same under a policy with every goal in a tier of its own."""
    given: dict[str, Any] = {f: FIGURES[f][0] for f in ASKED if getattr(side.policy, f) is None}
    tiers = [{goal: 1} for goal in GOALS]
    asked = side.policy.model_dump(exclude={"goals"}) | given | {"goals": tiers}
    return side._replace(policy=Policy.model_validate(asked))


def in_columns(found: Understood, goal: str) -> int:
    """What the columns add up to that the goal weighs."""
    weights = goal_of(goal).weights(found.statement)
    return int(np.sum(weights * found.statement.values(found.choice)))


@each_pair
def test_goals_count_as_the_referee_does(rule: str, make: Callable[[], Pair]) -> None:
    """Each goal of a plan is worth the same thrice."""
    side = in_which_all_count(make().kept)
    found = understood(side)
    values = score(*side)
    told = {goal: goal_of(goal).value(found.candidates, found.choice) for goal in GOALS}

    assert found.is_whole, rule
    assert told == {goal: values[goal] for goal in GOALS}
    assert {goal: in_columns(found, goal) for goal in GOALS} == told
