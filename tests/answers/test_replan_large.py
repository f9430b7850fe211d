"""`replan` where the whole is too large to be solved at once: bounds of all dates, and of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from quick import slow
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from tuesday import PLAN, PROBLEM, TUESDAY

from pdsched import Plan, Policy, Problem, Proof, ReplanAnswer, replan, verify
from pdsched.answers import joint_bound, replan_search
from pdsched.answers.changed import with_changes
from pdsched.answers.disturbed import whole_plan
from pdsched.answers.joint_bound import JointBound
from pdsched.answers.least_disturbance import least_disturbing
from pdsched.engines.arrays import Ints
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.params import StrategyParams
from pdsched.plan import Changes, dated, with_previous

FILTERING = (HealthCheck.filter_too_much, HealthCheck.too_slow)
ANY_AWAY = Policy(off=("away-at-once",))
HOURS = [{"id": str(h), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in range(8, 12)]


@contextmanager
def as_large(*, jointly: bool = True) -> Iterator[None]:
    """No problem is small enough to be solved whole; nor, it may be, for a bound of all dates."""
    with pytest.MonkeyPatch.context() as patch:
        size = StrategyParams(lns_then_whole_up_to=0, whole_up_to=0)
        patch.setattr(replan_search, "StrategyParams", lambda: size)
        if not jointly:
            patch.setattr(joint_bound, "MOST", -1)
        yield


@slow
@settings(max_examples=scaled(6), suppress_health_check=FILTERING, deadline=None)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)), st.booleans())
def test_no_bound_says_more_than_the_whole(data: st.DataObject, case: Case, jointly: bool) -> None:
    """Of which it is proven how few have to be told; and no plan tells fewer than that."""
    problem = case.problem
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    roles = [("trainer", t.id) for t in problem.trainers if not t.is_team]
    roles += [("substitute", s.id) for s in problem.substitutes]
    roles += [("staff", member.id) for member in problem.staff]
    assume(roles)
    role, who = data.draw(st.sampled_from(roles))
    days = (problem.calendar.last - problem.calendar.first).days
    first = problem.calendar.first + timedelta(days=data.draw(st.integers(0, days)))
    changes = {"changes": [{"kind": "away", role: who, "first": first.isoformat()}]}

    whole = replan(problem, plan, changes, policy=case.policy, seconds=120)
    assume(whole.plan is not None)
    with as_large(jointly=jointly):
        large = replan(problem, plan, changes, policy=case.policy, seconds=20)

    assert large.plan is not None
    assert large.changed is not None
    assert verify(large.changed, large.plan, case.policy) == ()
    assert whole.proof is Proof.PROVEN
    fewest, reached = whole.goal("changes").value, large.goal("changes").value
    assert fewest is not None
    assert reached is not None
    assert (large.goal("changes").bound or 0) <= fewest <= reached


def _district(**parts: Any) -> Problem:
    """A school, a trainer who comes on three Mondays, and a course that follows another."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-21"}
    mondays = ["2026-09-07", "2026-09-14", "2026-09-21"]
    course = {"minutes": 60, "group_min": 2, "group_max": 2}
    return Problem.model_validate(
        {
            "calendar": calendar | {"weekdays": ["mon"]},
            "schools": [{"id": "north", "periods": HOURS}],
            "rooms": [{"id": "lib", "school": "north", "capacity": 9}],
            "staff": [{"id": name, "schools": ["north"]} for name in ("ada", "bo")],
            "courses": [
                course | {"id": "one", "topic": "one"},
                course
                | {"id": "two", "topic": "two"}
                | {"prerequisites": [{"course": "one", "min_days": 1}]},
            ],
            "needs": [
                {"id": f"{name}-{course}", "staff": name, "course": course}
                for name in ("ada", "bo")
                for course in ("one", "two")
            ],
            "trainers": [
                {
                    "id": "tom",
                    "courses": ["one", "two"],
                    "available": [{"start": "08:00", "end": "12:00", "dates": mondays}],
                }
            ],
        }
        | parts
    )


def _session(course: str, day: str, start: str = "08:00") -> dict[str, Any]:
    return {
        "id": course,
        "course": course,
        "trainer": "tom",
        "school": "north",
        "room": "lib",
        "date": day,
        "start": start,
        "end": f"{int(start[:2]) + 1:02d}:00",
        "staff": ["ada", "bo"],
    }


def _after(problem: Problem, plan: Plan, day: str, *, jointly: bool) -> ReplanAnswer:
    away = {"kind": "away", "trainer": "tom", "first": day}
    with as_large(jointly=jointly):
        return replan(problem, plan, {"changes": [away]}, as_of=date(2026, 9, 7), seconds=20)


