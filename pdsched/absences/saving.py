"""Absences written, in the format of the system that takes them in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from pdsched.absences.absence import Absences, absences_of
from pdsched.absences.edfi import edfi
from pdsched.absences.neutral import neutral
from pdsched.absences.red_rover import red_rover
from pdsched.absences.untis import untis
from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.errors import ProblemError
from pdsched.files.text import cannot
from pdsched.files.writing import write_files
from pdsched.problem import Problem

AbsenceFormat = Literal["neutral", "untis-gpu014", "edfi", "red-rover"]
MOST_LETTERS = 40
"""Of a reason, as in Ed-Fi."""


class AbsenceFile(NamedTuple):
    """One file of absences, as it is to be written."""

    file: str
    """Its name, with the folder in which it is."""
    content: bytes
    news: int
    """How many rows, events or details it has."""


def absence_files(
    problem: GivenProblem,
    plan: GivenPlan,
    *,
    format: AbsenceFormat = "neutral",
    before: GivenPlan | None = None,
    reason: str = "PD",
) -> tuple[AbsenceFile, ...]:
    """The files that `save_absences` writes.

    Raises:
        ValueError: if there is no such format, or the reason is none.
        PdschedError: if a plan names what does not exist.
    """
    if format not in get_args(AbsenceFormat):
        raise ValueError(f"format = {format!r} is none of {', '.join(get_args(AbsenceFormat))}")
    check_reason(reason)
    problem = problem_of(problem)
    now = absences_of(problem, plan_of(plan, "plan"))
    old = None if before is None else absences_of(problem, plan_of(before, "before"))
    written = _written(problem, format, now, old, reason)
    return tuple(AbsenceFile(name, text.encode(), news) for name, text, news in written)


def check_reason(reason: str) -> None:
    """Refuse what cannot be a reason in each of the formats.

    Raises:
        ValueError: with what to give.

    >>> check_reason("")
    Traceback (most recent call last):
        ...
    ValueError: reason = '' is none: give 1 to 40 letters on one line, without outer blanks
    """
    if not (reason.isprintable() and 0 < len(reason.strip()) == len(reason) <= MOST_LETTERS):
        asked = f"give 1 to {MOST_LETTERS} letters on one line, without outer blanks"
        raise ValueError(f"reason = {reason!r} is none: {asked}")


def _written(
    problem: Problem, kind: AbsenceFormat, now: Absences, before: Absences | None, reason: str
) -> Iterator[tuple[str, str, int]]:
    if kind == "neutral":
        return neutral(now, before, reason)
    if kind == "edfi":
        return edfi(now, before, reason)
    write = untis if kind == "untis-gpu014" else red_rover
    return write(problem, now, before, reason)


def save_absences(
    problem: GivenProblem,
    plan: GivenPlan,
    folder: str | Path,
    *,
    format: AbsenceFormat = "neutral",
    before: GivenPlan | None = None,
    reason: str = "PD",
) -> tuple[AbsenceFile, ...]:
    """Writes who is away and who comes for them, for the system in which a school enters it.

    Args:
        problem: What is given; its ``id`` tells its absences from those of other problems.
        plan: The plan.
        folder: Where the files go; it is made if there is none.
        format: ``neutral`` (``absences.csv`` and ``vacancies.csv``), ``untis-gpu014`` (for each
            school a list of substitutions), ``edfi`` (an interchange with absence events) or
            ``red-rover`` (JSON like its vacancy details).
        before: The plan that was told before; then only what changed since is written.
        reason: What that system calls the reason, 1 to 40 letters.

    Raises:
        ProblemError: if a file cannot be written.
        ValueError: if there is no such format, or the reason is none.
        PdschedError: if a plan names what does not exist.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, save_absences
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> with TemporaryDirectory() as folder:
    ...     files = save_absences({"calendar": calendar}, Plan(), folder)
    >>> [(file.file, file.news) for file in files]
    [('absences.csv', 0), ('vacancies.csv', 0)]
    """
    files = absence_files(problem, plan, format=format, before=before, reason=reason)
    places = {Path(folder) / each.file: each.content for each in files}
    try:
        for place in {Path(folder), *(path.parent for path in places)}:
            place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProblemError([cannot("written", Path(folder), error)]) from None
    if places:
        write_files(places)
    return files
