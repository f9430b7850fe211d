"""Pairs about lessons that a colleague holds without a break."""

from __future__ import annotations

from pairs import Pair, pair, policies, problems
from pairs_colleagues import ALL, by_colleague
from schools import changed, two_schools


@pair("colleague-in-a-row")
def three_lessons_in_a_row() -> Pair:
    """Bob, who teaches from 9 to 11, holds a lesson at 8: three in a row may be; two."""
    kept, broken = (ALL.model_copy(update={"most_consecutive_periods": n}) for n in (3, 2))
    return policies(by_colleague("bob"), kept, broken)


@pair("colleague-in-a-row")
def ten_minutes_between() -> Pair:
    """Bob holds a lesson until 9 and teaches, two in a row, from 9:10; from 9:09."""
    kept, broken = (
        two_schools(
            **changed("lessons", "bob-tue-2", start=at, end="10:00", qualification=None),
        )
        for at in ("09:10", "09:09")
    )
    alone = ALL.model_copy(update={"most_consecutive_periods": 1})
    return problems(lambda problem: by_colleague("bob", problem), kept, broken, policy=alone)
