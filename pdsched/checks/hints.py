"""Advice that names what was probably meant."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from pdsched.problem.names import normal


class Hints:
    """The nearest of some known words: only so many times, for the comparison is slow.

    >>> Hints().near("shets", ["sheets", "slides"])
    "did you mean 'sheets'? If not, "
    """

    def __init__(self, most: int = 100, longest: int = 2000) -> None:
        self._left = most
        self._longest = longest

    def near(self, word: str, known: Collection[str]) -> str:
        """The beginning of an advice, or the empty text."""
        self._left -= 1
        if self._left < 0 or len(known) > self._longest:
            return ""
        near = get_close_matches(word, sorted(known), n=2, cutoff=0.6)
        others = [each for each in near if _looks(each) != _looks(word)]
        return f"did you mean {others[0]!r}? If not, " if others else ""


def _looks(word: str) -> str:
    """A word as a person sees it: what was refused is never what was meant."""
    return " ".join(normal(word).split())
