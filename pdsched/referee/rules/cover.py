"""Who holds the released lessons, and where and how often substitutes are engaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pdsched.plan import Cover, Engagement
from pdsched.problem import Half
from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Due
from pdsched.referee.registry import Finding, rule
from pdsched.referee.rules.colleagues import taking_in
from pdsched.referee.spans import hhmm, span_of, week_of


@rule("cover")
def cover(case: Case) -> Iterator[Finding]:
    """Every released lesson that needs cover has one, by a substitute or by colleagues."""
    # All who take in a part of a class give it one cover together.
    divided = dict.fromkeys(case.divided, 1)
    given = Counter({key: len(some) for key, some in case.covers_of.items()} | divided)
    for due in case.due:
        yield from _uncovered(due, given)
    for one in case.covers:
        yield from _wrong_cover(case, one)
    for key in sorted(case.divided):
        yield from _ill_divided(case, *key)


def _uncovered(due: Due, given: Counter[tuple[str, str, date]]) -> Iterator[Finding]:
    """Whether those who are away have too few or too many covers, together or one of them."""
    name, least = due.lesson.id, due.covers
    covers = {staff: given[staff, name, due.day] for staff in due.people}
    when = f"on {due.day} at {hhmm(span_of(due.lesson).start)}"
    if not due.lesson.spare:
        for staff, count in covers.items():
            if count != 1:
                told = f"lesson {name} of {staff} {when} has {count or 'no'} covers, and needs one"
                yield (staff, name), told
    elif sum(covers.values()) != least or max(covers.values()) > 1:
        told = ", ".join(f"{count or 'no'} for {staff}" for staff, count in covers.items())
        needs = least or "none"
        yield (*due.people, name), f"lesson {name} {when} has covers: {told}; it needs {needs}"


def _ill_divided(case: Case, staff: str, name: str, day: date) -> Iterator[Finding]:
    """Whether a class is divided among other lessons than those, or not among all of them."""
    lesson, covers = case.facts.lessons[name], case.covers_of[staff, name, day]
    hosts = [held.lesson.id for c in covers for held in taking_in(case, c)]
    if len(covers) != len(hosts) or sorted(hosts) != sorted(set(lesson.may_split)):
        who = ", ".join(sorted(cover.holder for cover in covers))
        yield (
            (staff, name, *sorted(cover.holder for cover in covers)),
            f"lesson {name} of {staff} on {day} is divided among {who}, and may be only among one "
            f"who holds each of: {', '.join(lesson.may_split)}",
        )


def _wrong_cover(case: Case, cover: Cover) -> Iterator[Finding]:
    subjects = (cover.holder, cover.staff, cover.lesson)
    lesson = case.facts.lessons[cover.lesson]
    half = case.facts.half(lesson)
    if (cover.staff, cover.lesson, cover.date) not in case.owed:
        yield (
            subjects,
            f"{cover.holder} covers lesson {cover.lesson} of {cover.staff} on {cover.date}, "
            "which no release takes or which needs no cover",
        )
    if cover.substitute is None:
        return
    if (cover.substitute, lesson.school, cover.date, half) not in case.engaged:
        yield (
            subjects,
            f"{cover.substitute} covers lesson {cover.lesson} of {cover.staff}, but is not "
            f"engaged at {lesson.school} on {cover.date} {half}",
        )


@rule("cover-qualification")
def cover_qualification(case: Case) -> Iterator[Finding]:
    """Who covers a lesson has its qualification."""
    for one in case.covers:
        wanted = case.facts.lessons[one.lesson].qualification
        if wanted is None or wanted in _qualifications(case, one):
            continue
        yield (
            (one.holder, one.lesson),
            f"{one.holder} covers lesson {one.lesson} of {one.staff} on {one.date} "
            f"without its qualification {wanted}",
        )


def _qualifications(case: Case, cover: Cover) -> tuple[str, ...]:
    if cover.substitute is not None:
        return case.facts.substitutes[cover.substitute].qualifications
    return case.facts.staff[cover.colleague or ""].qualifications


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
    for monday, count in Counter(week_of(e.date) for e in engagements).items():
        yield f"in the week of {monday}", count, substitute.max_half_days_per_week
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
    limit = case.policy.half_days_per_date or 0
    for day, engaged in grouped(case.engagements, lambda e: e.date).items():
        if len(engaged) > limit:
            yield (
                tuple(e.substitute for e in engaged),
                f"{len(engaged)} half-days are engaged on {day}, allowed {limit}",
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
