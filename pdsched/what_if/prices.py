"""Changes that a district could make, and what each of them would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.answer import Proof
from pdsched.faces import begun
from pdsched.plan import Plan
from pdsched.problem.base import Record
from pdsched.what_if.gains import GoalGain, gains_frame

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this


class Knob(Record):
    """One thing that a district could change, and by how much.

    Written as ``kind:what=by``, of these kinds:

    - ``substitute:zone-2=tue-am``: one more substitute in a zone, every Tuesday morning, or on one
      date (``2026-10-06-am``);
    - ``trainer:t-1=2026-10-06``: a trainer comes on one more date, or weekday (``tue``), at any
      time;
    - ``group:course-1=+1``: groups of a course may be larger, or only smaller (``-1``);
    - ``seats:room-1=+5``: more seats in a room, or fewer;
    - ``room:school-1=30``: one more room at a school, with so many seats;
    - ``figure:releases_per_week=+1``: a figure of the policy, more or less;
    - ``without:t-1``: a trainer, substitute or room is no longer there.

    >>> from pdsched import Knob
    >>> str(Knob(kind="trainer", what="t-1", by="tue"))
    'trainer:t-1=tue'
    """

    kind: Literal["substitute", "trainer", "group", "seats", "room", "figure", "without"]
    what: str
    """Id of a zone, trainer, course, room or school, or the name of a figure."""
    by: str = ""
    """When, or how much."""

    def __str__(self) -> str:
        by = f"={self.by}" if self.by else ""
        return begun(f"{self.kind}:{self.what}{by}")


class KnobPrice(Record):
    """What one change would bring."""

    knob: Knob
    change: str
    """The change in words, with names."""
    sentence: str
    """What it brings, with names."""
    proof: Proof
    """*proven*: all gains are exact. *bounded*: that by the first goal lies in a range with two
    ends. *tried*: plans show it; nothing is known beyond that."""
    rank: int | None = Field(None, ge=1)
    """1 for that of which plans show most, goal after goal; the same for those of which they show
    the same. ``None`` where no plan was found."""
    possible: bool = True
    """Whether any plan keeps every rule with the change, as far as is known."""
    gains: tuple[GoalGain, ...] = ()
    """By goal, in the order of their importance."""
    plan: Plan | None = None
    """The best plan that is known with the change; the referee accepted it."""

    def __repr__(self) -> str:
        return f"<KnobPrice {self.proof}: {self.sentence[:200]}>"

    __str__ = __repr__

    def gain(self, goal: str) -> GoalGain:
        """The gain by one goal.

        Raises:
            KeyError: if there is none of that id.
        """
        for gain in self.gains:
            if gain.id == goal:
                return gain
        raise KeyError(goal)


class PriceList(Record):
    """What some changes would bring, each by itself, the one that shows most first."""

    format: Literal["pdsched-prices"] = "pdsched-prices"
    version: Literal[1] = 1
    question: str
    sentence: str
    """What the best of them brings."""
    knobs: tuple[KnobPrice, ...]
    """The best first."""
    order: str = ""
    """By what they are ranked, in a sentence; empty where there are not several."""
    tried: int = Field(0, ge=0)
    """Changes that were looked at."""
    problem: str = ""
    """`Problem.digest` of the problem without any of them."""
    seconds: float = Field(0.0, ge=0)
    """Wall-clock seconds of the whole call."""

    def __repr__(self) -> str:
        return f"<PriceList of {len(self.knobs)}: {self.sentence[:200]}>"

    __str__ = __repr__

    def __getitem__(self, knob: str) -> KnobPrice:
        """That of one knob, as it is written.

        Raises:
            KeyError: if there is none.
        """
        for price in self.knobs:
            if str(price.knob) == knob:
                return price
        raise KeyError(knob)

    def frame(self) -> DataFrame:
        """A row a knob and goal, in their order, the best knob first.

        Columns: ``rank``, ``knob``, ``change``, ``proof``, ``goal``, ``better``, and the numbers of
        `GoalGain`.
        """
        rows = (
            ((p.rank, str(p.knob), p.change, p.proof.value), gain)
            for p in self.knobs
            for gain in p.gains
        )
        return gains_frame(("rank", "knob", "change", "proof"), rows)
