"""Mutations about lessons that colleagues hold in free time; see `mutations`.

Where nobody does, some colleague is put in the place of a substitute.
"""

from __future__ import annotations

from collections.abc import Iterator

from facts import span
from mutation import Broken, breaks, changed, find, swapped, with_plan
from strategies import Case

from pdsched import Plan
from pdsched.plan import Cover
from pdsched.problem import Weekday, Window


def by_colleagues(case: Case, plan: Plan) -> Iterator[tuple[Cover, Plan]]:
    """Covers by colleagues, each with the plan in which it is."""
    for one in plan.covers:
        if one.colleague is not None:
            yield one, plan
        for member in case.problem.staff[:2]:
            if one.substitute is not None:
                other = changed(one, substitute=None, colleague=member.id)
                yield other, changed(plan, covers=swapped(plan.covers, one, other))


def asking(case: Case, plan: Plan, **figures: object) -> Broken:
    """The case under a policy that lets all colleagues cover, with these figures."""
    lenient = {"colleague_cover": "all", "colleague_covers_per_week": 100, **figures}
    return Broken(
        case.problem, case.policy.model_validate({**case.policy.model_dump(), **lenient}), plan
    )


@breaks("colleague-cover")
def nobody_asked(case: Case, plan: Plan) -> Iterator[Broken]:
    """No colleague may be asked, or only volunteers, of whom the one who covers is none."""
    for one, there in by_colleagues(case, plan):
        yield asking(case, there, colleague_cover="never")
        staff = case.problem.staff
        member = find(staff, one.colleague or "")
        shy = swapped(staff, member, changed(member, cover_volunteer=False))
        known = case._replace(problem=changed(case.problem, staff=shy))
        yield asking(known, there, colleague_cover="volunteers")


@breaks("colleague-cover")
def holder_not_free(case: Case, plan: Plan) -> Iterator[Broken]:
    """The colleague is the one released, works elsewhere, or is away."""
    for one, there in by_colleagues(case, plan):
        own = changed(one, colleague=one.staff)
        yield asking(case, changed(there, covers=swapped(there.covers, one, own)))
        lesson, staff = find(case.problem.lessons, one.lesson), case.problem.staff
        member = find(staff, one.colleague or "")
        away = Window(start=lesson.start, end=lesson.end, dates=(one.date,))
        gone = changed(member, unavailable=(*member.unavailable, away))
        problem = changed(case.problem, staff=swapped(staff, member, gone))
        yield asking(case._replace(problem=problem), there)
        off = changed(member, works_on=tuple(d for d in Weekday if d is not Weekday.of(one.date)))
        problem = changed(case.problem, staff=swapped(staff, member, off))
        yield asking(case._replace(problem=problem), there)
        others = tuple(s.id for s in case.problem.schools if s.id != lesson.school)
        if others:
            moved = changed(member, schools=others)
            problem = changed(case.problem, staff=swapped(staff, member, moved))
            yield asking(case._replace(problem=problem), there)


@breaks("colleague-cover-limits")
def holders_too_often(case: Case, plan: Plan) -> Iterator[Broken]:
    """No cover is allowed, in a week or in all, or all are given already."""
    for one, there in by_colleagues(case, plan):
        yield asking(case, there, colleague_covers_per_week=0)
        yield asking(case, there, colleague_covers_in_all=0)
        staff = case.problem.staff
        member = find(staff, one.colleague or "")
        spent = swapped(staff, member, changed(member, covers_before=10))
        known = case._replace(problem=changed(case.problem, staff=spent))
        yield asking(known, there, colleague_covers_in_all=10)


@breaks("one-place")
def holders_at_once(case: Case, plan: Plan) -> Iterator[Broken]:
    """One colleague holds two lessons at once."""
    lessons = {x.id: span(x) for x in case.problem.lessons}
    for one, there in by_colleagues(case, plan):
        for other in there.covers:
            apart = one.date != other.date or not lessons[one.lesson].meets(lessons[other.lesson])
            if other != one and not apart:
                both = changed(other, substitute=None, colleague=one.colleague)
                yield with_plan(case, there, covers=swapped(there.covers, other, both))
