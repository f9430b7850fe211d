"""What a peer is given and what it says while it works."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from pdsched import Plan


class Diary:
    """Where a peer hands in plans as it finds them, and says what the reader has to know.

    What was handed in counts, even if the peer is ended later.

    >>> diary = Diary()
    >>> diary.note("Only every other week was looked at.")
    >>> diary.notes
    ['Only every other week was looked at.']
    """

    def __init__(
        self,
        on_plan: Callable[[Plan], None] = lambda _: None,
        on_note: Callable[[str], None] = lambda _: None,
        on_found: Callable[[], None] = lambda: None,
    ) -> None:
        self._on_plan, self._on_note, self._on_found = on_plan, on_note, on_found
        self._found = False
        self.started = monotonic()
        self.notes: list[str] = []

    @property
    def spent(self) -> float:
        """Seconds since the diary was begun."""
        return monotonic() - self.started

    def found(self) -> None:
        """There is a plan, even if it is not written out yet."""
        if not self._found:
            self._found = True
            self._on_found()

    def keep(self, plan: Plan) -> None:
        """Hand in a plan, in place of the one before."""
        self.found()
        self._on_plan(plan)

    def note(self, sentence: str) -> None:
        """Say something that belongs beside the figures."""
        self.notes.append(sentence)
        self._on_note(sentence)
