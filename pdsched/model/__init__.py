"""What is decided, and every rule and goal as rows, in the order in which a problem becomes a plan.

- `pdsched.model.instance`: the problem in dates and numbers
- `pdsched.model.candidates`: what could happen, but for what a rule forbids by itself
- `pdsched.model.solution`: what happens, in numbers of candidates
- `pdsched.model.formulation`: decision variables, and what rules and goals share
- `pdsched.model.rules`: rows, one theme a file
- `pdsched.model.goals`: what is optimised: weights, values, bounds, tiers
- `pdsched.model.build`: candidates and formulation of a problem, and who has to be named
- `pdsched.model.decode`: between solutions and plans
"""

from __future__ import annotations

from pdsched.model.build import build, enumerate_candidates, formulate
from pdsched.model.decode.deal_staff import DisaggregationError, deal_staff, dealt
from pdsched.model.decode.decode import decode, read_out
from pdsched.model.decode.encode import encode
from pdsched.model.rules.pins import required_attendances
from pdsched.model.rules.registry import reaches
from pdsched.model.solution.solution import Solution

__all__ = [
    "DisaggregationError",
    "Solution",
    "build",
    "deal_staff",
    "dealt",
    "decode",
    "encode",
    "enumerate_candidates",
    "formulate",
    "reaches",
    "read_out",
    "required_attendances",
]
