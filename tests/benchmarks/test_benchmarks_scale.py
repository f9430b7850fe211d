"""The simulation of many workers: exact answers on traces made by hand, and bounds on any."""

from __future__ import annotations

import argparse
import doctest
import json
import logging
from collections.abc import Sequence
from math import inf
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quick import slow

from benchmarks import __main__ as command_line
from benchmarks import record as recording
from benchmarks import replay as replaying
from benchmarks import scale, streams
from benchmarks import trace as tracing
from benchmarks.record import Holding, record, room_of
from benchmarks.replay import Cluster, limit, replay, replay_batch, serial_share, slowed
from benchmarks.scale import WORKERS, compared, rows
from benchmarks.streams import Growth, Stream, replay_streams, sizes, stream_of
from benchmarks.trace import Listening, Piece, Trace, load_trace, save_trace
from pdsched import generate
from pdsched.clusters.attempt import attempt, packed, versions
from pdsched.engines.part import solve_sub_mip
from pdsched.timed import tell, timed


@pytest.mark.parametrize("module", [recording, replaying, scale, streams, tracing])
def test_what_docstrings_show_is_so(module: ModuleType) -> None:
    """Benchmarks are no part of the library, so its run of examples passes them over."""
    assert doctest.testmod(module).failed == 0


def solved(*seconds: float) -> list[Piece]:
    """Pieces that cost nothing here."""
    return [Piece(draw=0, send=0, solve=each, merge=0) for each in seconds]


def run_of(
    *pieces: Piece, fixed: float = 0.0, staff: int = 1000, room: float | None = None
) -> Trace:
    """A run of one batch."""
    whole = sum(piece.whole for piece in pieces)
    return Trace(staff, 1, {"candidates": fixed}, (tuple(pieces),), (whole,), room=room)


# Exact answers


def test_one_worker_takes_the_sum() -> None:
    """Of all, where nothing is drawn ahead; of the solving, where drawing costs nothing."""
    pieces = [Piece(1, 2, 5, 3), Piece(1, 1, 1, 1)]

    assert replay_batch(pieces, 1, Cluster(room=1)) == 15
    assert replay_batch(solved(3, 4, 5), 1) == 12


def test_drawing_goes_on_while_a_worker_solves() -> None:
    """One piece ahead: drawn by 1 and 2, solved by 6 and 11, merged by 12, the third by 17."""
    assert replay_batch([Piece(1, 0, 5, 1)] * 2, 1) == 12
    assert replay_batch([Piece(1, 0, 5, 1)] * 3, 1) == 17


def test_pieces_that_share_nothing_go_to_whoever_is_free_first() -> None:
    """List scheduling: 5 and 4 begin, then 3 on the second, then 3 on the first."""
    assert replay_batch(solved(5, 4, 3, 3), 2) == 8
    assert replay_batch(solved(5, 4, 3, 3), 4) == 5


def test_locks_leave_workers_idle() -> None:
    """With two pieces at once, eight workers are as quick as two; with one, as one."""
    pieces = solved(*[2.0] * 8)

    assert replay_batch(pieces, 8) == 2
    assert replay_batch(pieces, 8, Cluster(room=2)) == 8
    assert replay_batch(pieces, 8, Cluster(room=1)) == 16


def test_the_network_is_one_line_each_way() -> None:
    """Two pieces leave one after the other, 2 seconds each, and come back so, 1 second each."""
    pieces = [Piece(0, 0, 3, 0, sent=20, back=10)] * 2
    cluster = Cluster(latency=0.5, bandwidth=10)

    assert replay_batch(pieces[:1], 1, cluster) == 2 + 0.5 + 3 + 0.5 + 1
    assert replay_batch(pieces, 2, cluster) == 4 + 0.5 + 3 + 0.5 + 1


