"""Rules of cover: enough engaged substitutes for the lessons taken, within their limits.

Who holds which lesson is not decided here but dealt out afterwards, wherever counts suffice:

- all substitutes who could serve at a half-day can hold all lessons that could be taken in it:
  then as many as the most lessons at one moment are enough (an interval graph is perfect);
- or any two lessons of it coincide or are disjoint: then, period by period, Hall's condition is
  enough (each set of qualifications is asked for at most as often as substitutes engaged have one
  of them).

Where neither holds, or where a morning lesson runs into an afternoon one, the half-days of this
school and date get one variable per substitute and lesson (`Naming`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from itertools import combinations, pairwise

from ortools.sat.python import cp_model

from pdsched.model.candidates import Attendance
from pdsched.model.groups import SubstituteGroup
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Demand, Place, Statement, cliques, gather, total
from pdsched.model.world import Taken, monday
from pdsched.problem import CoverKind, Half

MOST_KINDS = 6
"""Sets of qualifications are enumerated up to this many kinds."""


def demands_of(s: Statement) -> dict[Place, list[Demand]]:
    """Every lesson that could have to be covered, by half-day."""
    takers: dict[tuple[str, date, Taken], list[Attendance]] = gather(
        ((a.group.members[0], a.placement.day, lesson), a)
        for a in s.attends
        for lesson in a.away.lessons
        if lesson.cover is CoverKind.NEEDED
    )
    found = (
        Demand(person, day, lesson, tuple(_taken(s, (person, day, lesson), attendances)))
        for (person, day, lesson), attendances in takers.items()
    )
    return gather((demand.place, demand) for demand in found)


def _taken(s: Statement, key: Hashable, attendances: list[Attendance]) -> Iterator[cp_model.IntVar]:
    """The attendances themselves where no two can happen together, else a variable above them."""
    variables = [s.attends[a] for a in attendances]
    clashes = [
        [s.attends[a] for a in clash]
        for clash in cliques((a.away.start, a.away.end, a) for a in attendances)
    ]
    if len({a.slot for a in attendances}) == 1 or len(clashes) == 1:
        yield from variables
        return
    taken = s.decide(key, 1)
    s.taken_by.append((taken, attendances))
    for clash in clashes:
        s.model.add(total(clash) <= taken)
    yield taken


@rule("cover")
def covers(s: Statement) -> None:
    """Every lesson taken that needs cover has an engaged substitute to hold it."""
    s.cover.demands = demands_of(s)
    for (_, _), places in gather(((p.school, p.day), p) for p in s.cover.demands).items():
        demands = [d for p in places for d in s.cover.demands[p]]
        if counts_suffice(s, demands):
            for place in places:
                _count_covers(s, place)
        else:
            _name_covers(s, demands)


@rule("cover")
def covers_of_one_session(s: Statement) -> None:
    """A session releases no more at a moment than there could be substitutes, and none unheld.

    Implied by the other rows, but the linear relaxation does not see it: half a session would
    find the substitutes of a whole one.
    """
    for placement, attendances in s.attending.items():
        lessons = (
            (Place(lesson.school, placement.day, lesson.half), (lesson.start, lesson.end, a))
            for a in attendances
            for lesson in a.away.lessons
            if lesson.cover is CoverKind.NEEDED
        )
        stated: set[frozenset[Attendance]] = set()
        for place, taken in gather(lessons).items():
            most = sum(len(g.members) for g in s.servers(place))
            for clash in cliques(taken):
                people = frozenset(clash)
                if len(people) > most and people not in stated:
                    stated.add(people)
                    released = total(s.attends[a] for a in dict.fromkeys(clash))
                    s.model.add(released <= most * s.sessions(placement))


def counts_suffice(s: Statement, demands: list[Demand]) -> bool:
    """Whether the covers of a school and date can be counted instead of named."""
    ends = [d.lesson.end for d in demands if d.lesson.half is Half.AM]
    starts = [d.lesson.start for d in demands if d.lesson.half is Half.PM]
    if ends and starts and max(ends) > min(starts):
        return False
    return all(
        _all_alike(s, place, chosen) or (_aligned(chosen) and len(_kinds(chosen)) <= MOST_KINDS)
        for place, chosen in gather((d.place, d) for d in demands).items()
    )


def _kinds(demands: Iterable[Demand]) -> set[str]:
    return {d.lesson.qualification for d in demands if d.lesson.qualification is not None}


def _all_alike(s: Statement, place: Place, demands: list[Demand]) -> bool:
    kinds = _kinds(demands)
    return all(kinds <= group.qualifications for group in s.servers(place))


def _aligned(demands: list[Demand]) -> bool:
    spans = sorted({(d.lesson.start, d.lesson.end) for d in demands})
    return all(one[1] <= other[0] for one, other in pairwise(spans))


def _count_covers(s: Statement, place: Place) -> None:
    servers = s.servers(place)
    engaged = {g: s.engage(g, place) for g in servers}
    demands = s.cover.demands[place]
    for clash in cliques((d.lesson.start, d.lesson.end, d) for d in demands):
        s.model.add(_load(clash) <= total(engaged.values()))
        for kinds, able in _tight_sets(_kinds(clash), servers):
            asked = [d for d in clash if d.lesson.qualification in kinds]
            s.model.add(_load(asked) <= total(engaged[g] for g in able))


def _load(demands: Iterable[Demand]) -> cp_model.LinearExprT:
    return total(variable for d in demands for variable in d.taken)


def _tight_sets(
    kinds: set[str], servers: list[SubstituteGroup]
) -> Iterator[tuple[frozenset[str], tuple[SubstituteGroup, ...]]]:
    """Hall's condition: for each set of substitutes that can serve, the most that leans on it."""
    largest: dict[tuple[SubstituteGroup, ...], frozenset[str]] = {}
    for size in range(1, len(kinds) + 1):
        for some in combinations(sorted(kinds), size):
            able = tuple(g for g in servers if g.qualifications.intersection(some))
            largest[able] = largest.get(able, frozenset()) | frozenset(some)
    for able, leaning in largest.items():
        if len(able) < len(servers):
            yield leaning, able


