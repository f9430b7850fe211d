"""Every rule and goal in plain Python, written from ``docs/rules.md`` alone.

No solver, and no code shared with `pdsched.model`: what the two agree on, both have understood.
"""

from pdsched.referee.case import Case
from pdsched.referee.excuse import broken
from pdsched.referee.facts import Facts
from pdsched.referee.goals import MEASURES, measured
from pdsched.referee.rules import CHECKS, checks_of
from pdsched.referee.verify import score, verify
from pdsched.referee.violation import Violation

__all__ = [
    "CHECKS",
    "MEASURES",
    "Case",
    "Facts",
    "Violation",
    "broken",
    "checks_of",
    "measured",
    "score",
    "verify",
]
