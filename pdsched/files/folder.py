"""A folder of CSV files as a problem, with every fault by file, row and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from pdsched.checks import read_problem
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.fold import Folder, Origin, csv_name
from pdsched.files.sheet import Sheet, read_sheet
from pdsched.files.tables import REQUIRES, TABLES
from pdsched.files.text import cannot
from pdsched.files.workbook_sheet import may_be_workbook, read_one_table
from pdsched.outside import Together, TooLargeError
from pdsched.outside.workbook import NAMES
from pdsched.problem import Problem

_WORKBOOKS = (*NAMES, ".numbers")
_STEP = re.compile(r"(?:\.?\w+|\[[^\]]*\])$")
_ELSEWHERE = {"periods": "periods", "available": "availability"}
"""Fields that a record needs and another table holds."""


def read_folder(path: Path) -> tuple[Problem | None, tuple[Fault, ...]]:
    """The problem in a folder, and all faults of its files."""
    try:
        sheets, faults = read_sheets(path)
    except ProblemError as error:
        return None, error.faults
    return assemble(sheets, faults, csv_name)


def read_sheets(path: Path) -> tuple[dict[str, Sheet | None], list[Fault]]:
    """The tables of a folder, ``None`` for one that cannot be read, and the faults of its files.

    Raises:
        ProblemError: if it has no table, or all of them are too large together.
    """
    files, faults = _tables(path)
    if not files:
        wanted = ", ".join(f"{name}.csv" for name in TABLES)
        message = "holds no table of a problem"
        empty = fault("PD105", str(path), path.name, message, f"it can hold {wanted}")
        raise ProblemError([empty, *faults])
    sheets: dict[str, Sheet | None] = {}
    together = Together()
    for table, file in files.items():
        try:
            if may_be_workbook(file):
                sheets[table] = read_one_table(table, file)
            else:
                sheets[table] = read_sheet(table, file, together)
        except TooLargeError as error:
            raise ProblemError([*faults, cannot("read", path, error)]) from None
        except ProblemError as error:
            sheets[table] = None
            faults += error.faults
    return sheets, faults


def assemble(
    sheets: Mapping[str, Sheet | None], faults: list[Fault], called: Callable[[str], str]
) -> tuple[Problem | None, tuple[Fault, ...]]:
    """The problem in some tables, and all faults of them; ``called`` is as for `Folder`."""
    folder = Folder(sheets, called)
    for sheet in sheets.values():
        faults += sheet.faults if sheet else ()
    problem, faults_of_problem = read_problem(folder.document)
    faults += folder.faults
    faults += (
        translated(each, folder.origins, called)
        for each in faults_of_problem
        if _ours(each, folder, sheets)
    )
    wrong = any(each.severity == "error" for each in faults)
    return None if wrong and problem is None else problem, tuple(_errors_first(faults))


def _errors_first(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda each: each.severity != "error")


def _tables(path: Path) -> tuple[dict[str, Path], list[Fault]]:
    """The files of the folder by table, and the faults of their names."""
    files: dict[str, Path] = {}
    faults: list[Fault] = []
    try:
        all_files = list(path.iterdir())
    except OSError as error:
        raise ProblemError([cannot("read", path, error)]) from None
    csv_files = [file for file in all_files if file.suffix.lower() == ".csv"]
    for file in sorted(csv_files, key=lambda file: (file.name != file.name.casefold(), file.name)):
        table = file.stem.casefold()
        if table in TABLES and table not in files:
            files[table] = file
        else:
            faults.append(_stray(file, files))
    for file in sorted(all_files):
        # A workbook in place of a file; one that cannot be read is no table that is missing.
        if file.stem.casefold() in TABLES and file.suffix.casefold() in _WORKBOOKS:
            files.setdefault(file.stem.casefold(), file)
    return files, faults


def _stray(file: Path, files: Mapping[str, Path]) -> Fault:
    """The fault of a CSV file that is not read: an error if its name was probably mistyped."""
    table = file.stem.casefold()
    if table in files:
        message = f"is the same table as {files[table].name}"
        return fault("PD104", file.name, file.name, message, "keep one of the two")
    if near := get_close_matches(table, TABLES, n=1, cutoff=0.8):
        message = "is not a known table"
        advice = f"call it {near[0]}.csv, or move it elsewhere"
        return fault("PD107", file.name, file.name, message, advice)
    message = "is no table of a problem and was not read"
    return fault("PD912", file.name, file.name, message, "move it elsewhere if it is not meant")


def _ours(fault: Fault, folder: Folder, sheets: Mapping[str, Sheet | None]) -> bool:
    """Whether a fault is not a mere consequence of a file or column that is missing."""
    if fault.code == "PD108" and fault.value == "null":
        return False  # no cell is null: it stands for a table that could not be read
    origin, field = _source(fault.where, folder.origins)
    sheet = sheets.get(origin.table) if origin else None
    return not (sheet and fault.code == "PD106" and _column(origin, field) in sheet.lacking)


def translated(
    fault: Fault, origins: Mapping[str, Origin], called: Callable[[str], str] = csv_name
) -> Fault:
    """The fault with file, row and column in place of the JSON path, also in its message."""
    origin, field = _source(fault.where, origins)
    where = _place(origin, field, called) if origin else called(fault.where.split("[")[0])
    message = _PATH.sub(lambda match: _mention(match[0], origins), fault.message)
    advice = fault.advice
    if advice == _BY_NAME:
        by = "class" if field.startswith("class_days_before") else "topic"
        advice = _IN_CELL.format(by)
    return fault._replace(where=where, message=message, advice=advice)


_BY_NAME = 'write it as {"name": 2}'
"""Advice that is another for a cell than for JSON."""
_IN_CELL = "write it as {}=2, several joined by |, each once"
_PATH = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+\[\d+\])?")


def _mention(path: str, origins: Mapping[str, Origin]) -> str:
    return origins[path].at(None) if path in origins else path


def _source(where: str, origins: Mapping[str, Origin]) -> tuple[Origin | None, str]:
    """The row that holds a JSON path, and the rest of the path."""
    for path in _prefixes(where):
        if path in origins:
            return origins[path], where[len(path) :].lstrip(".")
    return None, where


def _prefixes(where: str) -> Iterator[str]:
    """The path itself, then ever shorter beginnings of it."""
    while where:
        yield where
        match = _STEP.search(where)
        where = where[: match.start()] if match else ""


def _place(origin: Origin, field: str, called: Callable[[str], str]) -> str:
    name = field.split("[")[0].split(".")[0]
    if name in _ELSEWHERE and origin.table != _ELSEWHERE[name]:
        return f"{origin.at(None)}, see {called(_ELSEWHERE[name])}"
    return origin.at(_column(origin, field))


def _column(origin: Origin | None, field: str) -> str | None:
    """The column that holds a field of a record."""
    if origin is None:
        return None
    if origin.table in _VALUES:
        return field.partition(".")[0] or _VALUES[origin.table]
    first, _, rest = field.replace("[", ".").partition(".")
    if first == "cycle" and rest:
        return f"cycle_{rest.partition('.')[0]}"
    if origin.table == "prerequisites":
        return REQUIRES.get(first, first)
    return first or None


_VALUES = {"days": "date", "problem": "name"}
"""Tables of which one column holds the value itself, where no field of a record is meant."""
