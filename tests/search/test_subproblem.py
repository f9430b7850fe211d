"""Pieces of plans: what they decide keeps every rule of the whole, also with another piece's."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from solving import with_unmet
from strategies import EQUALS, HELPING, ROVING, SMALL, TINY, Case, cases, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Plan, Policy, Problem, generate, score, verify
from pdsched.engines.arrays import Ints
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.part import fill_sub_mip, solve_sub_mip
from pdsched.engines.program import Objective
from pdsched.model import DisaggregationError, Solution, decode, enumerate_candidates, formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.decode import read_out
from pdsched.model.formulation.translate import solution_of
from pdsched.model.goals import GOALS, tier_goals
from pdsched.model.solution.solution import Counts
from pdsched.params import Prices
from pdsched.problem import EngagementPin, PinKind, SessionPin, clock
from pdsched.search.locks import Locks
from pdsched.search.neighbourhoods import Neighbourhoods
from pdsched.search.subproblem import Move, SubMip

NEEDS, HALF_DAYS = GOALS["needs-met"], GOALS["engaged-half-days"]
QUICK = SolveLimits(None, 0.3, 1, 0)


class Drawn(NamedTuple):
    """A plan of a case, no better than chance made it."""

    case: Case
    candidates: Candidates
    plan: Solution

    @property
    def points(self) -> int:
        """Value of the first goal."""
        return NEEDS.value(self.candidates, self.plan)

    def decoded(self, solution: Solution) -> Plan:
        """A choice with names, its unmet needs listed."""
        try:
            return with_unmet(self.case.problem, decode(self.candidates, solution))
        except DisaggregationError:
            assume(False)
            raise

    def assert_sound(self, solution: Solution) -> None:
        """The referee accepts a choice, and finds the values that the goals find."""
        plan = self.decoded(solution)
        assert verify(self.case.problem, plan, self.case.policy) == ()
        assert self._found(plan) == self._stated(solution)

    def is_sound(self, solution: Solution) -> bool:
        """Whether the referee accepts a choice; some cannot even be written as a plan."""
        try:
            plan = self.decoded(solution)
        except (LookupError, StopIteration):
            return False
        rules = verify(self.case.problem, plan, self.case.policy)
        return rules == () and self._found(plan) == self._stated(solution)

    def _found(self, plan: Plan) -> dict[str, int]:
        return self.case.policy.tier_values(score(self.case.problem, plan, self.case.policy))

    def _stated(self, solution: Solution) -> dict[str, int]:
        _, trimmed = read_out(self.candidates, solution)
        return {
            name: goal.value(self.candidates, trimmed)
            for name, goal in tier_goals(self.case.policy).items()
        }

    def sub_mip(self, free: Ints, plan: Solution | None = None) -> SubMip:
        """A piece of the plan for the first goal."""
        return SubMip(self.candidates, self.plan if plan is None else plan, free, NEEDS)

    def some(self, rng: np.random.Generator) -> Ints:
        """Some attendances, few or many."""
        share = rng.choice([0.1, 0.3, 0.6])
        return np.flatnonzero(rng.random(len(self.candidates.placement)) < share)


def by_chance(case: Case, rng: np.random.Generator) -> Drawn:
    """A plan in which each attendance is worth, or costs, what chance says."""
    candidates = enumerate_candidates(*case)
    statement = formulate(candidates)
    weights = np.zeros(statement.program.columns, dtype=np.int64)
    weights[statement.attend.column] = rng.integers(-2, 4, len(statement.attend.column))
    weights[statement.cover.column] = rng.integers(0, 2, len(statement.cover.ids))
    answer = CpSat().run(statement.program, Objective(weights, True), QUICK)
    assume(answer.values is not None)
    assert answer.values is not None
    return Drawn(case, candidates, solution_of(statement, answer.values))


def change_of(sub_mip: SubMip) -> Move:
    """What the engine decides."""
    found = solve_sub_mip(sub_mip.part(QUICK))
    assert found.values is not None
    return sub_mip.change(found.values)


def without_pins(case: Case) -> Case:
    """The same case, nothing insisted on."""
    problem = case.problem.model_copy(update={"session_pins": (), "engagement_pins": ()})
    return Case(problem, case.policy)


drawn_cases = st.one_of(cases(TINY), cases(EQUALS), cases(ROVING), cases(HELPING), cases(SMALL))
unpinned = drawn_cases.map(without_pins)
seeds = st.integers(0, 2**16)


# --- One piece ------------------------------------------------------------------------------------


@example(workshop(), 1)
@settings(max_examples=scaled(2))
@given(unpinned, seeds)
def test_a_solved_piece_keeps_every_rule_of_the_whole(case: Case, seed: int) -> None:
    """A piece begins with the plan itself; what it decides is accepted, and no worse."""
    rng = np.random.default_rng(seed)
    drawn = by_chance(case, rng)
    sub_mip = drawn.sub_mip(drawn.some(rng))
    part = sub_mip.part(QUICK)
    same = sub_mip.change(part.hint).on(drawn.plan)
    after = change_of(sub_mip).on(drawn.plan)

    drawn.assert_sound(drawn.plan)
    assert sub_mip.holds()
    assert part.program.keeps(part.hint)
    assert same.same_as(drawn.plan)
    drawn.assert_sound(after)
    assert NEEDS.value(drawn.candidates, after) >= drawn.points


@settings(max_examples=scaled(0.5), suppress_health_check=[HealthCheck.filter_too_much])
@given(drawn_cases, seeds)
def test_a_piece_keeps_what_pins_insist_on(case: Case, seed: int) -> None:
    """With pins, too, what a piece decides is accepted."""
    assume(case.problem.session_pins or case.problem.engagement_pins)
    rng = np.random.default_rng(seed)
    drawn = by_chance(case, rng)
    sub_mip = drawn.sub_mip(drawn.some(rng))
    found = solve_sub_mip(sub_mip.part(QUICK))

    if found.values is not None:
        drawn.assert_sound(sub_mip.change(found.values).on(drawn.plan))


@example(workshop(), 1)
@settings(max_examples=scaled(1))
@given(unpinned, seeds)
def test_a_filled_piece_keeps_every_rule_of_the_whole(case: Case, seed: int) -> None:
    """Filled without the engine, a piece is accepted and no worse than the plan."""
    rng = np.random.default_rng(seed)
    drawn = by_chance(case, rng)
    sub_mip = drawn.sub_mip(drawn.some(rng))
    part = sub_mip.part(SolveLimits(None, None, 1, seed))
    found = fill_sub_mip(part)
    assert found.values is not None
    after = sub_mip.change(found.values).on(drawn.plan)

    assert part.program.keeps(found.values)
    drawn.assert_sound(after)
    assert NEEDS.value(drawn.candidates, after) >= drawn.points


@example(workshop(), 1)
@settings(max_examples=scaled(1))
@given(unpinned, seeds)
def test_a_piece_holds_what_earlier_goals_reached(case: Case, seed: int) -> None:
    """A piece for the second goal engages no more than the plan, and meets no fewer needs."""
    rng = np.random.default_rng(seed)
    drawn = by_chance(case, rng)
    c, plan = drawn.candidates, drawn.plan
    sub_mip = SubMip(c, plan, drawn.some(rng), HALF_DAYS, [(NEEDS, drawn.points)])
    after = change_of(sub_mip).on(plan)

    drawn.assert_sound(after)
    assert NEEDS.value(c, after) >= drawn.points
    assert HALF_DAYS.value(c, after) <= HALF_DAYS.value(c, plan)


def late_mornings() -> Case:
    """Two people whose lessons at South overlap, one of the morning and one of the afternoon.

    Only Bob is at home there, and there is one substitute.
    """
    hours = {"ann": range(11, 13), "bob": range(12, 14)}
    bell = [{"id": str(h), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in range(8, 15)]
    meeting = {"ann": ("11:00", "12:00"), "bob": ("13:00", "14:00")}
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
            "schools": [{"id": school, "periods": bell} for school in ("north", "south")],
            "staff": [
                {"id": "ann", "schools": ["north", "south"]},
                {"id": "bob", "schools": ["south"]},
            ],
            "lessons": [
                {
                    "id": f"of-{person}",
                    "school": "south",
                    "staff": [person],
                    "day": "mon",
                    "start": f"{some[0]:02d}:00",
                    "end": f"{some[-1] + 1:02d}:00",
                }
                for person, some in hours.items()
            ],
            "protected": [
                {"id": f"{person}-{n}", "staff": person, "day": "mon", "start": start, "end": end}
                for person, (first, last) in meeting.items()
                for n, (start, end) in enumerate([("07:00", first), (last, "16:00")])
            ],
            "courses": [
                {
                    "id": "chat",
                    "topic": "chat",
                    "modality": "self-paced",
                    "minutes": 60,
                    "group_max": 1,
                }
            ],
            "needs": [{"id": person, "staff": person, "course": "chat"} for person in hours],
            "substitutes": [
                {"id": "sue", "zones": ["all"], "available": [{}], "max_half_days_per_day": 2}
            ],
        }
    )
    return Case(problem, Policy(away_at_once=1))


def test_a_morning_that_runs_late_keeps_its_substitute() -> None:
    """A piece of the morning sees who is held by a lesson of the afternoon."""
    candidates = enumerate_candidates(*late_mornings())
    drawn = Drawn(late_mornings(), candidates, Solution.none())
    for group in (1, 0):
        free = np.flatnonzero(candidates.group == group)
        assert len(free)
        drawn = drawn._replace(plan=change_of(drawn.sub_mip(free)).on(drawn.plan))
        assert drawn.is_sound(drawn.plan)

    assert drawn.points == 30


def test_a_pin_may_be_kept_elsewhere_in_the_plan() -> None:
    """A session and an engagement outside a piece keep their pins: nothing more is asked of it."""
    problem, policy = workshop()
    session = SessionPin(id="s", kind=PinKind.REQUIRE, start=clock(8 * 60), staff="cem")
    engagement = EngagementPin(id="e", kind=PinKind.REQUIRE, date=problem.calendar.last)
    pins = {"session_pins": (session,), "engagement_pins": (engagement,)}
    case = Case(problem.model_copy(update=pins), policy)
    candidates = enumerate_candidates(*case)
    everything = np.arange(len(candidates.placement))
    none = Drawn(case, candidates, Solution.none())
    drawn = none._replace(plan=change_of(none.sub_mip(everything)).on(none.plan))
    drawn.assert_sound(drawn.plan)

    for group in range(len(candidates.index.staff)):
        sub_mip = drawn.sub_mip(np.flatnonzero(candidates.group == group))
        assert sub_mip.holds()
        drawn.assert_sound(change_of(sub_mip).on(drawn.plan))


# --- Two pieces -----------------------------------------------------------------------------------


@settings(max_examples=scaled(2))
@given(unpinned, seeds)
def test_two_changes_hold_together_just_where_the_referee_says(case: Case, seed: int) -> None:
    """Of two pieces of one plan the second holds after the first, or it is seen not to."""
    rng = np.random.default_rng(seed)
    drawn = by_chance(case, rng)
    first, second = (drawn.sub_mip(drawn.some(rng)) for _ in range(2))
    both = change_of(second).on(change_of(first).on(drawn.plan))

    assert drawn.sub_mip(second.free, both).holds() == drawn.is_sound(both)


def full() -> Drawn:
    """The workshop, planned best."""
    candidates = enumerate_candidates(*workshop())
    everything = np.arange(len(candidates.placement))
    some = Drawn(workshop(), candidates, Solution.none())
    some = some._replace(plan=change_of(some.sub_mip(everything)).on(some.plan))
    fewer = SubMip(candidates, some.plan, everything, HALF_DAYS, [(NEEDS, some.points)])
    return some._replace(plan=change_of(fewer).on(some.plan))


def without_first(some: Counts) -> Counts:
    """All but the first."""
    return some.only(np.arange(len(some.ids)) > 0)


def test_a_piece_of_everything_finds_the_best() -> None:
    """With everything free and nothing planned a piece is the whole problem."""
    drawn = full()
    goals = tier_goals(drawn.case.policy).values()
    values = tuple(goal.value(drawn.candidates, drawn.plan) for goal in goals)

    drawn.assert_sound(drawn.plan)
    assert values[:2] == WORKSHOP_VALUE[:2]


def test_a_plan_that_lost_somebody_does_not_hold() -> None:
    """Without one of the two for whom a session is held, or without a substitute, nothing holds."""
    drawn = full()
    plan, free = drawn.plan, drawn.plan.attends.ids
    course = drawn.candidates.placements.course[drawn.candidates.placement[free]]
    sheets = free[[drawn.candidates.index.courses[int(k)].id == "sheets-1" for k in course]]
    alone = plan.attends.only(plan.attends.ids != sheets[0])

    assert drawn.sub_mip(free).holds()
    assert not drawn.sub_mip(free, plan._replace(attends=alone)).holds()
    assert not drawn.sub_mip(sheets, plan._replace(attends=alone)).holds()
    assert not drawn.sub_mip(free, plan._replace(engaged=without_first(plan.engaged))).holds()
    assert not drawn.sub_mip(free, plan._replace(holds=without_first(plan.holds))).holds()


def test_a_plan_with_somebody_in_two_places_does_not_hold() -> None:
    """With every attendance at once, nothing holds."""
    drawn = full()
    c = drawn.candidates
    everything = np.arange(len(c.placement))
    crowd = drawn.plan._replace(attends=Counts.of(everything, np.ones_like(everything)))

    assert not drawn.sub_mip(everything, crowd).holds()


# --- Districts ------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["XS", "S"])
def district(request: pytest.FixtureRequest) -> Drawn:
    """A generated district, planned by filling half of it."""
    case = Case(generate(size=request.param, seed=1), Policy())
    candidates = enumerate_candidates(*case)
    empty = Drawn(case, candidates, Solution.none())
    sub_mip = empty.sub_mip(np.flatnonzero(candidates.placements.day[candidates.placement] % 2))
    found = fill_sub_mip(sub_mip.part(SolveLimits(None, None, 1, 0)))
    assert found.values is not None
    return empty._replace(plan=sub_mip.change(found.values).on(empty.plan))


def test_neighbourhoods_free_needs_whole(district: Drawn) -> None:
    """Every kind draws attendances in order, each once, and all that the plan does for a need."""
    c, plan = district.candidates, district.plan
    around = Neighbourhoods(c)
    rng = np.random.default_rng(0)
    unmet = around.unmet(plan)
    for kind in around.kinds:
        free = around.draw(kind, plan, 200, rng, Locks.of(c.index))
        planned = np.isin(plan.attends.ids, free)
        assert (np.diff(free) > 0).all()
        assert len(free) <= 200 + int(planned.sum()) + np.diff(c.first_attendance).max()
        touched = np.isin(around.need[plan.attends.ids], around.need[free])
        assert (planned == touched).all()
        if kind == "fill":
            assert unmet[around.need[free]].all()


def test_pieces_of_districts_make_plans_better(district: Drawn) -> None:
    """Piece after piece of every kind keeps every rule, and in the end more needs are met."""
    c = district.candidates
    around = Neighbourhoods(c)
    rng = np.random.default_rng(0)
    plan, values = district.plan, [district.points]
    for kind in around.kinds:
        sub_mip = district.sub_mip(around.draw(kind, plan, 200, rng, Locks.of(c.index)), plan)
        assert sub_mip.holds()
        plan = change_of(sub_mip).on(plan)
        district.assert_sound(plan)
        values.append(NEEDS.value(c, plan))

    assert values == sorted(values)
    assert values[-1] > values[0]


def test_pieces_of_one_plan_are_merged_or_refused(district: Drawn) -> None:
    """Changes of many pieces of one plan: what holds is accepted, and something does."""
    around = Neighbourhoods(district.candidates)
    rng = np.random.default_rng(0)
    kinds = [*around.kinds, *around.kinds]
    nothing = Locks.of(district.candidates.index)
    free = [around.draw(kind, district.plan, 100, rng, nothing) for kind in kinds]
    pieces = [district.sub_mip(some) for some in free]
    plan, kept = district.plan, 0
    for sub_mip in pieces:
        both = change_of(sub_mip).on(plan)
        if district.sub_mip(sub_mip.free, both).holds():
            plan, kept = both, kept + 1
            district.assert_sound(plan)

    assert kept > 1


def test_pieces_drawn_beside_others_leave_alone_what_these_claim(district: Drawn) -> None:
    """No two of them have a need, a placement, a half-day or anybody's week in common."""
    c, plan = district.candidates, district.plan
    around = Neighbourhoods(c)
    rng = np.random.default_rng(0)
    pieces: list[SubMip] = []
    for kind in around.kinds:
        claimed = Locks.of(c.index, *(sub_mip.claims for sub_mip in pieces))
        free = around.draw(kind, plan, 100, rng, claimed)
        sub_mip = SubMip(c, plan, free, NEEDS, share=claimed.share.without())
        assert not np.intersect1d(sub_mip.claims.needs, claimed.needs).size
        assert not np.intersect1d(sub_mip.claims.placements, claimed.placements).size
        assert not np.intersect1d(sub_mip.claims.places, claimed.places).size
        for mine, theirs in zip(sub_mip.claims.share, claimed.share, strict=True):
            assert not (mine & theirs).any()
        pieces.append(sub_mip)

    assert sum(len(sub_mip.free) > 0 for sub_mip in pieces) > 1
    for sub_mip in pieces:
        both = change_of(sub_mip).on(plan)
        if district.sub_mip(sub_mip.free, both).holds():
            plan = both
            district.assert_sound(plan)
    assert NEEDS.value(c, plan) > district.points


def test_prices_leave_to_others_what_a_piece_can_do_without(district: Drawn) -> None:
    """With prices as many points come from no more half-days, when both are solved to the end."""
    c = district.candidates
    free = np.flatnonzero(c.placements.day[c.placement] < 3)
    sub_mip = district.sub_mip(free)
    plain, thrifty = (
        solve_sub_mip(sub_mip.part(SolveLimits(20, None, 1, 0), thrift))
        for thrift in (None, Prices(half_day=1, release=0, session=0))
    )
    plans = []
    for found in (plain, thrifty):
        assert found.proven
        assert found.values is not None
        plans.append(sub_mip.change(found.values).on(district.plan))
    points = [NEEDS.value(c, plan) for plan in plans]
    half_days = [GOALS["engaged-half-days"].value(c, plan) for plan in plans]
    assert points[0] == points[1]
    assert half_days[0] >= half_days[1]
