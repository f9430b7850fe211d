"""Notes on what was not used: one by one, or as a number where they are many and all alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pdsched.timetables import Note
from pdsched.timetables.timetable import note

MOST_OF_A_REASON = 100_000
"""Notes of one reason that are kept one by one."""


class Noted:
    """Gathers notes.

    >>> noted = Noted()
    >>> noted.say("users.csv row 7", "ada", "has no school")
    >>> noted.tally("users.csv", "pupils", "are not planned for", 2000)
    >>> [str(each) for each in noted.all()]
    ["users.csv row 7: 'ada' has no school", "users.csv: 'pupils: 2,000' are not planned for"]
    """

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._said: Counter[str] = Counter()
        self._tallies: Counter[tuple[str, str, str]] = Counter()

    def say(self, where: str, value: object, message: str) -> None:
        """One note; beyond very many of a reason they are counted."""
        self._said[message] += 1
        if self._said[message] > MOST_OF_A_REASON:
            self._tallies[where.partition(" ")[0], "more", message] += 1
        else:
            self._notes.append(note(where, value, message))

    def tally(self, where: str, what: str, message: str, number: int = 1) -> None:
        """So many more of what is told as one note: ``what`` is a noun in the plural."""
        self._tallies[where, what, message] += number

    def add(self, notes: Iterable[Note]) -> None:
        """Notes that others have made."""
        self._notes.extend(notes)

    def all(self) -> tuple[Note, ...]:
        """All notes, those with numbers last."""
        counted = (
            note(where, f"{what}: {number:,}", message)
            for (where, what, message), number in self._tallies.items()
        )
        return (*self._notes, *counted)
