"""Absences written, in the format of the system that takes them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from pdsched.absences.absence import Absences, absences_of
from pdsched.absences.edfi import edfi
from pdsched.absences.neutral import neutral
from pdsched.absences.red_rover import red_rover
from pdsched.absences.untis import untis
from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.errors import PdschedError
from pdsched.faces import in_short
from pdsched.files.writing import make_folder, write_files
from pdsched.problem import Problem
from pdsched.views.gone import UNKNOWN, with_gone
from pdsched.views.words import names

AbsenceFormat = Literal["neutral", "untis-gpu014", "edfi", "red-rover"]
_Writer = Callable[[Absences, Absences | None, str], Iterator[tuple[str, str, int]]]
_WRITERS: Mapping[AbsenceFormat, _Writer] = {
    "neutral": neutral,
    "untis-gpu014": untis,
    "edfi": edfi,
    "red-rover": red_rover,
}
"""What gives name, text and number of rows of each file, of what is now and was before."""
_ADVICE = "if it was made for another problem, give that as well (before_problem)"
MOST_LETTERS = 40
"""Of a reason, as in Ed-Fi."""


@in_short
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
    before_problem: GivenProblem | None = None,
    reason: str = "PD",
) -> tuple[AbsenceFile, ...]:
    """The files that `save_absences` writes.

    Raises:
        ValueError: if there is no such format, or the reason is none.
        PdschedError: if a plan names what does not exist.
    """
    if format not in _WRITERS:
        raise ValueError(f"format = {format!r} is none of {', '.join(_WRITERS)}")
    check_reason(reason)
    problem = problem_of(problem)
    now = absences_of(problem, plan_of(plan, "plan"))
    old = _before(problem, before, before_problem)
    files = _WRITERS[format](now, old, reason)
    return tuple(AbsenceFile(name, text.encode(), news) for name, text, news in files)


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


def _before(
    problem: Problem, before: GivenPlan | None, before_problem: GivenProblem | None
) -> Absences | None:
    if before is None:
        return None
    plan = plan_of(before, "before")
    if before_problem is not None:
        return absences_of(problem_of(before_problem), plan)
    try:
        told = absences_of(with_gone(problem, plan), plan)
    except PdschedError as error:
        raise PdschedError(f"before: {error}; {_ADVICE}") from None
    if homeless := sorted({a.employee_id for a in told.absences if a.school_id == UNKNOWN}):
        raise PdschedError(
            f"before: the problem no longer has {names(homeless)}, and the plan does not tell of "
            f"which school; {_ADVICE}"
        )
    return told


def save_absences(
    problem: GivenProblem,
    plan: GivenPlan,
    folder: str | Path,
    *,
    format: AbsenceFormat = "neutral",
    before: GivenPlan | None = None,
    before_problem: GivenProblem | None = None,
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
        before_problem: The problem for which that was made. Without it, what is told of people and
            lessons that are no longer in this one is what the earlier plan tells of them: hours are
            those of the release, and everybody is a teacher.
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
    files = absence_files(
        problem,
        plan,
        format=format,
        before=before,
        before_problem=before_problem,
        reason=reason,
    )
    places = {Path(folder) / each.file: each.content for each in files}
    make_folder(Path(folder), {path.parent for path in places})
    if places:
        write_files(places)
    return files
