"""Rules that blocked one question, tried first on the next: people of a school are often alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdsched.answers.blocked import Blockade, Blocked
from pdsched.answers.lifts import Lift

_Kind = tuple[str, str, str]
"""A lift without whom it is about: its rule, its pin, and its place among those of this rule."""
MOST = 3
"""Sets that are tried before one is looked for anew, the last ones first."""


class KnownCores:
    """The sets of rules that have blocked questions about the same courses."""

    def __init__(self) -> None:
        self._known: list[frozenset[_Kind]] = []

    def blocked(self, blockade: Blockade, *, minimal_is_enough: bool = False) -> Blocked | None:
        """What blocks, as `Blockade.blocked` finds it; what blocked other questions is a guess."""
        guesses = self._guesses([_kind(lift) for lift in blockade.members])
        blocked = blockade.blocked(guesses, minimal_is_enough=minimal_is_enough)
        if blocked is not None and blocked.minimal:
            core = frozenset(_kind(lift) for lift in blocked.lifts)
            self._known = [*(each for each in self._known if each != core), core]
        return blocked

    def _guesses(self, kinds: Sequence[_Kind]) -> Iterator[frozenset[int]]:
        for core in reversed(self._known[-MOST:]):
            guess = frozenset(n for n, kind in enumerate(kinds) if kind in core)
            if len(guess) == len(core):
                yield guess


def _kind(lift: Lift) -> _Kind:
    return lift.rule, lift.pin, "who" if lift.who else ""
