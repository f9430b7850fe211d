"""Ways to break a plan, by the id of the rule that each breaks.

A mutation takes a case and a plan that keeps all rules and yields broken versions: the plan
changed, or else a new fact (or figure of the policy) under which the plan is wrong. Where it
finds nothing to break it yields nothing. Importing this room fills `MUTATIONS`.
"""

from __future__ import annotations

import mutations_of_colleagues
import mutations_of_covers
import mutations_of_facts
import mutations_of_plans
import mutations_of_wishes
from mutation import MUTATIONS, Broken, Mutation

__all__ = [
    "MUTATIONS",
    "Broken",
    "Mutation",
    "mutations_of_colleagues",
    "mutations_of_covers",
    "mutations_of_facts",
    "mutations_of_plans",
    "mutations_of_wishes",
]
