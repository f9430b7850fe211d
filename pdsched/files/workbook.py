"""A workbook as a problem, with every fault by sheet, row and column."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.folder import assemble
from pdsched.files.sheet import Sheet, column_name
from pdsched.files.tables import TABLES
from pdsched.files.workbook_sheet import sheet_name, sheets_in, table_in
from pdsched.outside.workbook import WorkbookSheet
from pdsched.problem import Problem

OURS = ("read_me", "example", "faults")
"""Sheets of ours that hold nothing of a problem."""
_OF_A_PLAN = {"summary", "cover", "by_day", "open_needs"}


def read_problem_workbook(path: Path) -> tuple[Problem | None, tuple[Fault, ...]]:
    """The problem in a workbook, and all faults of its sheets.

    Raises:
        ProblemError: if it cannot be read, or holds a plan.
    """
    return problem_in(path, sheets_in(path))


def is_problem_workbook(path: Path) -> bool:
    """Whether a sheet of a workbook is called like a table of a problem.

    Raises:
        ProblemError: if it cannot be read.
    """
    return any(column_name(sheet.name) in TABLES for sheet in sheets_in(path))


def problem_in(
    path: Path, raw: Sequence[WorkbookSheet]
) -> tuple[Problem | None, tuple[Fault, ...]]:
    """The same of sheets that are read already."""
    read, faults = tables_in(path, raw)
    return assemble(read, faults, sheet_name) if read else (None, tuple(faults))


def tables_in(path: Path, raw: Sequence[WorkbookSheet]) -> tuple[dict[str, Sheet], list[Fault]]:
    """The sheets that are tables of a problem, by table, and the faults of the others.

    Raises:
        ProblemError: if it holds a plan.
    """
    if {column_name(sheet.name) for sheet in raw} >= _OF_A_PLAN:
        message = "is a plan written for people, from which none is read"
        advice = "give the plan as it was written besides, a .json file or a folder of CSV files"
        raise ProblemError([fault("PD105", str(path), path.name, message, advice)])
    tables, faults = _tables(raw)
    if not tables:
        message = "holds no sheet that is a table of a problem"
        advice = f"name the sheets by what they hold: {', '.join(TABLES)}; pdsched template makes a"
        advice += " workbook to fill in"
        empty = fault("PD105", str(path), path.name, message, advice)
        return {}, [empty, *faults]
    read = {table: table_in(table, sheet, sheet_name(table)) for table, sheet in tables.items()}
    return read, faults


def _tables(raw: Sequence[WorkbookSheet]) -> tuple[dict[str, WorkbookSheet], list[Fault]]:
    """The sheets by table, in the order of the tables, and the faults of their names."""
    tables: dict[str, WorkbookSheet] = {}
    faults: list[Fault] = []
    for sheet in raw:
        table, is_empty = column_name(sheet.name), len(sheet.rows) < 2
        if table in tables:
            message, advice = "is the name of two sheets", "keep one of the two"
            faults.append(fault("PD104", f"sheet {sheet.name}", sheet.name, message, advice))
        elif table in TABLES and not (sheet.hidden and is_empty):
            tables[table] = sheet
        elif table not in (*OURS, *TABLES) and sheet.rows and not sheet.hidden:
            faults.append(_stray(sheet.name, table))
    return {table: tables[table] for table in TABLES if table in tables}, faults


def _stray(name: str, table: str) -> Fault:
    if near := get_close_matches(table, TABLES, n=1, cutoff=0.8):
        message, advice = "is not a known table", f"call it {near[0]}, or take it out"
        return fault("PD107", f"sheet {name}", name, message, advice)
    message = "is no table of a problem and was not read"
    return fault("PD912", f"sheet {name}", name, message, "take it out if it is not meant")
