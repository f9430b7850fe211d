"""Rules of releases: one place at a time, so many away at once, so many in a week and in all."""

from __future__ import annotations

import numpy as np

from pdsched.model.arrays import Ints, moments, numbered
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement


@rule("one-place")
def staff_in_one_place(s: Statement) -> None:
    """Releases of one person do not overlap."""
    by_day, _ = numbered(s.group, s.day)
    some = np.flatnonzero(s.distinct(by_day, s.slot) > 1)
    entry, key = moments(by_day[some], s.away_start[some], s.away_end[some])
    own = some[entry]
    several = s.distinct(key, s.slot[own]) > 1
    own = own[several]
    s.rows.add(key[several], s.attend_columns[own], upper=s.size[own])


@rule("away-at-once")
def away_at_once(s: Statement) -> None:
    """At any moment only a share of a school is away from lessons."""
    some = np.flatnonzero(s.from_lessons)
    home = s.index.home[s.group[some]]
    by_day = home * len(s.index.days) + s.day[some]
    entry, key = moments(by_day, s.away_start[some], s.away_end[some])
    own = some[entry]
    _limit_away(s, key, own)


@rule("away-at-once")
def away_for_one_session(s: Statement) -> None:
    """The same for one session alone: implied, but it tightens the linear relaxation much."""
    own = np.flatnonzero(s.from_lessons)
    home = s.index.home[s.group[own]]
    key, _ = numbered(s.seat[own], home)
    limit = s.index.most_away[home]
    more = s.distinct(key, s.group[own]) > limit
    own, key, limit = own[more], key[more], limit[more]
    s.add_per_session(key, s.attend_columns[own], s.seat[own], limit)


def _limit_away(s: Statement, key: Ints, own: Ints) -> None:
    """No more of these attendances together than may be away of their home school."""
    _, first = numbered(key, s.group[own])
    _, row = np.unique(key, return_inverse=True)
    people = np.bincount(
        row[first], weights=s.size[own[first]], minlength=int(row.max(initial=0)) + 1
    )
    limit = s.index.most_away[s.index.home[s.group[own]]]
    more = people[row] > limit
    s.rows.add(key[more], s.attend_columns[own[more]], upper=limit[more])


@rule("releases-per-week")
def releases_per_week(s: Statement) -> None:
    """A person is released from lessons only so often in a week."""
    _limit_releases(s, s.world.policy.releases_per_week, s.index.week[s.day])


@rule("releases-in-all")
def releases_in_all(s: Statement) -> None:
    """A person is released from lessons only so often in all."""
    _limit_releases(s, s.world.policy.releases_in_all, np.zeros_like(s.day))


def _limit_releases(s: Statement, limit: int, span: Ints) -> None:
    own = np.flatnonzero(s.from_lessons)
    key, _ = numbered(s.group[own], span[own])
    more = s.distinct(key, s.slot[own]) > limit
    own = own[more]
    s.rows.add(key[more], s.attend_columns[own], upper=limit * s.size[own])
