"""Every way through the search, each held against brute force on tiny problems.

Small statements are solved whole at once. The way of larger ones (fill, improve piece by piece,
bound the whole) is taken here by moving the limit of size.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from oracle import Best, Oracle
from pairs import SCHOOLS, tuesday_at_eight
from proving import BY_WORK, in_pieces
from schools import FRI, plan_of, session
from solving import with_unmet
from strategies import BRIEF, EQUALS, HELPING, ROVING, SMALL, TINY, Case, cases, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Plan, Policy, Status, score, verify
from pdsched.engines import mathopt
from pdsched.engines.mathopt import branch, relax
from pdsched.engines.pool import WorkerPool
from pdsched.engines.program import Objective
from pdsched.model import Solution, build, decode, encode, enumerate_candidates, formulate
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals import GOALS, Goal, tier_goals
from pdsched.model.goals.learning import bound_by_needs
from pdsched.params import BoundParams, KernelParams, SearchParams
from pdsched.result import GoalResult, Progress, carried
from pdsched.search import Limits, Search, solve_here, strategy
from pdsched.search.incumbent import Incumbent, Listeners
from pdsched.search.kernel_search import KernelSearch
from pdsched.search.task import GoalTask

TRACTABLE = 50_000
BY_CLOCK = Limits(seconds=0.6)

tiny = st.one_of(cases(TINY), cases(EQUALS), cases(ROVING), cases(BRIEF), cases(HELPING))


def best_of(case: Case) -> Best | None:
    """What brute force finds, where it is quick."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    return oracle.best()


Answer = tuple[Plan | None, tuple[GoalResult, ...], Status]


def assert_between(case: Case, answer: Answer, best: Best | None) -> None:
    """The answer claims nothing that brute force denies, and the referee accepts its plan."""
    plan, goals, status = answer
    if best is None:
        assert plan is None
        assert status in (Status.INFEASIBLE, Status.UNKNOWN)
        return
    assert status is not Status.INFEASIBLE
    assert goals[0].bound is not None
    assert goals[0].bound >= best.points
    if plan is None:
        assert status is Status.UNKNOWN
        return
    assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()
    found = case.policy.tier_values(score(case.problem, plan, case.policy))
    assert found == {goal.id: goal.value for goal in goals}
    goals = goals[: len(case.policy.tiers)]
    values = tuple(goal.value or 0 for goal in goals)
    assert values[0] <= best.points
    if values[0] == best.points:
        assert (goals[1].bound or 0) <= best.engagements <= values[1]
    assert status is (Status.OPTIMAL if all(g.proven for g in goals) else Status.FEASIBLE)
    assert status is not Status.OPTIMAL or values == best.value


@settings(max_examples=scaled(1.5))
@given(tiny, st.sampled_from([0, 6_000]))
def test_pieces_by_work_never_pass_brute_force(case: Case, medium: int) -> None:
    """Limits of work: value and bound enclose the best of all, and every plan is accepted."""
    best = best_of(case)
    answer = solve_here(*case, limits=BY_WORK, params=in_pieces(medium))

    assert_between(case, answer, best)


@settings(max_examples=scaled(0.5))
@given(tiny, st.sampled_from([0, 6_000]))
def test_pieces_by_clock_never_pass_brute_force(case: Case, medium: int) -> None:
    """Limits of time, one worker: the same, with branch and bound at the end."""
    best = best_of(case)
    params = in_pieces(medium, bounds=BoundParams(branching_seconds=0.0))
    answer = solve_here(*case, limits=BY_CLOCK, params=params)

    assert_between(case, answer, best)


@settings(max_examples=scaled(0.5))
@given(tiny)
def test_plans_by_prices_never_pass_brute_force(case: Case) -> None:
    """As where the whole does not fit: bounds session by session, stretches and blocks."""
    best = best_of(case)
    params = in_pieces(bounds=BoundParams(relaxation_up_to=0, sessions_share=0.3))
    answer = solve_here(*case, limits=BY_CLOCK, params=params)

    assert_between(case, answer, best)


