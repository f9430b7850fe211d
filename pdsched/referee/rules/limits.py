"""Counted limits of a policy: units, filed by whose they are and when, and counted.

One function judges every limit that says how many may be, and one every limit that asks for some.
What a unit of a count is, and what it is of, is said in `pdsched.referee.counted`; what stands here
knows no count.

Of a counted rule, the record (what is counted, per, each, the figure, and what was before) is the
one that the model reads, too: a test compares each with a table written by hand.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pdsched.policy.counted_rules import CountedRule, counted_rule
from pdsched.policy.counts import KINDS, OF_GROUPS, Each, Per
from pdsched.policy.limits import Limit
from pdsched.problem import Half, School, StaffMember, Weekday
from pdsched.referee.case import Case
from pdsched.referee.counted import Unit, fields_of, units_in, units_of_person
from pdsched.referee.facts import Facts
from pdsched.referee.grouping import grouped
from pdsched.referee.registry import Finding

_SHOWN = 8
_GRACE = 1e-9
"""A share of 0.29 of 100 people is 29, whatever the last digit of the product."""


class Excess(NamedTuple):
    """Where there is more than a limit allows."""

    owner: tuple[str, ...]
    when: str
    units: Sequence[Unit]
    """Those that are too many together."""
    every: Sequence[Unit]
    """All of this owner, whenever they are."""
    total: int
    most: int


def limit_findings(case: Case, limit: Limit) -> Iterator[Finding]:
    """Where a plan has more than a limit allows, or less than it asks for."""
    if limit.asks:
        yield from _too_few(case, limit)
        return
    for one in too_many(case, limit):
        who, where, names = _told(limit, one.owner, one.when, one.units)
        yield who, f"{where}: {one.total}, allowed {one.most}{names}", one.total - one.most


def excesses(case: Case, rule: str) -> Iterator[Excess]:
    """Where a plan has more than a counted rule allows."""
    return too_many(case, counted_rule(case.policy, rule))


def too_many(case: Case, limit: Limit) -> Iterator[Excess]:
    """Where a plan has more than a limit allows, owner by owner."""
    for owner, units in _by_owner(case, limit).items():
        most = _most(case.facts, limit, owner)
        for when, together in _periods(case, limit, units):
            count = _count(together)
            if count > most:
                yield Excess(owner, when, together, units, count, most)


def _too_few(case: Case, limit: Limit) -> Iterator[Finding]:
    by_owner = _by_owner(case, limit)
    for owner in _asked_of(case.facts, limit):
        least = _least(case.facts, limit, owner)
        for when, together in _asked_periods(case, limit, by_owner.get(owner, ())):
            count = _count(together)
            if count < least:
                who, where, names = _told(limit, owner, when, together)
                yield who, f"{where}: {count}, asked {least}{names}", least - count


def _by_owner(case: Case, limit: Limit) -> dict[tuple[str, ...], list[Unit]]:
    units = units_in(case, limit.count)
    if limit.of.given:
        units = [unit for unit in units if _selected(limit, unit)]
    owned = [(owner, unit) for unit in units for owner in _owners(limit, unit)]
    return {
        owner: [unit for _, unit in pairs]
        for owner, pairs in grouped(owned, lambda pair: pair[0]).items()
    }


def _selected(limit: Limit, unit: Unit) -> bool:
    return _is_then(limit, unit.day, unit.half) and _has(limit, unit.of)


def _is_then(limit: Limit, day: date, half: Half) -> bool:
    of = limit.of
    return (
        (of.weekdays is None or Weekday.of(day) in of.weekdays)
        and (of.halves is None or half in of.halves)
        and (of.dates is None or day in of.dates)
    )


def _has(limit: Limit, fields: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether something has one value of each of those fields by which the limit selects."""
    given = limit.of.given.items()
    return all(set(wanted) & set(fields[name]) for name, wanted in given if name in fields)


def _owners(limit: Limit, unit: Unit) -> tuple[tuple[str, ...], ...]:
    if limit.each is None:
        return ((),)
    named = limit.of.trainers if limit.each is Each.TRAINER else None
    return tuple(o for o in unit.owners[limit.each] if named is None or o[0] in named)


def _count(units: Sequence[Unit]) -> int:
    once = {unit.once for unit in units if unit.once is not None}
    return len(once) + sum(unit.size for unit in units if unit.once is None)


# When


def _periods(
    case: Case, limit: Limit, units: Sequence[Unit]
) -> Iterator[tuple[str, Sequence[Unit]]]:
    """The units of each period by its name; of windows the fullest alone."""
    if limit.per is Per.WINDOW:
        window = _fullest(case, limit, units)
        if window is not None:
            yield window
        return
    named = [(_period(case.facts, limit.per, unit.day, unit.half), unit) for unit in units]
    for when, pairs in grouped(named, lambda pair: pair[0]).items():
        if when is not None:
            yield when, [unit for _, unit in pairs]


