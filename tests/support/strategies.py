"""The one home of Hypothesis strategies: whole problems, policies, and plans of any quality.

Problems are free of errors of `pdsched.check` by construction. They are small but crowded: people
teach about half of the time, so that releases take lessons, covers are scarce and rules bind.
Each list of choices begins with the plainest, towards which Hypothesis shrinks. The parts stand
in the rooms `draw_basics`, `draw_places`, `draw_people`, `draw_learning`, `draw_pins`,
`draw_plans` and `draw_policies`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from draw_basics import (
    BRIEF,
    EQUALS,
    HELPING,
    MICRO,
    ROLES,
    ROVING,
    SMALL,
    TINY,
    Size,
    one_in,
    windows,
)
from draw_groups import grouped
from draw_learning import courses, needs, rooms, substitutes, trainers
from draw_limits import limits
from draw_people import lessons, people, protected
from draw_pins import pinned
from draw_places import blackouts, calendars, schools, travels
from draw_plans import garbage
from draw_policies import FIGURES, OPTIONAL_RULES, policies, rules_off, tighter, wide_policies
from draw_roles import in_several_roles
from draw_teams import with_teams
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Policy, Problem
from pdsched.expansion import implied_steps
from pdsched.problem import HalfDays, Modality, StaffMember

__all__ = [
    "BRIEF",
    "EQUALS",
    "FIGURES",
    "HELPING",
    "MICRO",
    "OPTIONAL_RULES",
    "ROLES",
    "ROVING",
    "SMALL",
    "TINY",
    "Case",
    "Size",
    "cases",
    "garbage",
    "policies",
    "problems",
    "rules_off",
    "scaled",
    "tighter",
    "wide_policies",
]


def scaled(factor: float) -> int:
    """So many times the examples of the profile: less for costly tests, more for cheap ones."""
    profile = settings.default
    assert profile is not None
    return max(1, round(profile.max_examples * factor))


class Case(NamedTuple):
    """A problem with the policy under which it is to be planned."""

    problem: Problem
    policy: Policy


@composite
def cases(draw: DrawFn, size: Size = TINY) -> Case:
    """A problem and a policy."""
    return Case(draw(problems(size)), draw(policies(helping=size.helping)))


@composite
def wide_cases(draw: DrawFn, size: Size = TINY) -> Case:
    """A problem and a policy of any kind."""
    problem, policy = draw(grouped(draw(problems(size)))), draw(wide_policies())
    return Case(problem, draw(with_limits(problem, policy)))


@composite
def with_limits(draw: DrawFn, problem: Problem, policy: Policy, most: int = 2) -> Policy:
    """The policy with limits of its own, of what the problem has; some of them are goals."""
    some = [draw(limits(problem, n)) for n in range(draw(st.integers(0, most)))]
    goals = [
        *policy.goals,
        *({one.id: 1} for one in some if one.may_be_goal and draw(st.booleans())),
    ]
    given = policy.model_dump() | {"limits": some, "goals": goals}
    return Policy(**given)


@composite
def problems(draw: DrawFn, size: Size = TINY) -> Problem:
    """A whole problem of at most this size; it states the steps that its needs imply."""
    world = draw(_places(size))
    world = draw(_everybody(world, size))
    crowded = size.roving or draw(st.booleans())
    crowded = crowded or size.helping
    scarce = size.roving or size.helping or (crowded and draw(one_in(3)))
    world = _for_cover(world) if scarce else world
    world = _with(world, lessons=draw(lessons(world, crowded)), protected=draw(protected(world)))
    world = draw(_helping(world)) if size.helping else world
    world = draw(_twins(_with(world, needs=draw(needs(world, size))), size))
    if size.roles or (not size.plain and draw(one_in(4))):
        world = draw(in_several_roles(world))
    if size.teams or (not size.plain and draw(one_in(6))):
        world = draw(with_teams(world))
    world = _with(world, needs=(*world.needs, *implied_steps(world)))
    return draw(pinned(world)) if draw(one_in(3)) else world


@composite
def _places(draw: DrawFn, size: Size) -> Problem:
    calendar = draw(calendars(size))
    least = size.schools if size.roving else 1
    count = draw(st.sampled_from([least, *range(least, size.schools + 1)]))
    places = tuple(draw(schools(size, calendar, n)) for n in range(1, count + 1))
    world = Problem(calendar=calendar, schools=places, travel=draw(travels(places)))
    if draw(one_in(4)):
        dark = {"blackouts": (draw(blackouts(world)),)}
        world = _with(world, calendar=calendar.model_copy(update=dark))
    if draw(one_in(3)):
        key_times = {"key_times": (draw(windows(world)),)}
        world = _with(world, calendar=world.calendar.model_copy(update=key_times))
    return _with(world, courses=draw(courses(size, [s.id for s in places])))


@composite
def _everybody(draw: DrawFn, world: Problem, size: Size) -> Problem:
    def numbered(kind: Any, most: int, often_none: int = 8) -> tuple[Any, ...]:
        count = draw(st.sampled_from([*range(1, most + 1), most, most]))
        count = 0 if often_none and draw(one_in(often_none)) else count
        return tuple(draw(kind(world, n)) for n in range(1, count + 1))

    return _seated(
        world,
        staff=numbered(people, size.staff, often_none=0),
        trainers=numbered(trainers, size.trainers),
        rooms=numbered(rooms, size.rooms),
        substitutes=numbered(substitutes, size.substitutes),
    )


def _for_cover(world: Problem) -> Problem:
    """Makes substitutes the only thing that is scarce: courses for one, people at all schools."""
    places = [s.id for s in world.schools]
    zones = tuple(sorted({s.zone for s in world.schools}))
    alone = {"modality": Modality.SELF_PACED, "group_min": 1, "schools": None}
    wide = {"zones": zones, "excluded_schools": (), "available": (HalfDays(),)}
    return _with(
        world,
        courses=tuple(c.model_copy(update=alone) for c in world.courses),
        staff=tuple(
            person.model_copy(
                update={"schools": _first(places[n % len(places)], person), "unavailable": ()}
            )
            for n, person in enumerate(world.staff)
        ),
        substitutes=tuple(s.model_copy(update=wide) for s in world.substitutes),
    )


@composite
def _helping(draw: DrawFn, world: Problem) -> Problem:
    """Gives some people little to teach, and leaves out most substitutes."""
    few = {person.id: draw(st.sampled_from([0, 1, 9, 9])) for person in world.staff}
    held: Counter[str] = Counter()
    kept = []
    for lesson in world.lessons:
        held.update(lesson.staff)
        if all(held[staff] <= few[staff] for staff in lesson.staff):
            kept.append(lesson)
    substitutes = world.substitutes[: draw(st.sampled_from([0, 0, 1]))]
    there = {x.id for x in kept}
    beside = (
        x.model_copy(
            update={
                "may_join": tuple(j for j in x.may_join if j in there),
                "may_split": x.may_split if there.issuperset(x.may_split) else (),
            }
        )
        for x in kept
    )
    return _with(world, lessons=tuple(beside), substitutes=substitutes)


def _first(home: str, person: StaffMember) -> tuple[str, ...]:
    """The schools of a person, another being the home school."""
    return (home, *(school for school in person.schools if school != home))


def _seated(world: Problem, **fields: Any) -> Problem:
    """Adds records, and lowers the least groups that no room seats."""
    most = {r.school: 0 for r in fields["rooms"]}
    for room in fields["rooms"]:
        most[room.school] = max(most[room.school], room.capacity)
    courses = []
    for course in world.courses:
        hosts = most if course.schools is None else course.schools
        seats = max((most.get(host, 0) for host in hosts), default=0)
        least = min(course.group_min, seats) if seats and course.modality.has_room else None
        courses.append(course.model_copy(update={"group_min": least or course.group_min}))
    return _with(world, courses=tuple(courses), **fields)


def _with(world: Problem, **fields: Any) -> Problem:
    return world.model_copy(update=fields)


# --- Twins: equal people, so that classes of them can be counted ---


@composite
def _twins(draw: DrawFn, world: Problem, size: Size) -> Problem:
    for number in range(draw(st.integers(0, size.twins))):
        world = _with_twin_staff(world, draw(st.sampled_from(world.staff)).id, f"twin-{number}")
    for number in range(draw(st.integers(0, size.twins))):
        world = draw(_twin_of(world, "substitutes", f"substitute-twin-{number}"))
        world = draw(_twin_of(world, "trainers", f"trainer-twin-{number}"))
    return world


def _with_twin_staff(world: Problem, staff: str, twin: str) -> Problem:
    """Adds somebody with the same hours, the same lessons (of their own) and the same needs."""

    def copies(records: Sequence[Any], **fields: Any) -> tuple[Any, ...]:
        mine = [
            r for r in records if r.staff == staff or (type(r.staff) is tuple and staff in r.staff)
        ]
        new = [r.model_copy(update={"id": f"{r.id}-{twin}", **fields}) for r in mine]
        return (*records, *new)

    person = next(s for s in world.staff if s.id == staff)
    return _with(
        world,
        staff=(*world.staff, person.model_copy(update={"id": twin})),
        lessons=copies(world.lessons, staff=(twin,)),
        protected=copies(world.protected, staff=twin),
        needs=copies(world.needs, staff=twin),
    )


@composite
def _twin_of(draw: DrawFn, world: Problem, field: str, name: str) -> Problem:
    records = getattr(world, field)
    if not records or not draw(one_in(2)):
        return world
    twin = draw(st.sampled_from(records)).model_copy(update={"id": name})
    return _with(world, **{field: (*records, twin)})
