"""What a solver says of an instance, and what the benchmark grants it."""

from __future__ import annotations

from dataclasses import dataclass, field

OURS = "pdsched"
HAIR = 1e-6
"""What a bound in floating point may be off."""


@dataclass
class Row:
    """What one solver says of one instance, and what is wrong with it."""

    set: str
    instance: str
    solver: str
    value: int | None = None
    bound: int | None = None
    known: str = ""
    proven: bool = False
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    note: str = ""
    """What else there is to tell of the plan."""
