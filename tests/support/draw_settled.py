"""Drawn problems whose pins settle most of what is learned, and policies that name covers."""

from __future__ import annotations

from random import Random
from typing import Any

from benchmarks.literature.smptsp import unasked
from pdsched import Policy, Problem

HOURS = ("08:00", "09:00", "10:00", "11:00", "12:00")
DATES = ("2026-09-08", "2026-09-09")
ALWAYS_OFF = ("away-at-once", "notice")


def settled_problem(rng: Random) -> Problem:
    """Up to two schools and dates, five people, and four substitutes with limits and pins."""
    schools = ["north", "south"][: rng.choice([1, 1, 2])]
    dates = DATES[: rng.choice([1, 1, 2])]
    drawn: dict[str, list[Any]] = {"staff": [], "needs": [], "lessons": [], "session_pins": []}
    for n in range(rng.randint(1, 5)):
        _add_person(rng, n, schools, dates, drawn)
    substitutes = [_substitute(rng, n) for n in range(rng.randint(1, 4))]
    pins = [
        {"id": "e1", "kind": rng.choice(["require", "forbid"])}
        | {"substitute": rng.choice(substitutes)["id"], "school": rng.choice(schools)}
        | {"date": rng.choice(dates), "half": rng.choice(["am", "pm"])}
    ]
    problem = {
        "calendar": {"time_zone": "UTC", "first": dates[0], "last": dates[-1]},
        "schools": [
            {
                "id": school,
                "periods": [
                    {"id": f"p{n}", "start": HOURS[n], "end": HOURS[n + 1]} for n in range(4)
                ],
                "midday": rng.choice(["10:00", "12:00"]),
            }
            for school in schools
        ],
        "courses": [
            {"id": f"c{minutes}", "topic": f"c{minutes}", "modality": "self-paced"}
            | {"minutes": minutes, "group_max": 10}
            for minutes in (60, 120)
        ],
        "substitutes": substitutes,
        "engagement_pins": pins if rng.random() < 0.3 else [],
    }
    return Problem.model_validate(problem | drawn)


def _add_person(
    rng: Random, n: int, schools: list[str], dates: tuple[str, ...], drawn: dict[str, list[Any]]
) -> None:
    """Somebody with a lesson, mostly pinned to learn meanwhile; some hold it with another."""
    school, day, begin = rng.choice(schools), rng.choice(dates), rng.randint(0, 3)
    minutes = 60 if begin == 3 else rng.choice([60, 120])
    drawn["staff"].append({"id": f"t{n}", "schools": [school]})
    drawn["needs"].append({"id": f"n{n}", "staff": f"t{n}", "course": f"c{minutes}"})
    lesson: dict[str, Any] = {"id": f"x{n}", "school": school, "staff": [f"t{n}"], "date": day}
    lesson |= {"start": HOURS[begin], "end": HOURS[rng.randint(begin + 1, 4)]}
    lesson |= {"classes": rng.choice([[], ["k1"], ["k2"], ["k1", "k2"]])}
    if rng.random() < 0.5:
        lesson["qualification"] = rng.choice(["q1", "q2"])
    if n and rng.random() < 0.15 and drawn["lessons"][-1]["school"] == school:
        drawn["lessons"][-1]["staff"].append(f"t{n}")
    drawn["lessons"].append(lesson)
    if rng.random() < 0.9:
        where = {"course": f"c{minutes}", "staff": f"t{n}", "date": day, "start": HOURS[begin]}
        drawn["session_pins"].append({"id": f"p{n}", "kind": "require"} | where)


def _substitute(rng: Random, n: int) -> dict[str, Any]:
    halves = rng.choice([["am"], ["am", "pm"], ["am", "pm"], ["pm"]])
    qualifications = rng.choice([[], ["q1"], ["q2"], ["q1", "q2"], ["q1", "q2"]])
    one: dict[str, Any] = {"id": f"w{n}", "zones": ["all"], "available": [{"halves": halves}]}
    one["qualifications"] = qualifications
    if rng.random() < 0.3:
        one["max_half_days"] = 1
    if rng.random() < 0.2:
        one["max_half_days_per_day"] = 1
    return one


def naming_policy(rng: Random) -> Policy:
    """Fewest half-days beside goals that count holders, in any order; most other rules are off."""
    goals = ["engaged-half-days", "holders-of-a-class"]
    rng.shuffle(goals)
    if rng.random() < 0.3:
        goals.insert(rng.randint(0, 2), "holders-of-a-day")
    off = [rule for rule in unasked() if rule in ALWAYS_OFF or rng.random() < 0.75]
    return Policy(goals=("needs-met", *goals), off=tuple(off))
