"""The runs of a ladder: which there are, each with its limit, and one of them measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import shortage
from benchmarks.apart import Answer, run_apart
from benchmarks.districts import DISTRICTS, PAIRED
from benchmarks.variants import Variant

TIGHTNESS = 0.01
"""Of the easy ladder, unless another is asked for."""
SECONDS: Mapping[str, float] = {
    "demo": 60,
    "XS": 60,
    "S": 60,
    "M": 300,
    "L": 600,
    "XL": 1200,
    "liberty": 60,
    "leon": 600,
    "duval": 1200,
    "miami-dade": 1200,
}
"""Limit of each size and district, where ``--seconds`` does not say."""


class Rung(NamedTuple):
    """One run: a size or a district, a seed, a limit, and how it is drawn."""

    name: str
    seed: int
    seconds: float
    variant: Variant = Variant("", TIGHTNESS)
    """One without a label belongs to the easy ladder."""


def rungs(
    names: Sequence[str],
    seconds: Sequence[float],
    seeds: Sequence[int],
    variants: Sequence[Variant] = (Variant("", TIGHTNESS),),
) -> list[Rung]:
    """The runs in order, each with its limit.

    >>> [(rung.name, rung.seconds) for rung in rungs(["S", "M"], [], [1])]
    [('S', 60), ('M', 300)]
    """
    limits = {
        name: seconds[place % len(seconds)] if seconds else SECONDS[name]
        for place, name in enumerate(names)
    }
    return [
        Rung(name, seed, limits[name], variant)
        for name in names
        for variant in variants
        for seed in seeds
    ]


def measured(rung: Rung, workers: int | None, folder: Path) -> dict[str, Any] | None:
    """One run from drawing to judging, or ``None`` if it was interrupted too early.

    A step that dies gives a row that says so.
    """
    row = _named(rung)
    solving = ["--seed", str(rung.seed), *([] if workers is None else ["--workers", str(workers)])]
    for step, arguments in (
        ("make", _drawing(rung)),
        ("plan", [*solving, "--seconds", str(rung.seconds)]),
    ):
        said, interrupted = _step(step, folder, arguments)
        if interrupted and (said is None or step == "make"):
            return None
        if said is None:
            return {**row, "status": f"{step} died", "accepted": False, "interrupted": False}
        row |= {**said, "interrupted": interrupted}
    return shortage.completed(row) if rung.variant.label else row


def _step(step: str, folder: Path, arguments: Sequence[str]) -> Answer:
    problem = str(folder / "problem.json.gz")
    return run_apart(step, folder / "answer.json", problem, *arguments)


def _named(rung: Rung) -> dict[str, Any]:
    """What a row says of its run before it begins."""
    easy = {
        "size": rung.name,
        "data": PAIRED if rung.name in DISTRICTS else "invented",
        "seed": rung.seed,
        "limit": rung.seconds,
        "tightness": rung.variant.tightness,
    }
    if not rung.variant.label:
        return easy
    drawn = {"weeks": rung.variant.weeks, "half_trainers": rung.variant.half_trainers}
    return {**easy, "variant": rung.variant.label, **drawn}


def _drawing(rung: Rung) -> list[str]:
    """How a problem is asked for."""
    variant = rung.variant
    arguments = ["--seed", str(rung.seed), "--name", rung.name]
    arguments += ["--tightness", str(variant.tightness)]
    if variant.weeks is not None:
        arguments += ["--weeks", str(variant.weeks)]
    return [*arguments, *(["--half-trainers"] if variant.half_trainers else [])]
