"""Whether the tests notice when a rule or goal is wrong: one mutant after the other.

    uv run python tests/mutate.py [--only TEXT ...] [--kind KIND ...] [--list] [--all-silent]

Ends with a table; exit code 1 if a mutant survives that nobody has explained in
``tests/mutants/survivors.toml``, or an explanation is stale.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mutants.finding import Mutant

HERE = Path(__file__).parent
QUIETLY = ["-o", "addopts=", "-p", "no:cacheprovider", "-qq"]
# Hypothesis was there before pytest, which is of no account here.
QUIETLY += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
ENOUGH = 100
"""Tests of pairs that have to fail where the model states nothing."""
NEAR = ["rules", "model", "engines", "search", "referee", "reasons", "checks", "policy"]
NEAR += ["accounts", "runner"]
"""Folders of tests near to rules, goals and the referee."""
NOT_NEAR = ["test_checkpoint", "test_in_process", "test_initial_plan", "test_leftovers"]
NOT_NEAR += ["test_memory", "test_net", "test_pool", "test_whose_code"]
"""Of these, tests of other processes, or of the net itself."""


def main() -> int:
    """Mutate, and tell."""
    arguments = _arguments()
    sys.path[:0] = [str(folder) for folder in HERE.iterdir() if folder.is_dir()]
    # What Hypothesis draws is the same each time, and failures are not made smaller.
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutants",
        max_examples=50,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.explicit, Phase.generate],
    )
    from mutants.finding import find

    every = find()
    chosen = [
        m
        for m in every
        if (not arguments.only or any(text in m.id for text in arguments.only))
        and (not arguments.kind or m.kind in arguments.kind)
    ]
    if arguments.list:
        for mutant in chosen:
            print(mutant.id)
        return 0
    return _silence_all() if arguments.all_silent else _run(every, chosen, arguments)


def _silence_all() -> int:
    """Run the model's tests of pairs with no rule stated at all; 0 where enough of them fail."""
    import pytest

    from pdsched.model.rules import CONSTRAINTS

    for rule, functions in CONSTRAINTS.items():
        CONSTRAINTS[rule] = [rows._replace(add=lambda _: None) for rows in functions]
    counts = Counts()
    pytest.main(
        [*QUIETLY, "--tb=no", str(HERE / "rules" / "test_model_rules.py")], plugins=[counts]
    )
    print(f"all rules of the model silent: {counts.failed} of {counts.ran} tests of pairs fail")
    return 0 if counts.failed >= ENOUGH else 1


class Counts:
    """A plugin of pytest that counts."""

    def __init__(self) -> None:
        self.failed = self.ran = 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count a test."""
        self.ran += report.when == "call"
        self.failed += report.failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", nargs="+", help="mutants whose id holds one of these texts")
    parser.add_argument("--kind", nargs="+", help="silence, shift, gate, reach")
    parser.add_argument("--list", action="store_true", help="print ids and end")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time")
    parser.add_argument("--seconds", type=float, default=300, help="for each mutant at most")
    parser.add_argument("--tests", nargs="+", help="test files to run instead of the near ones")
    parser.add_argument(
        "--all-silent",
        action="store_true",
        help="silence all rules of the model at once, and count the tests of pairs that fail",
    )
    return parser.parse_args()


def _run(every: list[Mutant], chosen: list[Mutant], arguments: argparse.Namespace) -> int:
    import pytest
    from mutants.running import Runner, Verdict
    from mutants.telling import explained, faults, table

    reasons, begun = explained(), time.monotonic()
    verdicts: list[Verdict] = []

    def told(verdict: Verdict) -> None:
        verdicts.append(verdict)
        count, of = f"{len(verdicts):>5} of {len(chosen)}", verdict.mutant.id
        print(f"{count}  {verdict.outcome:<10}{of}  by {verdict.by}", flush=True)

    runner = Runner(
        chosen,
        jobs=arguments.jobs,
        seconds=arguments.seconds,
        known=lambda mutant: mutant.id in reasons,
        told=told,
        said=lambda text: print(text, flush=True),
    )
    tests = arguments.tests or _near()
    pytest.main([*QUIETLY, "-s", *tests], plugins=[runner])
    print(*table(verdicts, reasons), sep="\n")
    whole = len(chosen) == len(every)
    wrong = list(faults(verdicts, every, reasons))
    print(*wrong, sep="\n")
    print(f"{len(verdicts)} mutants in {time.monotonic() - begun:.0f} s")
    return 1 if wrong or (whole and len(verdicts) < len(chosen)) else 0


def _near() -> list[str]:
    return [
        str(path)
        for folder in NEAR
        for path in sorted((HERE / folder).glob("test_*.py"))
        if path.stem not in NOT_NEAR
    ]


if __name__ == "__main__":
    sys.exit(main())
