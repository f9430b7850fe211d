"""Mutations that change who covers what and who is engaged; see `mutations`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from facts import Facts, span
from mutation import (
    Broken,
    breaks,
    changed,
    swapped,
    with_plan,
    with_record,
)
from strategies import Case

from pdsched import Plan
from pdsched.plan import Cover, Engagement
from pdsched.problem import Half


@breaks("cover")
def cover_missing(case: Case, plan: Plan) -> Iterator[Broken]:
    """Nobody holds a released lesson, or somebody who is not engaged."""
    for cover in plan.covers:
        yield with_plan(case, plan, covers=swapped(plan.covers, cover))
        if cover.substitute is not None:
            away = tuple(e for e in plan.engagements if e.substitute != cover.substitute)
            yield with_plan(case, plan, engagements=away)


@breaks("cover")
def cover_needless(case: Case, plan: Plan) -> Iterator[Broken]:
    """Somebody covers a lesson that nobody is released from."""
    for s in case.problem.substitutes[:1]:
        for lesson in case.problem.lessons:
            taken = any(lesson.id in release.lessons for release in plan.releases)
            if not taken:
                day = case.problem.calendar.first
                cover = Cover(staff=lesson.staff[0], lesson=lesson.id, date=day, substitute=s.id)
                yield with_plan(case, plan, covers=(*plan.covers, cover))


@breaks("one-place")
def covers_at_once(case: Case, plan: Plan) -> Iterator[Broken]:
    """One substitute holds two lessons at once."""
    lessons = {x.id: span(x) for x in case.problem.lessons}
    for one in (c for c in plan.covers if c.substitute is not None):
        for other in plan.covers:
            apart = one.date != other.date or not lessons[one.lesson].meets(lessons[other.lesson])
            if one != other and not apart:
                both = changed(other, substitute=one.substitute, colleague=None)
                yield with_plan(case, plan, covers=swapped(plan.covers, other, both))


@breaks("one-school")
def two_schools_at_once(case: Case, plan: Plan) -> Iterator[Broken]:
    """A substitute is engaged at two schools in one half-day."""
    for engagement in plan.engagements:
        for school in case.problem.schools:
            if school.id != engagement.school:
                more = changed(engagement, school=school.id)
                yield with_plan(case, plan, engagements=(*plan.engagements, more))


@breaks("one-school")
def no_way_at_midday(case: Case, plan: Plan) -> Iterator[Broken]:
    """A substitute would have to leave one school before its last lesson ends."""
    facts = Facts(case.problem)
    for e in plan.engagements:
        there = Half.PM if e.half is Half.AM else Half.AM
        for school in case.problem.schools:
            busy = facts.lessons_at(e.school, e.date, e.half)
            if school.id != e.school and busy and facts.lessons_at(school.id, e.date, there):
                more = Engagement(
                    substitute=e.substitute, school=school.id, date=e.date, half=there
                )
                ways = tuple(changed(t, minutes=600) for t in case.problem.travel)
                if ways:
                    problem = changed(case.problem, travel=ways)
                    yield Broken(
                        problem, case.policy, changed(plan, engagements=(*plan.engagements, more))
                    )


@breaks("engagement-of-use")
def engaged_for_nothing(case: Case, plan: Plan) -> Iterator[Broken]:
    """Somebody is engaged, and holds no lesson of that half-day any more; no pin asks for it."""
    free = case._replace(problem=changed(case.problem, engagement_pins=()))
    for e in plan.engagements:
        others = (c for c in plan.covers if (c.substitute, c.date) != (e.substitute, e.date))
        yield with_plan(free, plan, covers=tuple(others))


@breaks("substitute-available")
def engaged_beyond(case: Case, plan: Plan) -> Iterator[Broken]:
    """A substitute is engaged after the horizon."""
    for e in plan.engagements:
        after = changed(e, date=case.problem.calendar.last + timedelta(days=1))
        yield with_plan(case, plan, engagements=(*plan.engagements, after))


@breaks("substitute-limits")
def engaged_too_often(case: Case, plan: Plan) -> Iterator[Broken]:
    """A substitute is engaged for both halves of a day, one more than a limit allows."""
    for e in plan.engagements:
        other = changed(e, half=Half.PM if e.half is Half.AM else Half.AM)
        more = changed(plan, engagements=tuple({*plan.engagements, other}))
        for limit in ("max_half_days_per_day", "max_half_days_per_week", "max_half_days"):
            yield with_record(case, more, "substitutes", e.substitute, **{limit: 1})
