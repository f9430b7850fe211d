"""``check`` and ``verify``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.app import Exit
from pdsched.cli.arguments import (
    ApprovalsPath,
    AsOf,
    Json,
    PlanPath,
    PolicyName,
    PreviousPath,
    ProblemPath,
)
from pdsched.cli.given import given_problem, read_plan, read_policy, tell_other_problem
from pdsched.cli.guard import lines
from pdsched.cli.places import for_workbook
from pdsched.cli.renamed import OldBeforePath, renamed
from pdsched.cli.told import one_line, tell_other_policy, written
from pdsched.errors import Fault, Severity

if TYPE_CHECKING:
    from pdsched.files.marking import Workbook
    from pdsched.plan import Plan
    from pdsched.policy import Policy
    from pdsched.referee import Violation


def check(
    problem: ProblemPath,
    policy: PolicyName = "default",
    mark: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.xlsx",
            help="Give a workbook back with each fault as a comment in its cell, and a sheet "
            "`faults` that leads to them.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Report everything wrong or odd about a problem, and what no plan can do under a policy.

    Errors prevent a solve and give exit code 2; warnings do neither. With --json: errors and
    warnings (their numbers) and faults, each with code, where, value, message, advice and
    severity.
    """
    from pdsched.checks import beside
    from pdsched.files import load_policy, read
    from pdsched.problem import Problem
    from pdsched.views.words import count

    under = load_policy(policy)
    workbook = None if mark is None else _workbook(problem, for_workbook(mark, problem))
    reading = read(problem, kind="problem") if workbook is None else workbook.problem()
    faults = reading.faults
    if isinstance(reading.value, Problem):
        faults = beside(reading.value, under, faults)
    if mark is not None and workbook is not None:
        workbook.mark(faults, mark)
    errors = sum(fault.severity is Severity.ERROR for fault in faults)
    warnings = len(faults) - errors
    if as_json:
        told = [_fault(fault) for fault in faults]
        typer.echo(one_line({"errors": errors, "warnings": warnings, "faults": told}))
    else:
        for fault in _told(faults):
            typer.echo(fault)
        typer.echo(f"{problem}: {count(errors, 'error')}, {count(warnings, 'warning')}")
    if mark is not None and not as_json:
        written(mark)
    raise typer.Exit(Exit.WRONG if errors else Exit.DONE)


def _workbook(problem: Path, mark: Path) -> Workbook:
    """The problem, if it is a workbook that can be given back."""
    from pdsched.errors import PdschedError
    from pdsched.files.marking import Workbook
    from pdsched.files.workbook_sheet import may_be_workbook

    if not may_be_workbook(problem):
        raise PdschedError(
            f"{mark}: --mark gives a workbook back, and {problem} is none; pdsched convert "
            f"{problem} {problem.stem}.xlsx makes one"
        )
    return Workbook(problem)


def _told(faults: tuple[Fault, ...]) -> Iterator[str]:
    """A line for each, errors before warnings, or only for the first of each kind."""
    for severity in Severity:
        faults_of_severity = [fault for fault in faults if fault.severity is severity]
        yield from (f"{severity}: {line}" for line in lines(faults_of_severity))


def _fault(fault: Fault) -> dict[str, str]:
    return {**fault._asdict(), "severity": fault.severity.value}


def verify(
    problem: ProblemPath,
    plan: PlanPath,
    policy: PolicyName = "default",
    previous: PreviousPath = None,
    as_of: AsOf = None,
    approvals: ApprovalsPath = None,
    as_json: Json = False,
    before: OldBeforePath = None,
) -> None:
    """Check a plan against every rule.

    Every violation is reported, and gives exit code 1. With --json:
    keeps_all_rules, violations (rule, subjects, sentence, steps), goals (value of each tier of the
    policy), measures (value of each goal that there is), the policy and its digest, and made_under
    (name and digest of the policy under which the plan was made).
    """
    from pdsched import referee
    from pdsched.policy import Policy

    under = read_policy(policy)
    previous = renamed("--before", "--previous", before, previous)
    given, loaded_plan = given_problem(problem, previous, as_of, approvals), read_plan(plan)
    tell_other_problem(given, problem, loaded_plan.problem, plan)
    violations = referee.verify(given, loaded_plan, under)
    goals = referee.score(given, loaded_plan, under)
    if as_json:
        typer.echo(one_line(_judgement(loaded_plan, violations, goals, under)))
    else:
        _tell_policy(plan, loaded_plan, under)
        whose = f" of policy {under.name}" if under != Policy() else ""
        _tell_judgement(plan, violations, under.tier_values(goals), whose)
        _tell_past(violations, previous)
    raise typer.Exit(Exit.BROKEN if violations else Exit.DONE)


def _tell_policy(place: Path, plan: Plan, under: Policy) -> None:
    """Under which policy a plan was made, and a warning if it is judged by another."""
    if (made := plan.policy) is None:
        return
    if made.digest == under.digest():
        typer.echo(f"{place} was made under policy {made.name} ({made.digest[:12]})")
        return
    tell_other_policy(place, plan, under, "is judged")


def _tell_judgement(
    plan: Path, violations: tuple[Violation, ...], goals: dict[str, int], whose: str
) -> None:
    """Each violation on stdout, or one line if there is none."""
    from pdsched.views.words import count

    for violation in violations:
        typer.echo(str(violation))
    if violations:
        typer.echo(f"{plan} breaks rules{whose} in {count(len(violations), 'place')}", err=True)
    else:
        values = ", ".join(f"{goal} {value}" for goal, value in goals.items())
        typer.echo(f"{plan} keeps every rule{whose}: {values}")


def _tell_past(violations: tuple[Violation, ...], previous: Path | None) -> None:
    """What the past of a problem is: without a previous plan it has none."""
    if previous is None and any(violation.rule == "past" for violation in violations):
        typer.echo(
            "pdsched: what was before today is known from the previous plan: give it with "
            "--previous",
            err=True,
        )


def _judgement(
    plan: Plan, violations: tuple[Violation, ...], goals: dict[str, int], policy: Policy
) -> dict[str, Any]:
    return {
        "keeps_all_rules": not violations,
        "violations": [violation._asdict() for violation in violations],
        "goals": policy.tier_values(goals),
        "measures": goals,
        "policy": policy.model_dump(mode="json"),
        "policy_digest": policy.digest(),
        "made_under": None if plan.policy is None else plan.policy.model_dump(mode="json"),
    }
