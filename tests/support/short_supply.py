"""A school of one street, on two weeks: small enough to count by hand what is short of what."""

from __future__ import annotations

from typing import Any

from pdsched import Policy, Problem
from pdsched.errors import Fault
from pdsched.preflight import preflight

TUESDAY = "2026-09-08"
NEXT_TUESDAY = "2026-09-15"
DAYS = ("mon", "tue", "wed", "thu", "fri")
EARLY = ("08:00", "09:00")
PEOPLE = ("ada", "bo", "cy", "dee")


def lesson(staff: str, day: str, start: str = "08:00", end: str = "09:00", **more: Any) -> Any:
    """A lesson of one person on a day of the week."""
    name = f"{staff}-{day}-{start[:2]}"
    times = {"day": day, "start": start, "end": end}
    return {"id": name, "staff": [staff], "school": "north", **times, **more}


def course(name: str = "sheets", **more: Any) -> Any:
    """A course of an hour at a distance, unless more is said."""
    fields = {"id": name, "topic": name, "modality": "remote", "minutes": 60, "group_max": 8}
    return fields | more


def trainer(*dates: str, courses: tuple[str, ...] = ("sheets",), **more: Any) -> Any:
    """Tom, from eight to nine on some dates; on all without any."""
    window = {"start": "08:00", "end": "09:00", **({"dates": dates} if dates else {})}
    return {"id": "tom", "courses": courses, "available": [window]} | more


def problem(**changes: Any) -> Problem:
    """Four people who teach each morning from eight to nine, and need the one course there is."""
    document: dict[str, Any] = {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"},
        "schools": [
            {
                "id": "north",
                "name": "Hill Street",
                "zone": "hills",
                "periods": [
                    {"id": "1", "start": "08:00", "end": "09:00"},
                    {"id": "2", "start": "09:00", "end": "10:00"},
                ],
            }
        ],
        "staff": [{"id": name, "schools": ["north"]} for name in PEOPLE],
        "lessons": [lesson(name, day) for name in PEOPLE for day in DAYS],
        "courses": [course()],
        "needs": [{"id": f"n-{name}", "staff": name, "course": "sheets"} for name in PEOPLE],
        "trainers": [trainer()],
        "substitutes": [substitute("sue")],
    }
    return Problem.model_validate(document | changes)


def substitute(name: str, *dates: str, **more: Any) -> Any:
    """Somebody who serves the hills on the mornings of some dates; of all without any."""
    half_days = {"halves": ["am"], **({"dates": dates} if dates else {})}
    return {"id": name, "zones": ["hills"], "available": [half_days]} | more


def told(given: Problem, policy: Policy | None = None) -> list[tuple[str, str, str]]:
    """Code, value and message of what the pre-flight tells."""
    return [(f.code, f.value, f.message) for f in faults(given, policy)]


def codes(given: Problem, policy: Policy | None = None) -> list[str]:
    """The codes alone."""
    return [fault.code for fault in faults(given, policy)]


def faults(given: Problem, policy: Policy | None = None) -> tuple[Fault, ...]:
    """What the pre-flight tells."""
    return preflight(given, Policy() if policy is None else policy)
