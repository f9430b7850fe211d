"""Needs met by school, the worst first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pdsched.indicators import Kpis
from pdsched.problem import Problem
from pdsched.views.names import Names


class SchoolLine(NamedTuple):
    """What one school gets and gives."""

    name: str
    stated: int
    """Needs of people whose home school it is."""
    met: int
    share: float | None
    """Per cent of needs met, 0 to 100; ``None`` without needs."""
    hours: float
    """Of learning."""
    half_days: int
    """Of substitutes who come."""
    lessons: int
    """Without their teacher."""


def school_lines(problem: Problem, figures: Kpis, names: Names) -> tuple[SchoolLine, ...]:
    """Every school, by the share of its needs that are met; those without needs last."""

    def by_school(identity: str) -> Mapping[str, float]:
        return figures[identity].parts.get("school", {})

    stated, met, share = map(by_school, ("needs-stated", "needs-met", "needs-met-share"))
    hours, half_days = by_school("hours"), by_school("half-days")
    lessons = by_school("lessons-without-teacher")
    lines = (
        SchoolLine(
            name=names.school(school.id),
            stated=int(stated.get(school.id, 0)),
            met=int(met.get(school.id, 0)),
            share=share.get(school.id),
            hours=hours.get(school.id, 0),
            half_days=int(half_days.get(school.id, 0)),
            lessons=int(lessons.get(school.id, 0)),
        )
        for school in problem.schools
    )
    return tuple(sorted(lines, key=_order))


def _order(line: SchoolLine) -> tuple[float, int, str]:
    return (101 if line.share is None else line.share, line.met - line.stated, line.name)
