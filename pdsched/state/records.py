"""What a state is, and what is answered about one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

from pdsched.plan import MadeUnder
from pdsched.problem import Record, Trainer
from pdsched.problem.base import Day, Id
from pdsched.result import Status, gap_of


class StateDistrict(Record):
    """A district of a state: its problem, in a file of its own."""

    id: Id
    """Names the files that are written about it: letters, digits, ``.``, ``-`` and ``_``."""
    path: str
    """A file that `pdsched.load_problem` reads; in a file relative to its folder."""


class State(Record):
    """Districts that are planned apart, and the trainers whom all of them share.

    A shared trainer is in one district on a date. Who shares is an ordinary `pdsched.Trainer`, no
    team, who goes to all schools. The courses of shared trainers, and all courses of their topics,
    are given by nobody else.

    >>> from pdsched import State, StateDistrict
    >>> liberty = StateDistrict(id="liberty", path="liberty.json")
    >>> state = State(id="florida", districts=(liberty,))
    >>> state.districts[0].id
    'liberty'
    """

    format: Literal["pdsched-state"] = "pdsched-state"
    version: Literal[1] = 1
    id: Id
    districts: tuple[StateDistrict, ...]
    trainers: tuple[Trainer, ...] = ()
    """Those who are shared."""


class Share(Record):
    """The dates on which a shared trainer is in a district."""

    trainer: Id
    district: Id
    dates: tuple[Day, ...]


class VisitPrice(Record):
    """What a date of some shared trainers costs, by which the bound of the whole is proven."""

    trainers: tuple[Id, ...]
    """Trainers whose courses hang together: they give the same courses, or courses of one topic."""
    topics: tuple[str, ...]
    """All topics that they teach."""
    visits: int
    """Their dates, added up."""
    needs: int
    """Needs of all districts for these topics."""
    points: int
    """The price of one date, in points."""
    steps: Mapping[Id, int]
    """The price of a seat in each district, in steps of priority, 0 to 5: ten points each."""
    surplus: int
    """What dates can bring to districts at these prices of seats beyond their own price, at most:
    points, added up over the districts."""


class Shares(Record):
    """How a state was divided, kept beside its plans so that a later run goes on with it."""

    format: Literal["pdsched-state-shares"] = "pdsched-state-shares"
    version: Literal[1] = 1
    asked: str
    """Digest of the state, its districts and the policy."""
    prices: tuple[VisitPrice, ...] = ()
    shares: tuple[Share, ...] = ()
    refused: tuple[Share, ...] = ()
    """Dates that districts had and did not use: they are not offered them again."""

    def of(self, district: str) -> dict[str, frozenset[Day]]:
        """The dates of each trainer in a district."""
        return {s.trainer: frozenset(s.dates) for s in self.shares if s.district == district}


class DistrictOutcome(Record):
    """One district in the answer about a state."""

    id: Id
    problem: str = ""
    """`Problem.digest` of the district with its share of the trainers: what the plan is of."""
    status: Status = Status.UNKNOWN
    value: int | None = None
    """Points of the needs met; ``None`` without a plan."""
    bound: int
    """Points that the district can bring to the whole at most, less the prices of the seats with
    shared trainers that this takes: may be below ``value``, which is before prices."""
    method: str = ""
    """How that was proven, as `GoalResult.method`; ``needs`` where nothing but all needs added up
    is known."""
    shared_needs: int = 0
    """Needs for courses of shared trainers."""
    shared_met: int = 0
    """How many of them the plan meets."""


class StateResult(Record):
    """The plans of a state in figures; they lie in the folder that `pdsched.solve_state` was given.

    >>> from pdsched import MadeUnder, StateResult
    >>> policy = MadeUnder(name="default", digest="d")
    >>> StateResult(state="florida", policy=policy, value=95, bound=100, districts=()).gap
    0.05
    """

    format: Literal["pdsched-state-result"] = "pdsched-state-result"
    version: Literal[1] = 1
    state: Id
    policy: MadeUnder
    value: int
    """Points of the needs met in all districts that have a plan."""
    bound: int
    """No plans of all districts together, in which a shared trainer is in one district on a date,
    meet needs of more points."""
    districts: tuple[DistrictOutcome, ...]
    prices: tuple[VisitPrice, ...] = ()
    shares: tuple[Share, ...] = ()
    seconds: float = 0.0
    """Wall-clock seconds of the call."""

    @property
    def gap(self) -> float:
        """Distance of value and bound as a share of the larger."""
        return gap_of(self.value, self.bound) or 0.0

    @property
    def without_plan(self) -> tuple[str, ...]:
        """Districts that have no plan, because there is none or their time ended before."""
        return tuple(each.id for each in self.districts if each.value is None)


def asked_of(state: State, digests: tuple[str, ...], policy: str) -> str:
    """The digest of all that the division of trainers depends on: districts by what is in them."""
    trainers = [trainer.model_dump_json(exclude_defaults=True) for trainer in state.trainers]
    ids = [district.id for district in state.districts]
    text = "\n".join([state.id, *ids, *digests, *trainers, policy])
    return hashlib.sha256(text.encode()).hexdigest()
