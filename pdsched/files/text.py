"""The bytes of a file as text, or the fault that says why not."""

from __future__ import annotations

import codecs
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_json_text(path: Path) -> str:
    """A file in UTF-8, with or without byte order mark.

    Raises:
        ProblemError: if it cannot be read, or is in another encoding.
    """
    data = _bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError([_no_utf8(path, data, error)]) from None


def read_table_text(path: Path) -> tuple[str, tuple[Fault, ...]]:
    """A file in UTF-8 or, as spreadsheets also write it, UTF-16 or Windows-1252.

    Windows-1252 cannot be told from its relatives, so that reading it is worth a warning.

    Raises:
        ProblemError: if it cannot be read, or is in another encoding.
    """
    data = _bytes(path)
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if data.startswith(_UTF16):
            raise ProblemError([_no_utf8(path, data, error)]) from None
        return _windows(path, data, error)


def _windows(path: Path, data: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[Fault, ...]]:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise ProblemError([_no_utf8(path, data, error)]) from None
    message = "is not in UTF-8 and was read as Windows-1252"
    advice = "check the accents, or save it as 'CSV UTF-8'"
    return text, (fault("PD911", path.name, path.name, message, advice),)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise ProblemError([cannot("read", path, error)]) from None


def cannot(do: str, path: Path, error: Exception) -> Fault:
    """The fault of a file that cannot be read or written."""
    reason = getattr(error, "strerror", None) or str(error)
    advice = "check the name, the folder and the permissions"
    return fault("PD101", str(path), path.name, f"cannot be {do} ({reason})", advice)


def _no_utf8(path: Path, data: bytes, error: UnicodeDecodeError) -> Fault:
    line = data.count(b"\n", 0, error.start) + 1
    value = data[error.start : error.start + 1].hex()
    where = f"{path.name} line {line}"
    message = "is a byte that no text in UTF-8 has here"
    return fault("PD102", where, f"0x{value}", message, "save the file in UTF-8")
