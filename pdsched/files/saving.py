"""Writing a problem, a plan, a result, an answer or approvals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pdsched.answer import Answer
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.approvals import save_approvals
from pdsched.files.jsontext import write
from pdsched.files.plan_folder import holds_other, plan_tables
from pdsched.files.text import is_json
from pdsched.files.unfold import unfold
from pdsched.files.workbook_saving import problem_sheets
from pdsched.files.writing import make_folder, write_files
from pdsched.outside import packed
from pdsched.outside.spreadsheet import BOM
from pdsched.outside.workbook_writer import workbook_bytes
from pdsched.plan import Approvals, Plan
from pdsched.problem import Problem
from pdsched.problem.base import not_given
from pdsched.result import Result


def save(
    value: Problem | Plan | Result | Answer | Approvals,
    path: str | Path,
    problem: Problem | None = None,
) -> None:
    """Writes a value whole or not at all; reading gives an equal one.

    A path that ends in ``.json`` becomes a JSON file, one that ends in ``.json.gz`` the same
    compressed. A path without an ending, or an existing folder, becomes a folder of CSV files: a
    problem or a plan, each in a folder of its own. Other files of the folder stay as they are. A
    result carries its plan, goals, bounds and certificate; it is JSON only, and so is an answer.
    Approvals may also be one CSV file, by a path that ends in ``.csv``.

    A path that ends in ``.xlsx`` becomes a workbook. That of a problem has a sheet for each table,
    and is read again. That of a plan or a result is for people, with names in place of ids: it is
    not read again, and needs the problem.

    Args:
        value: what is written: a problem, plan, result, answer or approvals.
        path: where to.
        problem: what was planned for, where a plan or a result becomes a workbook.

    Raises:
        ProblemError: if the path is none of these, or cannot be written, or a workbook cannot hold
            the value.
        PdschedError: if a plan that becomes a workbook names what the problem does not hold.
        TypeError: if the value is something else; with what to give.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, save
    >>> with TemporaryDirectory() as folder:
    ...     save(Plan(), f"{folder}/plan.json")
    ...     print((Path(folder) / "plan.json").read_text().splitlines()[1])
     "format": "pdsched-plan",
    """
    target = Path(path)
    if not isinstance(value, Problem | Plan | Result | Answer | Approvals):
        advice = (
            "give a Problem, a Plan, a Result, an Answer or Approvals; Problem.model_validate makes"
            " one of a dictionary"
        )
        raise not_given("value", value, Problem, advice)
    if isinstance(value, Approvals):
        save_approvals(value, target)
    elif is_json(target):
        text = write(_document(value))
        compressed = target.suffix.casefold() == ".gz"
        write_files({target.resolve(): packed(text) if compressed else text})
    elif isinstance(value, Answer):
        raise ProblemError([_no_path(value, target)])
    elif target.suffix.casefold() == ".xlsx" and not target.is_dir():
        write_files({target.resolve(): _workbook(value, target, problem)})
    elif not isinstance(value, Result) and (target.is_dir() or not target.suffix):
        _save_folder(value, target)
    else:
        raise ProblemError([_no_path(value, target)])


def _workbook(value: Problem | Plan | Result, path: Path, problem: Problem | None) -> bytes:
    if isinstance(value, Problem):
        return workbook_bytes(problem_sheets(value))
    if problem is None:
        kind = type(value).__name__.lower()
        advice = "give the problem as well: save(plan, path, problem), or pdsched show --xlsx"
        message = f"is a workbook, and that of a {kind} has names that only the problem knows"
        raise ProblemError([fault("PD105", str(path), path.name, message, advice)])
    from pdsched.files.plan_workbook import plan_sheets

    return workbook_bytes(plan_sheets(problem, value))


def _document(value: Problem | Plan | Result | Answer) -> dict[str, Any]:
    """The fields of a value in order, without the defaults of a problem."""
    head = {"format": value.format, "version": value.version}
    return head | value.model_dump(mode="json", exclude_defaults=isinstance(value, Problem))


def _save_folder(value: Problem | Plan, folder: Path) -> None:
    texts = unfold(value) if isinstance(value, Problem) else plan_tables(value)
    if other := holds_other("problem" if isinstance(value, Problem) else "plan", folder):
        message, advice = f"holds the tables of a {other}", "name another folder"
        raise ProblemError([fault("PD105", str(folder), folder.name, message, advice)])
    new = not folder.exists()
    make_folder(folder)
    try:
        write_files({folder / f"{table}.csv": BOM + text for table, text in texts.items()})
    except BaseException:
        if new:
            folder.rmdir()
        raise


def _no_path(value: Problem | Plan | Result | Answer, path: Path) -> Fault:
    kind = "an answer" if isinstance(value, Answer) else f"a {type(value).__name__.lower()}"
    ways = "a .json or .json.gz" if isinstance(value, Answer) else "a .json, .json.gz or .xlsx"
    ways += " file"
    if not isinstance(value, Answer):
        ways += ", and save its plan in a folder" if isinstance(value, Result) else " or a folder"
    message = f"is not where {kind} can be saved"
    return fault("PD105", str(path), path.name, message, f"use {ways}")
