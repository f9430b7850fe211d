"""Problems that live in this process, by their digest: what a plan can be shown with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from pdsched.problem.problem import Problem

_AT_HAND: WeakValueDictionary[tuple[str, int], Problem] = WeakValueDictionary()
"""By digest and identity: of several of one digest any that still lives will do."""


def note(digest: str, problem: Problem) -> None:
    """Remember a problem as long as it lives."""
    _AT_HAND[digest, id(problem)] = problem


def at_hand(digest: str | None) -> Problem | None:
    """The problem of a digest, if it was solved or asked for its digest here and still lives.

    >>> at_hand("nowhere") is None
    True
    """
    return next((known for (of, _), known in list(_AT_HAND.items()) if of == digest), None)
