"""Warnings about a policy: figures that count for nothing, by themselves or beside a problem."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.limits import asking_for_nothing, unknown_names
from pdsched.errors import Fault
from pdsched.policy import ColleagueCover, Policy
from pdsched.policy.figures import figures_of
from pdsched.policy.goals import OFF_CADENCE, READ_BY, WORST_WISH
from pdsched.problem import Problem


class _Idle(NamedTuple):
    """A figure that is read only where another one is set, or where a goal counts."""

    figure: str
    without: str


_SWITCH = "colleague_cover"
_READ_WITH = tuple(
    _Idle(figure.name, figure.info.read_with)
    for figure in figures_of(Policy)
    if figure.info.read_with
)
_GOAL_OF = tuple(_Idle(figure, goal) for figure, goal in READ_BY.items())
_DEFAULT = Policy()


def remarks(policy: Policy, problem: Problem) -> tuple[Fault, ...]:
    """What a policy says that is probably not meant, beside a problem; warnings all of them."""
    faults = (_without_others(policy), _without_goals(policy))
    depths = (_depth(policy, problem), _wish_depth(policy, problem))
    limits = (unknown_names(policy, problem), asking_for_nothing(policy, problem))
    beside = (_cadences(policy, problem), _merged(policy, problem))
    return tuple(chain.from_iterable((*faults, *depths, *beside, *limits)))


def _place(policy: Policy, figure: str) -> str:
    return f"policy {policy.name} {figure}"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _without_others(policy: Policy) -> Iterator[Fault]:
    for figure, other in _READ_WITH:
        value = getattr(policy, figure)
        if value == getattr(_DEFAULT, figure) or getattr(policy, other) not in _NOT_SET:
            continue
        unset = "never" if other == _SWITCH else "not set"
        message = f"counts for nothing while {other} is {unset}"
        advice = f"set {other}, or leave it out"
        yield fault("PD921", _place(policy, figure), _shown(value), message, advice)


_NOT_SET = (None, ColleagueCover.NEVER)


def _without_goals(policy: Policy) -> Iterator[Fault]:
    for figure, goal in _GOAL_OF:
        value = getattr(policy, figure)
        if value != getattr(_DEFAULT, figure) and not policy.counts(goal):
            message = f"counts for nothing without the goal {goal}"
            advice = f"add {goal} to goals, or leave it out"
            yield fault("PD921", _place(policy, figure), _shown(value), message, advice)


def _cadences(policy: Policy, problem: Problem) -> Iterator[Fault]:
    """Series whose rhythm nothing asks for."""
    if policy.counts(OFF_CADENCE):
        return
    for number, series in enumerate(problem.series):
        if series.cadence_days is not None:
            message = f"counts for nothing: {OFF_CADENCE} is no goal of policy {policy.name}"
            advice = f"add {OFF_CADENCE} to its goals, or leave it out"
            where = f"series[{number}].cadence_days"
            yield fault("PD934", where, series.cadence_days, message, advice)


def _depth(policy: Policy, problem: Problem) -> Iterator[Fault]:
    """How many steps of equity are the same in every plan."""
    depth, place = policy.equity_depth, _place(policy, "equity_depth")
    if depth == _DEFAULT.equity_depth:
        return
    units = _units(policy, problem)
    if not units:
        message = "counts for nothing without a goal of equity"
        advice = "add worst-served-school or worst-served-role to goals, or leave it out"
        yield fault("PD921", place, depth, message, advice)
    elif depth > max(1, *units.values()):
        there = " and ".join(f"{n} {name if n != 1 else name[:-1]}" for name, n in units.items())
        message = f"is more than the {there} with needs" if any(units.values()) else _NOBODY
        advice = f"{max(1, *units.values())} says as much"
        yield fault("PD922", place, depth, message, advice)


_NOBODY = "counts for nothing while nobody has needs"


def _units(policy: Policy, problem: Problem) -> dict[str, int]:
    """How many schools or roles with needs the goals of equity of a policy compare."""
    wanting = {need.staff for need in problem.needs}
    members = [member for member in problem.staff if member.id in wanting]
    units: dict[str, int] = {}
    if policy.compares_schools:
        units["schools"] = len({member.schools[0] for member in members})
    if policy.compares_roles:
        units["roles"] = len({member.role for member in members})
    return units


def _wish_depth(policy: Policy, problem: Problem) -> Iterator[Fault]:
    """Ranks that no wish has."""
    depth, longest = policy.wish_depth, max((len(need.wishes) for need in problem.needs), default=0)
    if policy.counts(WORST_WISH) and depth > max(_DEFAULT.wish_depth, longest):
        advice = f"{max(_DEFAULT.wish_depth, longest)} says as much"
        wishes = f"{longest} wish{'es' if longest != 1 else ''}"
        message = f"is more than the {wishes} of the longest list"
        message = message if longest else "counts for nothing while nobody has wishes"
        yield fault("PD922", _place(policy, "wish_depth"), depth, message, advice)


def _merged(policy: Policy, problem: Problem) -> Iterator[Fault]:
    if policy.colleague_cover is ColleagueCover.NEVER:
        return
    for figure, field in (("merged_classes", "may_join"), ("split_classes", "may_split")):
        if getattr(policy, figure) and not any(getattr(x, field) for x in problem.lessons):
            message = f"counts for nothing: no lesson says which others take its class in ({field})"
            advice = f"give {field} where that can be, or leave it out"
            yield fault("PD923", _place(policy, figure), "true", message, advice)
