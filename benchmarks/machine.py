"""The machine that a figure was measured on, in one line."""

from __future__ import annotations

import os
import platform
from pathlib import Path


def machine() -> str:
    """Cores, memory, system and Python."""
    return (
        f"{os.cpu_count()} cores, {_memory_gib():.0f} GiB, {platform.system()} "
        f"{platform.machine()}, Python {platform.python_version()}"
    )


def _memory_gib() -> float:
    meminfo = Path("/proc/meminfo")
    if not meminfo.exists():
        return float("nan")
    first = meminfo.read_text(encoding="ascii").splitlines()[0]
    return int(first.split()[1]) / 2**20