SESSIONS = [_session("one", "2026-09-07"), _session("two", "2026-09-14")]
CHAIN = Plan.model_validate(
    {
        "sessions": SESSIONS,
        "releases": [
            {key: session[key] for key in ("date", "start", "end")}
            | {"staff": name, "session": session["id"], "need": f"{name}-{session['id']}"}
            for session in SESSIONS
            for name in session["staff"]
        ],
    }
).canonical()


@pytest.mark.parametrize("jointly", [True, False])
def test_whoever_cannot_go_on_as_was_told_is_in_the_bound(*, jointly: bool) -> None:
    """Of what comes first one Monday is lost: then the next is, too, and all are told of both."""
    assert verify(_district(), CHAIN) == ()
    answer = _after(_district(), CHAIN, "2026-09-07", jointly=jointly)
    assert answer.plan is not None
    dates = {session.course: str(session.date) for session in answer.plan.sessions}
    assert dates == {"one": "2026-09-14", "two": "2026-09-21"}
    assert answer.goal("changes").value == 6
    assert answer.goal("changes").bound == (6 if jointly else 3)


def _work_for_two() -> tuple[Problem, Plan]:
    """That Tuesday, with cy in north: sam holds two lessons there, and vic that of cy."""
    said = PROBLEM.model_dump(mode="json")
    next(member for member in said["staff"] if member["id"] == "cy")["schools"] = ["north"]
    next(lesson for lesson in said["lessons"] if lesson["id"] == "c-south")["school"] = "north"
    problem = Problem.model_validate(said)
    told = PLAN.model_dump(mode="json")
    next(each for each in told["engagements"] if each["substitute"] == "vic")["school"] = "north"
    release = next(each for each in told["releases"] if each["staff"] == "cy")
    release |= {"start": "09:00", "end": "10:30"}
    plan = Plan.model_validate(told | {"problem": problem.digest()}).canonical()
    assert verify(problem, plan, ANY_AWAY) == ()
    return problem, plan


@pytest.mark.parametrize("size", ["whole", "jointly", "by date"])
def test_who_was_to_come_holds_one_of_two_lessons_of_another(size: str) -> None:
    """Vic, whose lesson nobody leaves now, holds one of those that sam was to hold."""
    problem, plan = _work_for_two()
    away = {"changes": [{"kind": "away", "staff": "cy", "first": TUESDAY, "last": TUESDAY}]}
    with as_large(jointly=size == "jointly") if size != "whole" else nullcontext():
        answer = replan(problem, plan, away, policy=ANY_AWAY, seconds=20)
    assert answer.plan is not None
    assert answer.changed is not None
    assert verify(answer.changed, answer.plan, ANY_AWAY) == ()
    assert {told.who for told in answer.told if told.broken} == {"cy"}
    held = {cover.substitute: cover.lesson for cover in answer.plan.covers if cover.staff == "ada"}
    assert set(held) == {"sam", "vic"}
    assert answer.proof is Proof.PROVEN


@pytest.mark.parametrize(("off", "fewest"), [((), 6), (("prerequisites",), 3)])
def test_what_comes_first_is_asked_only_where_the_rule_holds(
    off: tuple[str, ...], fewest: int
) -> None:
    """Without it whoever goes on need not be told: a bound that counts them would be wrong."""
    problem = dated(_district(), date(2026, 9, 7))
    lost = {"changes": [{"kind": "away", "trainer": "tom", "first": "2026-09-07"}]}
    then, kept = with_changes(problem, Changes.model_validate(lost), CHAIN)
    policy = least_disturbing(Policy(off=off))
    joint = JointBound(enumerate_candidates(with_previous(then, kept), policy), Solution.none())

    assert joint.is_possible
    assert joint.least(99, lambda: 20.0) == fewest
    beside = JointBound(enumerate_candidates(with_previous(then, kept), policy), Solution.none())
    with beside.looking(20.0):
        assert beside.least(99, lambda: 20.0) == fewest
    assert beside.shown.tolist() == joint.shown.tolist()


def test_what_the_bound_shows_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """With which fewest would be told, were it a plan: it is free beside all of the plan."""
    tried = list[list[int]]()

    def look(joint: JointBound, _: float) -> None:
        joint.shown = np.arange(2)

    def noted(c: Candidates, best: Solution, rng: Any, needs: Any, more: Ints) -> Ints:
        tried.append(more.tolist())
        return whole_plan(c, best, rng, needs, more)

    monkeypatch.setattr(JointBound, "_look", look)
    monkeypatch.setattr(replan_search, "whole_plan", noted)
    answer = _after(_district(), CHAIN, "2026-09-07", jointly=True)

    assert tried == [[0, 1]]
    assert answer.plan is not None
