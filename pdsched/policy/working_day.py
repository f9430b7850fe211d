"""How long a working day may be, and its lunch: the figures, and the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from pdsched.policy.figures import figure
from pdsched.policy.rule import RuleInfo, optional, soft
from pdsched.problem.base import Clock, Record


class WorkingDayFigures(Record):
    """The figures of rules about one day of one person; see `pdsched.Policy`."""

    working_day_minutes: int | None = figure(
        None,
        unit="minutes",
        within=(0, 1440),
        example=390,
        loose=600,
        source="Not asked for: practitioners name six and a half hours of learning as the most of "
        "a day (390).",
    )
    """Minutes of lessons, sessions with their way, and covers of one staff member on one date."""
    staff_lunch_minutes: int = figure(
        30,
        unit="minutes",
        within=(1, 240),
        loose=20,
        source="Laws of states of the United States name thirty minutes without duty (Washington, "
        "Texas).",
    )
    """Minutes in a row that whoever is released or covers keeps for lunch, where lessons alone
    leave them."""
    staff_lunch_from: Clock = figure(time(11), unit="clock time", source="An assumption of ours.")
    """When the lunch of staff and of trainers begins at the earliest."""
    staff_lunch_to: Clock = figure(time(14), unit="clock time", source="An assumption of ours.")
    """When the lunch of staff and of trainers ends at the latest."""
    long_session_minutes: int = figure(
        300,
        unit="minutes",
        within=(30, 1440),
        source="The law of Quebec on labour standards asks for a meal after five hours in a row.",
    )
    """Minutes from which on a session has a lunch of its own."""


WORKING_DAY: Mapping[str, RuleInfo] = {
    "working-day": optional(
        "Sessions and covers extend nobody's working day beyond {working_day_minutes} minutes."
    ),
    "staff-lunch": soft(
        "Whoever is released or covers keeps {staff_lunch_minutes} consecutive minutes "
        "between {staff_lunch_from} and {staff_lunch_to}, if lessons alone leave them; "
        "sessions of {long_session_minutes} minutes or more include a lunch of their own."
    ),
}
"""Every rule about one day of one person, by id, in the order of the page."""
