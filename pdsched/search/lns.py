"""Improve a plan piece by piece until time is up.

Pieces are drawn from the best plan there is and solved by the crew; what a piece decides is put
into the best plan of that moment, if it still keeps every rule there. Kinds of neighbourhoods that
brought more for their work are drawn more often; their size follows what can be solved to proof.

With limits of work instead of a clock, pieces go out in batches of the same plan and come back in
order, so that the number of workers makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from math import ceil
from time import monotonic
from typing import NamedTuple

import numpy as np

from pdsched.engines.cpsat import Effort
from pdsched.engines.part import Found, fill_part, solve_part
from pdsched.engines.pool import Crew
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import GOALS, Goal
from pdsched.model.solution.solution import Choice
from pdsched.search.incumbent import Race
from pdsched.search.locks import Claims
from pdsched.search.neighbourhoods import EVERYTHING, Neighbourhoods
from pdsched.search.prices import Thrift
from pdsched.search.subproblem import Piece

SLICE_SECONDS = 1.5
SLICE_WORK = 1.0
LEAST_WORK = 0.02
"""Work that a piece counts for at least: making it costs, too."""
AHEAD = 1
"""Pieces made while all hands are busy, so that nobody waits."""
LEAST_FILL, FILL_PER_NEED, MOST_FILL = 4_000, 120, 250_000
"""Attendances of a part that is filled without the engine; for each need, of all parts together."""
THRIFT = Thrift(half_day=2, release=1, session=1)
FILL_THRIFT = Thrift(half_day=20, release=60, session=20)
"""Prices in pieces, and in parts that are filled at first: there what is spent is gone."""
FILL_EACH = 60
"""Most attendances of an unmet need in one part."""
STRETCHES = 12
"""Least number of parts of the horizon that are filled one after the other."""
FILL_SHARE = 0.9
"""Most of the time that goes into such parts."""
BATCH = 4
"""Pieces of one batch where work counts."""
LEAST, FIRST, MOST = 200, 1_000, 1_200
"""Attendances of a neighbourhood."""
AIM_SECONDS, AIM_WORK = 0.4, 0.1
"""What a piece should take: pieces that take less grow, others shrink."""
CURIOUS = 0.8
"""Share of neighbourhoods that are drawn without looking at what they brought."""
MEMORY = 0.9
"""What is left of a kind's record after its next piece."""


@dataclass(slots=True)
class _Record:
    """What a kind of neighbourhood has brought."""

    size: int = FIRST
    gain: float = 1.0
    cost: float = 0.1

    def worth(self) -> float:
        return self.gain / self.cost

    def learn(self, gain: float, cost: float, *, quick: bool) -> None:
        self.gain = MEMORY * self.gain + gain
        self.cost = MEMORY * self.cost + cost
        size = self.size * 8 // 7 if quick else self.size * 6 // 7
        self.size = min(MOST, max(LEAST, size))


class _Sent(NamedTuple):
    """A piece on its way."""

    kind: str
    piece: Piece
    base: Choice


