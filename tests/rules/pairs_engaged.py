"""Pairs about substitutes who are staff or trainers besides: an engagement takes the half-day.

Dot is on the staff of north and a substitute. On Tuesday at 8 she holds a lesson of ada's, engaged
at north for the morning, whose lessons are from 8 to 11; or at 13, for the afternoon, whose only
lesson is from 13 to 14.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pairs import Pair, Side, pair, policies, problems, sides
from schools import (
    BASE,
    PERIODS,
    THU,
    TUE,
    cover,
    engaged,
    lesson,
    need,
    plan_of,
    session,
    two_schools,
)

from pdsched.plan import Cover, Engagement, Plan, Session
from pdsched.policy import Policy
from pdsched.problem import Problem

BELLS = [
    *PERIODS,
    *(
        {"id": start, "start": start, "end": end}
        for start, end in (("07:00", "08:00"), ("11:00", "12:00"), ("11:20", "12:20"))
    ),
    {"id": "11:40", "start": "11:40", "end": "12:40"},
]
NORTH, SOUTH = ({"schools": list(schools)} for schools in (("north", "south"), ("south", "north")))
WHOLE = Policy(release_half_days=True)
FREELY = Policy(colleague_cover="volunteers", away_at_once=1)
ALONE: dict[str, Any] = {"school": None, "trainer": None, "room": None}


def roles(dot: dict[str, Any] = NORTH, way: int = 20, back: int = 20, **fields: Any) -> Problem:
    """The two schools with dot in two roles, so far from each other, to south and back."""
    staff = [r | {"role": "teacher"} | dot if r["id"] == "dot" else r for r in BASE["staff"]]
    given = {
        "schools": [school | {"periods": BELLS} for school in BASE["schools"]],
        "travel": [
            {"origin": "north", "destination": "south", "minutes": way},
            {"origin": "south", "destination": "north", "minutes": back},
        ],
        "staff": staff,
        "needs": [*BASE["needs"], *(need("dot", x) for x in ("reading-1", "coach-1", "calls-1"))],
        "substitutes": [
            *BASE["substitutes"],
            {"id": "dot", "zones": ["a", "b"], "available": [{}]},
        ],
    }
    return two_schools(**given | fields)


def more(*lessons: dict[str, Any]) -> list[dict[str, Any]]:
    """The lessons of the two schools, and these."""
    return [*BASE["lessons"], *lessons]


def own(start: str, end: str, school: str = "south", **fields: Any) -> dict[str, Any]:
    """A lesson of dot's on Tuesdays."""
    given = {"id": f"dot-{start}", "staff": ["dot"], "school": school, "day": "tue"}
    return given | {"start": start, "end": end} | fields


def reads(start: str, staff: str = "dot", day: date = TUE, length: int = 30) -> Session:
    """Somebody reads at home, half an hour if nothing else is said."""
    return session("reading-1", day, start, staff, **ALONE, length=length)


def coached(start: str) -> Session:
    """Dot is coached at south by tom."""
    return session("coach-1", TUE, start, "dot", school="south", room=None)


ADA = session("sheets-1", TUE, "08:00", "ada")
LATE = session("sheets-1", TUE, "13:00", "ada")
MORNING, AFTERNOON = engaged("dot", TUE, "am"), engaged("dot", TUE, "pm")


def morning(problem: Problem, *sessions: Session, covers: Iterable[Cover] = ()) -> Plan:
    """Ada learns at 8 on Tuesday, and dot, engaged for the morning, holds her lesson."""
    held = cover("ada-tue-1", TUE, "dot")
    return plan_of(problem, [ADA, *sessions], [held, *covers], [MORNING])


def afternoon(problem: Problem, *sessions: Session) -> Plan:
    """Ada learns at 13 on Tuesday, and dot, engaged for the afternoon, holds her lesson."""
    return plan_of(problem, [LATE, *sessions], [cover("ada-tue-4", TUE, "dot")], [AFTERNOON])


def sessions(
    problem: Problem, kept: Session, broken: Session, policy: Policy | None = None
) -> Pair:
    """Dot, engaged for the morning, is at this session; at that one."""
    both = (Side(problem, morning(problem, one), policy or Policy()) for one in (kept, broken))
    return sides(both)


# --- her own lessons ---


@pair("one-place")
def engaged_before_a_lesson() -> Pair:
    """Dot has a lesson of her own at south 20 minutes after the morning: so far away; farther."""
    lessons = more(own("11:20", "12:20"))
    kept, broken = (roles(way=way, back=5, lessons=lessons) for way in (20, 21))
    return problems(morning, kept, broken)


@pair("one-place")
def engaged_after_a_lesson() -> Pair:
    """Dot has a lesson of her own at south until 20 minutes before 8: so far away; farther."""
    lessons = more(own("07:00", "07:40", cover="not-needed"))
    kept, broken = (roles(way=5, back=back, lessons=lessons) for back in (20, 21))
    return problems(morning, kept, broken)


