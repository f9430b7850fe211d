"""Reading a problem, a plan, a result or an answer, told apart by what the file says it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NamedTuple, overload

from pdsched.answer import Answer, ReplanAnswer
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

Kind = Literal["auto", "problem", "plan", "result", "answer"]
_FORMATS = {
    "pdsched-problem": "problem",
    "pdsched-plan": "plan",
    "pdsched-result": "result",
    "pdsched-answer": "answer",
}
_FORMAT_OF = {kind: f'"{name}"' for name, kind in _FORMATS.items()}
_ANY = f"one of {', '.join(_FORMAT_OF.values())}"
_SAY = 'a file says what it is by "format": {}'
_ADVICE = {
    "problem": "give the problem, such as the one for which a plan was made",
    "plan": "give the plan, or the result that holds it",
    "result": "give the result of a search, as `save` writes it",
    "answer": "give the answer to a question, as `save` writes it",
}
_A = {"problem": "a problem", "plan": "a plan", "result": "a result", "answer": "an answer"}
_TOLD_BY = {"calendar": "problem", "sessions": "plan", "releases": "plan"}
"""Fields that tell a document apart which does not say what it is."""


class Reading(NamedTuple):
    """What was read, and everything there is to say about it, warnings too."""

    value: Problem | Plan | Result | Answer | None
    """``None`` if the input has not the shape of a problem, plan, result or answer."""
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
def load(path: str | Path, *, kind: Literal["answer"]) -> Answer: ...
@overload
def load(path: str | Path, *, kind: Kind = "auto") -> Problem | Plan | Result | Answer: ...
def load(path: str | Path, *, kind: Kind = "auto") -> Problem | Plan | Result | Answer:
    """What a JSON file holds, or the problem or plan in a folder of CSV files.

    A JSON file holds a problem, a plan, a result or an answer.

    A problem may also be a workbook: .xlsx, .xlsm, .xlsb, .ods or .xls.

    For a file that may be any of them; `load_problem` and `load_plan` say which one they give. A
    JSON file may be compressed by gzip, whatever its name.

    Args:
        path: The file or folder.
        kind: ``problem``, ``plan``, ``result`` or ``answer`` to refuse the others; by default what
            the file says that it is. Who asks for a plan is given that of a result or an answer.

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
    """The plan in a JSON file, also in that of a result or an answer, or in a folder of CSV files.

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
        if kind in ("result", "answer"):
            advice = f"{_A[kind]} is one JSON file"
            raise ProblemError([_other_kind(str(path), path.name, advice)])
        if kind == "plan" or (kind == "auto" and is_plan_folder(path)):
            return Reading(*read_plan_folder(path))
        return Reading(*read_folder(path))
    if may_be_workbook(path):
        if kind in ("plan", "result", "answer"):
            advice = "give a JSON file or a folder of CSV files"
            raise ProblemError([_other_kind(str(path), path.name, advice, _A[kind])])
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
        case "answer":
            kind_of_answer = ReplanAnswer if "told" in document else Answer
            reading = Reading(*read_record(kind_of_answer, document))
            return _plan_in(path.name, reading) if kind == "plan" else reading
    return Reading(*read_problem(document))


def _plan_in(file: str, reading: Reading) -> Reading:
    """The plan of a result or an answer."""
    value = reading.value
    if not isinstance(value, Result | Answer):
        return reading
    if value.plan is None:
        if isinstance(value, Result):
            advice = f"the search ended with {value.status}; solve again"
            wanted = "a plan: the result has none"
        else:
            advice, wanted = "give the plan that was asked about", "a plan: the answer has none"
        raise ProblemError([_other_kind(file, "no plan", advice, wanted)])
    return Reading(value.plan, ())


def _kind_of(file: str, document: Any, kind: Kind) -> str:
    """What a document is, if it may be anything or must be one kind."""
    fields = document if isinstance(document, dict) else {}
    told = fields.get("format")
    document_kind = _FORMATS.get(told) if isinstance(told, str) else None
    if told is None:
        document_kind = next((of for field, of in _TOLD_BY.items() if field in fields), None)
    if kind == "plan" and document_kind in ("result", "answer"):
        return document_kind
    if kind != "auto" and document_kind in (None, kind):
        return kind
    if document_kind is None or kind != "auto":
        wanted = "a problem, a plan, a result or an answer" if kind == "auto" else _A[kind]
        value = "no format" if told is None else str(told)
        advice = _ADVICE[kind] if document_kind else _SAY.format(_FORMAT_OF.get(kind, _ANY))
        raise ProblemError([_other_kind(file, value, advice, wanted)])
    return document_kind


def _other_kind(
    where: str, value: str, advice: str, wanted: str = "what can be read here"
) -> Fault:
    return fault("PD105", where, value, f"is not {wanted}", advice)
