"""Case after case, what broke as files, and a table at the end."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from benchmarks.fuzz.drawing import drawn, random_of
from benchmarks.fuzz.knowledge import Broken
from benchmarks.fuzz.relations import RELATIONS, Trial, begin
from benchmarks.machine import machine
from pdsched import save

SAY_EVERY = 60.0
"""Seconds between two lines that say how far it is."""


class Loop:
    """All that one run of the command did."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed, self.folder = seed, folder
        self.checks: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self.faults: list[str] = []
        self.cases = self.solves = 0
        self.longest = 0.0, ""
        """Seconds of what took longest, and what that was."""
        self._began = self._said = monotonic()
        print(f"# {machine()}; seed {seed}", flush=True)

    def go_on(self, minutes: float) -> None:
        """Try cases while there is time; Ctrl-C ends it early."""
        try:
            while monotonic() - self._began < 60 * minutes:
                self._case(self.cases)
        except KeyboardInterrupt:
            print("ended early")

    def repeat(self, number: int, times: int) -> None:
        """Try one case so often."""
        for _ in range(times):
            self._case(number)

    def _case(self, number: int) -> None:
        random = random_of(self.seed, number)
        trial = Trial(drawn(self.seed, number), random, self.checks)
        chosen = [relation for relation in RELATIONS if random.random() < relation.share]
        if self._tried(number, "the case itself", trial, begin):
            for relation in chosen:
                self._tried(number, relation.name, trial, relation.try_it)
        self.cases += 1
        self.solves += trial.solves
        if monotonic() - self._said > SAY_EVERY:
            self._said = monotonic()
            print(f"{self.cases:,} cases, {self.solves:,} solves", flush=True)

    def _tried(self, number: int, name: str, trial: Trial, try_it: Callable[[Trial], None]) -> bool:
        self.tried[name] += 1
        began = monotonic()
        try:
            try_it(trial)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is written down
            self._write(number, name, trial, error)
            return False
        finally:
            self.longest = max(self.longest, (monotonic() - began, f"{name} of case {number}"))
        return True

    def _write(self, number: int, name: str, trial: Trial, error: Exception) -> None:
        """Keep all that reproduces it."""
        folder = self.folder / f"seed-{self.seed}-case-{number}-{len(self.faults)}"
        folder.mkdir(parents=True, exist_ok=True)
        said = str(error) if isinstance(error, Broken) else traceback.format_exc()
        command = f"python -m benchmarks fuzz --seed {self.seed} --case {number}"
        problem, policy = error.case if isinstance(error, Broken) else trial.now
        save(problem, folder / "problem.json")
        (folder / "policy.toml").write_text(policy.to_toml(), encoding="utf-8")
        if trial.start is not None:
            save(trial.start, folder / "start.json")
        (folder / "fault.txt").write_text(
            f"{name}\n{command}\n{trial.way}\n\n{said}\n", encoding="utf-8"
        )
        first = said.strip().splitlines()
        self.faults.append(f"{name}: {first[0] if isinstance(error, Broken) else first[-1]}")
        print(f"BROKEN {self.faults[-1]}\n  {command}\n  {folder}", flush=True)

    def table(self) -> str:
        """What was checked how often."""
        seconds = monotonic() - self._began
        took, what = self.longest
        lines = [
            "",
            f"{'tried':<48} {'cases':>12}",
            *(f"{name:<48} {count:>12,}" for name, count in self.tried.items()),
            "",
            f"{'holds':<48} {'checks':>12}",
            *(f"{name:<48} {count:>12,}" for name, count in sorted(self.checks.items())),
            "",
            f"{self.cases:,} cases, {self.solves:,} solves, {self.checks.total():,} checks in "
            f"{seconds / 60:.1f} minutes; longest: {took:.1f} s ({what})",
            f"{len(self.faults)} faults",
            *self.faults,
        ]
        return "\n".join(lines)
