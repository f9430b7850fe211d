"""What each rule and goal tells apart: equal people are counted, unless something in force asks.

Staff, substitutes and rooms that nothing in force can tell apart become one type with a count. What
a rule looks at beyond what all rules do, it declares beside its rows (`pdsched.model.rules`), and a
goal beside its weights (`pdsched.model.goals`). Nothing here knows a rule or goal by name.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from pdsched.model.instance.world import World
from pdsched.policy import GOALS, RULES, Policy
from pdsched.policy.limits import Limit
from pdsched.problem import Prerequisite, StaffMember, Substitute
from pdsched.problem.once import once


class Distinction(NamedTuple):
    """What one rule or goal looks at; nothing where it says nothing."""

    staff: Callable[[StaffMember], Hashable] | None = None
    """A key: staff with different ones are not counted together."""
    substitute: Callable[[Substitute], Hashable] | None = None
    """The same of substitutes."""
    single_staff: Callable[[World], Iterable[str]] | None = None
    """Ids of staff who are counted together with nobody."""
    single_substitutes: Callable[[World], Iterable[str]] | None = None
    """The same of substitutes."""
    single_rooms: Callable[[World], Iterable[str]] | None = None
    """The same of rooms."""
    single_sessions: Callable[[World], Iterable[str]] | None = None
    """Ids of courses of which each placement holds one session at most, since it matters who sits
    with whom."""
    classes_held: Callable[[Policy], bool] | None = None
    """Whether it matters which class a substitute holds."""
    holders: bool = False
    """Whether it matters who holds which lesson, everywhere."""
    divided: bool = False
    """Whether it matters which of several lessons alike colleagues divide."""


DISTINCTIONS: dict[str, Distinction] = {}
"""What each rule and goal tells apart, by id."""


def tells_apart(*names: str, **what: object) -> None:
    """Declare what rules or goals tell apart, by the fields of `Distinction`; often nothing.

    Raises:
        ValueError: if one of them has declared it already, or there is no such rule or goal.
    """
    for name in names:
        if name in DISTINCTIONS or (name not in RULES and name not in GOALS):
            raise ValueError(f"{name}: declared twice, or no rule or goal")
        DISTINCTIONS[name] = Distinction(**what)  # type: ignore[arg-type]


OF_LIMITS: list[Callable[[Limit], Distinction]] = []
"""What counted limits of a policy tell apart."""


def limits_tell_apart(tell: Callable[[Limit], Distinction]) -> Callable[[Limit], Distinction]:
    """Declare what a counted limit tells apart, by a function of the limit."""
    OF_LIMITS.append(tell)
    return tell


@once
def in_force(policy: Policy) -> tuple[Distinction, ...]:
    """What the rules and limits that a policy states and the goals that it counts tell apart.

    Worked out once: every formulation of a sub-MIP asks.
    """
    of_rules_and_goals = (
        distinction
        for name, distinction in DISTINCTIONS.items()
        if (policy.states(name) if name in RULES else policy.counts(name))
    )
    stated = (limit for limit in policy.limits if policy.states(limit.id))
    return (*of_rules_and_goals, *(tell(limit) for limit in stated for tell in OF_LIMITS))


def single_staff(world: World) -> set[str]:
    """Ids of staff who are counted together with nobody."""
    return _ids(world, (d.single_staff for d in in_force(world.policy)))


def single_substitutes(world: World) -> set[str]:
    """Ids of substitutes who are counted together with nobody."""
    return _ids(world, (d.single_substitutes for d in in_force(world.policy)))


def single_rooms(world: World) -> set[str]:
    """Ids of rooms that are counted together with no other."""
    return _ids(world, (d.single_rooms for d in in_force(world.policy)))


def single_sessions(world: World) -> frozenset[str]:
    """Ids of courses of which each placement holds one session at most.

    Counts say how many attend a placement. Where it could hold several sessions, they do not say
    who of them sits in which; so there is one for each trainer, who can be in one place only, or
    for each single room where nobody leads.
    """
    courses = _ids(world, (d.single_sessions for d in in_force(world.policy)))
    return frozenset(courses - {c.id for c in world.problem.courses if not c.modality.has_group})


def staff_keys(policy: Policy) -> list[Callable[[StaffMember], Hashable]]:
    """What tells staff apart, beyond what is always looked at."""
    return [d.staff for d in in_force(policy) if d.staff is not None]


def substitute_keys(policy: Policy) -> list[Callable[[Substitute], Hashable]]:
    """What tells substitutes apart, beyond what is always looked at."""
    return [d.substitute for d in in_force(policy) if d.substitute is not None]


def classes_matter(policy: Policy) -> bool:
    """Whether a rule in force asks which class a substitute holds."""
    return any(d.classes_held(policy) for d in in_force(policy) if d.classes_held is not None)


def holders_matter(policy: Policy) -> bool:
    """Whether a goal or rule counts who holds which lesson, everywhere."""
    return any(d.holders for d in in_force(policy))


def divided_matter(policy: Policy) -> bool:
    """Whether a limit counts which of several lessons alike colleagues divide."""
    return any(d.divided for d in in_force(policy))


def _ids(world: World, sources: Iterable[Callable[[World], Iterable[str]] | None]) -> set[str]:
    return {one for ids in sources if ids is not None for one in ids(world)}


def with_needs(world: World) -> Iterator[str]:
    """Everybody who needs something."""
    return (need.staff for need in world.problem.needs)


def with_lessons(world: World) -> Iterator[str]:
    """Everybody who holds a lesson."""
    return (person for lesson in world.problem.lessons for person in lesson.staff)


def in_series(world: World, *, of: Callable[[Prerequisite], bool]) -> set[str]:
    """Staff who want a course after which, or before which, another comes in such a way.

    Counts see too few on either side, early and late, but not who is both too early for one and too
    late for the other.
    """
    problem = world.problem
    chained = {c.id for c in problem.courses if any(map(of, c.prerequisites))}
    topics = {c.topic for c in problem.courses if c.id in chained}
    return {
        need.staff
        for need in problem.needs
        if need.topic in topics or not chained.isdisjoint(need.named)
    }
