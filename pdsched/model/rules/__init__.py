"""The rules as rows of the formulation, one function each, registered by id.

The order of the imports is the order in which rows are added: pins and covers come before the
rules of substitutes, which look at every engagement that they asked for, and at who is named.
"""

from pdsched.model.rules import amounts, coaching, groups, learning, past, pins, releases, sessions  # noqa: I001
from pdsched.model.rules import (
    classes,
    colleagues,
    cover,
    substitutes,
    adults,
    class_days,
    in_a_row,
    roles,
    series,
    working_day,
    staff_lunch,
)
from pdsched.model.rules.registry import CONSTRAINTS, apply_rules

__all__ = [
    "CONSTRAINTS",
    "adults",
    "amounts",
    "apply_rules",
    "class_days",
    "classes",
    "coaching",
    "colleagues",
    "cover",
    "groups",
    "in_a_row",
    "learning",
    "past",
    "pins",
    "releases",
    "roles",
    "series",
    "sessions",
    "staff_lunch",
    "substitutes",
    "working_day",
]