@settings(max_examples=scaled(0.5))
@given(tiny)
def test_pieces_and_bounds_side_by_side_never_pass_brute_force(case: Case) -> None:
    """Limits of time, a crew of two that bounds and improves at once: the same."""
    best = best_of(case)
    limits = BY_CLOCK._replace(workers=2)
    with ThreadPoolExecutor(2) as pool:
        answer = solve_here(*case, limits=limits, pool=WorkerPool(2, pool), params=in_pieces())

    assert_between(case, answer, best)


@settings(max_examples=scaled(0.5))
@given(tiny, st.integers(0, 40))
def test_kernels_never_pass_brute_force(case: Case, size: int) -> None:
    """Kernels of a few attendances: the same."""
    best = best_of(case)
    params = in_pieces(kernels=KernelParams(first=size, least_work=0.01))
    answer = solve_here(*case, limits=BY_WORK, params=params)

    assert_between(case, answer, best)


def test_a_kernel_of_everything_is_solved_to_the_best() -> None:
    """From no plan at all, and with nothing but the relaxation to go by."""
    candidates = enumerate_candidates(*workshop())
    goal, nothing = GOALS["needs-met"], Solution.none()
    incumbent = Incumbent(
        "needs-met", goal, candidates, nothing, 0.0, Listeners(lambda _: None, print)
    )
    f = formulate(candidates)
    found = relax(f.program, Objective(goal.weights(f), goal.maximise), 30)
    assert found is not None

    KernelSearch(GoalTask(incumbent, candidates, WorkerPool(1), Limits(work=1))).run(
        f, found.values, lambda: 0.6
    )

    assert incumbent.value == WORKSHOP_VALUE[0]


@settings(max_examples=scaled(0.5))
@given(tiny, st.integers(1, 40))
def test_what_pins_insist_on_is_looked_for_in_a_part(case: Case, statable: int) -> None:
    """Where only a part is stated for required pins, its failure proves nothing of the whole."""
    best = best_of(case)
    params = in_pieces()
    size = params.strategy.model_copy(update={"insisted_up_to": statable})
    answer = solve_here(*case, limits=BY_WORK, params=params.model_copy(update={"strategy": size}))

    assert_between(case, answer, best)
    assert answer[2] is not Status.INFEASIBLE or best is None


@settings(max_examples=scaled(0.5))
@given(tiny, st.sampled_from(["worst-served-school", "worst-served-role"]))
def test_points_bound_whoever_is_served_worst(case: Case, equity: str) -> None:
    """A unit served worst has at most the share that all units have together."""
    policy = case.policy.model_copy(update={"goals": ({"needs-met": 1}, {equity: 1})})
    plan, goals, _ = solve_here(case.problem, policy, limits=Limits(seconds=30))
    assume(plan is not None)
    assert plan is not None
    values = score(case.problem, plan, policy)
    follows = GOALS[equity].follows
    assert follows is not None

    assert (
        follows(enumerate_candidates(case.problem, policy), values["needs-met"]) >= values[equity]
    )
    assert (goals[1].bound or 0) >= values[equity]


def test_one_school_is_served_as_well_as_its_needs_are_met() -> None:
    """With one school, what is proven of the needs met proves the share of the worst, too."""
    problem, policy = workshop()
    cem = tuple(need for need in problem.needs if need.staff == "cem")
    policy = policy.model_copy(update={"goals": ({"needs-met": 1}, {"worst-served-school": 1})})
    _, goals, status = solve_here(problem.model_copy(update={"needs": cem}), policy)

    assert status is Status.OPTIMAL
    assert (goals[1].value, goals[1].method) == (500, "points")


@pytest.mark.parametrize("medium", [0, 6_000])
def test_pieces_reach_the_value_worked_out_on_paper(medium: int) -> None:
    """On the workshop pieces find the best plan; a problem of medium size is proven, too."""
    params = in_pieces(medium)
    _, goals, status = solve_here(*workshop(), limits=Limits(work=1.0), params=params)

    assert tuple(goal.value for goal in goals) == (*WORKSHOP_VALUE, 0)
    assert status is Status.OPTIMAL or not medium


