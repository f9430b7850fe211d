"""Workbooks of invented districts: seconds and memory to write and to read each.

    uv run python -m benchmarks workbook
    uv run python -m benchmarks workbook --sizes S M L XL --seed 1

A problem is drawn and saved as JSON; a process of its own loads that and writes the workbook, and
another one reads the workbook, so that each has a memory of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.machine import machine
from benchmarks.measure import peak_mib
from pdsched import generate, load_problem, save

SIZES = ("S", "M", "L", "XL")
COLUMNS = ("size", "staff", "lessons", "file_mib", "out", "out_mib", "in", "in_mib", "equal")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["S", "M"])
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> int:
    """A row for each size."""
    print(machine())
    print(" ".join(f"{column:>9}" for column in COLUMNS))
    for size in options.sizes:
        print(" ".join(f"{_shown(value):>9}" for value in row(size, options.seed)), flush=True)
    return 0


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)


def row(size: str, seed: int) -> tuple[Any, ...]:
    """What one district takes."""
    with TemporaryDirectory() as folder:
        given, book = Path(folder) / "p.json", Path(folder) / "p.xlsx"
        counts = _alone(_draw, size, seed, str(given))
        written = _alone(_write, str(given), str(book))
        read = _alone(_read, str(given), str(book))
        return (size, *counts, book.stat().st_size / 2**20, *written, *read)


def _alone(step: Callable[..., Any], *arguments: Any) -> Any:
    """A step in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(step, *arguments).result()


def _draw(size: str, seed: int, place: str) -> tuple[int, int]:
    problem = generate(size=size, seed=seed)
    save(problem, place)
    return len(problem.staff), len(problem.lessons)


def _write(given: str, book: str) -> tuple[float, float]:
    problem = load_problem(given)
    started = perf_counter()
    save(problem, book)
    return perf_counter() - started, peak_mib()


def _read(given: str, book: str) -> tuple[float, float, bool]:
    started = perf_counter()
    problem = load_problem(book)
    seconds, mib = perf_counter() - started, peak_mib()
    return seconds, mib, problem == load_problem(given)
