"""Where a command writes: refused before the work begins rather than after it."""

from __future__ import annotations

import os
from pathlib import Path

from pdsched.errors import PdschedError


def writable(output: Path, *inputs: Path) -> Path:
    """The output, if it can be written there and is none of the inputs.

    Raises:
        PdschedError: with a sentence that says why not.

    >>> writable(Path("no-such-folder/plan.json"))
    Traceback (most recent call last):
        ...
    pdsched.errors.PdschedError: no-such-folder/plan.json: there is no folder no-such-folder; \
create it or name another place
    """
    folder = output.absolute().parent
    shown = output.parent
    if not folder.exists():
        raise PdschedError(f"{output}: there is no folder {shown}; create it or name another place")
    if not folder.is_dir():
        raise PdschedError(f"{output}: {shown} is not a folder; name another place")
    if not os.access(folder, os.W_OK):
        raise PdschedError(f"{output}: nothing can be written to {shown}; name another place")
    for given in inputs:
        if output.exists() and given.exists() and output.samefile(given):
            raise PdschedError(f"{output}: is the input too; name another place")
    return output


def writable_file(output: Path, *inputs: Path) -> Path:
    """As `writable`, for an output that is one file.

    Raises:
        PdschedError: with a sentence that says why not.
    """
    if output.is_dir():
        raise PdschedError(f"{output}: is a folder; name a file")
    return writable(output, *inputs)