# --- The relaxation, and branch and bound ---------------------------------------------------------


def aim_of(statement: Formulation, goal: Goal) -> Objective:
    """The goal as weights of the statement's columns."""
    return Objective(goal.weights(statement), goal.maximise)


def assert_no_plan_passes_the_relaxation(case: Case) -> None:
    """The relaxation's bound is on the far side of the plan's value, for each goal alone."""
    plan, _, _ = solve_here(*case, limits=Limits(seconds=30))
    assume(plan is not None)
    assert plan is not None
    values = score(case.problem, plan, case.policy)
    statement = build(*case)
    assume(statement.program.columns)
    for name, goal in tier_goals(case.policy).items():
        found = relax(statement.program, aim_of(statement, goal), 30)
        assert found is not None
        assert not goal.better(values[name], found.bound)


@settings(max_examples=scaled(0.3))
@given(cases(SMALL))
def test_relaxation_never_undercuts_a_plan(case: Case) -> None:
    """The relaxation's bound is on the far side of every plan's value, for each goal alone."""
    assert_no_plan_passes_the_relaxation(case)


@pytest.mark.parametrize("program_is", ["small", "large"])
def test_relaxation_is_no_worse_than_hope(program_is: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bound is between the best and every need met in time, by either method."""
    if program_is == "large":
        monkeypatch.setattr(mathopt, "ROUGH", 0)
    case = workshop()
    statement = build(*case)
    aim = aim_of(statement, GOALS["needs-met"])
    found = relax(statement.program, aim, 30)
    assert found is not None
    assert WORKSHOP_VALUE[0] <= found.bound <= bound_by_needs(statement.candidates)


@settings(max_examples=scaled(0.3))
@given(cases(SMALL))
def test_a_rough_relaxation_never_undercuts_a_plan(case: Case) -> None:
    """The bound of the first-order method, too: its dual values are only a hint."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mathopt, "ROUGH", 0)
        assert_no_plan_passes_the_relaxation(case)


@settings(max_examples=scaled(0.3))
@given(cases(SMALL))
def test_branch_and_bound_agrees_with_the_engine(case: Case) -> None:
    """The bound by branch and bound is the proven optimum, with or without a plan's value."""
    plan, goals, _ = solve_here(*case, limits=Limits(seconds=30))
    assume(plan is not None)
    statement, best = build(*case), goals[0].value
    assume(statement.program.columns)
    aim = aim_of(statement, GOALS["needs-met"])

    assert branch(statement.program, aim, None, 30).bound == best
    assert branch(statement.program, aim, best, 30).bound == best


# --- Limits, stops, and what is told on the way ---------------------------------------------------


@pytest.mark.parametrize("pieces", [False, True])
def test_the_same_work_gives_the_same_plan(pieces: bool) -> None:
    """Limits of work, in place of a clock, lead to the same plan each time."""
    limits = Limits(work=0.5, seed=7)
    params = in_pieces() if pieces else SearchParams()
    plans = [solve_here(*workshop(), limits=limits, params=params)[0] for _ in range(2)]

    assert plans[0] is not None
    assert plans[0] == plans[1]


@pytest.mark.parametrize("pieces", [False, True])
def test_a_stopped_search_ends_at_once(pieces: bool) -> None:
    """A search stopped before it runs claims nothing that is not so."""
    case = workshop()
    stopped = Search(
        enumerate_candidates(*case),
        Limits(seconds=60),
        params=in_pieces() if pieces else SearchParams(),
    )
    stopped.stop()
    outcome = stopped.run()

    assert outcome.status in (Status.UNKNOWN, Status.FEASIBLE)
    if outcome.best is not None:
        plan = decode(stopped.candidates, outcome.best)
        assert score(case.problem, plan, case.policy)["needs-met"] <= WORKSHOP_VALUE[0]


@pytest.mark.parametrize("pieces", [False, True])
def test_a_stop_on_the_way_keeps_the_best(pieces: bool) -> None:
    """Stopping at the first plan that is found leaves a plan that keeps every rule."""
    case = workshop()
    running = Search(
        enumerate_candidates(*case),
        Limits(seconds=60),
        params=in_pieces() if pieces else SearchParams(),
    )
    running.on_solution = lambda solution: running.stop() if len(solution.attends.ids) else None
    outcome = running.run()

    assert outcome.best is not None
    assert len(outcome.best.attends.ids)
    plan = with_unmet(case.problem, decode(running.candidates, outcome.best))
    assert verify(case.problem, plan, case.policy) == ()


@example(workshop())
@settings(max_examples=scaled(0.5))
@given(cases(TINY))
def test_every_plan_told_on_the_way_keeps_every_rule(case: Case) -> None:
    """Plans and progress that listeners hear are sound, and each goal's are never worse again."""
    candidates = enumerate_candidates(*case)
    assume(all(group.size == 1 for group in candidates.index.staff))
    steps: list[Progress] = []
    plans: list[Plan] = []
    running = Search(candidates, BY_WORK, params=in_pieces(), on_progress=steps.append)
    running.on_solution = lambda solution: plans.append(decode(candidates, solution))
    running.run()

    for plan in plans:
        assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()
    for name, goal in tier_goals(case.policy).items():
        mine = [step for step in steps if step.goal == name]
        values = [step.value for step in mine if step.value is not None]
        bounds = [step.bound for step in mine if step.bound is not None]
        sign = 1 if goal.maximise else -1
        assert (np.diff(values) * sign >= 0).all()
        assert (np.diff(bounds) * sign <= 0).all()
        assert not any(goal.better(value, bound) for value in values for bound in bounds)


@pytest.mark.parametrize("begins", [True, False], ids=["begun-with", "told"])
def test_the_time_ends_on_no_worse_plan_than_any_before(
    monkeypatch: pytest.MonkeyPatch, begins: bool
) -> None:
    """Ada meets her need on the pupil-free Friday; on Tuesday that costs a half-day more.

    The search for needs finds Friday and walks on to Tuesday, and no time is left for half-days.
    """
    free = plan_of(SCHOOLS, [session("sheets-1", FRI, "09:00", "ada")])
    candidates = enumerate_candidates(SCHOOLS, Policy())
    on_friday, on_tuesday = (encode(candidates, plan) for plan in (free, tuesday_at_eight()))
    assert on_friday is not None
    assert on_tuesday is not None

    def walk(recipe: Any) -> None:
        if recipe._incumbent.name == "needs-met":
            recipe._incumbent.hear(on_friday)
            recipe._incumbent.hear(on_tuesday)

    monkeypatch.setattr(strategy.Strategy, "run", walk)
    told: list[Solution] = []
    start = on_friday if begins else None
    outcome = Search(candidates, Limits(), start=start, on_solution=told.append).run()

    assert outcome.best is on_friday
    assert told == ([] if begins else [on_friday])
    assert [goal.value for goal in outcome.goals[:2]] == [30, 0]


def test_a_bound_is_dropped_beside_a_plan_that_loses_what_it_stands_on() -> None:
    """Whoever has more half-days could do better in what comes after these."""
    policy = Policy(goals=["needs-met", "engaged-half-days", "sessions"])
    proven = [
        GoalResult(id="needs-met", value=60, bound=60, method="needs"),
        GoalResult(id="engaged-half-days", value=2, bound=1, method="whole"),
        GoalResult(id="sessions", value=2, bound=2, method="whole"),
    ]

    def bounds(needs: int, half_days: int) -> list[int | None]:
        values = {"needs-met": needs, "engaged-half-days": half_days, "sessions": 5}
        return [goal.bound for goal in carried(proven, policy, values)]

    assert bounds(60, 2) == bounds(60, 1) == [60, 1, 2]
    assert bounds(60, 3) == [60, 1, None]
    assert bounds(30, 2) == [60, None, None]
