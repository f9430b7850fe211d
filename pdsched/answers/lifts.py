"""What a rule is lifted by: an edit of problem or policy after which it stops nobody of a question.

A *lift* is one thing that people call a rule: a rule of the policy, a limit, one pin, or what a
district has to provide. Those that a policy can switch off are switched off. Those that always hold
are lifted by plenty of what they ask for, for those alone whom the question is about: they are
never away, their lessons need no cover, there is a further trainer and a further room at any time,
there are substitutes for every lesson, and groups may have any size. What is left when all are
lifted are the rules that say what a plan is: that nobody is in two places at once, that the past is
past, that sessions begin with a period of an open day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import time
from typing import Any, NamedTuple

from pdsched.answers.days import Dates
from pdsched.policy import RULES, Policy
from pdsched.problem import (
    CoverKind,
    HalfDays,
    Problem,
    Record,
    Room,
    Substitute,
    Trainer,
    Window,
)

Edit = Callable[[Problem, Policy], tuple[Problem, Policy]]
ALL_DAY = Window(start=time(0), end=time(23, 59))
SEATS, HELPERS = 1000, 12
"""Seats of a further room and of a group of any size; substitutes beside those there are."""


class About(NamedTuple):
    """Whom and what a question is about, by ids."""

    staff: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    trainer: str | None = None
    substitute: str | None = None
    asked: frozenset[str] = frozenset()
    """Pins that are the question itself: they are not lifted."""
    days: Dates = None
    """When there can be sessions at all."""

    @property
    def whenever(self) -> Window:
        """Any time on these dates."""
        return ALL_DAY.model_copy(update={"dates": self.days})


class Lift(NamedTuple):
    """One rule, and the edit after which it stops nobody of the question."""

    rule: str
    who: str
    edit: Edit
    pin: str = ""
    """Id of the pin that is lifted."""
    courses: tuple[str, ...] = ()
    """Courses whose sessions it is about, where that is not all."""
    is_plain: bool = False
    """Whether the edit leaves something out, so that somebody could decide it."""
    said: str = ""
    """What it asks for, without a stop, where that is not the sentence of the rule."""

    def asks(self, policy: Policy) -> bool:
        """Whether it asks for something: a pin, or an amount that is insisted on."""
        limit = policy.limit(self.rule)
        is_limit = limit is not None and limit.asks
        return bool(self.pin) or is_limit or self.rule in policy.amounts_insisted_on


def lifts(problem: Problem, policy: Policy, about: About) -> tuple[Lift, ...]:
    """All lifts of a question, in the order of the rules.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> stated = lifts(Problem(calendar=calendar), Policy(off=("level",)), About())
    >>> [lift.rule for lift in stated][:3]
    ['blackouts', 'protected-time', 'prerequisites']
    """
    of_rules = [
        Lift(rule, "", _off(rule), is_plain=True)
        for rule in policy.rules
        if rule != _PINS and policy.holds(rule) and _is_optional(policy, rule)
    ]
    return (*of_rules, *_of_pins(problem, policy, about), *_provided(about))


def lifted(problem: Problem, policy: Policy, edits: Iterable[Lift]) -> tuple[Problem, Policy]:
    """Problem and policy with some rules lifted."""
    for lift in edits:
        problem, policy = lift.edit(problem, policy)
    return problem, policy


_PINS = "pins"
NEVER_LIFTED = frozenset(
    (
        *("records", "past", "need", "session-times", "one-place", "coached-lesson"),
        *("colleague-cover", "engagement-of-use", "one-school"),
    )
)
"""Rules that say what a plan is, or who may do what by law: nothing that is provided lifts them."""


def with_pins_kept(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
    """The same question where pins hold: a policy that keeps none would not keep ours.

    >>> policy = Policy(off=("pins",))
    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> with_pins_kept(Problem(calendar=calendar), policy)[1].keeps_pins
    True
    """
    if policy.keeps_pins:
        return problem, policy
    off = tuple(rule for rule in policy.off if rule != _PINS)
    without: dict[str, Any] = {"session_pins": (), "engagement_pins": ()}
    return problem.model_copy(update=without), policy.model_copy(update={"off": off})


def _is_optional(policy: Policy, rule: str) -> bool:
    return policy.limit(rule) is not None or RULES[rule].optional


def _off(rule: str) -> Edit:
    return lambda problem, policy: (
        problem,
        policy.model_copy(update={"off": (*policy.off, rule)}),
    )


def _of_pins(problem: Problem, policy: Policy, about: About) -> Iterator[Lift]:
    if not policy.keeps_pins:
        return
    for table in ("session_pins", "engagement_pins"):
        for pin in getattr(problem, table):
            if pin.id not in about.asked:
                yield Lift(_PINS, "", _without(table, pin.id), pin.id, is_plain=True)


def _without(table: str, name: str) -> Edit:
    return lambda problem, policy: (
        problem.model_copy(
            update={table: tuple(r for r in getattr(problem, table) if r.id != name)}
        ),
        policy,
    )


def _provided(about: About) -> Iterator[Lift]:
    for person in about.staff:
        yield Lift("staff-available", person, _always_at_work(person))
        yield Lift("coverable", person, _nothing_to_cover(person, CoverKind.IMPOSSIBLE))
        yield Lift("cover", person, _nothing_to_cover(person, CoverKind.NEEDED))
    if not about.staff:
        yield Lift("cover", "", _more_substitutes)
    yield Lift("group-size", "", _any_size(about.courses), courses=about.courses)
    if about.trainer is None:
        yield Lift("trainer", "", _one_more_trainer(about), courses=about.courses)
    else:
        yield Lift("trainer", about.trainer, _can_and_comes(about.trainer, about))
    yield Lift("room", "", _one_more_room)
    if about.substitute is not None:
        yield Lift("substitute-available", about.substitute, _always_comes(about.substitute))
        yield Lift("substitute-zone", about.substitute, _serves_all(about.substitute))


def changed(table: str, names: Iterable[str], change: Callable[[Any], dict[str, Any]]) -> Edit:
    """Records with some ids, changed."""
    meant = frozenset(names)

    def edit(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        records = tuple(
            r.model_copy(update=change(r)) if r.id in meant else r for r in getattr(problem, table)
        )
        return problem.model_copy(update={table: records}), policy

    return edit


def with_fields(table: str, names: Iterable[str], fields: dict[str, Any]) -> Edit:
    """Records with some ids, some of whose fields have other values."""
    return changed(table, names, lambda _: fields)


def further(table: str, make: Callable[[Problem, str], Iterable[Record]]) -> Edit:
    """Further records, with ids that begin with one that is free."""

    def edit(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        taken = {
            r.id for t in ("staff", "trainers", "substitutes", "rooms") for r in getattr(problem, t)
        }
        names = (f"further{'-' * k}-{table}" for k in range(len(taken) + 1))
        free = next(n for n in names if not any(other.startswith(n) for other in taken))
        records = (*getattr(problem, table), *make(problem, free))
        return problem.model_copy(update={table: records}), policy

    return edit


def _always_at_work(person: str) -> Edit:
    return changed("staff", [person], lambda _: {"unavailable": (), "works_on": None})


def _nothing_to_cover(person: str, kind: CoverKind) -> Edit:
    """The lessons of a person of one kind need no cover."""

    def edit(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        lessons = tuple(
            lesson.model_copy(update={"cover": CoverKind.NOT_NEEDED})
            if person in lesson.staff and lesson.cover is kind
            else lesson
            for lesson in problem.lessons
        )
        return problem.model_copy(update={"lessons": lessons}), policy

    return edit


def _any_size(courses: Iterable[str]) -> Edit:
    return changed("courses", courses, lambda _: {"group_min": 1, "group_max": SEATS})


def _can_and_comes(trainer: str, about: About) -> Edit:
    return changed(
        "trainers",
        [trainer],
        lambda t: {
            "courses": tuple(dict.fromkeys((*t.courses, *about.courses))),
            "available": (about.whenever,),
            "schools": None,
        },
    )


def _one_more_trainer(about: About) -> Edit:
    fields: dict[str, Any] = {"courses": about.courses, "available": (about.whenever,)}
    return further("trainers", lambda _, name: [Trainer(id=name, **fields)])


_one_more_room = further(
    "rooms",
    lambda problem, name: [
        Room(id=f"{name}-{n}", school=school.id, capacity=SEATS)
        for n, school in enumerate(problem.schools)
    ],
)


def _helpers(problem: Problem, name: str) -> list[Record]:
    asked = {lesson.qualification for lesson in problem.lessons} - {None}
    return [
        Substitute(
            id=f"{name}-{n}",
            schools=tuple(school.id for school in problem.schools),
            qualifications=tuple(sorted(q for q in asked if q)),
            available=(HalfDays(),),
        )
        for n in range(HELPERS)
    ]


_more_substitutes = further("substitutes", _helpers)


def _always_comes(substitute: str) -> Edit:
    return changed("substitutes", [substitute], lambda _: {"available": (HalfDays(),)})


def _serves_all(substitute: str) -> Edit:
    def edit(problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        schools = tuple(school.id for school in problem.schools)
        change = changed(
            "substitutes", [substitute], lambda _: {"schools": schools, "excluded_schools": ()}
        )
        return change(problem, policy)

    return edit
