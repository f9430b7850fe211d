"""The page of a service in a browser: how soon it is painted, and a long list filtered.

    uv run python -m benchmarks pages
    uv run python -m benchmarks pages --size L --times 5

A service is started for each first paint, and a browser that has kept nothing asks it for the page.
The list is that of the needs that stay open, in a plan in which all do; a word is typed letter by
letter, and each time it is waited until the rows are painted. Needs Debian's ``chromium``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.machine import machine
from pdsched import Plan, Policy, Problem, Result, generate, save
from pdsched.expansion import in_full
from pdsched.generator import SIZES
from pdsched.outside import packed
from pdsched.plan import ENDED, UnmetNeed
from pdsched.serve.entries import ProblemLine, RunEntry, Status, new_id, now
from pdsched.serve.store import Store

MOST_PAINT, MOST_FILTER = 1.0, 0.2
"""Seconds that are to be reached."""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
TYPED = """async (text) => {
  const field = document.querySelector("input[type=search]"), begun = performance.now();
  const painted = new Promise((resolve) => new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve((performance.now() - begun) / 1000)));
  }).observe(document.querySelector(".rows"), { childList: true }));
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return painted;
}"""
"""Seconds until a frame after the rows came anew has been painted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--size", choices=SIZES, default="L", help="of the district with the list")
    parser.add_argument("--times", type=int, default=5, help="services that are started")
    parser.add_argument("--seed", type=int, default=1, help="of the district")


def run(options: argparse.Namespace) -> int:
    """A line for each figure; 1 if one is not reached."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        paints = [_painted(browser, Path(folder) / f"{n}") for n in range(options.times)]
        ready, first = ([pair[side] for pair in paints] for side in (0, 1))
        problem = generate(size=options.size, seed=options.seed)
        count, typed = _filtered(browser, Path(folder) / "list", problem)
    print(f"{'':<32} {'median':>8} {'worst':>8}")
    _say("from the command to its address", ready)
    reached = [_say("first paint, nothing kept", first, MOST_PAINT)]
    reached.append(_say(f"filter of {count:,} rows", typed, MOST_FILTER))
    return 0 if all(reached) else 1


def _say(what: str, seconds: list[float], most: float | None = None) -> bool:
    """Print a figure; whether half of what was measured reached what is to be."""
    told = "" if most is None else f"  at most {1000 * most:,.0f} ms"
    print(f"{what:<32} {1000 * median(seconds):>5,.0f} ms {1000 * max(seconds):>5,.0f} ms{told}")
    return most is None or median(seconds) <= most


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def _service(folder: Path) -> Iterator[str]:
    """A service that was just started, by its address."""
    command = [sys.executable, "-m", "pdsched", "--quiet", "serve", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        [*command, "--folder", str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().removeprefix("Listening").strip()
        finally:
            process.kill()


def _painted(browser: Any, folder: Path) -> tuple[float, float]:
    """Seconds from a command to its address, and from the request to the first paint."""
    begun = perf_counter()
    with _service(folder) as address:
        ready = perf_counter() - begun
        context = browser.new_context()
        view = context.new_page()
        view.goto(address)
        view.wait_for_function(f"{PAINTED} > 0")
        painted = float(view.evaluate(PAINTED))
        context.close()
    return ready, painted


def _filtered(browser: Any, folder: Path, problem: Problem) -> tuple[int, list[float]]:
    """Rows of a list, and seconds in which each longer beginning of a name filters them."""
    plan = _kept(folder, problem)
    with _service(folder) as address:
        view = browser.new_page()
        view.goto(f"{address}/page/runs/{plan}/open-needs", timeout=600_000)
        view.wait_for_selector(".lines tbody tr")
        rows = view.locator(".lines tbody tr")
        words = [rows.nth(n).locator("td").first.inner_text() for n in (0, 30, 60, 90)]
        beginnings = [word[:end] for word in words for end in range(1, len(word) + 1)]
        typed = [float(view.evaluate(TYPED, beginning)) for beginning in beginnings]
        assert rows.count() < 100, "the list was not filtered"
        view.close()
    return len(in_full(problem).needs), typed


def _kept(folder: Path, problem: Problem) -> str:
    """The id of a run that a folder keeps, in whose plan no need is met."""
    store, identity = Store(folder), new_id()
    unmet = tuple(UnmetNeed(need=need.id, rule=ENDED) for need in in_full(problem).needs)
    plan = Plan(problem=problem.digest(), unmet=unmet)
    result = Result(status="feasible", plan=plan, policy=Policy(), problem=problem.digest())
    line = ProblemLine(id=new_id(), added=now(), digest=problem.digest())
    times = {"submitted": now(), "started": now(), "ended": now()}
    entry = RunEntry(
        id=identity, status=Status.DONE, problem=line.id, has_plan=True, result="feasible", **times
    )
    store.problem_file(line.id).parent.mkdir()
    store.problem_file(line.id).write_bytes(packed(problem.to_json(), level=1))
    store.run_folder(identity).mkdir()
    save(result, store.result(identity))
    store.index.put_problem("", line, "[]")
    store.index.put_run("", entry)
    store.close()
    return identity
