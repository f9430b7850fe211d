"""Parameters of the search: every tuning figure, for experts who measure.

The defaults were set by runs on invented districts of 70 to 10,000 teachers and on real timetables
(`docs/districts.md`). They change how fast a plan or a bound is found, and never what is true of
it: any parameters give plans that the referee accepts and bounds that hold.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from pdsched.problem.base import Record

Count = Annotated[int, Field(ge=0, le=10**9)]
"""A number of attendances, people, substitutes or columns."""
Share = Annotated[float, Field(ge=0, le=1)]
"""A part of a whole, from 0 to 1."""
Seconds = Annotated[float, Field(ge=0, le=10**6)]
"""Seconds of the clock."""
Work = Annotated[float, Field(ge=0, le=10**6)]
"""Deterministic time of the engine; one unit takes some ten seconds of a core."""
Price = Annotated[int, Field(ge=0, le=10_000)]
"""Tenths of a unit of the goal at hand."""


class StrategyParams(Record):
    """Which way a goal is worked on, by size, and how goals share the time."""

    whole_up_to: Count = 1_500
    """Attendances up to which the whole formulation is solved at once."""
    lns_then_whole_up_to: Count = 5_000
    """Attendances up to which large neighbourhood search is followed by the whole formulation."""
    branching_from: Count = 2_000
    """Covers by name from which branch and bound works on the whole beside the engine, once that
    had a round of time: as many substitutes as lessons at one moment are proven by its relaxation,
    which the engine does not state in full."""
    branching_to: Count = 30_000
    """Covers by name up to which it does: the relaxation of more takes too long."""
    branching_share: Share = 0.5
    """Share of what is left that branch and bound has for itself where no lesson has to be covered,
    beyond ``whole_up_to``; no more than a second round has."""
    whole_share: Share = 0.75
    """Share of each round that is kept for the whole then."""
    round_seconds: Annotated[Seconds, Field(gt=0)] = 4.0
    """The first round. Rounds grow, whatever the limit: so does the time to a proof not with it."""
    round_work: Annotated[Work, Field(gt=0)] = 0.6
    """The same where work is limited."""
    round_growth: Annotated[float, Field(ge=1.1, le=100)] = 3.0
    """Each round is so many times as long as the one before."""
    first_goal_share: Share = 0.8
    """Share of the time that the first goal may use while others wait."""
    next_goal_share: Share = 0.5
    """Least share of what is left then that the next goal may use."""
    patience_share: Share = 0.25
    """Share of its budget after which a goal that stands still leaves the rest to others."""
    patience_seconds: Seconds = 5.0
    """No goal is given up on sooner."""
    patience_work: Work = 0.75
    """The same where work is limited."""
    least_closed: Share = 0.005
    """A goal stands still where it closes no more than this share of its gap in that time."""
    left_open_share: Share = 0.05
    """Share of the time that is kept for what the goals leave open."""
    bounds_share: Share = 0.6
    """Where one worker does everything, share of the time left after the first neighbourhoods."""
    last_lns_share: Share = 0.2
    """Share of that which is kept for neighbourhoods after the bounds."""
    insisted_up_to: Count = 60_000
    """Attendances that are formulated at once where rules insist on something."""
    insisted_share: Share = 0.15
    """Share of the time for that."""
    hands_share: Share = 0.5
    """Most of the time in which fewest hands may look for a first plan of what rules insist on; up
    to ``branching_to`` covers by name no more than ``round_seconds``."""


class BoundParams(Record):
    """Dual bounds of the whole."""

    relaxation_up_to: Count = 60_000
    """Attendances up to which the whole relaxation is solved."""
    relaxation_up_to_by_work: Count = 12_000
    """The same where work is limited and not the clock: the relaxation has no limit then."""
    relaxation_share: Share = 0.5
    """Share of what is left for the relaxation."""
    first_order_above: Count = 7_000
    """Columns beyond which a first-order method solves the relaxation."""
    branching_up_to: Count = 20_000
    """Attendances up to which branch and bound is tried on the whole."""
    round_seconds: Annotated[Seconds, Field(gt=0)] = 10.0
    """The first round of kernels, blocks and branching, where the clock is the limit."""
    round_growth: Annotated[float, Field(ge=1.1, le=100)] = 3.0
    """Each round is so many times as long as the one before."""
    branching_seconds: Seconds = 25.0
    """Seconds that a round has to have for it."""
    branching_share: Share = 0.3
    """Share of the round for it."""
    lagrangian_share: Share = 0.3
    """Share of the round for the Lagrangian bounds; kernel search has the rest."""
    sessions_up_to: Count = 2_000_000
    """Attendances up to which the relaxation by session is tried: with 9 million, 250 steps told
    nothing."""
    later_goals_share: Share = 0.4
    """Share of what is left for the same bound of half-days, minutes of sessions and covers."""
    sessions_share: Share = 0.06
    """Share of what is left for the relaxation by session, where the whole one is too large."""
    block_seconds: Seconds = 0.5
    """No block of a Lagrangian bound is given less."""
    block_work: Work = 0.02
    """The same where work is limited."""


class KernelParams(Record):
    """Kernel search: the placements that the relaxation points to, as one large sub-MIP."""

    first: Count = 2_000
    """Attendances of the first kernel. Of 30,000 attendances kernels of 2,000 took the plan from a
    gap of 4 % to 1.4 % in a minute, those of 6,000 nowhere."""
    least: Count = 1_000
    """One that is solved to proof makes the next larger, others make it smaller, down to this."""
    share: Share = 0.3
    """Share of what is left for one of them."""
    least_seconds: Seconds = 4.0
    """No kernel is given less."""
    least_work: Annotated[Work, Field(gt=0)] = 0.5
    """The same where work is limited."""
    blur: Share = 0.5
    """By how much the worth of a placement is moved up or down, so that kernels differ."""


class Prices(Record):
    """What a sub-MIP pays for resources that other parts of a plan will want."""

    half_day: Price
    """Of a substitute engaged."""
    release: Price
    """Of a person from lessons: each has only so many."""
    session: Price
    """Of a session, other than self-paced ones: trainers and rooms have only so many hours."""


class LnsParams(Record):
    """Large neighbourhood search: sub-MIPs around the incumbent."""

    least: Count = 200
    """Attendances of the smallest neighbourhood."""
    first: Count = 1_000
    """Attendances of the first one."""
    most: Count = 2_400
    """Attendances of the largest one."""
    aim_seconds: Seconds = 0.4
    """What a sub-MIP should take: those that take less grow, others shrink."""
    aim_work: Work = 0.1
    """The same where work is limited."""
    slice_seconds: Seconds = 1.5
    """Most that a sub-MIP is given."""
    slice_work: Work = 1.0
    """The same where work is limited."""
    least_work: Annotated[Work, Field(gt=0)] = 0.02
    """Work that a sub-MIP counts for at least: formulating it costs, too."""
    ahead: Annotated[int, Field(ge=0, le=64)] = 1
    """Sub-MIPs formulated while all workers are busy, so that nobody waits."""
    batch: Annotated[int, Field(ge=1, le=1_000)] = 4
    """Sub-MIPs of one batch where work is limited."""
    curious: Share = 0.3
    """Share of neighbourhoods that are drawn without looking at what they brought."""
    memory: Share = 0.9
    """What is left of a kind's record after its next sub-MIP."""
    venues: Annotated[int, Field(ge=1, le=1_000)] = 6
    """Venues of one part of the district."""
    people: Annotated[int, Field(ge=3, le=10_000)] = 25
    """People of one neighbourhood of people."""
    substitutes: Count = 6
    """Substitute types offered to a half-day, besides those engaged there."""
    colleagues: Count = 12
    """Colleagues offered to a duty, besides those who hold a lesson of it."""
    prices: Prices = Prices(half_day=2, release=1, session=1)


