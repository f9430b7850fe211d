"""Rules of persons in several roles: nobody is in two places, whichever role takes them there.

Releases of who leads are among `Formulation.releases`, where the rules of releases look at them.
What is left is the way between sessions that one leads and attends, and engagements, which take
their half-day (`pdsched.model.instance.spans`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, inner_join, interval_cliques, lookup_sorted, unique
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.covers import comes_late
from pdsched.model.instance.role_numbers import roles_of
from pdsched.model.instance.spans import spans_of
from pdsched.model.rules.registry import rule


@rule("one-place")
def time_to_go_for_leaders(f: Formulation) -> None:
    """Between a session that one leads and one that one attends there is time to go.

    Between two that one leads, see `pdsched.model.rules.sessions`; the attendances of each at one
    moment share a row.
    """
    count = len(f.attend.ids)
    leading = np.arange(count, len(f.release_columns))
    if not len(leading):
        return
    releases, placements = f.releases, f.candidates.placements
    by_day = releases.group * len(f.index.days) + releases.day
    attending = np.flatnonzero(np.isin(by_day[:count], by_day[leading]))
    one, other = inner_join(by_day[leading], by_day[attending])
    one, other = leading[one], attending[other]
    first, then = releases.placement[one], releases.placement[other]
    session = placements.start[first], placements.end[first]
    others = placements.start[then], placements.end[then]
    here, there = placements.venue[first], placements.venue[then]
    some = np.flatnonzero((here >= 0) & (there >= 0))
    clash = np.zeros(len(one), dtype=np.bool_)
    clash[some] = comes_late(
        f.index,
        (session[0][some], session[1][some]),
        here[some],
        (others[0][some], others[1][some]),
        there[some],
    )
    own, then = one[clash], other[clash]
    times = releases.start[then], releases.end[then]
    _at_most_one(f, f.release_columns[own], times, f.release_columns[then])


class _Busy(NamedTuple):
    """What people do at times, against engagements of theirs with which it clashes."""

    engaged: Ints
    """Position among the engagements stated."""
    start: Ints
    end: Ints
    column: Ints


@rule("one-place")
def engaged_in_one_place(f: Formulation) -> None:
    """Who is engaged for a half-day leads, attends and covers nothing else in its span."""
    roles = roles_of(f.index)
    if not any((some >= 0).any() for some in roles[1:]):
        return
    busy = (_released(f), _leading(f), _covering(f))
    engaged, start, end, column = (np.concatenate(some) for some in zip(*busy, strict=True))
    _at_most_one(f, f.engage.column[engaged], (start, end), column)


def _released(f: Formulation) -> _Busy:
    """Releases, of who attends and of who leads."""
    releases, placements = f.releases, f.candidates.placements
    person = roles_of(f.index).of_group[releases.group]
    own, engaged = _together(f, person, releases.day)
    placement, times = releases.placement[own], (releases.start[own], releases.end[own])
    session = placements.start[placement], placements.end[placement]
    where, spans = _where(f, engaged), spans_of(f.index)
    begin, stop = spans.start[where], spans.end[where]
    clash = (begin < times[1]) & (times[0] < stop)
    clash |= _too_near(f, engaged, session, placements.venue[placement])
    if f.world.policy.holds("half-day-releases"):
        clash |= _gone(f, own, where[2])
    clash &= begin < stop
    return _Busy(engaged[clash], times[0][clash], times[1][clash], f.release_columns[own[clash]])


def _leading(f: Formulation) -> _Busy:
    """Sessions of trainers who are not of the staff."""
    y = f.session
    placements, roles = f.candidates.placements, roles_of(f.index)
    trainer = placements.trainer[y.ids]
    person = np.where(roles.leader[trainer] < 0, roles.of_trainer[trainer], -1)
    own, engaged = _together(f, person, y.day)
    placement = y.placement[own]
    session = placements.start[placement], placements.end[placement]
    clash = _too_near(f, engaged, session, placements.venue[placement])
    return _Busy(engaged[clash], session[0][clash], session[1][clash], y.column[own[clash]])


def _covering(f: Formulation) -> _Busy:
    """Lessons that people cover as colleagues."""
    c, lessons = f.cover, f.candidates.lessons
    own, engaged = _together(f, roles_of(f.index).of_colleague[c.colleague], c.day)
    lesson = c.lesson[own]
    times = lessons.start[lesson], lessons.end[lesson]
    clash = _too_near(f, engaged, times, lessons.school[lesson])
    return _Busy(engaged[clash], times[0][clash], times[1][clash], c.column[own[clash]])


def _together(f: Formulation, substitute: Ints, day: Ints) -> tuple[Ints, Ints]:
    """What some people do with their engagements on the date: position, and engagement."""
    e = f.engage
    some = np.flatnonzero(substitute >= 0)
    mine = np.flatnonzero(np.isin(e.group, unique(substitute[some])))
    _, on, _ = _where(f, mine)
    days = len(f.index.days)
    one, other = inner_join(substitute[some] * days + day[some], e.group[mine] * days + on)
    return some[one], mine[other]


def _where(f: Formulation, engaged: Ints) -> tuple[Ints, Ints, Ints]:
    """School, day and half of engagements stated."""
    e = f.engage
    return e.school[engaged], e.day[engaged], e.half[engaged]


def _too_near(f: Formulation, engaged: Ints, times: tuple[Ints, Ints], place: Ints) -> Bools:
    """Whether somebody could not be in both: the span, and what is elsewhere, the way included."""
    where, spans = _where(f, engaged), spans_of(f.index)
    span = spans.start[where], spans.end[where]
    late = comes_late(f.index, times, place, span, where[0])
    return np.asarray((span[0] < span[1]) & late)


def _gone(f: Formulation, own: Ints, half: Ints) -> Bools:
    """Whether these releases take a lesson to be covered in a half of the date."""
    entry, lesson, _ = f.candidates.lessons_taken(f.releases)
    gone = unique(entry * 2 + f.candidates.lessons.half[lesson])
    return lookup_sorted(gone, own * 2 + half)[0]


def _at_most_one(f: Formulation, one: Ints, times: tuple[Ints, Ints], other: Ints) -> None:
    """A column excludes others, of which no two happen at one moment: these share a row."""
    entry, key = interval_cliques(one, *times)
    keys, first = np.unique(key, return_index=True)
    f.rows.add(
        np.concatenate([key, keys]),
        np.concatenate([other[entry], one[entry[first]]]),
        upper=1,
    )
