"""Nothing that serves nothing is in a plan, whatever a policy asks for."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from exhaustive import Exhaustive
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from proving import BY_WORK, in_pieces
from pydantic import ValidationError
from schools import FRI, THU, plan_of, remote, session, two_schools
from solving import with_unmet
from strategies import BRIEF, MICRO, ROVING, TINY, Case, scaled, wide_cases
from workshop import MONDAY, TUESDAY, WORKSHOP_VALUE, workshop

from pdsched import Plan, Policy, Problem, Status, score, solve, verify, with_previous
from pdsched.model import decode, enumerate_candidates, formulate
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.decode.decode import read_out
from pdsched.model.formulation.translate import values_of
from pdsched.model.goals import GOALS
from pdsched.model.solution.solution import Counts, Solution
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.params import StrategyParams
from pdsched.plan import Engagement, Session
from pdsched.policy.goals import LEFT_OPEN
from pdsched.problem import EngagementPin, Half, PinKind
from pdsched.search import Limits, Search, solve_here

TRACTABLE = 400
NEEDS_ALONE = Policy(name="needs alone", goals=("needs-met",))


def workshop_under(policy: Policy, **fields: object) -> Case:
    """The workshop, under another policy with the same figures."""
    problem, own = workshop()
    figures = {"away_at_once": own.away_at_once, "releases_per_week": own.releases_per_week}
    return Case(problem.model_copy(update=fields), policy.model_copy(update=figures))


def test_a_policy_names_what_it_leaves_open_in_one_order() -> None:
    """Of half-days, sessions, lessons and changes those that no tier of its own looks at.

    Needs are looked at by every policy, so that they are never left open.
    """
    weighed = Policy(goals=("needs-met", {"lessons-covered": 1, "engaged-half-days": 5}))
    paid = Policy(goals=("needs-met", "paid-half-days"))
    by_days = paid.model_copy(update={"least_paid_half_days": 2})

    def ids(policy: Policy) -> list[str]:
        return [tier.id for tier in policy.left_open]

    assert ids(Policy()) == ["changes"]
    assert ids(NEEDS_ALONE) == ["engaged-half-days", "sessions", "lessons-covered", "changes"]
    assert ids(weighed) == ["sessions", "changes"]
    assert ids(paid) == ["sessions", "lessons-covered", "changes"]
    assert ids(by_days) == ["engaged-half-days", "sessions", "lessons-covered", "changes"]
    assert [tier.id for tier in weighed.order][-2:] == ["sessions", "changes"]
    assert ids(Policy(goals=("unserved-people", "needs-met"))) == list(LEFT_OPEN)
    with pytest.raises(ValidationError, match="needs-met is in no tier"):
        Policy(goals=("unserved-people", *LEFT_OPEN))


def test_who_asks_for_needs_alone_pays_no_more() -> None:
    """Half-days, minutes and lessons are as few as where the policy asks for that."""
    case = workshop_under(NEEDS_ALONE)
    plan, goals, status = solve_here(*case, limits=Limits(seconds=30))

    points, half_days, _, minutes, lessons = WORKSHOP_VALUE
    assert tuple(goal.value for goal in goals) == (points, half_days, minutes, lessons, 0)
    assert status is Status.OPTIMAL
    assert plan is not None
    assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()


def test_a_result_tells_its_goals_from_what_they_leave_open() -> None:
    """The goals are those that the policy names; the others stand beside them, proven or not."""
    result = solve(*workshop_under(NEEDS_ALONE), seconds=30, workers=1)

    assert [goal.id for goal in result.goals] == ["needs-met"]
    assert [(goal.id, goal.value) for goal in result.left_open] == [
        ("engaged-half-days", 3),
        ("sessions", 180),
        ("lessons-covered", 4),
        ("changes", 0),
    ]
    assert result.goal("sessions").value == 180
    assert result.status is Status.OPTIMAL


def test_what_is_left_open_needs_no_proof_for_an_optimal_plan() -> None:
    """A plan whose goals are proven is optimal, whatever is known of the rest."""
    search = Search(enumerate_candidates(*workshop_under(NEEDS_ALONE)), Limits(seconds=30))
    outcome = search.run()
    assert outcome.best is not None
    unproven = tuple(
        goal.model_copy(update={"bound": goal.bound if n == 0 else -1})
        for n, goal in enumerate(outcome.goals)
    )
    worse = (unproven[0].model_copy(update={"bound": 10_000}), *unproven[1:])

    assert search.standing(unproven, outcome.best).status is Status.OPTIMAL
    assert search.standing(worse, outcome.best).status is Status.FEASIBLE


SERIES = Problem.model_validate(
    {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"},
        "schools": [
            {
                "id": "north",
                "periods": [
                    {"id": str(h), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"}
                    for h in range(8, 12)
                ],
            }
        ],
        "staff": [{"id": name, "schools": ["north"]} for name in ("ann", "bob")],
        "courses": [
            {
                "id": f"calls-{n}",
                "topic": "calls",
                "level_from": n,
                "level_to": n + 1,
                "modality": "remote",
                "minutes": 60,
                "group_max": 8,
                "prerequisites": [{"course": f"calls-{n - 1}", "min_days": 2}] if n else [],
            }
            for n in range(3)
        ],
        "needs": [
            {"id": f"{name}-{n}", "staff": name, "course": f"calls-{n}"}
            for name in ("ann", "bob")
            for n in range(3)
        ],
        "trainers": [
            {
                "id": tom,
                "courses": ["calls-0", "calls-1", "calls-2"],
                "available": [{"start": "08:00", "end": "12:00"}],
            }
            for tom in ("tia", "tom")
        ],
    }
)


@pytest.mark.parametrize("policy", [Policy(), NEEDS_ALONE])
def test_two_free_people_sit_in_one_series(policy: Policy) -> None:
    """Three steps that both are free for are three sessions, and not up to six."""
    plan, goals, status = solve_here(SERIES, policy, limits=Limits(seconds=30))

    assert plan is not None
    assert len(plan.sessions) == 3
    assert {goal.id: goal.value for goal in goals}["sessions"] == 180
    assert status is Status.OPTIMAL


@settings(max_examples=scaled(1))
@given(st.one_of(wide_cases(MICRO), wide_cases(BRIEF), wide_cases(ROVING), wide_cases(TINY)))
def test_what_goals_leave_open_is_decided_as_by_brute_force(case: Case) -> None:
    """Under a policy of needs alone every tier that follows is as good as the best of all plans."""
    case = Case(case.problem, case.policy.model_copy(update={"goals": ({"needs-met": 1},)}))
    every = Exhaustive(case)
    assume(every.breadth <= TRACTABLE)
    plan, goals, _ = solve_here(*case, limits=Limits(seconds=30))

    assert (None if plan is None else tuple(goal.value for goal in goals)) == every.best()


@settings(max_examples=scaled(1))
@given(st.one_of(wide_cases(MICRO), wide_cases(BRIEF), wide_cases(TINY)), st.booleans())
def test_no_plan_of_any_policy_is_idle(case: Case, stopped: bool) -> None:
    """However soon a search ends, its plan engages nobody for nothing and says what it is worth."""
    searches: list[Search] = []

    def note(search: Search) -> None:
        searches.append(search)
        if stopped:
            search.on_solution = lambda _: search.stop()

    plan, goals, _ = solve_here(*case, limits=BY_WORK, params=in_pieces(), on_search=note)
    assume(plan is not None)
    assert plan is not None
    found = with_unmet(case.problem, plan)

    assert verify(case.problem, found, case.policy) == ()
    values = case.policy.tier_values(score(case.problem, found, case.policy))
    assert values == {goal.id: goal.value for goal in goals}


# --- What is left out when a plan is read out -----------------------------------------------------


def planned(case: Case) -> tuple[Search, Solution]:
    """The best plan of a case, and the search that found it."""
    search = Search(enumerate_candidates(*case), Limits(seconds=30))
    best = search.run().best
    assert best is not None
    return search, best


def hired(search: Search, solution: Solution, school: int, day: int, half: int) -> Solution:
    """The choice with all substitutes engaged for one half-day."""
    numbers = Engagements(search.candidates.index)
    place = numbers.place(*(np.array([n], dtype=np.int64) for n in (school, day, half)))
    ids = numbers.at(place)
    counts = search.candidates.index.substitute_size[numbers.split(ids)[0]]
    kept = solution.engaged.only(~np.isin(solution.engaged.ids, ids))
    return solution._replace(engaged=kept.with_(Counts.of(ids, counts)))


def test_whoever_holds_nothing_is_not_engaged() -> None:
    """Both substitutes on an afternoon without a lesson to hold: the plan is as it was."""
    search, best = planned(workshop())
    idle = hired(search, best, 0, 1, 0)
    plan, solution = read_out(search.candidates, idle)

    assert idle.engaged.counts.sum() == best.engaged.counts.sum() + 2
    assert solution.same_as(best)
    assert plan == decode(search.candidates, best) == decode(search.candidates, idle)


def test_a_pin_keeps_one_who_holds_nothing() -> None:
    """A vacancy that a pin asks for is kept, for one substitute and no more."""
    tuesday = date.fromisoformat(TUESDAY)
    pin = EngagementPin(id="pool", kind=PinKind.REQUIRE, school="north", date=tuesday, half=Half.AM)
    case = workshop_under(Policy(), engagement_pins=(pin,))
    search, best = planned(case)
    plan, solution = read_out(search.candidates, hired(search, best, 0, 1, 0))
    found = with_unmet(case.problem, plan)

    assert GOALS["engaged-half-days"].value(search.candidates, solution) == WORKSHOP_VALUE[1] + 1
    pooled = [e for e in plan.engagements if (e.date, e.half) == (tuesday, Half.AM)]
    assert [e.school for e in pooled].count("north") == 1
    assert verify(case.problem, found, case.policy) == ()


def test_a_pin_that_is_met_excuses_nobody() -> None:
    """A pin asks for somebody at north on Monday, where two hold a class: nobody beside them."""
    pin = EngagementPin(
        id="pool", kind=PinKind.REQUIRE, school="north", date=date.fromisoformat(MONDAY)
    )
    case = workshop_under(Policy(), engagement_pins=(pin,))
    search, best = planned(case)
    held = {e.half for e in decode(search.candidates, best).engagements if e.school == "north"}
    other = ({Half.AM, Half.PM} - held).pop()
    plan, _ = read_out(search.candidates, hired(search, best, 0, 0, [*Half].index(other)))

    assert len(held) == 1
    assert all(e.half in held for e in plan.engagements if e.school == "north")


def test_who_sits_beside_an_empty_seat_shares_a_session() -> None:
    """Two sessions of one placement whose people fit into one are one, and rows hold."""
    search, best = planned(Case(SERIES, Policy()))
    c = search.candidates
    first = c.placements.owners(best.holds.ids)[0]
    offers = np.arange(c.placements.first_offer[first], c.placements.first_offer[first + 1])
    ones = np.ones(len(offers), dtype=np.int64)
    others = best.holds.only(~np.isin(best.holds.ids, offers))
    both = best._replace(holds=others.with_(Counts.of(offers, ones)))
    f = formulate(c, both.attends.ids, both.engaged.ids)

    assert len(offers) == 2
    assert f.program.keeps(values_of(f, both))
    fewer = without_spare_sessions(c, both)
    assert fewer.holds.counts.sum() == best.holds.counts.sum() == both.holds.counts.sum() - 1
    assert without_spare_sessions(c, best) is best


def test_sessions_that_a_limit_asks_for_stay() -> None:
    """Two sessions of one placement are two where a limit asks for so many."""
    asking = {"id": "ours", "sentence": "Many.", "count": "sessions", "per": "plan", "at_least": 9}
    goals = ("needs-met", "ours")
    search, best = planned(
        Case(SERIES, Policy.model_validate({"limits": [asking], "goals": goals}))
    )

    assert without_spare_sessions(search.candidates, best) is best
    assert best.holds.counts.sum() > len(SERIES.courses)


def test_people_stay_where_they_were_though_nobody_asks() -> None:
    """Of plans that are equal in all goals the one that moves fewest people is found."""
    late = Plan(sessions=(), releases=())
    plan, _, _ = solve_here(SERIES, Policy(), limits=Limits(seconds=30))
    assert plan is not None
    moved = _postponed(plan)
    again, goals, status = solve_here(
        with_previous(SERIES, moved), Policy(), limits=Limits(seconds=30), start=late
    )

    assert again is not None
    assert status is Status.OPTIMAL
    assert {goal.id: goal.value for goal in goals}["changes"] == 0
    assert {s.start for s in again.sessions} == {s.start for s in moved.sessions}


def _postponed(plan: Plan) -> Plan:
    """The plan an hour later or earlier on each day: as good, and another."""
    hours = {8: 11, 9: 10, 10: 9, 11: 8}

    def later(record):  # type: ignore[no-untyped-def]
        start = record.start.replace(hour=hours[record.start.hour])
        return record.model_copy(update={"start": start, "end": start.replace(hour=start.hour + 1)})

    return plan.model_copy(
        update={
            "sessions": tuple(map(later, plan.sessions)),
            "releases": tuple(map(later, plan.releases)),
        }
    )


def test_engagements_of_a_plan_are_records_of_use() -> None:
    """The referee names who is engaged for nothing, and when."""
    case = workshop()
    plan, _, _ = solve_here(*case, limits=Limits(seconds=30))
    assert plan is not None
    idle = Engagement(
        substitute="sam", school="south", date=date.fromisoformat(MONDAY), half=Half.PM
    )
    more = with_unmet(case.problem, plan).model_copy(
        update={"engagements": (*plan.engagements, idle)}
    )
    said = [v for v in verify(case.problem, more, case.policy) if v.rule == "engagement-of-use"]

    assert [v.subjects for v in said] == [("sam", "south")]
    assert said[0].sentence.endswith("at south, and holds no lesson then")


def test_goals_leave_the_end_of_the_time_to_what_they_leave_open() -> None:
    """A twentieth of the work is shared by what is open; where nothing is, goals have all of it."""
    search = Search(enumerate_candidates(*workshop_under(NEEDS_ALONE)), Limits(work=100))
    own = Search(enumerate_candidates(*workshop()), Limits(work=100))

    assert search._turn(0, again=False).budget == pytest.approx(95)
    share = StrategyParams().first_goal_share
    assert own._turn(0, again=False).budget == pytest.approx(100 * share)
    for number in (1, 2, 3):
        search.spent = 95 + 5 / 3 * (number - 1)
        assert search._turn(number, again=False).budget == pytest.approx(5 / 3)


def test_minutes_of_sessions_are_those_of_groups() -> None:
    """A remote hour counts once for two people; half an hour alone on a platform does not."""
    together = remote("calls-1", THU, "10:00", "ada", "bob")
    alone = session(
        "reading-1", THU, "10:00", "cyd", school=None, trainer=None, room=None, length=30
    )

    def minutes(*sessions: Session) -> int:
        return score(two_schools(), plan_of(two_schools(), sessions))["sessions"]

    assert (minutes(), minutes(alone), minutes(together)) == (0, 0, 60)
    assert (
        minutes(together, alone, session("club-1", FRI, "09:00", "ada", "dot", trainer=None)) == 120
    )
