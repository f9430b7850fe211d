"""Rules of releases: one place at a time, so many away at once, so many in a week and in all.

Staff who hold lessons that need cover are single, so releases from lessons are of single persons.
They speak of `Formulation.releases`: of who attends, and of who leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids, interval_cliques
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.filters import is_avoided
from pdsched.model.candidates.releases import releases_at
from pdsched.model.formulation.couplings import home_days, people
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.protected import minutes_lost
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.instance.index import Index
from pdsched.model.instance.units import share_of, units_of_schools
from pdsched.model.rules.limits import state_limit, state_rule
from pdsched.model.rules.registry import rule, stated_in
from pdsched.policy.counted_rules import as_limit
from pdsched.problem.once import once


@once
def _unit_numbers(index: Index) -> dict[str, Ints]:
    """By kind and staff group, the number of its department, grade or role; -1 where there is none.

    Staff whose lessons need cover are single: for them it is that of the person.
    """
    return {
        kind: np.array([units.of[g.members[0]] for g in index.staff], dtype=np.int64)
        for kind, units in units_of_schools(index.world.problem).items()
    }


@once
def most_away(index: Index) -> Ints:
    """By school, how many of it may be away at once (rule ``away-at-once``)."""
    world = index.world
    heads = Counter(member.schools[0] for member in world.problem.staff)
    limits = share_of(world.policy.away_at_once, np.array([heads[s] for s in index.schools]))
    for number, school in enumerate(index.schools):
        most = world.schools[school].most_away
        limits[number] = limits[number] if most is None else most
    return limits


@once
def releases_left(index: Index) -> Ints:
    """By staff group, the releases from lessons that each person has left in all.

    Staff whose lessons need cover are single: for them it is that of the person.
    """
    before = [index.world.staff[g.members[0]].releases_before for g in index.staff]
    left = index.world.policy.releases_in_all - np.array(before, dtype=np.int64)
    return np.asarray(np.maximum(0, left))


@rule("one-place", reach=[people])
def staff_in_one_place(f: Formulation) -> None:
    """Releases of one person do not overlap."""
    releases = f.releases
    by_day, _ = group_ids(releases.group, releases.day)
    crowded = np.flatnonzero(f.distinct(by_day, releases.slot) > 1)
    entry, key = interval_cliques(by_day[crowded], releases.start[crowded], releases.end[crowded])
    rel = crowded[entry]
    several = f.distinct(key, releases.slot[rel]) > 1
    rel = rel[several]
    size = f.index.group_size[releases.group[rel]]
    f.rows.add(key[several], f.release_columns[rel], upper=size)


@rule("away-at-once", reach=[home_days])
def away_at_once(f: Formulation) -> None:
    """At any moment only a share of a school is away from lessons."""
    rel = np.flatnonzero(f.releases.from_lessons)
    home = f.index.home[f.releases.group[rel]]
    _limit_away(f, rel, home, most_away(f.index)[home])


@rule("away-at-once", implied=True)
def away_for_one_session(f: Formulation) -> None:
    """The same for one session alone: implied, but it tightens the linear relaxation much.

    Of who attends: they are more than who leads.
    """
    x = f.attend
    att = np.flatnonzero(f.releases.from_lessons[: len(x.ids)])
    home = f.index.home[x.group[att]]
    key, _ = group_ids(x.seat[att], home)
    limit = most_away(f.index)[home]
    more = f.distinct(key, x.group[att]) > limit
    att, key, limit = att[more], key[more], limit[more]
    f.add_per_session(key, x.column[att], x.seat[att], limit)


@rule("away-of-department", reach=[home_days])
def away_of_department(f: Formulation) -> None:
    """At any moment only a share of a department of a school is away from lessons."""
    _limit_away_of(f, "department", f.world.policy.away_of_department)


@rule("away-of-grade", reach=[home_days])
def away_of_grade(f: Formulation) -> None:
    """At any moment only a share of a grade of a school is away from lessons."""
    _limit_away_of(f, "grade", f.world.policy.away_of_grade)


@rule("away-of-role", reach=[home_days])
def away_of_role(f: Formulation) -> None:
    """At any moment only a share of a role at a school is away from lessons."""
    _limit_away_of(f, "role", f.world.policy.away_of_role)


def _limit_away_of(f: Formulation, kind: str, share: float | None) -> None:
    units = units_of_schools(f.world.problem)[kind]
    most = share_of(share or 0.0, units.heads)
    unit = _unit_numbers(f.index)[kind][f.releases.group]
    rel = np.flatnonzero(f.releases.from_lessons & (unit >= 0))
    _limit_away(f, rel, unit[rel], most[unit[rel]])


def _limit_away(f: Formulation, rel: Ints, unit: Ints, limit: Ints) -> None:
    """At any moment no more of these releases of a unit than may be away of it."""
    releases = f.releases
    by_day = unit * len(f.index.days) + releases.day[rel]
    entry, key = interval_cliques(by_day, releases.start[rel], releases.end[rel])
    rel, by_day, limit = rel[entry], by_day[entry], limit[entry]
    _, first = group_ids(key, releases.group[rel])
    key, _ = group_ids(key)
    size = f.index.group_size[releases.group[rel[first]]]
    people = np.bincount(key[first], weights=size, minlength=len(first))
    more = people[key] > limit
    f.limit(key[more], f.release_columns[rel[more]], upper=limit[more], case=by_day[more])


@once
def _stand_ins(index: Index) -> CsrLists:
    """By staff group, numbers of the pairs of which it is one: one stands in for the other."""
    number = {g.members[0]: n for n, g in enumerate(index.staff)}
    pairs = {
        (min(number[one.id], number[other]), max(number[one.id], number[other]))
        for one in index.world.problem.staff
        for other in one.stands_in_for
        if other != one.id and one.id in number and other in number
    }
    both = np.array(sorted(pairs), dtype=np.int64).ravel()
    return CsrLists.of(both, np.arange(len(both)) // 2, len(index.staff))


def _days_of_stand_ins(c: Candidates, ids: Ints) -> tuple[Ints, Ints]:
    """The two of a pair, on the same day."""
    position, releases = releases_at(c, ids)
    entry, pair = _stand_ins(c.index).expand(releases.group)
    return position[entry], pair * len(c.index.days) + releases.day[entry]


@rule("stand-ins", reach=[_days_of_stand_ins])
def stand_ins(f: Formulation) -> None:
    """At any moment at most one of two is away, one of whom stands in for the other."""
    releases = f.releases
    entry, pair = _stand_ins(f.index).expand(releases.group)
    by_day = pair * len(f.index.days) + releases.day[entry]
    place, key = interval_cliques(by_day, releases.start[entry], releases.end[entry])
    rel = entry[place]
    both = f.distinct(key, releases.group[rel]) > 1
    f.rows.add(key[both], f.release_columns[rel[both]], upper=1)


@rule("protected-minutes", reach=[people])
def protected_minutes(f: Formulation) -> None:
    """A person loses only so much protected time; who has some is single."""
    lost, group = minutes_lost(f.index, f.releases), f.releases.group
    rel = np.flatnonzero(lost)
    before = np.array(
        [f.world.staff[g.members[0]].protected_minutes_before for g in f.index.staff],
        dtype=np.int64,
    )
    left = np.maximum(0, (f.world.policy.protected_minutes or 0) - before)[group[rel]]
    f.limit(group[rel], f.release_columns[rel], lost[rel], upper=left)


@rule("release-weekdays")
def release_weekdays(f: Formulation) -> None:
    """No release from lessons on a weekday that is avoided.

    Where the rule is hard, no such release is a candidate (`pdsched.model.candidates.attendances`).
    """
    rel = np.flatnonzero(f.releases.from_lessons & is_avoided(f.index)[f.releases.day])
    f.limit(rel, f.release_columns[rel], upper=0)


def _so_often(name: str) -> Callable[[Formulation], None]:
    def add(f: Formulation) -> None:
        """A person is released from lessons only so often in a stretch of time."""
        state_rule(f, name)

    return add


for _name in (
    *("releases-per-week", "releases-in-all", "releases-per-month", "releases-per-term"),
    "releases-in-window",
):
    rule(_name, reach=[people])(_so_often(_name))


@rule("days-between-releases", reach=[people])
def days_between_releases(f: Formulation) -> None:
    """Releases of a person from lessons lie so many school days apart."""
    days = (f.world.policy.days_between_releases or 0) + 1
    once_in = as_limit("releases-in-window", {"releases_in_window": 1, "window_days": days})
    state_limit(f, once_in.model_copy(update={"id": "days-between-releases"}))


tells_apart("one-place", "half-day-releases", "release-weekdays", "away-at-once")
stated_in("cover", "half-day-releases")
tells_apart("away-of-department", "away-of-grade", "away-of-role")
tells_apart(
    "stand-ins",
    single_staff=lambda world: (
        person
        for one in world.problem.staff
        if one.stands_in_for
        for person in (one.id, *one.stands_in_for)
    ),
)
tells_apart("releases-per-week", "releases-in-all", "releases-per-month", "releases-per-term")
tells_apart("releases-in-window", "days-between-releases")
tells_apart(
    "protected-minutes", single_staff=lambda world: (p.staff for p in world.problem.protected)
)
