"""Two schools on one Tuesday, small enough to draw: a problem and a plan that keeps every rule.

In the morning ada, bo and cy meet at north; ada and cy leave classes, bo is free. In the afternoon
dee follows a remote session at south. Sam holds classes at north in the morning and at south in
the afternoon, vic at south in the morning. One need of bo stays unmet.
"""

from __future__ import annotations

from typing import Any

from pdsched import Plan, Problem

TUESDAY = "2026-09-08"
PERIODS = [
    {"id": "1", "start": "08:00", "end": "09:00"},
    {"id": "2", "start": "09:00", "end": "10:00"},
    {"id": "3", "start": "10:00", "end": "11:00"},
    {"id": "4", "start": "13:00", "end": "14:00"},
]


def lesson(name: str, staff: str, school: str, start: str, end: str, **fields: Any) -> Any:
    """A lesson of every Tuesday."""
    times = {"day": "tue", "start": start, "end": end}
    return {"id": name, "staff": [staff], "school": school, **times, **fields}


PROBLEM = Problem.model_validate(
    {
        "name": "one Tuesday",
        "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-18"},
        "schools": [{"id": "south", "periods": PERIODS}, {"id": "north", "periods": PERIODS}],
        "travel": [{"origin": "north", "destination": "south", "minutes": 20}],
        "rooms": [{"id": "lab", "school": "north", "capacity": 10}],
        "staff": [
            {"id": "ada", "schools": ["north"]},
            {"id": "bo", "schools": ["north"]},
            {"id": "cy", "schools": ["south", "north"]},
            {"id": "dee", "schools": ["south"]},
        ],
        "lessons": [
            # Ids run against the clock, so that an order by id is not an order by time.
            lesson("z", "ada", "north", "09:00", "10:00", subject="maths", classes=["8b"]),
            lesson("a", "ada", "north", "10:00", "11:00", subject="maths", room="12"),
            lesson("c-south", "cy", "south", "09:00", "10:00"),
            lesson("c-north", "cy", "north", "10:00", "11:00", cover="not-needed"),
            lesson("d", "dee", "south", "13:00", "14:00"),
        ],
        "courses": [
            {"id": "sheets", "topic": "sheets", "minutes": 90, "group_max": 8},
            {
                "id": "slides",
                "topic": "slides",
                "modality": "remote",
                "minutes": 60,
                "group_max": 8,
            },
        ],
        "needs": [
            {"id": "n-ada", "staff": "ada", "course": "sheets"},
            {"id": "n-bo", "staff": "bo", "course": "sheets"},
            {"id": "n-bo-2", "staff": "bo", "course": "slides"},
            {"id": "n-cy", "staff": "cy", "course": "sheets"},
            {"id": "n-dee", "staff": "dee", "course": "slides"},
        ],
        "trainers": [
            {
                "id": "tom",
                "courses": ["sheets", "slides"],
                "available": [{"start": "08:00", "end": "16:00"}],
            }
        ],
        "substitutes": [
            {"id": "sam", "zones": ["all"], "available": [{}]},
            {"id": "vic", "zones": ["all"], "available": [{}]},
        ],
    }
)

MORNING = f"sheets {TUESDAY} 09:00 north tom lab"
AFTERNOON = f"slides {TUESDAY} 13:00 tom"


def release(staff: str, session: str, start: str, end: str, *lessons: str) -> Any:
    """A release of that Tuesday for the first need of a person."""
    times = {"date": TUESDAY, "start": start, "end": end}
    return {"staff": staff, "session": session, **times, "need": f"n-{staff}", "lessons": lessons}


PLAN = Plan.model_validate(
    {
        "problem": PROBLEM.digest(),
        "sessions": [
            {
                "id": MORNING,
                "course": "sheets",
                "date": TUESDAY,
                "start": "09:00",
                "end": "10:30",
                "school": "north",
                "trainer": "tom",
                "room": "lab",
                "staff": ["ada", "bo", "cy"],
            },
            {
                "id": AFTERNOON,
                "course": "slides",
                "date": TUESDAY,
                "start": "13:00",
                "end": "14:00",
                "trainer": "tom",
                "staff": ["dee"],
            },
        ],
        "releases": [
            release("ada", MORNING, "09:00", "10:30", "a", "z"),
            release("bo", MORNING, "09:00", "10:30"),
            release("cy", MORNING, "08:40", "10:50", "c-north", "c-south"),
            release("dee", AFTERNOON, "13:00", "14:00", "d"),
        ],
        "covers": [
            {"staff": "ada", "lesson": "a", "date": TUESDAY, "substitute": "sam"},
            {"staff": "ada", "lesson": "z", "date": TUESDAY, "substitute": "sam"},
            {"staff": "cy", "lesson": "c-south", "date": TUESDAY, "substitute": "vic"},
            {"staff": "dee", "lesson": "d", "date": TUESDAY, "substitute": "sam"},
        ],
        "engagements": [
            {"substitute": "sam", "school": "north", "date": TUESDAY, "half": "am"},
            {"substitute": "sam", "school": "south", "date": TUESDAY, "half": "pm"},
            {"substitute": "vic", "school": "south", "date": TUESDAY, "half": "am"},
        ],
        "unmet": [{"need": "n-bo-2", "rule": "trainer", "reason": "tom is <busy>"}],
    }
).canonical()


def changed(**fields: Any) -> Plan:
    """The plan with some of its fields replaced."""
    return Plan.model_validate({**PLAN.model_dump(mode="json"), **fields})