class StretchParams(Record):
    """Stretches: the horizon planned day after day, at prices of what is to come."""

    up_to: Count = 600_000
    """Attendances up to which it is tried: over a year of 500 teachers it brought nothing."""
    share: Share = 0.4
    """Most of the time that is left for it."""
    relaxed: Count = 110_000
    """Attendances in the linear relaxation that makes the prices: those of most worth."""
    relaxation_share: Share = 0.15
    """Share of the time that is left for that relaxation."""
    depth: Share = 0.01
    """How far below 0 the reduced cost of an attendance may be, in needs of middling worth."""
    least_value: Share = 0.001
    """An attendance of such a value in the relaxation is looked at whatever its reduced cost."""
    most: Count = 9_000
    """Attendances of a stretch, unless one day has more."""
    slice_seconds: Seconds = 6.0
    """Most that a stretch is given."""


class BlockParams(Record):
    """Blocks: some weeks, topics and schools of the kernel as one sub-MIP."""

    depth: Share = 0.3
    """How far below 0 the net worth of an attendance in the kernel may be, in needs of middling
    worth."""
    least: Count = 1_000
    """Attendances of the smallest block."""
    first: Count = 8_000
    """Attendances of the first one."""
    most: Count = 60_000
    """Attendances of the largest one."""
    aim_seconds: Seconds = 1.0
    """What a block should take: those that take less grow, others shrink."""
    aim_work: Work = 0.2
    """The same where work is limited."""
    slice_seconds: Seconds = 4.0
    """Most that a block is given."""
    memory: Share = 0.9
    """What is left of the record of blocks after the next one."""


