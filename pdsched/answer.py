"""What a question about a plan is answered, and how far the answer is proven."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.problem.base import Day, Id, Record

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this


class Proof(StrEnum):
    """How far an answer is proven.

    *proven*: it is exact. *bounded*: the price of a goal lies in a range with two ends. *tried*: a
    plan shows that it can be had for so much, or none was found; nothing is known beyond that.
    """

    PROVEN = "proven"
    BOUNDED = "bounded"
    TRIED = "tried"


class GoalPrice(Record):
    """What the answer costs by one goal, in the unit of the goal: more is worse.

    The price is the value of the plan that was asked about less the best value of all plans that do
    what was asked for, the other way round for a goal of which less is better. It lies between
    ``low`` and ``high``; below 0 it is a gain. As goals come one after the other, that of a later
    one is about plans that are best in those before it.

    >>> from pdsched import GoalPrice
    >>> price = GoalPrice(id="needs-met", better="more", before=90, value=80, bound=85)
    >>> price.low, price.high, price.proven
    (5, 10, False)
    """

    id: str
    """Id of the tier of goals, see `Policy.tiers`."""
    better: Literal["more", "less"]
    """Which of two values is the better one."""
    before: int | None = None
    """Value of the plan that was asked about."""
    value: int | None = None
    """Value of ``Answer.plan``; ``None`` without a plan."""
    bound: int | None = None
    """No plan that does what was asked for does better (on a later goal: none that keeps the values
    of the goals before); ``None`` where nothing is proven."""

    @property
    def low(self) -> int | None:
        """It costs no less; ``None`` where nothing is proven."""
        return self._beside(self.bound)

    @property
    def high(self) -> int | None:
        """It costs no more: the plan shows it; ``None`` without one."""
        return self._beside(self.value)

    @property
    def proven(self) -> bool:
        """Whether the price is exact."""
        return self.high is not None and self.high == self.low

    @property
    def text(self) -> str:
        """The price as it is read: a number, a range, or what is known of it.

        >>> GoalPrice(id="sessions", better="less", before=3, value=5, bound=3).text
        '0 to 2'
        """
        low, high = self.low, self.high
        if high is None:
            return "unknown" if low is None else f"at least {low}"
        if low is None:
            return f"at most {high}"
        return f"{high}" if low == high else f"{low} to {high}"

    @property
    def told(self) -> str:
        """The same for people: what it costs, or gains where that is certain.

        >>> price = GoalPrice(id="sessions", better="less", before=3, value=5, bound=3)
        >>> price.told, price.model_copy(update={"bound": 2}).told
        ('costs 0 to 2', 'costs at most 2, or gains up to 1')
        >>> price.model_copy(update={"value": 1, "bound": 0}).told
        'gains 2 to 3'
        """
        low, high = self.low, self.high
        if high is not None and high < 0:
            if low is None:
                return f"gains at least {-high}"
            return f"gains {-high}" if self.proven else f"gains {-high} to {-low}"
        if high is not None and low is not None and low < 0:
            up_to = f"gains up to {-low}"
            return f"costs at most {high}, or {up_to}" if high else f"costs nothing, or {up_to}"
        return f"costs {self.text}"

    def _beside(self, value: int | None) -> int | None:
        if value is None or self.before is None:
            return None
        return self.before - value if self.better == "more" else value - self.before


class RuleInstance(Record):
    """One rule about somebody, somewhere, at some time: what people call one rule."""

    rule: str
    """Id of the rule or limit."""
    who: str = ""
    """Id of the person, trainer or substitute whom it is about; empty if it is about several."""
    where: str = ""
    """Id of the school or room; empty if it is about several, or none."""
    when: str = ""
    """Date, or first and last date with a slash between them, in ISO 8601, of what the sentence
    tells; empty where it tells of no date. The rule may stop the same at other dates as well."""
    sentence: str
    """The same with names, and what the rule says."""


class Answer(Record):
    """The answer to one question about a plan: verified by a plan that shows it, or by a bound."""

    format: Literal["pdsched-answer"] = "pdsched-answer"
    version: Literal[1] = 1
    question: str
    """What was asked, in a sentence with names."""
    sentence: str
    """The answer, in a sentence with names."""
    proof: Proof
    possible: bool | None = None
    """Whether what was asked for can be had: a plan shows it, or it is proven that none does;
    ``None`` where that is open, or not the question."""
    goals: tuple[GoalPrice, ...] = ()
    """The price by goal, in the order of their importance."""
    plan: Plan | None = None
    """A plan that shows it, which the referee accepted."""
    blocking: tuple[RuleInstance, ...] = ()
    """What keeps it from being possible: together they do, and without any one of them they do not,
    unless the sentence says that there was no time to find that out."""
    ranked: tuple[Answer, ...] = ()
    """Further answers, the best first: what would make it possible, or other ways."""
    disturbed: int | None = Field(None, ge=0)
    """People other than those asked about whose sessions or covers are not what they were in the
    plan that was asked about; ``None`` where that was not counted."""
    problem: str = ""
    """`Problem.digest` of the problem."""
    seconds: float = Field(0.0, ge=0)
    """Wall-clock seconds of the whole call."""

    def __repr__(self) -> str:
        """One line, whatever was asked."""
        said = self.sentence if len(self.sentence) <= 200 else f"{self.sentence[:199]}…"
        return f"<{type(self).__name__} {self.proof}: {said}>"

    __str__ = __repr__

    def goal(self, goal: str) -> GoalPrice:
        """The price by one goal.

        Raises:
            KeyError: if there is none of that id.
        """
        for price in self.goals:
            if price.id == goal:
                return price
        raise KeyError(goal)

    def frame(self) -> DataFrame:
        """A row a goal: ``goal``, ``better``, ``before``, ``value``, ``bound``, ``low``, ``high``.

        >>> from pdsched import Answer, GoalPrice
        >>> price = GoalPrice(id="needs-met", better="more", before=90, value=80, bound=80)
        >>> answer = Answer(question="?", sentence="10 points.", proof="proven", goals=(price,))
        >>> answer.frame().high.tolist()
        [10]
        """
        import pandas as pd

        numbers = ["before", "value", "bound", "low", "high"]
        rows = [(g.id, g.better, *(getattr(g, name) for name in numbers)) for g in self.goals]
        frame = pd.DataFrame(rows, columns=["goal", "better", *numbers])
        return frame.astype(dict.fromkeys(numbers, "Int64"))


class Told(Record):
    """What one person has to be told of one date."""

    who: Id
    """A member of the staff, a trainer or a substitute."""
    date: Day
    broken: bool
    """Whether something that they were told does not hold: these are those that the goal
    ``changes`` counts. Others only hear of something new."""
    sentence: str
    """The same with names, to be sent to them."""


class ReplanAnswer(Answer):
    """A plan after changes, with what is proven of it and who has to be told.

    Bounds of goals after ``changes`` are about plans that keep as many promises as this one.
    """

    told: tuple[Told, ...] = ()
    """Who has to be told what; those whose words do not hold come first, as many as the goal
    ``changes`` counts."""
    covers_dropped: int = Field(0, ge=0)
    """Covers that colleagues were promised and that are not needed, or moved."""
    engagements_dropped: int = Field(0, ge=0)
    """Half-days for which substitutes were engaged and are not any more."""
    needs_lost: int = Field(0, ge=0)
    """Needs that the plan before met, or that are new, and that this one does not meet."""
    changed: Problem | None = None
    """The problem with the changes, the past and what people know, which the plan answers."""
