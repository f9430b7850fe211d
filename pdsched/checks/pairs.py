"""Faults of pairs that no plan could keep."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Pair, PairKind


def pairs(index: Index) -> Iterator[Fault]:
    """Two people who are to learn together what they are to learn apart."""
    together: dict[frozenset[str], list[Pair]] = {}
    for pair in index.problem.pairs:
        if pair.kind is PairKind.TOGETHER:
            together.setdefault(frozenset(pair.staff), []).append(pair)
    for path, pair in index.rows("pairs", index.problem.pairs):
        if pair.kind is PairKind.APART:
            for other in together.get(frozenset(pair.staff), ()):
                if pair.course is None or other.course in (None, pair.course):
                    message = f"parts two people whom pair {other.id!r} keeps together"
                    yield fault("PD421", path, pair.id, message, "remove one of the two")
                    break
