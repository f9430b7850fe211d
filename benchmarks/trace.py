"""What one run took, part by part and piece by piece, as `pdsched.timed` tells it.

A *part* is what nothing else waits beside; a *piece* is a sub-MIP that a worker solved. Both in
the order of time: what stands between two parts is one *batch* of pieces.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pdsched.timed import LOGGER

BESIDE = "bounds-beside"
"""The part that a worker of its own goes on with while others solve pieces."""
REST = "rest"
"""Seconds of the run that no part names."""


class Piece(NamedTuple):
    """A sub-MIP; all times in seconds."""

    draw: float
    """What it took here to draw and to state it."""
    send: float
    """What it took here to pack and to hand it in."""
    solve: float
    """At the worker."""
    merge: float
    """What it took here to put the answer into the plan."""
    sent: int = 0
    """Bytes there, squeezed."""
    back: int = 0
    """Bytes of the numbers that came back."""
    wait: float = 0.0
    """From its being handed in until it was taken, but for the time at the worker."""
    kind: str = ""
    free: int = 0
    """Attendances set free."""

    @property
    def here(self) -> float:
        """What whoever draws and merges had to do for it.

        >>> Piece(draw=0.5, send=0.25, solve=3.0, merge=0.25).here
        1.0
        """
        return self.draw + self.send + self.merge

    @property
    def whole(self) -> float:
        """Here and at the worker.

        >>> Piece(draw=0.5, send=0.25, solve=3.0, merge=0.25).whole
        4.0
        """
        return self.here + self.solve


class Trace(NamedTuple):
    """One run."""

    staff: int
    workers: int
    parts: dict[str, float]
    """Seconds by name, of what nothing else waited beside."""
    batches: tuple[tuple[Piece, ...], ...]
    """Each is over before the next begins: goals come one after the other."""
    seconds: tuple[float, ...]
    """By batch, from the first draw to the last answer that was merged."""
    lost: int = 0
    """Pieces that nobody waited for: their goal's turn was over."""
    beside: bool = False
    """Whether one of the workers went on with bounds meanwhile."""
    room: float | None = None
    """How many pieces of usual size there were side by side; ``None`` where nobody looked."""

    @property
    def pieces(self) -> list[Piece]:
        """All of them."""
        return [piece for batch in self.batches for piece in batch]

    @property
    def measured(self) -> float:
        """Seconds of the run.

        >>> Trace(70, 1, {"candidates": 2.0}, ((Piece(1, 0, 3, 1),),), (5.5,)).measured
        7.5
        """
        return sum(self.parts.values()) + sum(self.seconds)


class Interval(NamedTuple):
    """A part as it was told."""

    name: str
    at: float
    seconds: float

    @property
    def end(self) -> float:
        """The moment at which it was over."""
        return self.at + self.seconds


class Drawn(NamedTuple):
    """A piece as it was told."""

    at: float
    end: float
    is_lost: bool
    piece: Piece


class Listening(logging.Handler):
    """Keeps what is told while a run goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Interval] = []
        self.drawn: list[Drawn] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        what, *told = record.getMessage().split()
        figures = dict(pair.split("=", 1) for pair in told)
        if what == "part":
            begun, seconds = float(figures["at"]), float(figures["seconds"])
            self.parts.append(Interval(figures["name"], begun, seconds))
        elif what == "piece":
            self.drawn.append(_drawn(figures))

    def __enter__(self) -> Listening:
        """Listen from now on."""
        logger = logging.getLogger(LOGGER)
        self._level = logger.level
        logger.addHandler(self)
        logger.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        logging.getLogger(LOGGER).removeHandler(self)
        logging.getLogger(LOGGER).setLevel(self._level)


def _drawn(figures: dict[str, str]) -> Drawn:
    draw, send, away, solve, merge = (
        float(figures[name]) for name in ("draw", "send", "away", "solve", "merge")
    )
    wait = max(0.0, away - solve)
    sent, back = int(figures["bytes"]), int(figures["back"])
    piece = Piece(draw, send, solve, merge, sent, back, wait, figures["kind"], int(figures["free"]))
    begun = float(figures["at"])
    end = begun + draw + send + away + merge
    return Drawn(begun, end, bool(int(figures["lost"])), piece)


def trace_of(
    staff: int, workers: int, whole: Interval, parts: Iterable[Interval], drawn: Iterable[Drawn]
) -> Trace:
    """One run from what was told of it; ``whole`` is all of it.

    >>> told = [Interval("candidates", 1.0, 2.0), Interval("search", 1.0, 8.0)]
    >>> pieces = [Drawn(4.0, 8.0, False, Piece(1, 0, 2, 1))]
    >>> trace = trace_of(70, 1, Interval("run", 0.0, 10.0), told, pieces)
    >>> trace.parts
    {'search': 2.0, 'candidates': 2.0, 'rest': 2.0}
    >>> trace.measured
    10.0
    """
    told = sorted((part for part in parts if part.name != BESIDE), key=lambda p: (p.at, -p.seconds))
    every = sorted(drawn, key=lambda piece: piece.at)
    batches = [batch for batch in _batches(told, every) if not all(one.is_lost for one in batch)]
    kept = [[one for one in batch if not one.is_lost] for batch in batches]
    spans = [
        Interval("", batch[0].at, max(one.end for one in batch) - batch[0].at) for batch in kept
    ]
    by_name: dict[str, float] = {}
    for part, alone in _alone([Interval(REST, whole.at, whole.seconds), *told, *spans]):
        if part.name:
            by_name[part.name] = by_name.get(part.name, 0.0) + alone
    rest = by_name.pop(REST)
    return Trace(
        staff,
        workers,
        {**by_name, REST: rest},
        tuple(tuple(one.piece for one in batch) for batch in kept),
        tuple(span.seconds for span in spans),
        lost=sum(one.is_lost for one in every),
        beside=any(part.name == BESIDE for part in parts),
    )


def _batches(parts: Sequence[Interval], drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    """Pieces between which no part began."""
    for _, batch in groupby(drawn, lambda one: sum(part.at <= one.at for part in parts)):
        yield list(batch)


def _alone(intervals: Iterable[Interval]) -> Iterator[tuple[Interval, float]]:
    """Each interval, and its seconds outside those that lie in it."""
    every = sorted(intervals, key=lambda one: (one.at, -one.seconds))
    for position, outer in enumerate(every):
        inside, until = 0.0, outer.at
        for inner in every[position + 1 :]:
            if inner.at >= outer.end:
                break
            inside += max(0.0, min(inner.end, outer.end) - max(inner.at, until))
            until = max(until, inner.end)
        yield outer, max(0.0, outer.seconds - inside)


def save_trace(trace: Trace, path: Path) -> None:
    """Keep a run in a file."""
    text = json.dumps({**trace._asdict(), "batches": [[*map(list, b)] for b in trace.batches]})
    path.write_text(text, encoding="utf-8")


def load_trace(path: Path) -> Trace:
    """A run from a file.

    Raises:
        ValueError: if it is no trace.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        batches = tuple(tuple(Piece(*piece) for piece in batch) for batch in told["batches"])
        trace = Trace(**{**told, "batches": batches, "seconds": tuple(told["seconds"])})
        if not (trace.staff >= 1 and trace.measured > 0 and all(s > 0 for s in trace.seconds)):
            raise ValueError("staff and seconds are above 0")
        return trace
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        advice = "give one that `scale --keep FILE` wrote"
        raise ValueError(f"{path} is not the trace of a run ({error}): {advice}") from error
