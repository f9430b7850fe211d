"""Pins: what the caller insists on."""

from __future__ import annotations

import numpy as np

from pdsched.model.arrays import Bools, Ints
from pdsched.model.engagements import places_of
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement
from pdsched.problem import PinKind, SessionPin, minutes


@rule("pins")
def session_pins(s: Statement) -> None:
    """Some session, or none, has all the fields of the pin."""
    for pin in s.world.problem.session_pins:
        _insist(s, pin.kind, _matching_sessions(s, pin))


@rule("pins")
def engagement_pins(s: Statement) -> None:
    """Some engagement, or none, has all the fields of the pin."""
    for pin in s.world.problem.engagement_pins:
        members = [pin.substitute in (None, *g.members) for g in s.index.substitutes]
        who = np.array(members, dtype=np.bool_)[s.engaged_group]
        school, day, half = s.engagements.split_place(s.engaged_place)
        where = places_of(s.index, pin)[school, day, half]
        _insist(s, pin.kind, s.engaged_columns[who & where])


def _insist(s: Statement, kind: PinKind, columns: Ints) -> None:
    required = kind is PinKind.REQUIRE
    if required and not len(columns):
        # Nothing could fulfil the pin: a column that must be both 0 and 1 says so.
        columns = s.decide(np.zeros(1, dtype=np.int64))
    key = np.zeros(len(columns), dtype=np.int64)
    if required:
        s.rows.add(key, columns, lower=1)
    else:
        s.rows.add(key, columns, upper=0)


def _matching_sessions(s: Statement, pin: SessionPin) -> Ints:
    """Columns of which one is positive just when a session matches.

    A pin that names a staff member and a trainer or room finds its courses split, one placement
    per offer, so that the attendance alone tells with whom and where.
    """
    there = _matches(s, pin)
    offered = there[s.offer_seat] & _offers(s, pin)
    if pin.staff is None:
        return s.hold_columns[offered]
    seats = np.zeros(len(s.used), dtype=np.bool_)
    seats[s.offer_seat[offered]] = True
    groups = [n for n, g in enumerate(s.index.staff) if pin.staff in g.members]
    return s.attend_columns[seats[s.seat] & np.isin(s.group, groups)]


def _matches(s: Statement, pin: SessionPin) -> Bools:
    placements, used, index = s.candidates.placements, s.used, s.index
    found = np.ones(len(used), dtype=np.bool_)
    if pin.course is not None:
        found &= np.array([c.id == pin.course for c in index.courses], dtype=np.bool_)[
            placements.course[used]
        ]
    if pin.school is not None:
        found &= placements.venue[used] == index.school[pin.school]
    if pin.date is not None:
        found &= np.array([d == pin.date for d in index.days], dtype=np.bool_)[placements.day[used]]
    if pin.start is not None:
        found &= placements.start[used] == minutes(pin.start)
    return found


def _offers(s: Statement, pin: SessionPin) -> Bools:
    placements, index = s.candidates.placements, s.index
    found = np.ones(len(s.offers), dtype=np.bool_)
    if pin.trainer is not None:
        named = np.array([*(t.id == pin.trainer for t in index.trainers), False], dtype=np.bool_)
        found &= named[placements.trainer[s.offers]]
    if pin.room is not None:
        holding = np.array([*(pin.room in r.members for r in index.rooms), False], dtype=np.bool_)
        found &= holding[placements.room[s.offers]]
    return found


def split_courses(pins: tuple[SessionPin, ...], courses: tuple[str, ...]) -> set[str]:
    """Courses whose sessions a pin tells apart by person and by trainer or room at once."""
    telling = [p for p in pins if p.staff is not None and (p.trainer or p.room)]
    if any(p.course is None for p in telling):
        return set(courses)
    return {p.course for p in telling if p.course is not None}