def test_stragglers_are_a_share_and_the_same_for_every_number_of_workers() -> None:
    """As many as asked for, about; none and all exactly."""
    pieces = solved(*[1.0] * 1000)
    slow = [piece.solve for piece in slowed(pieces, Cluster(stragglers=0.1, slower=4))]

    assert slowed(pieces, Cluster(stragglers=0.0, slower=4)) == pieces
    assert set(slow) == {1.0, 4.0}
    assert 50 < slow.count(4.0) < 150
    assert slowed(pieces, Cluster(stragglers=0.1, slower=4))[7].solve == slow[7]


def test_a_serial_share_limits_the_speed_up() -> None:
    """A fifth serial: five times as quick at most, and nearly that with many workers."""
    run = run_of(*solved(*[1.0] * 400), fixed=100.0)
    alone = replay(run, 1).makespan
    speed_ups = [alone / replay(run, workers).makespan for workers in WORKERS]

    assert serial_share(run) == pytest.approx(0.2)
    assert alone == 500
    assert all(speed_up <= 5 for speed_up in speed_ups)
    assert speed_ups[-1] == pytest.approx(500 / 102)


def test_the_limit_is_named() -> None:
    """Whatever the makespan cannot be below."""
    pieces = solved(*[1.0] * 40)
    merged = [Piece(0, 0, 1, 1)] * 40

    assert limit(replay(run_of(*pieces), 4), 4, inf) == "workers"
    assert limit(replay(run_of(*pieces, fixed=50.0), 4), 4, inf) == "fixed parts"
    assert limit(replay(run_of(*merged), 4), 4, inf) == "drawing and merging"
    assert limit(replay(run_of(*pieces), 64), 64, 3) == "locks"
    assert limit(replay(run_of(*solved(9, 1)), 64), 64, inf) == "longest piece"


def test_repeated_pieces_make_the_serial_share_smaller() -> None:
    """The fixed parts stay as they are."""
    run = run_of(*solved(*[1.0] * 9), fixed=1.0)

    assert replay(run, 1, times=10).makespan == 91
    assert serial_share(run, 10) == pytest.approx(1 / 91)


def test_bounds_beside_keep_a_worker() -> None:
    """Where there is one alone, it solves pieces."""
    run = run_of(*solved(1, 1, 1, 1))._replace(beside=True)

    assert [replay(run, workers).makespan for workers in (1, 2, 3)] == [4, 4, 2]


# Any trace


durations = st.integers(0, 9).map(float)
pieces_of_any_kind = st.lists(
    st.builds(
        Piece,
        draw=durations,
        send=durations,
        solve=durations,
        merge=durations,
        sent=st.integers(0, 9),
        back=st.integers(0, 9),
    ),
    min_size=1,
    max_size=20,
)
clusters = st.builds(
    Cluster,
    latency=durations,
    bandwidth=st.sampled_from([1.0, 4.0, inf]),
    room=st.sampled_from([1.0, 2.5, 7.0, inf]),
)


def travelling(pieces: Sequence[Piece], cluster: Cluster) -> float:
    """Seconds on the way."""
    return sum(2 * cluster.latency + (p.sent + p.back) / cluster.bandwidth for p in pieces)


@given(pieces=pieces_of_any_kind, workers=st.integers(1, 9), cluster=clusters)
def test_a_makespan_lies_between_its_bounds(
    pieces: list[Piece], workers: int, cluster: Cluster
) -> None:
    """Never below the longest piece, work by workers, or what is serial; never above the sum."""
    makespan = replay_batch(pieces, workers, cluster)
    solving, here = sum(p.solve for p in pieces), sum(p.here for p in pieces)

    assert makespan >= max(piece.whole for piece in pieces)
    assert makespan >= solving / min(workers, cluster.room) - 1e-9
    assert makespan >= here
    assert makespan <= solving + here + travelling(pieces, cluster) + 1e-9


@given(pieces=pieces_of_any_kind, workers=st.integers(1, 9))
def test_where_nothing_else_costs_it_is_list_scheduling(pieces: list[Piece], workers: int) -> None:
    """Graham's bound: the work by workers, and less than the longest piece on top."""
    alone = solved(*(piece.solve for piece in pieces))
    longest, work = max(p.solve for p in alone), sum(p.solve for p in alone)

    assert replay_batch(alone, workers) <= work / workers + (1 - 1 / workers) * longest + 1e-9


