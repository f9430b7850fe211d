"""The checks by theme; importing this package registers them all in ``CHECKS``."""

from pdsched.referee.registry import CHECKS
from pdsched.referee.rules import (
    amounts,
    class_days,
    classes,
    colleagues,
    cover,
    engagements,
    groups,
    learning,
    pauses,
    pins,
    records,
    release,
    roles,
    staff_lunch,
    time,
    trainers_rooms,
    working_day,
)

__all__ = [
    "CHECKS",
    "amounts",
    "class_days",
    "classes",
    "colleagues",
    "cover",
    "engagements",
    "groups",
    "learning",
    "pauses",
    "pins",
    "records",
    "release",
    "roles",
    "staff_lunch",
    "time",
    "trainers_rooms",
    "working_day",
]
