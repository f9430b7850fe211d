"""Time that substitutes have from class to class, and between morning and afternoon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from pdsched.plan import Cover
from pdsched.problem import Half
from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.near import MOST, near
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import Span, span_of
from pdsched.referee.timetable import classes_of


@rule("handover")
def handover(case: Case) -> Iterator[Finding]:
    """A substitute has time to go from one class to another."""
    least = case.policy.handover_minutes or 0
    for (name, day, _), covers in _by_school(case).items():
        for one, other in near(covers, lambda c: _span(case, c), least, most=least + MOST):
            gap = _span(case, other).start - _span(case, one).end
            if 0 <= gap < least and _classes(case, one).isdisjoint(_classes(case, other)):
                yield (
                    (name,),
                    f"{name} has {gap} minutes on {day} from lesson {one.lesson} of {one.staff} "
                    f"to lesson {other.lesson} of {other.staff}, of another class; needed {least}",
                )


def _by_school(case: Case) -> dict[tuple[str, date, str], list[Cover]]:
    """What each substitute covers on a date at a school."""
    lessons = case.facts.lessons
    return grouped(
        case.covers_by_substitutes, lambda c: (c.holder, c.date, lessons[c.lesson].school)
    )


def _span(case: Case, cover: Cover) -> Span:
    return span_of(case.facts.lessons[cover.lesson])


def _classes(case: Case, cover: Cover) -> set[tuple[str, ...]]:
    """The classes of a lesson; where none is named the lesson, or who is released from it."""
    lesson = case.facts.lessons[cover.lesson]
    unnamed: tuple[str, ...] = ("lesson", lesson.id) if lesson.spare else ("staff", cover.staff)
    return {("class", *one) for one in classes_of(lesson)} or {unnamed}


@rule("lunch")
def lunch(case: Case) -> Iterator[Finding]:
    """A substitute has time between morning and afternoon."""
    least = case.policy.lunch_minutes or 0
    yield from _between_lessons(case, least)
    yield from _between_schools(case, least)


def _between_lessons(case: Case, least: int) -> Iterator[Finding]:
    for (name, day, _), covers in _by_school(case).items():
        held = {half: [c for c in covers if _half(case, c) is half] for half in Half}
        if not all(held.values()):
            continue
        end = max(_span(case, c).end for c in held[Half.AM])
        start = min(_span(case, c).start for c in held[Half.PM])
        if start - end < least:
            gap = Span(end, start)
            yield (name,), f"{name} has a midday from {gap} on {day}, needed {least} minutes"


def _half(case: Case, cover: Cover) -> Half:
    return case.facts.half(case.facts.lessons[cover.lesson])


def _between_schools(case: Case, least: int) -> Iterator[Finding]:
    for (name, day), several in grouped(case.engagements, lambda e: (e.substitute, e.date)).items():
        each_once = dict.fromkeys(several)
        for one, other in combinations(sorted(each_once, key=lambda e: e.half), 2):
            end = case.facts.hours.morning_end(one.school, day)
            start = case.facts.hours.afternoon_start(other.school, day)
            if one.school == other.school or one.half is other.half or end is None or start is None:
                continue
            way = case.facts.travel(one.school, other.school)
            if start - end - way < least:
                yield (
                    (name, one.school, other.school),
                    f"{name} has {start - end} minutes on {day} from {one.school} to "
                    f"{other.school}, of which the way takes {way}; needed {least} besides",
                )
