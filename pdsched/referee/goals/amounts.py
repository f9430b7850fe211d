"""Goals of amounts that are asked for: doses and champions."""

from __future__ import annotations

from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal
from pdsched.referee.rules.amounts import missing_champions, shortages


@goal("dose-shortage")
def dose_shortage(case: Case) -> int:
    """The minutes of which people are short of their doses."""
    return sum(short.dose - short.had for short in shortages(case))


@goal("champions-missing")
def champions_missing(case: Case) -> int:
    """The champions who are missing in schools."""
    return sum(one.missing for one in missing_champions(case))
