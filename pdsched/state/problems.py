"""The problems of a district: with its share of the trainers, and with all of them at a price."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from pdsched.expansion import in_full
from pdsched.policy import Policy
from pdsched.problem import Need, Problem, Trainer, Window
from pdsched.state.demand import Demand
from pdsched.state.records import Shares, VisitPrice


def with_share(
    problem: Problem, trainers: Sequence[Trainer], shares: Shares, district: str
) -> Problem:
    """The district with the shared trainers on its dates alone: what its plan is of."""
    dates = shares.of(district)
    shared = [_on(trainer, dates.get(trainer.id, frozenset())) for trainer in trainers]
    return _with_trainers(problem, [trainer for trainer in shared if trainer.available])


def _on(trainer: Trainer, days: Collection[date]) -> Trainer:
    windows = (
        Window(start=window.start, end=window.end, dates=dates)
        for window in trainer.available
        if (dates := tuple(sorted(day for day in days if window.on(day))))
    )
    return trainer.model_copy(update={"available": tuple(windows)})


def _with_trainers(problem: Problem, shared: Sequence[Trainer]) -> Problem:
    """With those who give something that the district has."""
    known = {course.id for course in problem.courses}
    fitting = (
        trainer.model_copy(update={"courses": taught})
        for trainer in shared
        if (taught := tuple(course for course in trainer.courses if course in known))
    )
    return problem.model_copy(update={"trainers": (*problem.trainers, *fitting)})


def at_prices(
    problem: Problem,
    policy: Policy,
    trainers: Sequence[Trainer],
    prices: Sequence[VisitPrice],
    demand: Demand,
) -> tuple[Problem, Policy]:
    """The district with all dates of all shared trainers, where their seats cost something.

    Whoever needs a course of theirs gains the points of the need less the price, and no plan is
    any less allowed than before. Where that is nothing or less, the need counts nothing: it stays,
    since without it a group could be too small, a pair apart, or a pin about nobody. It is made due
    before the horizon, and what is late counts nothing under the policy of this problem; all other
    needs lose their due dates in exchange, by which no plan loses points.

    Args:
        problem: The district.
        policy: The policy.
        trainers: The shared trainers.
        prices: What their seats cost in this district, among others.
        demand: What the district wants of them.

    Returns:
        A problem and a policy by which any plan of the district, with any share of the trainers,
        counts at least the points it has less the prices of the seats it takes.
    """
    steps = {topic: price.steps[demand.id] for price in prices for topic in price.topics}
    costs = {wish.id: steps.get(wish.topic, 0) for wish in demand.wishes}
    priced = _with_trainers(problem, trainers)
    is_late = any(need.priority <= costs.get(need.id, 0) for need in problem.needs)
    if problem.calendar.first == date.min:
        return priced, policy  # Nothing is due before it; without prices the bound holds, too.
    if not is_late:
        needs = tuple(_cheaper(need, costs.get(need.id, 0)) for need in problem.needs)
        return priced.model_copy(update={"needs": needs}), policy
    before = problem.calendar.first - timedelta(days=1)
    needs = tuple(_dated(need, costs.get(need.id, 0), before) for need in problem.needs)
    return (
        priced.model_copy(update={"needs": needs}),
        policy.model_copy(update={"late_tenths": 0}),
    )


def _cheaper(need: Need, steps: int) -> Need:
    return need.model_copy(update={"priority": need.priority - steps}) if steps else need


def _dated(need: Need, steps: int, before: date) -> Need:
    """Counting what is left, whenever it is met; or nothing."""
    if need.priority <= steps:
        return need.model_copy(update={"priority": 1, "due": before})
    return need.model_copy(update={"priority": need.priority - steps, "due": None})


def points_wanted(problem: Problem, policy: Policy) -> int:
    """Points of all needs, and of the steps that they imply: no plan has more.

    >>> points_wanted(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                                 "last": "2026-09-11"}), Policy())
    0
    """
    first = problem.calendar.first
    return sum(
        need.priority * (policy.late_tenths if need.due is not None and need.due < first else 10)
        for need in in_full(problem).needs
    )
