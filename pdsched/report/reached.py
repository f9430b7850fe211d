"""What was reached, and how far from the best it can be at most."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.indicators import Kpi, Kpis
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.referee import score
from pdsched.report.answer import Answer
from pdsched.result import GoalResult
from pdsched.wording import wording

_TILES = (
    *("met-needs-share", "people-trained", "sessions", "half-days"),
    *("lessons-without-teacher", "people-unserved"),
)


class GoalLine(NamedTuple):
    """A goal with what is proven of it."""

    goal: GoalResult
    sentence: str
    """Empty where several goals are weighed against each other."""
    is_of_policy: bool
    """Whether it is one of the policy, and does not only decide what these leave open."""


class Tile(NamedTuple):
    """A key figure that stands first."""

    title: str
    value: str
    """A number, in per cent or of what the title says; a dash where there is nothing to measure."""


def tiles(figures: Kpis, language: str) -> tuple[Tile, ...]:
    """The key figures that stand first."""
    return tuple(_tile(figures[identity], language) for identity in _TILES)


def _tile(figure: Kpi, language: str) -> Tile:
    title = wording(language).text(figure.title)
    if figure.value is None:
        return Tile(title, "\N{EN DASH}")
    return Tile(title, figure.told(language, with_unit=False))


def goal_lines(problem: Problem, answer: Answer, language: str) -> tuple[GoalLine, ...]:
    """The goals in their order, with bounds where a result tells some; without a plan no values.

    What decides between plans that are equal in all goals comes last, where it is not 0.
    """
    policy = answer.policy
    goals, left_open = _goals(problem, answer)
    return (
        *(
            GoalLine(goal, _sentence(goal.id, policy, language), is_of_policy=True)
            for goal in goals
        ),
        *(
            GoalLine(goal, _sentence(goal.id, policy, language), is_of_policy=False)
            for goal in left_open
            if goal.value
        ),
    )


def _goals(
    problem: Problem, answer: Answer
) -> tuple[tuple[GoalResult, ...], tuple[GoalResult, ...]]:
    """Those of the policy, and those that decide what these leave open."""
    if answer.result is not None:
        return answer.result.goals, answer.result.left_open
    if answer.plan is None:
        return (), ()
    values = answer.policy.tier_values(score(problem, answer.plan, answer.policy))
    goals = tuple(GoalResult(id=tier, value=value) for tier, value in values.items())
    number = len(answer.policy.tiers)
    return goals[:number], goals[number:]


def _sentence(identity: str, policy: Policy, language: str) -> str:
    try:
        return policy.sentence(identity, language=language)
    except KeyError:  # several goals, weighed against each other
        return ""
