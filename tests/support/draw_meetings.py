"""Problems in which one human being has several roles, drawn; see `strategies`.

`meetings` draws a day or two on which the roles of few people meet: they teach, lead, learn, cover
for colleagues and are engaged.
"""

from __future__ import annotations

from typing import Any

from draw_basics import maybe, one_in, some
from draw_teams import with_teams
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Policy, Problem
from pdsched.policy import ColleagueCover
from pdsched.problem import clock

HOURS = (480, 540, 600, 660)
"""When periods begin; the midday of some schools lies in the middle of these."""
PEOPLE = ("ada", "bob", "cyd", "dot")
NOBODY_ELSE = ("tom", "sue")
"""A trainer and a substitute by profession; each may be the other, too."""


@composite
def meetings(draw: DrawFn) -> Problem:
    """Few people at one school or two, who have any roles, and little else to choose from."""
    schools = [f"school-{n}" for n in range(draw(st.sampled_from([1, 2, 2])))]
    staff = PEOPLE[: draw(st.sampled_from([2, 3, 4]))]
    last = draw(st.sampled_from(["2026-09-07", "2026-09-07", "2026-09-08"]))
    courses = [draw(_course(schools, n)) for n in range(draw(st.sampled_from([1, 2])))]
    people = [draw(_person(name, schools)) for name in staff]
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": last},
            "schools": [
                {
                    "id": school,
                    "midday": draw(st.sampled_from(["10:00", "10:00", "12:00"])),
                    "periods": [{"id": f"{h}", "start": _at(h), "end": _at(h + 60)} for h in HOURS],
                }
                for school in schools
            ],
            "travel": [
                {"origin": one, "destination": other, "minutes": draw(st.sampled_from([0, 20, 60]))}
                for one in schools
                for other in schools
                if one != other and not draw(one_in(4))
            ],
            "rooms": [{"id": f"room-{s}", "school": s, "capacity": 4} for s in schools],
            "staff": people,
            "lessons": [x for person in people for x in draw(_lessons(person))],
            "protected": [x for person in staff for x in draw(_protected(person))],
            "courses": courses,
            "needs": [
                {"id": f"need-{n}", "staff": person, "course": draw(_one_of(courses))}
                for n, person in enumerate(
                    draw(st.permutations(staff))[: draw(st.sampled_from([1, 2, 3]))]
                )
            ],
            "trainers": [
                draw(_trainer(name, schools, courses))
                for name in draw(_role(staff, st.sampled_from(NOBODY_ELSE)))
            ],
            "substitutes": [
                draw(_substitute(name, schools))
                for name in draw(_role(staff, st.sampled_from(NOBODY_ELSE)))
            ],
        }
    )
    return draw(with_teams(problem)) if draw(one_in(3)) else problem


def _at(minute: int) -> str:
    return clock(minute).isoformat("minutes")


def _one_of(records: list[dict[str, Any]]) -> st.SearchStrategy[str]:
    return st.sampled_from([r["id"] for r in records])


@composite
def _role(draw: DrawFn, staff: tuple[str, ...], other: st.SearchStrategy[str]) -> list[str]:
    """Who of the staff has a role, one or two, and mostly somebody else."""
    mine = draw(st.permutations(staff))[: draw(st.sampled_from([1, 1, 2]))]
    return [*mine, *([] if draw(one_in(3)) else [draw(other)])]


@composite
def _course(draw: DrawFn, schools: list[str], number: int) -> dict[str, Any]:
    modality = draw(st.sampled_from(["remote", "remote", "coaching", "in-person"]))
    size = 1 if modality == "coaching" else draw(st.sampled_from([1, 2, 3]))
    venue = {} if modality == "remote" else {"schools": draw(maybe(3, some(schools)))}
    return {
        "id": f"course-{number}",
        "topic": "sheets",
        "modality": modality,
        "minutes": draw(st.sampled_from([60, 60, 120])),
        "group_max": size,
        **venue,
    }


