"""The pieces of a run replayed on other numbers of workers, by discrete-event simulation.

One process draws pieces, sends them through one line, and merges what comes back, as
`pdsched.search.lns` does: it draws as long as fewer are on their way than there are workers and
one ahead, and then takes all that have come. Pieces go to the worker that is free first, in the
order in which they were sent. What a piece takes is what it took in the run.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from heapq import heapify, heappop, heappush, heapreplace
from math import inf
from typing import NamedTuple

from benchmarks.trace import Piece, Trace

AHEAD = 1
"""Pieces that wait for the next worker, as `LnsParams.ahead` says."""


class Cluster(NamedTuple):
    """What is assumed of the machines; the defaults assume nothing: no network, none slow."""

    latency: float = 0.0
    """Seconds of each way."""
    bandwidth: float = inf
    """Bytes a second of the one line to whoever draws, in each direction."""
    stragglers: float = 0.0
    """Share of the pieces that come to a slow moment of their worker."""
    slower: float = 1.0
    """How many times as long these take."""
    room: float = inf
    """Pieces that can be on their way at once, for they share nothing; at least one."""
    seed: int = 0
    """Of which pieces are slow."""


class Replay(NamedTuple):
    """What came of it, in seconds."""

    makespan: float
    here: float
    """What whoever draws and merges was at work, fixed parts included."""
    fixed: float
    """The parts that nothing goes on beside."""
    solving: float
    """What all workers together were at work."""
    longest: float
    """The longest piece."""


def slowed(pieces: Sequence[Piece], cluster: Cluster) -> list[Piece]:
    """The pieces, some of them slow.

    >>> [piece.solve for piece in slowed([Piece(0, 0, 2, 0)], Cluster(stragglers=1, slower=3))]
    [6]
    """
    rng = random.Random(cluster.seed)
    is_slow = [rng.random() < cluster.stragglers for _ in pieces]
    return [
        piece._replace(solve=piece.solve * cluster.slower) if slow else piece
        for piece, slow in zip(pieces, is_slow, strict=True)
    ]


def replay_batch(pieces: Sequence[Piece], workers: int, cluster: Cluster = Cluster()) -> float:  # noqa: B008 - a record
    """Seconds until all of these are merged; slow ones are slow already.

    >>> equal = [Piece(draw=1, send=0, solve=4, merge=1)] * 2
    >>> replay_batch(equal, 1)  # 1 + 4 + 4 + 1: the second is drawn meanwhile
    10.0
    >>> replay_batch(equal, 2)  # drawn after 1 and 2, back after 5 and 6
    7.0
    """
    most = max(1, int(min(workers + AHEAD, cluster.room)))
    free, on_the_way = [0.0] * workers, list[tuple[float, int]]()
    heapify(free)
    now = up = down = 0.0
    waiting = 0
    while waiting < len(pieces) or on_the_way:
        while waiting < len(pieces) and len(on_the_way) < most:
            piece = pieces[waiting]
            now += piece.draw + piece.send
            up = max(up, now) + piece.sent / cluster.bandwidth
            end = max(up + cluster.latency, free[0]) + piece.solve
            heapreplace(free, end)
            heappush(on_the_way, (end, waiting))
            waiting += 1
        now, down = _take(on_the_way, pieces, now, down, cluster)
    return now


def _take(
    on_the_way: list[tuple[float, int]],
    pieces: Sequence[Piece],
    now: float,
    down: float,
    cluster: Cluster,
) -> tuple[float, float]:
    """Wait for the first answer, and merge all that have come by then."""
    come: list[int] = []
    while on_the_way:
        end, number = on_the_way[0]
        arrived = max(down, end + cluster.latency) + pieces[number].back / cluster.bandwidth
        if come and arrived > now:
            break
        now = max(now, arrived)
        down = arrived
        heappop(on_the_way)
        come.append(number)
    return now + sum(pieces[number].merge for number in come), down


def replay(
    trace: Trace,
    workers: int,
    cluster: Cluster = Cluster(),  # noqa: B008 - a record
    times: int = 1,
) -> Replay:
    """The whole run on so many workers, each batch of pieces so many ``times`` over.

    Where bounds went on beside, they keep one of several workers.

    >>> run = Trace(70, 1, {"candidates": 2.0}, ((Piece(1, 0, 4, 1),),), (6.0,))
    >>> replay(run, 1).makespan
    8.0
    """
    fixed = sum(trace.parts.values())
    batches = [slowed(batch * times, cluster) for batch in trace.batches]
    every = [piece for batch in batches for piece in batch]
    solving_workers = max(1, workers - trace.beside)
    return Replay(
        fixed + sum(replay_batch(batch, solving_workers, cluster) for batch in batches),
        fixed + sum(piece.here for piece in every),
        fixed,
        sum(piece.solve for piece in every),
        max((piece.solve for piece in every), default=0.0),
    )


def limit(of: Replay, workers: int, room: float) -> str:
    """What the makespan cannot be below, whatever else is done: the largest of these.

    >>> limit(Replay(makespan=10, here=9, fixed=1, solving=16, longest=2), 4, 8)
    'drawing and merging'
    >>> limit(Replay(makespan=10, here=2, fixed=1, solving=16, longest=2), 8, 2)
    'locks'
    """
    least = {
        "fixed parts": of.fixed,
        "drawing and merging": of.here - of.fixed,
        "workers": of.solving / workers,
        "locks": of.solving / room if room < workers else 0.0,
        "longest piece": of.longest,
    }
    return max(least, key=lambda name: least[name])


def serial_share(trace: Trace, times: int = 1) -> float:
    """Share of all seconds that no worker can take over: no speed-up is above 1 by it (Amdahl).

    >>> serial_share(Trace(70, 1, {"candidates": 1.0}, ((Piece(0.5, 0, 8, 0.5),),), (9.0,)))
    0.2
    """
    here = sum(trace.parts.values()) + times * sum(piece.here for piece in trace.pieces)
    return here / (here + times * sum(piece.solve for piece in trace.pieces))
