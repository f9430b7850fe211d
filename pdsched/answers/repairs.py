"""What would make a problem possible again: small edits, each solved, refereed and priced.

For each rule that blocks (`pdsched.answers.blocked`) there are edits that a district can make: a
pin, a rule or what is insisted on is left out; there is one more substitute in one half-day at one
school; a group may be larger or smaller by as little as helps, up to three people; a trainer or a
person comes on one date; there is one more room. Each edit that helps is a plan that the referee
accepts for the problem so edited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from pdsched.answers.blocked import Blocked
from pdsched.answers.lifts import ALL_DAY, Edit, Lift, changed, further, with_fields
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Half, HalfDays, Problem, Room, StaffMember, Substitute, Trainer, Window
from pdsched.result import GoalResult
from pdsched.runner.judge import Judge
from pdsched.search import Limits, solve_here
from pdsched.views.names import Names
from pdsched.views.words import day

MOST_PEOPLE = 3
"""By how many people a group may become larger or smaller."""
MOST_DATES = 5
"""Dates of a rule at which a repair is tried, at most."""
IN_WORDS = {Half.AM: "in the morning", Half.PM: "in the afternoon"}


class Repair(NamedTuple):
    """One edit, in words that begin with a capital and end without a stop."""

    sentence: str
    edit: Edit
    family: str
    """Of edits of one family only the first that helps is of interest."""


class Repaired(NamedTuple):
    """A repair that helps, with the best plan that was found then."""

    repair: Repair
    plan: Plan
    values: dict[str, int]
    goals: tuple[GoalResult, ...]


def repairs(problem: Problem, policy: Policy, blocked: Blocked) -> Iterator[Repair]:
    """Edits that could help, for one blocking rule after the other."""
    names = Names(problem)
    for lift, instance in zip(blocked.lifts, blocked.instances, strict=True):
        dates = list(_dates(problem, instance.when))
        if lift.is_plain:
            yield Repair(_left_out(lift, policy), lift.edit, "")
        for make in (_substitutes, _sizes, _trainers, _rooms, _people):
            yield from make(problem, names, lift, dates)


def helping(
    problem: Problem, policy: Policy, tried: Sequence[Repair], left: Callable[[], float]
) -> Iterator[Repaired]:
    """The repairs that help, each with a plan that the referee accepted.

    Raises:
        PlanRejectedError: if it did not, which is a bug of ours.
    """
    helped = set[str]()
    for number, repair in enumerate(tried):
        if repair.family in helped or left() <= 0:
            continue
        edited = repair.edit(problem, policy)
        seconds = max(0.1, left() / (len(tried) - number))
        plan, goals, _ = solve_here(*edited, limits=Limits(seconds=seconds))
        if plan is not None:
            accepted, values = Judge(*edited).accepted(plan)
            yield Repaired(repair, accepted, values, goals)
            helped |= {repair.family} - {""}


def _dates(problem: Problem, when: str) -> Iterator[date]:
    """The dates of a rule instance; all of the horizon where it names none."""
    first, _, last = when.partition("/")
    calendar = problem.calendar
    one = date.fromisoformat(first) if first else calendar.first
    other = date.fromisoformat(last or first) if first else calendar.last
    days = (one + timedelta(days=n) for n in range((other - one).days + 1))
    yield from [each for each in days if calendar.first <= each <= calendar.last][:MOST_DATES]


def _left_out(lift: Lift, policy: Policy) -> str:
    if lift.pin:
        return f"Without pin {lift.pin}"
    return f"Without rule {lift.rule}: {policy.sentence(lift.rule).rstrip('.')}"


def _substitutes(
    problem: Problem, names: Names, lift: Lift, dates: Sequence[date]
) -> Iterator[Repair]:
    """One more substitute, in a half-day at a school."""
    if lift.rule not in ("cover", "cover-qualification", "substitute-available"):
        return
    members = [m for m in problem.staff if lift.who in ("", m.id)]
    schools = dict.fromkeys(school for m in members for school in m.schools)
    asked = sorted({lesson.qualification or "" for lesson in problem.lessons} - {""})
    for on in dates:
        for school in list(schools)[:MOST_DATES]:
            for half in Half:
                fields: dict[str, Any] = {
                    "schools": (school,),
                    "qualifications": tuple(asked),
                    "available": (HalfDays(halves=(half,), dates=(on,)),),
                }
                said = f"One more substitute at {names.school(school)} on {day(on)}"
                make = partial(_one, Substitute, fields)
                yield Repair(f"{said}, {IN_WORDS[half]}", further("substitutes", make), "")


def _one(kind: Callable[..., Any], fields: dict[str, Any], _: Problem, name: str) -> list[Any]:
    return [kind(id=name, **fields)]


def _sizes(problem: Problem, names: Names, lift: Lift, _: Sequence[date]) -> Iterator[Repair]:
    """A group that is larger, or smaller, by little."""
    if lift.rule != "group-size":
        return
    for course in (c for c in problem.courses if c.id in lift.courses):
        for more in range(1, MOST_PEOPLE + 1):
            for field, size in (
                ("group_max", course.group_max + more),
                ("group_min", course.group_min - more),
            ):
                if size >= 1:
                    said = f"A group of {size} in {names.course(course.id)}"
                    edit = with_fields("courses", [course.id], {field: size})
                    yield Repair(said, edit, f"{field} of {course.id}")


def _trainers(
    problem: Problem, names: Names, lift: Lift, dates: Sequence[date]
) -> Iterator[Repair]:
    """A trainer who comes on a date, or one trainer more."""
    if lift.rule != "trainer":
        return
    able = [t for t in problem.trainers if set(lift.courses) & {*t.courses} or t.id == lift.who]
    for on in dates:
        window = ALL_DAY.model_copy(update={"dates": (on,)})
        for trainer in able:
            said = f"{names.person(trainer.id)} comes on {day(on)}, at any time and school"
            yield Repair(said, changed("trainers", [trainer.id], partial(_comes, window)), "")
        fields: dict[str, Any] = {"courses": lift.courses, "available": (window,)}
        make = partial(_one, Trainer, fields)
        yield Repair(f"One more trainer on {day(on)}", further("trainers", make), "")


def _comes(window: Window, trainer: Trainer) -> dict[str, Any]:
    return {"available": (*trainer.available, window), "schools": None}


def _rooms(problem: Problem, names: Names, lift: Lift, _: Sequence[date]) -> Iterator[Repair]:
    """One more room, or one more seat."""
    if lift.rule != "room":
        return
    for room in problem.rooms:
        said = f"One more seat in {names.room(room.id)}"
        seats = {"capacity": room.capacity + 1}
        yield Repair(said, with_fields("rooms", [room.id], seats), "")
    for school in problem.schools:
        largest = max((course.group_max for course in problem.courses), default=1)
        make = partial(_one, Room, {"school": school.id, "capacity": largest})
        yield Repair(f"One more room at {names.school(school.id)}", further("rooms", make), "")


def _people(problem: Problem, names: Names, lift: Lift, dates: Sequence[date]) -> Iterator[Repair]:
    """A person who comes on a date."""
    if lift.rule != "staff-available":
        return
    for on in dates:
        said = f"{names.person(lift.who)} is available on {day(on)}"
        yield Repair(said, changed("staff", [lift.who], partial(_is_there, problem, on)), "")


def _is_there(problem: Problem, on: date, member: StaffMember) -> dict[str, Any]:
    calendar = problem.calendar
    days = [calendar.first + timedelta(n) for n in range((calendar.last - calendar.first).days + 1)]
    others = (
        w.model_copy(update={"dates": tuple(d for d in days if w.on(d) and d != on)})
        if w.on(on)
        else w
        for w in member.unavailable
    )
    return {"unavailable": tuple(w for w in others if w.dates != ())}
