"""What was uploaded, as files of ours: the names that they came with are told, and are no paths."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from starlette.datastructures import UploadFile

from pdsched.files.tables import TABLES
from pdsched.outside.workbook import NAMES
from pdsched.printable import on_one_line
from pdsched.serve.troubles import TroubleError

_ENDINGS = (*NAMES, ".json", ".json.gz", ".csv", ".zip", ".toml")
_LONGEST = 100


def keep_uploads(uploads: Sequence[UploadFile], folder: Path) -> tuple[Path, dict[str, str]]:
    """Write what was uploaded into a folder.

    Returns:
        The one file, or the folder of several; and, by its name there, what each was called.

    Raises:
        TroubleError: if there is none.
    """
    if not uploads:
        raise TroubleError(422, "There is no file in this; send one as the field `file`.")
    names: dict[str, str] = {}
    for number, upload in enumerate(uploads, 1):
        told = _told(upload.filename or "")
        name = _table(told) if len(uploads) > 1 else None
        if name is None or name in names:
            name = f"upload-{number}{_ending(told)}"
        names[name] = told or name
        with (folder / name).open("xb") as file:
            shutil.copyfileobj(upload.file, file, 2**20)
    return (folder if len(names) > 1 else folder / next(iter(names))), names


def _told(name: str) -> str:
    """The last part of a name, short, and on one line."""
    return on_one_line(PurePosixPath(name.replace("\\", "/")).name)[:_LONGEST]


def _ending(name: str) -> str:
    return next((ending for ending in _ENDINGS if name.casefold().endswith(ending)), "")


def _table(name: str) -> str | None:
    """The name of a file that holds a table of a problem."""
    stem, _, ending = name.casefold().rpartition(".")
    return f"{stem}.{ending}" if stem in TABLES and f".{ending}" in (".csv", *NAMES) else None
