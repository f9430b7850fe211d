"""Rules of substitutes: where they can be on one date, how often they come, and who stays free."""

from __future__ import annotations

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints, group_ids
from pdsched.model.candidates.midday_ways import cannot_change, is_narrow
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.limits import state_rule
from pdsched.model.rules.registry import rule
from pdsched.problem import Substitute


@rule("one-school")
def one_school(f: Formulation) -> None:
    """One school per half-day; another in the afternoon only where the way fits."""
    e = f.engage
    key = (e.group * len(f.index.days) + e.day) * 2 + e.half
    f.rows.add(key, e.column, upper=e.size)
    _no_change(f, 0)


@rule("lunch")
def lunch_on_the_way(f: Formulation) -> None:
    """Another school in the afternoon only where way and lunch fit.

    Lunch at one school is a matter of who holds what there: see ``cover``.
    """
    _no_change(f, f.world.policy.lunch_minutes or 0)


def _no_change(f: Formulation, rest: int) -> None:
    """Nobody is at two schools on one date between which way and rest do not fit."""
    e = f.engage
    narrow = is_narrow(f.index)
    if not np.any(narrow):
        return
    tight: Bools = np.any(narrow | narrow.T, axis=0)
    morning = np.flatnonzero(tight[e.school] & (e.half == 0))
    afternoon = np.flatnonzero(tight[e.school] & (e.half == 1))
    hand, first = group_ids(e.group * len(f.index.days) + e.day)
    later = CsrLists.of(hand[afternoon], afternoon, len(first))
    left, pm = later.expand(hand[morning])
    am = morning[left]
    clash = cannot_change(f.index, e.school[am], e.school[pm], e.day[am], rest)
    both = np.stack([am[clash], pm[clash]])
    row = np.arange(both.shape[1])
    columns = e.column[both.T.ravel()]
    f.rows.add(np.repeat(row, 2), columns, upper=np.repeat(e.size[both[0]], 2))


@rule("substitute-limits")
def substitute_limits(f: Formulation) -> None:
    """Half-days of a substitute a day, a week, a month, a term and in all."""
    e = f.engage
    members = [f.world.substitutes[g.members[0]] for g in f.index.substitutes]
    for limits, span in (
        ([m.max_half_days_per_day for m in members], e.day),
        ([m.max_half_days_per_week for m in members], f.index.week[e.day]),
        ([m.max_half_days_per_month for m in members], f.index.month[e.day]),
        ([m.max_half_days_per_term for m in members], f.index.term[e.day]),
        ([_left_in_all(m) for m in members], np.zeros_like(e.day)),
    ):
        limit = np.array([-1 if n is None else n for n in limits] or [-1], dtype=np.int64)[e.group]
        eng = np.flatnonzero((limit >= 0) & (span >= 0))
        key, _ = group_ids(e.group[eng], span[eng])
        most = limit[eng] * e.size[eng]
        f.rows.add(key, e.column[eng], upper=most)


def _left_in_all(substitute: Substitute) -> int | None:
    most = substitute.max_half_days
    return None if most is None else max(0, most - substitute.half_days_before)


@rule("reserve")
def reserve(f: Formulation) -> None:
    """In each half-day so many of those who could come stay free, of a zone or of all."""
    e = f.engage
    policy = f.world.policy
    zones = np.array([f.world.schools[name].zone for name in f.index.schools])
    for zone in np.unique(zones) if policy.reserve_by_zone else [None]:
        there = f.engagements.who_could_come(
            zones == zone if zone is not None else np.ones(len(zones), dtype=np.bool_)
        )
        heads = (there * f.index.substitute_size[:, None, None]).sum(axis=0).ravel()
        is_there = there[e.group, e.day, e.half]
        group, beyond_day, beyond_half = _engaged(f, f.beyond.engaged.ids)
        others = there[group, beyond_day, beyond_half]
        when = (e.day * 2 + e.half)[is_there], (beyond_day * 2 + beyond_half)[others]
        counts = f.beyond.engaged.counts[others]
        _limit_together(f, e.column[is_there], when, counts, heads - (policy.reserve or 0))


@rule("half-days-per-date")
def half_days_per_date(f: Formulation) -> None:
    """Only so many half-days are engaged on one date."""
    state_rule(f, "half-days-per-date")


def _engaged(f: Formulation, numbers: Ints) -> tuple[Ints, Ints, Ints]:
    """Group, day and half of engagements."""
    group, place = f.engagements.split(numbers)
    _, day, half = f.engagements.split_place(place)
    return group, day, half


def _limit_together(
    f: Formulation, columns: Ints, when: tuple[Ints, Ints], beyond: Ints, most: Ints
) -> None:
    """No more are engaged at a time than may be, those beyond what is stated counted.

    ``when`` is the time by column, and by engagement ``beyond``, which are counts.
    """
    time, others = when
    already = np.bincount(others, weights=beyond, minlength=len(most))
    # Of days that are past there can be more than may be.
    left = np.maximum(0, np.maximum(0, most) - already.astype(np.int64))
    f.rows.add(time, columns, upper=left[time])


tells_apart("one-school", "lunch", "substitute-limits", "reserve", "half-days-per-date")
tells_apart("handover", classes_held=lambda policy: bool(policy.handover_minutes))
