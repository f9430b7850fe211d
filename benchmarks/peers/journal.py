"""Tables whose every change can be undone."""

from __future__ import annotations

from typing import Any

_GONE = object()


class Journal:
    """All tables hold immutable values, and every change is written down.

    So going back to a mark costs what was done since, however large the tables are.

    >>> journal, table = Journal(), {"a": 1}
    >>> mark = journal.mark()
    >>> journal.put(table, "a", 2)
    >>> journal.back_to(mark)
    >>> table
    {'a': 1}
    """

    def __init__(self) -> None:
        self._log: list[tuple[dict[Any, Any], Any, Any]] = []

    def mark(self) -> int:
        """A point to go back to."""
        return len(self._log)

    def back_to(self, mark: int) -> None:
        """Undo all that was done since a mark."""
        while len(self._log) > mark:
            table, key, before = self._log.pop()
            if before is _GONE:
                del table[key]
            else:
                table[key] = before

    def settle(self) -> None:
        """Forget how to go back."""
        self._log.clear()

    def put(self, table: dict[Any, Any], key: Any, value: Any) -> None:
        """Set an entry."""
        self._log.append((table, key, table.get(key, _GONE)))
        table[key] = value

    def drop(self, table: dict[Any, Any], key: Any) -> None:
        """Remove an entry."""
        self._log.append((table, key, table.pop(key)))

    def add(self, table: dict[Any, int], key: Any, step: int) -> None:
        """Add to a count."""
        self.put(table, key, table.get(key, 0) + step)

    def append(self, table: dict[Any, tuple[Any, ...]], key: Any, item: Any) -> None:
        """Add an item to a tuple."""
        self.put(table, key, (*table.get(key, ()), item))

    def remove(self, table: dict[Any, tuple[Any, ...]], key: Any, item: Any) -> None:
        """Take an item out of a tuple, once."""
        before = table[key]
        place = before.index(item)
        self.put(table, key, before[:place] + before[place + 1 :])
