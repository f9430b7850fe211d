"""Plans by hand for counted limits, each with a limit that it keeps and one that it breaks."""

from __future__ import annotations

from typing import Any

from pairs import ada_at_nine, club, reads
from schools import BASE, FRI, THU, TUE, cover, engaged, plan_of, remote, session, two_schools

from pdsched import Plan, Problem


def _subjects(**departments: str) -> Problem:
    staff = [m | {"department": departments.get(m["id"], "")} for m in BASE["staff"]]
    given = [x | {"classes": ["5a"]} for x in BASE["lessons"]]
    return two_schools(staff=staff, lessons=given)


SCHOOLS = _subjects(ada="maths", bob="music", cyd="maths")
"""The two schools, where all lessons are those of class 5a."""
BOTH = plan_of(
    SCHOOLS,
    [session("sheets-1", TUE, "09:00", "ada", "bob")],
    [cover("ada-tue-2", TUE, "sam"), cover("bob-tue-2", TUE, "sue")],
    [engaged("sam", TUE, "am"), engaged("sue", TUE, "am")],
)
"""Ada and bob leave lessons on Tuesday at nine."""
TWICE = ada_at_nine(THU, SCHOOLS)
"""Ada leaves lessons on Tuesday and Thursday, and sue comes on both."""
CLUB = plan_of(SCHOOLS, [club(FRI, "09:00")])
CALL = plan_of(SCHOOLS, [remote("calls-1", FRI, "09:00", "ada")])
READING = plan_of(SCHOOLS, [reads(FRI, "08:00", "cyd")])
WITH_TOM = plan_of(
    SCHOOLS, [session("sheets-1", FRI, "09:00", "dot"), remote("calls-1", FRI, "13:00", "ada")]
)
"""Tom gives two sessions on Friday: at north in the morning, by telephone after noon."""

