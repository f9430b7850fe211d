"""How many engagements will not be filled: the goal ``expected-unfilled``."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from schools import CALENDAR, MON, THU2, TUE, TUE2, WED, WED2, engaged, plan_of, two_schools

from pdsched import score

STEPS = [{"days": n, "probability": p} for n, p in ((5, 0.9), (1, 0.6), (2, 0.7))]


@pytest.mark.parametrize(
    ("day", "calendar", "thousandths"),
    [
        (TUE, {"today": MON}, 400),
        (TUE2, {"today": MON}, 100),
        # Wednesday is closed, so from Tuesday to Thursday it is one day.
        (THU2, {"today": TUE2}, 400),
        (TUE, {"today": TUE}, 0),
        (TUE, {}, 0),
        # The horizon begins on Monday: the Friday before it is a school day, too.
        (MON, {"today": date(2026, 9, 4)}, 400),
        (MON, {"today": date(2026, 9, 3)}, 300),
        (MON, {"today": date(2026, 9, 3), "closed": [date(2026, 9, 4), WED2]}, 400),
        (MON, {"today": date(2026, 9, 3), "weekdays": ["mon", "tue", "wed", "thu"]}, 400),
        (MON, {"today": date(2026, 8, 28)}, 100),
        # It begins on Wednesday: the day before that is a school day, too.
        (WED, {"first": WED, "today": MON}, 300),
        (TUE, {"today": MON, "fill_probabilities": [{"weekday": "tue", "probability": 0.5}]}, 700),
    ],
)
def test_notice_of_so_many_school_days_has_its_chance(
    day: date, calendar: dict[str, Any], thousandths: int
) -> None:
    """The step of the most days that are reached counts, beside the chance of the weekday."""
    problem = two_schools(calendar=CALENDAR | {"fill_by_notice": STEPS} | calendar)
    plan = plan_of(problem, engagements=[engaged("sue", day, "am")])

    assert score(problem, plan)["expected-unfilled"] == thousandths