some_streams = st.lists(
    st.builds(
        Stream,
        staff=st.just(100.0),
        fixed=durations,
        pieces=pieces_of_any_kind,
        room=st.integers(1, 5),
    ),
    min_size=1,
    max_size=4,
)


@given(districts=some_streams, workers=st.integers(1, 9), cluster=clusters)
def test_a_state_lies_between_its_bounds(
    districts: list[Stream], workers: int, cluster: Cluster
) -> None:
    """Every district has its serial part, and a worker does one thing at a time."""
    makespan = replay_streams(districts, workers, cluster).makespan
    work = sum(stream.work for stream in districts)
    ways = sum(travelling(stream.pieces, cluster) for stream in districts)

    assert makespan >= max(stream.here for stream in districts)
    assert makespan >= max(piece.whole for stream in districts for piece in stream.pieces)
    assert makespan >= work / workers - 1e-9
    assert makespan <= work + ways + 1e-9


# A state


def test_one_worker_takes_the_sum_of_a_state() -> None:
    """Whichever district comes first."""
    districts = [Stream(100, 2.0, solved(1, 2), 1), Stream(50, 1.0, solved(4), 3)]

    assert replay_streams(districts, 1).makespan == 10


def test_districts_go_side_by_side_and_pieces_of_one_as_its_locks_allow() -> None:
    """Four pieces of one district after its fixed part: one at once, or four."""
    tight, wide = (Stream(100, 1.0, solved(2, 2, 2, 2), room) for room in (1, 4))

    assert replay_streams([tight], 8).makespan == 9
    assert replay_streams([wide], 8).makespan == 3
    assert replay_streams([tight, tight], 8).makespan == 9


def test_districts_have_the_staff_of_the_state() -> None:
    """All of it, and the first has most."""
    staff = sizes(85_000, 72, 0.6)

    assert sum(staff) == pytest.approx(85_000)
    assert staff == sorted(staff, reverse=True)
    assert len(staff) == 72


def test_a_larger_district_has_more_of_everything() -> None:
    """Pieces and their room by staff, a draw by the growth that is assumed."""
    run = run_of(Piece(1, 0, 4, 1), Piece(1, 0, 2, 1), fixed=3.0, staff=100, room=1.5)
    large = stream_of(run, 400, Growth(drawing=0.5), Cluster())

    assert large.fixed == 12
    assert [piece.solve for piece in large.pieces] == [4, 2] * 4
    assert {(piece.draw, piece.merge) for piece in large.pieces} == {(2, 2)}
    assert large.room == 6


# What is recorded


def test_what_is_told_becomes_a_trace() -> None:
    """Parts without what lies in them; pieces in batches between parts; the given up apart."""
    with Listening() as heard:
        with timed("search"):
            for number, lost in enumerate((0, 0, 1)):
                figures = {"free": 10, "draw": 1.0, "send": 0.5, "away": 4.0, "solve": 3.0}
                more = {"merge": 0.5, "bytes": 7, "back": 8, "lost": lost}
                tell("piece", at=10.0 * number, kind="week", **figures, **more)
        tell("other")
    drawn = [one.piece for one in heard.drawn if not one.is_lost]

    assert [part.name for part in heard.parts] == ["search"]
    assert drawn == [Piece(1, 0.5, 3, 0.5, 7, 8, 1, "week", 10)] * 2
    assert [one.end for one in heard.drawn] == [6, 16, 26]
    assert not logging.getLogger("pdsched.timed").isEnabledFor(logging.DEBUG)


