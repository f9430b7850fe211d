"""When a person is at work: days that nobody knows, and lessons on days off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import reduce
from operator import or_

from pdsched.checks.codes import fault
from pdsched.checks.days import Bits
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Role, StaffMember, Weekday

_MOST_TOLD = 5
_NEAR = 0.85
"""How alike two roles are that are probably meant to be one."""


def unknown_days(index: Index) -> Iterator[Fault]:
    """Days of ``works_on`` that are neither weekdays nor days of the home school's cycle."""
    for path, member in index.rows("staff", index.problem.staff):
        school = index.home(member.id)
        if member.works_on is None or school is None:
            continue
        known = (*map(str, Weekday), *school.cycle.all_days)
        for number, day in enumerate(member.works_on):
            if day not in known:
                message = f"is neither a weekday nor a cycle day of school {school.id!r}"
                advice = f"{index.guess(day, known)}use weekdays such as mon, or days of its cycle"
                yield fault("PD208", f"{path}.works_on[{number}]", day, message, advice)


def part_time(index: Index) -> Iterator[Fault]:
    """Part-time staff with whole days without a lesson, of whom nothing says when they work."""
    people = {
        path: member
        for path, member in index.rows("staff", index.problem.staff)
        if member.fte < 1 and member.works_on is None and not member.unavailable
    }
    taught = _taught(index, people.values())
    days_off = {path: _without_lessons(index, m, taught[m.id]) for path, m in people.items()}
    message = "works part-time and is planned also on days without a lesson"
    advice = "say by works_on on which days they are at work; all of them, if that is so"
    yield from _told_once("PD951", "fte", people, days_off, message, advice)


def lessons_on_days_off(index: Index) -> Iterator[Fault]:
    """People who hold lessons on days on which they do not work; told once for all."""
    if not index.dated:
        return
    people = {
        path: member for path, member in index.rows("staff", index.problem.staff) if member.works_on
    }
    taught = _taught(index, people.values())
    days = {
        path: list(map(str, index.days.each(taught[member.id] & ~_at_work(index, member))))
        for path, member in people.items()
    }
    advice = "add the days to works_on, or correct the lessons"
    yield from _told_once("PD952", "works_on", people, days, "has lessons on days off", advice)


def nearly_roles(index: Index) -> Iterator[Fault]:
    """Roles that are nearly one that rules know, each once."""
    known, told = [str(role) for role in Role], set(map(str, Role))
    for path, member in index.rows("staff", index.problem.staff):
        if member.role not in told:
            told.add(member.role)
            if near := get_close_matches(member.role, known, n=1, cutoff=_NEAR):
                message = "is nearly a role that rules know"
                advice = f"did you mean {near[0]!r}? If not, nothing is to be done"
                yield fault("PD953", f"{path}.role", member.role, message, advice)


def _told_once(
    code: str,
    field: str,
    people: Mapping[str, StaffMember],
    days: Mapping[str, Sequence[str]],
    message: str,
    advice: str,
) -> Iterator[Fault]:
    """One fault for all people, by path, of whom there are such days."""
    told = [path for path in people if days[path]]
    if told:
        name = people[told[0]].id
        others = _more(sorted({people[path].id for path in told[1:]} - {name}))
        message = f"{message}: {_listed(days[told[0]])}{others}"
        yield fault(code, f"{told[0]}.{field}", name, message, advice)


def _taught(index: Index, people: Collection[StaffMember]) -> dict[str, Bits]:
    """The dates on which each of these people holds a lesson."""
    taught = {member.id: 0 for member in people}
    if taught:
        for lesson in index.problem.lessons:
            for name in taught.keys() & set(lesson.staff):
                taught[name] |= index.occurrences(lesson)
    return taught


def _without_lessons(index: Index, member: StaffMember, taught: Bits) -> list[str]:
    """The days of the home school's cycle on which a person never holds a lesson."""
    school = index.home(member.id)
    cycle: Mapping[str, Bits] = index.days.cycle(school) if school and index.dated else {}
    return [name for name, dates in cycle.items() if dates and not dates & taught]


def _at_work(index: Index, member: StaffMember) -> Bits:
    """The dates on which a person with ``works_on`` is at work."""
    days, listed, school = index.days, member.works_on or (), index.home(member.id)
    weekdays = (days.bit(day) for day in days.each(days.open) if Weekday.of(day) in listed)
    cycle = days.cycle(school) if school else {}
    return reduce(or_, (*weekdays, *(cycle.get(name, 0) for name in listed)), 0)


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:_MOST_TOLD], *["…"] * (len(names) > _MOST_TOLD)])


def _more(others: Sequence[str]) -> str:
    """Whom the same is to be said of."""
    if not others:
        return ""
    told = _listed([repr(name) for name in others])
    return f"; so {'is' if len(others) == 1 else 'are'} {len(others)} more: {told}"
