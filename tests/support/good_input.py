"""A small good document, how it is changed, and the case of a change that is a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Document = dict[str, Any]
Expected = tuple[tuple[str, str], ...]


def good() -> Document:
    """A document without any fault or remark, with at least two of most things."""
    return {
        "format": "pdsched-problem",
        "name": "two schools",
        "calendar": {
            "time_zone": "America/Toronto",
            "first": "2026-09-07",
            "last": "2026-09-18",
            "closed": ["2026-09-09"],
            "pupil_free": ["2026-09-18"],
            "blackouts": [
                {"id": "exams", "first": "2026-09-14", "last": "2026-09-14", "schools": ["north"]}
            ],
        },
        "schools": [
            {
                "id": "north",
                "zone": "city",
                "periods": [
                    {"id": "1", "start": "08:00", "end": "09:00"},
                    {"id": "2", "start": "09:00", "end": "10:00", "days": ["mon", "tue"]},
                    {"id": "3", "start": "13:00", "end": "14:00"},
                ],
            },
            {
                "id": "south",
                "zone": "shore",
                "closed": ["2026-09-10"],
                "cycle": {"kind": "rotating", "days": ["day 1", "day 2", "day 3"]},
                "periods": [{"id": "1", "start": "08:30", "end": "09:30"}],
            },
        ],
        "travel": [{"origin": "north", "destination": "south", "minutes": 15}],
        "rooms": [{"id": "lab", "school": "north", "capacity": 12}],
        "staff": [
            {"id": "ada", "schools": ["north", "south"], "levels": {"sheets": 1}},
            {"id": "ben", "schools": ["south"], "completed": ["sheets-1"]},
        ],
        "lessons": [
            {
                "id": "m1",
                "school": "north",
                "staff": ["ada"],
                "day": "mon",
                "start": "08:00",
                "end": "09:00",
                "qualification": "maths",
            },
            {
                "id": "s1",
                "school": "south",
                "staff": ["ben"],
                "day": "day 1",
                "start": "08:30",
                "end": "09:30",
            },
            {
                "id": "d1",
                "school": "south",
                "staff": ["ben"],
                "date": "2026-09-08",
                "start": "11:00",
                "end": "12:00",
            },
        ],
        "protected": [
            {"id": "plan", "staff": "ada", "day": "tue", "start": "13:00", "end": "14:00"}
        ],
        "courses": [
            {"id": "sheets-1", "topic": "sheets", "minutes": 60, "group_max": 10},
            {
                "id": "sheets-2",
                "topic": "sheets",
                "level_from": 1,
                "level_to": 2,
                "minutes": 60,
                "group_min": 2,
                "group_max": 10,
                "prerequisites": [{"course": "sheets-1", "min_days": 1, "max_days": 5}],
            },
        ],
        "needs": [
            {"id": "a2", "staff": "ada", "course": "sheets-2"},
            {"id": "b2", "staff": "ben", "topic": "sheets", "level_to": 2},
        ],
        "trainers": [
            {
                "id": "tess",
                "courses": ["sheets-1", "sheets-2"],
                "available": [{"start": "08:00", "end": "16:00", "weekdays": ["tue", "wed"]}],
                "schools": ["north"],
            }
        ],
        "substitutes": [
            {
                "id": "sam",
                "zones": ["city"],
                "schools": ["south"],
                "qualifications": ["maths"],
                "available": [{"halves": ["am"], "weekdays": ["mon"]}],
            }
        ],
        "session_pins": [
            {"id": "p1", "kind": "require", "course": "sheets-2", "start": "08:00"},
            {"id": "p2", "kind": "forbid", "staff": "ben", "date": "2026-09-11"},
        ],
        "engagement_pins": [
            {"id": "e1", "kind": "forbid", "substitute": "sam", "date": "2026-09-07", "half": "am"}
        ],
    }


class Bad(NamedTuple):
    """A change to the good document, and the faults that it must bring."""

    name: str
    change: Callable[[Document], object]
    faults: Expected


def put(path: str, value: object) -> Callable[[Document], object]:
    """The change that puts a value at a JSON path."""

    def change(document: Document) -> None:
        *steps, last = _steps(path)
        holder: Any = document
        for step in steps:
            holder = holder[step]
        if isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value

    return change


def drop(path: str) -> Callable[[Document], object]:
    """The change that takes out what stands at a JSON path."""

    def change(document: Document) -> None:
        *steps, last = _steps(path)
        holder: Any = document
        for step in steps:
            holder = holder[step]
        del holder[last]

    return change


def both(*changes: Callable[[Document], object]) -> Callable[[Document], object]:
    """Several changes one after the other."""
    return lambda document: [change(document) for change in changes]


def _steps(path: str) -> list[int | str]:
    parts = path.replace("[", ".").replace("]", "").split(".")
    return [int(part) if part.isdigit() else part for part in parts]


def bad(path: str, value: object, code: str, where: str | None = None) -> Bad:
    """The case of one value put at one path, with one fault, there unless said otherwise."""
    return Bad(f"{code} {path}={value}", put(path, value), ((code, where or path),))


def again(path: str, **fields: object) -> Bad:
    """The case of a second record of a list with the id of the first."""
    steps = _steps(path)

    def change(document: Document) -> None:
        records: Any = document
        for step in steps:
            records = records[step]
        records.append({**records[0], **fields})

    places = {"calendar.blackouts": 1, "schools": 2, "staff": 2, "lessons": 3, "courses": 2}
    place = places.get(path, 2 if path in ("needs", "session_pins") else 1)
    return Bad(f"{path} again", change, (("PD210", f"{path}[{place}].id"),))
