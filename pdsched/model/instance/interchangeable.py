"""Count, don't name: staff, substitutes and rooms that are equal in every way a rule can see.

Equal ones become one group with a count, so that the solver does not search among their
permutations. `pdsched.model.decode.decode` deals the names out again. Staff who hold lessons that
need cover stay single: whether two sessions take one lesson of theirs together or two lessons of
two people is a question that counts cannot answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass

from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.roles import in_several_roles, leaders
from pdsched.model.instance.world import World
from pdsched.policy.limits import Count, Each
from pdsched.problem import CoverKind, Need, Room, Substitute, Window


@dataclass(frozen=True, eq=False, slots=True)
class StaffGroup:
    """Staff members whom no rule can tell apart."""

    members: tuple[str, ...]
    needs: tuple[Need, ...]
    """Needs of the first member."""
    member_needs: tuple[tuple[str, ...], ...]
    """Per member, ids of their needs in the same order."""

    @property
    def size(self) -> int:
        """Number of members."""
        return len(self.members)


@dataclass(frozen=True, eq=False, slots=True)
class SubstituteGroup:
    """Substitutes whom no rule can tell apart."""

    members: tuple[str, ...]
    qualifications: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class RoomGroup:
    """Rooms whom no session can tell apart."""

    members: tuple[str, ...]
    school: str
    capacity: int
    unavailable: tuple[Window, ...]


def staff_groups(world: World, named: Collection[str]) -> tuple[StaffGroup, ...]:
    """Staff with needs, and those who lead, grouped; members of ``named`` stay single.

    So does who has several roles.
    """
    needs: dict[str, list[Need]] = defaultdict(list)
    for need in world.problem.needs:
        needs[need.staff].append(need)
    single = set(named) | _with_cover(world) | in_several_roles(world)
    goals = (
        "unserved-people",
        "underserved-people",
        "dose-shortage",
        "champions-missing",
        "staff-lunch",
    )
    rules = ("dose", "champions", "working-day")
    if any(map(world.policy.counts, goals)) or any(map(world.policy.holds, rules)):
        single |= set(needs)
    if world.policy.states("lesson-misses") or world.policy.holds("adults-a-day"):
        single |= {person for lesson in world.problem.lessons for person in lesson.staff}
    if world.policy.holds("staff-lunch"):
        # Who wants one thing only has one release, which is judged alone.
        single |= {person for person, own in needs.items() if len(own) > 1}
    if world.policy.states("protected-minutes"):
        single |= {row.staff for row in world.problem.protected}
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for member in world.problem.staff:
        own = sorted(needs.get(member.id, ()), key=_need_key)
        if own or member.id in leaders(world):
            needs[member.id] = own
            key: Hashable = member.id if member.id in single else _staff_key(world, member.id, own)
            groups[key].append(member.id)
    return tuple(
        StaffGroup(
            tuple(members),
            tuple(needs[members[0]]),
            tuple(tuple(n.id for n in needs[m]) for m in members),
        )
        for members in groups.values()
    )


def _with_cover(world: World) -> set[str]:
    lessons = (x for x in world.problem.lessons if x.cover is CoverKind.NEEDED)
    return {person for lesson in lessons for person in lesson.staff}


def _need_key(need: Need) -> tuple[str, ...]:
    fields = (need.course, need.topic, need.level_from, need.level_to, need.priority, need.due)
    return (*(str(f) for f in fields),)


def _staff_key(world: World, person: str, needs: Iterable[Need]) -> Hashable:
    member = world.staff[person]
    lessons = sorted(
        (x.school, str(x.day), str(x.date), x.start, x.end, str(x.first), str(x.last), x.cover)
        for x in world.lessons_of(person)
    )
    protected = sorted((str(d), str(on), span) for d, on, span in world.protected_rows(person))
    # Where coaching comes to the person, further schools matter, too.
    places = member.schools if world.policy.holds("coaching-at-home") else member.schools[:1]
    return (
        (places[0], frozenset(places)),
        tuple(sorted(member.levels.items())),
        frozenset(member.completed),
        frozenset(w.model_dump_json() for w in member.unavailable),
        tuple(lessons),
        tuple(protected),
        tuple(_need_key(n) for n in needs),
        member.role if world.policy.counts("worst-served-role") else None,
        frozenset(w.model_dump_json() for w in member.preferred)
        if world.policy.counts("outside-preferred-times")
        else None,
    )


def substitute_groups(world: World, named: Collection[str]) -> tuple[SubstituteGroup, ...]:
    """Substitutes, grouped; members of ``named`` stay single, and who has several roles."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    by_day = world.policy.counts("paid-half-days") and world.policy.least_paid_half_days > 1
    single, named = by_day or covers_are_named(world), set(named) | in_several_roles(world)
    for substitute in world.problem.substitutes:
        key: Hashable = substitute.id
        if substitute.id not in named and not single:
            key = (
                frozenset(s for s in world.schools if world.serves(substitute, s)),
                frozenset(substitute.qualifications),
                frozenset(row.model_dump_json() for row in substitute.available),
                substitute.max_half_days_per_day,
                substitute.max_half_days_per_week,
                substitute.max_half_days_per_month,
                substitute.max_half_days_per_term,
                substitute.max_half_days,
                substitute.half_days_before,
                *_told_apart(world, substitute),
            )
        groups[key].append(substitute.id)
    return tuple(
        SubstituteGroup(tuple(members), frozenset(world.substitutes[members[0]].qualifications))
        for members in groups.values()
    )


def _told_apart(world: World, substitute: Substitute) -> Iterator[Hashable]:
    """What a goal or rule of the policy asks about a substitute."""
    for goal, answer in (
        ("unfamiliar-half-days", frozenset(substitute.familiar_schools)),
        ("unpreferred-half-days", frozenset(substitute.preferred_schools)),
        ("expected-unfilled", substitute.fill_probability),
    ):
        yield answer if world.policy.counts(goal) else None
    for limit in world.policy.limits:
        if limit.count is Count.HALF_DAYS and world.policy.states(limit.id):
            # Counted apart they are single; else only who is counted at all is told apart.
            counted = limit.of.substitutes is None or substitute.id in limit.of.substitutes
            yield substitute.id if counted and limit.each is Each.SUBSTITUTE else counted
    of_classes = world.policy.holds("days-with-a-class")
    yield frozenset(substitute.class_days_before.items()) if of_classes else None


def room_groups(world: World, named: Collection[str]) -> tuple[RoomGroup, ...]:
    """Rooms, grouped by school, useful seats and free times; members of ``named`` stay single."""
    most = max((c.group_max for c in world.problem.courses), default=1)
    groups: dict[Hashable, list[Room]] = defaultdict(list)
    for room in world.problem.rooms:
        free = frozenset(w.model_dump_json() for w in room.unavailable)
        seats = min(room.capacity, most)
        groups[room.id if room.id in named else (room.school, seats, free)].append(room)
    return tuple(
        RoomGroup(
            tuple(r.id for r in rooms),
            rooms[0].school,
            min(min(r.capacity for r in rooms), most),
            rooms[0].unavailable,
        )
        for rooms in groups.values()
    )
