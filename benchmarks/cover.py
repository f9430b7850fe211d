"""One school covered in several ways: one substitute for each release, roving, a team, colleagues.

    uv run python -m benchmarks cover
    uv run python -m benchmarks cover --only ZA-WD-09 --team 3 --seconds 60

Needs ``PDSCHED_REAL_DATA``. The timetables are real; needs, trainers, rooms and substitutes are
drawn around them. In every way substitutes offer about as many half-days, so that what differs is
how these are used.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import Table
from benchmarks.machine import machine
from benchmarks.real_schools import school, timetables
from pdsched import Plan, Policy, Problem, Result, solve, verify
from pdsched.problem import HalfDays, Substitute, Weekday

TEAM = 4
"""Substitutes of the team."""
COLUMNS = {
    "school": "{:<34}",
    "cover": "{:<21}",
    "offered": "{:>7}",
    "met": "{:>4}",
    "points": "{:>6}",
    "bound": "{:>6}",
    "gap": "{:>7}",
    "half_days": "{:>9}",
    "lessons": "{:>7}",
    "helped": "{:>6}",
    "freed": "{:>5}",
    "a_half_day": "{:>10}",
    "accepted": "{:>8}",
}
TABLE = Table(COLUMNS)


class Way(NamedTuple):
    """One way to cover a school."""

    name: str
    problem: Problem
    policy: Policy


def ways(problem: Problem, members: int) -> Iterator[Way]:
    """The same school and needs, covered in each way."""
    rotating = with_team(problem, members)
    colleagues = Policy(colleague_cover="all")
    yield Way("one for each", problem, Policy(release_half_days=True))
    yield Way("roving", problem, Policy())
    yield Way("team", rotating, Policy())
    yield Way("colleagues", problem, colleagues)
    yield Way("team and colleagues", rotating, colleagues)


def with_team(problem: Problem, members: int) -> Problem:
    """The problem with one team in place of its substitutes, with no more half-days, but one date.

    The team comes for whole days, on those dates on which most trainers do.

    >>> from pdsched import generate
    >>> given = generate(size="XS", seed=1)
    >>> team = with_team(given, 2)
    >>> len(team.substitutes), offered(team) <= offered(given)
    (2, True)
    """
    count = max(1, offered(problem) // (2 * members))
    dates = tuple(sorted(busiest(problem)[:count]))
    zones = tuple(dict.fromkeys(place.zone for place in problem.schools))
    return problem.model_copy(
        update={
            "name": f"{problem.name}: a team of {members}",
            "substitutes": tuple(
                Substitute(id=f"team-{n}", zones=zones, available=(HalfDays(dates=dates),))
                for n in range(1, members + 1)
            ),
            "engagement_pins": (),
        }
    )


def offered(problem: Problem) -> int:
    """Half-days in which substitutes could come."""
    days = problem.calendar.open_days()
    return sum(
        len(
            {
                (day, half)
                for some in s.available
                for day in days
                if _lists(some, day)
                for half in some.halves
            }
        )
        for s in problem.substitutes
    )


def _lists(some: HalfDays, day: date) -> bool:
    return (
        (some.weekdays is None or Weekday.of(day) in some.weekdays)
        and (some.dates is None or day in some.dates)
        and (some.first or day) <= day <= (some.last or day)
    )


def busiest(problem: Problem) -> list[date]:
    """School days, those on which most trainers come first."""
    return sorted(
        problem.calendar.open_days(),
        key=lambda day: -sum(any(w.on(day) for w in t.available) for t in problem.trainers),
    )


def figures(way: Way, result: Result) -> dict[str, Any]:
    """What a plan comes to; without a plan, that it was not accepted."""
    plan = result.plan
    if plan is None:
        return {"accepted": False}
    goal = result.goal("needs-met")
    half_days, freed = len(plan.engagements), freed_by_substitutes(plan)
    return {
        "met": len(way.problem.needs) - len(plan.unmet),
        "points": goal.value,
        "bound": goal.bound,
        "gap": None if goal.gap is None else round(goal.gap, 5),
        "half_days": half_days,
        "lessons": len(plan.covers),
        "helped": sum(cover.colleague is not None for cover in plan.covers),
        "freed": freed,
        "a_half_day": round(freed / half_days, 1) if half_days else None,
        "accepted": not verify(way.problem, plan, way.policy),
    }


def freed_by_substitutes(plan: Plan) -> int:
    """Releases for which a substitute holds a lesson."""
    held = {(c.staff, c.date, c.lesson) for c in plan.covers if c.substitute is not None}
    return sum(any((r.staff, r.date, x) in held for x in r.lessons) for r in plan.releases)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--only", nargs="+", default=["GPU001", "ZA-WD-09"], metavar="PART")
    parser.add_argument("--team", type=int, default=TEAM, help="substitutes of the team")
    parser.add_argument("--seconds", type=float, default=60.0, help="limit for each row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.01)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Plan each school in each way; 1 if a plan is not accepted."""
    data = os.environ.get("PDSCHED_REAL_DATA")
    if not data:
        print("PDSCHED_REAL_DATA is not set: point it at the folder that holds timetables/")
        return 2
    print(
        f"# {machine()}; seed {options.seed}, tightness {options.tightness},"
        f" {options.seconds:.0f} s a row"
    )
    if not options.json:
        print(TABLE.head())
    accepted = True
    for kind, path in timetables(Path(data) / "timetables"):
        if any(part in path.name for part in options.only):
            given = school(kind, path, options.seed, options.tightness)
            for way in ways(given.problem, options.team):
                row = _row(way, options)
                accepted &= row["accepted"]
                told = {"school": given.name, "cover": way.name, **row}
                print(json.dumps(told) if options.json else TABLE.line(told), flush=True)
    return 0 if accepted else 1


def _row(way: Way, options: argparse.Namespace) -> Mapping[str, Any]:
    result = solve(way.problem, way.policy, seconds=options.seconds, seed=options.seed)
    return {"offered": offered(way.problem), **figures(way, result)}
