"""Many districts on one cluster: a simulation in which each is a stream of pieces of its own.

A district is drawn and merged by one process at a time, its fixed parts, draws and merges one
after the other; its pieces are solved side by side as far as its locks allow. All of this takes a
worker for as long as it lasts. A worker that is free takes what is drawn or merged before what is
solved, and of these that of the district with most left to do.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from benchmarks.replay import Cluster, Replay, slowed
from benchmarks.trace import Piece, Trace


class Stream(NamedTuple):
    """One district."""

    staff: float
    fixed: float
    """Seconds of its fixed parts, all before its pieces."""
    pieces: Sequence[Piece]
    room: int
    """Pieces that can be on their way at once."""

    @property
    def work(self) -> float:
        """Seconds of everything."""
        return self.fixed + sum(piece.whole for piece in self.pieces)

    @property
    def here(self) -> float:
        """Seconds of what comes one after the other."""
        return self.fixed + sum(piece.here for piece in self.pieces)


class Growth(NamedTuple):
    """How the seconds of a district grow with its staff: as staff to the power of this."""

    parts: float = 1.0
    drawing: float = 1.0
    """Of drawing and merging a piece."""
    room: float = 1.0


def sizes(staff: int, districts: int, skew: float) -> list[float]:
    """Staff of each district: falls with its rank to the power of the skew; largest first.

    >>> [round(size) for size in sizes(1100, 3, 1.0)]
    [600, 300, 200]
    """
    weights = [rank**-skew for rank in range(1, districts + 1)]
    return [staff * weight / sum(weights) for weight in weights]


def stream_of(trace: Trace, staff: float, growth: Growth, cluster: Cluster) -> Stream:
    """A district of other size, by the run of one: as many more pieces as it has more staff.

    >>> run = Trace(100, 2, {"candidates": 2.0}, ((Piece(1, 0, 4, 1),),), (6.0,), room=3.0)
    >>> large = stream_of(run, 200, Growth(drawing=0.0), Cluster())
    >>> large.fixed, len(large.pieces), large.room, large.here
    (4.0, 2, 2, 8.0)
    """
    factor = staff / trace.staff
    recorded = trace.pieces
    number = max(1, round(len(recorded) * factor)) if recorded else 0
    longer = factor**growth.drawing
    pieces = [
        piece._replace(
            draw=piece.draw * longer, send=piece.send * longer, merge=piece.merge * longer
        )
        for piece in (recorded[k % len(recorded)] for k in range(number))
    ]
    room = cluster.room if trace.room is None else trace.room
    fixed = sum(trace.parts.values()) * factor**growth.parts
    most = max(1, int(min(room * factor**growth.room, number or 1)))
    return Stream(staff, fixed, slowed(pieces, cluster), most)


class _District:
    """Where a stream stands."""

    def __init__(self, stream: Stream) -> None:
        self.stream, self.left = stream, stream.work
        self.drawn = self.on_the_way = 0
        self.back: deque[Piece] = deque()
        """Answers that wait to be merged."""

    def next(self) -> tuple[str, float]:
        """What is to be done here now, and its seconds; nothing where it waits for an answer."""
        pieces = self.stream.pieces
        if self.drawn < len(pieces) and self.on_the_way < self.stream.room:
            self.on_the_way += 1
            self.drawn += 1
            return "draw", pieces[self.drawn - 1].draw + pieces[self.drawn - 1].send
        if self.back:
            self.on_the_way -= 1
            return "merge", self.back.popleft().merge
        return "", 0.0


class _Task(NamedTuple):
    """What a worker does."""

    district: int
    what: str
    seconds: float
    piece: Piece | None = None


class _Cores:
    """Workers, what they do, and what waits for them."""

    def __init__(self, workers: int, districts: Sequence[_District]) -> None:
        self._free, self._districts = workers, districts
        self._waiting: list[tuple[bool, float, int, _Task]] = []
        self._events: list[tuple[float, int, bool, _Task]] = []
        self._numbers = count()
        self.now = 0.0

    def ask(self, task: _Task) -> None:
        """Have it done by whichever worker is free first."""
        left = self._districts[task.district].left
        heappush(self._waiting, (task.what == "solve", -left, next(self._numbers), task))
        self._begin()

    def later(self, task: _Task, seconds: float) -> None:
        """Hand it back after so many seconds, for which it needs no worker."""
        heappush(self._events, (self.now + seconds, next(self._numbers), False, task))

    def _begin(self) -> None:
        while self._free and self._waiting:
            *_, task = heappop(self._waiting)
            self._free -= 1
            end = self.now + task.seconds
            heappush(self._events, (end, next(self._numbers), True, task))

    def over(self) -> Iterator[_Task]:
        """Tasks as they are over, until there are none."""
        while self._events:
            self.now, _, held_a_worker, task = heappop(self._events)
            if held_a_worker:
                self._free += 1
                self._districts[task.district].left -= task.seconds
            yield task
            self._begin()


def replay_streams(streams: Sequence[Stream], workers: int, cluster: Cluster = Cluster()) -> Replay:  # noqa: B008 - a record
    """All districts on so many workers.

    >>> one = Stream(100, 2.0, [Piece(draw=1, send=0, solve=4, merge=1)] * 2, room=2)
    >>> replay_streams([one], 1).makespan
    14.0
    >>> replay_streams([one], 2).makespan  # 2, drawn by 3 and 4, back at 7 and 8, merged by 9
    9.0
    >>> replay_streams([one, one], 4).makespan
    9.0
    """
    districts = [_District(stream) for stream in streams]
    cores = _Cores(workers, districts)
    busy = [True] * len(districts)
    for number, stream in enumerate(streams):
        cores.ask(_Task(number, "fixed", stream.fixed))
    for task in cores.over():
        number = task.district
        if task.what == "solve" and task.piece is not None:
            ways = cluster.latency + task.piece.back / cluster.bandwidth
            cores.later(task._replace(what="back"), ways)
            continue
        if task.what == "back" and task.piece is not None:
            districts[number].back.append(task.piece)
        elif task.what == "sent" and task.piece is not None:
            cores.ask(task._replace(what="solve", seconds=task.piece.solve))
            continue
        else:
            busy[number] = False
        if task.what == "draw":
            piece = streams[number].pieces[districts[number].drawn - 1]
            ways = cluster.latency + piece.sent / cluster.bandwidth
            cores.later(_Task(number, "sent", 0.0, piece), ways)
        if not busy[number]:
            what, seconds = districts[number].next()
            if what:
                busy[number] = True
                cores.ask(_Task(number, what, seconds))
    return Replay(
        cores.now,
        max(stream.here for stream in streams),
        sum(stream.fixed for stream in streams),
        sum(stream.work for stream in streams),
        max(piece.solve for stream in streams for piece in stream.pieces),
    )
