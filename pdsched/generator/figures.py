"""The figures: sizes of districts, and shares with the name of their source."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pdsched.problem import Role


class Size(NamedTuple):
    """How big an invented district is."""

    teachers: int
    schools: int
    secondary: int
    """How many of the schools are secondary schools."""
    rotating: int
    """How many of the secondary schools have a cycle of nine days, as in Quebec."""
    zones: int
    zone_km: int
    """Side of a zone in kilometres; where many people live, zones are small."""
    weeks: int
    """Weeks from the first day to the last: a term, or a school year."""
    what: str
    """What it resembles."""


TERM, YEAR = 12, 40
"""Weeks of a term and of a whole school year."""

SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "demo": Size(29, 2, 1, 0, 1, 12, TERM, "two small schools"),
        "XS": Size(30, 1, 0, 0, 1, 12, TERM, "one school"),
        "S": Size(70, 3, 1, 0, 2, 12, YEAR, "the median district of the United States"),
        "M": Size(500, 15, 4, 2, 4, 12, YEAR, "a district of 5,000 to 10,000 pupils"),
        "L": Size(
            3000, 65, 16, 6, 8, 8, YEAR, "one of the 500 largest districts of the United States"
        ),
        "XL": Size(
            10000, 190, 46, 16, 20, 6, YEAR, "one of the 100 largest districts of the United States"
        ),
    }
)
"""Every size by name. A bigger one is one more line."""

SUPPORT_PER_TEACHER: Mapping[Role, float] = MappingProxyType(
    {
        Role.DAY_CARE_EDUCATOR: 0.2,
        Role.SPECIAL_EDUCATION_TECHNICIAN: 0.1,
        Role.ADMINISTRATIVE_ASSISTANT: 0.06,
    }
)
"""Day-care: 2,000 educators to some 9,000 teachers in Montreal; the others are assumed."""

PART_TIME_SHARE = 0.125
ITINERANT_SHARE = 0.04
SUBSTITUTES_PER_TEACHER = 0.2
HOME_ZONE_ONLY = 0.6
HALF_DAYS_ONLY = 0.2
TEACHERS_PER_TRAINER = 450
TEACHERS_PER_ADVISER = 1300
PROTECTED_SHARE = 0.1
"""England: planning time of at least ten per cent of the teaching time."""
PROTECTED_MINUTES = 240
"""Ontario: 240 minutes of preparation time in five days; taken as the most."""
