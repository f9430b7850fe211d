"""Scenarios beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.answer import Proof
from pdsched.plan import Plan
from pdsched.problem.base import Record
from pdsched.what_if.gains import GoalGain, gains_frame
from pdsched.what_if.prices import Knob

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this


class Scenario(Record):
    """Some changes together, and the best plan that is known with them."""

    name: str
    changes: tuple[Knob, ...] = ()
    change: str = ""
    """The changes in words, with names."""
    sentence: str
    """What it comes to beside the plan as it is; ``better`` and ``worse`` are proven."""
    proof: Proof
    possible: bool = True
    """Whether any plan keeps every rule with the changes, as far as is known."""
    gains: tuple[GoalGain, ...] = ()
    """By goal, beside the best plan without the changes."""
    figures: Mapping[str, float | None] = Field(default_factory=dict)
    """Key figures of the plan, by id, as `pdsched.kpis` has them."""
    plan: Plan | None = None
    """The best plan that is known; the referee accepted it."""

    def __repr__(self) -> str:
        return f"<Scenario {self.name[:60]!r} {self.proof}: {self.sentence[:200]}>"

    __str__ = __repr__


class Scenarios(Record):
    """Scenarios beside each other, and which are better for certain."""

    format: Literal["pdsched-scenarios"] = "pdsched-scenarios"
    version: Literal[1] = 1
    question: str
    sentence: str
    """Which are better than which: where their ranges do not overlap."""
    scenarios: tuple[Scenario, ...]
    """As they were given."""
    better: tuple[tuple[str, str], ...] = ()
    """Pairs of names: the first is proven to be better than the second. The plan as it is has the
    empty name."""
    problem: str = ""
    """`Problem.digest` of the problem without the changes."""
    seconds: float = Field(0.0, ge=0)
    """Wall-clock seconds of the whole call."""

    def __repr__(self) -> str:
        return f"<Scenarios of {len(self.scenarios)}: {self.sentence[:200]}>"

    __str__ = __repr__

    def __getitem__(self, name: str) -> Scenario:
        """The one with a name.

        Raises:
            KeyError: if there is none.
        """
        for scenario in self.scenarios:
            if scenario.name == name:
                return scenario
        raise KeyError(name)

    def frame(self) -> DataFrame:
        """A row a scenario and goal: ``scenario``, ``proof``, ``goal`` and the values of it."""
        rows = (((s.name, s.proof.value), gain) for s in self.scenarios for gain in s.gains)
        return gains_frame(("scenario", "proof"), rows)

    def figures_frame(self) -> DataFrame:
        """A row a key figure, a column a scenario."""
        import pandas as pd

        return pd.DataFrame({s.name: pd.Series(dict(s.figures)) for s in self.scenarios})
