"""What becomes of a plan when engagements are filled by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.problem import Half
from pdsched.problem.base import Day, Record

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this


class Spread(Record):
    """How a number is spread over many runs."""

    expected: float
    """Its mean, computed from the chances and not from the runs."""
    mean: float
    low: int
    """In five of a hundred runs it is no larger."""
    median: int
    high: int
    """In five of a hundred runs it is no smaller."""
    most: int


class SchoolRisk(Record):
    """What may fall out at one school."""

    school: str
    name: str
    releases: int
    """Releases of people of the school."""
    lost: Spread
    """Those that fall out."""


class ReleaseRisk(Record):
    """A release that may fall out."""

    staff: str
    name: str
    """Of the person."""
    school: str
    """Home school."""
    session: str
    date: Day
    covers: int
    """Lessons of it that substitutes hold."""
    chance: float
    """Chance that it falls out, computed from the chances of its engagements."""


class Reserve(Record):
    """Substitutes held ready in one half-day, and what they are expected to save."""

    date: Day
    half: Half
    zone: str
    engagements: int
    unfilled: float
    """Expected engagements that are not filled."""
    substitutes: int
    """How many pay: each of them saves at least as much as was asked for."""
    saved: float
    """Releases that they save together, on average over the runs."""
    next_saves: float
    """Releases that one more would save, on average."""


class Simulation(Record):
    """What becomes of a plan when engagements are filled by chance."""

    format: Literal["pdsched-simulation"] = "pdsched-simulation"
    version: Literal[1] = 1
    question: str
    sentence: str
    runs: int
    seed: int
    engagements: int
    unfilled: Spread
    """Engagements that are not filled."""
    releases: int
    lost: Spread
    """Releases that fall out."""
    schools: tuple[SchoolRisk, ...] = ()
    people: tuple[ReleaseRisk, ...] = ()
    """Every release that may fall out, the most likely first."""
    pays_from: float
    """Releases that a substitute in reserve has to save on average to pay."""
    reserves: tuple[Reserve, ...] = ()
    """Half-days in which a reserve pays, the one that saves most first."""
    problem: str = ""
    """`Problem.digest` of the problem."""
    seconds: float = Field(0.0, ge=0)
    """Wall-clock seconds of the whole call."""

    def __repr__(self) -> str:
        return f"<Simulation of {self.runs} runs: {self.sentence[:200]}>"

    __str__ = __repr__

    def frame(self) -> DataFrame:
        """A row a school: ``school``, ``name``, ``releases`` and the spread of those lost."""
        import pandas as pd

        fields = tuple(Spread.model_fields)
        rows = [
            (s.school, s.name, s.releases, *(getattr(s.lost, f) for f in fields))
            for s in self.schools
        ]
        return pd.DataFrame(rows, columns=["school", "name", "releases", *fields])