def _period(facts: Facts, per: Per, day: date, half: Half) -> str | None:
    """The name of the period of a half-day; None outside of all."""
    if per is Per.TERM:
        term = facts.term(day)
        return None if term is None else f"in {term}"
    return {
        Per.DATE: f"on {day}",
        Per.HALF_DAY: f"on {day} {half}",
        Per.WEEK: f"in the week of {facts.days.week(day)}",
        Per.MONTH: f"in {day:%Y-%m}",
        Per.PLAN: "in all",
    }[per]


def _fullest(case: Case, limit: Limit, units: Sequence[Unit]) -> tuple[str, Sequence[Unit]] | None:
    """The first school days in a row with most units, of those that begin with one.

    School days in a row that are all past are not judged where the limit is hard.
    """
    days, length = case.facts.days, limit.window_days or 1
    since, best, most = case.since(limit.id), None, 0
    in_order = sorted(units, key=lambda unit: unit.day)
    places = [days.place(unit.day) for unit in in_order]
    for n, place in enumerate(places):
        if n and place == places[n - 1]:
            continue
        inside = in_order[n : bisect_left(places, place + length)]
        if since is not None and inside[-1].day < since:
            continue
        if (count := _count(inside)) > most:
            best, most = (_window(length, inside[0].day), inside), count
    return best


def _window(length: int, first: date) -> str:
    return f"in the {length} school days from {first}"


def _asked_periods(
    case: Case, limit: Limit, units: Sequence[Unit]
) -> Iterator[tuple[str, Sequence[Unit]]]:
    """Each period of which a selected half-day is still to come; of windows the emptiest alone."""
    facts = case.facts
    to_come = [
        (day, half)
        for day in facts.days.open_days
        for half in Half
        if _is_then(limit, day, half) and not facts.problem.calendar.is_past(day)
    ]
    if limit.per is Per.WINDOW:
        days, length = facts.days.open_days, limit.window_days or 1
        windows = [days[n : n + length] for n in range(len(days) - length + 1)]
        asked = {day for day, _ in to_come}
        inside = [
            (_window(length, window[0]), [u for u in units if window[0] <= u.day <= window[-1]])
            for window in windows
            if not asked.isdisjoint(window)
        ]
        if inside:
            yield min(inside, key=lambda pair: _count(pair[1]))
        return
    names = dict.fromkeys(_period(facts, limit.per, day, half) for day, half in to_come)
    there = dict(_periods(case, limit, units))
    yield from ((name, there.get(name, ())) for name in names if name is not None)


# Whose


def _most(facts: Facts, limit: Limit, owner: tuple[str, ...]) -> int:
    """How many may be; a share is of the people whom the limit selects."""
    if isinstance(limit.figure, float):
        return facts.share_of(_heads(facts, limit, owner), limit.figure)
    before = limit.before if isinstance(limit, CountedRule) else ""
    had = getattr(facts.staff[owner[0]], before) if before else 0
    return max(0, limit.figure - had)


def _least(facts: Facts, limit: Limit, owner: tuple[str, ...]) -> int:
    """How many are asked for; a share is rounded up."""
    if isinstance(limit.figure, float):
        return math.ceil(limit.figure * _heads(facts, limit, owner) - _GRACE)
    return limit.figure


def _heads(facts: Facts, limit: Limit, owner: tuple[str, ...]) -> int:
    return sum(
        limit.each is None or owner in units_of_person(facts, member)[limit.each]
        for member in _people(facts, limit)
    )


def _people(facts: Facts, limit: Limit) -> list[StaffMember]:
    return [m for m in facts.problem.staff if _has(limit, fields_of(facts, m))]


def _asked_of(facts: Facts, limit: Limit) -> list[tuple[str, ...]]:
    """Of whom a limit asks: trainers, schools of sessions, units of people who need something."""
    if limit.each is None:
        return [()]
    if limit.each is Each.TRAINER:
        givers = (t.id for t in facts.problem.trainers if not t.is_team)
        return [(name,) for name in givers if _has(limit, {"trainers": (name,)})]
    if limit.count in OF_GROUPS:
        return [(s.id,) for s in facts.problem.schools if _has(limit, _place(s))]
    needing = {need.staff for need in facts.problem.needs}
    people = [member for member in _people(facts, limit) if member.id in needing]
    units = (units_of_person(facts, member)[limit.each] for member in people)
    return list(dict.fromkeys(owner for owners in units for owner in owners))


def _place(school: School) -> dict[str, tuple[str, ...]]:
    return {"schools": (school.id,), "zones": (school.zone,)}


def _told(
    limit: Limit, owner: tuple[str, ...], when: str, units: Sequence[Unit]
) -> tuple[tuple[str, ...], str, str]:
    """Whom it concerns, what was counted where, and who it was."""
    names = sorted({unit.name for unit in units})
    shown = ", ".join(names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    noun = KINDS[limit.count].noun.capitalize()
    where = f"{limit.sentence} {noun}{_whose(limit, owner)} {when}"
    return (*owner, *names), where, f" ({shown}{more})" if names else ""


def _whose(limit: Limit, owner: tuple[str, ...]) -> str:
    if limit.each is Each.SCHOOL:
        return f" at {owner[0]}"
    return f" of {' at '.join(reversed(owner))}" if owner else ""
