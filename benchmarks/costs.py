"""What stating each rule costs on an invented district: seconds and rows, in one run.

Some of the attendances are stated, at random; candidates are those of the whole district.
"""

from __future__ import annotations

import argparse
from time import perf_counter

import numpy as np

from benchmarks.machine import machine
from benchmarks.year import ADULTS, loose
from pdsched import generate
from pdsched.model import enumerate_candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.goals import state_goals
from pdsched.model.rules import CONSTRAINTS
from pdsched.model.rules.registry import apply_rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--size", default="M", help="of the district, as in `generate`")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--attendances", type=int, default=200_000, help="most that are stated")


def run(options: argparse.Namespace) -> int:
    """Draw the district under a policy in which every rule is on, and state rule after rule."""
    problem = generate(size=options.size, seed=options.seed)
    policy = loose(ADULTS)
    began = perf_counter()
    candidates = enumerate_candidates(problem, policy)
    there = len(candidates.placement)
    print(f"# {machine()}; size {options.size}, seed {options.seed}")
    print(f"# drawn in {perf_counter() - began:.1f} s: {there:,} attendances")
    rng = np.random.default_rng(options.seed)
    some = np.sort(rng.choice(there, min(options.attendances, there), replace=False))
    statement = Formulation(candidates, some)
    print(f"{'rule':<24} {'seconds':>8} {'rows':>9}   of {len(some):,} attendances")
    for rule in CONSTRAINTS:
        if policy.states(rule):
            before, began = statement.rows.count, perf_counter()
            apply_rule(statement, rule)
            spent = perf_counter() - began
            print(f"{rule:<24} {spent:8.2f} {statement.rows.count - before:9,}")
    began = perf_counter()
    state_goals(statement)
    rows = statement.program.rows
    print(
        f"{'goals, and the program':<24} {perf_counter() - began:8.2f} {rows:9,}   rows that bind"
    )
    return 0
