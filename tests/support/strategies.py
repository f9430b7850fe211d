"""The one home of Hypothesis strategies: whole problems, policies, and plans of any quality.

Problems are free of errors of `pdsched.check` by construction. They are small but crowded: people
teach about half of the time, so that releases take lessons, covers are scarce and rules bind.
Each list of choices begins with the plainest, towards which Hypothesis shrinks. The parts stand
in the rooms `draw_basics`, `draw_places`, `draw_people`, `draw_learning` and `draw_plans`.
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
    dates,
    many,
    one_in,
    windows,
)
from draw_figures import strict_to_lenient
from draw_groups import grouped
from draw_learning import courses, needs, rooms, substitutes, trainers
from draw_limits import limits
from draw_people import lessons, people, protected
from draw_places import blackouts, calendars, schools, travels
from draw_plans import garbage
from draw_roles import in_several_roles
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from pdsched import Policy, Problem
from pdsched.policy import GOALS, RULES, ColleagueCover
from pdsched.problem import (
    EngagementPin,
    Half,
    HalfDays,
    Modality,
    PinKind,
    SessionPin,
    StaffMember,
)

__all__ = [
    "BRIEF",
    "EQUALS",
    "HELPING",
    "MICRO",
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
    "scaled",
]


def scaled(factor: float) -> int:
    """So many times the examples of the profile: less for costly tests, more for cheap ones."""
    profile = settings.default
    assert profile is not None
    return max(1, round(profile.max_examples * factor))


OPTIONAL_RULES = [rule for rule, info in RULES.items() if info.optional]


class Case(NamedTuple):
    """A problem with the policy under which it is to be planned."""

    problem: Problem
    policy: Policy


@composite
def cases(draw: DrawFn, size: Size = TINY) -> Case:
    """A problem and a policy."""
    return Case(draw(problems(size)), draw(policies(helping=size.helping)))


@composite
def policies(draw: DrawFn, *, helping: bool = False) -> Policy:
    """Figures from strict to lenient, now and then with rules switched off.

    ``staff-lunch`` always is: brute force by seats, which plans under these, knows nothing of it.
    """
    return Policy(
        off=tuple(r for r in OPTIONAL_RULES if draw(one_in(12)) or r == "staff-lunch"),
        away_at_once=draw(st.sampled_from([1.0, 0.1, 0.5, 0.1, 0.7])),
        releases_per_week=draw(st.sampled_from([2, 1, 1, 3, 2, 1, 3, 0])),
        releases_in_all=draw(st.sampled_from([6, 1, 2, 1])),
        level_spread=draw(st.sampled_from([1, 1, 0, 3])),
        late_tenths=draw(st.sampled_from([5, 5, 0, 10])),
        **draw(_colleagues(helping=helping)),
    )


FIGURES = strict_to_lenient()
"""Figures without a default, from strict to lenient."""
LATER = [*(g for g in GOALS if g != "needs-met"), *(r for r, i in RULES.items() if i.soft)]
"""What may stand among the goals after the first."""


@composite
def wide_policies(draw: DrawFn) -> Policy:
    """Policies with figures that have no default, soft rules, and goals in any order."""
    figures = draw(st.lists(st.sampled_from(sorted(FIGURES)), max_size=3, unique=True))
    goals = draw(st.lists(st.sampled_from(LATER), max_size=3, unique=True))
    tiers: list[dict[str, int]] = [{"needs-met": draw(st.sampled_from([1, 1, 7]))}]
    for goal in goals:
        if draw(one_in(3)):
            tiers[-1][goal] = draw(st.sampled_from([1, 3, 20]))
        else:
            tiers.append({goal: 1})
    soft = [goal for goal in goals if goal in RULES]
    asked = {figure for goal in goals for figure in Policy().figures(goal) if figure in FIGURES}
    drawn = draw(policies())
    wanted = sorted({*figures, *asked})
    counted = ("class_hits_days", "window_days", "equity_depth")
    lengths = {f: draw(st.sampled_from([1, 2, 3])) for f in counted}
    pauses = {"least_paid_half_days": draw(st.sampled_from([1, 2]))}
    pauses["reserve_by_zone"] = draw(st.booleans())
    pauses |= {"break_minutes": draw(st.sampled_from([10, 1, 61]))}
    drawn = drawn.model_copy(update=lengths | pauses)
    if "dose_minutes" in wanted:
        switches = {name: draw(one_in(3)) for name in ("dose_by_topic", "insist_on_dose")}
        drawn = drawn.model_copy(update=switches)
    given: dict[str, Any] = {figure: draw(st.sampled_from(FIGURES[figure])) for figure in wanted}
    off = tuple(rule for rule in drawn.off if rule not in {*soft, "staff-lunch"})
    return Policy(**(drawn.model_dump(exclude={"goals"}) | given | {"off": off, "goals": tiers}))


@composite
def wide_cases(draw: DrawFn, size: Size = TINY) -> Case:
    """A problem and a policy of any kind."""
    problem, policy = draw(grouped(draw(problems(size)))), draw(wide_policies())
    return Case(problem, draw(with_limits(problem, policy)))


@composite
def with_limits(draw: DrawFn, problem: Problem, policy: Policy, most: int = 2) -> Policy:
    """The policy with limits of its own, of what the problem has; some of them are goals."""
    some = [draw(limits(problem, n)) for n in range(draw(st.integers(0, most)))]
    goals = [*policy.goals, *({one.id: 1} for one in some if one.soft and draw(st.booleans()))]
    given = policy.model_dump() | {"limits": some, "goals": goals}
    return Policy(**given)


@composite
def _colleagues(draw: DrawFn, *, helping: bool) -> dict[str, Any]:
    """Whether colleagues cover, and how often; in half of all policies never, unless helping."""
    switches = [ColleagueCover.ALL, ColleagueCover.ALL, ColleagueCover.VOLUNTEERS]
    never = [] if helping else [ColleagueCover.NEVER] * 3
    switch = draw(st.sampled_from([*never, *switches]))
    if switch is ColleagueCover.NEVER:
        return {}
    return {
        "colleague_cover": switch,
        "merged_classes": draw(st.booleans()),
        "split_classes": draw(st.booleans()),
        "colleague_covers_per_week": draw(st.sampled_from([1, 2, 5, 0])),
        "colleague_covers_in_all": draw(st.sampled_from([9, 1, 2, 3, 0])),
    }


_SWITCHES = list(ColleagueCover)


@composite
def tighter(draw: DrawFn, policy: Policy) -> Policy:
    """The policy with one figure made stricter, or with one rule put in force that was off."""
    figures: dict[str, list[Any]] = {
        "away_at_once": [x for x in (0.7, 0.5, 0.1, 0) if x < policy.away_at_once],
        "releases_per_week": [*range(policy.releases_per_week)],
        "releases_in_all": [*range(policy.releases_in_all)],
        "level_spread": [*range(policy.level_spread)],
        "late_tenths": [*range(policy.late_tenths)],
        "colleague_cover": _SWITCHES[: _SWITCHES.index(policy.colleague_cover)],
        "colleague_covers_per_week": [*range(policy.colleague_covers_per_week)],
        "colleague_covers_in_all": [*range(policy.colleague_covers_in_all)],
        "off": [tuple(x for x in policy.off if x != rule) for rule in policy.off],
    }
    field = draw(st.sampled_from([name for name, values in figures.items() if values]))
    return policy.model_copy(update={field: draw(st.sampled_from(figures[field]))})


def rules_off() -> SearchStrategy[str]:
    """One of the rules that can be switched off."""
    return st.sampled_from(OPTIONAL_RULES)


@composite
def problems(draw: DrawFn, size: Size = TINY) -> Problem:
    """A whole problem of at most this size."""
    world = draw(_places(size))
    world = draw(_everybody(world, size))
    crowded = size.roving or draw(st.booleans())
    crowded = crowded or size.helping
    scarce = size.roving or size.helping or (crowded and draw(one_in(3)))
    world = _for_cover(world) if scarce else world
    world = _with(world, lessons=draw(lessons(world, crowded)), protected=draw(protected(world)))
    world = draw(_helping(world)) if size.helping else world
    world = draw(_twins(_with(world, needs=draw(needs(world, size))), size))
    if size.roles or draw(one_in(4)):
        world = draw(in_several_roles(world))
    return draw(_pinned(world)) if draw(one_in(3)) else world


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


# --- Pins ---


@composite
def _pinned(draw: DrawFn, world: Problem) -> Problem:
    """One pin or two of each kind; many are easy to keep, some impossible."""
    sessions = [_held(world, fields) for fields in draw(many(_session_fields(world), 0, 2))]
    engagements = draw(many(_engagement_fields(world), 0, 1)) if world.substitutes else []
    kinds = st.sampled_from(PinKind)
    pins = [(f"pin-{n}", draw(kinds), fields) for n, fields in enumerate(sessions)]
    hires = [(f"hire-{n}", draw(kinds), fields) for n, fields in enumerate(engagements)]
    return _with(
        world,
        session_pins=tuple(SessionPin(id=i, kind=k, **f) for i, k, f in _consistent(pins)),
        engagement_pins=tuple(EngagementPin(id=i, kind=k, **f) for i, k, f in _consistent(hires)),
    )


def _held(world: Problem, fields: dict[str, Any]) -> dict[str, Any]:
    """Without a start at which nothing begins at the school that is pinned, too."""
    school = next((s for s in world.schools if s.id == fields.get("school")), None)
    if school is None or fields.get("start") in {None, *(p.start for p in school.periods)}:
        return fields
    return {name: value for name, value in fields.items() if name != "start"}


Pinned = tuple[str, PinKind, dict[str, Any]]


def _consistent(pins: list[Pinned]) -> list[Pinned]:
    """Leaves out pins that forbid what another requires."""
    required = [fields.items() for _, kind, fields in pins if kind is PinKind.REQUIRE]
    return [
        (name, kind, fields)
        for name, kind, fields in pins
        if kind is PinKind.REQUIRE or not any(fields.items() <= more for more in required)
    ]


def _chosen(choices: dict[str, SearchStrategy[Any]]) -> SearchStrategy[dict[str, Any]]:
    """A few of the fields."""
    names = st.sets(st.sampled_from(sorted(choices)), min_size=1, max_size=2)
    return names.flatmap(lambda kept: st.fixed_dictionaries({n: choices[n] for n in sorted(kept)}))


def _session_fields(world: Problem) -> SearchStrategy[dict[str, Any]]:
    starts = sorted({p.start for s in world.schools for p in s.periods})
    choices: dict[str, SearchStrategy[Any]] = {
        "course": _ids(world.courses),
        "staff": _ids(world.staff),
        "school": _ids(world.schools),
        "date": dates(world),
        "start": st.sampled_from(starts),
    }
    if world.trainers:
        choices["trainer"] = _ids(world.trainers)
    if world.rooms:
        choices["room"] = _ids(world.rooms)
    return _chosen(choices)


def _engagement_fields(world: Problem) -> SearchStrategy[dict[str, Any]]:
    return _chosen(
        {
            "substitute": _ids(world.substitutes),
            "school": _ids(world.schools),
            "date": dates(world),
            "half": st.sampled_from(Half),
        }
    )


def _ids(records: Sequence[Any]) -> SearchStrategy[str]:
    return st.sampled_from([r.id for r in records])
