"""What a search keeps of the relaxation by session from one turn of a goal to the next."""

from __future__ import annotations

from functools import cached_property

from pdsched.model.candidates.candidates import Candidates
from pdsched.search.sessions.prices import Prices
from pdsched.search.sessions.relaxation import SessionRelaxation


class SessionMemory:
    """What a search keeps of the relaxation from turn to turn."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self.prices: Prices | None = None
        """The best for the needs met, once they are known."""
        self.planned = False
        """Whether a plan was made by its prices."""

    @cached_property
    def relaxation(self) -> SessionRelaxation | None:
        """The relaxation; ``None`` where it would say nothing."""
        return SessionRelaxation.of(self._candidates)