def _name_covers(s: Statement, demands: list[Demand]) -> None:
    """One variable per substitute and lesson; the substitutes are single here."""
    by_group: dict[SubstituteGroup, list[Demand]] = {}
    for demand in demands:
        able = [
            g
            for g in s.servers(demand.place)
            if demand.lesson.qualification is None
            or demand.lesson.qualification in g.qualifications
        ]
        for group in able:
            if len(group.members) > 1:
                s.too_coarse.update(group.members)
            holds = s.decide((group, demand.person, demand.day, demand.lesson), 1)
            s.cover.named[group, demand] = holds
            s.model.add(holds <= s.engage(group, demand.place))
            by_group.setdefault(group, []).append(demand)
        s.model.add(_load([demand]) <= total(s.cover.named[g, demand] for g in able))
    for group, held in by_group.items():
        for clash in cliques((d.lesson.start, d.lesson.end, d) for d in held):
            if len(clash) > 1:
                s.at_most((s.cover.named[group, d] for d in clash), 1)


@rule("one-school")
def one_school(s: Statement) -> None:
    """One school per half-day; another in the afternoon only where the way fits."""
    for (group, _, _), chosen in gather(
        ((g, place.day, place.half), v) for (g, place), v in s.engaged.items()
    ).items():
        if len(chosen) > 1:
            s.at_most(chosen, len(group.members))
    for (group, day), some in gather(
        ((g, place.day), (place, v)) for (g, place), v in s.engaged.items()
    ).items():
        for morning, v in some:
            for afternoon, w in some:
                if (
                    (morning.half, afternoon.half) == (Half.AM, Half.PM)
                    and morning.school != afternoon.school
                    and not s.world.can_change_school(morning.school, afternoon.school, day)
                ):
                    s.at_most([v, w], len(group.members))


@rule("substitute-limits")
def substitute_limits(s: Statement) -> None:
    """Half-days of a substitute a day, a week and in all."""
    for group, chosen in gather((g, (place, v)) for (g, place), v in s.engaged.items()).items():
        substitute = s.world.substitutes[group.members[0]]
        for limit, spans in (
            (substitute.max_half_days_per_day, gather((p.day, v) for p, v in chosen)),
            (substitute.max_half_days_per_week, gather((monday(p.day), v) for p, v in chosen)),
            (substitute.max_half_days, {None: [v for _, v in chosen]}),
        ):
            for variables in spans.values():
                if limit is not None and len(variables) > limit:
                    s.at_most(variables, limit * len(group.members))
