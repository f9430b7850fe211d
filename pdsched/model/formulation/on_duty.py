"""Half-days as a substitute of people who are of the staff, too: what a day of theirs has besides.

Who is engaged is at the school for the span of the half-day (`pdsched.model.instance.spans`),
whatever they hold there, so nothing has to be known of who holds which lesson.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Ints
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import first_open
from pdsched.model.instance.role_numbers import roles_of
from pdsched.model.instance.spans import spans_of


class HalfDays(NamedTuple):
    """Engagements of staff that are stated, of dates to come."""

    column: Ints
    day: Ints
    """A number of a person and a date, see `pdsched.model.formulation.middays`."""
    start: Ints
    end: Ints


def half_days_of_staff(f: Formulation) -> HalfDays:
    """Those of people who could be released, or could cover as colleagues."""
    e = f.engage
    eng, person_day = days_of_staff(f, e.ids)
    where, spans = (e.school[eng], e.day[eng], e.half[eng]), spans_of(f.index)
    start, end = spans.start[where], spans.end[where]
    is_real = (start < end) & (where[1] >= first_open(f.index))
    return HalfDays(e.column[eng][is_real], person_day[is_real], start[is_real], end[is_real])


def days_of_staff(f: Formulation, engaged: Ints) -> tuple[Ints, Ints]:
    """Which of some engagements are of such people: position, and number of person and date.

    Staff groups come first, then colleagues who want nothing.
    """
    roles, groups = roles_of(f.index), len(f.index.staff)
    person = np.full(len(f.index.substitutes) + 1, -1, dtype=np.int64)
    colleague = np.flatnonzero(roles.of_colleague >= 0)
    person[roles.of_colleague[colleague]] = groups + colleague
    group = np.flatnonzero(roles.of_group >= 0)
    person[roles.of_group[group]] = group
    who, place = f.engagements.split(engaged)
    eng = np.flatnonzero(person[who] >= 0)
    _, day, _ = f.engagements.split_place(place[eng])
    return eng, person[who[eng]] * len(f.index.days) + day