class Improver:
    """Improves the plan of one race."""

    def __init__(
        self,
        race: Race,
        candidates: Candidates,
        held: Sequence[tuple[Goal, int]],
        crew: Crew,
        seed: int,
        by_clock: bool,
    ) -> None:
        self._race, self._c, self._held, self._crew = race, candidates, held, crew
        self._by_clock, self._seed = by_clock, seed
        self._rng = np.random.default_rng(seed)
        self._neighbourhoods = Neighbourhoods(candidates)
        self._records = {kind: _Record() for kind in self._neighbourhoods.kinds}
        self._number = 0

    def run(
        self,
        left: Callable[[], float],
        spend: Callable[[float], None],
        hands: Callable[[], int],
    ) -> None:
        """Go on until the race is over or nothing is ``left()``, in seconds or work."""
        if self._by_clock:
            self._run_by_clock(left, hands)
        else:
            self._run_by_work(left, spend)

    def begin(self, left: Callable[[], float]) -> None:
        """Fill an empty plan in large parts, without the engine.

        Stretch by stretch in order of time, so that whoever has to learn one step before another
        can; then all over again, at lower prices.
        """
        needs = len(self._c.index.world.problem.needs)
        count = max(STRETCHES, ceil(FILL_PER_NEED * needs / MOST_FILL))
        size = max(LEAST_FILL, FILL_PER_NEED * needs // count)
        limit, began = FILL_SHARE * left(), monotonic()
        for stretch in (*((k / count, (k + 1) / count) for k in range(count)), EVERYTHING):
            seconds = limit - (monotonic() - began)
            if self._race.done or (self._by_clock and seconds <= 0):
                return
            self._fill(size, stretch, THRIFT if stretch == EVERYTHING else FILL_THRIFT, seconds)

    def _fill(
        self, size: int, stretch: tuple[float, float], thrift: Thrift, seconds: float
    ) -> None:
        best = self._race.best or Choice.none()
        self._number += 1
        unmet = int(self._neighbourhoods.unmet(best).sum())
        size = max(LEAST_FILL, min(size, FILL_EACH * unmet))
        free = self._neighbourhoods.draw_stretch(best, size, self._rng, stretch)
        # Filling column by column sees nothing of a goal that is about all of them together.
        goal = GOALS["needs-met"] if self._race.goal.guided else self._race.goal
        piece = Piece(self._c, best, free, goal, self._held, seed=self._number)
        effort = Effort(seconds if self._by_clock else None, None, 1, self._seed + self._number)
        found = fill_part(piece.part(effort, thrift), lambda: self._race.done)
        assert found.values is not None
        self._race.hear(piece.change(found.values).on(best))
        self._race.pieces += 1

    def _run_by_clock(self, left: Callable[[], float], hands: Callable[[], int]) -> None:
        on_the_way: dict[Future[Found], _Sent] = {}
        while not self._over(left):
            if not self._crew.ready:
                sent = self._next(())
                effort = Effort(min(AIM_SECONDS * 2, left()), None, 1, self._number)
                self._take(sent, solve_part(sent.piece.part(effort, THRIFT)))
                continue
            ahead = 0 if self._crew.serial else AHEAD
            while len(on_the_way) < hands() + ahead:
                sent = self._next(on_the_way.values())
                effort = Effort(min(SLICE_SECONDS, max(0.05, left())), None, 1, self._number)
                part = sent.piece.part(effort, THRIFT)
                on_the_way[self._crew.submit(solve_part, part)] = sent
            done, _ = wait(
                on_the_way, timeout=min(0.2, max(0.0, left())), return_when=FIRST_COMPLETED
            )
            for future in done:
                self._take(on_the_way.pop(future), self._crew.result(future))

    def _over(self, left: Callable[[], float], least: float = 0.0) -> bool:
        return self._race.done or self._crew.lost or left() <= least

    def _run_by_work(self, left: Callable[[], float], spend: Callable[[float], None]) -> None:
        while not self._over(left, LEAST_WORK):
            share = min(SLICE_WORK, left() / BATCH)
            batch: list[_Sent] = []
            for _ in range(BATCH):
                batch.append(self._next(batch))
            efforts = [Effort(None, share, 1, self._seed + k) for k in range(BATCH)]
            futures = [
                self._crew.submit(solve_part, sent.piece.part(effort, THRIFT))
                for sent, effort in zip(batch, efforts, strict=True)
            ]
            for sent, future in zip(batch, futures, strict=True):
                found = self._crew.result(future)
                self._take(sent, found)
                spend(max(found.work if found else 0.0, LEAST_WORK))

    def _next(self, others: Iterable[_Sent]) -> _Sent:
        """A piece that leaves alone what others on the way may change."""
        self._number += 1
        kind = self._choose()
        best = self._race.best or Choice.none()
        size = self._records[kind].size
        claimed = Claims.of(self._c.index, *(sent.piece.claims for sent in others))
        free = self._neighbourhoods.draw(kind, best, size, self._rng, claimed)
        seed = self._seed * 1_000_003 + self._number
        share = claimed.share.without()
        piece = Piece(self._c, best, free, self._race.goal, self._held, seed=seed, share=share)
        return _Sent(kind, piece, best)

    def _choose(self) -> str:
        kinds = list(self._records)
        if self._rng.random() < CURIOUS:
            return str(self._rng.choice(kinds))
        worth = np.sqrt([self._records[k].worth() for k in kinds]) + 1e-9
        return str(self._rng.choice(kinds, p=worth / worth.sum()))

    def _take(self, sent: _Sent, found: Found | None) -> None:
        """Put what a piece decided into the best plan, if that is the better for it."""
        self._race.pieces += 1
        if found is None:
            return
        before = self._race.value or 0
        if found.values is not None:
            self._put(sent, found)
        gain = abs((self._race.value or 0) - before)
        cost = found.work if not self._by_clock else found.seconds
        quick = found.proven and cost < (AIM_SECONDS if self._by_clock else AIM_WORK)
        self._records[sent.kind].learn(gain, cost + LEAST_WORK, quick=quick)

    def _put(self, sent: _Sent, found: Found) -> None:
        assert found.values is not None
        best = self._race.best or Choice.none()
        choice = sent.piece.change(found.values).on(best)
        if choice.same_as(best):
            return
        if best is not sent.base:
            # Another piece came back meanwhile: see whether both hold together.
            both = Piece(self._c, choice, sent.piece.free, self._race.goal, self._held)
            if not both.holds():
                return
        self._race.hear(choice)
