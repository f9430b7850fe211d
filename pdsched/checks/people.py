"""People in several tables, who are taken for one person each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault

_TABLES = ("staff", "trainers", "substitutes")
_MOST_TOLD = 5
"""Further ids that are listed."""


def _people(index: Index, kind: str) -> Iterator[tuple[str, Any]]:
    """The records of one of the tables that are of people: of trainers without teams."""
    for path, record in index.rows(kind, getattr(index.problem, kind)):
        if not getattr(record, "is_team", False):
            yield path, record


def two_names(index: Index) -> Iterator[Fault]:
    """One id in two tables under two names: two people are likely meant."""
    named: dict[str, tuple[str, str]] = {}
    for kind in _TABLES:
        for path, record in _people(index, kind):
            name = " ".join(record.name.split())
            if not name:
                continue
            known, where = named.setdefault(record.id, (name, kind))
            if known != name and where != kind:
                message = f"is {name!r} here and {known!r} among {where}, and taken for one person"
                advice = "give one of them another id, or write the name alike"
                yield fault("PD924", f"{path}.id", record.id, message, advice)


def without_names(index: Index) -> Iterator[Fault]:
    """Ids in two tables where no names say whether they are of one person; told once for all.

    Two lists that each count from 1 have the same ids by accident. Whoever has the same name in
    all tables is one person without doubt, and of two names `two_names` tells.
    """
    standing: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for kind in _TABLES:
        for path, record in _people(index, kind):
            standing[record.id].setdefault(kind, (path, bool(record.name.strip())))
    open_ones = {
        name: tables
        for name, tables in standing.items()
        if len(tables) > 1 and not all(named for _, named in tables.values())
    }
    if not open_ones:
        return
    first, tables = next(iter(open_ones.items()))
    path, _ = list(tables.values())[-1]
    message = f"stands among {' and '.join(tables)}, and is taken for one person in several roles"
    others = [repr(name) for name in open_ones if name != first]
    if others:
        told = ", ".join([*others[:_MOST_TOLD], *["…"] * (len(others) > _MOST_TOLD)])
        message += f"; so {'is' if len(others) == 1 else 'are'} {len(others)} more: {told}"
    advice = (
        "if that is meant, nothing is to be done, and this is not told where names are alike in "
        "both tables; if not, give one of them another id"
    )
    yield fault("PD929", f"{path}.id", first, message, advice)
