"""How much memory the search takes: its process and its workers together, at their worst."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    import resource
except ImportError:  # pragma: no cover - Windows has no such module
    resource = None  # type: ignore[assignment]

PROC = Path("/proc")
KIB, MIB = 2**10, 2**20


class Memory:
    """Looks at this process, and at those that it has started if asked, now and then.

    On Linux each process says its own peak; what copies share is counted for each. Elsewhere the
    system tells the peak of this process and of the largest child that has ended; on Windows
    nothing is told, and the answer is 0.
    """

    def __init__(self, *, children: bool) -> None:
        self._children = children
        self._most = 0.0

    def peak_mib(self) -> float:
        """Largest memory so far, in MiB."""
        here = _status_peak(PROC / "self")
        if here:
            if self._children:
                here += sum(_status_peak(PROC / child) for child in _family("self"))
        else:
            here = self._by_usage()
        self._most = max(self._most, here)
        return round(self._most / MIB, 1)

    def _by_usage(self) -> float:
        if resource is None:
            return 0.0
        unit = 1 if sys.platform == "darwin" else KIB
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if self._children:
            most += resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return most * unit


def _status_peak(process: Path) -> float:
    """Peak of a process in bytes; 0 where it is gone or the system does not say.

    Not from ``getrusage``: a child begins there with the peak of the process that started it.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in (process / "status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return float(line.split()[1]) * KIB
    return 0.0


def _family(process: str) -> Iterator[str]:
    """Numbers of the processes that one has started, of those that they have started, and so on."""
    with contextlib.suppress(OSError):
        for task in (PROC / process / "task").iterdir():
            with contextlib.suppress(OSError):
                for child in (task / "children").read_text(encoding="ascii").split():
                    yield child
                    yield from _family(child)
