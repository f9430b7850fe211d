"""The public names: which they are, and that each says what it does."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

import pdsched
import pdsched.plan
import pdsched.problem
import pdsched.survey
from pdsched.homes import HOMES

ROOT = Path(pdsched.__file__).parent
API = [
    "AbsenceFile",
    "Answer",
    "Approval",
    "ApprovalState",
    "Approvals",
    "Blackout",
    "Calendar",
    "CalendarFile",
    "Champions",
    "Change",
    "ChangeKind",
    "Changes",
    "ColleagueCovers",
    "Course",
    "Cover",
    "CoverKind",
    "Cycle",
    "CycleDate",
    "CycleKind",
    "DayKind",
    "DistrictOutcome",
    "Engagement",
    "EngagementPin",
    "Fault",
    "Frame",
    "GeneratorArgumentError",
    "GoalGain",
    "GoalPrice",
    "GoalResult",
    "Half",
    "HalfDays",
    "Kept",
    "KeptCover",
    "KeptSession",
    "Knob",
    "KnobPrice",
    "Kpi",
    "KpiChange",
    "KpiComparison",
    "Kpis",
    "Ledger",
    "LedgerEntry",
    "Lesson",
    "LessonPrice",
    "LevelStep",
    "MadeUnder",
    "MatchedBy",
    "Meeting",
    "MergeReport",
    "MergeTally",
    "Merged",
    "Modality",
    "Need",
    "Note",
    "NoticeFill",
    "Pair",
    "PairKind",
    "Part",
    "Payback",
    "PdschedError",
    "Period",
    "PersonChange",
    "PersonLeft",
    "PersonMatch",
    "PinKind",
    "Plan",
    "PlanDifference",
    "PlanRejectedError",
    "Policy",
    "Prerequisite",
    "PriceList",
    "Prices",
    "Problem",
    "ProblemError",
    "Progress",
    "Proof",
    "ProtectedTime",
    "RecordError",
    "Redaction",
    "Release",
    "ReleaseChange",
    "ReleaseRisk",
    "ReplanAnswer",
    "Reserve",
    "Result",
    "Role",
    "Room",
    "RuleInstance",
    "Run",
    "Scenario",
    "Scenarios",
    "School",
    "SchoolRisk",
    "SearchParams",
    "Series",
    "Session",
    "SessionChange",
    "SessionPin",
    "Severity",
    "Share",
    "Simulation",
    "SolverError",
    "Spread",
    "StaffMember",
    "StartRejectedError",
    "State",
    "StateDistrict",
    "StateResult",
    "Status",
    "Substitute",
    "Term",
    "Timetable",
    "TimetableLesson",
    "TimetablePeriod",
    "TimetableRoom",
    "Told",
    "TracePoint",
    "Trainer",
    "Travel",
    "UnmetNeed",
    "Violation",
    "VisitPrice",
    "Weekday",
    "WeekdayFill",
    "Window",
    "alternatives",
    "approve",
    "check",
    "compare",
    "difference",
    "explain",
    "generate",
    "generate_state",
    "kpis",
    "ledger",
    "load",
    "load_approvals",
    "load_changes",
    "load_plan",
    "load_policy",
    "load_problem",
    "load_state",
    "merge",
    "price",
    "ray_executor",
    "read_table",
    "redacted",
    "replan",
    "save",
    "save_absences",
    "save_binder",
    "save_calendars",
    "save_report",
    "save_state",
    "scenarios",
    "score",
    "simulate",
    "solve",
    "solve_many",
    "solve_state",
    "start",
    "unmet",
    "verify",
    "why",
    "why_not",
    "with_approvals",
    "with_previous",
]
FUNCTIONS = [name for name in API if name.islower()]
WHOLE = (pdsched.Problem, pdsched.Policy, pdsched.SearchParams)
"""What they are made of is in `pdsched.problem`, `pdsched.policy` and `pdsched.params`."""


def test_api_is_pinned() -> None:
    """The public names are these, and a new one is added on purpose."""
    assert pdsched.__all__ == API


def test_dir_lists_the_api() -> None:
    """``dir`` shows a notebook user the names before any of them is loaded."""
    assert set(API) <= set(dir(pdsched))


@pytest.mark.parametrize("name", API)
def test_name_says_what_it_is(name: str) -> None:
    """Each public name can be imported and has a docstring of its own."""
    docstring = inspect.cleandoc(getattr(pdsched, name).__doc__)

    assert docstring.splitlines()[0].endswith((".", ":", ";"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_shows_how_it_is_used(name: str) -> None:
    """Each public function has an example, which Sybil runs."""
    assert ">>> " in getattr(pdsched, name).__doc__


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_is_annotated(name: str) -> None:
    """Each public function says the types of all it takes and gives."""
    signature = inspect.signature(getattr(pdsched, name))
    annotations = [p.annotation for p in signature.parameters.values()]

    assert inspect.Signature.empty not in [*annotations, signature.return_annotation]


def functions(module: ModuleType) -> list[Any]:
    """The public functions of a module."""
    public = (getattr(module, name) for name in module.__all__)
    return [each for each in public if inspect.isfunction(each)]


def classes(hint: Any) -> Iterator[type]:
    """The classes of ours in an annotation."""
    if isinstance(hint, list):
        for part in hint:
            yield from classes(part)
    elif isinstance(hint, type) and hint.__module__.startswith("pdsched."):
        yield hint
    for part in get_args(hint):
        yield from classes(part)


def hints(values: Iterable[Any]) -> Iterator[type]:
    """The classes of ours in the annotations of functions and classes."""
    for value in values:
        for name, hint in get_type_hints(value).items():
            if not name.startswith("_") and name != "old":  # names of the last version
                yield from classes(hint)


def parts(record: type) -> Iterator[type]:
    """The classes of ours that the fields, properties and methods of a class name."""
    yield from hints([record])
    for name, member in vars(record).items():
        function = member.fget if isinstance(member, property) else inspect.unwrap(member)
        function = getattr(function, "__func__", function)
        if not name.startswith("_") and inspect.isfunction(function):
            yield from hints([function])


def raised(function: Any) -> set[str]:
    """The errors of which a function says that it raises them, but for those of Python."""
    section = re.search(r"^Raises:\n((?:    .*\n?)+)", inspect.getdoc(function) or "", re.MULTILINE)
    names = re.findall(r"^    (\w+): ", section[1], re.MULTILINE) if section else []
    return set(names) - set(dir(builtins))


def of_functions(module: ModuleType) -> set[str]:
    """The names of what functions take, give and raise, of the parts of that, and their parts."""
    found, ahead = set[type](), set(hints(functions(module)))
    while ahead:
        record = ahead.pop()
        found.add(record)
        if record not in WHOLE:
            ahead |= set(parts(record)) - found
    return {record.__name__ for record in found}.union(*map(raised, functions(module)))


def test_what_functions_take_give_and_raise_can_be_imported() -> None:
    """So can the parts of what they give, and their parts."""
    names = of_functions(pdsched)

    assert {"Progress", "GoalResult", "LedgerEntry", "Half", "SolverError"} <= names
    assert names - set(API) == set()


def test_what_functions_of_surveys_take_and_give_can_be_imported() -> None:
    """From their own room, but for the API and the records of a problem."""
    survey, problem = pdsched.survey.__all__, pdsched.problem.__all__

    assert of_functions(pdsched.survey) - {*survey, *API, *problem} == set()


def test_type_checkers_read_the_same_names() -> None:
    """What stands under `TYPE_CHECKING` is what a name leads to when it is first used."""
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    [block] = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    read = {
        (f"{node.module}", alias.name, alias.asname)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    homes = {(f"pdsched.{home}", name, name) for name, home in HOMES.items()}

    assert homes <= read
    assert {name for _, name, _ in read - homes} == {*pdsched._RENAMED}


@pytest.mark.parametrize(("name", "now"), pdsched._RENAMED.items())
def test_old_names_lead_to_the_new_ones(name: str, now: str) -> None:
    """An old name is the same thing as the name in its place, and warns."""
    home, _, new = now.rpartition(".")
    with pytest.warns(DeprecationWarning, match=rf"pdsched\.{name} is now {re.escape(now)};"):
        old = getattr(pdsched, name)

    assert old is getattr(import_module(home), new)
    assert name not in dir(pdsched)


def test_keep_of_the_plan_warns() -> None:
    """The function under its old name does the same, with a warning."""
    given = pdsched.Problem.model_validate(
        {"calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}}
    )
    with pytest.warns(DeprecationWarning, match=r"plan\.keep is now pdsched\.with_previous"):
        assert pdsched.plan.keep(given, pdsched.Plan()) == given


def test_the_entry_of_a_ledger_has_a_longer_name() -> None:
    """Under its old name it is the same, with a warning."""
    accounts = import_module("pdsched.accounts")
    with pytest.warns(DeprecationWarning, match=r"is now pdsched\.LedgerEntry"):
        assert accounts.Entry is pdsched.LedgerEntry
    with pytest.raises(AttributeError, match="no attribute 'Entries'"):
        _ = accounts.Entries


def test_unknown_name_is_an_attribute_error() -> None:
    """A name that does not exist is refused like that of any module."""
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        getattr(pdsched, "slove")  # noqa: B009 - a type checker knows it, too


def test_version_is_that_of_the_package() -> None:
    """The version in the code is the version in the package's metadata."""
    assert pdsched.__version__ == version("pdsched")


def test_map_names_every_room() -> None:
    """The package docstring has one line for each room, and no line for another."""
    rooms = {p.stem for p in ROOT.glob("*.py")} | {
        p.parent.name for p in ROOT.glob("*/__init__.py")
    }
    lines = inspect.cleandoc(pdsched.__doc__ or "").splitlines()
    named = {line.split("`")[1] for line in lines if line.startswith("- `")}

    assert named == {f"pdsched.{room}" for room in rooms - {"__init__", "__main__"}}
