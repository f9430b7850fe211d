"""Rules of substitutes: where they can be on one date, how often they come, and who stays free."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints, group_ids
from pdsched.model.candidates.midday_ways import cannot_change, is_narrow
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.registry import rule
from pdsched.problem import Substitute


@rule("one-school")
def one_school(s: Formulation) -> None:
    """One school per half-day; another in the afternoon only where the way fits."""
    group = s.engaged_group
    _, day, half = s.engagements.split_place(s.engaged_place)
    key = (group * len(s.index.days) + day) * 2 + half
    s.rows.add(key, s.engaged_columns, upper=s.index.substitute_size[group])
    _no_change(s, 0)


@rule("lunch")
def lunch_on_the_way(s: Formulation) -> None:
    """Another school in the afternoon only where way and lunch fit.

    Lunch at one school is a matter of who holds what there: see ``cover``.
    """
    _no_change(s, s.world.policy.lunch_minutes or 0)


def _no_change(s: Formulation, rest: int) -> None:
    """Nobody is at two schools on one date between which way and rest do not fit."""
    group = s.engaged_group
    school, day, half = s.engagements.split_place(s.engaged_place)
    size = s.index.substitute_size[group]
    key = (group * len(s.index.days) + day) * 2 + half
    narrow = is_narrow(s.index)
    if not np.any(narrow):
        return
    tight: Bools = np.any(narrow | narrow.T, axis=0)
    morning = np.flatnonzero(tight[school] & (half == 0))
    afternoon = np.flatnonzero(tight[school] & (half == 1))
    hand, first = group_ids(key // 2)
    later = CsrLists.of(hand[afternoon], afternoon, len(first))
    left, pm = later.expand(hand[morning])
    am = morning[left]
    clash = cannot_change(s.index, school[am], school[pm], day[am], rest)
    both = np.stack([am[clash], pm[clash]])
    row = np.arange(both.shape[1])
    columns = s.engaged_columns[both.T.ravel()]
    s.rows.add(np.repeat(row, 2), columns, upper=np.repeat(size[both[0]], 2))


@rule("substitute-limits")
def substitute_limits(s: Formulation) -> None:
    """Half-days of a substitute a day, a week, a month, a term and in all."""
    group, place = s.engaged_group, s.engaged_place
    _, day, _ = s.engagements.split_place(place)
    members = [s.world.substitutes[g.members[0]] for g in s.index.substitutes]
    for limits, span in (
        ([m.max_half_days_per_day for m in members], day),
        ([m.max_half_days_per_week for m in members], s.index.week[day]),
        ([m.max_half_days_per_month for m in members], s.index.month[day]),
        ([m.max_half_days_per_term for m in members], s.index.term[day]),
        ([_left_in_all(m) for m in members], np.zeros_like(day)),
    ):
        limit = np.array([-1 if n is None else n for n in limits] or [-1], dtype=np.int64)[group]
        some = np.flatnonzero((limit >= 0) & (span >= 0))
        key, _ = group_ids(group[some], span[some])
        most = limit[some] * s.index.substitute_size[group[some]]
        s.rows.add(key, s.engaged_columns[some], upper=most)


def _left_in_all(substitute: Substitute) -> int | None:
    most = substitute.max_half_days
    return None if most is None else max(0, most - substitute.half_days_before)


@rule("reserve")
def reserve(s: Formulation) -> None:
    """In each half-day so many of those who could come stay free, of a zone or of all."""
    policy = s.world.policy
    zones = np.array([s.world.schools[name].zone for name in s.index.schools])
    for zone in np.unique(zones) if policy.reserve_by_zone else [None]:
        there = s.engagements.who_could_come(
            zones == zone if zone is not None else np.ones(len(zones), dtype=np.bool_)
        )
        heads = (there * s.index.substitute_size[:, None, None]).sum(axis=0).ravel()
        group, day, half = _engaged(s, s.engaged)
        mine = there[group, day, half]
        group, beyond_day, beyond_half = _engaged(s, s.beyond.engaged.ids)
        others = there[group, beyond_day, beyond_half]
        when = (day * 2 + half)[mine], (beyond_day * 2 + beyond_half)[others]
        counts = s.beyond.engaged.counts[others]
        _limit_together(s, s.engaged_columns[mine], when, counts, heads - (policy.reserve or 0))


@rule("half-days-per-date")
def half_days_per_date(s: Formulation) -> None:
    """Only so many half-days are engaged on one date."""
    most = np.full(len(s.index.days), s.world.policy.half_days_per_date or 0, dtype=np.int64)
    when = _engaged(s, s.engaged)[1], _engaged(s, s.beyond.engaged.ids)[1]
    _limit_together(s, s.engaged_columns, when, s.beyond.engaged.counts, most)


def _engaged(s: Formulation, numbers: Ints) -> tuple[Ints, Ints, Ints]:
    """Group, day and half of engagements."""
    group, place = s.engagements.split(numbers)
    _, day, half = s.engagements.split_place(place)
    return group, day, half


def _limit_together(
    s: Formulation, columns: Ints, when: tuple[Ints, Ints], beyond: Ints, most: Ints
) -> None:
    """No more are engaged at a time than may be, those beyond what is stated counted.

    ``when`` is the time by column, and by engagement ``beyond``, which are counts.
    """
    mine, others = when
    already = np.bincount(others, weights=beyond, minlength=len(most))
    # Of days that are past there can be more than may be.
    left = np.maximum(0, np.maximum(0, most) - already.astype(np.int64))
    s.rows.add(mine, columns, upper=left[mine])


tells_apart("one-school", "lunch", "substitute-limits", "reserve", "half-days-per-date")
tells_apart("handover", classes_held=lambda policy: bool(policy.handover_minutes))
