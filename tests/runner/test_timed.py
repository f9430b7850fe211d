"""What the time of a run goes to, as the log says it."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from functools import cache

import pytest
from quick import slow

import pdsched
from pdsched import Problem
from pdsched.engines.part import SubMipData, SubMipResult
from pdsched.engines.pool import Serial, WorkerPool
from pdsched.params import BoundParams, SearchParams, StrategyParams
from pdsched.policy import Policy
from pdsched.search import Limits, Search, solve_here
from pdsched.timed import LOGGER, tell, timed

IN_PIECES = SearchParams(
    strategy=StrategyParams(whole_up_to=0, lns_then_whole_up_to=0),
    bounds=BoundParams(relaxation_up_to=0, relaxation_up_to_by_work=0, sessions_up_to=0),
)
"""No goal is solved as a whole, and nothing bounds it meanwhile."""


@cache
def school() -> Problem:
    """One school for four weeks."""
    return pdsched.generate(size="XS", seed=2, weeks=4)


def lines(caplog: pytest.LogCaptureFixture, what: str) -> list[dict[str, str]]:
    """The figures of all lines of a kind."""
    told = (r.getMessage().split() for r in caplog.records if r.name == LOGGER)
    return [dict(pair.split("=") for pair in pairs) for first, *pairs in told if first == what]


def test_a_line_has_a_word_and_figures(caplog: pytest.LogCaptureFixture) -> None:
    """Seconds have six decimals, all else is as it is."""
    with caplog.at_level(logging.DEBUG, LOGGER):
        tell("piece", kind="week", free=3, draw=0.25)

    assert [r.getMessage() for r in caplog.records] == ["piece kind=week free=3 draw=0.250000"]


def test_a_part_is_told_even_if_it_raises(caplog: pytest.LogCaptureFixture) -> None:
    """What it took, it took; and the error goes on."""
    with caplog.at_level(logging.DEBUG, LOGGER), pytest.raises(KeyError), timed("trial"):
        raise KeyError("x")

    assert [part["name"] for part in lines(caplog, "part")] == ["trial"]


def test_nothing_is_told_at_the_usual_level(caplog: pytest.LogCaptureFixture) -> None:
    """Who reads what was decided is not shown the seconds of each part."""
    with caplog.at_level(logging.INFO, "pdsched"), timed("trial"):
        pass

    assert caplog.records == []


def pieces_alone(pool: WorkerPool, limits: Limits, on_search: list[Search] | None = None) -> None:
    """A search whose goals are worked on piece by piece, in this process."""
    searches = [] if on_search is None else on_search
    solve_here(
        school(), Policy(), limits=limits, pool=pool, params=IN_PIECES, on_search=searches.append
    )


def test_every_piece_is_told_with_what_it_took(caplog: pytest.LogCaptureFixture) -> None:
    """Drawn, sent, solved and merged; a batch of four is drawn with up to three on their way."""
    with caplog.at_level(logging.DEBUG, LOGGER):
        pieces_alone(WorkerPool(1), Limits(work=0.1))
    told = lines(caplog, "piece")

    assert {piece["beside"] for piece in told} == {"0", "1", "2", "3"}
    assert all(int(piece["free"]) >= 0 for piece in told)
    assert all(float(p[name]) >= 0 for p in told for name in ("draw", "send", "solve", "merge"))
    assert any(float(piece["solve"]) > 0 for piece in told)
    assert {"candidates", "first-plan", "deal", "read-out"} <= {
        part["name"] for part in lines(caplog, "part")
    }


@slow
def test_the_process_that_searches_tells_it_where_somebody_listens(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log of the caller has the parts of both processes, and the pieces."""
    with caplog.at_level(logging.DEBUG, LOGGER):
        pdsched.solve(school(), work_limit=0.1, workers=1, params=IN_PIECES)
    names = [part["name"] for part in lines(caplog, "part")]

    assert {"check", "facts", "candidates", "search", "referee", "reasons"} <= set(names)
    assert lines(caplog, "piece")


class Stopping(Serial):
    """Keeps pieces, and ends the search when it has three."""

    def __init__(self) -> None:
        self.searches: list[Search] = []
        self.held = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        """Keep a piece; do all else."""
        if not isinstance(args[0], SubMipData):
            return super().submit(fn, *args, **kwargs)
        self.held += 1
        if self.held == 3:
            self.searches[-1].stop()
        return Future[SubMipResult]()


class Many(WorkerPool):
    """A pool that says that it has many workers, and that nobody solves a piece in this process."""

    serial = False


def test_a_wish_to_stop_is_heeded_while_pieces_are_drawn(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """To draw one for each of many workers takes long; those on their way are told as given up."""
    stopping = Stopping()
    with caplog.at_level(logging.DEBUG, LOGGER):
        pieces_alone(Many(64, stopping), Limits(seconds=60.0), stopping.searches)

    assert stopping.held == 3
    assert [piece["lost"] for piece in lines(caplog, "piece")] == ["1"] * 3


def test_a_blank_within_a_name_parts_no_figures(caplog: pytest.LogCaptureFixture) -> None:
    """Weighed goals have names of several words."""
    with caplog.at_level(logging.DEBUG, LOGGER):
        tell("piece", goal="needs-met - 4 wish-ranks", number=1)

    assert lines(caplog, "piece") == [{"goal": "needs-met_-_4_wish-ranks", "number": "1"}]
