"""What of a plan serves nothing is left out: sessions that others have seats for, idle engagements.

The search does not always get as far as the goals that would see to it. To hold one session less
where the others of its placement seat everybody, or to engage nobody for nothing, keeps every rule
and loses nothing of any goal: rows and goals want few of either. Pins alone ask for engagements,
and pins and limits for sessions. So the plan that is read out is trimmed, and stands for the
solution as it is then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from pdsched.engines.arrays import Bools
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.instance.index import HALVES, Index, first_open
from pdsched.model.instance.selection import selection_of
from pdsched.model.solution.solution import Counts, Solution
from pdsched.plan import Engagement, Plan
from pdsched.policy.counts import OF_GROUPS
from pdsched.problem import EngagementPin, PinKind


def without_spare_sessions(c: Candidates, solution: Solution) -> Solution:
    """The solution without sessions whose people have seats in others of their placement."""
    counts = solution.holds.counts.copy()
    owner = c.placements.owners(solution.holds.ids)
    capacity = c.placements.capacity[solution.holds.ids]
    people = np.zeros(len(c.placements), dtype=np.int64)
    np.add.at(people, c.placement[solution.attends.ids].astype(np.int64), solution.attends.counts)
    seats = np.zeros(len(c.placements), dtype=np.int64)
    np.add.at(seats, owner, capacity * counts)
    spare = seats - people
    spare[_asked_for(c)] = 0
    spare[c.placements.day < first_open(c.index)] = 0
    # The smallest first: whoever is left has the most seats.
    for n in np.lexsort((capacity, owner)):
        if (fewer := min(counts[n], spare[owner[n]] // capacity[n])) > 0:
            counts[n] -= fewer
            spare[owner[n]] -= fewer * capacity[n]
    if (counts == solution.holds.counts).all():
        return solution
    return solution._replace(holds=Counts.of(solution.holds.ids, counts))


def _asked_for(c: Candidates) -> Bools:
    """Placements of which a pin, or a limit, may ask for one session or another."""
    world = c.index.world
    pins = world.problem.session_pins if world.policy.keeps_pins else ()
    courses = {pin.course for pin in pins if pin.kind is PinKind.REQUIRE}
    is_asked = np.array(
        [None in courses or not courses.isdisjoint(x.names) for x in c.index.courses],
        dtype=np.bool_,
    )
    for limit in world.policy.limits:
        if limit.asks and limit.count in OF_GROUPS and world.policy.states(limit.id):
            is_asked |= selection_of(c.index, limit).is_course
    return np.asarray(is_asked[c.placements.course])


def without_idle(c: Candidates, plan: Plan, solution: Solution) -> tuple[Plan, Solution]:
    """Plan and solution without the engagements that hold no lesson and that no pin asks for.

    The plan is without what is past: that stays.
    """
    idle = _idle(c.index, plan)
    if not idle:
        return plan, solution
    used = tuple(e for e in plan.engagements if e not in idle)
    fewer = Counter(engagement_numbers(c.index, idle))
    ids = solution.engaged.ids
    dropped = np.array([fewer[n] for n in ids.tolist()], dtype=np.int64)
    engaged = Counts.of(ids, solution.engaged.counts - dropped)
    return plan.model_copy(update={"engagements": used}), solution._replace(engaged=engaged)


def engagement_numbers(index: Index, engagements: Iterable[Engagement]) -> list[int]:
    """Each engagement as a number of candidates."""
    numbers = Engagements(index)
    groups = {m: n for n, group in enumerate(index.substitutes) for m in group.members}
    days = {day: n for n, day in enumerate(index.days)}
    rows = [
        (groups[e.substitute], index.school[e.school], days[e.date], HALVES.index(e.half))
        for e in engagements
    ]
    group, school, day, half = np.array(rows, dtype=np.int64).reshape(len(rows), 4).T
    ids: list[int] = (group * numbers.places + numbers.place(school, day, half)).tolist()
    return ids


def _idle(index: Index, plan: Plan) -> set[Engagement]:
    holding = {
        (cover.substitute, lesson.school, cover.date, lesson.half)
        for cover in plan.covers
        if cover.substitute is not None
        for lesson in index.world.timetable.lessons(cover.staff, cover.date)
        if lesson.lesson == cover.lesson
    }
    remaining = [*index.world.problem.past_engagements, *plan.engagements]
    pins = index.world.problem.engagement_pins if index.world.policy.keeps_pins else ()
    required = [pin for pin in pins if pin.kind is PinKind.REQUIRE]
    for one in plan.engagements:
        use = one.substitute, one.school, one.date, one.half
        if use in holding or _is_all(required, one, remaining):
            continue
        remaining.remove(one)
    return set(plan.engagements) - set(remaining)


def _is_all(
    required: Iterable[EngagementPin], one: Engagement, remaining: list[Engagement]
) -> bool:
    """Whether an engagement is all that is left to meet some required pin."""
    return any(
        _fits(pin, one) and not any(_fits(pin, other) for other in remaining if other != one)
        for pin in required
    )


def _fits(pin: EngagementPin, one: Engagement) -> bool:
    asked = (pin.substitute, pin.school, pin.date, pin.half)
    has = (one.substitute, one.school, one.date, one.half)
    return all(want is None or want == value for want, value in zip(asked, has, strict=True))
