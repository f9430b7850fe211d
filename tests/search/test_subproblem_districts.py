"""Pieces of generated districts: drawn, solved, merged, and left alone by each other."""

from __future__ import annotations

import numpy as np
import pytest
from pieces import NEEDS, Drawn, change_of
from quick import first_quick
from strategies import Case

from pdsched import Policy, generate
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.part import fill_sub_mip, solve_sub_mip
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.goals import GOALS
from pdsched.params import Prices
from pdsched.search.locks import Locks
from pdsched.search.neighbourhoods import Neighbourhoods
from pdsched.search.subproblem import SubMip


@pytest.fixture(scope="module", params=first_quick(["XS", "S"]))
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


def test_a_half_day_is_free_everywhere(district: Drawn) -> None:
    """What is drawn of a half-day is on one date, before noon or after it, and at many schools."""
    c, plan = district.candidates, district.plan
    around, rng, venues = Neighbourhoods(c), np.random.default_rng(0), set[int]()
    for _ in range(20):
        free = around.draw("half-day", plan, 200, rng, Locks.of(c.index))
        at = c.placement[free]
        when = 2 * c.placements.day[at] + (c.placements.start[at] >= 12 * 60)
        assert len(np.unique(when)) <= 1
        venues |= set(c.placements.venue[at].tolist())
        met_elsewhere = np.setdiff1d(plan.attends.ids, free)
        assert not np.isin(c.need[free], c.need[met_elsewhere]).any()
    assert len(venues - {-1}) == len(np.unique(c.placements.venue[c.placements.venue >= 0]))


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