class FillParams(Record):
    """The first plan: large parts filled by a constructive heuristic, in order of time."""

    share: Share = 0.9
    """Most of the time that goes into it."""
    stretches: Annotated[int, Field(ge=1, le=1_000)] = 12
    """Least number of parts of the horizon."""
    least: Count = 4_000
    """Attendances of the smallest part."""
    per_need: Count = 120
    """Attendances of all parts together, for each need."""
    most: Annotated[int, Field(ge=1, le=10**9)] = 250_000
    """Attendances of the largest part."""
    quick_above: Count = 20_000
    """Where parts are larger, as few as the smallest come first: so there is a plan at once."""
    per_unmet_need: Count = 60
    """Most attendances in one part for each need that is not met."""
    prices: Prices = Prices(half_day=20, release=60, session=20)
    """Higher than those of sub-MIPs: what is spent here is gone."""


class WalkParams(Record):
    """Walks: series of meetings at one time of the week and one place."""

    least: Annotated[int, Field(ge=2, le=1_000)] = 3
    """Meetings of the shortest series that is looked at as a whole."""
    slots: Annotated[int, Field(ge=1, le=10_000)] = 100
    """Times, places and trainers that are compared: those that most people could come to."""
    passes: Annotated[int, Field(ge=0, le=100)] = 3
    """Dates in a row that a walk passes over where it cannot go on."""
    most: Annotated[int, Field(ge=1, le=1_000)] = 24
    """Walks that are ranked."""
    tries: Annotated[int, Field(ge=1, le=1_000)] = 6
    """Walks that the first plan tries for one group."""
    share: Share = 0.5
    """Most of the time of the first plan that goes into them."""


class SearchParams(Record):
    """Every tuning figure of the search; the defaults are good for most.

    >>> from pdsched import SearchParams
    >>> from pdsched.params import LnsParams
    >>> params = SearchParams(lns=LnsParams(first=400, most=800))
    >>> params.lns.least, params.kernels.first
    (200, 2000)

    Raises:
        RecordError: where a figure is out of its range.
    """

    strategy: StrategyParams = StrategyParams()
    bounds: BoundParams = BoundParams()
    kernels: KernelParams = KernelParams()
    lns: LnsParams = LnsParams()
    stretches: StretchParams = StretchParams()
    blocks: BlockParams = BlockParams()
    fill: FillParams = FillParams()
    walks: WalkParams = WalkParams()

    @model_validator(mode="after")
    def _in_order(self) -> SearchParams:
        if not self.lns.least <= self.lns.first <= self.lns.most:
            raise ValueError(
                f"lns.least, lns.first and lns.most are {self.lns.least}, {self.lns.first} and"
                f" {self.lns.most}: give them in ascending order"
            )
        return self
