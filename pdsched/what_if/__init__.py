"""What changes would bring, and what chance can take: records of prices, scenarios, simulations.

`pdsched.answers` makes them; each says how far it is proven.

- `pdsched.what_if.gains`: what a change brings by one goal, between what is proven
- `pdsched.what_if.prices`: changes that a district could make, and what each would bring
- `pdsched.what_if.fan`: scenarios beside each other
- `pdsched.what_if.chance`: what becomes of a plan when engagements are filled by chance
"""

from __future__ import annotations

from pdsched.what_if.chance import ReleaseRisk, Reserve, SchoolRisk, Simulation, Spread
from pdsched.what_if.fan import Scenario, Scenarios
from pdsched.what_if.gains import GoalGain
from pdsched.what_if.prices import Knob, KnobPrice, PriceList

__all__ = [
    "GoalGain", "Knob", "KnobPrice", "PriceList", "ReleaseRisk", "Reserve", "Scenario", "Scenarios",
    "SchoolRisk", "Simulation", "Spread",
]  # fmt: skip
