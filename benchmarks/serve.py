"""A service while a crowd asks and runs go on: how soon it answers, and what the runs lose.

    uv run python -m benchmarks serve
    uv run python -m benchmarks serve --size demo --seconds 10 --times 1

Two runs of a district go on at once, first with nobody there, then with clients that look at one of
them every second and others that listen to it; in turn, ``--times`` each. The clients are in a
process of their own on the same machine, which the runs lose as well.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from benchmarks.machine import machine
from pdsched import generate
from pdsched.generator import SIZES

RUNS = 2
MOST_MEDIAN, MOST_SLOW, MOST_LOST = 0.050, 0.500, 0.10
"""What is to be reached: seconds of half the answers and of 99 in 100; share of the pieces."""


class Row(NamedTuple):
    """One measurement."""

    pieces: int
    """Of both runs."""
    service: float
    """Processor seconds of the process that answers."""
    heard: dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--size", choices=SIZES, default="M")
    parser.add_argument("--seconds", type=float, default=120.0, help="of each run")
    parser.add_argument("--times", type=int, default=3, help="measurements of each kind")
    parser.add_argument("--polls", type=int, default=100, help="clients that look")
    parser.add_argument("--listens", type=int, default=20, help="clients that listen")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks")
    parser.add_argument("--seed", type=int, default=1, help="of the district")


def run(options: argparse.Namespace) -> int:
    """A row for each measurement, then what is reached; 1 if something is not."""
    print(machine())
    district = generate(size=options.size, seed=options.seed).to_json().encode()
    rows: dict[int, list[Row]] = {0: [], options.polls: []}
    print(f"{'polls':>6} {'listens':>7} {'pieces':>7} {'median':>8} {'99 %':>8} {'errors':>6} "
          f"{'answers':>7} {'events':>7} {'service':>8} {'crowd':>6}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, _Service(Path(folder)) as service:
        problem = service.post("/problems", files={"file": ("p.json", district)})["id"]
        for _ in range(options.times):
            for polls, listens in ((0, 0), (options.polls, options.listens)):
                row = _measured(service, problem, polls, listens, options)
                rows[polls].append(row)
                print(_line(polls, listens, row), flush=True)
    return _verdict(rows[0], rows[options.polls])


class _Service:
    """A service in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "pdsched", "--quiet", "serve", "--no-browser"]
        options = ["--port", "0", "--folder", str(folder), "--at-once", str(RUNS)]
        self._process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().removeprefix("Listening").strip()
        import httpx

        self._client = httpx.Client(base_url=self.address, timeout=300)

    def post(self, path: str, **more: Any) -> Any:
        """What a request is answered."""
        return self._client.post(path, **more).raise_for_status().json()

    def run(self, run: str) -> Any:
        """A run as it stands."""
        return self._client.get(f"/runs/{run}").raise_for_status().json()

    def processor_seconds(self) -> float:
        """What the process that answers has had of a processor."""
        told = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def __enter__(self) -> _Service:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()
        self._process.kill()
        self._process.communicate()


def _measured(
    service: _Service, problem: str, polls: int, listens: int, options: argparse.Namespace
) -> Row:
    body = {"problem": problem, "seconds": options.seconds}
    before = service.processor_seconds()
    runs = [service.post("/runs", json=body)["id"] for _ in range(RUNS)]
    heard: dict[str, Any] = {"seconds": [], "errors": 0, "events": 0, "processor": 0.0}
    if polls:
        more = map(str, (options.seconds, polls, listens, options.every))
        command = [sys.executable, "-m", "benchmarks.crowd", service.address, runs[0], *more]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        heard = json.loads(told.stdout)
    while any(service.run(each)["status"] in ("queued", "solving") for each in runs):
        time.sleep(1)
    ended = [service.run(each) for each in runs]
    assert all(entry["status"] == "done" for entry in ended), ended
    pieces = sum(entry["pieces"] for entry in ended)
    return Row(pieces, service.processor_seconds() - before, heard)


def _line(polls: int, listens: int, row: Row) -> str:
    seconds = sorted(row.heard["seconds"])
    told = [f"{1000 * s:.1f} ms" for s in (median(seconds), slow(seconds))] if seconds else ["", ""]
    return (
        f"{polls:>6} {listens:>7} {row.pieces:>7,} {told[0]:>8} {told[1]:>8} "
        f"{row.heard['errors']:>6} {len(seconds):>7,} {row.heard['events']:>7,} "
        f"{row.service:>6.1f} s {row.heard['processor']:>4.1f} s"
    )


def slow(seconds: list[float]) -> float:
    """What 99 of 100 are not above.

    >>> slow([float(number) for number in range(1, 201)])
    198.0
    """
    ordered = sorted(seconds)
    return ordered[max(0, -(-99 * len(ordered) // 100) - 1)]


def _verdict(alone: list[Row], crowded: list[Row]) -> int:
    seconds = [each for row in crowded for each in row.heard["seconds"]]
    lost = 1 - mean(row.pieces for row in crowded) / max(1, mean(row.pieces for row in alone))
    errors = sum(row.heard["errors"] for row in crowded)
    print(f"median {1000 * median(seconds):.1f} ms, 99 % {1000 * slow(seconds):.1f} ms, "
          f"{errors} errors, pieces lost {lost:.1%}")  # fmt: skip
    reached = (
        errors == 0
        and median(seconds) <= MOST_MEDIAN
        and slow(seconds) <= MOST_SLOW
        and lost <= MOST_LOST
    )
    return 0 if reached else 1
