"""Ways to break a plan, by the id of the rule that each breaks.

A mutation takes a case and a plan that keeps all rules and yields broken versions: the plan
changed, or else a new fact (or figure of the policy) under which the plan is wrong. Where it
finds nothing to break it yields nothing. `mutations_of_plans` changes what was decided,
`mutations_of_facts` what is given; importing this room fills `MUTATIONS` from both.
"""

from __future__ import annotations

from mutation import MUTATIONS, Broken, Mutation
from mutations_of_facts import EARLY
from mutations_of_plans import NOBODY

__all__ = ["EARLY", "MUTATIONS", "NOBODY", "Broken", "Mutation"]
