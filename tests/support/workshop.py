"""A hand-made problem whose best plan can be worked out on paper, and breaks in every way.

Two schools, fifteen minutes apart; both have four periods of an hour from 08:00, midday 10:00.
Ann and Bob teach all four periods of Monday at North and share two lessons on Tuesday; Cem
teaches all four periods of both days at South.

- Ann and Bob need *sheets-1*: in person, an hour, both together, Tia's only time is Monday. Each
  hour takes one lesson from each, so two substitutes hold a class at the same time: two half-days.
- Ann needs *sheets-2* after it, on a platform: Tuesday's last hours are free for her. No half-day.
- Cem needs *robots*, coached at North on Tuesday: with the way he loses two or three lessons, in
  one half-day if he goes at 08:00 (08:00 to 09:15: two lessons), else in two or the same one. One
  half-day.
- Bob needs *chat*, remote, an hour, on Tuesday: the last hours are free for him. No half-day.

Priorities are 3 (thirty points each), so the best value is 5 * 30 = 150 with three half-days. The
three sessions that are not on a platform take an hour each, 180 minutes, and four lessons are
covered: one of Ann's, one of Bob's, and the two of Cem's if he goes at 08:00.
"""

from __future__ import annotations

from strategies import Case

from pdsched import Policy, Problem

MONDAY, TUESDAY = "2026-09-07", "2026-09-08"
BELL = [{"id": str(h - 7), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in range(8, 12)]


def _lessons(staff: str, school: str, day: str, hours: range) -> list[dict[str, object]]:
    return [
        {
            "id": f"{staff}-{day}-{hour}",
            "school": school,
            "staff": [staff],
            "day": day,
            "start": f"{hour:02d}:00",
            "end": f"{hour + 1:02d}:00",
        }
        for hour in hours
    ]


def workshop() -> Case:
    """The problem, and a policy that lets everybody go at once, three times a week."""
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "America/Toronto", "first": MONDAY, "last": TUESDAY},
            "schools": [
                {"id": name, "periods": BELL, "midday": "10:00"} for name in ("north", "south")
            ],
            "travel": [{"origin": "north", "destination": "south", "minutes": 15}],
            "rooms": [
                {"id": "lab", "school": "north", "capacity": 2},
                {"id": "hall", "school": "south", "capacity": 9},
            ],
            "staff": [
                {"id": "ann", "schools": ["north"]},
                {"id": "bob", "schools": ["north"]},
                {"id": "cem", "schools": ["south"]},
            ],
            "lessons": [
                *_lessons("ann", "north", "mon", range(8, 12)),
                *_lessons("bob", "north", "mon", range(8, 12)),
                *_lessons("cem", "south", "mon", range(8, 12)),
                *_lessons("cem", "south", "tue", range(8, 12)),
                {**_lessons("ann", "north", "tue", range(8, 9))[0], "staff": ["ann", "bob"]},
                {**_lessons("ann", "north", "tue", range(9, 10))[0], "staff": ["ann", "bob"]},
            ],
            "courses": [
                {
                    "id": "sheets-1",
                    "topic": "sheets",
                    "minutes": 60,
                    "group_min": 2,
                    "group_max": 2,
                    "schools": ["north"],
                },
                {
                    "id": "sheets-2",
                    "topic": "sheets",
                    "level_from": 1,
                    "level_to": 2,
                    "modality": "self-paced",
                    "minutes": 60,
                    "group_max": 1,
                    "prerequisites": [{"course": "sheets-1", "min_days": 1}],
                },
                {
                    "id": "robots",
                    "topic": "robots",
                    "modality": "coaching",
                    "minutes": 60,
                    "group_max": 1,
                    "schools": ["north"],
                },
                {
                    "id": "chat",
                    "topic": "chat",
                    "modality": "remote",
                    "minutes": 60,
                    "group_max": 5,
                },
            ],
            "needs": [
                {"id": "ann-1", "staff": "ann", "course": "sheets-1"},
                {"id": "bob-1", "staff": "bob", "topic": "sheets", "level_to": 1},
                {"id": "ann-2", "staff": "ann", "course": "sheets-2"},
                {"id": "cem-1", "staff": "cem", "course": "robots"},
                {"id": "bob-2", "staff": "bob", "course": "chat"},
                {"id": "cem-2", "staff": "cem", "course": "sheets-2"},
            ],
            "trainers": [
                {
                    "id": "tia",
                    "courses": ["sheets-1"],
                    "available": [{"start": "08:00", "end": "12:00", "dates": [MONDAY]}],
                },
                {
                    "id": "tom",
                    "courses": ["robots", "chat"],
                    "available": [{"start": "08:00", "end": "12:00", "dates": [TUESDAY]}],
                },
            ],
            "substitutes": [
                {"id": name, "zones": ["all"], "available": [{}]} for name in ("sam", "sue")
            ],
        }
    )
    return Case(problem, Policy(away_at_once=1, releases_per_week=3))


WORKSHOP_VALUE = (150, 3, 0, 180, 4)
