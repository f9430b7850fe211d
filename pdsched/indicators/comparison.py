"""The key figures of two plans side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.indicators.kpi import Better, Kpi, Kpis, amount
from pdsched.problem.base import Record

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this

Verdict = Literal["better", "worse", "same", "other"]
"""What the second value is beside the first; *other* where neither direction is the better one, or
one of the two is nothing to measure."""
_ALIKE = 1e-9
"""Differences that are smaller come from adding up in another order."""


class KpiChange(Record):
    """One key figure of two plans."""

    id: str
    title: str
    unit: str
    better: Better
    before: float | None
    after: float | None
    parts: Mapping[str, Mapping[str, tuple[float, float]]] = Field(default_factory=dict)
    """By ``school``, ``week`` and so on, as `Kpi.parts`: both values of each, 0 where one plan has
    no such part."""

    @property
    def difference(self) -> float | None:
        """How much more it is after than before; ``None`` where one of them has no value.

        >>> KpiChange(id="x", title="X", unit="", better="less", before=4, after=3).difference
        -1.0
        """
        if self.before is None or self.after is None:
            return None
        difference = self.after - self.before
        return 0.0 if abs(difference) <= _ALIKE * max(1.0, abs(self.before)) else difference

    @property
    def verdict(self) -> Verdict:
        """What it is after beside before: ``better``, ``worse``, ``same`` or ``other``.

        >>> KpiChange(id="x", title="X", unit="", better="less", before=4, after=3).verdict
        'better'
        """
        if self.before == self.after or self.difference == 0:
            return "same"
        if self.difference is None or self.better == "neither":
            return "other"
        return "better" if (self.difference > 0) == (self.better == "more") else "worse"


class KpiComparison(Record):
    """The key figures of two plans, in the order in which they are read."""

    changes: tuple[KpiChange, ...]

    def __getitem__(self, identity: str) -> KpiChange:
        """The one with this id.

        Raises:
            KeyError: if there is none; with the ids that there are.
        """
        for change in self.changes:
            if change.id == identity:
                return change
        raise KeyError(f"{identity}; known: {', '.join(change.id for change in self.changes)}")

    def __len__(self) -> int:
        """How many there are."""
        return len(self.changes)

    def __repr__(self) -> str:
        """One line, whatever the plans."""
        verdicts = [change.verdict for change in self.changes]
        told = ", ".join(f"{verdicts.count(v)} {v}" for v in ("better", "worse", "other", "same"))
        return f"<KpiComparison: {told}>"

    __str__ = __repr__

    def frame(self, by: str | None = None) -> DataFrame:
        """A row a figure, with both values.

        Its columns are ``id``, ``title``, ``before``, ``after``, ``difference``, ``unit``,
        ``better`` and ``verdict``.

        Args:
            by: ``school``, ``role``, ``zone``, ``topic``, ``week``, ``trainer`` or ``room`` for a
                row a figure and part: ``id``, ``title``, that part, ``before``, ``after``,
                ``difference``, ``unit``.
        """
        import pandas as pd

        if by is None:
            names = ["id", "title", "before", "after", "difference", "unit", "better", "verdict"]
            rows = [[getattr(change, name) for name in names] for change in self.changes]
            amounts = dict.fromkeys(("before", "after", "difference"), "Float64")
            return pd.DataFrame(rows, columns=names).astype(amounts)
        return pd.DataFrame(
            [
                (change.id, change.title, part, before, after, after - before, change.unit)
                for change in self.changes
                for part, (before, after) in change.parts.get(by, {}).items()
            ],
            columns=["id", "title", by, "before", "after", "difference", "unit"],
        )

    def _repr_html_(self) -> str:
        from pdsched.views import tables_to_html
        from pdsched.views.tables import columns, first_rows

        numbers = "Before|After|Difference"
        heads = columns(f"Figure|{numbers}|Unit|Verdict", n=numbers)
        return tables_to_html([first_rows(heads, self.changes, _row)])


def _row(change: KpiChange) -> tuple[str, ...]:
    numbers = (change.before, change.after, change.difference)
    shown = ("" if number is None else amount(number) for number in numbers)
    return change.title, *shown, change.unit, change.verdict


def compared(before: Kpis, after: Kpis) -> KpiComparison:
    """The figures of the one beside those of the other, which have the same ids."""
    return KpiComparison(changes=tuple(_changes(before, after)))


def _changes(before: Kpis, after: Kpis) -> Iterator[KpiChange]:
    for now in after.figures:
        was = before[now.id]
        yield KpiChange(
            id=now.id,
            title=now.title,
            unit=now.unit or was.unit,
            better=now.better,
            before=was.value,
            after=now.value,
            parts=_parts(was, now),
        )


def _parts(was: Kpi, now: Kpi) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        kind: {
            part: (was.parts.get(kind, {}).get(part, 0), now.parts.get(kind, {}).get(part, 0))
            for part in sorted({*was.parts.get(kind, {}), *now.parts.get(kind, {})})
        }
        for kind in sorted({*was.parts, *now.parts})
    }
