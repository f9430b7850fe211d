"""The organisations of a roster: which of them are schools, and to which school others belong."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.rosters.noted import Noted
from pdsched.rosters.tables import Row
from pdsched.timetables.naming import Naming

KINDS = frozenset({"school", "campus", "college", "university", "adulteducation"})
"""Types of organisations that are schools."""
TWICE = "is the id of an earlier row, which is used"
NO_ID = "has no id"
DELETED = "are marked as inactive or to be deleted"
UNKNOWN_TYPE_OF_SCHOOL = (
    "is named as a school by classes and is none by its type; it is taken for one"
)
_LONGEST = 50
"""Organisations above another that are looked at."""


def active(rows: Iterator[Row], name: str, noted: Noted) -> Iterator[Row]:
    """Rows that count: a status other than ``active`` takes them out."""
    for row in rows:
        if row["status"].casefold() in ("", "active"):
            yield row
        else:
            noted.tally(name, "rows", DELETED)


def first_of_each(rows: Iterator[Row], noted: Noted) -> Iterator[Row]:
    """Rows with an id that no earlier row has."""
    seen: set[str] = set()
    for row in rows:
        name = row["sourcedid"]
        if not name:
            noted.say(row.where, ", ".join(row.cells.values()), NO_ID)
        elif name in seen:
            noted.say(row.where, name, TWICE)
        else:
            seen.add(name)
            yield row


class Organisations:
    """Organisations by id."""

    def __init__(self, rows: Iterator[Row], noted: Noted) -> None:
        self._rows = {row["sourcedid"]: row for row in first_of_each(rows, noted)}
        self._noted, self._ids = noted, Naming("school")
        self._taken: dict[str, None] = {}

    def school_of(self, org: str, *, named_by_class: bool = False) -> str | None:
        """Id in the source of the school that an organisation is or belongs to.

        Args:
            org: id of the organisation.
            named_by_class: whether it is taken for a school if neither it nor one above it is.
        """
        at, row = org, self._rows.get(org)
        for _ in range(_LONGEST):
            if row is None:
                break
            if row["type"].casefold() in KINDS or at in self._taken:
                return at
            at = row["parentsourcedid"]
            row = self._rows.get(at)
        if not named_by_class or org not in self._rows:
            return None
        self._noted.say(self._rows[org].where, org, UNKNOWN_TYPE_OF_SCHOOL)
        self._taken[org] = None
        return org

    def has(self, org: str) -> bool:
        """Whether there is such an organisation, school or not."""
        return org in self._rows

    def schools(self) -> Iterator[tuple[str, str]]:
        """Id in the source and name of each school."""
        for name, row in self._rows.items():
            if row["type"].casefold() in KINDS or name in self._taken:
                yield name, row["name"]

    def id(self, school: str) -> str:
        """The id of a school in the problem."""
        return self._ids.id(school)

    def end(self) -> None:
        """Hand over the notes on ids that were changed."""
        self._noted.add(self._ids.notes)
