"""``demo`` and ``solve``."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pdsched.cli.app import Exit
from pdsched.cli.arguments import (
    ApprovalsPath,
    AsOf,
    CheckpointPath,
    Cluster,
    InitialPlanPath,
    Json,
    PolicyName,
    PreviousPath,
    ProblemPath,
    ResultPath,
    ResumePath,
    Seconds,
    SecondsOrNone,
    Seed,
    Workers,
    WorkLimit,
)
from pdsched.cli.places import for_page, for_plan, for_problem, for_result, for_workbook
from pdsched.cli.progress import shown_progress
from pdsched.cli.renamed import (
    OldBeforePath,
    OldReproducible,
    OldStartPath,
    renamed,
    work_in_place,
)
from pdsched.cli.told import one_line, tell_gone, tell_left_out, written

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pdsched.policy import Policy
    from pdsched.problem import Problem
    from pdsched.result import Result

PlanOut = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="PLAN",
        help="Where to write the plan: NAME.json, or a folder for CSV files.",
    ),
]
DEFAULT_PLAN = Path("plan.json")


def demo(
    seconds: Seconds = 20.0,
    output: PlanOut = DEFAULT_PLAN,
    problem: Annotated[
        Path | None,
        typer.Option(metavar="P.json", help="Also write the problem, for other commands to use."),
    ] = None,
) -> None:
    """Plan the small district that comes with pdsched.

    It is loaded, solved, verified and summarised, and the plan is written, with a workbook and a
    report beside it.
    """
    from pdsched.cli.answers import exit_code
    from pdsched.files import save
    from pdsched.generator.demo import read_demo
    from pdsched.report import save_report

    for_plan(output)
    page = for_page(output.parent / "report.html", output)
    book = for_workbook(output.parent / "plan.xlsx", output)
    district = read_demo()
    if problem is not None:
        save(district, for_problem(problem, output))
    typer.echo(f"Solving a small district for at most {seconds:g} s.", err=True)
    result = _solve(district, seconds=seconds)
    _verify(district, result)
    _keep(result, output)
    _show(district, result)
    if result.plan is not None:
        typer.echo("Verified   the plan keeps every rule")
    _tell_kept(result, output)
    if result.plan is not None:
        save(result, book, district)
        written(book, "open it with a spreadsheet program, such as Excel or LibreOffice")
    save_report(district, result, page)
    written(page, "open it in a browser, or print it")
    if problem is not None and result.plan is not None:
        typer.echo(f"Look at it: pdsched show {problem} {output} --by school")
    raise typer.Exit(exit_code(result))


def solve(
    problem: ProblemPath,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PLAN",
            help="Where to write the plan: NAME.json, or a folder for CSV files; plan.json unless "
            "given.",
        ),
    ] = None,
    policy: PolicyName = "default",
    seconds: SecondsOrNone = None,
    work_limit: WorkLimit = None,
    workers: Workers = None,
    cluster: Cluster = None,
    seed: Seed = 0,
    checkpoint: CheckpointPath = None,
    resume: ResumePath = None,
    initial_plan: InitialPlanPath = None,
    previous: PreviousPath = None,
    as_of: AsOf = None,
    approvals: ApprovalsPath = None,
    whole: ResultPath = None,
    as_json: Json = False,
    start: OldStartPath = None,
    before: OldBeforePath = None,
    reproducible: OldReproducible = False,
) -> None:
    """Find the best plan, and report how good it is proven to be.

    While it runs, a line on stderr shows value, bound, gap and pieces solved. Ctrl-C ends the
    search and keeps the best plan so far. With --json, the last line of stdout is one object:
    status, value, bound and gap (of the first goal), needs_total, needs_met, engagements, seconds,
    peak_mib, goals, left_open.
    """
    from pdsched.cli.answers import answer, exit_code
    from pdsched.errors import PdschedError
    from pdsched.files import load_approvals, load_plan, load_policy, save
    from pdsched.plan import dated

    initial_plan = renamed("--start", "--initial-plan", start, initial_plan)
    previous = renamed("--before", "--previous", before, previous)
    output = _output(output, problem, initial_plan, previous)
    if whole is not None:
        for_result(whole, output, *(path for path in (problem, initial_plan, previous) if path))
    if reproducible:
        seconds, work_limit = work_in_place(seconds, work_limit)
    if seconds is not None and work_limit is not None:
        raise PdschedError("--seconds and --work-limit both say when to end: give one of them")
    begin = _begin(output, problem, checkpoint, resume, initial_plan)
    if previous is not None:
        begin["previous"] = load_plan(previous)
    begin["policy"] = load_policy(policy)
    given = dated(_read(problem), as_of.date() if as_of else None)
    _tell_remarks(begin["policy"], given)
    if previous is not None:
        tell_left_out(given, begin["previous"])
    if approvals is not None:
        begin["approvals"] = load_approvals(approvals)
        tell_gone(given, begin["approvals"])
    limit = {"seconds": seconds, "work_limit": work_limit}
    with _executor(cluster) as executor:
        begin["executor"] = executor
        result = _solve(given, **limit, workers=workers, seed=seed, **begin)
    # What was asked for is on the disk before anything is said: who listens may have gone.
    _keep(result, output)
    if whole is not None:
        save(result, whole)
    if as_json:
        typer.echo(one_line(answer(given, result)))
    else:
        _show(given, result)
        _tell_kept(result, output)
        if whole is not None:
            written(whole)
    raise typer.Exit(exit_code(result))


def _executor(cluster: str | None) -> AbstractContextManager[Executor | None]:
    from pdsched.clusters.address import connected

    return nullcontext() if cluster is None else connected(cluster)


def _output(
    output: Path | None, problem: Path, initial_plan: Path | None, previous: Path | None
) -> Path:
    """Where the plan goes; unless that is said, not in the place of one that is read."""
    from pdsched.files import load_problem

    if output is not None:
        return for_plan(output, problem)
    if problem.resolve() == DEFAULT_PLAN.resolve():
        load_problem(problem)  # Most likely it is a plan: that is to be said before all else.
    return for_plan(DEFAULT_PLAN, *(path for path in (problem, initial_plan, previous) if path))


def _begin(
    output: Path,
    problem: Path,
    checkpoint: Path | None,
    resume: Path | None,
    initial_plan: Path | None,
) -> dict[str, Any]:
    """What to go on from and where to keep it: only what was asked for."""
    from pdsched.errors import PdschedError
    from pdsched.files import load_plan

    options: dict[str, Any] = {}
    if resume is not None and initial_plan is not None:
        told = "--resume and --initial-plan both say what to go on from: give one of them"
        raise PdschedError(told)
    if checkpoint is not None:
        if checkpoint.resolve() == output.resolve():
            raise PdschedError(f"{checkpoint}: is the output too; name another place")
        options["checkpoint"] = for_page(checkpoint, problem)
    if resume is not None:
        if not resume.exists():  # what is no file is told by who reads it, as everywhere
            raise PdschedError(f"{resume}: there is no such checkpoint")
        options["resume"] = resume
    if initial_plan is not None:
        options["initial_plan"] = load_plan(initial_plan)
    return options


def _read(path: Path) -> Problem:
    """The problem, and a word if there are warnings about it."""
    from pdsched.checks import check
    from pdsched.errors import PdschedError
    from pdsched.files import load_problem
    from pdsched.views.words import count

    if os.path.isfile(path / "state.json"):  # Unlike is_file, of names of any length.
        raise PdschedError(f"{path}: is a state; plan it with `pdsched solve-state {path} -o OUT`")
    problem = load_problem(path)
    if warnings := len(check(problem)):
        told = count(warnings, "warning")
        typer.echo(f"{path}: {told}; `pdsched check` tells them", err=True)
    return problem


def _tell_remarks(policy: Policy, problem: Problem) -> None:
    """What the policy means for the problem, a line each: there is little of it."""
    from pdsched.checks import beside

    for remark in beside(problem, policy, ()):
        typer.echo(f"{remark.severity}: {remark}", err=True)


def _solve(problem: Problem, **options: Any) -> Result:
    from pdsched import runner

    with shown_progress() as listen:
        return runner.solve(problem, on_progress=listen, **options)


def _verify(problem: Problem, result: Result) -> None:
    """Judge the plan once more, for the user to see."""
    from pdsched import referee

    if result.plan is None:
        return
    violations = referee.verify(problem, result.plan, result.policy)
    for violation in violations:
        typer.echo(str(violation), err=True)
    if violations:
        raise typer.Exit(Exit.BUG)


def _show(problem: Problem, result: Result) -> None:
    from pdsched.views import summary

    typer.echo(summary(problem, result.plan, result))


def _keep(result: Result, output: Path) -> None:
    """Write the plan, if there is one."""
    from pdsched.files import save

    if result.plan is not None:
        save(result.plan, output)


def _tell_kept(result: Result, output: Path) -> None:
    """Say where the plan is, or that there is none."""
    if result.plan is None:
        typer.echo("No plan was found, so none was written.")
    else:
        written(output)
