"""Counted limits of a policy: units, filed by whose they are and when, and counted.

One function judges every limit. What a unit of a count is, and what it is of, is said by the
functions in ``_UNITS``; all that follows knows no count.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from pdsched.policy.counts import KINDS, Count, Each, Per
from pdsched.policy.limits import Limit
from pdsched.problem import Half, StaffMember, Weekday
from pdsched.referee.case import Case
from pdsched.referee.facts import Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Attendance, Meeting
from pdsched.referee.registry import Finding
from pdsched.referee.spans import week_of
from pdsched.referee.timetable import classes_of

_NOON = time(12)
_SHOWN = 8


class Unit(NamedTuple):
    """Something that a limit counts."""

    name: str
    """How messages call it."""
    day: date
    half: Half
    of: Mapping[str, tuple[str, ...]]
    """What it has of each field by which limits select."""
    owners: Mapping[Each, tuple[tuple[str, ...], ...]]
    """For each kind of those for whom limits count apart, which of them it is of."""
    size: int = 1
    once: Hashable = None
    """Of units with the same, which is not None, all together count once."""


def limit_findings(case: Case, limit: Limit) -> Iterator[Finding]:
    """Where a plan has more than a limit allows."""
    units = [unit for unit in _UNITS[limit.count](case) if _selected(limit, unit)]
    owned = [(owner, unit) for unit in units for owner in _owners(limit, unit)]
    for owner, pairs in grouped(owned, lambda pair: pair[0]).items():
        most = _most(case.facts, limit, owner)
        for when, together in _periods(case, limit, [unit for _, unit in pairs]):
            count = _count(together)
            if count > most:
                yield _told(limit, owner, when, together, count, most)


def _selected(limit: Limit, unit: Unit) -> bool:
    when = {"weekdays": Weekday.of(unit.day), "halves": unit.half, "dates": unit.day}
    has = {**unit.of, **{field: (str(value),) for field, value in when.items()}}
    return all(set(wanted) & set(has[field]) for field, wanted in limit.of.given.items())


def _owners(limit: Limit, unit: Unit) -> tuple[tuple[str, ...], ...]:
    return ((),) if limit.each is None else unit.owners[limit.each]


def _count(units: Sequence[Unit]) -> int:
    once = {unit.once for unit in units if unit.once is not None}
    return len(once) + sum(unit.size for unit in units if unit.once is None)


def _periods(
    case: Case, limit: Limit, units: Sequence[Unit]
) -> Iterator[tuple[str, Sequence[Unit]]]:
    """The units of each period by its name; of windows the fullest alone."""
    if limit.per is Per.WINDOW:
        window = _fullest(case, limit, units)
        if window is not None:
            yield window
        return
    named = [(_period(case.facts, limit.per, unit), unit) for unit in units]
    for when, pairs in grouped(named, lambda pair: pair[0]).items():
        if when is not None:
            yield when, [unit for _, unit in pairs]


def _period(facts: Facts, per: Per, unit: Unit) -> str | None:
    """The name of the period of a unit; None outside of all."""
    if per is Per.TERM:
        term = facts.term(unit.day)
        return None if term is None else f"in term {term}"
    return {
        Per.DATE: f"on {unit.day}",
        Per.HALF_DAY: f"on {unit.day} {unit.half}",
        Per.WEEK: f"in the week of {week_of(unit.day)}",
        Per.MONTH: f"in {unit.day:%Y-%m}",
        Per.PLAN: "in all",
    }[per]


def _fullest(case: Case, limit: Limit, units: Sequence[Unit]) -> tuple[str, Sequence[Unit]] | None:
    """The first school days in a row with most units, of those that begin with one.

    School days in a row that are all past are not judged where the limit is hard.
    """
    days, length = case.facts.days, limit.window_days or 1
    since, best, most = case.since(limit.id), None, 0
    for first in sorted({unit.day for unit in units}):
        inside = [u for u in units if first <= u.day and days.lag(first, u.day) < length]
        if since is not None and max(u.day for u in inside) < since:
            continue
        if (count := _count(inside)) > most:
            best, most = (f"in the {length} school days from {first}", inside), count
    return best


def _most(facts: Facts, limit: Limit, owner: tuple[str, ...]) -> int:
    """How many may be; a share is of the people whom the limit selects."""
    if not isinstance(limit.at_most, float):
        return limit.at_most
    given = limit.of.given
    heads = sum(
        all(set(wanted) & set(has[field]) for field, wanted in given.items() if field in has)
        and (limit.each is None or owner in _units_of(facts, member)[limit.each])
        for member in facts.problem.staff
        for has in (_person(facts, member),)
    )
    return facts.share_of(heads, limit.at_most)


def _told(
    limit: Limit,
    owner: tuple[str, ...],
    when: str,
    units: Sequence[Unit],
    count: int,
    most: int,
) -> Finding:
    names = sorted({unit.name for unit in units})
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    noun = KINDS[limit.count].noun.capitalize()
    return (
        (*owner, *names),
        f"{limit.sentence} {noun}{_whose(limit, owner)} {when}: {count}, allowed {most} "
        f"({shown}{more})",
        count - most,
    )


def _whose(limit: Limit, owner: tuple[str, ...]) -> str:
    if limit.each is Each.SCHOOL:
        return f" at {owner[0]}"
    return f" of {' at '.join(reversed(owner))}" if owner else ""


# What is counted


def _person(facts: Facts, member: StaffMember) -> dict[str, tuple[str, ...]]:
    home = member.schools[0]
    return {
        "schools": (home,),
        "zones": (facts.schools[home].zone,),
        "departments": (member.department,),
        "roles": (str(member.role),),
        "grades": (member.grade,),
    }


def _units_of(facts: Facts, member: StaffMember) -> dict[Each, tuple[tuple[str, ...], ...]]:
    """The school, the department and so on of a person, where there is one."""
    home = facts.home[member.id]
    named = (
        (Each.DEPARTMENT, member.department),
        (Each.ROLE, str(member.role)),
        (Each.GRADE, member.grade),
    )
    found = {each: ((home, name),) if name else () for each, name in named}
    return {Each.SCHOOL: ((home,),), Each.PERSON: ((member.id,),), **found}


def _course(meeting: Meeting) -> dict[str, tuple[str, ...]]:
    course = meeting.course
    return {
        "courses": (course.id,),
        "topics": (course.topic,),
        "modalities": (str(course.modality),),
    }


def _half(facts: Facts, meeting: Meeting) -> Half:
    midday = _NOON if meeting.venue is None else facts.schools[meeting.venue].midday
    return Half.AM if meeting.session.start < midday else Half.PM


def _release(facts: Facts, one: Attendance, *, once: Hashable) -> Unit:
    member, meeting = facts.staff[one.staff], one.meeting
    of = {**_person(facts, member), **_course(meeting)}
    return Unit(one.staff, one.day, _half(facts, meeting), of, _units_of(facts, member), once=once)


def _releases(case: Case) -> Iterator[Unit]:
    return (_release(case.facts, one, once=None) for one in case.from_lessons)


def _people(case: Case) -> Iterator[Unit]:
    return (_release(case.facts, one, once=one.staff) for one in case.from_lessons)


def _at(facts: Facts, school: str | None) -> dict[str, tuple[str, ...]]:
    if school is None:
        return {"schools": (), "zones": ()}
    return {"schools": (school,), "zones": (facts.schools[school].zone,)}


def _lessons(case: Case) -> Iterator[Unit]:
    facts = case.facts
    for due in case.due:
        lesson = due.lesson
        owners = {
            Each.SCHOOL: ((lesson.school,),),
            Each.CLASS: tuple(dict.fromkeys((c.school, c.name) for c in classes_of(lesson))),
        }
        if due.covers:
            half = facts.half(lesson)
            yield Unit(lesson.id, due.day, half, _at(facts, lesson.school), owners, due.covers)


def _covers(case: Case) -> Iterator[Unit]:
    """Covers, each of everybody who holds the lesson by the timetable."""
    facts = case.facts
    for cover in case.covers:
        lesson = facts.lessons[cover.lesson]
        holders = [facts.staff[name] for name in dict.fromkeys(lesson.staff)]
        people = [_person(facts, member) for member in holders]
        units = [_units_of(facts, member) for member in holders]
        substitute = () if cover.substitute is None else (cover.substitute,)
        of = {
            field: tuple(name for person in people for name in person[field])
            for field in ("departments", "roles", "grades")
        }
        owners = {
            each: tuple(dict.fromkeys(owner for some in units for owner in some[each]))
            for each in (Each.PERSON, Each.DEPARTMENT, Each.ROLE, Each.GRADE)
        }
        owners |= {
            Each.SCHOOL: ((lesson.school,),),
            Each.CLASS: tuple(dict.fromkeys((c.school, c.name) for c in classes_of(lesson))),
            Each.SUBSTITUTE: (substitute,) if substitute else (),
        }
        of |= {**_at(facts, lesson.school), "substitutes": substitute}
        yield Unit(lesson.id, cover.date, facts.half(lesson), of, owners)


def _half_days(case: Case) -> Iterator[Unit]:
    for one in case.engagements:
        of = {**_at(case.facts, one.school), "substitutes": (one.substitute,)}
        owners = {Each.SCHOOL: ((one.school,),), Each.SUBSTITUTE: ((one.substitute,),)}
        yield Unit(one.substitute, one.date, one.half, of, owners)


def _group_sessions(case: Case, size: Callable[[Meeting], int]) -> Iterator[Unit]:
    for meeting in case.meetings:
        if meeting.course.modality.has_group:
            trainer, venue = meeting.session.trainer, meeting.venue
            of = {
                **_at(case.facts, venue),
                **_course(meeting),
                "trainers": () if trainer is None else (trainer,),
            }
            owners: dict[Each, tuple[tuple[str, ...], ...]] = {
                Each.SCHOOL: () if venue is None else ((venue,),),
                Each.TRAINER: () if trainer is None else ((trainer,),),
            }
            half = _half(case.facts, meeting)
            yield Unit(str(meeting), meeting.day, half, of, owners, size(meeting))


def _sessions(case: Case) -> Iterator[Unit]:
    return _group_sessions(case, lambda _: 1)


def _minutes(case: Case) -> Iterator[Unit]:
    return _group_sessions(case, lambda meeting: meeting.span.end - meeting.span.start)


_UNITS: Mapping[Count, Callable[[Case], Iterator[Unit]]] = {
    Count.PEOPLE: _people,
    Count.RELEASES: _releases,
    Count.LESSONS: _lessons,
    Count.COVERS: _covers,
    Count.HALF_DAYS: _half_days,
    Count.SESSIONS: _sessions,
    Count.MINUTES: _minutes,
}
