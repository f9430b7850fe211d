"""Every goal: its id, its sentence and its direction; and tiers of goals, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

from pdsched.policy.rules import RULES


class GoalInfo(NamedTuple):
    """What a policy has to know of a goal."""

    sentence: str
    """Names in braces are fields of `Policy`."""
    maximise: bool = False
    """Whether more is better."""
    further: str = ""
    """Sentence of the steps that follow it, with the number of each; most goals have none."""
    depth: str = "equity_depth"
    """The figure that says up to which number there are steps."""
    from_last: bool = False
    """Whether the step with the greatest number comes first."""


NEEDS_MET = "needs-met"
"""The goal that every policy has, in its first tier or after goals of equity."""

OFF_CADENCE = "off-cadence"
"""The goal that asks for the rhythm of a series."""

WORST_WISH = "worst-wish-rank"
"""The goal that asks for the worst rank of a wish."""

GOALS: Mapping[str, GoalInfo] = MappingProxyType(
    {
        "needs-met": GoalInfo(
            "Maximise the points of needs met: ten for each step of priority, {late_tenths} for "
            "each step when late.",
            maximise=True,
        ),
        "engaged-half-days": GoalInfo("Minimise the half-days for which substitutes are engaged."),
        "paid-half-days": GoalInfo(
            "Minimise the half-days paid: at least {least_paid_half_days} for each date of a "
            "substitute."
        ),
        "colleague-covers": GoalInfo(
            "Minimise the covers by colleagues; one by somebody who did not volunteer counts as "
            "ten."
        ),
        "paid-covers": GoalInfo(
            "Minimise the covers to be paid: those of a colleague beyond {unpaid_covers} in total."
        ),
        "contract-minutes-off": GoalInfo(
            "Minimise the minutes by which people's lessons and covers differ from their contracts."
        ),
        "unfamiliar-half-days": GoalInfo(
            "Minimise the half-days of substitutes at schools that they do not know."
        ),
        "trainer-visits": GoalInfo("Minimise the dates on which a trainer travels to a school."),
        "sessions": GoalInfo(
            "Minimise the minutes of sessions, however many people attend; self-paced ones do "
            "not count."
        ),
        "lessons-covered": GoalInfo("Minimise the lessons that others hold for their teachers."),
        "holders-of-a-day": GoalInfo(
            "Minimise the adults, beyond the first, who hold one person's lessons on one date."
        ),
        "holders-of-a-class": GoalInfo(
            "Minimise the adults, beyond the first, who hold lessons of one class in the plan."
        ),
        "unpreferred-half-days": GoalInfo(
            "Minimise the half-days of substitutes at schools that they do not prefer."
        ),
        "expected-unfilled": GoalInfo(
            "Minimise the expected number of engaged half-days that stay unfilled (in thousandths)."
        ),
        "outside-preferred-times": GoalInfo(
            "Minimise the releases outside the times that people prefer."
        ),
        "off-cadence": GoalInfo(
            "Minimise the meetings that people attend outside the rhythm of their series."
        ),
        "wish-ranks": GoalInfo("Minimise the ranks of the wishes that come true, added up."),
        "worst-wish-rank": GoalInfo(
            "Minimise the worst rank of a wish that comes true; last rank considered in turn: "
            "{wish_depth}.",
            further="Minimise the wishes that come true at rank {number} or later.",
            depth="wish_depth",
            from_last=True,
        ),
        "protected-minutes-lost": GoalInfo(
            "Minimise the minutes of protected time that releases take."
        ),
        "group-size-off": GoalInfo(
            "Minimise the number of people by which groups differ from their courses' preferred "
            "sizes."
        ),
        "outside-key-times": GoalInfo(
            "Minimise the attendances outside the calendar's key times, if it has any."
        ),
        "worst-served-school": GoalInfo(
            "Maximise the share of its points that the worst-served school gets (in "
            "thousandths); schools considered in turn: {equity_depth}.",
            maximise=True,
            further="Maximise the sum of the shares of the {number} worst-served schools.",
        ),
        "worst-served-role": GoalInfo(
            "Maximise the share of its points that the worst-served role gets (in thousandths); "
            "roles considered in turn: {equity_depth}.",
            maximise=True,
            further="Maximise the sum of the shares of the {number} worst-served roles.",
        ),
        "unserved-people": GoalInfo("Minimise the people who have needs, none of which is met."),
        "underserved-people": GoalInfo(
            "Minimise the people with needs who get less than {fair_share} of their points."
        ),
        "dose-shortage": GoalInfo(
            "Minimise the minutes by which people fall short of {dose_minutes}; in each topic "
            "separately: {dose_by_topic}."
        ),
        "champions-missing": GoalInfo("Minimise the champions missing in schools."),
        "changes": GoalInfo(
            "Minimise the people, counted by date, who must be told that the previous plan does "
            "not hold."
        ),
    }
)
"""Every goal by id. Which of them count, and in which order, is for a policy to say."""

LEFT_OPEN = ("engaged-half-days", "sessions", "lessons-covered", "changes")
"""Goals that decide, in this order, what the goals of a policy leave open; needs met are always
among these."""


EQUITY = ("worst-served-school", "worst-served-role", "unserved-people", "underserved-people")
"""Goals of equity: with one of these a policy may begin, too. Under any other first tier the best
plan would mostly be the empty one."""


class Step(NamedTuple):
    """A step of a goal, by its number.

    Of equity it is the sum over so many of those who are served worst; of wishes it counts those
    that come true at this rank or later.
    """

    goal: str
    number: int

    @classmethod
    def of(cls, name: str) -> Step:
        """What the id of a goal, or of one of its further steps, says.

        >>> Step.of("worst-served-school"), Step.of("worst-served-school-3")
        (Step(goal='worst-served-school', number=1), Step(goal='worst-served-school', number=3))
        """
        goal, _, number = name.rpartition("-")
        told = number.isascii() and number.isdigit() and len(number) < 10
        return cls(goal, int(number)) if told else cls(name, 1)

    @property
    def id(self) -> str:
        """How reports call it: the first step bears the id of the goal."""
        return self.goal if self.number == 1 else f"{self.goal}-{self.number}"


def further_steps(goal: str, depths: Callable[[str], int]) -> tuple[str, ...]:
    """Ids of the steps that follow the first one of a goal; of most goals there are none.

    Args:
        goal: Its id, or that of a soft rule or limit.
        depths: The value of a figure that says up to which number there are steps.

    >>> further_steps("worst-served-role", lambda _: 3)
    ('worst-served-role-2', 'worst-served-role-3')
    >>> further_steps("worst-wish-rank", lambda _: 3), further_steps("sessions", lambda _: 3)
    (('worst-wish-rank-3', 'worst-wish-rank-2'), ())
    """
    info = GOALS.get(goal)
    if info is None or not info.further:
        return ()
    numbers = range(2, depths(info.depth) + 1)
    return tuple(Step(goal, n).id for n in (reversed(numbers) if info.from_last else numbers))


def step_of(name: str) -> Step | None:
    """The further step of a goal that has this id, if one has.

    >>> step_of("worst-served-role-2"), step_of("worst-served-role"), step_of("needs-met-2")
    (Step(goal='worst-served-role', number=2), None, None)
    """
    step = Step.of(name)
    further = step.goal in GOALS and GOALS[step.goal].further and step.number > 1
    return step if further and step.id == name else None


def _more_is_better(name: str) -> bool:
    goal = Step.of(name).goal
    return goal in GOALS and GOALS[goal].maximise


class Tier(dict[str, int]):
    """Goals that are weighed against each other: each with the worth of one step of it.

    Members are ids of goals, or of rules that are soft: of these, steps beyond the rule count.

    >>> tier = Tier({"engaged-half-days": 10, "unfamiliar-half-days": 1})
    >>> tier.id, tier.maximise, tier.value({"engaged-half-days": 3, "unfamiliar-half-days": 2})
    ('10 engaged-half-days + unfamiliar-half-days', False, 32)
    >>> Tier({"needs-met": 1, "engaged-half-days": 20}).id
    'needs-met - 20 engaged-half-days'
    """

    @property
    def id(self) -> str:
        """How reports call it: that of its goal, if it has only one."""
        goals = sorted(self.items(), key=lambda goal: self.sign(goal[0]) < 0)
        parts = [f"{weight} {goal}" if weight != 1 else goal for goal, weight in goals]
        if len(parts) == 1:
            return goals[0][0]
        signs = ["+" if self.sign(goal) > 0 else "-" for goal, _ in goals]
        return parts[0] + "".join(f" {s} {p}" for s, p in zip(signs[1:], parts[1:], strict=True))

    @property
    def maximise(self) -> bool:
        """Whether more is better: where it is for one of its goals."""
        return any(map(_more_is_better, self))

    def better(self, value: int, than: int) -> bool:
        """Whether one value of the tier is better than another.

        >>> Tier({"needs-met": 1}).better(30, 20), Tier({"sessions": 1}).better(30, 20)
        (True, False)
        """
        return value > than if self.maximise else value < than

    def sign(self, goal: str) -> int:
        """1 for a goal that has the direction of the tier, -1 for one against it."""
        return 1 if _more_is_better(goal) == self.maximise else -1

    def step(self, goal: str) -> int:
        """What one step of a goal adds to the value of the tier; of a goal alone, one."""
        return self.sign(goal) * (self[goal] if len(self) > 1 else 1)

    def value(self, values: Mapping[str, int]) -> int:
        """The value of the tier, from the values of its goals."""
        return sum(self.step(goal) * values[goal] for goal in self)


def read_tier(value: Any) -> Any:
    """A tier as users write it: the id of a goal, or goals with their weights."""
    return {value: 1} if isinstance(value, str) else value


def known_goal(goal: str) -> str:
    """The id of a goal, or of a rule that can be soft.

    Raises:
        PydanticCustomError: if it is neither.
    """
    if goal in GOALS or (goal in RULES and RULES[goal].soft):
        return goal
    if goal in RULES:
        raise PydanticCustomError("goal", f"rule {goal} cannot be soft")
    raise PydanticCustomError("goal", f"no goal is called {goal}; known: {', '.join(GOALS)}")


READ_BY = {
    "least_paid_half_days": "paid-half-days",
    "fair_share": "underserved-people",
    "wish_depth": WORST_WISH,
}
"""Figures that one goal alone reads."""
