"""Where a command writes: refused before the work begins rather than after it."""

from __future__ import annotations

import os
from pathlib import Path

from pdsched.errors import PdschedError


def for_page(output: Path, *inputs: Path) -> Path:
    """The output, if a file can be written there and it is none of the inputs.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> for_page(Path("no-such-folder/page.html"))
    Traceback (most recent call last):
    pdsched.errors.PdschedError: no-such-folder/page.html: there is no folder no-such-folder; ...
    """
    if output.is_dir():
        raise PdschedError(f"{output}: is a folder; name a file")
    return _writable(output, inputs)


def for_folder(output: Path) -> Path:
    """The output, if it is a folder or one can be made there.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> for_folder(Path("no-such-folder/plans"))
    Traceback (most recent call last):
    pdsched.errors.PdschedError: no-such-folder/plans: there is no folder no-such-folder; ...
    """
    if output.is_file():
        raise PdschedError(f"{output}: is a file; name a folder")
    return _writable(output, ())


def for_workbook(output: Path, *inputs: Path) -> Path:
    """As `for_page`, for a workbook.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> for_workbook(Path("marked.ods"))
    Traceback (most recent call last):
    pdsched.errors.PdschedError: marked.ods: a workbook is written as .xlsx; name it marked.xlsx
    """
    if output.suffix.casefold() != ".xlsx":
        raise PdschedError(
            f"{output}: a workbook is written as .xlsx; name it {output.with_suffix('.xlsx')}"
        )
    return for_page(output, *inputs)


def for_plan(output: Path, *inputs: Path) -> Path:
    """As `for_page`, for a plan, which is one JSON file or a folder of CSV files.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> for_plan(Path("plan.txt"))
    Traceback (most recent call last):
    pdsched.errors.PdschedError: plan.txt: a plan is a JSON file or a folder of CSV files; ...
    """
    return _for_records("plan", output, inputs)


def for_problem(output: Path, *inputs: Path) -> Path:
    """As `for_page`, for a problem: a JSON file, a workbook or a folder of CSV files.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> for_problem(Path("district")).name
    'district'
    """
    return _for_records("problem", output, inputs)


def for_result(output: Path, *others: Path) -> Path:
    """As `for_page`, for a result, which is one JSON file, and none of those read or written.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> for_result(Path("plan.json"), Path("plan.json"))
    Traceback (most recent call last):
    pdsched.errors.PdschedError: plan.json: is read or written as well; name another place
    """
    if not _is_json(output):
        raise PdschedError(f"{output}: a result is one JSON file; let its name end in .json")
    if any(output.resolve() == other.resolve() for other in others):
        raise PdschedError(f"{output}: is read or written as well; name another place")
    return for_page(output, *others)


def _for_records(kind: str, output: Path, inputs: tuple[Path, ...]) -> Path:
    from pdsched.files import holds_other

    _writable(output, inputs)
    if output.is_dir() and (other := holds_other(kind, output)):
        raise PdschedError(f"{output}: holds the tables of a {other}; name another folder")
    is_book = kind == "problem" and output.suffix.casefold() == ".xlsx"
    if output.is_dir() or not output.suffix or _is_json(output) or is_book:
        return output
    what, ends = ("JSON file", ".json") if kind == "plan" else _WAYS
    raise PdschedError(
        f"{output}: a {kind} is a {what} or a folder of CSV files; give it a name that ends in "
        f"{ends}, or one without an ending"
    )


_WAYS = ("JSON file, a workbook", ".json or .xlsx")


def _is_json(output: Path) -> bool:
    from pdsched.files import is_json

    return is_json(output)


def _writable(output: Path, inputs: tuple[Path, ...]) -> Path:
    folder, shown = output.absolute().parent, output.parent
    if not folder.exists():
        raise PdschedError(f"{output}: there is no folder {shown}; create it or name another place")
    if not folder.is_dir():
        raise PdschedError(f"{output}: {shown} is not a folder; name another place")
    if not os.access(folder, os.W_OK):
        raise PdschedError(f"{output}: nothing can be written to {shown}; name another place")
    if output.exists() and not (output.is_file() or output.is_dir()):
        raise PdschedError(f"{output}: is a device or a pipe, and no file; name another place")
    for given in inputs:
        if output.exists() and given.exists() and output.samefile(given):
            raise PdschedError(f"{output}: is the input too; name another place")
    return output
