"""What a worker elsewhere runs.

A call goes there as bytes, so that nothing on the way looks into it, and whatever the call itself
raises comes back as a value: all else that an executor raises is then a fault of the executor, such
as a worker that died, whatever its cluster calls that.
"""

from __future__ import annotations

import pickle
import platform
import traceback
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any


@dataclass(frozen=True, slots=True)
class Raised:
    """The call itself raised: a bug, and no death."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Refused:
    """The worker runs other versions: a sentence for each."""

    differences: tuple[str, ...]


def versions() -> dict[str, str]:
    """Versions of pdsched, of Python and of the engine, here."""
    return {
        "pdsched": _version("pdsched"),
        "python": platform.python_version(),
        "ortools": _version("ortools"),
    }


_version = cache(version)
"""Looked up once: each look reads the disk."""


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> tuple[str, ...]:
    """What a worker has that pieces of this process cannot count on, a sentence each.

    Two Pythons that differ in their third number alone read each other's pieces.

    >>> differences({"python": "3.12.1"}, {"python": "3.11.7"})
    ('python 3.12.1 there, 3.11.7 here',)
    >>> differences({"python": "3.11.9"}, {"python": "3.11.7"})
    ()
    """
    return tuple(
        f"{name} {there.get(name)} there, {told} here"
        for name, told in here.items()
        if _counts(name, there.get(name, "")) != _counts(name, told)
    )


def _counts(name: str, told: str) -> str:
    return ".".join(told.split(".")[:2]) if name == "python" else told


def packed(function: Callable[[Any], Any], argument: object) -> bytes:
    """A call as bytes: most of it are small whole numbers, which are quickly squeezed."""
    return zlib.compress(pickle.dumps((function, argument), pickle.HIGHEST_PROTOCOL), level=1)


def unpacked(call: bytes) -> tuple[Callable[[Any], Any], Any]:
    """Function and argument of what was packed.

    >>> unpacked(packed(abs, -7))
    (<built-in function abs>, -7)
    """
    function, argument = pickle.loads(zlib.decompress(call))
    return function, argument


def attempt(number: int, here: Mapping[str, str], call: bytes) -> object:
    """Do what was packed: its result, what it raised, or the versions that are in its way.

    The ``number`` makes each call another one: some clusters answer the same call from memory.
    """
    del number
    if unlike := differences(versions(), here):
        return Refused(unlike)
    function, argument = unpacked(call)
    try:
        return function(argument)
    except MemoryError:
        raise  # The worker's fault: another one may have more.
    except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
        error.add_note(f"on a worker:\n{traceback.format_exc()}")
        return Raised(error)
