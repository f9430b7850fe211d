"""A school of a few people with one hour that a trainer has: one session, of no more than two."""

from __future__ import annotations

from typing import Any

from pdsched import Problem

HOURS = [{"id": str(h), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in range(8, 12)]


def one_hour(people: int = 1, **parts: Any) -> Problem:
    """Persons ``p0``, ``p1`` and so on, each with a need for the course of that hour."""
    names = [f"p{number}" for number in range(people)]
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "Europe/London", "first": "2026-09-07", "last": "2026-09-07"},
            "schools": [{"id": "north", "periods": HOURS}],
            "rooms": [{"id": "lib", "school": "north", "capacity": 9}],
            "staff": [{"id": name, "schools": ["north"]} for name in (*names, "ben")],
            "courses": [{"id": "c1", "topic": "sheets", "minutes": 60, "group_max": 2}],
            "needs": [{"id": f"n-{name}", "staff": name, "course": "c1"} for name in names],
            "trainers": [
                {"id": "tom", "courses": ["c1"], "available": [{"start": "09:00", "end": "10:00"}]}
            ],
            **parts,
        }
    )
