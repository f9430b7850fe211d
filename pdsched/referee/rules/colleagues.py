"""Colleagues who hold released lessons: who may, when, and how often."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.plan import Cover
from pdsched.policy import ColleagueCover
from pdsched.problem import Lesson, Role, StaffMember
from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.near import MOST, near
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span, span_of
from pdsched.referee.timetable import Held


@rule("colleague-cover")
def colleague_cover(case: Case) -> Iterator[Finding]:
    """A colleague covers only where and when free to."""
    for one in case.covers_by_colleagues:
        subjects = (one.colleague or "", one.staff, one.lesson)
        for why in why_not(case, one):
            yield (
                subjects,
                f"{one.colleague} covers lesson {one.lesson} of {one.staff} on {one.date}, {why}",
            )


def why_not(case: Case, cover: Cover) -> Iterator[str]:
    """What keeps a colleague from a cover, but for other covers; nothing if they could give it."""
    yield from _not_asked(case, cover)
    yield from _not_free(case, cover)


def _not_asked(case: Case, cover: Cover) -> Iterator[str]:
    member = case.facts.staff[cover.colleague or ""]
    school = case.facts.lessons[cover.lesson].school
    if not _may(member, case.policy.colleague_cover):
        yield f"where cover by colleagues is for: {case.policy.colleague_cover}"
    if school not in member.schools:
        yield f"but does not work at {school}"
    home = case.facts.home[member.id]
    if case.facts.days.is_closed(home, cover.date):
        yield f"a closed date of {home}"
    elif not case.facts.is_at_work(member.id, cover.date):
        yield "on a day off"


def _may(member: StaffMember, switch: ColleagueCover) -> bool:
    if switch is ColleagueCover.NEVER:
        return False
    return member.cover_volunteer or (switch is ColleagueCover.ALL and member.role == Role.TEACHER)


def _not_free(case: Case, cover: Cover) -> Iterator[str]:
    facts, name = case.facts, cover.colleague or ""
    lesson = facts.lessons[cover.lesson]
    span = span_of(lesson)
    yield from _holds(case, name, lesson, cover)
    yield from _is_released(case, name, lesson, cover)
    for window in facts.staff[name].unavailable:
        if window.on(cover.date) and span_of(window).overlaps(span):
            yield f"and is unavailable from {span_of(window)}"
    if case.policy.colleagues_keep_protected_time:
        for protected, time in facts.protected.on(name, cover.date):
            if protected.overlaps(span):
                yield f"in protected time {time.id} from {protected}"


def _is_released(case: Case, name: str, lesson: Lesson, cover: Cover) -> Iterator[str]:
    """Releases of the colleague's own that are in the way."""
    span, facts = span_of(lesson), case.facts
    for visit in case.by_person_and_day.get((name, cover.date), ()):
        meeting = visit.meeting
        reach = facts.with_travel(meeting.span, lesson.school, meeting.venue)
        if span.overlaps(visit.away.span) or span.overlaps(reach):
            yield f"and is released for {meeting}"
        elif facts.half(lesson) in case.half_days(visit.away):
            yield f"and is released for the half-day of {meeting}"


def _holds(case: Case, name: str, lesson: Lesson, cover: Cover) -> Iterator[str]:
    """Lessons of the colleague's own that are in the way."""
    span, visits = span_of(lesson), case.by_person_and_day.get((name, cover.date), ())
    for held in case.facts.lessons_on(name, cover.date):
        if _takes_in(case, held, cover):
            if any(held in visit.away.taken for visit in visits):
                yield f"and is released from lesson {held.lesson.id}, which could take the class in"
        elif held.span.overlaps(case.facts.with_travel(span, held.lesson.school, lesson.school)):
            yield f"and holds lesson {held.lesson.id} ({held.span}), or could not get there in time"


def taking_in(case: Case, cover: Cover) -> list[Held]:
    """The lesson of the colleague's own beside which a class, or a part of it, is taken in."""
    lessons = case.facts.lessons_on(cover.colleague or "", cover.date)
    return [held for held in lessons if _takes_in(case, held, cover)]


def _takes_in(case: Case, held: Held, cover: Cover) -> bool:
    """Whether who holds a lesson can take in the class of another, or its part of it, beside it."""
    lesson = case.facts.lessons[cover.lesson]
    if (cover.staff, cover.lesson, cover.date) in case.divided:
        named = lesson.may_split
    else:
        named = lesson.may_join if case.policy.merged_classes else ()
    return (
        held.lesson.id in named
        and held.lesson.id != lesson.id
        and held.lesson.school == lesson.school
        and span_of(lesson).inside(held.span)
    )


def colleagues_in_one_place(case: Case) -> Iterator[Finding]:
    """Part of the rule ``one-place``: one lesson at a time, and time to go to the next."""
    facts = case.facts
    for (name, day), covers in grouped(
        case.covers_by_colleagues, lambda c: (c.colleague or "", c.date)
    ).items():
        held = sorted((_span(case, c), facts.lessons[c.lesson].school, c.lesson) for c in covers)
        pairs = near(held, lambda h: h[0], facts.longest_way, most=facts.longest_way + MOST)
        for (one, here, first), (other, there, second) in pairs:
            way = facts.travel(here, there)
            if one.overlaps(other) or other.start - one.end < way:
                yield (
                    (name,),
                    f"{name} covers lesson {first} at {here} ({one}) and lesson {second} at "
                    f"{there} ({other}) on {day}; the way takes {way} minutes",
                )


def _span(case: Case, cover: Cover) -> Span:
    return span_of(case.facts.lessons[cover.lesson])


@rule("colleague-cover-limits")
def colleague_cover_limits(case: Case) -> Iterator[Finding]:
    """A colleague covers only so often."""
    policy = case.policy
    for name, covers in case.covers_by_colleague.items():
        for begin, in_week in grouped(covers, lambda c: case.facts.days.week(c.date)).items():
            if len(in_week) > policy.colleague_covers_per_week:
                yield (
                    (name,),
                    f"{name} covers {len(in_week)} lessons of colleagues in the week of {begin}, "
                    f"allowed {policy.colleague_covers_per_week}",
                )
        before = case.facts.staff[name].covers_before
        left = max(0, policy.colleague_covers_in_all - before)
        if len(covers) > left:
            yield (
                (name,),
                f"{name} covers {len(covers)} lessons of colleagues after {before} before the "
                f"plan, allowed {policy.colleague_covers_in_all} in all",
            )


def covers_to_pay(case: Case, name: str) -> int:
    """Covers of a colleague in the plan beyond those without pay; 0 where nobody counts them."""
    unpaid, given = case.policy.unpaid_covers, len(case.covers_by_colleague.get(name, ()))
    if unpaid is None:
        return 0
    return min(given, max(0, case.facts.staff[name].covers_before + given - unpaid))
