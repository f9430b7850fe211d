"""A folder of CSV files as a plan, and back: a table for each list of its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pdsched.checks import read_plan
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.cells import read_cell
from pdsched.files.fold import Origin, csv_name
from pdsched.files.folder import translated
from pdsched.files.sheet import Sheet, read_sheet
from pdsched.files.tables import PLAN_TABLES, TABLES
from pdsched.files.text import cannot
from pdsched.files.unfold import table_text
from pdsched.outside import Together, TooLargeError
from pdsched.plan import Plan

HEAD = "plan"
"""The table of one row: which problem the plan answers, and under which policy."""


def is_plan_folder(path: Path) -> bool:
    """Whether a folder holds tables of a plan, and none of a problem."""
    try:
        tables = {file.stem.casefold() for file in path.iterdir() if _is_csv(file)}
    except OSError:
        return False
    return not tables & {*TABLES} and bool(tables & {*PLAN_TABLES})


def holds_other(kind: str, path: Path) -> str:
    """Whether a folder where a plan or problem is to go holds the other: its name, or nothing.

    >>> holds_other("plan", Path("no-such-folder"))
    ''
    """
    if kind == "problem":
        return "plan" if is_plan_folder(path) else ""
    tables = {file.stem.casefold() for file in path.glob("*") if _is_csv(file)}
    return "problem" if tables & {*TABLES} else ""


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"


def read_plan_folder(path: Path) -> tuple[Plan | None, tuple[Fault, ...]]:
    """The plan in a folder, and all faults of its files.

    Raises:
        ProblemError: if a file cannot be read, or the folder holds no table of a plan.
    """
    if not is_plan_folder(path):
        wanted = ", ".join(f"{name}.csv" for name in PLAN_TABLES)
        message = "holds no table of a plan, or also those of a problem"
        raise ProblemError([fault("PD105", str(path), str(path), message, f"it holds {wanted}")])
    sheets: dict[str, Sheet] = {}
    faults: list[Fault] = []
    together = Together()
    for file in sorted(filter(_is_csv, path.iterdir())):
        table = file.stem.casefold()
        if table not in PLAN_TABLES:
            message = "is no table of a plan and was not read"
            advice = "move it elsewhere if it is not meant"
            faults.append(fault("PD912", file.name, file.name, message, advice))
            continue
        try:
            sheets[table] = read_sheet(table, file, together)
        except TooLargeError as error:
            raise ProblemError([cannot("read", path, error)]) from None
    return assemble_plan(sheets, faults, csv_name)


def assemble_plan(
    sheets: Mapping[str, Sheet], faults: list[Fault], called: Callable[[str], str]
) -> tuple[Plan | None, tuple[Fault, ...]]:
    """The plan in some tables, and all faults of them; ``called`` is as for `Folder`."""
    document: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    lacking: set[str] = set()
    for table, sheet in sheets.items():
        faults += sheet.faults
        lacking |= {f"{sheet.file} {name}" for name in sheet.lacking}
        records = [_record(table, row.cells, sheet.lacking) for row in sheet.rows]
        for number, row in enumerate(sheet.rows):
            origins[f"{table}[{number}]"] = Origin(table, sheet.file, row.number)
        if table != HEAD:
            document[table] = records
        elif len(records) == 1:
            document |= _head(records[0])
        else:
            advice = "keep one row"
            faults.append(fault("PD114", sheet.file, table, "has not one row", advice))
    plan, shape = read_plan(document)
    placed = (translated(each, origins, called) for each in shape)
    # A column that is not there is told once, and not for each row.
    faults += (f for f in placed if f"{f.where.split(' row ')[0]} {f.value}" not in lacking)
    faults.sort(key=lambda each: each.severity != "error")
    wrong = any(each.severity == "error" for each in faults)
    return None if wrong else plan, tuple(faults)


def _record(table: str, cells: Mapping[str, str], lacking: frozenset[str]) -> dict[str, Any]:
    columns = {column.name: column for column in PLAN_TABLES[table]}
    blank = {name: None for name, column in columns.items() if column.nullable} if cells else {}
    known = ((columns[name].cell, name, text) for name, text in cells.items() if name in columns)
    read = {name: read_cell(cell, text) for cell, name, text in known}
    return {name: value for name, value in {**blank, **read}.items() if name not in lacking}


def _head(record: Mapping[str, Any]) -> dict[str, Any]:
    head: dict[str, Any] = {"problem": record.get("problem", "")}
    if "policy" in record or "policy_digest" in record:
        head["policy"] = {
            "name": record.get("policy", ""),
            "digest": record.get("policy_digest", ""),
        }
    return head


def plan_tables(plan: Plan) -> dict[str, str]:
    """The text of each table of a plan, by its name.

    >>> plan_tables(Plan(problem="d1"))["plan"].splitlines()
    ['problem,policy,policy_digest', 'd1,,']
    """
    return {name: table_text(PLAN_TABLES[name], rows) for name, rows in plan_rows(plan)}


def plan_rows(plan: Plan) -> Iterator[tuple[str, Iterator[Mapping[str, Any]]]]:
    """The records of each table of a plan, as JSON has them."""
    document = plan.model_dump(mode="json")
    made = document["policy"] or {}
    document[HEAD] = [
        {
            "problem": plan.problem,
            "policy": made.get("name"),
            "policy_digest": made.get("digest"),
        }
    ]
    for name in PLAN_TABLES:
        yield name, iter(document[name])
