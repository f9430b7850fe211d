"""`replan` week after week: on a small district, on a large one, and on a real school."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from quick import slow
from skipping import REAL_DATA, needs_real_data

from pdsched import Plan, Problem, Proof, ReplanAnswer, generate, replan, score, solve, verify
from pdsched.timetables import import_timetable


def weeks(problem: Problem, plan: Plan, breaks: list[list[dict[str, Any]]]) -> list[ReplanAnswer]:
    """The answers of some weeks, each replanned from the plan of the week before, and judged."""
    answers = []
    first = problem.calendar.first
    for number, changes in enumerate(breaks):
        as_of = first + timedelta(days=7 * number)
        answer = replan(problem, plan, {"changes": changes}, as_of=as_of, seconds=40)
        assert answer.changed is not None
        assert answer.plan is not None
        assert verify(answer.changed, answer.plan) == ()
        assert score(answer.changed, answer.plan)["changes"] == answer.goal("changes").value
        assert sum(told.broken for told in answer.told) == answer.goal("changes").value
        assert past(plan, as_of) == past(answer.plan, as_of)
        answers.append(answer)
        problem, plan = answer.changed, answer.plan
    return answers


def past(plan: Plan, as_of: date) -> set[str]:
    """The sessions before a date."""
    return {session.id for session in plan.sessions if session.date < as_of}


def ill(plan: Plan, monday: date) -> dict[str, Any]:
    """Whoever gives the first session from a date on, or attends it, is ill for a week."""
    given = [s for s in plan.sessions if s.date >= monday]
    first = min(given, key=lambda s: (s.trainer is None, s.date))
    last = first.date + timedelta(days=4)
    who = {"trainer": first.trainer} if first.trainer else {"staff": first.staff[0]}
    return {"kind": "away", "first": f"{first.date}", "last": f"{last}"} | who


def test_weeks_of_a_small_district() -> None:
    """A week in which nothing breaks leaves the plan as it is; each other is proven."""
    problem = generate(size="XS", seed=1)
    plan = solve(problem, seconds=4, seed=1).plan
    assert plan is not None
    away = ill(plan, problem.calendar.first + timedelta(days=7))
    nothing, broken, again = weeks(problem, plan, [[], [away], []])
    assert broken.goal("changes").value
    assert nothing.plan is not None
    assert nothing.plan.to_json() == plan.to_json()
    assert broken.proof is Proof.PROVEN
    assert again.plan == broken.plan


@slow
@needs_real_data
def test_weeks_of_a_real_school() -> None:
    """A trainer is ill, the school is closed, substitutes are gone, somebody new comes."""
    timetable, _ = import_timetable("untis", REAL_DATA / "timetables" / "untis" / "GPU001.TXT")
    problem = generate(around=timetable, seed=1)
    plan = solve(problem, seconds=20, seed=1).plan
    assert plan is not None
    first, school = problem.calendar.first, problem.schools[0].id
    closed = min(s.date for s in plan.sessions if s.date >= first + timedelta(days=14))
    engaged = {e.substitute for e in plan.engagements if e.date >= first + timedelta(days=21)}
    newcomer = {"kind": "joined", "staff": "new", "school": school}
    need = {"kind": "new-need", "need": "n-new", "staff": "new", "course": problem.courses[0].id}
    gone = {"kind": "away", "first": f"{first + timedelta(days=21)}", "last": "2099-12-31"}
    answers = weeks(
        problem,
        plan,
        [
            [],
            [ill(plan, first + timedelta(days=7))],
            [{"kind": "away", "school": school, "first": f"{closed}"}],
            [gone | {"substitute": name} for name in sorted(engaged)[:2]],
            [newcomer, need],
        ],
    )
    assert answers[0].told == ()
    assert all(answer.goal("changes").value for answer in answers[1:3])
    assert answers[4].goal("changes").value == 0
