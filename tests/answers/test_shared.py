"""What questions about one plan share: what is known of it, their time, and ways to have one."""

from __future__ import annotations

import pytest
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Policy, Problem
from pdsched.answers import budget as budget_module
from pdsched.answers.asked_about import AskedAbout, asked_about
from pdsched.answers.bounds import Shown
from pdsched.answers.budget import SECONDS, SETTLED, TIMES, Budget
from pdsched.answers.request import Request
from pdsched.answers.shared import Looked, Shared
from pdsched.problem import PinKind, SessionPin

POLICY = Policy()


def test_a_plan_that_is_asked_about_again_is_known() -> None:
    """As long as plan, problem and policy are the same, so are its values and candidates."""
    about = asked_about(PROBLEM, POLICY, PLAN)

    assert asked_about(PROBLEM, POLICY, PLAN) is about
    near = Shared(about, ["bo"], lambda: 1.0).near
    assert Shared(about, ["bo"], lambda: 1.0).near is near
    assert asked_about(PROBLEM, Policy(releases_per_week=2), PLAN) is not about
    assert asked_about(PROBLEM, POLICY, PLAN.model_copy()) is not about
    assert asked_about(PROBLEM.model_copy(), POLICY, PLAN) is not about


def test_a_plan_that_nobody_has_any_more_is_forgotten() -> None:
    """What is known of a district takes memory."""
    plan = PLAN.model_copy()
    asked_about(PROBLEM, POLICY, plan)
    from pdsched.answers.asked_about import _last

    assert _last
    del plan
    assert not _last


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr(budget_module, "monotonic", lambda: now[0])
    return now


def test_a_brief_answer_ends_soon_after_something_is_there(clock: list[float]) -> None:
    """Its seconds begin when they are asked for; where seconds are given, these count."""
    brief, asked = Budget(None, began=100.0), Budget(60.0, began=100.0)
    clock[0] += 30
    assert (brief.left(), asked.left()) == (SECONDS, 30.0)
    clock[0] += 0.1
    brief.settle()
    asked.settle()
    assert brief.left() == pytest.approx(SETTLED - 0.1)
    assert asked.left() == pytest.approx(29.9)
    assert asked.left(0.75) == pytest.approx(14.9)

    slow = Budget(None, began=0.0)
    assert slow.left() == SECONDS
    clock[0] += 2
    slow.settle()
    clock[0] += 1
    slow.settle()
    assert slow.left() == pytest.approx((TIMES - 1) * 2 - 1)


def test_what_is_proven_of_one_way_is_not_said_of_all() -> None:
    """The best of two ways is bounded by what either could reach."""
    about = AskedAbout(PROBLEM, POLICY, PLAN)
    shared = Shared(about, ["bo"], lambda: 60.0)
    first, *others = (tier.id for tier in POLICY.tiers)
    better = dict(about.values) | {first: about.values[first] + 30}
    ways = [(SessionPin(id=name, kind=PinKind.REQUIRE, course=name),) for name in ("one", "two")]
    known = {
        "one": Looked(Shown(PLAN, better, better)),
        "two": Looked(Shown(PLAN, about.values, {first: about.values[first] + 60})),
    }

    best, is_refuted = shared.best_of(ways, 1.0, lambda pins, _: known[pins[0].id])

    assert best is not None
    assert not is_refuted
    assert best.values == better
    assert best.bounds == {first: better[first] + 30}
    known["two"] = Looked(None, is_refuted=True)
    best, _ = shared.best_of(ways, 1.0, lambda pins, _: known[pins[0].id])
    assert best is not None
    assert best.bounds == {tier.id: better[tier.id] for tier in POLICY.tiers}
    assert others
    known["two"] = Looked(None)
    best, _ = shared.best_of(ways, 1.0, lambda pins, _: known[pins[0].id])
    assert best is not None
    assert best.bounds == {}


def test_whom_a_witness_leaves_behind_gives_way() -> None:
    """Cy can only come next Monday, with ada, without whom bo is too few for a group."""
    hours = {"start": "08:00", "end": "09:00"}
    dates = ["2026-09-07", "2026-09-14"]
    away = {
        name: [{"start": "00:00", "end": "23:59", "dates": [on]}]
        for name, on in (("cy", dates[0]), ("bo", dates[1]))
    }
    course = {"id": "one", "topic": "one", "minutes": 60, "group_min": 2, "group_max": 2}
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": dates[0], "last": dates[1]},
            "schools": [{"id": "north", "periods": [hours | {"id": "1"}]}],
            "rooms": [{"id": "lib", "school": "north", "capacity": 9}],
            "staff": [
                {"id": name, "schools": ["north"], "unavailable": away.get(name, [])}
                for name in ("ada", "bo", "cy")
            ],
            "courses": [course],
            "needs": [{"id": name, "staff": name, "course": "one"} for name in ("ada", "bo", "cy")],
            "trainers": [
                {"id": "tom", "courses": ["one"], "available": [hours | {"dates": dates}]}
            ],
        }
    )
    there = {"date": dates[0], **hours}
    session = {"id": "s", "course": "one", "trainer": "tom", "school": "north", "room": "lib"}
    plan = Plan.model_validate(
        {
            "sessions": [session | there | {"staff": ["ada", "bo"]}],
            "releases": [
                there | {"staff": name, "session": "s", "need": name} for name in ("ada", "bo")
            ],
        }
    )
    shared = Shared(AskedAbout(problem, POLICY, plan), ["cy"], lambda: 60.0)
    [way] = Request(shared.full, need="cy").ways

    shown = shared.around_witness(way, 20.0).shown

    assert shown is not None
    assert len(shown.plan.needs_met) == 2
    assert "cy" in shown.plan.needs_met
