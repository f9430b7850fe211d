"""A pause for Python's collector of cycles while very many records are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_LOCK = Lock()
_was_on: list[bool] = []
"""Of each pause that goes on, in any thread: whether the collector was on before the first."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for cycles of garbage within: there are none, and a district has a million parts.

    It saves half of the time of reading one. Afterwards the collector is as it was; where several
    threads pause, after the last of them.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    """
    with _LOCK:
        _was_on.append(_was_on[0] if _was_on else gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _LOCK:
            if _was_on.pop() and not _was_on:
                gc.enable()
