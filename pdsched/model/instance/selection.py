"""What a counted limit looks at, by number, worked out once for an index: sub-MIPs ask often."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints, unique
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.units import GRACE, share_of, units_of_schools
from pdsched.policy.counted_rules import CountedRule
from pdsched.policy.counts import OF_GROUPS, Count, Each
from pdsched.policy.limits import Limit, Of
from pdsched.problem import Lesson, Weekday, minutes
from pdsched.problem.once import once

NOON = 720
_OF_LESSONS = frozenset({Count.LESSONS, Count.COVERS})
NOBODY = -1


class Selection(NamedTuple):
    """Whom and when a limit counts; of arrays by trainer and school the last entry is of none."""

    is_person: Bools
    """By staff group; staff whose lessons need cover are single."""
    unit: Ints
    """By staff group, the number of the school, department and so on; -1 where there is none."""
    is_school: Bools
    is_lesson: Bools
    """By number of a lesson in the problem; nothing where no lessons are counted."""
    lesson_units: CsrLists
    """By lesson, of which school, class or other unit it is."""
    is_course: Bools
    is_trainer: Bools
    is_substitute: Bools
    """By substitute group."""
    is_day: Bools
    is_half: Bools
    figure: Ints
    """By number of those for whom it is counted apart, how many may be, or are asked for."""
    owners: Ints
    """Numbers of those of whom a limit asks for something."""

    def is_then(self, day: Ints, half: Ints) -> Bools:
        """By unit, whether its date and half-day are selected."""
        return np.asarray(self.is_day[day] & self.is_half[half])


def selection_of(index: Index, limit: Limit) -> Selection:
    """What a limit of the policy of an index looks at."""
    known = _known(index)
    if limit.id not in known:
        known[limit.id] = _select(index, limit)
    return known[limit.id]


@once
def _known(_: Index) -> dict[str, Selection]:
    """By id of the limit; an answer keeps no index alive."""
    return {}


@once
def _middays(index: Index) -> Ints:
    """By school, its midday in minutes since midnight; the last entry is of no school."""
    return _ints((*(minutes(index.world.schools[name].midday) for name in index.schools), NOON))


def half_of_session(index: Index, venue: Ints, start: Ints) -> Ints:
    """0 for sessions that begin in the morning of their venue (-1 for none), else 1."""
    return (start >= _middays(index)[venue]).astype(np.int64)


def _select(index: Index, limit: Limit) -> Selection:
    of, people = limit.of, [group.members[0] for group in index.staff]
    lessons = index.world.problem.lessons if limit.count in _OF_LESSONS else ()
    return Selection(
        is_person=_is(_is_of(index, of, person) for person in people),
        unit=_unit_numbers(index, limit.each, people),
        is_school=_at(index, of),
        is_lesson=_is(_is_lesson_of(index, limit, x) for x in lessons),
        lesson_units=_lesson_units(index, limit.each, lessons),
        is_course=_is(
            (of.courses is None or not set(c.names).isdisjoint(of.courses))
            and (of.topics is None or c.topic in of.topics)
            and (of.modalities is None or c.modality in of.modalities)
            for c in index.courses
        ),
        is_trainer=_is(
            (*(of.trainers is None or t.id in of.trainers for t in index.trainers), not of.trainers)
        ),
        is_substitute=_is(
            of.substitutes is None or group.members[0] in of.substitutes
            for group in index.substitutes
        ),
        is_day=_is(
            (of.weekdays is None or Weekday.of(day) in of.weekdays)
            and (of.dates is None or day in of.dates)
            for day in index.days
        ),
        is_half=_is(of.halves is None or half in of.halves for half in HALVES),
        figure=_figure(index, limit),
        owners=_owners(index, limit),
    )


def _is_of(index: Index, of: Of, person: str) -> bool:
    """Whether a staff member is one of those selected."""
    member, home = index.world.staff[person], index.world.home(person)
    asked = (
        (of.schools, home),
        (of.zones, index.world.schools[home].zone),
        (of.departments, member.department),
        (of.roles, member.role),
        (of.grades, member.grade),
    )
    return all(values is None or value in values for values, value in asked)


def _unit_numbers(index: Index, each: Each | None, people: Sequence[str]) -> Ints:
    """By person, the number of the school, department and so on; -1 where there is none."""
    world = index.world
    if each is Each.SCHOOL:
        return _ints(index.school[world.home(p)] for p in people)
    if each is Each.PERSON:
        return _ints(_persons(index)[p] for p in people)
    if each in (Each.DEPARTMENT, Each.ROLE, Each.GRADE):
        unit = units_of_schools(world.problem)[each].of
        return _ints(unit[p] for p in people)
    return np.zeros(len(people), dtype=np.int64)


@once
def _persons(index: Index) -> dict[str, int]:
    """Numbers of the staff: those of their groups, as far as they are single."""
    first = [group.members[0] for group in index.staff]
    everybody = dict.fromkeys((*first, *(member.id for member in index.world.problem.staff)))
    return {name: n for n, name in enumerate(everybody)}


def _is_lesson_of(index: Index, limit: Limit, lesson: Lesson) -> bool:
    """Whether a lesson is selected: by its school, and by each field by one who holds it."""
    world, of = index.world, limit.of
    people = [world.staff[name] for name in lesson.staff]
    asked = (
        (of.schools, {lesson.school}),
        (of.zones, {world.schools[lesson.school].zone}),
        (of.departments, {member.department for member in people}),
        (of.roles, {member.role for member in people}),
        (of.grades, {member.grade for member in people}),
    )
    return all(wanted is None or not values.isdisjoint(wanted) for wanted, values in asked)


def _lesson_units(index: Index, each: Each | None, lessons: Sequence[Lesson]) -> CsrLists:
    """By lesson of the problem, whose it is; each unit once."""
    world, numbers = index.world, {c: n for n, c in enumerate(index.world.timetable.all_classes)}
    owners: list[int] = []
    units: list[int] = []
    for n, lesson in enumerate(lessons):
        if each is Each.CLASS:
            unit_numbers = [numbers[one] for one in world.timetable.classes[lesson.id]]
        elif each is Each.SCHOOL:
            unit_numbers = [index.school[lesson.school]]
        elif each is None or each is Each.SUBSTITUTE:
            unit_numbers = [0]
        else:
            unit_numbers = _unit_numbers(index, each, lesson.staff).tolist()
        units_of_lesson = [unit for unit in dict.fromkeys(unit_numbers) if unit != NOBODY]
        owners += [n] * len(units_of_lesson)
        units += units_of_lesson
    return CsrLists.of(owners, units, len(lessons))


def _at(index: Index, of: Of) -> Bools:
    """By school, whether it is one of those selected; the last entry is of no school."""
    zones = (index.world.schools[name].zone for name in index.schools)
    named = [
        (of.schools is None or name in of.schools) and (of.zones is None or zone in of.zones)
        for name, zone in zip(index.schools, zones, strict=True)
    ]
    return _is((*named, of.schools is None and of.zones is None))


def _figure(index: Index, limit: Limit) -> Ints:
    """How many, by owner; a share is of the people whom the limit selects."""
    share, staff = limit.figure, index.world.problem.staff
    if not isinstance(share, float):
        owners = max(len(index.world.timetable.all_classes), len(index.schools), len(staff))
        owners = max(owners, len(index.substitutes), len(index.trainers), 1)
        figure = np.full(owners, share, dtype=np.int64)
        if isinstance(limit, CountedRule) and limit.before:
            numbers = _unit_numbers(index, limit.each, [m.id for m in staff])
            figure[numbers] -= _ints(getattr(m, limit.before) for m in staff)
        return np.maximum(0, figure)
    chosen = [m.id for m in staff if _is_of(index, limit.of, m.id)]
    owner = _unit_numbers(index, limit.each, chosen)
    heads = np.bincount(owner[owner >= 0], minlength=len(staff) + len(index.schools) + 1)
    if limit.asks:
        return np.asarray(np.ceil(share * heads - GRACE).astype(np.int64))
    return share_of(share, heads)


def _owners(index: Index, limit: Limit) -> Ints:
    """Of whom a limit asks: trainers, schools of sessions, units of people who need something."""
    problem, of, each = index.world.problem, limit.of, limit.each
    if each is None or not limit.asks:
        return np.zeros(1, dtype=np.int64)
    if each is Each.TRAINER:
        named = (
            not t.is_team and (of.trainers is None or t.id in of.trainers) for t in index.trainers
        )
        return np.flatnonzero(_is(named))
    if limit.count in OF_GROUPS:
        return np.flatnonzero(_at(index, of)[:-1])
    people = dict.fromkeys(need.staff for need in problem.needs)
    units = _unit_numbers(index, each, [p for p in people if _is_of(index, of, p)])
    return unique(units[units != NOBODY])


def _is(flags: Iterable[bool]) -> Bools:
    return np.array(list(flags), dtype=np.bool_)


def _ints(numbers: Iterable[Any]) -> Ints:
    return np.array(list(numbers), dtype=np.int64)
