"""``survey``, ``gaps`` and ``suggest``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pdsched.cli.arguments import Json, PolicyName, ProblemPath
from pdsched.cli.given import read_policy, read_problem
from pdsched.cli.guard import lines
from pdsched.cli.places import for_problem
from pdsched.cli.redacting import Hiding, hidden, hidden_person
from pdsched.cli.told import one_line, tell_problem
from pdsched.errors import ProblemError, Severity

if TYPE_CHECKING:
    from pdsched.policy import Policy
    from pdsched.problem import Problem
    from pdsched.survey import SurveyReading

_OPEN = {"PD203", "PD207", "PD404"}
"""Faults of needs that are gaps: they name a course, a topic or a level that is not there."""
ScalesPath = Annotated[
    Path | None,
    typer.Option(
        "--scales",
        metavar="FILE",
        help="TOML file with the meaning of answers; by default usual words and numbers.",
    ),
]


def survey(
    problem: ProblemPath,
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS", help="The answers: a CSV file or a workbook.", show_default=False
        ),
    ],
    scales: ScalesPath = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="Where to write the problem with the needs and levels; without it, nothing "
            "is written.",
        ),
    ] = None,
    policy: PolicyName = "default",
    notes: Annotated[
        bool, typer.Option("--notes", help="List each answer that led to no need, and why.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Turn the answers of a survey into needs.

    Each answer about a topic gives a person's level and asks for a higher one. With --json: needs,
    beyond (needs to which no course leads, which are left out), notes (staff, topic, reason) and
    unanswered (how many questions were left empty).
    """
    from pdsched.files import load_policy, load_problem, save
    from pdsched.survey.text import reading_to_text

    if output is not None:
        for_problem(output, problem, answers, *([] if scales is None else [scales]))
    reading = hidden(_read(load_problem(problem), answers, scales, load_policy(policy)))
    if output is not None:
        save(reading.problem, output)
    if notes:
        for note in reading.notes:
            typer.echo(str(note), err=True)
    if as_json:
        typer.echo(one_line(_answer(reading)))
        return
    typer.echo(reading_to_text(reading))
    if output is not None:
        tell_problem(reading.problem, output)


def _read(problem: Problem, answers: Path, scales: Path | None, policy: Policy) -> SurveyReading:
    """The survey, and its warnings on stderr."""
    from pdsched.survey import load_scales, needs_from_survey
    from pdsched.views.words import count

    known = None if scales is None else load_scales(scales)
    reading = needs_from_survey(problem, answers, known, policy)
    if Hiding.redaction is not None and reading.warnings:
        told = count(len(reading.warnings), "warning")
        typer.echo(f"{told}, which may name people: without --redact they are told", err=True)
        return reading
    for line in lines(reading.warnings):
        typer.echo(f"{Severity.WARNING}: {line}", err=True)
    return reading


def _answer(reading: SurveyReading) -> dict[str, object]:
    return {
        "needs": [need.model_dump(mode="json") for need in reading.needs],
        "beyond": [need.model_dump(mode="json") for need in reading.beyond],
        "notes": [note._asdict() for note in reading.notes],
        "unanswered": reading.unanswered,
    }


def gaps(
    problem: ProblemPath,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers",
            metavar="ANSWERS",
            help="Read this survey first and include its needs, even those that no course "
            "can meet.",
        ),
    ] = None,
    scales: ScalesPath = None,
    policy: PolicyName = "default",
    as_json: Json = False,
) -> None:
    """List the needs that no course meets, and the courses that nobody asks for.

    Needs that name an unknown topic, course or level are gaps here, not faults. With --json: needs
    (need, staff, kind, reason) and courses (course, staff whom it would fit, reason).
    """
    from pdsched.files import load_policy
    from pdsched.survey import gap_report
    from pdsched.survey.text import gaps_to_text

    if scales is not None and answers is None:
        raise typer.BadParameter("--scales says what --answers mean: give both")
    under, given = load_policy(policy), _with_open_needs(problem)
    reading = None if answers is None else _read(given, answers, scales, under)
    whole, beyond = hidden((given, ()) if reading is None else (reading.problem, reading.beyond))
    report = gap_report(whole, hidden(under), needs=beyond)
    if as_json:
        typer.echo(one_line(report.model_dump(mode="json")))
    else:
        typer.echo(gaps_to_text(whole, report, beyond))


def _with_open_needs(path: Path) -> Problem:
    """The problem, although needs of it may name what is not there."""
    from pdsched.files import read
    from pdsched.problem import Problem

    value, faults = read(path, kind="problem")
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    wrong = any(f.code not in _OPEN or not f.where.startswith("needs") for f in errors)
    if wrong or not isinstance(value, Problem):
        raise ProblemError(faults)
    return value


def suggest(
    problem: ProblemPath,
    staff: Annotated[
        list[str] | None,
        typer.Option("--staff", metavar="ID", help="Only for this person; may be repeated."),
    ] = None,
    policy: PolicyName = "default",
    as_json: Json = False,
) -> None:
    """List the courses that fit each person's needs, and say why.

    With --json: suggestions, each with staff, need, course, first (courses that come before it),
    unasked (those of them that need a need of their own) and reason.
    """
    from pdsched.survey import suggestions
    from pdsched.survey.text import suggestions_to_text

    under, given = read_policy(policy), read_problem(problem)
    staff = [hidden_person(one) for one in staff or ()]
    try:
        suggested_courses = suggestions(given, under, staff=staff or None)
    except ValueError as error:
        raise typer.BadParameter(f"--staff: {error}") from None
    if as_json:
        told = [each.model_dump(mode="json") for each in suggested_courses]
        typer.echo(one_line({"suggestions": told}))
    else:
        typer.echo(suggestions_to_text(suggested_courses, given))
