"""Rules of one session, person or substitute alone: candidates leave out what they forbid.

Each function here says for one rule what it leaves out: ``True``, by itself or in an array, or
spans of time that nothing may touch. A rule of which this is all has no rows. The functions are
asked where candidates are enumerated: sessions in `pdsched.model.candidates.placements`, trainers
in `pdsched.model.candidates.trainer_hours`, needs in `pdsched.model.candidates.wants`, people in
`pdsched.model.candidates.day_shapes`, `pdsched.model.candidates.absences` and
`pdsched.model.candidates.attendances`, substitutes in `pdsched.model.candidates.engagements`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np

from pdsched.engines.arrays import Bools, Ints
from pdsched.model.instance.calendar import Span
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import HALVES, Index
from pdsched.model.instance.interchangeable import RoomType
from pdsched.model.instance.timetable import Taken
from pdsched.model.instance.world import World
from pdsched.policy import RULES
from pdsched.problem import (
    Course,
    CoverKind,
    HalfDays,
    Modality,
    Need,
    Trainer,
    Weekday,
    minutes,
)
from pdsched.problem.once import once

F = TypeVar("F", bound=Callable[..., Any])

FILTERS: dict[str, list[Callable[..., Any]]] = {}
"""Functions that say what is left out, by rule id."""


def leaves_out(name: str) -> Callable[[F], F]:
    """Register a function as what a rule leaves out.

    It returns ``True``, an array that is true, or spans of time, where the rule forbids something.

    Raises:
        ValueError: if there is no such rule.
    """
    if name not in RULES:
        raise ValueError(f"{name}: no rule")

    def register(function: F) -> F:
        FILTERS.setdefault(name, []).append(function)
        return function

    return register


# Sessions


@leaves_out("session-times")
def off_site(index: Index, course: Course, venue: int) -> bool:
    """A course that lists its schools is held at no other."""
    return course.schools is not None and index.schools[venue] not in course.schools


@leaves_out("session-times")
def closed_venue(index: Index, school: str | None, day: date) -> bool:
    """Nothing is held at a school that is closed on the date."""
    return school is not None and not index.world.calendar.is_open(school, day)


@leaves_out("session-times")
def after_last_bell(bells: Iterable[Span], end: int) -> bool:
    """No session ends later than the last period of the day."""
    return end > max(period.end for period in bells)


@leaves_out("past")
def is_past(index: Index, day: date) -> bool:
    """Nothing is added on dates before today."""
    return index.world.problem.calendar.is_past(day)


@leaves_out("notice")
def too_soon(index: Index, day: date) -> bool:
    """No session is at shorter notice than asked for."""
    return index.world.calendar.too_soon(day)


@leaves_out("blackouts")
def venue_blacked_out(index: Index, school: str | None, day: date, start: int, end: int) -> bool:
    """No session overlaps a blackout of its venue (``None``: of no venue)."""
    return index.world.calendar.blacked_out(school, day, start, end)


@leaves_out("trainer")
def outside_repertoire(course: Course, trainer: Trainer) -> bool:
    """Trainers give the courses that they list."""
    return course.id not in trainer.courses


@leaves_out("trainer")
def off_route(index: Index, trainer: Trainer, venue: int) -> bool:
    """Trainers who list schools give sessions at no other."""
    return trainer.schools is not None and index.schools[venue] not in trainer.schools


@leaves_out("trainer")
def outside_hours(hours: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """A session lies inside one of the trainer's available windows of the date."""
    return not any(first <= start and end <= last for first, last in hours)


@leaves_out("room")
def room_in_use(index: Index, room: RoomType, day: int, start: int, end: int) -> bool:
    """No session overlaps a window in which its room is unavailable."""
    return any(
        w.on(index.days[day]) and minutes(w.start) < end and start < minutes(w.end)
        for w in room.unavailable
    )


# People


@leaves_out("level")
def off_level(world: World, need: Need, course: Course) -> bool:
    """The level of a need lies within the levels for which the course is meant."""
    if not world.policy.keeps_levels:
        return False
    stands, spread = _level_on(world, need, course), world.policy.level_spread
    meant = course.level_from <= stands <= course.level_from + spread and stands < course.level_to
    return not meant


def _level_on(world: World, need: Need, course: Course) -> int:
    if need.level_from is not None:
        return need.level_from
    levels = world.staff[need.staff].levels
    reached = [
        first.leads_to
        for first in (world.courses[name] for name in course.entered_by(need.staff))
        if first.topic == course.topic and first.leads_to is not None
    ]
    if course.topic in levels:
        reached.append(levels[course.topic])
    return max(reached) if reached else course.level_from


