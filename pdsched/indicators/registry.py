"""The key figures by id, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pdsched.indicators.ground import Ground, Tally
from pdsched.indicators.kpi import Better, Kpi

Measure = Callable[[Ground], Tally]


class _Entry(NamedTuple):
    title: str
    unit: str
    better: Better
    sentence: str
    measure: Measure


_ENTRIES: dict[str, _Entry] = {}


def kpi(
    identity: str, title: str, unit: str, better: Better, sentence: str
) -> Callable[[Measure], Measure]:
    """Register what measures a key figure."""

    def register(measure: Measure) -> Measure:
        if identity in _ENTRIES:
            raise ValueError(f"two key figures are called {identity}")
        _ENTRIES[identity] = _Entry(title, unit, better, sentence, measure)
        return measure

    return register


THEMES = ("training", "cover", "equity", "resources")
"""The modules that measure, in the order in which their figures are read."""


def in_order() -> list[str]:
    """The ids of all key figures."""

    def theme(identity: str) -> int:
        return THEMES.index(_ENTRIES[identity].measure.__module__.rpartition(".")[2])

    return sorted(_ENTRIES, key=theme)


def read(identity: str, ground: Ground) -> Kpi:
    """One key figure of a plan."""
    entry = _ENTRIES[identity]
    tally = entry.measure(ground)
    return Kpi(
        id=identity,
        title=entry.title,
        unit=tally.unit or entry.unit,
        sentence=entry.sentence,
        better=entry.better,
        value=tally.value,
        parts=tally.sorted().parts,
    )
