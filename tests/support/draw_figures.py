"""Values of figures, from strict to lenient, made from what their fields say; see `strategies`."""

from __future__ import annotations

from typing import Any

from pdsched import Policy
from pdsched.policy import RULES
from pdsched.policy.figures import Figure, figures_of

CHOSEN: dict[str, list[Any]] = {
    "avoided_weekdays": [("mon",), ("tue", "thu")],
    "dose_minutes": [120, 60, 90],
    "fair_share": [0.5, 1.0, 0.7],
    "handover_minutes": [1, 61, 30, 0],
    "least_of_one_school": [3, 2],
    "lunch_minutes": [61, 1, 120],
    "notice_days": [1, 2, 4],
    "protected_minutes": [0, 30, 60, 240],
    "reserve": [1, 2, 0],
    "trainer_lunch_minutes": [30, 60, 61],
    "trainer_pause_minutes": [1, 20, 61],
    "unpaid_covers": [0, 1, 9],
    "working_day_minutes": [60, 120, 200, 0],
}
"""Values for those of which the least ones are not the strict ones, or none that bind."""
SWITCHES = {info.switch for info in RULES.values() if info.switch}


def strict_to_lenient() -> dict[str, list[Any]]:
    """Values of each figure without a default, and of each switch of a rule.

    Problems drawn are so small that the least values of a figure bind. ``insist_on_dose`` makes no
    policy without ``dose_minutes``, and is drawn with it.
    """
    figures = [one for one in figures_of(Policy) if one.name != "prices"]  # no rule reads them
    asked = (one for one in figures if one.default is None or one.name in SWITCHES)
    return {one.name: _values(one) for one in asked if one.name != "insist_on_dose"}


def _values(figure: Figure) -> list[Any]:
    if figure.name in CHOSEN:
        return CHOSEN[figure.name]
    if figure.name in SWITCHES:
        return [True]
    assert figure.info.within is not None, f"no values are CHOSEN for {figure.name}"
    least, _ = figure.info.within
    return [0.0, 0.5, 1.0] if figure.info.unit == "share" else [least, least + 1, least + 2]
