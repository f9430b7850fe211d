"""What a search may use: clock seconds, or deterministic work."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """When to stop and how to search."""

    seconds: float = 60.0
    """Clock seconds; without meaning where ``work`` is given."""
    work: float | None = None
    """Deterministic work instead of a clock, for reproducible answers."""
    workers: int = 1
    seed: int = 0
