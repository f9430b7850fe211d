"""Pairs about the time that staff who learn or cover keep at midday.

The bells of the two schools leave all of it free, so the span in which a lunch has to lie is put
where the sessions are.
"""

from __future__ import annotations

from typing import Any

from pairs import SCHOOLS, Pair, club, pair, plans, policies, problems
from pairs_colleagues import ALL, by_colleague
from pairs_engaged import ADA, NORTH, morning, reads, roles
from schools import FRI, MON, TUE, changed, cover, engaged, need, plan_of, session, two_schools

from pdsched.plan import Cover
from pdsched.policy import Policy

NINE = session("sheets-1", FRI, "09:00", "dot")


def lunch(minutes: int, start: str, end: str, **more: Any) -> Policy:
    """A lunch of so many minutes in a span."""
    figures = {"staff_lunch_minutes": minutes, "staff_lunch_from": start, "staff_lunch_to": end}
    return Policy(**figures, **more)


@pair("staff-lunch")
def minutes_in_a_row() -> Pair:
    """Dot learns from 9 to 10, and has 30 minutes before and 29 after: 30 may be; 31 not."""
    kept, broken = (lunch(n, "08:30", "10:29") for n in (30, 31))
    return policies(plan_of(SCHOOLS, [NINE]), kept, broken)


@pair("staff-lunch")
def no_earlier_than_its_span() -> Pair:
    """Dot has lunch before 9, from 8:30; from 8:31."""
    kept, broken = (lunch(30, start, "10:00") for start in ("08:30", "08:31"))
    return policies(plan_of(SCHOOLS, [NINE]), kept, broken)


@pair("staff-lunch")
def no_later_than_its_span() -> Pair:
    """Dot has lunch after 10, until 10:30; until 10:29."""
    kept, broken = (lunch(30, "09:00", end) for end in ("10:30", "10:29"))
    return policies(plan_of(SCHOOLS, [NINE]), kept, broken)


@pair("staff-lunch")
def by_all_releases_of_a_date() -> Pair:
    """Dot is at sheets-1 at 9 and at a club with ada on Monday at 10; on Friday, too."""
    clubs = (club(day, "10:00") for day in (MON, FRI))
    kept, broken = (plan_of(SCHOOLS, [NINE, one]) for one in clubs)
    return plans(kept, broken, policy=lunch(60, "09:00", "11:00"))


@pair("staff-lunch")
def what_is_left_of_a_lesson() -> Pair:
    """Cyd is back at 10:20 from what took a lesson until 11: 40 minutes are free; not 41."""
    plan = plan_of(
        SCHOOLS,
        [session("sheets-1", TUE, "09:00", "cyd")],
        [cover("cyd-tue-3", TUE, "sam")],
        [engaged("sam", TUE, "am", "south")],
    )
    kept, broken = (lunch(n, "09:00", "11:00") for n in (40, 41))
    return policies(plan, kept, broken)


@pair("staff-lunch")
def where_lessons_leave_none() -> Pair:
    """Bob learns from 10 to 11, when he has a lesson anyway; when he has none."""
    kept, broken = (
        two_schools(**changed("lessons", "bob-tue-3", start=start, end=end))
        for start, end in (("10:00", "11:00"), ("13:00", "14:00"))
    )

    def learns(problem: Any) -> Any:
        return plan_of(problem, [session("sheets-1", TUE, "10:00", "bob")])

    return problems(learns, kept, broken, policy=lunch(30, "10:00", "11:00"))


@pair("staff-lunch")
def who_covers() -> Pair:
    """Bob holds ada's lesson from 8 to 9, after half an hour; after 29 minutes."""
    given = ALL.model_dump(exclude=set(lunch(1, "08:00", "09:00").model_fields_set))
    kept, broken = (lunch(30, start, "09:00", **given) for start in ("07:30", "07:31"))
    return policies(by_colleague("bob"), kept, broken)


LONG = two_schools(**changed("courses", "club-1", minutes=180))
MORNING = plan_of(LONG, [club(FRI, "08:00", length=180)])


@pair("staff-lunch")
def a_long_session_has_its_own() -> Pair:
    """Ada and dot meet for three hours: from three hours on a session has a lunch; from 181."""
    kept, broken = (lunch(30, "08:00", "11:00", long_session_minutes=n) for n in (180, 181))
    return policies(MORNING, kept, broken, LONG)


@pair("staff-lunch")
def a_long_session_at_another_time() -> Pair:
    """An hour of the span lies in the three hours of a club; a minute less."""
    kept, broken = (lunch(60, "07:30", end, long_session_minutes=180) for end in ("09:00", "08:59"))
    return policies(MORNING, kept, broken, LONG)


# --- who is a substitute, too: dot, engaged for the morning, whose lessons are from 8 to 11 ---


@pair("staff-lunch")
def a_half_day_as_a_substitute() -> Pair:
    """Dot, engaged until 11, reads from 11 to 11:30, and has 30 minutes then: enough; 31 not."""
    problem = roles()
    kept, broken = (lunch(n, "08:00", "12:00") for n in (30, 31))
    return policies(morning(problem, reads("11:00")), kept, broken, problem)


@pair("staff-lunch")
def no_half_day_alone() -> Pair:
    """Of the span dot has half an hour after the morning; she reads besides, before it."""
    problem = roles()
    kept, broken = morning(problem), morning(problem, reads("07:00"))
    return plans(kept, broken, problem=problem, policy=lunch(60, "08:30", "11:30"))


@pair("staff-lunch")
def between_two_half_days() -> Pair:
    """Dot, engaged all day, reads at 11, and has from 11:30 to 13 then: enough; not."""
    problem = roles(needs=[*roles().model_dump()["needs"], need("ada", "reading-1")])
    whole = plan_of(
        problem,
        [ADA, reads("11:00"), reads("13:00", "ada")],
        [cover("ada-tue-1", TUE, "dot"), cover("ada-tue-4", TUE, "dot")],
        [engaged("dot", TUE, "am"), engaged("dot", TUE, "pm")],
    )
    kept, broken = (lunch(n, "11:00", "14:00", releases_per_week=2) for n in (90, 91))
    return policies(whole, kept, broken, problem)


@pair("staff-lunch")
def a_half_day_beside_a_colleagues_lesson() -> Pair:
    """Dot, engaged until 11, holds a lesson from 13 on for ada, after two hours; a minute less."""
    problem = roles(
        NORTH | {"cover_volunteer": True},
        needs=[*roles().model_dump()["needs"], need("ada", "reading-1")],
    )
    held = Cover(staff="ada", lesson="ada-tue-4", date=TUE, colleague="dot")
    plan = morning(problem, reads("13:00", "ada"), covers=[held])
    given = {"colleague_cover": "volunteers", "releases_per_week": 2, "away_at_once": 1}
    kept, broken = (lunch(120, start, "14:00", **given) for start in ("11:00", "11:01"))
    return policies(plan, kept, broken, problem)
