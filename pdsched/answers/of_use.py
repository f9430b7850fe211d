"""A substitute who is asked for holds a lesson: rows for it, and who holds which.

A pin alone excuses an engagement for nothing, which no plan has without the pin. So whoever is
asked for is engaged only where somebody is released from a lesson that they may hold; who holds it
is then a matter of dealing out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial

import numpy as np

from pdsched.engines.arrays import Ints, unique
from pdsched.model.candidates.engagements import places_of
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import first_open
from pdsched.plan import Cover, Engagement, Plan
from pdsched.problem import EngagementPin, PinKind
from pdsched.referee import Facts
from pdsched.referee.rules.pins import engagement_matches

Rows = Callable[[Formulation], None]
"""Adds rows before a program is built."""


def no_rows(_: Formulation) -> None:
    """Adds none."""


def rows_of_use(asked: Collection[EngagementPin]) -> Rows:
    """Rows by which whoever some pins ask for is released for, at each half-day of an engagement.

    Each is implied by holding a lesson; what they leave out is who else would hold it.
    """
    return partial(_add_rows, {pin.id for pin in asked}) if asked else no_rows


def _add_rows(asked: Collection[str], f: Formulation) -> None:
    pins = [pin for pin in f.world.problem.engagement_pins if pin.kind is PinKind.REQUIRE]
    e, demands = f.engage, f.demands
    is_asked, is_excused = (
        np.array([any(_is_about(f, pin, at) for pin in meant) for at in range(len(e.ids))], bool)
        for meant in (
            [pin for pin in pins if pin.id in asked],
            [pin for pin in pins if pin.id not in asked],
        )
    )
    for at in np.flatnonzero(is_asked & ~is_excused & (e.day >= first_open(f.index))):
        able = f.index.qualified[e.group[at], demands.kind]
        there = np.flatnonzero(able & demands.is_open & (demands.place == e.place[at]))
        taken = unique(demands.taken.expand(there)[1])
        _add_rows_of_shared(f, taken)
        columns = np.concatenate([e.column[[at]], taken])
        signs = np.full(len(columns), -1, dtype=np.int64)
        signs[0] = 1
        f.rows.add(np.zeros(len(columns), dtype=np.int64), columns, signs, upper=0)


def _add_rows_of_shared(f: Formulation, columns: Ints) -> None:
    """No cover is due of a lesson that several hold until more are away than can be spared."""
    shared = f.demands.shared
    for number in np.flatnonzero(np.isin(shared.columns, columns)):
        row = shared.row[number]
        _, load = shared.taken.expand(np.flatnonzero(shared.row == row))
        signs = np.full(1 + len(load), -1, dtype=np.int64)
        signs[0] = shared.spare[row] + 1
        listed = np.concatenate([shared.columns[[number]], load])
        f.rows.add(np.zeros(len(listed), dtype=np.int64), listed, signs, upper=0)


def _is_about(f: Formulation, pin: EngagementPin, at: int) -> bool:
    """Whether a pin is about an engagement that is stated."""
    e, members = f.engage, f.index.substitutes[f.engage.group[at]].members
    is_place = places_of(f.index, pin)[e.school[at], e.day[at], e.half[at]]
    return bool(is_place) and pin.substitute in (None, *members)


def with_a_lesson(plan: Plan, pin: EngagementPin, facts: Facts) -> Iterator[Plan]:
    """The plan where an engagement that a pin asks for holds a lesson that somebody else held.

    Whoever holds nothing then is not engaged.
    """
    for one in plan.engagements:
        if not engagement_matches(pin, one):
            continue
        for cover in plan.covers:
            if _place(cover, facts) == _place(one, facts) and cover.substitute != one.substitute:
                fields = {"substitute": one.substitute, "colleague": None}
                yield _dealt(plan, cover, cover.model_copy(update=fields), facts)


def _dealt(plan: Plan, old: Cover, new: Cover, facts: Facts) -> Plan:
    """The plan with one cover in place of another, without the engagement that is of no use now."""
    covers = tuple(new if cover is old else cover for cover in plan.covers)
    where = _place(old, facts)
    is_needed = any(c.substitute == old.substitute and _place(c, facts) == where for c in covers)
    engagements = tuple(
        e
        for e in plan.engagements
        if is_needed or e.substitute != old.substitute or _place(e, facts) != where
    )
    return plan.model_copy(update={"covers": covers, "engagements": engagements}).canonical()


def _place(record: Cover | Engagement, facts: Facts) -> tuple[object, ...]:
    """Date, school and half-day."""
    if isinstance(record, Engagement):
        return record.date, record.school, record.half
    lesson = facts.lessons[record.lesson]
    return record.date, lesson.school, facts.half(lesson)
