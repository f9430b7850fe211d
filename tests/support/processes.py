"""The processes that a test started, as Linux tells them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

PATIENCE = 30.0
"""Seconds after which a process that should be gone is not waited for any longer."""


def descendants(process: int) -> set[int]:
    """Children of a process, their children, and so on."""
    found: set[int] = set()
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(number) for number in listed.read_text().split()]
        except OSError:
            continue
        found.update(children, *(descendants(child) for child in children))
    return found


def is_alive(process: int) -> bool:
    """Whether a process does anything; one that has ended and is not yet asked about does not."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] not in ("Z", "X")


def all_gone(processes: Iterable[int]) -> bool:
    """Whether all of them end by themselves."""
    left, deadline = set(processes), time.monotonic() + PATIENCE
    while left and time.monotonic() < deadline:
        left = {process for process in left if is_alive(process)}
        time.sleep(0.05)
    return not left
