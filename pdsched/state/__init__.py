"""A state: districts planned apart, trainers whom they share, and a bound of the whole.

`files` reads it, `demand` looks at each district and `refusals` says what is not planned, `seats`
and `prices` settle what shared trainers cost, `dividing` gives each of their dates to a district,
`problems` states what is solved, `proven` what is known of it, `run` solves it, and `store` keeps
it. `generate_state` invents one.
"""

from pdsched.state.files import load_state, save_state
from pdsched.state.generate import generate_state
from pdsched.state.records import (
    DistrictOutcome,
    Share,
    Shares,
    State,
    StateDistrict,
    StateResult,
    VisitPrice,
)
from pdsched.state.solve import solve_state

__all__ = [
    "DistrictOutcome",
    "Share",
    "Shares",
    "State",
    "StateDistrict",
    "StateResult",
    "VisitPrice",
    "generate_state",
    "load_state",
    "save_state",
    "solve_state",
]
