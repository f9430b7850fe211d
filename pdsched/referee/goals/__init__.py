"""One measure for each goal, from the plan alone; importing this package registers them all.

``registry`` is where they register, ``measured`` asks them; the other files hold them by theme.
"""

from pdsched.referee.goals import (
    amounts,
    changes,
    contracts,
    cover,
    equity,
    holders,
    learning,
    paid,
    sessions,
    times,
    wishes,
)
from pdsched.referee.goals.measured import measured
from pdsched.referee.goals.registry import MEASURES

__all__ = [
    "MEASURES",
    "amounts",
    "changes",
    "contracts",
    "cover",
    "equity",
    "holders",
    "learning",
    "measured",
    "paid",
    "sessions",
    "times",
    "wishes",
]
