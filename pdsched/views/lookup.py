"""Following the ids in a plan to the records that bear them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from pdsched.errors import PdschedError
from pdsched.plan import Cover, Plan, Release

T = TypeVar("T")


def found(records: Mapping[str, T], identity: str, kind: str) -> T:
    """The record with this id.

    Raises:
        PdschedError: if there is none, which only a faulty plan can cause.
    """
    if identity not in records:
        raise PdschedError(
            f"the plan names {kind} {identity!r}, which does not exist; "
            "verify the plan to see every such fault"
        )
    return records[identity]


class CoverBook:
    """The covers of a plan by person and date, to be asked for those of one release."""

    def __init__(self, covers: Iterable[Cover]) -> None:
        self._covers: dict[tuple[str, date], list[Cover]] = defaultdict(list)
        for cover in covers:
            self._covers[cover.staff, cover.date].append(cover)

    def of(self, release: Release) -> tuple[Cover, ...]:
        """The covers of the lessons that a release takes, by lesson and who holds it."""
        covers = self._covers.get((release.staff, release.date), ())
        taken = set(release.lessons)
        covers_of_release = (c for c in covers if c.lesson in taken)
        return tuple(sorted(covers_of_release, key=lambda c: (c.lesson, c.holder)))

    def other_parts(self, cover: Cover) -> tuple[Cover, ...]:
        """The other covers of the same class, which is divided; by who holds them."""
        covers = self._covers.get((cover.staff, cover.date), ())
        others = (c for c in covers if c.lesson == cover.lesson and c.holder != cover.holder)
        return tuple(sorted(others, key=lambda c: c.holder))


def in_clock_order(plan: Plan) -> tuple[Release, ...]:
    """The releases of a plan by date, start, person and session."""
    return tuple(sorted(plan.releases, key=lambda r: (r.date, r.start, r.staff, r.session)))
