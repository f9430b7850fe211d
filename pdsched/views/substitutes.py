"""A plan for the substitutes: when to come, where, and which classes to hold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from pdsched.errors import PdschedError
from pdsched.plan import Cover, Engagement, Plan
from pdsched.problem import Half, Id, Problem, Record
from pdsched.views.classes import HeldClass, covered_class, half_of
from pdsched.views.lookup import found

_Key = tuple[str, dt.date, Half, str]


class Turn(Record):
    """One half-day of a substitute at one school."""

    date: dt.date
    half: Half
    school: Id
    classes: tuple[HeldClass, ...] = ()
    """In clock order."""


class SubstituteView(Record):
    """What one substitute sees of a plan."""

    substitute: Id
    turns: tuple[Turn, ...]
    """By date, mornings first."""


def by_substitute(problem: Problem, plan: Plan) -> tuple[SubstituteView, ...]:
    """Every substitute who is engaged, by id.

    The problem is asked for the clock times of the classes, which a plan does not repeat.

    Raises:
        PdschedError: if the plan names what the problem does not hold, or a substitute holds a
            class without being engaged for it.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> plan = Plan(engagements=[{"substitute": "sam", "school": "north", "date": "2026-09-08",
    ...                           "half": "am"}])
    >>> [(v.substitute, [t.school for t in v.turns]) for v in by_substitute(problem, plan)]
    [('sam', ['north'])]
    """
    classes = _classes(problem, plan)
    turns: dict[str, list[Turn]] = defaultdict(list)
    for engagement in sorted(plan.engagements, key=_order):
        held = classes.get(_key(engagement), [])
        turns[engagement.substitute].append(_turn(engagement, held))
    return tuple(SubstituteView(substitute=s, turns=tuple(turns[s])) for s in sorted(turns))


def _order(engagement: Engagement) -> tuple[dt.date, Half, str]:
    return (engagement.date, engagement.half, engagement.school)


def _key(engagement: Engagement) -> _Key:
    return (engagement.substitute, engagement.date, engagement.half, engagement.school)


def _classes(problem: Problem, plan: Plan) -> dict[_Key, list[HeldClass]]:
    lessons = {lesson.id: lesson for lesson in problem.lessons}
    schools = {school.id: school for school in problem.schools}
    engaged = {_key(engagement) for engagement in plan.engagements}
    classes: dict[_Key, list[HeldClass]] = defaultdict(list)
    for cover in plan.covers:
        if cover.substitute is None:
            continue
        lesson = found(lessons, cover.lesson, "lesson")
        key = (cover.substitute, cover.date, half_of(lesson, schools), lesson.school)
        if key not in engaged:
            raise _not_engaged(cover)
        classes[key].append(covered_class(lessons, cover))
    return classes


def _not_engaged(cover: Cover) -> PdschedError:
    return PdschedError(
        f"substitute {cover.substitute!r} holds lesson {cover.lesson!r} on {cover.date} without "
        "being engaged then and there; verify the plan to see every such fault"
    )


def _turn(engagement: Engagement, held: list[HeldClass]) -> Turn:
    return Turn(
        date=engagement.date,
        half=engagement.half,
        school=engagement.school,
        classes=tuple(sorted(held, key=lambda c: (c.start, c.lesson, c.staff))),
    )
