"""What a search keeps of the relaxation by session from one turn of a goal to the next."""

from __future__ import annotations

from functools import cached_property

from pdsched.model.candidates.candidates import Candidates
from pdsched.search.sessions.costs import Costs
from pdsched.search.sessions.multipliers import Multipliers
from pdsched.search.sessions.relaxation import SessionRelaxation


class SessionMemory:
    """What a search keeps of the relaxation from turn to turn."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        self.prices: Multipliers | None = None
        """The best for the needs met, once they are known."""
        self.planned = False
        """Whether a plan was made by its prices, or there was one to begin with."""
        self.priced: dict[Costs, float] = {}
        """By costs, what points less costs are at most."""

    @cached_property
    def relaxation(self) -> SessionRelaxation | None:
        """The relaxation; ``None`` where it would say nothing."""
        return SessionRelaxation.of(self._candidates)
