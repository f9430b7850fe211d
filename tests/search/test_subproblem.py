"""Pieces of plans: what they decide keeps every rule of the whole, also with another piece's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from pieces import (
    HALF_DAYS,
    NEEDS,
    QUICK,
    Drawn,
    by_chance,
    change_of,
    drawn_cases,
    seeds,
    unpinned,
)
from strategies import Case, scaled
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Policy, Problem
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.part import fill_sub_mip, solve_sub_mip
from pdsched.model import Solution, enumerate_candidates
from pdsched.model.decode.deal_staff import Turn
from pdsched.model.decode.seating import Seating
from pdsched.model.goals import tier_goals
from pdsched.model.solution.solution import Counts
from pdsched.problem import EngagementPin, PinKind, SessionPin, clock
from pdsched.search.subproblem import SubMip

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
    after = change_of(first).on(drawn.plan)
    both = change_of(second).on(after)

    assert drawn.sub_mip(second.free, both).holds() == drawn.is_sound(both)
    standing = second.standing_for(after, both)
    assert not np.setdiff1d(standing, second.free).size
    assert drawn.sub_mip(standing, both).holds() == drawn.is_sound(both)


@pytest.mark.parametrize("gone", ["attends", "holds", "engaged"])
def test_what_stands_for_a_change_shows_that_it_does_not_hold(gone: str) -> None:
    """Also where nobody attends anything else: a session is gone, or a substitute."""
    drawn = full()
    plan = drawn.plan
    after = plan._replace(**{gone: without_first(getattr(plan, gone))})
    standing = drawn.sub_mip(plan.attends.ids).standing_for(plan, after)

    assert drawn.sub_mip(standing).holds()
    assert not drawn.sub_mip(standing, after).holds()


def test_who_is_there_in_the_morning_stands_for_the_afternoon() -> None:
    """Where mornings run late the piece of one half-day can change who comes for the other."""
    candidates = enumerate_candidates(*late_mornings())
    none = Drawn(late_mornings(), candidates, Solution.none())
    everything = np.arange(len(candidates.placement))
    drawn = none._replace(plan=change_of(none.sub_mip(everything)).on(none.plan))
    plan, seen = drawn.plan, 0
    for attendance in plan.attends.ids:
        sub_mip = drawn.sub_mip(np.array([attendance]))
        for engagement in plan.engaged.ids:
            after = plan._replace(engaged=plan.engaged.only(plan.engaged.ids != engagement))
            standing = sub_mip.standing_for(plan, after)
            assert standing.tolist() == [attendance]
            seen += not drawn.sub_mip(standing, after).holds()

    assert seen


def test_nobody_attends_where_no_session_is() -> None:
    """A second change that takes the session of the first one's newcomer is seen not to hold."""
    drawn = full()
    gone = drawn.plan._replace(holds=without_first(drawn.plan.holds))

    assert not drawn.sub_mip(drawn.plan.attends.ids, gone).holds()
    assert not drawn.is_sound(gone)
    with pytest.raises(LookupError, match="attend where no session is held"):
        drawn.decoded(gone)


def test_nobody_attends_without_a_seat() -> None:
    """More people than fit into a session cannot be written as a plan."""
    drawn = full()
    c, holds = drawn.candidates, drawn.plan.holds
    seats = int(c.placements.capacity[holds.ids[0]] * holds.counts[0])
    attendance = int(np.flatnonzero(c.placement == c.placements.owners(holds.ids[:1])[0])[0])
    alone = drawn.plan._replace(holds=holds.only(np.arange(len(holds.ids)) == 0))

    with pytest.raises(LookupError, match=f"1 of {seats + 1} people have no seat"):
        Seating(c, alone).seat([Turn(attendance, 0)] * (seats + 1))


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
