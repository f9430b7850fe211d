"""Improve a plan sub-MIP by sub-MIP until time is up.

Sub-MIPs are drawn from the best plan there is and solved by the worker pool; what a sub-MIP decides
is put into the best plan of that moment, if it still keeps every rule there. Kinds of
neighbourhoods that brought more for their work are drawn more often; their size follows what can be
solved to proof.

With limits of work instead of a clock, sub-MIPs go out in batches of the same plan and come back in
order, so that the number of workers makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic, sleep
from typing import NamedTuple

import numpy as np

from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.part import SubMipResult, solve_sub_mip
from pdsched.model.solution.solution import Solution
from pdsched.params import BlockParams, LnsParams
from pdsched.search.blocks import Blocks
from pdsched.search.first_plan import FirstPlan
from pdsched.search.guide import Guide
from pdsched.search.locks import Locks
from pdsched.search.neighbourhoods import Neighbourhoods
from pdsched.search.stretches import Stretches
from pdsched.search.subproblem import SubMip
from pdsched.search.task import GoalTask
from pdsched.search.walks import Walks
from pdsched.timed import tell, timed

BLOCKS = "blocks"
"""Neighbourhoods of another kind than the rest: see `pdsched.search.blocks`."""
WAIT = 0.02
"""Seconds between two looks whether workers have come."""


@dataclass(slots=True)
class _Record:
    """What a kind of neighbourhood has brought."""

    params: LnsParams | BlockParams
    size: int
    gain: float = 1.0
    cost: float = 0.1
    count: float = 1.0

    def share(self, *, looking: bool) -> float:
        """How often it is drawn, so that kinds share the time and not the turns.

        Equally, or with ``looking`` by what they brought for it.
        """
        worth = self.gain / self.cost + 1e-9 if looking else 1.0
        return float(worth * self.count / self.cost)

    def learn(self, gain: float, cost: float, *, quick: bool) -> None:
        memory = self.params.memory
        self.gain = memory * self.gain + gain
        self.cost = memory * self.cost + cost
        self.count = memory * self.count + 1
        size = self.size * 8 // 7 if quick else self.size * 6 // 7
        self.size = min(self.params.most, max(self.params.least, size))


class _Sent(NamedTuple):
    """A sub-MIP on its way."""

    kind: str
    sub_mip: SubMip
    base: Solution
    number: int
    beside: int
    """Sub-MIPs that were on their way when it was drawn."""
    began: float
    """The moment at which it was drawn."""
    formulating: float
    """Seconds that it took to state it."""
    sent: float = 0.0
    """The moment at which it was handed in."""
    weight: int = 0
    """Bytes that were sent."""

    def told(self, goal: str, result: SubMipResult | None, taken: float) -> None:
        """Tell whoever listens what it took; it was taken back at that moment."""
        drawn = self.began + self.formulating
        tell(
            "piece",
            number=self.number,
            goal=goal,
            kind=self.kind,
            beside=self.beside,
            free=len(self.sub_mip.free),
            at=self.began,
            draw=self.formulating,
            send=self.sent - drawn,
            away=taken - self.sent,
            solve=0.0 if result is None else result.seconds,
            merge=monotonic() - taken,
            bytes=self.weight,
            back=0 if result is None or result.values is None else result.values.nbytes,
            lost=int(result is None),
        )


class Lns:
    """Improves the plan of one goal."""

    def __init__(self, task: GoalTask) -> None:
        self._incumbent, self._c, self._held, self._pool = (
            task.incumbent,
            task.candidates,
            task.held,
            task.pool,
        )
        self._by_clock, self._seed = task.by_clock, task.limits.seed
        self._params = task.params.lns
        self._task = task
        self._blocks: Blocks | None = None
        self._rng = np.random.default_rng(self._seed)
        self._neighbourhoods = Neighbourhoods(
            self._c, self._params, Walks(self._c, task.params.walks)
        )
        first = self._params.first
        self._records = {k: _Record(self._params, first) for k in self._neighbourhoods.kinds}
        """By kind; of blocks once there is a kernel."""
        self._number = 0

    def follow(self, guide: Guide, left: Callable[[], float]) -> None:
        """Plan by the guide's prices the first time, then look into its kernel."""
        memory = self._task.memory
        if memory is not None and not memory.planned and not self._held:
            memory.planned = True
            with timed("plan-by-prices"):
                Stretches(self._task, guide).run(left)
        params = self._task.params.blocks
        together = self._pool.workers + self._params.ahead
        self._blocks = Blocks(self._c, guide.kernel(params.depth), together)
        self._records[BLOCKS] = _Record(params, params.first)

    def run(
        self,
        left: Callable[[], float],
        spend: Callable[[float], None],
        hands: Callable[[], int],
    ) -> None:
        """Go on until the goal is done or nothing is ``left()``, in seconds or work."""
        if self._by_clock:
            self._run_by_clock(left, hands)
        else:
            self._run_by_work(left, spend)

    def begin(self, left: Callable[[], float], then: Callable[[], None] = lambda: None) -> None:
        """Fill an empty plan: see `FirstPlan`."""
        first = FirstPlan(self._task, self._neighbourhoods, self._rng, self._number)
        first.fill(left, then)
        self._number = first.number

    def _run_by_clock(self, left: Callable[[], float], hands: Callable[[], int]) -> None:
        on_the_way: dict[Future[SubMipResult], _Sent] = {}
        while not self._over(left):
            if not self._pool.ready and self._pool.own:
                # Our workers are about to have the engine: to load it here, too, takes as long.
                sleep(min(WAIT, max(0.0, left())))
                continue
            if not self._pool.ready:
                sent = self._next(())
                limits = SolveLimits(
                    min(self._params.aim_seconds * 2, left()), None, 1, self._number
                )
                part = sent.sub_mip.part(limits, self._params.prices)
                self._take(sent._replace(sent=monotonic()), solve_sub_mip(part))
                continue
            ahead = 0 if self._pool.serial else self._params.ahead
            while len(on_the_way) < hands() + ahead and not self._over(left):
                sent = self._next(on_the_way.values())
                seconds = self._records[sent.kind].params.slice_seconds
                limits = SolveLimits(min(seconds, max(0.05, left())), None, 1, self._number)
                part = sent.sub_mip.part(limits, self._params.prices)
                future = self._pool.submit(solve_sub_mip, part)
                weight = self._pool.weight(future)
                on_the_way[future] = sent._replace(sent=monotonic(), weight=weight)
            for future in self._pool.wait(on_the_way, min(0.2, max(0.0, left()))):
                self._take(on_the_way.pop(future), self._pool.result(future))
        for sent in on_the_way.values():
            sent.told(self._incumbent.name, None, monotonic())

    def _over(self, left: Callable[[], float], least: float = 0.0) -> bool:
        return self._incumbent.done or self._pool.lost or left() <= least

    def _run_by_work(self, left: Callable[[], float], spend: Callable[[float], None]) -> None:
        while not self._over(left, self._params.least_work):
            share = min(self._params.slice_work, left() / self._params.batch)
            batch: list[_Sent] = []
            for _ in range(self._params.batch):
                batch.append(self._next(batch))
            limits_of = [
                SolveLimits(None, share, 1, self._seed + k) for k in range(self._params.batch)
            ]
            parts = [
                sent.sub_mip.part(limits, self._params.prices)
                for sent, limits in zip(batch, limits_of, strict=True)
            ]
            futures = [self._pool.submit(solve_sub_mip, part) for part in parts]
            handed_in = monotonic()
            batch = [
                sent._replace(sent=handed_in, weight=self._pool.weight(future))
                for sent, future in zip(batch, futures, strict=True)
            ]
            for sent, part, future in zip(batch, parts, futures, strict=True):
                result = self._pool.result(future)
                if result is None:  # A death is to make no difference to what is found.
                    result = self._pool.ask(solve_sub_mip, part)
                self._take(sent, result)
                spend(max(result.work if result else 0.0, self._params.least_work))

    def _next(self, under_way: Iterable[_Sent]) -> _Sent:
        """A sub-MIP that leaves alone what others on the way may change."""
        began = monotonic()
        self._number += 1
        kind = self._choose()
        best = self._incumbent.best or Solution.none()
        size = self._records[kind].size
        claims = [sent.sub_mip.claims for sent in under_way]
        claimed = Locks.of(self._c.index, *claims)
        if kind == BLOCKS and self._blocks is not None:
            is_unmet = self._neighbourhoods.unmet(best)
            free = self._blocks.draw(best, is_unmet, size, self._rng, claimed)
        else:
            free = self._neighbourhoods.draw(kind, best, size, self._rng, claimed)
        seed = self._seed * 1_000_003 + self._number
        share = claimed.share.without()
        sub_mip = SubMip(
            self._c,
            best,
            free,
            self._incumbent.goal,
            self._held,
            seed=seed,
            share=share,
            params=self._params,
        )
        drawn = monotonic()
        return _Sent(kind, sub_mip, best, self._number, len(claims), began, drawn - began)

    def _choose(self) -> str:
        kinds = list(self._records)
        looking = self._rng.random() >= self._params.curious
        shares = np.array([self._records[k].share(looking=looking) for k in kinds])
        return str(self._rng.choice(kinds, p=shares / shares.sum()))

    def _take(self, sent: _Sent, result: SubMipResult | None) -> None:
        """Put what a sub-MIP decided into the best plan, if that is the better for it."""
        taken = monotonic()
        self._incumbent.pieces += 1
        if result is not None:
            self._learn(sent, result)
        sent.told(self._incumbent.name, result, taken)

    def _learn(self, sent: _Sent, result: SubMipResult) -> None:
        before = self._incumbent.value or 0
        if result.values is not None:
            self._put(sent, result)
        gain = abs((self._incumbent.value or 0) - before)
        cost = result.work if not self._by_clock else result.seconds
        spent = cost + (sent.formulating if self._by_clock else self._params.least_work)
        record, aims = self._records[sent.kind], self._records[sent.kind].params
        quick = result.proven and cost < (aims.aim_seconds if self._by_clock else aims.aim_work)
        record.learn(gain, spent, quick=quick)

    def _put(self, sent: _Sent, result: SubMipResult) -> None:
        assert result.values is not None
        best = self._incumbent.best or Solution.none()
        solution = sent.sub_mip.change(result.values).on(best)
        if solution.same_as(best):
            return
        if best is not sent.base:
            # Another sub-MIP came back meanwhile: see whether both hold together.
            free, goal = sent.sub_mip.standing_for(best, solution), self._incumbent.goal
            both = SubMip(self._c, solution, free, goal, self._held, params=self._params)
            if not both.holds():
                return
        self._incumbent.hear(solution)
