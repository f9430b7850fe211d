"""Names of a file made into ids: no outer blanks, no ``|``, no line breaks, none twice."""

from __future__ import annotations

import re

from pdsched.problem.names import normal
from pdsched.timetables.timetable import Note, note

_BREAKS = re.compile(r"[\r\n\t]")
CHANGED = "is no id as it stands, or one that is taken, and was changed"


def clean_id(raw: str) -> str:
    """The nearest text that is allowed as an id; empty if nothing is left.

    >>> clean_id(" T|1 ")
    'T/1'
    """
    return _BREAKS.sub(" ", normal(raw).replace("|", "/")).strip()[:200].strip()


class Naming:
    """Ids for the raw names of one kind of thing; remembers what it changed.

    Args:
        kind: what is named, for the notes.
        merge: whether raw names that differ in outer blanks only are the same thing.
    """

    def __init__(self, kind: str, *, merge: bool = False) -> None:
        self.notes: list[Note] = []
        self._kind = kind
        self._merge = merge
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        """The last number that was given to a name."""

    def id(self, raw: str) -> str:
        """The id of a raw name: always the same for the same name.

        >>> naming = Naming("teacher", merge=True)
        >>> naming.id("T1"), naming.id("T1 "), naming.id("T|1"), naming.id("T/1")
        ('T1', 'T1', 'T/1', 'T/1 (2)')
        """
        raw = normal(raw)
        if raw not in self._ids:
            self._ids[raw] = self._new(raw)
            if self._ids[raw] != raw:
                self.notes.append(note(self._kind, raw, CHANGED))
        return self._ids[raw]

    def fresh(self, raw: str) -> str:
        """An id for one more thing of this name: never one that was given before.

        >>> naming = Naming("lesson")
        >>> naming.fresh("7"), naming.fresh("7")
        ('7', '7 (2)')
        """
        result = self._fresh(clean_id(raw) or "?")
        if result != raw:
            self.notes.append(note(self._kind, raw, CHANGED))
        return result

    def _new(self, raw: str) -> str:
        twin = raw.strip() if self._merge else raw
        if twin not in self._ids:
            self._ids[twin] = self._fresh(clean_id(raw) or "?")
        return self._ids[twin]

    def _fresh(self, wanted: str) -> str:
        name, number = wanted, self._numbers.get(wanted, 1)
        while name in self._taken:
            number += 1
            name = f"{wanted[:190].strip()} ({number})"
        self._taken.add(name)
        self._numbers[wanted] = number
        return name
