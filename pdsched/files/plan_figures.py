"""The key figures of a plan as tables of a workbook: the first ones, and all with their parts."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.indicators import Kpis
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Result
from pdsched.views.names import Names
from pdsched.views.plan_tables import PlanTable, Told
from pdsched.views.teaching_days import attendances_without_lessons
from pdsched.views.terminal import VERDICTS

_FIRST = (
    *("needs-stated", "met-needs", "met-needs-share", "sessions", "people-trained", "half-days"),
    *("lessons-by-substitutes", "lessons-by-colleagues", "people-unserved", "cost"),
)
"""What stands on the first sheet; those without a value are left out."""


def summary_table(
    problem: Problem, plan: Plan, policy: Policy, figures: Kpis, result: Result | None = None
) -> PlanTable:
    """What was planned for, what is known of the answer, and the first key figures."""
    rows = (
        *_head(problem, policy, result),
        *_figures(figures),
        *_open(problem, plan),
    )
    return PlanTable("summary", ("Figure", "Value", "What it says"), rows)


def _head(problem: Problem, policy: Policy, result: Result | None) -> Iterator[tuple[Told, ...]]:
    calendar = problem.calendar
    yield ("Problem", problem.name or None, "What was planned for.")
    yield ("First date", calendar.first, "The plan begins here at the earliest.")
    yield ("Last date", calendar.last, "It ends here at the latest.")
    yield ("Policy", policy.name, "The rules and goals that are in force.")
    if result is not None:
        yield ("Status", result.status.value, f"{VERDICTS[result.status]}.")
        yield ("Seconds", round(result.seconds, 1), "Time that the search took.")
        if result.message:
            yield ("Message", None, result.message)


def _figures(figures: Kpis) -> Iterator[tuple[Told, ...]]:
    for one in map(figures.__getitem__, _FIRST):
        if one.value is not None:
            unit = f" ({one.unit})" if one.unit and one.unit not in one.title.casefold() else ""
            yield (f"{one.title}{unit}", _rounded(one.value), one.sentence)


def _open(problem: Problem, plan: Plan) -> Iterator[tuple[Told, ...]]:
    open_needs = len({unmet.need for unmet in plan.unmet})
    yield ("Open needs", open_needs, "Those that no release meets: see the sheet open needs.")
    if without := attendances_without_lessons(problem, plan):
        told = "On dates without a lesson of the person, who may be off: works_on says who is."
        yield ("Attendances to look at", without, told)


def figures_table(problem: Problem, figures: Kpis) -> PlanTable:
    """Each key figure, and behind it each of its parts, by school, week and so on."""
    columns = ("Figure", "Part by", "Part", "Value", "Unit", "Better", "What it says")
    return PlanTable("figures", columns, tuple(_with_parts(figures, Names(problem))))


def _with_parts(figures: Kpis, names: Names) -> Iterator[tuple[Told, ...]]:
    called = {"school": names.school, "trainer": names.person, "room": names.room}
    for one in figures.figures:
        value = None if one.value is None else _rounded(one.value)
        yield (one.title, None, None, value, one.unit or None, one.better, one.sentence)
        for kind, parts in one.parts.items():
            for part, of_part in parts.items():
                name = called[kind](part) if kind in called else part
                yield (one.title, kind, name, _rounded(of_part), one.unit or None, None, None)


def _rounded(value: float) -> int | float:
    """Whole where it is; a spreadsheet shows no more than two decimals of use."""
    return int(value) if value == int(value) else round(value, 2)
