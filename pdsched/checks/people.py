"""People in several tables, who are taken for one person each."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault

_TABLES = ("staff", "trainers", "substitutes")


def two_names(index: Index) -> Iterator[Fault]:
    """One id in two tables under two names: two people are likely meant."""
    named: dict[str, tuple[str, str]] = {}
    for kind in _TABLES:
        for path, record in index.rows(kind, getattr(index.problem, kind)):
            name = " ".join(record.name.split())
            if not name:
                continue
            known, where = named.setdefault(record.id, (name, kind))
            if known != name and where != kind:
                message = f"is {name!r} here and {known!r} among {where}, and taken for one person"
                advice = "give one of them another id, or write the name alike"
                yield fault("PD924", f"{path}.id", record.id, message, advice)
