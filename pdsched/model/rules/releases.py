"""Rules of releases: one place at a time, so many away at once, so many in a week and in all."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import floor

from pdsched.model.candidates import Attendance
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement, cliques, gather, total
from pdsched.model.world import monday


@rule("one-place")
def staff_in_one_place(s: Statement) -> None:
    """Releases of one person do not overlap."""
    for group, attendances in s.by_group.items():
        if len(group.needs) < 2:
            continue
        for today in gather((a.placement.day, a) for a in attendances).values():
            for clash in cliques((a.away.start, a.away.end, a) for a in today):
                if len({a.slot for a in clash}) > 1:
                    s.at_most((s.attends[a] for a in clash), group.size)


@rule("away-at-once")
def away_at_once(s: Statement) -> None:
    """At any moment only a share of a school is away from lessons."""
    away = [a for a in s.attends if a.away.from_lessons]
    by_day = gather(((s.world.home(a.group.members[0]), a.placement.day), a) for a in away)
    for (school, _), today in by_day.items():
        limit = _most_away(s, school)
        for clash in cliques((a.away.start, a.away.end, a) for a in today):
            if sum(g.size for g in {a.group for a in clash}) > limit:
                s.at_most((s.attends[a] for a in clash), limit)


@rule("away-at-once")
def away_for_one_session(s: Statement) -> None:
    """The same for one session alone: implied, but it tightens the linear relaxation much."""
    for placement, attendances in s.attending.items():
        away = [a for a in attendances if a.away.from_lessons]
        for school, some in gather((s.world.home(a.group.members[0]), a) for a in away).items():
            limit = _most_away(s, school)
            if len({a.group for a in some}) > limit:
                released = total(s.attends[a] for a in some)
                s.model.add(released <= limit * s.sessions(placement))


def _most_away(s: Statement, school: str) -> int:
    """How many of a school may be away; the hair added makes 0.29 of 100 people 29."""
    return max(1, floor(s.world.policy.away_at_once * s.world.headcount[school] + 1e-9))


@rule("releases-per-week")
def releases_per_week(s: Statement) -> None:
    """A person is released from lessons only so often in a week."""
    _limit_releases(s, s.world.policy.releases_per_week, lambda a: monday(a.placement.day))


@rule("releases-in-all")
def releases_in_all(s: Statement) -> None:
    """A person is released from lessons only so often in all."""
    _limit_releases(s, s.world.policy.releases_in_all, lambda _: None)


def _limit_releases(s: Statement, limit: int, span: Callable[[Attendance], Hashable]) -> None:
    for group, attendances in s.by_group.items():
        released = [a for a in attendances if a.away.from_lessons]
        for chosen in gather((span(a), a) for a in released).values():
            if len({a.slot for a in chosen}) > limit:
                s.at_most((s.attends[a] for a in chosen), limit * group.size)
