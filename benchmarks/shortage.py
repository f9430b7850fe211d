"""The ladder in shortage: what its rows hold beside those of the easy one, and its table.

    uv run python -m benchmarks ladder --shortage --sizes S M L --seeds 1 2 3

What a district is short of is in `benchmarks.variants`; ``benchmarks/README.md`` says what each
column is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.figures import Row, Table, medians
from benchmarks.variants import SHORTAGE
from pdsched import Policy

SIZES = ("S", "M", "L", "XL")
LATER = tuple(tier.id for tier in Policy().tiers[1:])
"""Every goal after the first."""
PARTS = ("value", "bound", "gap")
_WIDE = max(len(label) for label in SHORTAGE)
COLUMNS = {
    "size": "{:<4}",
    "variant": f"{{:<{_WIDE}}}",
    "seed": "{:>4}",
    "met": "{:>7}",
    "value": "{:>8}",
    "bound": "{:>8}",
    "gap": "{:>7}",
    "unaided": "{:>7}",
    "net_gap": "{:>7}",
    **{goal: f"{{:>{max(20, len(goal))}}}" for goal in LATER},
    "primal_integral": "{:>15}",
    "a_half_day": "{:>10}",
    "first_plan": "{:>10}",
    "seconds": "{:>7}",
    "solver_mib": "{:>10}",
    "status": "{:>10}",
    "accepted": "{:>8}",
}
WHOLE = ("value", "bound", "unaided", "solver_mib")
GAPS = ("met", "gap", "net_gap")
DECIMALS = {"primal_integral": 3, "a_half_day": 2}
TABLE = Table(COLUMNS, whole=WHOLE, gaps=GAPS, decimals=DECIMALS)
OF_SEEDS = (
    *[name for name in list(COLUMNS)[3:-2] if name not in LATER],
    *[f"{goal} {part}" for goal in LATER for part in PARTS],
)
"""Columns that have a median; of a later goal each part has its own."""


def completed(row: Row) -> dict[str, Any]:
    """The row with what follows from its figures: share of needs met, and net gap.

    >>> row = completed({"needs": 40, "unmet": 10, "value": 80, "bound": 100, "unaided": 50})
    >>> row["met"], row["net_gap"]
    (0.75, 0.4)
    """
    needs, unmet = row.get("needs"), row.get("unmet")
    met = None if needs is None or unmet is None else (needs - unmet) / max(1, needs)
    return {**row, "met": met, "net_gap": net_gap(*map(row.get, ("value", "bound", "unaided")))}


def net_gap(value: int | None, bound: int | None, unaided: int | None) -> float | None:
    """The gap of what is left of value and bound without the points that the plan has unaided.

    These are reached with neither trainer nor substitute, so that shortage decides only about the
    others. ``None`` where a figure is missing.

    >>> net_gap(80, 100, 50)
    0.4
    >>> net_gap(50, 50, 50)
    0.0
    """
    if value is None or bound is None or unaided is None:
        return None
    return (bound - value) / max(1, bound - unaided)


def line(row: Row) -> str:
    """One line of the table."""
    return TABLE.line({**row, **_words(flat(row))})


def flat(row: Row) -> dict[str, Any]:
    """The row with value, bound and gap of each later goal as entries of their own.

    >>> goal = {"id": "sessions", "value": 90, "bound": 45, "gap": 0.5}
    >>> flat({"goals": [goal]})["sessions gap"]
    0.5
    """
    later = {goal["id"]: goal for goal in row.get("goals", ())}
    parts = {
        f"{name} {part}": later[name][part] for name in LATER if name in later for part in PARTS
    }
    return {**row, **parts}


def closing(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The median row of each size and variant over its seeds."""
    alike = medians(map(flat, rows), OF_SEEDS, lambda row: (row["size"], row["variant"]))
    for (size, variant), middle in alike.items():
        yield {"size": size, "variant": variant, **middle}


def _words(row: Mapping[str, Any]) -> dict[str, str]:
    """By later goal, its value, bound and gap in one cell."""
    return {
        goal: "{}/{} {:>8}".format(
            TABLE.word("value", row.get(f"{goal} value")),
            TABLE.word("bound", row.get(f"{goal} bound")),
            TABLE.word("gap", row.get(f"{goal} gap")),
        )
        for goal in LATER
    }