@composite
def _person(draw: DrawFn, name: str, schools: list[str]) -> dict[str, Any]:
    home = draw(st.sampled_from(schools))
    away = {"start": _at(draw(st.sampled_from(HOURS))), "end": "12:00"}
    return {
        "id": name,
        "schools": [home, *(s for s in schools if s != home and draw(st.booleans()))],
        "unavailable": [away] if draw(one_in(9)) else [],
        "cover_volunteer": draw(st.booleans()),
    }


@composite
def _lessons(draw: DrawFn, person: dict[str, Any]) -> list[dict[str, Any]]:
    """Lessons of one person in some of the periods of every date."""
    often = draw(st.sampled_from([0, 1, 2, 2, 3, 4]))
    hours = draw(st.permutations(HOURS))[:often]
    kinds = ["needed"] * 9 + ["not-needed", "impossible"]
    return [
        {
            "id": f"{person['id']}-{hour}-{day}",
            "school": draw(st.sampled_from(person["schools"][:1] * 2 + person["schools"])),
            "staff": [person["id"]],
            "day": day,
            "start": _at(hour),
            "end": _at(hour + 60),
            "classes": [draw(st.sampled_from(["5a", "5b"]))],
            "cover": draw(st.sampled_from(kinds)),
        }
        for hour in hours
        for day in ("mon", "tue")
    ]


@composite
def _protected(draw: DrawFn, person: str) -> list[dict[str, Any]]:
    if not draw(one_in(5)):
        return []
    hour = draw(st.sampled_from(HOURS))
    times = {"start": _at(hour), "end": _at(hour + 30), "day": "mon"}
    return [{"id": f"protected-{person}", "staff": person, **times}]


@composite
def _trainer(
    draw: DrawFn, name: str, schools: list[str], courses: list[dict[str, Any]]
) -> dict[str, Any]:
    start, hours = draw(st.sampled_from(HOURS)), draw(st.sampled_from([1, 2, 4, 4]))
    return {
        "id": name,
        "courses": list(draw(some([c["id"] for c in courses]))),
        "schools": draw(maybe(8, some(schools))),
        "available": [{"start": _at(start), "end": _at(min(720, start + 60 * hours))}],
    }


@composite
def _substitute(draw: DrawFn, name: str, schools: list[str]) -> dict[str, Any]:
    halves = draw(st.sampled_from([["am", "pm"], ["am", "pm"], ["am"], ["pm"]]))
    return {
        "id": name,
        "schools": list(draw(st.one_of(st.just(schools), some(schools)))),
        "available": [{"halves": halves}],
    }


@composite
def meeting_policies(draw: DrawFn) -> Policy:
    """Policies that let people go, and colleagues cover in two of three."""
    fields: dict[str, Any] = {
        "away_at_once": draw(st.sampled_from([1.0, 1.0, 0.5])),
        "releases_per_week": draw(st.sampled_from([5, 5, 5, 1, 2])),
        "release_half_days": draw(one_in(4)),
        "protected_minutes": draw(maybe(5, st.sampled_from([0, 30]))),
        "colleague_cover": draw(st.sampled_from([*ColleagueCover, ColleagueCover.NEVER])),
        "days_between_releases": draw(maybe(12, st.sampled_from([0, 1]))),
        "working_day_minutes": draw(maybe(12, st.sampled_from([60, 120, 180]))),
        "misses_of_a_lesson": draw(maybe(12, st.sampled_from([0, 1]))),
        "class_hits": draw(maybe(12, st.sampled_from([1, 2]))),
        "adults_of_a_class_a_day": draw(maybe(12, st.sampled_from([1, 2]))),
    }
    later = ["engaged-half-days", "colleague-covers", "lessons-covered", "holders-of-a-class"]
    goals = draw(st.sampled_from([later[:2], later[:1], later[1:3], later[2:]]))
    return Policy(**fields, goals=("needs-met", *goals))
