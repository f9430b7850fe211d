"""Plans by prices: stretches of days, and blocks of the kernel that they point to."""

from __future__ import annotations

from itertools import count
from time import monotonic
from typing import Any

import numpy as np
import pytest
from pieces import NEEDS, Drawn, change_of
from proving import in_pieces
from strategies import Case
from workshop import workshop

from pdsched import Policy, generate
from pdsched.engines.arrays import Ints
from pdsched.engines.pool import WorkerPool
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.params import BoundParams, SearchParams, StretchParams
from pdsched.problem import PinKind, SessionPin
from pdsched.search import Limits, Search
from pdsched.search.blocks import Blocks
from pdsched.search.guide import Guide
from pdsched.search.incumbent import Incumbent, Listeners
from pdsched.search.locks import Locks, ResourceLocks
from pdsched.search.neighbourhoods import Neighbourhoods
from pdsched.search.sessions import SessionRelaxation, ascend
from pdsched.search.stretches import Stretches
from pdsched.search.task import GoalTask


def guide_of(candidates: Candidates, steps: int = 150) -> Guide:
    """What the relaxation by session says after so many steps."""
    relaxation = SessionRelaxation.of(candidates)
    assert relaxation is not None
    turn = count(1)
    prices, _ = ascend(relaxation, relaxation.start(), lambda: float(steps - next(turn)))
    return Guide(relaxation.net_worth(prices), relaxation.mean_points)


def planned(candidates: Candidates, most: int = 1_000) -> Incumbent:
    """The best after stretches of at most so many attendances."""
    incumbent = Incumbent(
        "needs-met", NEEDS, candidates, None, monotonic(), Listeners(lambda _: None, lambda _: None)
    )
    params = SearchParams(stretches=StretchParams(most=most, slice_seconds=600))
    task = GoalTask(incumbent, candidates, WorkerPool(1), params=params)
    # A stretch ends with its proof, long before: so a busy machine makes no other plan.
    end = monotonic() + 600
    Stretches(task, guide_of(candidates)).run(lambda: end - monotonic())
    return incumbent


@pytest.fixture(scope="module")
def district() -> Drawn:
    """Seventy teachers in a term, with nothing planned."""
    case = Case(generate(size="S", seed=5, weeks=12, tightness=0.004), Policy())
    return Drawn(case, enumerate_candidates(*case), Solution.none())


def test_stretches_make_a_good_plan(district: Drawn) -> None:
    """No plan has more than 3,600 points there."""
    best = planned(district.candidates).best

    assert best is not None
    district.assert_sound(best)
    assert 3_200 < NEEDS.value(district.candidates, best) <= 3_600


def test_no_plan_is_made_anew_where_a_rule_insists() -> None:
    """From nothing on the pinned session would be missing until its stretch has its turn."""
    problem, policy = workshop()
    plan_free = enumerate_candidates(problem, policy)
    course = problem.courses[0].id
    day = plan_free.index.days[int(plan_free.placements.day[0])]
    pin = SessionPin(id="yes", kind=PinKind.REQUIRE, course=course, date=day)
    pinned = enumerate_candidates(problem.model_copy(update={"session_pins": (pin,)}), policy)

    assert planned(plan_free).best is not None
    assert planned(pinned).best is None


def test_a_search_follows_prices(monkeypatch: pytest.MonkeyPatch, district: Drawn) -> None:
    """Too large for the whole, it plans by them, and then looks into what they point to."""
    calls: list[str] = []
    draw = Blocks.draw

    def drawn(blocks: Blocks, *arguments: Any) -> Ints:
        calls.append("blocks")
        return draw(blocks, *arguments)

    monkeypatch.setattr(Stretches, "run", lambda _, __: calls.append("stretches"))
    monkeypatch.setattr(Blocks, "draw", drawn)
    params = in_pieces(bounds=BoundParams(relaxation_up_to=0))
    search = Search(district.candidates, Limits(seconds=20), params=params)
    search.on_progress = lambda _: search.stop() if "blocks" in calls else None
    search.run()

    assert calls[:2] == ["stretches", "blocks"]


def counts(candidates: Candidates, ids: Ints) -> Ints:
    """How many of these attendances are in each week."""
    return np.bincount(candidates.index.week[candidates.placements.day[candidates.placement[ids]]])


def test_blocks_are_of_the_kernel_and_of_the_size_asked_for(district: Drawn) -> None:
    """Attendances in order, all of the kernel, about as many as were asked for."""
    c = district.candidates
    kernel = guide_of(c).kernel(0.3)
    blocks = Blocks(c, kernel, together=1)
    rng = np.random.default_rng(0)
    every, sizes = Neighbourhoods(c).unmet(Solution.none()), []
    for _ in range(40):
        free = blocks.draw(Solution.none(), every, 300, rng, Locks.of(c.index))
        assert (np.diff(free) > 0).all()
        assert kernel[free].all()
        sizes.append(len(free))
    assert len(blocks) == int(kernel.sum())
    assert 150 < np.median(sizes) < 600


def test_blocks_on_the_way_share_no_week(district: Drawn) -> None:
    """Where trainers of a week are claimed, nothing of it is free; half the weeks at most are."""
    c = district.candidates
    blocks = Blocks(c, guide_of(c).kernel(0.3), together=2)
    weeks = int(c.index.week.max()) + 1
    share = ResourceLocks.none(c.index)
    share.trainers[:, 1::2] = True
    claimed = Locks.of(c.index)._replace(share=share)
    rng, every = np.random.default_rng(1), Neighbourhoods(c).unmet(Solution.none())
    for _ in range(20):
        free = blocks.draw(Solution.none(), every, 10_000, rng, claimed)
        assert counts(c, free)[1::2].sum() == 0
        some = blocks.draw(Solution.none(), every, 10_000, rng, Locks.of(c.index))
        assert np.count_nonzero(counts(c, some)) <= -(-weeks // 2)


def test_blocks_leave_out_needs_that_are_met_elsewhere(district: Drawn) -> None:
    """Of a plan the kernel's attendances are free where they could be in the plan after all."""
    c, nothing = district.candidates, Locks.of(district.candidates.index)
    blocks, rng = Blocks(c, guide_of(c).kernel(0.3), together=1), np.random.default_rng(3)
    every = Neighbourhoods(c).unmet(district.plan)
    first = blocks.draw(district.plan, every, 2_000, rng, nothing)
    plan = change_of(district.sub_mip(first)).on(district.plan)
    is_unmet = Neighbourhoods(c).unmet(plan)
    assert is_unmet.sum() < every.sum()
    for seed in range(10):
        free, more = (
            blocks.draw(plan, due, 500, np.random.default_rng(seed), nothing)
            for due in (is_unmet, every)
        )
        inside = np.intersect1d(free, plan.attends.ids)
        is_open = is_unmet[c.need] | np.isin(c.need, c.need[inside])
        assert np.array_equal(free, more[is_open[more]])


def test_blocks_make_plans_better(district: Drawn) -> None:
    """Block after block keeps every rule, and none makes the plan worse."""
    c = district.candidates
    blocks = Blocks(c, guide_of(c).kernel(0.3), together=1)
    rng = np.random.default_rng(2)
    plan, values = district.plan, [0]
    for _ in range(6):
        is_unmet = Neighbourhoods(c).unmet(plan)
        sub_mip = district.sub_mip(blocks.draw(plan, is_unmet, 600, rng, Locks.of(c.index)), plan)
        plan = change_of(sub_mip).on(plan)
        district.assert_sound(plan)
        values.append(NEEDS.value(c, plan))
    assert values == sorted(values)
    assert values[-1] > 1_000