@leaves_out("coaching-at-home")
def coached_elsewhere(index: Index, course: int, venue: int) -> Bools:
    """By staff group: coaching is held at a school of the person who is coached."""
    coached = index.courses[course].modality is Modality.COACHING
    if not coached or not index.world.policy.holds("coaching-at-home"):
        return np.zeros(len(index.staff), dtype=np.bool_)
    school = index.schools[venue]
    other = [school not in index.world.staff[g.members[0]].schools for g in index.staff]
    return np.array(other, dtype=np.bool_)


@leaves_out("staff-available")
def closed_home(index: Index, person: str, day: date) -> bool:
    """Nobody is released on a date on which the home school is closed."""
    return not index.world.calendar.is_open(index.world.home(person), day)


@leaves_out("staff-available")
def unavailable(index: Index, person: str, day: date) -> tuple[tuple[int, int], ...]:
    """No release touches the windows in which the person is unavailable."""
    windows = index.world.staff[person].unavailable
    return tuple((minutes(w.start), minutes(w.end)) for w in windows if w.on(day))


@leaves_out("staff-available")
def day_off(index: Index, person: str, day: date) -> bool:
    """Nobody attends a session on a day off; who leads one is there as a trainer."""
    return not index.world.is_at_work(person, day)


@leaves_out("protected-time")
def protected(index: Index, person: str, day: date) -> tuple[tuple[int, int], ...]:
    """No release touches protected time."""
    if not index.world.policy.keeps_protected_time:
        return ()
    return tuple(index.world.timetable.protected(person, day))


@leaves_out("blackouts")
def home_blacked_out(index: Index, person: str, day: date) -> tuple[tuple[int, int], ...]:
    """No release touches a blackout of the home school."""
    return index.world.calendar.blackout_spans(index.world.home(person), day)


@leaves_out("coverable")
def not_to_be_covered(lessons: Sequence[Taken]) -> Bools:
    """By lesson: no release takes one with cover ``impossible``."""
    return np.array([x.cover is CoverKind.IMPOSSIBLE for x in lessons], dtype=np.bool_)


@leaves_out("release-weekdays")
def on_avoided_weekday(index: Index, day: Ints, from_lessons: Bools) -> Bools:
    """Where the rule is hard: no release from lessons is on a weekday that is avoided."""
    if not index.world.policy.keeps_weekdays:
        return np.zeros(len(day), dtype=np.bool_)
    avoided: Bools = is_avoided(index)[day] & from_lessons
    return avoided


@once
def is_avoided(index: Index) -> Bools:
    """By day, whether no release from lessons should be on it."""
    weekdays = index.world.policy.avoided_weekdays or ()
    return np.array([Weekday.of(d) in weekdays for d in index.days], dtype=np.bool_)


# Substitutes


@leaves_out("substitute-zone")
def out_of_zone(index: Index) -> Bools:
    """(substitute group, school): substitutes come to schools that they serve."""
    members = [index.world.substitutes[g.members[0]] for g in index.substitutes]
    other = [[not index.world.serves(m, s) for s in index.schools] for m in members]
    return np.array(other, dtype=np.bool_).reshape(len(members), len(index.schools))


@leaves_out("substitute-available")
def not_offered(index: Index) -> Bools:
    """(substitute group, day, half): substitutes come in half-days that they list."""
    left_out = np.ones((len(index.substitutes), len(index.days), 2), dtype=np.bool_)
    numbers = {d: n for n, d in enumerate(index.days)}
    for g, group in enumerate(index.substitutes):
        for row in index.world.substitutes[group.members[0]].available:
            halves = [HALVES.index(h) for h in row.halves]
            days = row.dates if row.dates is not None else index.days
            listed = [numbers[d] for d in days if d in numbers and _is_listed(row, d)]
            for half in halves:
                left_out[g, listed, half] = False
    return left_out


@leaves_out("substitute-available")
def closed_to_substitutes(index: Index) -> Bools:
    """(school, day): nobody is engaged at a school that is closed."""
    return ~index.open


def _is_listed(row: HalfDays, day: date) -> bool:
    """Whether a row of available half-days holds on a date."""
    return (
        (row.weekdays is None or Weekday.of(day) in row.weekdays)
        and (row.dates is None or day in row.dates)
        and (row.first is None or row.first <= day)
        and (row.last is None or day <= row.last)
    )


# Where coaching comes to the person, further schools matter, too.
tells_apart("coaching-at-home", staff=lambda member: frozenset(member.schools))
tells_apart("session-times", "notice", "blackouts", "staff-available", "coverable")
tells_apart("protected-time", "level", "trainer", "room")
tells_apart("substitute-available", "substitute-zone")