CASES: dict[str, tuple[Plan, dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "two-people-a-date": (
        BOTH,
        {"count": "people", "per": "date", "each": "school"},
        {"at_most": 2},
        {"at_most": 1},
    ),
    "people-on-a-weekday": (
        BOTH,
        {"count": "people", "per": "date", "at_most": 1},
        {"of": {"weekdays": ["mon", "thu"]}},
        {"of": {"weekdays": ["mon", "tue"]}},
    ),
    "people-of-a-department": (
        BOTH,
        {"count": "people", "per": "date", "at_most": 0},
        {"of": {"departments": ["science"]}},
        {"of": {"departments": ["music", "science"]}},
    ),
    "people-of-each-department": (
        BOTH,
        {"count": "people", "per": "date", "at_most": 1},
        {"each": "department"},
        {"each": "role"},
    ),
    "a-share-of-the-people-of-a-school": (
        BOTH,
        {"count": "people", "per": "half-day", "each": "school"},
        {"at_most": 0.67},
        {"at_most": 0.66},
    ),
    "a-share-always-allows-one": (
        BOTH,
        {"count": "people", "per": "date", "at_most": 0.0},
        {"of": {"departments": ["music"]}},
        {"of": {"schools": ["north"]}},
    ),
    "once-however-often": (
        TWICE,
        {"per": "week", "each": "school", "at_most": 1},
        {"count": "people"},
        {"count": "releases"},
    ),
    "releases-of-each-person": (
        BOTH,
        {"count": "releases", "per": "week", "at_most": 1},
        {"each": "person"},
        {"each": "school"},
    ),
    "releases-in-a-window": (
        TWICE,
        {"count": "releases", "per": "window", "each": "person", "at_most": 1},
        {"window_days": 2},
        {"window_days": 3},
    ),
    "people-in-a-window": (
        TWICE,
        {"count": "people", "per": "window", "window_days": 3},
        {"at_most": 1},
        {"at_most": 0},
    ),
    "releases-for-a-topic": (
        TWICE,
        {"count": "releases", "per": "month", "at_most": 1},
        {"of": {"topics": ["sheets"]}},
        {"of": {"topics": ["sheets", "calls"]}},
    ),
    "releases-for-a-course-of-a-modality": (
        TWICE,
        {"count": "releases", "per": "plan", "at_most": 0},
        {"of": {"courses": ["sheets-1"], "modalities": ["remote"]}},
        {"of": {"courses": ["sheets-1"], "modalities": ["remote", "in-person"]}},
    ),
    "lessons-of-each-class": (
        BOTH,
        {"count": "lessons", "per": "date", "each": "class"},
        {"at_most": 2},
        {"at_most": 1},
    ),
    "lessons-of-a-half-day": (
        TWICE,
        {"count": "lessons", "per": "plan", "at_most": 0},
        {"of": {"halves": ["pm"]}},
        {"of": {"halves": ["am"]}},
    ),
    "people-asked-for": (
        BOTH,
        {"count": "people", "per": "plan", "each": "school", "of": {"schools": ["north"]}},
        {"at_least": 2},
        {"at_least": 3},
    ),
    "people-asked-for-once-however-often": (
        TWICE,
        {"per": "week", "at_least": 2, "of": {"dates": ["2026-09-08", "2026-09-10"]}},
        {"count": "releases"},
        {"count": "people"},
    ),
    "a-share-asked-for": (
        BOTH,
        {"count": "people", "per": "plan", "of": {"schools": ["north"]}},
        {"at_least": 0.66},
        {"at_least": 0.67},
    ),
    "releases-asked-for-on-each-date": (
        TWICE,
        {"count": "releases", "per": "date", "at_least": 1},
        {"of": {"dates": ["2026-09-08", "2026-09-10"]}},
        {"of": {"dates": ["2026-09-08", "2026-09-09", "2026-09-10"]}},
    ),
    "releases-asked-for-in-a-window": (
        TWICE,
        {"count": "releases", "per": "window", "at_least": 1, "of": {"weekdays": ["tue", "wed"]}},
        # Of nine school days the second has a release; a window of seven could begin after it.
        {"window_days": 8},
        {"window_days": 7},
    ),
    "sessions-asked-for-of-each-trainer": (
        WITH_TOM,
        {"count": "sessions", "per": "plan", "each": "trainer", "of": {"trainers": ["tom"]}},
        {"at_least": 2},
        {"at_least": 3},
    ),
    "minutes-asked-for-at-each-school": (
        WITH_TOM,
        {"count": "minutes", "per": "plan", "each": "school", "at_least": 60},
        {"of": {"zones": ["a"]}},
        {"of": {"zones": ["a", "b"]}},
    ),
    "covers-of-each-class": (
        BOTH,
        {"count": "covers", "per": "date", "each": "class"},
        {"at_most": 2},
        {"at_most": 1},
    ),
    "covers-of-a-department": (
        BOTH,
        {"count": "covers", "per": "date", "at_most": 0},
        {"of": {"departments": ["science"]}},
        {"of": {"departments": ["science", "music"]}},
    ),
    "covers-of-each-person": (
        BOTH,
        {"count": "covers", "per": "half-day", "at_most": 1},
        {"each": "person"},
        {"each": "school"},
    ),
    "covers-by-each-substitute": (
        BOTH,
        {"count": "covers", "per": "week", "at_most": 1},
        {"each": "substitute"},
        {"each": "role"},
    ),
    "covers-by-a-substitute": (
        TWICE,
        {"count": "covers", "per": "plan", "at_most": 1},
        {"of": {"substitutes": ["sam"]}},
        {"of": {"substitutes": ["sam", "sue"]}},
    ),
    "half-days-of-each-substitute": (
        BOTH,
        {"count": "half-days", "per": "date", "at_most": 1},
        {"each": "substitute"},
        {"each": "school"},
    ),
    "half-days-of-a-substitute": (
        TWICE,
        {"count": "half-days", "per": "week", "at_most": 1},
        {"of": {"substitutes": ["sam"]}},
        {"of": {"substitutes": ["sam", "sue"]}},
    ),
    "half-days-in-a-zone": (
        TWICE,
        {"count": "half-days", "per": "plan", "at_most": 1},
        {"of": {"zones": ["b"]}},
        {"of": {"zones": ["a"]}},
    ),
    "half-days-on-dates": (
        TWICE,
        {"count": "half-days", "per": "plan", "at_most": 0},
        {"of": {"dates": ["2026-09-09"]}},
        {"of": {"dates": ["2026-09-09", "2026-09-10"]}},
    ),
    "sessions-at-each-school": (
        CALL,
        {"count": "sessions", "per": "date", "at_most": 0},
        {"each": "school"},
        {"each": "trainer"},
    ),
    "sessions-without-trainer": (
        CLUB,
        {"count": "sessions", "per": "date", "at_most": 0},
        {"each": "trainer"},
        {"each": "school"},
    ),
    "sessions-of-a-trainer": (
        WITH_TOM,
        {"count": "sessions", "per": "date", "of": {"trainers": ["tom"]}},
        {"at_most": 2},
        {"at_most": 1},
    ),
    "sessions-of-a-half-day": (
        WITH_TOM,
        {"count": "sessions", "at_most": 1},
        {"per": "half-day"},
        {"per": "date"},
    ),
    "minutes-of-each-trainer": (
        WITH_TOM,
        {"count": "minutes", "per": "week", "each": "trainer"},
        {"at_most": 120},
        {"at_most": 119},
    ),
    "minutes-at-a-school": (
        WITH_TOM,
        {"count": "minutes", "per": "month", "at_most": 59},
        {"of": {"schools": ["south"]}},
        {"of": {"schools": ["north"]}},
    ),
}
"""A plan, what limits of it have in common, and what one that it keeps and one it breaks have."""
