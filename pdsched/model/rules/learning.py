"""Rules of who learns what with whom: needs, group sizes, prerequisites."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pdsched.model.candidates import Attendance, start_of
from pdsched.model.drawing import owes
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement, gather, total, weighted
from pdsched.problem import Prerequisite


@rule("need")
def meets_each_need_once(s: Statement) -> None:
    """Each member of a group meets each need at most once, and attends a course at most once."""
    for group, attendances in s.by_group.items():
        for chosen in gather((a.slot, a) for a in attendances).values():
            s.at_most((s.attends[a] for a in chosen), group.size)
        for chosen in gather((a.placement.course.id, a) for a in attendances).values():
            if len({a.slot for a in chosen}) > 1:
                s.at_most((s.attends[a] for a in chosen), group.size)


@rule("group-size")
def group_sizes(s: Statement) -> None:
    """Sessions hold everybody who attends, no fewer than the least group and no more than fit.

    The last rows say again, for each attendance alone, that nobody attends where no session is:
    implied, but without them the linear relaxation is far too hopeful.
    """
    for placement, attendances in s.attending.items():
        people = [s.attends[a] for a in attendances]
        held = [s.holds[placement, k] for k in range(len(placement.offers))]
        seats = [offer.capacity for offer in placement.offers]
        s.model.add(total(people) >= placement.least * total(held))
        s.model.add(total(people) <= weighted(held, seats))
        for attendance, attends in zip(attendances, people, strict=True):
            size = min(attendance.group.size, max(seats))
            s.model.add(attends <= size * total(held))


@rule("group-size")
def sessions_of_a_course(s: Statement) -> None:
    """No more sessions of a course than least groups can be formed: implied, but for fractions."""
    for course, placements in gather((p.course.id, p) for p in s.candidates.placements).items():
        people = {(a.group, a.slot): a.group.size for p in placements for a in s.attending[p]}
        most = sum(people.values()) // s.world.courses[course].group_min
        held = [s.holds[p, k] for p in placements for k in range(len(p.offers))]
        s.model.add(total(held) <= most)


@rule("prerequisites")
def prerequisites(s: Statement) -> None:
    """Cumulated up to each moment, no more people have gone on than have come first."""
    for attendances in s.by_group.values():
        person = attendances[0].group.members[0]
        by_course = gather((a.placement.course.id, a) for a in attendances)
        for chosen in by_course.values():
            course = chosen[0].placement.course
            for arc in course.prerequisites:
                if owes(s.world, person, s.world.courses[arc.course]):
                    _arc(s, arc, by_course.get(arc.course, []), chosen)


def _arc(
    s: Statement,
    arc: Prerequisite,
    first: Sequence[Attendance],
    then: Sequence[Attendance],
) -> None:
    number = s.world.day_number
    moments = sorted(then, key=lambda a: start_of(a.placement))
    seen: list[Attendance] = []
    for _, together in groupby(moments, key=lambda a: start_of(a.placement)):
        seen.extend(together)
        now = seen[-1].placement
        done = [
            a
            for a in first
            if number[a.placement.day] <= number[now.day] - arc.min_days
            and (a.placement.day < now.day or a.placement.end <= now.start)
        ]
        s.model.add(total(s.attends[a] for a in seen) <= total(s.attends[a] for a in done))
    if arc.max_days is None:
        return
    late: list[Attendance] = []
    for day, together in groupby(reversed(moments), key=lambda a: a.placement.day):
        late.extend(together)
        fresh = [a for a in first if number[a.placement.day] >= number[day] - arc.max_days]
        s.model.add(total(s.attends[a] for a in late) <= total(s.attends[a] for a in fresh))
