"""Piece times of real runs, replayed in a simulation of 1 to 256 workers: one district, or a state.

    uv run python -m benchmarks scale
    uv run python -m benchmarks scale --size M --seconds 120 --keep m
    uv run python -m benchmarks scale --trace m-2.json --state

A run with one worker and one with two are measured and replayed, to see how far the simulation is
from what was; then the second is replayed on more. All that is assumed is an option.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from pathlib import Path
from statistics import fmean, median
from typing import Any

from benchmarks.figures import Table
from benchmarks.machine import machine
from benchmarks.record import measured_room, record
from benchmarks.replay import Cluster, limit, replay, replay_batch, serial_share
from benchmarks.streams import Growth, Stream, replay_streams, sizes, stream_of
from benchmarks.trace import Trace, load_trace, save_trace
from pdsched import generate

WORKERS = tuple(2**k for k in range(9))
TARGET_WORKERS, TARGET_SECONDS, TARGET_SERIAL = 64, 300.0, 0.05
TABLE = Table(
    {
        "workers": "{:>7}",
        "makespan": "{:>9}",
        "pieces": "{:>7}",
        "speed_up": "{:>8}",
        "efficiency": "{:>10}",
        "cost": "{:>8}",
        "limit": "{:<20}",
        "limit_of_pieces": "{:<20}",
    },
    decimals={"speed_up": 2, "efficiency": 3, "cost": 4},
)

_OF_A_STATE = {k: v for k, v in TABLE.columns.items() if k not in ("pieces", "limit_of_pieces")}
STATE = TABLE._replace(columns=_OF_A_STATE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    add = parser.add_argument
    add("--size", choices=("S", "M", "L"), default="M", help="of the district")
    add("--seed", type=int, default=1)
    add("--weeks", type=int, default=12)
    add("--seconds", type=_above_0, default=120.0, help="of each run that is measured")
    add("--keep", help="write the runs to KEEP-1.json and KEEP-2.json")
    add("--trace", type=Path, help="replay this run, and measure none")
    add("--times", type=_count, default=1, help="replay each piece so many times")
    add("--latency", type=_at_least_0, default=0.5, help="milliseconds of each way")
    add("--bandwidth", type=_above_0, default=1000.0, help="of the network, Mbit/s")
    add("--stragglers", type=_share, default=0.05, help="share of pieces that are slow")
    add("--slower", type=_above_0, default=3.0, help="times as long as these take")
    add("--room", type=_count, help="pieces side by side; measured unless given")
    add("--price", type=_at_least_0, default=0.05, help="of a worker for an hour")
    add("--state", action="store_true", help="also a state of many districts")
    add("--staff", type=_count, default=85_000, help="of the state")
    add("--districts", type=_count, default=72, help="of the state")
    add("--skew", type=_at_least_0, default=0.6, help="staff of a district is rank ** -SKEW")
    add("--parts-growth", type=_at_least_0, default=1.0, help="of fixed parts with staff")
    add("--drawing-growth", type=_at_least_0, default=0.7, help="of a draw and merge with staff")
    add("--room-growth", type=_at_least_0, default=0.4, help="of pieces side by side with staff")
    add("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Measure or read, compare, and replay."""
    out = sys.stderr if options.json else sys.stdout
    print(machine(), file=out)
    try:
        traces = [load_trace(options.trace)] if options.trace else _measured(options)
    except (OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    if not all(trace.pieces for trace in traces):
        print("error: a run solved no piece: give it more --seconds", file=sys.stderr)
        return 1
    for line in compared(traces):
        print(line, file=out)
    last = traces[-1]
    cluster = cluster_of(options, last)
    for line in told(last, cluster, options.times):
        print(line, file=out)
    _show(TABLE, rows(last, cluster, options), as_json=options.json)
    if options.state:
        streams = streams_of(last, cluster, options)
        for line in (*assumed(last, options), *of_largest(streams)):
            print(line, file=out)
        _show(STATE, state_rows(streams, cluster, options), as_json=options.json)
    return 0


def _show(table: Table, replayed: Iterator[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print the rows, and whether 64 workers are as quick as they should be."""
    if not as_json:
        print(table.head(), flush=True)
    for row in replayed:
        print(json.dumps(row) if as_json else table.line(row), flush=True)
        if row["workers"] == TARGET_WORKERS and not as_json:
            met = _met(row["makespan"] <= TARGET_SECONDS)
            print(f"{'':7} (target <= {TARGET_SECONDS:.0f} s: {met})")


def _met(is_met: bool) -> str:
    return "met" if is_met else "NOT met"


def _measured(options: argparse.Namespace) -> list[Trace]:
    problem = generate(size=options.size, seed=options.seed, weeks=options.weeks)
    traces = []
    for workers in (1, 2):
        trace, plan = record(problem, options.seconds, workers, options.seed)
        if workers == 2 and plan is not None and trace.pieces:
            room = measured_room(problem, plan, trace, options.seconds, options.seed)
            trace = trace._replace(room=room)
        if options.keep:
            save_trace(trace, Path(f"{options.keep}-{workers}.json"))
        traces.append(trace)
    return traces


def cluster_of(options: argparse.Namespace, trace: Trace) -> Cluster:
    """What is assumed of the machines."""
    return Cluster(
        latency=options.latency / 1000,
        bandwidth=options.bandwidth * 1e6 / 8,
        stragglers=options.stragglers,
        slower=options.slower,
        room=options.room or trace.room or inf,
        seed=options.seed,
    )


def compared(traces: list[Trace]) -> Iterator[str]:
    """Each run simulated on as many workers as it had; the last also on those of the first."""
    yield f"{'run':<34} {'pieces':>6} {'simulated':>9} {'measured':>9} {'ratio':>6}"
    for trace in traces:
        workers, number = trace.workers, len(trace.pieces)
        simulated = replay(trace, workers).makespan
        yield _compared(f"{workers} workers, all", number, simulated, trace.measured)
        simulated = simulated_batches(trace, workers)
        yield _compared(f"{workers} workers, pieces", number, simulated, sum(trace.seconds))
    first, last = traces[0], traces[-1]
    if first is not last:
        # Other pieces in another number: so seconds for each of them are compared.
        share = simulated_batches(last, first.workers) / len(last.pieces)
        name = f"{last.workers} workers' on {first.workers}, 100 pieces"
        measured = sum(first.seconds) / len(first.pieces)
        yield _compared(name, len(last.pieces), 100 * share, 100 * measured)


def simulated_batches(trace: Trace, workers: int) -> float:
    """Seconds of the pieces alone, on this very machine: no network, no stragglers."""
    solving = max(1, workers - trace.beside)
    return sum(replay_batch(batch, solving) for batch in trace.batches)


def _compared(name: str, pieces: int, simulated: float, measured: float) -> str:
    ratio = simulated / measured
    return f"{name:<34} {pieces:6} {simulated:9.2f} {measured:9.2f} {ratio:6.2f}"


def told(trace: Trace, cluster: Cluster, times: int) -> Iterator[str]:
    """What a piece takes, and every part that is serial, by name."""
    pieces = trace.pieces
    yield f"{trace.staff} staff, {len(pieces)} pieces x {times}, {trace.lost} given up; a piece:"
    for name in ("draw", "send", "solve", "merge", "wait"):
        figures = [1000 * getattr(piece, name) for piece in pieces]
        yield f"  {name:<8} {fmean(figures):8.1f} ms, median {median(figures):.1f}"
    for name in ("sent", "back"):
        yield f"  {name:<8} {median(getattr(piece, name) for piece in pieces):8,.0f} bytes, median"
    yield "serial, in seconds:"
    for name, seconds in sorted(trace.parts.items(), key=lambda both: -both[1]):
        yield f"  {name:<20} {seconds:7.2f}"
    yield f"  {'drawing, merging':<20} {times * sum(piece.here for piece in pieces):7.2f}"
    share = serial_share(trace, times)
    met = _met(share <= TARGET_SERIAL)
    yield f"serial share {share:.0%} (target <= {TARGET_SERIAL:.0%}: {met})"
    yield f"by it alone speed-up <= {1 / share:.1f}; pieces side by side {cluster.room:.1f}"


def rows(
    trace: Trace, cluster: Cluster, options: argparse.Namespace
) -> Iterator[Mapping[str, Any]]:
    """The run on each number of workers."""
    alone = replay(trace, 1, cluster, options.times).makespan
    for workers in WORKERS:
        of = replay(trace, workers, cluster, options.times)
        # Whoever draws and merges has a core as well.
        cost = price(of.makespan, workers + 1, options.price, trace.staff)
        pieces = of._replace(fixed=0.0, here=of.here - of.fixed)
        yield {
            **_row(workers, of.makespan, alone, cost, limit(of, workers, cluster.room)),
            "pieces": round(of.makespan - of.fixed, 1),
            "limit_of_pieces": limit(pieces, workers, cluster.room),
        }


def price(seconds: float, workers: int, of_an_hour: float, staff: float) -> float:
    """What workers cost for each 1,000 staff.

    >>> price(7200, 4, 0.05, 2000)
    0.2
    """
    return seconds / 3600 * workers * of_an_hour * 1000 / staff


def _row(workers: int, makespan: float, alone: float, cost: float, name: str) -> dict[str, Any]:
    return {
        "workers": workers,
        "makespan": round(makespan, 1),
        "speed_up": round(alone / makespan, 2),
        "efficiency": round(alone / makespan / workers, 3),
        "cost": round(cost, 4),
        "limit": name,
    }


def assumed(trace: Trace, options: argparse.Namespace) -> Iterator[str]:
    """What is taken for granted of a state."""
    staff = sizes(options.staff, options.districts, options.skew)
    yield (
        f"\nA state of {options.districts} districts, {options.staff:,} staff, the largest with "
        f"{staff[0]:,.0f} and the smallest with {staff[-1]:,.0f}: assumed that each is a stream of "
        f"pieces of its own, with as many for each member of staff as the run of {trace.staff}, "
        "and that nothing is shared; fixed parts grow with staff to the power of "
        f"{options.parts_growth}, a draw and a merge of {options.drawing_growth}, pieces side by "
        f"side of {options.room_growth}. Whoever draws and merges is one of the workers."
    )


def streams_of(trace: Trace, cluster: Cluster, options: argparse.Namespace) -> list[Stream]:
    """The districts of a state, the largest first."""
    growth = Growth(options.parts_growth, options.drawing_growth, options.room_growth)
    room, batches = options.room or trace.room, trace.batches * options.times
    one = trace._replace(room=room, batches=batches)
    staff = sizes(options.staff, options.districts, options.skew)
    return [stream_of(one, count, growth, cluster) for count in staff]


def of_largest(streams: Sequence[Stream]) -> Iterator[str]:
    """What a state waits for, however many workers it has."""
    largest, work = streams[0], sum(stream.work for stream in streams)
    solving = sum(piece.solve for piece in largest.pieces)
    drawing, share = largest.here - largest.fixed, largest.here / work
    yield (
        f"the largest: {largest.fixed:,.0f} s of fixed parts and {drawing:,.0f} s of drawing and "
        f"merging, one after the other; {solving:,.0f} s of solving, by at most {largest.room} "
        "workers"
    )
    met = _met(share <= TARGET_SERIAL)
    yield f"serial share of the state {share:.0%} (target <= {TARGET_SERIAL:.0%}: {met})"


def state_rows(
    streams: Sequence[Stream], cluster: Cluster, options: argparse.Namespace
) -> Iterator[Mapping[str, Any]]:
    """All districts of a state on each number of workers."""
    largest = replay_streams(streams[:1], max(WORKERS), cluster).makespan
    alone = replay_streams(streams, 1, cluster).makespan
    for workers in WORKERS:
        of = replay_streams(streams, workers, cluster)
        name = "largest district" if largest > of.solving / workers else "workers"
        cost = price(of.makespan, workers, options.price, options.staff)
        yield _row(workers, of.makespan, alone, cost, name)


def _above_0(text: str) -> float:
    number = _number(text)
    if not 0 < number < inf:
        raise argparse.ArgumentTypeError(f"{text} is not above 0: give a positive number")
    return number


def _at_least_0(text: str) -> float:
    number = _number(text)
    if not 0 <= number < inf:
        raise argparse.ArgumentTypeError(f"{text} is out of range: give a number from 0 on")
    return number


def _share(text: str) -> float:
    number = _number(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share: give a number from 0 to 1")
    return number


def _count(text: str) -> int:
    number = _number(text)
    if number < 1 or number != int(number):
        raise argparse.ArgumentTypeError(f"{text} is out of range: give a whole number from 1 on")
    return int(number)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
