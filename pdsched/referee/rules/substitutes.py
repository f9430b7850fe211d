"""Substitutes: where and how often they are engaged, and the time between what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from pdsched.plan import Cover, Engagement
from pdsched.problem import Half
from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.near import MOST, near
from pdsched.referee.registry import Finding, rule
from pdsched.referee.rules.limits import excesses
from pdsched.referee.spans import Span, hhmm, span_of
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


@rule("substitute-available")
def substitute_available(case: Case) -> Iterator[Finding]:
    """A substitute is engaged only when available."""
    for one in case.engagements:
        substitute = case.facts.substitutes[one.substitute]
        if not case.facts.is_available(substitute, one.date, one.half):
            yield _subjects(one), f"{_sentence(one)}, but is not available"
        if case.facts.days.is_closed(one.school, one.date):
            yield _subjects(one), f"{_sentence(one)}, which is closed"


@rule("substitute-zone")
def substitute_zone(case: Case) -> Iterator[Finding]:
    """A substitute is engaged only where they serve."""
    for one in case.engagements:
        if not case.facts.serves(case.facts.substitutes[one.substitute], one.school):
            yield _subjects(one), f"{_sentence(one)}, which is outside zones and schools served"


def _subjects(engagement: Engagement) -> tuple[str, ...]:
    return engagement.substitute, engagement.school


def _sentence(engagement: Engagement) -> str:
    return (
        f"{engagement.substitute} is engaged on {engagement.date} {engagement.half} "
        f"at {engagement.school}"
    )


@rule("substitute-limits")
def substitute_limits(case: Case) -> Iterator[Finding]:
    """A substitute's half-days stay within limits."""
    for name, engagements in grouped(case.engagements, lambda e: e.substitute).items():
        for when, count, limit in _loads(case.facts, name, engagements):
            if limit is not None and count > limit:
                yield (name,), f"{name} is engaged for {count} half-days {when}, allowed {limit}"


def _loads(
    facts: Facts, name: str, engagements: list[Engagement]
) -> Iterator[tuple[str, int, int | None]]:
    substitute = facts.substitutes[name]
    for day, count in Counter(e.date for e in engagements).items():
        yield f"on {day}", count, substitute.max_half_days_per_day
    for begin, count in Counter(facts.days.week(e.date) for e in engagements).items():
        yield f"in the week of {begin}", count, substitute.max_half_days_per_week
    for month, count in Counter(f"{e.date:%Y-%m}" for e in engagements).items():
        yield f"in {month}", count, substitute.max_half_days_per_month
    for term, count in Counter(facts.term(e.date) for e in engagements).items():
        if term is not None:
            yield f"in {term}", count, substitute.max_half_days_per_term
    most = substitute.max_half_days
    if most is not None:
        yield "in all", len(engagements), max(0, most - substitute.half_days_before)


@rule("reserve")
def reserve(case: Case) -> Iterator[Finding]:
    """So many of those who could come stay free in each half-day, of a zone or of all."""
    kept, by_zone = case.policy.reserve or 0, case.policy.reserve_by_zone
    zones = sorted({s.zone for s in case.facts.problem.schools}) if by_zone else [None]
    for (day, half), several in grouped(case.engagements, lambda e: (e.date, e.half)).items():
        for zone in zones:
            there = case.facts.could_come(day, half, zone)
            engaged = [e.substitute for e in several if not by_zone or e.substitute in there]
            if len(engaged) > max(0, len(there) - kept):
                where = f" to {zone}" if by_zone else ""
                yield (
                    tuple(engaged),
                    f"{len(engaged)} of the {len(there)} substitutes who could come{where} on "
                    f"{day} {half} are engaged, and {kept} have to stay free",
                )


@rule("half-days-per-date")
def half_days_per_date(case: Case) -> Iterator[Finding]:
    """Only so many half-days are engaged on one date."""
    for one in excesses(case, "half-days-per-date"):
        yield (
            tuple(unit.name for unit in one.units),
            f"{one.total} half-days are engaged {one.when}, allowed {one.most}",
        )


@rule("one-school")
def one_school(case: Case) -> Iterator[Finding]:
    """A substitute is at one school per half-day and can make the way between."""
    for (name, day), several in grouped(case.engagements, lambda e: (e.substitute, e.date)).items():
        schools = {half: [e.school for e in several if e.half is half] for half in Half}
        for half in Half:
            if len(schools[half]) > 1:
                where = ", ".join(schools[half])
                yield (name,), f"{name} is engaged more than once on {day} {half}: {where}"
        for morning in schools[Half.AM]:
            for afternoon in schools[Half.PM]:
                yield from _no_way(case, name, day, morning, afternoon)


def _no_way(
    case: Case, substitute: str, day: date, morning: str, afternoon: str
) -> Iterator[Finding]:
    if not case.facts.can_make_way(morning, afternoon, day):
        end = case.facts.hours.morning_end(morning, day) or 0
        start = case.facts.hours.afternoon_start(afternoon, day) or 0
        yield (
            (substitute, morning, afternoon),
            f"{substitute} cannot go from {morning} (lessons until {hhmm(end)}) to {afternoon} "
            f"(from {hhmm(start)}) on {day}: the way takes "
            f"{case.facts.travel(morning, afternoon)} minutes",
        )
