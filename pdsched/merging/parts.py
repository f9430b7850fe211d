"""A part of a problem: a source that need not be whole, read by the shape of its records alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import GenericAlias
from typing import Any, get_args

from pydantic import create_model

from pdsched.checks.index import KINDS
from pdsched.problem import Calendar, Problem, Record
from pdsched.problem.problem import KEPT, PAST

KEYS: Mapping[str, tuple[str, ...]] = {
    **{kind: ("id",) for kind in KINDS if kind not in {*KEPT, *PAST}},
    "travel": ("origin", "destination"),
    "series": ("course",),
    "past_sessions": ("id",),
}
"""By list of a problem, the fields that tell which record one is; the other lists have none."""
NAMELESS = tuple(kind for kind in ("assumptions", *KEPT, *PAST) if kind not in KEYS)
"""Lists whose records tell of themselves alone: what stands in two sources is one record."""


@cache
def part() -> type[Problem]:
    """A problem of which anything may be left out but what tells which record one is.

    >>> part().model_validate({"staff": [{"id": "ada"}]}).staff[0].id
    'ada'
    """
    fields: dict[str, Any] = {"calendar": (_lenient(Calendar) | None, None)}
    for kind, key in KEYS.items():
        record = get_args(Problem.model_fields[kind].annotation)[0]
        fields[kind] = (GenericAlias(tuple, (_lenient(record, *key), ...)), ())
    return create_model("Part", __base__=Problem, **fields)


def _lenient(record: type[Record], *key: str) -> Any:
    """The record with nothing that has to be there but its key."""
    fields: dict[str, Any] = {
        name: (field.rebuild_annotation() | None, None)
        for name, field in record.model_fields.items()
        if field.is_required() and name not in key
    }
    return create_model(record.__name__, __base__=record, **fields)
