"""Faults of substitutes: whom they serve."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Substitute


def nowhere(index: Index) -> Iterator[Fault]:
    """Substitutes who serve neither a zone nor a school, or no school after all."""
    for path, substitute in index.rows("substitutes", index.problem.substitutes):
        if not substitute.zones and not substitute.schools:
            message = "serves neither a zone nor a school"
            advice = "list zones or schools; where schools have no zones, the zone is 'all'"
            yield fault("PD501", path, substitute.id, message, advice)
        elif index.whole("schools") and _excludes_all(index, substitute):
            message = "serves no school: all are excluded"
            advice = "correct excluded_schools, or remove the substitute"
            yield fault("PD910", f"{path}.excluded_schools", substitute.id, message, advice)


def _excludes_all(index: Index, substitute: Substitute) -> bool:
    zones, named = set(substitute.zones), set(substitute.schools)
    served = {s.id for s in index.problem.schools if s.zone in zones or s.id in named}
    return bool(served) and served.issubset(substitute.excluded_schools)
