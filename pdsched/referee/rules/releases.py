"""How many are away from lessons at once, how often one person is, and what it costs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product

from pdsched.problem import Weekday
from pdsched.referee.case import Case
from pdsched.referee.counted import Unit
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Attendance
from pdsched.referee.registry import Finding, rule
from pdsched.referee.rules.limits import Excess, excesses
from pdsched.referee.spans import hhmm


@rule("half-day-releases")
def half_day_releases(case: Case) -> Iterator[Finding]:
    """Who is released from lessons is released from all lessons of the half-day."""
    for release, attendance in case.releases:
        for held in attendance.away.taken:
            if held.lesson.id not in {*release.lessons, *_touched(case, attendance)}:
                yield (
                    (attendance.staff, held.lesson.id),
                    f"the release of {attendance} does not take lesson {held.lesson.id} of "
                    f"the same half-day ({held.span})",
                )


def _touched(case: Case, attendance: Attendance) -> set[str]:
    """Lessons that the release takes by its time alone, which the rule ``records`` looks at."""
    return {held.lesson.id for held in case.touched(attendance)}


@rule("away-at-once")
def away_at_once(case: Case) -> Iterator[Finding]:
    """Only so many of a school are away from lessons at any moment."""
    homes = case.facts.home
    for (school, _), away in grouped(case.from_lessons, lambda a: (homes[a.staff], a.day)).items():
        limit = case.facts.away_limit(school, case.policy.away_at_once)
        yield from _crowd(away, limit, case.facts.staff_at[school], f"staff of {school}", school)


@rule("away-of-department")
def away_of_department(case: Case) -> Iterator[Finding]:
    """Only so many of a department are away from lessons at any moment."""
    return _away_of(case, "department", case.policy.away_of_department)


@rule("away-of-grade")
def away_of_grade(case: Case) -> Iterator[Finding]:
    """Only so many of a grade are away from lessons at any moment."""
    return _away_of(case, "grade", case.policy.away_of_grade)


@rule("away-of-role")
def away_of_role(case: Case) -> Iterator[Finding]:
    """Only so many of a role are away from lessons at any moment."""
    return _away_of(case, "role", case.policy.away_of_role)


def _away_of(case: Case, kind: str, share: float | None) -> Iterator[Finding]:
    facts = case.facts
    staff = facts.staff_of_unit(kind)
    for (unit, _), away in grouped(
        case.from_lessons, lambda a: (facts.unit(a.staff, kind), a.day)
    ).items():
        school, name = unit
        if name:
            limit = facts.share_of(staff[unit], share or 0.0)
            yield from _crowd(away, limit, staff[unit], f"{name} at {school}", school)


def _crowd(
    away: Sequence[Attendance], limit: int, heads: int, whose: str, school: str
) -> Iterator[Finding]:
    """Whether more are away at the busiest moment of a date than may be."""
    moment, people = busiest(away, limit)
    if len(people) > limit:
        yield (
            (school, *people),
            f"{len(people)} of the {heads} {whose} are away from lessons on {away[0].day} at "
            f"{hhmm(moment)}, allowed {limit}: {', '.join(people)}",
            len(people) - limit,
        )


def busiest(away: Sequence[Attendance], limit: int) -> tuple[int, tuple[str, ...]]:
    """The first moment at which most people are away, and who they are.

    Nobody is looked for where even all of them together are within the limit.
    """
    if len({a.staff for a in away}) <= limit:
        return 0, ()
    moments = sorted({a.away.span.start for a in away})
    at = [(moment, _people_at(away, moment)) for moment in moments]
    return max(at, key=lambda pair: (len(pair[1]), -pair[0]))


def _people_at(away: Sequence[Attendance], moment: int) -> tuple[str, ...]:
    inside = {a.staff for a in away if a.away.span.start <= moment < a.away.span.end}
    return tuple(sorted(inside))


@rule("stand-ins")
def stand_ins(case: Case) -> Iterator[Finding]:
    """Nobody is released while somebody is for whom they stand in."""
    days = case.by_person_and_day
    for (staff, day), visits in days.items():
        for other in dict.fromkeys(case.facts.staff[staff].stands_in_for):
            for one, two in product(visits, days.get((other, day), ()) if other != staff else ()):
                if one.away.span.overlaps(two.away.span):
                    yield (
                        (staff, other),
                        f"{one} is released while {two} is, for whom {staff} stands in",
                    )


@rule("release-weekdays")
def release_weekdays(case: Case) -> Iterator[Finding]:
    """Nobody is released from lessons on a weekday that is avoided."""
    for attendance in case.from_lessons:
        weekday = Weekday.of(attendance.day)
        if weekday in (case.policy.avoided_weekdays or ()):
            yield (attendance.staff,), f"{attendance} is released from lessons on a {weekday}"


def _too_often(name: str) -> Callable[[Case], Iterator[Finding]]:
    def find(case: Case) -> Iterator[Finding]:
        """A person is released from lessons only so often in a stretch of time."""
        for one in excesses(case, name):
            times = {1: "once", 2: "twice"}.get(one.total, f"{one.total} times")
            yield _released(one, times, one.units)

    return find


for _name in ("releases-per-week", "releases-per-month", "releases-per-term", "releases-in-all"):
    rule(_name)(_too_often(_name))


@rule("releases-in-window")
def releases_in_window(case: Case) -> Iterator[Finding]:
    """A person is released from lessons only so often in so many school days in a row."""
    for one in excesses(case, "releases-in-window"):
        yield _released(one, f"{one.total} times", one.every)


def _released(one: Excess, times: str, shown: Sequence[Unit]) -> Finding:
    days = ", ".join(str(day) for day in sorted(unit.day for unit in shown))
    sentence = f"{one.owner[0]} is released {times} {one.when}, allowed {one.most}: {days}"
    return one.owner, sentence, one.total - one.most


@rule("days-between-releases")
def days_between_releases(case: Case) -> Iterator[Finding]:
    """Releases of a person from lessons lie so many school days apart."""
    least = case.policy.days_between_releases or 0
    for staff, several in grouped(case.from_lessons, lambda a: a.staff).items():
        in_order = sorted(several, key=lambda a: (a.day, a.away.span))
        for one, other in pairwise(in_order):
            between = case.facts.days.lag(one.day, other.day) - 1
            if between < least:
                yield (
                    (staff,),
                    f"{staff} is released on {one.day} and again on {other.day}, "
                    f"{_apart(between)}, and at least {least} have to lie between",
                )


def _apart(between: int) -> str:
    return "the same date" if between < 0 else f"with {between} school days between"


@rule("protected-minutes")
def protected_minutes(case: Case) -> Iterator[Finding]:
    """A person loses only so much protected time."""
    most = case.policy.protected_minutes or 0
    for staff, visits in case.by_person.items():
        before = case.facts.staff[staff].protected_minutes_before
        lost, left = sum(minutes_lost(case, a) for a in visits), max(0, most - before)
        if lost > left:
            yield (
                (staff,),
                f"{staff} loses {lost} minutes of protected time after {before} before the plan, "
                f"allowed {most}",
                lost - left,
            )


def minutes_lost(case: Case, attendance: Attendance) -> int:
    """Minutes of a release that lie in protected time, each counted once."""
    away, lost, until = attendance.away.span, 0, 0
    protected = case.facts.protected.on(attendance.staff, attendance.day)
    for span in sorted(span for span, _ in protected):
        start, end = max(span.start, away.start, until), min(span.end, away.end)
        lost += max(0, end - start)
        until = max(until, end)
    return lost
