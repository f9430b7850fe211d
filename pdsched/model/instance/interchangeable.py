"""Count, don't name: staff, substitutes and rooms that are equal in every way a rule can see.

Equal ones become one group with a count, so that the solver does not search among their
permutations. `pdsched.model.decode.decode` deals the names out again. Staff who hold lessons that
need cover stay single: whether two sessions take one lesson of theirs together or two lessons of
two people is a question that counts cannot answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass

from pdsched.model.instance.distinctions import (
    single_staff,
    single_substitutes,
    staff_keys,
    substitute_keys,
)
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.roles import in_several_roles, leaders
from pdsched.model.instance.world import World
from pdsched.problem import CoverKind, LevelStep, Need, Room, StaffMember, Window


@dataclass(frozen=True, eq=False, slots=True)
class StaffType:
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
class SubstituteType:
    """Substitutes whom no rule can tell apart."""

    members: tuple[str, ...]
    qualifications: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class RoomType:
    """Rooms whom no session can tell apart."""

    members: tuple[str, ...]
    school: str
    capacity: int
    unavailable: tuple[Window, ...]


def staff_types(world: World, named: Collection[str]) -> tuple[StaffType, ...]:
    """Staff with needs, and those who lead, grouped; members of ``named`` stay single.

    So does who has several roles.
    """
    needs: dict[str, list[Need]] = defaultdict(list)
    for need in world.problem.needs:
        needs[need.staff].append(need)
    single = set(named) | _with_cover(world) | in_several_roles(world) | single_staff(world)
    apart = staff_keys(world.policy)
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for member in world.problem.staff:
        needs_of = sorted(needs.get(member.id, ()), key=_need_key)
        if needs_of or member.id in leaders(world):
            needs[member.id] = needs_of
            key: Hashable = (
                member.id if member.id in single else _staff_key(world, member, needs_of, apart)
            )
            groups[key].append(member.id)
    return tuple(
        StaffType(
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
    return (*(str(f) for f in fields), *need.wishes)


def _staff_key(
    world: World,
    member: StaffMember,
    needs: Iterable[Need],
    apart: Iterable[Callable[[StaffMember], Hashable]],
) -> Hashable:
    lessons = sorted(
        (x.school, str(x.day), str(x.date), x.start, x.end, str(x.first), str(x.last), x.cover)
        for x in world.timetable.lessons_of(member.id)
    )
    protected = sorted(
        (str(d), str(on), span) for d, on, span in world.timetable.protected_rows(member.id)
    )
    return (
        member.schools[0],
        tuple(sorted(member.levels.items())),
        frozenset(member.completed),
        frozenset(_level_steps(world, member)),
        frozenset(w.model_dump_json() for w in member.unavailable),
        None if member.works_on is None else frozenset(member.works_on),
        tuple(lessons),
        tuple(protected),
        tuple(_need_key(n) for n in needs),
        *(key(member) for key in apart),
    )


def _level_steps(world: World, member: StaffMember) -> Iterator[tuple[str, str]]:
    """The steps by which a person reaches courses, where levels alone lead there."""
    for course in world.problem.courses:
        for arc in course.prerequisites:
            if isinstance(arc, LevelStep) and arc.owed_by(member.id):
                yield course.id, arc.course


def substitute_types(world: World, named: Collection[str]) -> tuple[SubstituteType, ...]:
    """Substitutes, grouped; members of ``named`` stay single, and who has several roles."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    single, apart = covers_are_named(world), substitute_keys(world.policy)
    named = set(named) | in_several_roles(world) | single_substitutes(world)
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
                *(key(substitute) for key in apart),
            )
        groups[key].append(substitute.id)
    return tuple(
        SubstituteType(tuple(members), frozenset(world.substitutes[members[0]].qualifications))
        for members in groups.values()
    )


def room_types(world: World, named: Collection[str]) -> tuple[RoomType, ...]:
    """Rooms, grouped by school, useful seats and free times; members of ``named`` stay single."""
    most = max((c.group_max for c in world.problem.courses), default=1)
    groups: dict[Hashable, list[Room]] = defaultdict(list)
    for room in world.problem.rooms:
        free = frozenset(w.model_dump_json() for w in room.unavailable)
        seats = min(room.capacity, most)
        groups[room.id if room.id in named else (room.school, seats, free)].append(room)
    return tuple(
        RoomType(
            tuple(r.id for r in rooms),
            rooms[0].school,
            min(min(r.capacity for r in rooms), most),
            rooms[0].unavailable,
        )
        for rooms in groups.values()
    )
