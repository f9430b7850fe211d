"""The search: a matheuristic over the model, goal after goal, with bounds beside it.

- `pdsched.search.solve_here`: one search in this process, from a problem to a plan
- `pdsched.search.lexicographic`: goal after goal, each held while the next is worked on
- `pdsched.search.strategy`: for one goal: whole, in turns, or side by side
- `pdsched.search.whole`: the whole formulation, to the engine, to branch and bound
- `pdsched.search.stated`: everything, or some of it, as an engine is given it for one goal
- `pdsched.search.fewest_hands`: who holds settled lessons, and how few can
- `pdsched.search.incumbent`: the best solution and the bound of one goal, shared by threads
- `pdsched.search.proven`: bounds that outlive a search which begins anew
- `pdsched.search.lns`: large neighbourhood search over sub-MIPs
- `pdsched.search.kernel_search`: sub-MIPs of what the relaxation points to
- `pdsched.search.bounds`, `pdsched.search.lagrangian`: dual bounds, cheapest first
- `pdsched.search.sessions`: the bound session by session, where the whole is too large
"""

from __future__ import annotations

from pdsched.search.budget import Limits
from pdsched.search.lexicographic import Search
from pdsched.search.outcome import Outcome
from pdsched.search.solve_here import solve_here

__all__ = ["Limits", "Outcome", "Search", "solve_here"]
