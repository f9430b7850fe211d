"""A plan with as much on the first sheet of its report as there can be."""

from __future__ import annotations

import json

from reported import RESULT
from tuesday import PROBLEM, TUESDAY

from pdsched import GoalResult, Plan, Policy, Problem, Result

LONG = "The Very Reverend Doctor Wilhelmina Featherstonehaugh Memorial School of the Upper Valley"


def crowded() -> tuple[Problem, Result]:
    """Sixty schools with long names and a year of seven days, whose first sheet is full."""
    document = json.loads(PROBLEM.to_json())
    periods = document["schools"][0]["periods"]
    more = [{"id": f"s{n}", "name": f"{LONG} {n}", "periods": periods} for n in range(60)]
    people = [{"id": f"p{n}", "schools": [f"s{n}"]} for n in range(60)]
    needs = [{"id": f"n{n}", "staff": f"p{n}", "course": "sheets"} for n in range(60)]
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    calendar = {**document["calendar"], "last": "2028-07-01", "weekdays": week}
    problem = Problem.model_validate(
        {
            **document,
            "name": f"{LONG} and {LONG}, {LONG}",
            "calendar": calendar,
            "schools": [*document["schools"], *more],
            "staff": [*document["staff"], *people],
            "needs": [*document["needs"], *needs],
            "assumptions": [LONG] * 30,
        }
    )
    policy = Policy(releases_in_all=1, class_hits=2, reserve=1)
    rules = ("staff-lunch", "colleague-cover", "class-hits", "reserve", "search-ended", "trainer")
    unmet = [{"need": f"n{n}", "rule": rules[n % 6], "reason": LONG} for n in range(60)]
    plan = Plan.model_validate(
        {
            "problem": "other",
            "unmet": unmet,
            "engagements": [
                {"substitute": "sam", "school": "north", "date": TUESDAY, "half": "am"}
            ],
        }
    )
    goals = [GoalResult(id=t.id, value=10**7, bound=10**8) for t in policy.order]
    left_open = [GoalResult(id="expected-unfilled", value=10**7)] * 4
    fields = {"plan": plan, "goals": goals, "left_open": left_open, "policy": policy}
    return problem, RESULT.model_copy(update={**fields, "message": " ".join([LONG] * 9)})
