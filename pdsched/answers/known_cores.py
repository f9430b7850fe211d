"""Rules that blocked one question, tried first on the next: people of a school are often alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdsched.answers.blocked import Blockade, Blocked, Given
from pdsched.answers.lifts import Lift

_Kind = tuple[str, str, str]
"""A lift without whom it is about: its rule, its pin, and its place among those of this rule."""
MOST = 3
"""Sets that are tried before one is looked for anew, the last ones first."""


class KnownCores:
    """The sets of rules that have blocked questions about the same courses."""

    def __init__(self) -> None:
        self._known: list[frozenset[_Kind]] = []

    def blocked(
        self, ways: Sequence[Given], members: Sequence[Lift], left: Callable[[], float]
    ) -> Blocked | None:
        """What blocks, as `Blockade.blocked` finds it, or a set that blocked another question.

        Of such a set it is proven as well that it blocks, and that it does not without any one of
        its rules; that none is smaller is not.
        """
        blockade = Blockade(ways, members, left)
        kinds = [_kind(lift) for lift in members]
        for core in reversed(self._known[-MOST:]):
            numbers = [n for n, kind in enumerate(kinds) if kind in core]
            if len(numbers) == len(core) and blockade.is_minimal(numbers):
                return blockade.told(numbers, minimal=True, smallest=False)
        blocked = blockade.blocked()
        if blocked is not None and blocked.minimal:
            core = frozenset(_kind(lift) for lift in blocked.lifts)
            self._known = [*(each for each in self._known if each != core), core]
        return blocked


def _kind(lift: Lift) -> _Kind:
    return lift.rule, lift.pin, "who" if lift.who else ""
