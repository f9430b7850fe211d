"""Read what was uploaded: a problem in any of its forms."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pdsched.checks import beside, policy_of
from pdsched.errors import Fault, PdschedError, ProblemError, Severity
from pdsched.files import Reading, read
from pdsched.files.marking import Workbook
from pdsched.files.tables import TABLES
from pdsched.files.text import cannot
from pdsched.files.workbook_sheet import may_be_workbook
from pdsched.files.writing import write_files
from pdsched.generator.demo import read_demo
from pdsched.outside import (
    HEAD,
    UnreadableError,
    is_archive,
    packed,
    read_archive,
    read_bytes,
)
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.redaction import Redaction
from pdsched.serve.entries import told_faults
from pdsched.serve.tasks.given import redaction
from pdsched.serve.work import Line, Told

_COUNTED = ("schools", "staff", "trainers", "substitutes", "lessons", "courses", "needs")
_LEVEL = 3
"""Of compression: quick, for a district is 45 MB."""


def problem(arguments: dict[str, Any], told: Told) -> Line:
    """Read and check a problem, and keep it where ``target`` says, if it can be planned.

    Of a workbook one with its faults in their cells goes to ``marked``, where that is given.
    """
    del told
    with told_as_called(arguments):
        value, faults = _read(Path(arguments["path"]), arguments)
    return kept(value, tuple(_as_called(fault, arguments) for fault in faults), arguments)


@contextmanager
def told_as_called(arguments: Mapping[str, Any]) -> Iterator[None]:
    """Has faults tell files by the names that they came with, unless people are replaced.

    Raises:
        ProblemError: with the faults.
    """
    try:
        yield
    except ProblemError as error:
        raise ProblemError([_as_called(fault, arguments) for fault in error.faults]) from None


def _read(path: Path, arguments: Mapping[str, Any]) -> tuple[Problem | None, tuple[Fault, ...]]:
    policy = policy_of(arguments.get("policy"))
    if _is_packed_folder(path):
        path = _unpacked(path)
    if not may_be_workbook(path):
        return _checked(read(path, kind="problem"), policy)
    workbook = Workbook(path)
    value, faults = _checked(workbook.problem(), policy)
    if faults and arguments.get("marked"):
        workbook.mark(faults, Path(arguments["marked"]))
    return value, faults


def demo(arguments: dict[str, Any], told: Told) -> Line:
    """Keep the small district that comes with pdsched."""
    del told
    return kept(read_demo(), (), arguments)


def _checked(reading: Reading, policy: Policy) -> tuple[Problem | None, tuple[Fault, ...]]:
    if not isinstance(reading.value, Problem):
        return None, reading.faults
    return reading.value, beside(reading.value, policy, reading.faults)


def kept(value: Problem | None, faults: tuple[Fault, ...], arguments: dict[str, Any]) -> Line:
    """What the index says of a problem, which is kept if it is sound."""
    hide = redaction(arguments)
    if value is not None and hide is not None:
        value = hide(value)
        faults = tuple(_hidden(fault, hide) for fault in faults)
    sound = all(fault.severity is not Severity.ERROR for fault in faults)
    if value is not None and sound and (target := arguments.get("target")):
        write_files({Path(target): packed(value.to_json(), level=_LEVEL)})
    return {
        "name": value.name[:200] if value else "",
        "digest": value.digest() if value else "",
        "counts": {name: len(getattr(value, name)) for name in _COUNTED} if value else {},
        **told_faults(faults),
    }


def _is_packed_folder(path: Path) -> bool:
    """Whether a file is an archive and no workbook: then it may have the tables of a folder."""
    return path.is_file() and not may_be_workbook(path) and is_archive(_beginning(path))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _unpacked(path: Path) -> Path:
    """A folder with the tables in an archive.

    Raises:
        ProblemError: if it is damaged, or too large.
    """
    folder = path.with_name("unpacked")
    folder.mkdir()
    try:
        files = read_archive(read_bytes(path), _is_table).files
    except UnreadableError as error:
        raise ProblemError([cannot("read", path, error)]) from None
    for name, content in files.items():
        (folder / f"{_stem(name)}.csv").write_bytes(content)
    return folder


def _is_table(name: str) -> bool:
    return name.casefold().endswith(".csv") and _stem(name) in TABLES


def _stem(name: str) -> str:
    return name[: -len(".csv")].casefold()


def _as_called(fault: Fault, arguments: Mapping[str, Any]) -> Fault:
    """The fault with the name that a file came with, in place of ours, and not where it lies."""
    path = Path(arguments["path"])
    folder = path if path.is_dir() else path.parent
    fault = fault._replace(where=fault.where.replace(f"{folder}{os.sep}", ""))
    names = {} if arguments.get("key") else arguments.get("names", {})
    for name, called in names.items():
        if name != called and name in fault.where:
            where = called if fault.where.endswith(name) else fault.where.replace(name, called)
            value = called if fault.value == name else fault.value
            fault = fault._replace(where=where, value=value)
    return fault


def _hidden(fault: Fault, hide: Redaction) -> Fault:
    value, message = hide.sentence(fault.value), hide.sentence(fault.message)
    return fault._replace(value=value, message=message, advice=hide.sentence(fault.advice))


def survey(arguments: dict[str, Any], told: Told) -> Line:
    """A kept problem with the needs that the answers of a survey state.

    Raises:
        PdschedError: if people are replaced: answers name them as they are called.
    """
    del told
    from pdsched.serve.tasks.given import kept_problem
    from pdsched.survey import needs_from_survey

    if arguments.get("key"):
        raise PdschedError(
            "This service replaces people by pseudonyms, and a survey names them; put the needs "
            "into the problem with pdsched survey, and send that."
        )
    given = kept_problem(arguments)
    policy = policy_of(arguments.get("policy"))
    with told_as_called(arguments):
        reading = needs_from_survey(given, arguments["path"], policy=policy)
    value = reading.problem
    from pdsched.checks import check

    return kept(value, beside(value, policy, check(value)), arguments)
