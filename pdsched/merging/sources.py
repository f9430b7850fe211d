"""The sources of a merge: problems, dictionaries, files and folders, each of them perhaps a part.

A source is not asked for sense, which only the whole has: a list of staff has no calendar, and its
schools may stand elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from pdsched.checks import problem_of, read_record
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files import is_json, load_problem
from pdsched.files.fold import Folder, csv_name
from pdsched.files.folder import read_sheets, translated
from pdsched.files.jsontext import parse
from pdsched.files.sheet import Sheet, read_sheet
from pdsched.files.tables import TABLES
from pdsched.files.text import read_text
from pdsched.files.workbook import tables_in
from pdsched.files.workbook_sheet import may_be_workbook, sheet_name, sheets_in
from pdsched.merging.parts import KEYS, part
from pdsched.outside import Together
from pdsched.problem import Problem

GivenPart: TypeAlias = Problem | Mapping[str, Any] | str | Path
"""A problem, a dictionary of some of its fields, or a file or folder that holds some of them: also
one table as a CSV file of its name, or a workbook of some."""
_FORMAT: str = Problem.model_fields["format"].default
_PATH = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+\[\d+\])?")
"""A record as a message mentions it."""


class Source(NamedTuple):
    """What a source says, in the canonical form of each field, defaults left out."""

    name: str
    """How reports and faults call it."""
    document: dict[str, Any]
    place: Callable[[Fault], Fault]
    """Puts a fault of the document at the place where people find it."""


def read_sources(given: Sequence[GivenPart]) -> list[Source]:
    """All sources, the base first.

    Raises:
        ProblemError: with all faults of shape of all of them.
        TypeError: if one of them is something else.
    """
    sources, faults = [], list[Fault]()
    names = [_name(each, number) for number, each in enumerate(given)]
    for each, name in zip(given, names, strict=True):
        try:
            sources.append(_read(each, str(each) if names.count(name) > 1 else name))
        except ProblemError as error:
            faults += error.faults
    if faults:
        raise ProblemError(faults)
    return sources


def _name(given: GivenPart, number: int) -> str:
    if isinstance(given, str | Path):
        return Path(given).name or str(given)
    return f"others[{number - 1}]" if number else "base"


def _read(given: GivenPart, name: str) -> Source:
    if isinstance(given, Mapping):
        return _checked(name, dict(given), _below(name, "."))
    if not isinstance(given, str | Path):
        problem = problem_of(given)
        return Source(name, _plain(problem), _below(name, "."))
    path = Path(given)
    if path.is_dir():
        return _of_tables(name, *read_sheets(path), _below(name, "/"))
    if path.suffix.casefold() == ".csv" and path.stem.casefold() in TABLES:
        table = path.stem.casefold()
        in_source = _in_place_of(path.name, name)
        return _of_tables(name, {table: read_sheet(table, path, Together())}, [], in_source)
    if may_be_workbook(path):
        tables = tables_in(path, sheets_in(path))
        return _of_tables(name, *tables, _below(name, " "), sheet_name)
    if not is_json(path):
        return Source(name, _plain(load_problem(path)), _below(name, " "))
    document = parse(path.name, read_text(path))
    told = document.get("format", _FORMAT) if isinstance(document, dict) else _FORMAT
    if told != _FORMAT:
        advice = "only problems and parts of problems are merged"
        raise ProblemError([fault("PD105", name, str(told), "is not a problem", advice)])
    return _checked(name, document, _below(name, " "))


def _of_tables(
    name: str,
    sheets: Mapping[str, Sheet | None],
    faults: list[Fault],
    in_source: Callable[[Fault], Fault],
    called: Callable[[str], str] = csv_name,
) -> Source:
    folder = Folder(sheets, called)
    for table, sheet in sheets.items():
        faults += _of_sheet(table, sheet)
    faults += folder.faults

    def place(each: Fault) -> Fault:
        return in_source(translated(each, folder.origins, called))

    if errors := _errors(faults):
        raise ProblemError([in_source(each) for each in errors])
    return _checked(name, folder.document, place)


def _of_sheet(table: str, sheet: Sheet | None) -> list[Fault]:
    """The faults of a table; columns that another source may have are none."""
    keys = KEYS.get(table, () if table == "calendar" else None)
    faults = sheet.faults if sheet else ()
    return [each for each in faults if each.code != "PD106" or keys is None or each.value in keys]


def _checked(name: str, document: Any, place: Callable[[Fault], Fault]) -> Source:
    read, faults = read_record(part(), document)
    if errors := _errors(faults):
        raise ProblemError([place(each) for each in errors])
    assert read is not None
    return Source(name, _plain(read), place)


def _plain(problem: Problem) -> dict[str, Any]:
    return problem.model_dump(mode="json", exclude_defaults=True)


def _errors(faults: Sequence[Fault]) -> list[Fault]:
    return [each for each in faults if each.severity is Severity.ERROR]


def _in_place_of(file: str, name: str) -> Callable[[Fault], Fault]:
    """Puts the name of the source in place of that of its file."""
    return lambda each: each._replace(where=name + each.where.removeprefix(file))


def _below(name: str, apart: str) -> Callable[[Fault], Fault]:
    """Puts the name of the source before the place of a fault, and before the records it names."""

    def place(each: Fault) -> Fault:
        message = _PATH.sub(lambda match: f"{name}{apart}{match[0]}", each.message)
        return each._replace(where=f"{name}{apart}{each.where}", message=message)

    return place
