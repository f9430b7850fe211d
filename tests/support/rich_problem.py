"""One problem in which every field of every record is set, with texts that files could spoil."""

from __future__ import annotations

from typing import Any

WINDOW: dict[str, Any] = {
    "start": "08:05",
    "end": "11:59",
    "weekdays": ["tue", "sun"],
    "dates": ["2026-09-08", "2026-09-15"],
    "first": "2026-09-01",
    "last": "2026-09-30",
}
HALVES: dict[str, Any] = {**WINDOW, "halves": ["pm"]}
del HALVES["start"], HALVES["end"]

AWKWARD = (
    "",
    " ",
    "a|b",
    "a=b",
    '"',
    '""',
    '"quoted"',
    'half "quoted"',
    "[]",
    "null",
    "a,b;c\td",
    "two\nlines\r\nor\rthree",
    "=1+1",
    "-1",
    "+1",
    "@x",
    "\\",
    "\\n",
    "é ü 漢字 🏫",
    "\u2028",
    "\x85",
    "\x00",
    "TRUE",
    "007",
    "1.0",
    "1,5",
    "'",
)
"""Texts that a careless writer of CSV loses or changes."""

RICH: dict[str, Any] = {
    "id": "district-9-2026",
    "name": ' "Two|schools"; =1+1, ',
    "assumptions": list(AWKWARD),
    "calendar": {
        "time_zone": "Europe/Zurich",
        "first": "2026-08-31",
        "last": "2026-09-30",
        "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"],
        "pupil_free": ["2026-09-18", "2026-09-01"],
        "closed": ["2026-09-09"],
        "opened": ["2026-09-13", "2026-09-20"],
        "week_begins": "sun",
        "blackouts": [
            {
                "id": "exams",
                "first": "2026-09-14",
                "last": "2026-09-15",
                "weekdays": ["mon"],
                "start": "08:00",
                "end": "12:00",
                "schools": ["north", "=south"],
                "reason": "keep;  quiet, please ",
            },
            {"id": "fair", "first": "2026-09-16", "last": "2026-09-16"},
        ],
        "terms": [
            {"id": "=1", "first": "2026-08-31", "last": "2026-09-13"},
            {"id": "2", "first": "2026-09-14", "last": "2026-12-18"},
        ],
        "key_times": [
            {"start": "13:00", "end": "16:00", "weekdays": ["wed"], "dates": ["2026-09-16"]},
            {"start": "08:00", "end": "09:00", "first": "2026-09-07", "last": "2026-09-11"},
        ],
        "today": "2026-08-24",
        "fill_probabilities": [{"weekday": "mon", "probability": 0.85}],
        "fill_by_notice": [{"days": 0, "probability": 0.54}, {"days": 5, "probability": 0.9}],
    },
    "schools": [
        {
            "id": "north",
            "name": "École «Nord»",
            "zone": "city 1",
            "cycle": {
                "kind": "rotating",
                "days": ["1", "2", "=3"],
                "anchors": [
                    {"date": "2026-08-28", "day": "=3"},
                    {"date": "2026-09-14", "day": "1"},
                ],
                "skips_empty_weeks": True,
                "other_days": ["exam 1", "=exam"],
                "follows": [{"date": "2026-09-16", "day": "exam 1"}],
            },
            "periods": [
                {
                    "id": "1",
                    "start": "08:00",
                    "end": "08:45",
                    "days": ["1", "=3"],
                    "last": "2026-09-11",
                },
                {"id": "2", "start": "09:00", "end": "09:45", "days": [], "first": "2026-09-01"},
            ],
            "midday": "11:45",
            "most_away": 3,
            "fill_probability": 0.6,
            "pupil_free": ["2026-09-02"],
            "closed": ["2026-09-03", "2026-09-04"],
        },
        {"id": "=south", "periods": [{"id": "-", "start": "00:00", "end": "23:59"}]},
    ],
    "travel": [{"origin": "north", "destination": "=south", "minutes": 15, "kilometres": 7.5}],
    "rooms": [
        {
            "id": "lab 1",
            "name": "Lab, 1st floor",
            "school": "north",
            "capacity": 12,
            "unavailable": [WINDOW, WINDOW],
        }
    ],
    "staff": [
        {
            "id": "ada",
            "name": "\ta\\b",
            "role": "student-squad",
            "schools": ["north", "=south"],
            "department": "a|b",
            "grade": "7",
            "fte": 0.123456789012345,
            "works_on": ["mon", "=3"],
            "levels": {text: place % 11 for place, text in enumerate(AWKWARD)},
            "completed": ["sheets-1"],
            "unavailable": [WINDOW],
            "preferred": [{**WINDOW, "weekdays": [], "dates": []}],
            "qualifications": ["maths", '"sport"'],
            "cover_volunteer": True,
            "covers_before": 3,
            "cover_minutes_before": 135,
            "contract_minutes": 1500,
            "protected_minutes_before": 45,
            "hours_before": 1e-7,
            "topic_hours_before": {"": 3, "a|b": 0},
            "stands_in_for": ["[]", '""'],
            "releases_before": 2,
            "points_wanted_before": 90,
            "points_met_before": 60,
        },
        {"id": "[]", "schools": ["=south"]},
        {"id": '""', "schools": ["=south"]},
    ],
    "lessons": [
        {
            "id": "m1",
            "school": "north",
            "staff": ["ada", "[]"],
            "staff_needed": 1,
            "may_join": ["m2"],
            "may_split": ["m2", "m3"],
            "day": "1",
            "date": "2026-09-07",
            "start": "08:00",
            "end": "09:00",
            "first": "2026-09-01",
            "last": "2026-09-20",
            "cover": "impossible",
            "qualification": "maths",
            "counted_minutes": 90,
            "subject": "  maths",
            "classes": list(AWKWARD),
            "room": " ",
        },
        {
            "id": "m2",
            "school": "north",
            "staff": ["[]"],
            "start": "08:00",
            "end": "09:00",
            "classes": [""],
        },
    ],
    "protected": [
        {
            "id": "plan",
            "staff": "ada",
            "start": "13:00",
            "end": "14:00",
            "day": "2",
            "date": "2026-09-07",
            "reason": "agreed|signed",
        }
    ],
    "courses": [
        {
            "id": "sheets-1",
            "name": "Sheets",
            "topic": "",
            "level_from": 1,
            "level_to": 3,
            "modality": "peer-group",
            "minutes": 45,
            "group_min": 2,
            "group_preferred": 5,
            "group_max": 9,
            "prerequisites": [
                {"course": "sheets-0", "min_days": 1, "max_days": 0, "cadence_days": 14}
                | {"passes_closed_days": True, "same_group": True},
                {"course": "sheets-0"},
            ],
            "schools": ["north"],
        },
        {"id": "sheets-0", "topic": "a|b", "minutes": 60, "group_max": 1, "schools": []},
    ],
    "series": [
        {"course": "sheets-0", "meetings": 3, "cadence_days": 14, "min_days": 0, "max_days": 9}
        | {"same_group": True}
    ],
    "needs": [
        {
            "id": "1",
            "staff": "ada",
            "course": "sheets-1",
            "wishes": ["sheets-1", "=2"],
            "topic": "",
            "level_from": 0,
            "level_to": 2,
            "priority": 5,
            "due": "2026-09-30",
        },
        {"id": "2", "staff": "ada"},
    ],
    "trainers": [
        {
            "id": "tess",
            "name": "T",
            "courses": ["sheets-1"],
            "members": ["tom", "=tim"],
            "available": [WINDOW, {"start": "08:00", "end": "09:00"}],
            "schools": [],
            "max_minutes_per_day": 300,
            "max_minutes_per_week": 900,
        }
    ],
    "substitutes": [
        {
            "id": "sam",
            "name": "S",
            "zones": ["city 1"],
            "schools": ["=south"],
            "excluded_schools": ["north"],
            "preferred_schools": ["=south"],
            "familiar_schools": ["=south"],
            "qualifications": ["maths"],
            "available": [HALVES, {}],
            "max_half_days_per_day": 1,
            "max_half_days_per_week": 4,
            "max_half_days_per_month": 8,
            "max_half_days_per_term": 16,
            "max_half_days": 20,
            "half_days_before": 3,
            "class_days_before": {"5a": 19, "=b|c": 0},
            "fill_probability": 0.75,
        }
    ],
    "pairs": [
        {
            "id": "two",
            "kind": "together",
            "staff": ["ada", "[]"],
            "course": "sheets-1",
            "reason": "friends",
        }
    ],
    "champions": [
        {
            "id": "tutors",
            "topic": "a|b",
            "level": 2,
            "people": 3,
            "by": "2026-09-30",
            "schools": ["north"],
        }
    ],
    "kept": [
        {
            "staff": "ada",
            "course": "sheets-1",
            "date": "2026-09-08",
            "start": "08:00",
            "school": "north",
        },
    ],
    "kept_sessions": [
        {
            "trainer": "tess",
            "course": "sheets-1",
            "date": "2026-09-08",
            "start": "08:00",
            "school": "north",
        },
    ],
    "kept_covers": [{"colleague": "ada", "date": "2026-09-08", "start": "09:00"}],
    "kept_engagements": [
        {"substitute": "sam", "school": "north", "date": "2026-09-08", "half": "am"}
    ],
    "past_sessions": [
        {
            "id": "sheets-1|2026-09-07|08:00|north|tess|lab 1",
            "course": "sheets-1",
            "date": "2026-09-07",
            "start": "08:00",
            "end": "09:00",
            "school": "north",
            "trainer": "tess",
            "room": "lab 1",
            "staff": ["ada", "ben"],
        },
    ],
    "past_releases": [
        {
            "staff": "ada",
            "session": "sheets-1|2026-09-07|08:00|north|tess|lab 1",
            "date": "2026-09-07",
            "start": "08:00",
            "end": "09:00",
            "need": "n1",
            "lessons": ["l1"],
        },
        {
            "staff": "tess",
            "session": "sheets-1|2026-09-07|08:00|north|tess|lab 1",
            "date": "2026-09-07",
            "start": "08:00",
            "end": "09:00",
            "need": None,
        },
        {
            "staff": "ben",
            "session": "sheets-1|2026-09-07|08:00|north|tess|lab 1",
            "date": "2026-09-07",
            "start": "08:00",
            "end": "09:00",
            "need": "null",
        },
    ],
    "past_covers": [
        {"staff": "ada", "lesson": "l1", "date": "2026-09-07", "substitute": "sam"},
        {"staff": "ada", "lesson": "l2", "date": "2026-09-07", "colleague": "ben"},
    ],
    "past_engagements": [
        {"substitute": "sam", "school": "north", "date": "2026-09-07", "half": "pm"}
    ],
    "session_pins": [
        {
            "id": "p1",
            "kind": "require",
            "course": "sheets-1",
            "staff": "ada",
            "need": "1",
            "trainer": "tess",
            "room": "lab 1",
            "school": "north",
            "date": "2026-09-08",
            "start": "08:00",
            "reason": "said so",
            "published": True,
        }
    ],
    "engagement_pins": [
        {
            "id": "e1",
            "kind": "forbid",
            "substitute": "sam",
            "school": "north",
            "date": "2026-09-08",
            "half": "am",
            "reason": "so",
            "published": True,
        }
    ],
}
