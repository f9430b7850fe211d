"""A key figure, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.faces import begun
from pdsched.problem.base import Record
from pdsched.wording import wording

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this


Better = Literal["more", "less", "neither"]
"""Which of two values of a key figure is the better one."""


class Kpi(Record):
    """One key figure of a plan."""

    id: str
    title: str
    unit: str
    """``needs``, ``hours``, ``%`` and so on."""
    sentence: str
    """What it is, for a reader who knows schools and no solver."""
    better: Better
    value: float | None = None
    """``None`` where there is nothing to measure, such as a share of nothing."""
    parts: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
    """By ``school``, ``role``, ``zone``, ``topic``, ``week`` (its first date), ``trainer`` or
    ``room``, as far as that makes sense: the value of each, by id."""

    @property
    def text(self) -> str:
        """Value and unit as they are read: counts without decimals, small amounts with two.

        >>> Kpi(id="x", title="X", unit="%", sentence="", better="more", value=87.456).text
        '87.5 %'
        """
        return self.told()

    def told(self, language: str = "en", *, with_unit: bool = True) -> str:
        """The same in another language.

        Args:
            language: ``en``, ``fr`` or ``de``.
            with_unit: Whether the unit stands there, too; per cent always do.

        Raises:
            ValueError: if there is no such language.

        >>> hours = Kpi(id="x", title="X", unit="hours", sentence="", better="more", value=1012.5)
        >>> hours.told("de"), hours.told("de", with_unit=False)
        ('1.012,5 Stunden', '1.012,5')
        """
        words = wording(language)
        if self.value is None:
            return words.text("nothing to measure")
        if self.unit == "%":
            return words.percent(self.value / 100, _decimals(self.value))
        unit = words.text(self.unit) if with_unit else ""
        return f"{amount(self.value, language)} {unit}".strip()


def amount(value: float, language: str = "en") -> str:
    """A value as it is read: counts without decimals, small amounts with two.

    >>> amount(1200), amount(87.456), amount(0.25)
    ('1,200', '87.5', '0.25')
    """
    return wording(language).number(value, _decimals(value))


def _decimals(value: float) -> int:
    return 0 if value == int(value) else 2 if abs(value) < 1 else 1


class Kpis(Record):
    """The key figures of one plan, in the order in which they are read."""

    figures: tuple[Kpi, ...]

    def __getitem__(self, identity: str) -> Kpi:
        """The one with this id.

        Raises:
            KeyError: if there is none; with the ids that there are.
        """
        for one in self.figures:
            if one.id == identity:
                return one
        raise KeyError(f"{identity}; known: {', '.join(one.id for one in self.figures)}")

    def __len__(self) -> int:
        """How many there are."""
        return len(self.figures)

    def __repr__(self) -> str:
        """One line, whatever the plan."""
        first = ", ".join(f"{one.id} {one.text}" for one in self.figures[:2])
        return begun(f"<Kpis: {len(self.figures)} key figures; {first}, …>")

    __str__ = __repr__

    def frame(self, by: str | None = None) -> DataFrame:
        """A row a figure: ``id``, ``title``, ``value``, ``unit``, ``better``, ``sentence``.

        Args:
            by: ``school``, ``role``, ``zone``, ``topic``, ``week``, ``trainer`` or ``room`` for a
                row a figure and part: ``id``, ``title``, that part, ``value``, ``unit``.
        """
        import pandas as pd

        if by is None:
            names = ["id", "title", "value", "unit", "better", "sentence"]
            rows = [[getattr(one, name) for name in names] for one in self.figures]
            return pd.DataFrame(rows, columns=names).astype({"better": str, "value": "Float64"})
        return pd.DataFrame(
            [
                (one.id, one.title, part, value, one.unit)
                for one in self.figures
                for part, value in one.parts.get(by, {}).items()
            ],
            columns=["id", "title", by, "value", "unit"],
        )

    def _repr_html_(self) -> str:
        from pdsched.views import tables_to_html
        from pdsched.views.tables import columns, first_rows

        heads = columns("Figure|Value|What it is", n="Value")
        return tables_to_html(
            [first_rows(heads, self.figures, lambda one: (one.title, one.text, one.sentence))]
        )