@pair("one-place")
def engaged_until_the_last_lesson() -> Pair:
    """Dot reads at 11, when the last lesson of the morning is over; it takes a minute longer."""
    kept, broken = (_ending(end) for end in ("11:00", "11:01"))
    return problems(lambda problem: morning(problem, reads("11:00")), kept, broken)


def _ending(end: str) -> Problem:
    """Bob's lesson at 10, which needs no cover, ends then."""
    return roles(
        lessons=[x | {"end": end} if x["id"] == "bob-tue-3" else x for x in BASE["lessons"]]
    )


@pair("one-place")
def engaged_from_the_first_lesson() -> Pair:
    """Dot reads until 7:30, when the first lesson of the morning begins; a minute earlier."""
    kept, broken = (
        roles(lessons=more(lesson("bob-tue-1", start=start, cover="not-needed")))
        for start in ("07:30", "07:29")
    )
    return problems(lambda problem: morning(problem, reads("07:00")), kept, broken)


@pair("one-place")
def engaged_in_a_lesson_that_is_left() -> Pair:
    """Dot leaves a lesson at south, 20 minutes away: it begins at 11:20; at 11:10."""
    kept, broken = (
        roles(lessons=more(own(start, "12:20", cover="not-needed"))) for start in ("11:20", "11:10")
    )
    return problems(lambda problem: morning(problem, reads("11:20")), kept, broken)


# --- lessons that she covers as a colleague ---

CYD = own("11:20", "12:20", id="cyd-late", staff=["cyd"])


@pair("one-place")
def engaged_before_a_cover() -> Pair:
    """Dot covers for cyd at south 20 minutes after the morning: so far away; farther."""
    held = [Cover(staff="cyd", lesson="cyd-late", date=TUE, colleague="dot")]
    volunteer = NORTH | {"cover_volunteer": True}
    kept, broken = (
        roles(volunteer, way=way, back=5, lessons=more(CYD), protected=[]) for way in (20, 21)
    )
    return problems(
        lambda problem: morning(problem, reads("11:20", "cyd"), covers=held),
        kept,
        broken,
        policy=FREELY,
    )


@pair("one-place")
def engaged_beside_a_cover() -> Pair:
    """Dot covers for cyd as a colleague at 10 on Thursday; on Tuesday, in the morning."""
    thursday = lesson("cyd-thu-3", school="south")
    problem = roles(NORTH | {"cover_volunteer": True}, lessons=more(thursday))
    kept, broken = (
        morning(
            problem,
            reads("10:00", "cyd", day),
            covers=[Cover(staff="cyd", lesson=name, date=day, colleague="dot")],
        )
        for name, day in (("cyd-thu-3", THU), ("cyd-tue-3", TUE))
    )
    return sides((Side(problem, kept, FREELY), Side(problem, broken, FREELY)))


# --- sessions that she attends ---


@pair("one-place")
def engaged_and_attending() -> Pair:
    """Dot reads at 11, after the morning; at 10."""
    return sessions(roles(), reads("11:00"), reads("10:00"))


@pair("one-place")
def engaged_after_attending() -> Pair:
    """Dot reads from 7 until 8, when the lessons begin; a minute longer."""
    both = []
    for length in (60, 61):
        courses = [
            c | {"minutes": length} if c["id"] == "reading-1" else c for c in BASE["courses"]
        ]
        problem = roles(courses=courses)
        both.append(Side(problem, morning(problem, reads("07:00", length=length)), Policy()))
    return sides(both)


@pair("one-place")
def from_the_school_to_a_session() -> Pair:
    """Dot of south learns there 20 minutes after the morning at north: so far away; farther."""
    kept, broken = (roles(SOUTH, way=way, back=5) for way in (20, 21))
    return problems(lambda problem: morning(problem, coached("11:20")), kept, broken)


@pair("one-place")
def from_a_session_to_the_school() -> Pair:
    """Dot of south learns there until 20 minutes before the afternoon: so far away; farther."""
    kept, broken = (roles(SOUTH, way=5, back=back) for back in (20, 21))
    return problems(lambda problem: afternoon(problem, coached("11:40")), kept, broken)


def at_south(problem: Problem, *sessions: Session) -> Plan:
    """Dot is engaged at south for the morning, from 10 to 11, and holds cyd's lesson."""
    return plan_of(
        problem,
        [reads("10:00", "cyd"), *sessions],
        [cover("cyd-tue-3", TUE, "dot")],
        [engaged("dot", TUE, "am", "south")],
    )


@pair("one-place")
def the_way_from_home_to_a_session() -> Pair:
    """Dot, engaged at south until 11, learns there from 11: south is her home; north is."""
    return problems(lambda p: at_south(p, coached("11:00")), roles(SOUTH), roles(NORTH))


