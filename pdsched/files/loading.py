"""Reading a problem or a plan, told apart by what the file says it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NamedTuple, overload

from pdsched.checks import read_plan, read_problem, read_record
from pdsched.checks.codes import fault
from pdsched.checks.pause import collector_paused
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.folder import read_folder
from pdsched.files.jsontext import parse
from pdsched.files.plan_folder import is_plan_folder, read_plan_folder
from pdsched.files.text import read_text
from pdsched.files.workbook import read_problem_workbook
from pdsched.files.workbook_sheet import may_be_workbook
from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.result import Result

Kind = Literal["auto", "problem", "plan", "result"]
_FORMATS = {"pdsched-problem": "problem", "pdsched-plan": "plan", "pdsched-result": "result"}
_FORMAT_OF = {kind: f'"{name}"' for name, kind in _FORMATS.items()}
_ANY = f"one of {', '.join(_FORMAT_OF.values())}"
_SAY = 'a file says what it is by "format": {}'
_ADVICE = {
    "problem": "give the problem, such as the one for which a plan was made",
    "plan": "give the plan, or the result that holds it",
    "result": "give the result of a search, as `save` writes it",
}
_TOLD_BY = {"calendar": "problem", "sessions": "plan", "releases": "plan"}
"""Fields that tell a document apart which does not say what it is."""


class Reading(NamedTuple):
    """What was read, and everything there is to say about it, warnings too."""

    value: Problem | Plan | Result | None
    """``None`` if the input has not the shape of a problem, plan or result."""
    faults: tuple[Fault, ...]


def read(path: str | Path, *, kind: Kind = "auto") -> Reading:
    """Reads a JSON file, also a compressed one, a workbook or a folder of CSV files.

    It does not raise: what is wrong is told in the faults.

    >>> read("nowhere.json").faults[0].code
    'PD101'
    """
    try:
        with collector_paused():
            return _read(Path(path), kind)
    except ProblemError as error:
        return Reading(None, error.faults)


@overload
def load(path: str | Path, *, kind: Literal["problem"]) -> Problem: ...
@overload
def load(path: str | Path, *, kind: Literal["plan"]) -> Plan: ...
@overload
def load(path: str | Path, *, kind: Literal["result"]) -> Result: ...
@overload
def load(path: str | Path, *, kind: Kind = "auto") -> Problem | Plan | Result: ...
def load(path: str | Path, *, kind: Kind = "auto") -> Problem | Plan | Result:
    """The problem, plan or result in a JSON file, or the problem or plan in a folder of CSV files.

    A problem may also be a workbook: .xlsx, .xlsm, .xlsb, .ods or .xls.

    For a file that may be any of them; `load_problem` and `load_plan` say which one they give. A
    JSON file may be compressed by gzip, whatever its name.

    Args:
        path: The file or folder.
        kind: ``problem``, ``plan`` or ``result`` to refuse the others; by default what the file
            says that it is. Who asks for a plan is given that of a result.

    Raises:
        ProblemError: with all faults, if one of them is an error. Warnings alone do not raise;
            `read` and, for a problem, `pdsched.check` give them.

    >>> from pdsched import load
    >>> load("nowhere.json")
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD101 nowhere.json: ...
    """
    value, faults = read(path, kind=kind)
    if value is None or any(each.severity is Severity.ERROR for each in faults):
        raise ProblemError(faults)
    return value


def load_problem(path: str | Path) -> Problem:
    """The problem in a JSON file, a workbook or a folder of CSV files.

    Raises:
        ProblemError: as for `load`, and if the file holds a plan.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, load_problem, save
    >>> with TemporaryDirectory() as folder:
    ...     save(Plan(), f"{folder}/plan.json")
    ...     load_problem(f"{folder}/plan.json")
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD105 plan.json: 'pdsched-plan' is not a problem; ...
    """
    return load(path, kind="problem")


def load_plan(path: str | Path) -> Plan:
    """The plan in a JSON file, also in that of a result, or in a folder of CSV files.

    Raises:
        ProblemError: as for `load`, and if the file holds a problem, or a result without a plan.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, load_plan, save
    >>> with TemporaryDirectory() as folder:
    ...     save(Plan(), f"{folder}/plan.json")
    ...     load_plan(f"{folder}/plan.json") == Plan()
    True
    """
    return load(path, kind="plan")


def _read(path: Path, kind: Kind) -> Reading:
    if path.is_dir():
        if kind == "result":
            raise ProblemError([_other_kind(str(path), path.name, "a result is one JSON file")])
        if kind == "plan" or (kind == "auto" and is_plan_folder(path)):
            return Reading(*read_plan_folder(path))
        return Reading(*read_folder(path))
    if may_be_workbook(path):
        if kind in ("plan", "result"):
            advice = "give a JSON file or a folder of CSV files"
            raise ProblemError([_other_kind(str(path), path.name, advice, f"a {kind}")])
        return Reading(*read_problem_workbook(path))
    if path.suffix.lower() == ".csv":
        advice = "give the folder that holds the CSV files"
        raise ProblemError([_other_kind(str(path), path.name, advice)])
    document = parse(path.name, read_text(path))
    match _kind_of(path.name, document, kind):
        case "plan":
            return Reading(*read_plan(document))
        case "result":
            reading = Reading(*read_record(Result, document))
            return _plan_in(path.name, reading) if kind == "plan" else reading
    return Reading(*read_problem(document))


def _plan_in(file: str, reading: Reading) -> Reading:
    """The plan of a result."""
    if not isinstance(reading.value, Result):
        return reading
    if reading.value.plan is None:
        advice = f"the search ended with {reading.value.status}; solve again"
        raise ProblemError([_other_kind(file, "no plan", advice, "a plan: the result has none")])
    return Reading(reading.value.plan, ())


def _kind_of(file: str, document: Any, kind: Kind) -> str:
    """Whether a document is a problem or a plan, if it may be either or must be one."""
    fields = document if isinstance(document, dict) else {}
    told = fields.get("format")
    document_kind = _FORMATS.get(told) if isinstance(told, str) else None
    if told is None:
        document_kind = next((of for field, of in _TOLD_BY.items() if field in fields), None)
    if (kind, document_kind) == ("plan", "result"):
        return "result"
    if kind != "auto" and document_kind in (None, kind):
        return kind
    if document_kind is None or kind != "auto":
        wanted = "a problem, a plan or a result" if kind == "auto" else f"a {kind}"
        value = "no format" if told is None else str(told)
        advice = _ADVICE[kind] if document_kind else _SAY.format(_FORMAT_OF.get(kind, _ANY))
        raise ProblemError([_other_kind(file, value, advice, wanted)])
    return document_kind


def _other_kind(
    where: str, value: str, advice: str, wanted: str = "what can be read here"
) -> Fault:
    return fault("PD105", where, value, f"is not {wanted}", advice)
