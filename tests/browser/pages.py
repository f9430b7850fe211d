"""Pages that a person opens, of plans of every size, and the browser that opens them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path

from bound import binder, busy
from crowded import crowded
from playwright.sync_api import Browser, sync_playwright
from reported import RESULT
from skipping import CHROMIUM
from tuesday import PROBLEM

from pdsched import GoalResult, Plan, Policy, Problem, Result, generate, load_problem, verify
from pdsched.expansion import in_full
from pdsched.plan import UnmetNeed
from pdsched.report import report_page
from pdsched.timetables import import_timetable
from pdsched.views import By, record_to_html, sheets, sheets_to_page

EVIL = "<script>alert(1)</script>"
REAL = "GPU001"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
RULES = ("trainer", "class-hits", "search-ended", "colleague-cover", "reserve", "staff-lunch")


@contextmanager
def opened() -> Iterator[Browser]:
    """The browser of the system; playwright brings none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def answered(problem: Problem) -> Result:
    """An answer with much in it, for which nobody searched."""
    plan = busy(problem)
    rules, met = cycle(RULES), plan.needs_met
    unmet = tuple(
        UnmetNeed(need=need.id, rule=next(rules), reason="nobody is free for it on any date")
        for need in in_full(problem).needs
        if need.id not in met
    )
    goals = tuple(GoalResult(id=tier.id, value=1234, bound=5678) for tier in Policy().order)
    plan = plan.model_copy(update={"unmet": unmet})
    return RESULT.model_copy(update={"plan": plan, "goals": goals, "problem": problem.digest()})


def demo() -> Problem:
    """The problem of ``pdsched demo``."""
    return load_problem(Path(__file__).parents[2] / "pdsched" / "data" / "demo.json")


def real() -> Problem:
    """A real timetable, with needs drawn around it."""
    folder = Path(os.environ["PDSCHED_REAL_DATA"]) / "timetables" / "untis"
    timetable, _ = import_timetable("untis", folder / f"{REAL}.TXT")
    return generate(around=timetable, seed=1)


def evil() -> Problem:
    """That Tuesday, everything in it called by a name that is a script."""
    document = PROBLEM.model_dump(mode="json")
    for part in ("schools", "rooms", "staff", "courses", "trainers", "substitutes"):
        document[part] = [{**record, "name": EVIL} for record in document[part]]
    document["lessons"] = [{**lesson, "subject": EVIL} for lesson in document["lessons"]]
    return Problem.model_validate({**document, "name": EVIL, "assumptions": [EVIL]})


def report(problem: Problem) -> str:
    """The report of a plan for it."""
    return report_page(problem, answered(problem))


def notebook() -> str:
    """What a notebook shows of one record of each kind that has a face of its own."""
    shown = (PROBLEM, RESULT, Policy(), verify(PROBLEM, Plan()), PROBLEM.staff[0])
    body = "\n".join(map(record_to_html, shown))
    style = "<style>:root{color-scheme:light dark}</style>"
    head = f'<head><meta charset="utf-8"><title>n</title>{style}</head>'
    return f'<!doctype html><html lang="en">{head}<body><main><h1>n</h1>{body}</main></body></html>'


def printed(by: By) -> str:
    """The sheets of a plan as `show --html` writes them."""
    result = answered(demo())
    assert result.plan is not None
    return sheets_to_page("Demo", sheets(demo(), result.plan, by), leaf_each=by is not By.DAY)


REPORTS: dict[str, Callable[[], str]] = {
    "Tuesday": lambda: report_page(PROBLEM, RESULT),
    "crowded": lambda: report_page(*crowded()),
    "crowded in French": lambda: report_page(*crowded(), language="fr"),
    "crowded in German": lambda: report_page(*crowded(), language="de"),
    "demo": lambda: report(demo()),
    "M": lambda: report(generate(size="M", seed=1)),
    "real": lambda: report(real()),
}
PAGES: dict[str, Callable[[], str]] = {
    **{f"report of {name}": make for name, make in REPORTS.items()},
    "report of evil": lambda: report_page(evil(), RESULT),
    "report without a plan": lambda: report_page(
        PROBLEM, Result(status="infeasible", problem="", message="Pins clash.")
    ),
    "binder of Tuesday": lambda: binder(PROBLEM, RESULT),
    "binder of evil": lambda: binder(evil(), RESULT),
    "binder of demo in German": lambda: binder(demo(), answered(demo()), language="de"),
    "notebook": notebook,
    **{f"sheets by {by}": lambda by=by: printed(by) for by in By},  # type: ignore[misc]  # bound now
}
"""Every page, by its name: a page that is added here is looked at in every way."""


@cache
def page(name: str) -> str:
    """A page, made once."""
    return PAGES[name]()
