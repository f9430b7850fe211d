"""The first leaf: what the binder is, for whom, and what was reached in a few figures."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.extent import is_about_many
from pdsched.binder.matter import Matter
from pdsched.indicators import Kpi, kpis
from pdsched.plan import Plan
from pdsched.referee import verify
from pdsched.result import Status

_FIGURES = (
    *("met-needs-share", "people-trained", "sessions", "hours"),
    *("half-days", "lessons-without-teacher"),
)
"""Key figures that stand on the cover, in this order."""
_MOST = 12
"""Names of those for whom it is, at most."""


class Cover(NamedTuple):
    """What stands on the cover."""

    name: str
    """Of the problem; empty where it has none."""
    first: date
    last: date
    schools: int
    staff: int
    policy: str
    """Its name."""
    status: Status | None
    """Of the result; ``None`` for a plan alone."""
    has_plan: bool
    violations: int
    """Places in which the plan breaks rules; not looked for in a binder of single people alone."""
    is_of_other_problem: bool
    """Whether the plan says that it was made for another problem."""
    figures: tuple[Kpi, ...]
    """None in a binder of some people alone."""
    whom: tuple[str, ...]
    """The first of those for whom it is; empty for everybody."""
    whom_left_out: int


def cover(matter: Matter) -> Chapter:
    """The cover of every binder."""
    return Chapter("cover", ONE_LEAF, (_page(matter) for _ in ONE_LEAF))


def _page(matter: Matter) -> Cover:
    problem, answer = matter.problem, matter.answer
    whom = _whom(matter)
    return Cover(
        name=" ".join(problem.name.split()),
        first=problem.calendar.first,
        last=problem.calendar.last,
        schools=len(problem.schools),
        staff=len(problem.staff),
        policy=answer.policy.name,
        status=None if answer.result is None else answer.result.status,
        has_plan=answer.plan is not None,
        violations=_violations(matter),
        is_of_other_problem=answer.made_for not in ("", problem.digest()),
        figures=_figures(matter) if matter.chosen.is_all and answer.plan is not None else (),
        whom=tuple(whom[:_MOST]),
        whom_left_out=max(0, len(whom) - _MOST),
    )


def _violations(matter: Matter) -> int:
    plan = matter.answer.plan
    if plan is None or not is_about_many(matter):
        return 0
    return len(verify(matter.problem, plan, matter.policy))


def _figures(matter: Matter) -> tuple[Kpi, ...]:
    known = kpis(matter.problem, matter.answer.plan or Plan(), matter.policy)
    return tuple(known[identity] for identity in _FIGURES)


def _whom(matter: Matter) -> list[str]:
    """Names of those who were named one by one, schools first."""
    names = {"school": matter.names.school}
    kinds = (each.partition(":") for each in sorted(matter.chosen.named))
    told = [(kind != "school", names.get(kind, matter.names.person)(i)) for kind, _, i in kinds]
    return [name for _, name in sorted(told)]