@pair("one-place")
def a_half_day_that_is_left() -> Pair:
    """Dot leaves a lesson at north at 8, engaged at south from 10: alone; with the half-day."""
    problem = roles(lessons=more(own("08:00", "09:00", "north")))
    return policies(_leaving(problem, "08:00", "am"), Policy(), WHOLE, problem)


@pair("one-place")
def another_half_day_that_is_left() -> Pair:
    """Dot leaves the half-day of a lesson at 13, engaged in the morning; of one at 8."""
    problem = roles(
        lessons=more(own("08:00", "09:00", "north"), own("13:00", "14:00", "north")),
    )
    kept, broken = (
        _leaving(problem, start, half) for start, half in (("13:00", "pm"), ("08:00", "am"))
    )
    return sides((Side(problem, kept, WHOLE), Side(problem, broken, WHOLE)))


def _leaving(problem: Problem, start: str, half: str) -> Plan:
    """Dot, engaged at south in the morning, reads in a lesson of her own, which sam holds."""
    plan = at_south(problem, reads(start))
    held = Cover(staff="dot", lesson=f"dot-{start}", date=TUE, substitute="sam")
    return plan_of(
        problem,
        plan.sessions,
        [*plan.covers, held],
        [*plan.engagements, engaged("sam", TUE, half)],
    )


# --- when she is not free ---


@pair("one-place")
def engaged_while_unavailable() -> Pair:
    """Dot cannot come from 11 on; from a minute before."""
    kept, broken = (_refusing(start=start, end="12:00") for start in ("11:00", "10:59"))
    return problems(morning, kept, broken)


@pair("one-place")
def engaged_while_unavailable_on_a_date() -> Pair:
    """Dot cannot come on the morning of Thursday; of Tuesday."""
    kept, broken = (_refusing(start="08:00", end="11:00", dates=[d]) for d in (THU, TUE))
    return problems(morning, kept, broken)


def _refusing(**window: Any) -> Problem:
    return roles(NORTH | {"unavailable": [window]})


@pair("one-place")
def engaged_in_protected_time() -> Pair:
    """Dot plans from 11 on; from a minute before."""
    kept, broken = (_planning(start) for start in ("11:00", "10:59"))
    return problems(morning, kept, broken)


@pair("one-place")
def engaged_where_time_is_protected() -> Pair:
    """Dot, engaged for the morning, plans at 10: nobody asks; protected time is kept free."""
    problem = _planning("10:00")
    free = Policy(off=("protected-time",))
    return policies(morning(problem), free, Policy(), problem)


def _planning(start: str) -> Problem:
    time = {"id": "plan", "staff": "dot", "day": "tue", "start": start, "end": "12:00"}
    return roles(protected=[time])


# --- one adult ---

ADAS = ("ada-tue-1", "ada-tue-2", "ada-tue-4")


def _of_5a(*lessons: dict[str, Any]) -> Problem:
    """Ada's lessons on Tuesday, and these, are of one class."""
    given = [x | {"classes": ["5a"]} for x in (*BASE["lessons"], *lessons)]
    kept = [x for x in given if x["id"] in {*ADAS, *(y["id"] for y in lessons)}]
    return roles(NORTH | {"cover_volunteer": True}, lessons=kept)


def _twice(problem: Problem, first: str, **second: str) -> Plan:
    """Ada leaves her lessons at 8 and at 13: one of them holds the first, one the second."""
    held = Cover(staff="ada", lesson="ada-tue-4", date=TUE, **second)
    hired: list[Engagement] = [engaged(first, TUE, "am")]
    call = session("calls-1", TUE, "13:00", "ada", school=None, room=None)
    return plan_of(problem, [ADA, call], [cover("ada-tue-1", TUE, first), held], hired)


@pair("adults-a-day")
def substitute_and_colleague_are_one() -> Pair:
    """Dot holds a lesson of 5a as a substitute and one as a colleague; sue holds the first."""
    problem = _of_5a()
    policy = Policy(colleague_cover="volunteers", releases_per_week=2, adults_of_a_class_a_day=2)
    both = (
        Side(problem, _twice(problem, first, colleague="dot"), policy) for first in ("dot", "sue")
    )
    return sides(both)


@pair("adults-a-day")
def substitute_and_teacher_are_one() -> Pair:
    """Dot, who teaches 5a at 14, holds a lesson of it as a substitute; sue does."""
    problem = _of_5a(own("14:00", "15:00", "north"))
    policy = Policy(adults_of_a_class_a_day=1)
    both = (
        Side(
            problem,
            plan_of(problem, [ADA], [cover("ada-tue-1", TUE, who)], [engaged(who, TUE, "am")]),
            policy,
        )
        for who in ("dot", "sue")
    )
    return sides(both)
