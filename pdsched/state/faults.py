"""The faults of a state: one code each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pdsched.errors import Fault

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PD751": (
            "cannot be shared: it is a team, goes to some schools only, or gives no course",
            "make it a trainer with courses, without members and schools",
        ),
        "PD752": (
            "is of a topic of shared trainers, and somebody of the district gives it, or nobody "
            "who is shared",
            "let shared trainers give all courses of the topic, and nobody else",
        ),
        "PD753": (
            "cannot be given by shared trainers: it is a series, has no trainer, or is before or "
            "after another course",
            "share trainers of single courses alone",
        ),
        "PD754": (
            "is another time zone or first day of the week than that of the first district",
            "share trainers among districts that count the same weeks",
        ),
        "PD755": (
            "is the id of a shared trainer, and of somebody in the district",
            "give one of them another id",
        ),
        "PD756": (
            "is no course of any district",
            "correct it, or add the course to the districts",
        ),
        "PD757": (
            "names a file that cannot be written for each district",
            "use up to 100 of A-Z, a-z, 0-9, '.', '-' and '_', a letter or digit first, no name of "
            "a device such as con, and none that differs from another in capitals alone",
        ),
        "PD758": (
            "tells of an earlier plan, and states are planned from the beginning",
            "leave it out, or plan the district alone",
        ),
        "PD759": (
            "stands in the state twice",
            "name each district, its file and each trainer once",
        ),
        "PD760": (
            "names courses of shared trainers, and others or those of trainers of another group",
            "let it name courses that one shared trainer gives, or courses of the district alone",
        ),
        "PD761": (
            "insists on a course of shared trainers, whose dates are not known before",
            "leave it out, or let the district have a trainer of its own for the course",
        ),
    }
)
"""What is wrong and what to do, by code."""


def fault(code: str, where: str, value: object) -> Fault:
    """A fault with the sentence of the table.

    >>> print(fault("PD759", "districts[1].id", "north"))
    PD759 districts[1].id: 'north' stands in the state twice; name each district, its file ...
    """
    message, advice = CODES[code]
    shown = str(value)
    return Fault(code, where, shown if len(shown) <= 60 else shown[:59] + "…", message, advice)
