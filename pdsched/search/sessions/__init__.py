"""The Lagrangian relaxation by session: a bound of the whole, by sorting millions of attendances.

- `pdsched.search.sessions.multipliers`: multipliers of what sessions share
- `pdsched.search.sessions.costs`: prices on what later goals count
- `pdsched.search.sessions.entries`: attendances and needs as arrays, drawn once
- `pdsched.search.sessions.arcs`: what comes first, week by week
- `pdsched.search.sessions.moments`: lessons to be covered, moment by moment
- `pdsched.search.sessions.hands`: how many of a session could be covered at once
- `pdsched.search.sessions.resources`: trainers and rooms
- `pdsched.search.sessions.substitutes`: the dearest half-days of each substitute
- `pdsched.search.sessions.groups`: the best people of each session
- `pdsched.search.sessions.relaxation`: one evaluation: the bound and its subgradient
- `pdsched.search.sessions.ascent`: better multipliers, step by step
"""

from __future__ import annotations

from pdsched.search.sessions.ascent import ascend
from pdsched.search.sessions.costs import Costs
from pdsched.search.sessions.memory import SessionMemory
from pdsched.search.sessions.multipliers import Multipliers
from pdsched.search.sessions.relaxation import SessionRelaxation

__all__ = ["Costs", "Multipliers", "SessionMemory", "SessionRelaxation", "ascend"]
