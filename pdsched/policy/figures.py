"""How a figure of a policy is declared: all that is said of it stands at its field, once.

    payback_days: int = figure(
        20,
        unit="school days",
        within=(1, 400),
        source="Agreements restore lost planning time within 30 days, or within three months.",
    )
    \"\"\"School days within which protected minutes are to be given back.\"\"\"

The docstring under the field is its sentence. Whatever repeats a figure is made from here: the
table of `docs/policies.md`, the policy file `default.toml` and the schema
(`pdsched.files.generated`), the reference, the warnings of figures that count for nothing, and the
loosest values of the benchmarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, Field
from pydantic.config import JsonDict
from pydantic_core import to_jsonable_python

T = TypeVar("T")


@dataclass(frozen=True)
class FigureInfo:
    """What stands at a figure besides its sentence and its default."""

    source: str
    """Where the default comes from, or why there is none."""
    unit: str = ""
    """What one of it is, in the plural, or what kind of value; nothing for a choice."""
    within: tuple[float, float] | None = None
    """The least and the greatest value."""
    example: Any = None
    """A value to begin with, where the default is none or nothing."""
    loose: Any = None
    """A value that hardly binds: with it benchmarks measure what the rule costs."""
    read_with: str = ""
    """Another figure, without which this one counts for nothing."""

    def __call__(self, schema: JsonDict) -> None:
        """Writes into the JSON Schema of the field what that is to show."""
        shown = {"unit": self.unit, "source": self.source}
        schema.update({key: value for key, value in shown.items() if value})
        if self.example is not None:
            schema["examples"] = [to_jsonable_python(self.example)]


def figure(
    default: T,
    *,
    source: str,
    unit: str = "",
    within: tuple[float, float] | None = None,
    example: T | None = None,
    loose: T | None = None,
    read_with: str = "",
) -> T:
    """A field of a policy; its sentence is the docstring under it.

    Args:
        default: its value where a policy leaves it out; ``None``: its rule is not asked for.
        source: sentences that say where the default comes from, or why there is none.
        unit: what one of it is, in the plural (``minutes``), or what kind of value (``share``);
            left out for a choice.
        within: the least and the greatest value.
        example: a value to begin with; asked of figures without a default.
        loose: a value that hardly binds, for benchmarks; asked of figures without a default of
            which a rule speaks.
        read_with: another figure, without which this one counts for nothing.

    >>> from pdsched.problem.base import Record
    >>> class Figures(Record):
    ...     releases: int = figure(1, unit="releases", within=(0, 20), source="An assumption.")
    >>> Figures(releases=21)
    Traceback (most recent call last):
    pdsched.problem.base.RecordError: ... less than or equal to 20 ...
    """
    least, most = within or (None, None)
    info = FigureInfo(source, unit, within, example, loose, read_with)
    return Field(default=default, ge=least, le=most, json_schema_extra=info)


class Figure(NamedTuple):
    """A figure with all that its field says."""

    name: str
    sentence: str
    default: Any
    info: FigureInfo

    @property
    def limits(self) -> str:
        """What values it can have, in words.

        >>> from pdsched import Policy
        >>> by_name = {figure.name: figure for figure in figures_of(Policy)}
        >>> by_name["payback_days"].limits, by_name["colleague_cover"].limits
        ('school days, 1 to 400', '"never", "volunteers", "all"')
        """
        if isinstance(self.default, bool):
            return "true or false"
        if isinstance(self.default, StrEnum):
            return ", ".join(f'"{choice}"' for choice in type(self.default))
        span = self.info.within
        numbers = () if span is None else (f"{span[0]} to {span[1]}",)
        return ", ".join((*filter(None, [self.info.unit]), *numbers))

    @property
    def remark(self) -> str:
        """What values it can have, and where the default comes from."""
        return f"{self.limits[0].upper()}{self.limits[1:]}. {self.info.source}"


def figures_of(record: type[BaseModel]) -> tuple[Figure, ...]:
    """The figures of a record, in the order of its fields.

    >>> from pdsched import Policy
    >>> next(f for f in figures_of(Policy) if f.name == "level_spread").sentence
    'How many levels above the start of a course a person who attends may stand.'
    """
    return tuple(
        Figure(name, " ".join((field.description or "").split()), field.default, info)
        for name, field in record.model_fields.items()
        if isinstance(info := field.json_schema_extra, FigureInfo)
    )
