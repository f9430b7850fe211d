"""How much of a file is read: more than any ordinary file holds, and less than does harm.

A year of a district of 10,000 teachers is a problem of 45 MB with 2.8 million values. What is
beyond the limits is refused before it is parsed, for parsing takes many times its size in memory.
"""

from __future__ import annotations

import os
from typing import NamedTuple

VARIABLE = "PDSCHED_MOST_MIB"
"""Environment variable that sets another limit, in MiB."""
MOST_MIB = 256
GREATEST_MIB = 1_000_000
"""No limit can be set beyond it."""
_MIB = 2**20
_BYTES_A_VALUE = 32
"""Ordinary files are denser, a value for every 15 bytes, and far from the limit of their size."""
_BYTES_A_PART = 4096
"""Programs that pack in parts make them of 64 KiB and more."""
_SETTINGS = 256
_PIPE_SECONDS = "PDSCHED_PIPE_SECONDS"
_USUAL_SECONDS = 10.0
_MOST_SECONDS = 1e6


class Limits(NamedTuple):
    """What a reader keeps to."""

    mib: int
    """Size of a file, and of what it unpacks to, in MiB."""

    @property
    def bytes(self) -> int:
        """The same in bytes."""
        return self.mib * _MIB

    @property
    def values(self) -> int:
        """Most values: numbers, texts, lists and objects of JSON, cells of a table, XML tags."""
        return self.bytes // _BYTES_A_VALUE

    @property
    def parts(self) -> int:
        """Most parts of a file that gzip has packed: each takes time, even if it is empty."""
        return self.bytes // _BYTES_A_PART

    @property
    def settings(self) -> int:
        """Most bytes of a TOML file, which is written by hand and read letter by letter."""
        return self.bytes // _SETTINGS


def limits() -> Limits:
    """The limits that hold now, by the environment.

    What is no whole number from 1 to `GREATEST_MIB` there counts as nothing: nobody loses the
    limit by a slip.

    >>> limits().bytes
    268435456
    """
    told = os.environ.get(VARIABLE, "").lstrip("0")
    short = told.isascii() and told.isdigit() and len(told) <= len(str(GREATEST_MIB))
    mib = int(told) if short else 0
    return Limits(mib if 1 <= mib <= GREATEST_MIB else MOST_MIB)


def lifted(mib: int) -> None:
    """Read files of up to so many MiB from now on, in this process and those that it starts."""
    os.environ[VARIABLE] = str(mib)


def pipe_seconds() -> float:
    """Seconds that a pipe may stay without anybody who writes to it; with a writer, six times that.

    >>> pipe_seconds()
    10.0
    """
    try:
        told = float(os.environ.get(_PIPE_SECONDS, ""))
    except ValueError:
        return _USUAL_SECONDS
    return told if 0 <= told <= _MOST_SECONDS else _USUAL_SECONDS  # nor is what is not a number
