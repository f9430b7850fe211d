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
from pdsched.model.instance.givers import givers
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
    meeting = placements.start[then], placements.end[then]
    venue, other_venue = placements.venue[first], placements.venue[then]
    away = np.flatnonzero((venue >= 0) & (other_venue >= 0))
    is_clash = np.zeros(len(one), dtype=np.bool_)
    is_clash[away] = comes_late(
        f.index,
        (session[0][away], session[1][away]),
        venue[away],
        (meeting[0][away], meeting[1][away]),
        other_venue[away],
    )
    leader, then = one[is_clash], other[is_clash]
    times = releases.start[then], releases.end[then]
    # By release: a session that several lead is a column of each of them.
    _at_most_one(f, leader, f.release_columns, times, f.release_columns[then])


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
    if not any((numbers >= 0).any() for numbers in roles[1:]):
        return
    busy = (_released(f), _leading(f), _covering(f))
    engaged, start, end, column = (np.concatenate(arrays) for arrays in zip(*busy, strict=True))
    _at_most_one(f, engaged, f.engage.column, (start, end), column)


def _released(f: Formulation) -> _Busy:
    """Releases, of who attends and of who leads."""
    releases, placements = f.releases, f.candidates.placements
    person = roles_of(f.index).of_group[releases.group]
    rel, engaged = _together(f, person, releases.day)
    placement, times = releases.placement[rel], (releases.start[rel], releases.end[rel])
    session = placements.start[placement], placements.end[placement]
    where, spans = _where(f, engaged), spans_of(f.index)
    begin, stop = spans.start[where], spans.end[where]
    is_clash = (begin < times[1]) & (times[0] < stop)
    is_clash |= _too_near(f, engaged, session, placements.venue[placement])
    if f.world.policy.holds("half-day-releases"):
        is_clash |= _gone(f, rel, where[2])
    is_clash &= begin < stop
    return _Busy(
        engaged[is_clash], times[0][is_clash], times[1][is_clash], f.release_columns[rel[is_clash]]
    )


def _leading(f: Formulation) -> _Busy:
    """Sessions of trainers who are not of the staff."""
    y = f.session
    placements, roles = f.candidates.placements, roles_of(f.index)
    offered, trainer = givers(f.index, placements.trainer[y.ids])
    person = np.where(roles.leader[trainer] < 0, roles.of_trainer[trainer], -1)
    item, engaged = _together(f, person, y.day[offered])
    offer = offered[item]
    placement = y.placement[offer]
    session = placements.start[placement], placements.end[placement]
    is_clash = _too_near(f, engaged, session, placements.venue[placement])
    return _Busy(
        engaged[is_clash], session[0][is_clash], session[1][is_clash], y.column[offer[is_clash]]
    )


def _covering(f: Formulation) -> _Busy:
    """Lessons that people cover as colleagues."""
    c, lessons = f.cover, f.candidates.lessons
    cov, engaged = _together(f, roles_of(f.index).of_colleague[c.colleague], c.day)
    lesson = c.lesson[cov]
    times = lessons.start[lesson], lessons.end[lesson]
    is_clash = _too_near(f, engaged, times, lessons.school[lesson])
    return _Busy(engaged[is_clash], times[0][is_clash], times[1][is_clash], c.column[cov[is_clash]])


def _together(f: Formulation, substitute: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Pairs of an item of a person and an engagement on its date: position, and engagement."""
    e = f.engage
    item = np.flatnonzero(substitute >= 0)
    eng = np.flatnonzero(np.isin(e.group, unique(substitute[item])))
    _, on, _ = _where(f, eng)
    days = len(f.index.days)
    one, other = inner_join(substitute[item] * days + day[item], e.group[eng] * days + on)
    return item[one], eng[other]


def _where(f: Formulation, engaged: Ints) -> tuple[Ints, Ints, Ints]:
    """School, day and half of engagements stated."""
    e = f.engage
    return e.school[engaged], e.day[engaged], e.half[engaged]


def _too_near(f: Formulation, engaged: Ints, times: tuple[Ints, Ints], place: Ints) -> Bools:
    """By pair, whether nobody could be in both: the span, and what is elsewhere, with the way."""
    where, spans = _where(f, engaged), spans_of(f.index)
    span = spans.start[where], spans.end[where]
    is_late = comes_late(f.index, times, place, span, where[0])
    return np.asarray((span[0] < span[1]) & is_late)


def _gone(f: Formulation, rel: Ints, half: Ints) -> Bools:
    """By release, whether it takes a lesson to be covered in this half of the date."""
    entry, lesson, _ = f.candidates.lessons_taken(f.releases)
    gone = unique(entry * 2 + f.candidates.lessons.half[lesson])
    return lookup_sorted(gone, rel * 2 + half)[0]


def _at_most_one(
    f: Formulation, one: Ints, columns: Ints, times: tuple[Ints, Ints], other: Ints
) -> None:
    """What has one of ``columns`` excludes other columns, of which no two happen at one moment.

    ``one`` are positions in ``columns``; the others of each at a moment share a row with it.
    """
    entry, key = interval_cliques(one, *times)
    keys, first = np.unique(key, return_index=True)
    f.rows.add(
        np.concatenate([key, keys]),
        np.concatenate([other[entry], columns[one[entry[first]]]]),
        upper=1,
    )
