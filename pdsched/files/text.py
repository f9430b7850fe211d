"""The bytes of a file as text, or the fault that says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.outside import (
    Together,
    TooLargeError,
    UnknownEncodingError,
    UnreadableError,
    check_settings,
    check_values,
    codepages,
    decoded,
    format_of,
    read_bytes,
)

_CELLS = b",;\t|\n"
"""Marks of which each cell of a table has one."""


def read_text(path: Path) -> str:
    """A JSON file in UTF-8, with or without byte order mark, compressed by gzip or not.

    Raises:
        ProblemError: if it cannot be read, is too large, or is in another encoding.
    """
    return _plain(path, _bytes(path, lambda data: check_values(data, b"[{,"), unpack=True))


def read_settings(path: Path) -> str:
    """The same of a TOML file, which is short.

    Raises:
        ProblemError: if it cannot be read, is too large, or is in another encoding.
    """
    return _plain(path, _bytes(path, check_settings, unpack=True))


def _plain(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError([_no_utf8(path, data, error)]) from None


def read_table_text(path: Path, together: Together | None = None) -> tuple[str, tuple[Fault, ...]]:
    """A file in UTF-8 or, as spreadsheets also write it, UTF-16 or a code page.

    A code page cannot be told from its relatives, so that guessing it is worth a warning.

    Args:
        path: where it is.
        together: the files that are held besides.

    Raises:
        ProblemError: if it cannot be read, is too large, or is in another encoding.
        TooLargeError: if it is not too large alone, and is with those besides.
    """
    data = _bytes(path, lambda data: check_values(data, _CELLS), unpack=False)
    if together is not None:
        together.add(data, _CELLS)
    try:
        text, guess = decoded(data)
    except UnicodeDecodeError as error:
        raise ProblemError([_no_utf8(path, data, error)]) from None
    except UnknownEncodingError as error:
        message, advice = "is the name of no encoding", "say one such as cp1250, or none"
        where = codepages.VARIABLE
        raise ProblemError([fault("PD102", where, str(error), message, advice)]) from None
    if not guess:
        return text, ()
    message = f"is not in UTF-8 and {guess}"
    return text, (fault("PD911", path.name, path.name, message, codepages.ADVICE),)


def _bytes(path: Path, check: Callable[[bytes], None], *, unpack: bool) -> bytes:
    try:
        data = read_bytes(path, unpack=unpack)
        check(data)
    except UnreadableError as error:
        raise ProblemError([cannot("read", path, error)]) from None
    if (told := format_of(data)) is not None:
        message = f"is {told.name}, which is not read here"
        raise ProblemError([fault("PD105", str(path), path.name, message, told.advice)])
    return data


def is_json(path: Path) -> bool:
    """Whether a name is that of a JSON file, compressed or not.

    >>> is_json(Path("district.json.gz")), is_json(Path("district.gz"))
    (True, False)
    """
    return path.name.casefold().endswith((".json", ".json.gz"))


def cannot(do: str, path: Path, error: Exception) -> Fault:
    """The fault of a file that cannot be read or written."""
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, TooLargeError):
        return fault("PD115", str(path), path.name, f"is too large ({reason})", error.advice)
    advice = getattr(error, "advice", UnreadableError.advice)
    return fault("PD101", str(path), path.name, f"cannot be {do} ({reason})", advice)


def _no_utf8(path: Path, data: bytes, error: UnicodeDecodeError) -> Fault:
    line = data.count(b"\n", 0, error.start) + 1
    value = data[error.start : error.start + 1].hex()
    where = f"{path.name} line {line}"
    message = f"is a byte that no text in {error.encoding.upper()} has here"
    return fault("PD102", where, f"0x{value}", message, "save the file in UTF-8")
