"""A plan or a result as a workbook for an office, with names in place of ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pdsched.accounts.ledger import ledger
from pdsched.files.plan_figures import figures_table, summary_table
from pdsched.indicators import kpis
from pdsched.outside.workbook_writer import MOST_LETTERS, Head, SheetOut
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.referee import score
from pdsched.result import GoalResult, Result
from pdsched.stages import counted
from pdsched.views.day_matrix import day_matrix
from pdsched.views.names import Names
from pdsched.views.plan_tables import PlanTable, Told, plan_tables

_WRAPPED: Mapping[str, int] = {
    "What it says": 90,
    "Who": 50,
    "Classes and who holds them": 48,
    "What they hold": 60,
    "Reason": 70,
    "What would help": 50,
    "Notes": 30,
    "Kind": 24,
}
"""Widths of columns whose texts go on below; of the others the first rows tell."""
_NUMBERS = ("Bound", "Gap", "People", "Classes", "Before", "Added", "After")
_PERIOD_WIDTH = 26
_NARROW = 12


def plan_sheets(
    problem: Problem, value: Plan | Result, policy: Policy | None = None
) -> Iterator[SheetOut]:
    """The sheets of a plan, or of a result with its goals and their bounds.

    Args:
        problem: what was planned for.
        value: the plan; a result may have none.
        policy: under which the plan was made; that of a result is its own, else it is the default.

    Raises:
        PdschedError: if the plan names what the problem does not hold.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> [sheet.name for sheet in plan_sheets(problem, Plan())][-3:]
    ['ledger', 'figures', 'goals']
    """
    result = value if isinstance(value, Result) else None
    plan = value.plan or Plan() if isinstance(value, Result) else value
    under = result.policy if result is not None else policy or Policy()
    figures = kpis(problem, plan, under)
    yield _sheet(summary_table(problem, plan, under, figures, result))
    for table in plan_tables(problem, plan, under):
        yield _sheet(table)
    yield _sheet(day_matrix(problem, plan), by_period=True)
    yield _sheet(_ledger(problem, plan, under))
    yield _sheet(figures_table(problem, figures))
    yield _sheet(_goals(problem, plan, under, result))


def _sheet(table: PlanTable, *, by_period: bool = False) -> SheetOut:
    heads = [_head(name) for name in table.columns]
    if by_period:
        heads[4:] = [Head(head.text, "words", width=_PERIOD_WIDTH) for head in heads[4:]]
        heads[3] = Head(heads[3].text, "words", width=_NARROW)
    rows = counted(table.rows, f"rows of sheet {table.name}")
    return SheetOut(table.name, tuple(heads), (tuple(map(_cell, row)) for row in rows))


def _head(name: str) -> Head:
    if name in _WRAPPED:
        return Head(name, "words", width=_WRAPPED[name])
    if name == "Value":
        return Head(name, "value")
    return Head(name, "number" if name in _NUMBERS else "text")


def _cell(value: Told) -> Told:
    """A value; a text is cut where a cell ends."""
    return value[: MOST_LETTERS // 2] if isinstance(value, str) else value


def _ledger(problem: Problem, plan: Plan, policy: Policy) -> PlanTable:
    """What the plan uses up, carried into the next one, and what is owed for it."""
    account, names = ledger(problem, plan, policy), Names(problem)
    rows: list[tuple[Told, ...]] = []
    for kind, entries in (("staff", account.staff), ("substitute", account.substitutes)):
        for entry in entries:
            figures = (entry.before, entry.added, entry.after)
            rows.append((names.person(entry.who), kind, _words(entry.figure), entry.of, *figures))
    for covers in account.colleague_covers:
        if covers.to_pay is not None:
            name = names.person(covers.who)
            rows.append((name, "staff", "covers to be paid", "", None, covers.to_pay, None))
    for lost in account.paybacks:
        by = "after the horizon" if lost.by is None else f"by {lost.by}"
        what = f"minutes of protected time to be given back {by}"
        rows.append((names.person(lost.staff), "staff", what, f"{lost.date}", None, lost.minutes))
    columns = ("Name", "Kind of person", "Figure", "Of", "Before", "Added", "After")
    return PlanTable("ledger", columns, tuple(rows))


def _words(figure: str) -> str:
    return figure.removesuffix("_before").replace("_", " ")


def _goals(problem: Problem, plan: Plan, policy: Policy, result: Result | None) -> PlanTable:
    """Each goal of the policy with its value, and what is proven of it."""
    told = (*result.goals, *result.left_open) if result is not None else ()
    if not told:
        values = policy.tier_values(score(problem, plan, policy))
        told = tuple(GoalResult(id=name, value=value) for name, value in values.items())
    sentences = {tier.id: " ".join(map(policy.sentence, tier)) for tier in policy.order}
    rows = tuple(
        (goal.id, goal.value, goal.bound, goal.gap, goal.method, sentences.get(goal.id))
        for goal in told
    )
    columns = ("Goal", "Value", "Bound", "Gap", "Proven by", "What it says")
    return PlanTable("goals", columns, rows)
