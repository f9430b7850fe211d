"""Running the tests on mutants: collected once, then a process forked for each mutant.

The quick tests run on all mutants first, the others on what is left.
Which tests come by which lines is found out first, by running all of them on the code as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import signal
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from tempfile import gettempdir
from typing import Any, NamedTuple

import pytest
from coverage import Coverage

from mutants import changing
from mutants.finding import ROOT, Mutant

PATIENCE = 90.0
"""Seconds that one test may take on a mutant before it counts as hanging, at least."""
QUICK = 0.5
"""Seconds up to which a test is among the first; the others run where no quick one failed."""
FEW = 8
"""Tests after which a figure that was no number in any of them is none."""


class Verdict(NamedTuple):
    """What came of a mutant."""

    mutant: Mutant
    outcome: str
    """``killed``, ``survived``, ``undecided`` for want of time, or ``no figure``."""
    by: str
    """The test that failed, or how many were run."""


class Reach(NamedTuple):
    """What running all tests on the code as it is told."""

    lines: dict[str, dict[int, list[int]]]
    """By file and line, positions of the tests that come by."""
    seconds: list[float]
    """By test."""
    red: list[int]
    """Tests that fail without any mutant; they tell nothing."""


class Runner:
    """A plugin of pytest that runs the tests it collected its own way."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        *,
        jobs: int,
        seconds: float,
        known: Callable[[Mutant], bool],
        told: Callable[[Verdict], None],
        said: Callable[[str], None],
    ) -> None:
        self._mutants, self._jobs, self._seconds = mutants, jobs, seconds
        self._known, self._told, self._said = known, told, said
        self._items: list[Any] = []
        self._failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        """Run all tests once for their lines, then some of them for each mutant."""
        if session.testsfailed:
            raise session.Interrupted("tests cannot be collected")
        self._items = session.items
        reach = self._reach()
        for position in reach.red:
            self._said(f"red without any mutant: {self._items[position].nodeid}")
        self._judge(reach)
        return True

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note that a test failed."""
        self._failed |= report.failed

    def _run(self, position: int, following: int | None) -> bool:
        """Run one test; whether it failed."""
        self._failed = False
        item = self._items[position]
        after = None if following is None else self._items[following]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        return self._failed

    # On the code as it is

    def _reach(self) -> Reach:
        """What all tests come by; kept in the temporary folder as long as nothing changes."""
        kept = Path(gettempdir()) / f"pdsched-mutants-{self._state()}.json"
        if kept.exists():
            lines, seconds, red = json.loads(kept.read_text())
            by_line = {path: {int(n): t for n, t in some.items()} for path, some in lines.items()}
            return Reach(by_line, seconds, red)
        begun = time.monotonic()
        reach = self._measured()
        self._said(f"{len(self._items)} tests without mutants: {time.monotonic() - begun:.0f} s")
        kept.write_text(json.dumps(reach))
        return reach

    def _state(self) -> str:
        """A digest of the code, the tests, and which of them are run."""
        told = hashlib.sha256("\n".join(item.nodeid for item in self._items).encode())
        for folder in (ROOT, Path(__file__).parents[1]):
            for path in sorted(folder.rglob("*.py")):
                told.update(path.read_bytes())
        return told.hexdigest()[:16]

    def _measured(self) -> Reach:
        by_file: dict[str, list[int]] = defaultdict(list)
        for position, item in enumerate(self._items):
            by_file[str(item.path)].append(position)
        shares: list[list[int]] = [[] for _ in range(self._jobs)]
        for some in sorted(by_file.values(), key=len, reverse=True):
            min(shares, key=len).extend(some)
        children = [_Child(partial(self._measure, share)) for share in shares]
        lines: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        seconds, red, measured = [0.0] * len(self._items), [], 0
        for said in _everything(children):
            measured += 1
            seconds[said["test"]] = said["seconds"]
            if said["failed"]:
                red.append(said["test"])
            for path, some in said["lines"].items():
                for line in some:
                    lines[path][line].append(said["test"])
        if measured < len(self._items):
            raise RuntimeError(f"only {measured} of {len(self._items)} tests were measured")
        return Reach(lines, seconds, red)

    def _measure(self, share: list[int], write: Callable[[Any], None]) -> None:
        tracer = Coverage(
            data_file=None,
            config_file=False,
            branch=False,
            include=[f"{ROOT}/{room}/*" for room in ("model", "referee", "search")],
        )
        # That a test comes by none of it is no fault of the test, which a warning would make it.
        tracer.set_option("run:disable_warnings", ["no-data-collected", "module-not-measured"])
        for position, after in zip_longest(share, share[1:]):
            tracer.erase()
            tracer.start()
            begun = time.monotonic()
            failed = self._run(position, after)
            seconds = time.monotonic() - begun
            tracer.stop()
            data = tracer.get_data()
            lines = {path: sorted(data.lines(path) or ()) for path in data.measured_files()}
            write({"test": position, "seconds": seconds, "failed": failed, "lines": lines})

    # On mutants

    def _judge(self, reach: Reach) -> None:
        """Run the quick tests on all mutants, then the others on those that none of them killed."""
        for is_quick in (True, False):
            left = []
            for verdict in self._wave(reach, is_quick=is_quick):
                if is_quick and verdict.outcome in ("survived", "undecided"):
                    left.append(verdict.mutant)
                    self._said(f"not by {verdict.by} quick tests: {verdict.mutant.id}")
                else:
                    self._told(self._named(verdict))
            self._mutants = left

    def _wave(self, reach: Reach, *, is_quick: bool) -> Iterator[Verdict]:
        waiting = deque(self._mutants)
        running: dict[int, _Trial] = {}
        while waiting or running:
            while waiting and len(running) < self._jobs:
                mutant = waiting.popleft()
                tests = [
                    test
                    for test in self._nearest(mutant, reach)
                    if (reach.seconds[test] <= QUICK) == is_quick
                ]
                limit = self._seconds / (4 if self._known(mutant) else 1)
                trial = _Trial(mutant, tests, limit, reach, self._try)
                running[trial.child.read] = trial
            ready, _, _ = select.select(list(running), [], [], 1.0)
            for read in list(running):
                verdict = running[read].verdict(ready=read in ready)
                if verdict is not None:
                    running.pop(read).child.end()
                    yield verdict

    def _named(self, verdict: Verdict) -> Verdict:
        if verdict.by.isdecimal() and verdict.outcome == "killed":
            return verdict._replace(by=self._items[int(verdict.by)].nodeid)
        return verdict

    def _nearest(self, mutant: Mutant, reach: Reach) -> list[int]:
        """Tests that come by it: those with the name of its rule or goal, then the shortest."""
        by_line = reach.lines.get(str(mutant.path), {})
        near = {test for line in mutant.lines for test in by_line.get(line, ())} - set(reach.red)

        def key(position: int) -> tuple[bool, float]:
            name = self._items[position].name
            return not any(
                f"[{word}-" in name or f"[{word}]" in name for word in mutant.words
            ), reach.seconds[position]

        return sorted(near, key=key)

    def _try(self, mutant: Mutant, tests: list[int], write: Callable[[Any], None]) -> None:
        try:
            mutant.apply()
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            # A mutant that cannot be made is not killed by any test.
            write({"undecided": f"no mutant could be made: {error!r}"})
            return
        for number, (position, after) in enumerate(zip_longest(tests, tests[1:]), 1):
            write({"begins": position})
            if self._run(position, after):
                write({"killed": position})
                return
            if mutant.kind == "shift" and number >= min(FEW, len(tests)) and not changing.met:
                write({"no figure": number})
                return
        write({"survived": len(tests)})


class _Trial:
    """A mutant in a process of its own."""

    def __init__(
        self,
        mutant: Mutant,
        tests: list[int],
        limit: float,
        reach: Reach,
        run: Callable[[Mutant, list[int], Callable[[Any], None]], None],
    ) -> None:
        self._mutant, self._limit, self._reach = mutant, limit, reach
        self._begun = self._since = time.monotonic()
        self._at: int | None = None
        self._ran = 0
        self._many = len(tests)
        self.child = _Child(partial(run, mutant, tests))

    def verdict(self, *, ready: bool) -> Verdict | None:
        """What is known by now; nothing while tests are running in time."""
        if ready:
            lines = self.child.lines()
            if lines is None:
                return Verdict(self._mutant, "killed", "the process ended")
            for said in lines:
                if "begins" in said:
                    self._at, self._since, self._ran = (
                        said["begins"],
                        time.monotonic(),
                        self._ran + 1,
                    )
                else:
                    ((outcome, by),) = said.items()
                    return Verdict(self._mutant, outcome, str(by))
        now = time.monotonic()
        if self._at is not None and now - self._since > max(
            PATIENCE, 20 * self._reach.seconds[self._at]
        ):
            return Verdict(self._mutant, "killed", str(self._at))
        if now - self._begun > self._limit:
            return Verdict(self._mutant, "undecided", f"{self._ran - 1} of {self._many}")
        return None


class _Child:
    """A forked process that writes lines of JSON."""

    def __init__(self, work: Callable[[Callable[[Any], None]], None]) -> None:
        self.read, write = os.pipe()
        self.pid = os.fork()
        self._left = b""
        if self.pid == 0:
            _work_quietly(work, write)
        os.close(write)

    def lines(self) -> list[Any] | None:
        """What has been written since; ``None`` at the end."""
        found = os.read(self.read, 1 << 20)
        if not found:
            return None
        *whole, self._left = (self._left + found).split(b"\n")
        return [json.loads(line) for line in whole]

    def end(self) -> None:
        """End it, whatever it does."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.read)


def _everything(children: Sequence[_Child]) -> Iterator[Any]:
    """All that they write until they end, in turns: who cannot write on cannot work on."""
    left = {child.read: child for child in children}
    while left:
        for read in select.select(list(left), [], [])[0]:
            lines = left[read].lines()
            if lines is None:
                left.pop(read).end()
            else:
                yield from lines


def _work_quietly(work: Callable[[Callable[[Any], None]], None], write: int) -> None:
    """Do the work of a forked process, and end it without a word on the terminal."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)

    def say(something: Any) -> None:
        text = json.dumps(something).encode() + b"\n"
        while text:
            text = text[os.write(write, text) :]

    try:
        work(say)
    finally:
        os._exit(0)
