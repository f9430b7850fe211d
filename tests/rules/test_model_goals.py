"""On plans by hand every goal counts the same in the model, in its columns, and in the referee.

The plans are those of the pairs that keep their rules, under a policy in which every goal counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from admission import Understood, understood
from pairs import Pair, Side
from schools import lesson, need, two_schools
from strategies import FIGURES
from test_referee_rules import each_pair

from pdsched import Plan, Policy, Problem, score
from pdsched.model import enumerate_candidates
from pdsched.model.formulation.translate import values_of
from pdsched.model.goals import goal_of
from pdsched.model.goals.settled import settled
from pdsched.policy import GOALS
from pdsched.policy.goals import Tier

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
    return int(np.sum(weights * values_of(found.statement, found.solution)))


def with_wishes(problem: Problem, plan: Plan) -> Problem:
    """The same where people and schools prefer other things, and have a history."""
    told = problem.model_dump(mode="json")
    first = told["calendar"]["first"]
    for windows in [told["calendar"]["key_times"], *(s["preferred"] for s in told["staff"])]:
        windows.append({"start": "08:00", "end": "10:00", "weekdays": ["tue"]})
    told["calendar"] |= {
        "today": told["calendar"]["today"] or first,
        "fill_probabilities": [{"weekday": "tue", "probability": 0.9}],
        "fill_by_notice": [{"days": n, "probability": p} for n, p in ((1, 0.5), (3, 0.8))],
    }
    for course in told["courses"]:
        course["group_preferred"] = course["group_preferred"] or course["group_max"]
        for arc in course["prerequisites"]:
            arc["cadence_days"] = 7
    for number, person in enumerate(told["staff"]):
        person |= {"points_wanted_before": 10 * number + 20, "points_met_before": 10 * number}
        person["hours_before"] = person["hours_before"] or 0.75
    for substitute in told["substitutes"]:
        substitute |= {"preferred_schools": ["south"], "familiar_schools": ["south"]}
        substitute["fill_probability"] = 0.95
    for wish in told["needs"]:
        wish["due"] = wish["due"] or "2026-09-10"
    people, topics = range(1, 3), sorted({course["topic"] for course in told["courses"]})
    told["champions"] += [
        {"id": f"{topic}-{n}", "topic": topic, "level": 1, "people": n, "by": "2026-09-11"}
        for topic in topics
        for n in people
    ]
    attended = [(s, person) for s in plan.sessions for person in s.staff]
    told["kept"] = [
        {"staff": person, "course": s.course, "date": f"{s.date}", "start": start}
        for number, (s, person) in enumerate(attended)
        for start in ([f"{s.start}", "07:00"] if number else ["07:00"])
        if person in {member["id"] for member in told["staff"]}
    ]
    return Problem.model_validate(told)


@pytest.mark.parametrize("wishes", [False, True], ids=["plain", "wishes"])
@each_pair
def test_goals_count_as_the_referee_does(
    rule: str, make: Callable[[], Pair], *, wishes: bool
) -> None:
    """Each goal of a plan is worth the same thrice."""
    side = in_which_all_count(make().kept)
    if wishes:
        side = side._replace(problem=with_wishes(side.problem, side.plan))
    found = understood(side)
    values = score(*side)
    told = {goal: goal_of(goal).value(found.candidates, found.solution) for goal in GOALS}
    past = {goal: settled(found.candidates, Tier({goal: 1})) for goal in GOALS}

    assert found.is_whole, rule
    assert {goal: told[goal] + past[goal] for goal in GOALS} == {g: values[g] for g in GOALS}
    assert {goal: in_columns(found, goal) for goal in GOALS} == told
    # What a plan can have some of is not passed over by the search.
    idle = {goal for goal in GOALS if not goal_of(goal).wanted(found.candidates)}
    assert not {goal for goal in idle if told[goal]}, rule


@pytest.mark.parametrize(("most", "points"), [(1, 50), (2, 80), (3, 110)])
def test_persons_bound_what_needs_could_count(most: int, points: int) -> None:
    """Ada's three needs of 30, 30 and 50 points all take her from a lesson, so often at most."""
    needs = [need("ada", "sheets-1"), need("ada", "calls-1", priority=5), need("ada", "coach-1")]
    tom = two_schools().trainers[0].model_dump(mode="json")
    tom |= {"available": [{"start": "09:00", "end": "11:00", "weekdays": ["tue"]}]}
    lessons = [lesson("ada-tue-2"), lesson("ada-tue-3")]
    problem = two_schools(needs=needs, lessons=lessons, trainers=[tom])
    candidates = enumerate_candidates(problem, Policy(releases_in_all=most))

    assert {way: bound for bound, way in goal_of("needs-met").bounds(candidates)} == {
        "needs": 110,
        "persons": points,
    }