def test_a_trace_is_kept_in_a_file(tmp_path: Path) -> None:
    """As it was; what is no trace is refused with its name."""
    path, other = tmp_path / "run.json", tmp_path / "other.json"
    run = run_of(Piece(1, 0, 4, 1, 5, 6, 0.5, "week", 9), fixed=2.0, room=3.5)
    save_trace(run, path)
    other.write_text('{"staff": 3}', encoding="utf-8")

    assert load_trace(path) == run
    with pytest.raises(ValueError, match=r"other\.json is not the trace of a run"):
        load_trace(other)


def test_pieces_are_held_and_all_else_is_done() -> None:
    """To see how many are drawn side by side."""
    holding = Holding()
    solving = holding.submit(attempt, 0, versions(), packed(solve_sub_mip, None))
    other = holding.submit(attempt, 1, versions(), packed(abs, -3))

    assert not solving.done()
    assert other.result() == 3
    assert holding.held == 1
    assert room_of([10, 0, 0], 20) == 1


@slow
def test_a_real_run_is_recorded_in_full() -> None:
    """Every second of it is that of a part or of a batch; a small one is solved as a whole."""
    run, plan = record(generate(size="XS", seed=2, weeks=4), 30, 1, 1)

    assert plan is not None
    assert {"read", "candidates", "search", "referee", "rest"} <= set(run.parts)
    assert (run.pieces, run.workers) == ([], 1)


# The command


def options(*more: str) -> argparse.Namespace:
    """As the command line gives them."""
    parser = argparse.ArgumentParser()
    scale.add_arguments(parser)
    return parser.parse_args(more)


def test_a_row_has_speed_up_efficiency_and_cost() -> None:
    """Of an ideal run: twice the workers, half the time; the cost counts one core more."""
    run = run_of(*solved(*[36.0] * 100), staff=2000)
    first, second, *_ = rows(run, Cluster(), options("--price", "0.5"))

    assert (first["makespan"], second["makespan"]) == (3600, 1800)
    assert (second["speed_up"], second["efficiency"]) == (2, 1)
    assert (first["cost"], second["cost"]) == (0.5, 0.375)


def test_runs_are_compared_with_what_was_measured() -> None:
    """Each on its own number of workers, and the last one on that of the first, piece by piece."""
    one = run_of(*solved(2, 2), fixed=1.0)
    two = run_of(*solved(3, 3, 3, 3))._replace(workers=2, seconds=(5.0,))
    told = [line.split() for line in compared([one, two])]

    assert [line[-3:] for line in told[1:]] == [
        ["5.00", "5.00", "1.00"],
        ["4.00", "4.00", "1.00"],
        ["6.00", "5.00", "1.20"],
        ["6.00", "5.00", "1.20"],
        ["300.00", "200.00", "1.50"],
    ]


def test_the_command_replays_a_run_that_was_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One row for each number of workers, of the district and of the state."""
    path = tmp_path / "run.json"
    save_trace(run_of(*[Piece(0.01, 0, 0.5, 0.01)] * 20, fixed=1.0, room=4.0), path)
    asked = ["scale", "--trace", str(path), "--state", "--staff", "9000", "--districts", "5"]

    assert command_line.main([*asked, "--json"]) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["workers"] for row in said] == [*WORKERS, *WORKERS]
    assert [row["limit"] for row in said][-1] == "largest district"

    assert command_line.main(asked) == 0
    told = capsys.readouterr().out
    assert "serial share 12% (target <= 5%: NOT met)" in told
    assert "5 districts, 9,000 staff" in told
    assert "serial share of the state" in told
    assert told.count("(target <= 300 s: met)") == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--stragglers", "2"], "2 is no share: give a number from 0 to 1"),
        (["--bandwidth", "0"], "0 is not above 0: give a positive number"),
        (["--price", "-1"], "-1 is out of range: give a number from 0 on"),
        (["--times", "0"], "0 is out of range: give a whole number from 1 on"),
    ],
)
def test_a_bad_option_is_told(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The value, and what to give."""
    with pytest.raises(SystemExit):
        command_line.main(["scale", *given])
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback."""
    assert command_line.main(["scale", "--trace", "nowhere.json"]) == 2
    assert "nowhere.json" in capsys.readouterr().err
