"""Bytes that go out: written beside their place, down to the disk, before they take its name."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

_SYSTEM = 9
"""Place of the byte that names the system on which a file was compressed."""


def write_draft(
    draft: Path,
    data: bytes | Iterable[bytes],
    path: Path,
    *,
    mode: Literal["xb", "wb"] = "xb",
    hold: Callable[[IO[bytes]], object] | None = None,
) -> None:
    """Writes what is to take the place of a file, with the permissions of that file.

    ``draft.replace(path)`` then puts it there, so that whoever reads the file finds the old bytes
    or the new ones, whatever ends the process on the way.

    Args:
        draft: where the bytes are until then, in the same folder; nothing is left there where
            they cannot be written.
        data: all bytes, or one piece after the other.
        path: the place that they are for, whether there is a file by now or not.
        mode: ``"wb"`` where a draft that is there already may be written over.
        hold: called with the open file before anything is written, as to lock it.

    Raises:
        OSError: if they cannot be written.
    """
    try:
        with draft.open(mode) as file:
            if hold is not None:
                hold(file)
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def packed(text: str, *, level: int = 6) -> bytes:
    """A text in UTF-8, compressed by gzip; equal texts give equal bytes, on all systems.

    `read_bytes` unpacks it.

    >>> gzip.decompress(packed("x" * 1000)) == b"x" * 1000, len(packed("x" * 1000)) < 50
    (True, True)
    """
    data = gzip.compress(text.encode(), compresslevel=level, mtime=0)
    return data[:_SYSTEM] + b"\xff" + data[_SYSTEM + 1 :]  # "unknown" in place of this system
