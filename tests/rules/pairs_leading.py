"""Pairs about staff who lead sessions: a leader is released like one who attends."""

from __future__ import annotations

from datetime import date
from typing import Any

from pairs import DEFAULT, Pair, Side, pair, plans, policies, problems, sides, with_sessions
from schools import (
    BASE,
    FRI,
    THU,
    TUE,
    TUE2,
    changed,
    cover,
    engaged,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.plan import Cover, Plan, Release, Session
from pdsched.policy import Policy
from pdsched.problem import Problem

HOURS = [{"start": "06:00", "end": "16:00"}]
LEADERS = [
    *BASE["trainers"],
    {"id": "ada", "courses": ["sheets-1", "calls-1"], "available": HOURS},
    {"id": "bob", "courses": ["sheets-1", "calls-1"], "available": HOURS},
]
"""Tom, and ada and bob, who teach at north."""


def led(**fields: Any) -> Problem:
    """The two schools, whose ada and bob train others, too."""
    return two_schools(**{"trainers": LEADERS} | fields)


ALONE: dict[str, Any] = {"school": None, "trainer": None, "room": None}
NORTH = session("sheets-1", FRI, "09:00", "dot", trainer="ada")
"""Ada leads at her own school on the pupil-free Friday."""
SOUTH = session("sheets-1", FRI, "09:00", "cyd", school="south", trainer="ada", room="hall")
"""Ada leads at south, 20 minutes away."""


def at(start: str) -> Session:
    """Ada leads at north on Tuesday."""
    return session("sheets-1", TUE, start, "dot", trainer="ada")


def _at_nine(*covers: Cover, **fields: Any) -> Plan:
    """Ada leads on Tuesday at 9, when she has a lesson; sue is there."""
    return plan_of(led(**fields), [at("09:00")], covers, [engaged("sue", TUE, "am")])


def _without(plan: Plan, *left: Release, **fields: Any) -> Plan:
    """The plan with the leader's release replaced by those, or by itself with these fields."""
    mine = next(release for release in plan.releases if release.leads)
    others = tuple(release for release in plan.releases if release != mine)
    added = left if left or not fields else (mine.model_copy(update=fields),)
    return plan.model_copy(update={"releases": (*others, *added)}).canonical()


def _leaders(plan: Plan) -> Release:
    return next(release for release in plan.releases if release.leads)


# --- the record of it ---


@pair("records")
def a_leader_is_released() -> Pair:
    """Ada leads, and a release says so; none does."""
    kept = plan_of(led(), [NORTH])
    return plans(kept, _without(kept), problem=led())


@pair("records")
def a_leader_is_released_once() -> Pair:
    """Ada has a release for the session that she leads; two."""
    kept = plan_of(led(), [NORTH])
    return plans(kept, _without(kept, *[_leaders(kept)] * 2), problem=led())


@pair("records")
def a_leader_meets_no_need() -> Pair:
    """The leader's release names no need; one of hers."""
    kept = plan_of(led(), [NORTH])
    return plans(kept, _without(kept, need="ada:sheets-2"), problem=led())


@pair("records")
def who_attends_meets_a_need() -> Pair:
    """Dot's release names her need; none, as if she led."""
    kept = plan_of(led(), [NORTH])
    mine = [r if r.leads else r.model_copy(update={"need": None}) for r in kept.releases]
    return plans(kept, kept.model_copy(update={"releases": tuple(mine)}), problem=led())


@pair("records")
def a_leaders_release_is_the_session() -> Pair:
    """Ada leads at south from 9 to 10, and is released then; with the way from north and back."""
    kept = plan_of(led(), [SOUTH])
    times = {"start": "08:40", "end": "10:20"}
    broken = Release.model_validate(_leaders(kept).model_dump() | times)
    return plans(kept, _without(kept, broken), problem=led())


@pair("records")
def a_leaders_release_lists_lessons() -> Pair:
    """Ada leads at 9, and leaves her lesson at 9; the release lists none."""
    kept = _at_nine(cover("ada-tue-2", TUE, "sue"))
    return plans(kept, _without(kept, lessons=()), problem=led())


# --- who holds the leader's lessons ---


@pair("cover")
def a_leaders_lesson() -> Pair:
    """Ada leads at 9, and sue holds her lesson; only bob's, of the same session, at that time."""
    problem = led()
    taken = session("sheets-1", TUE, "09:00", "bob", trainer="ada")
    bob, ada = cover("bob-tue-2", TUE, "sue"), cover("ada-tue-2", TUE, "sam")
    hired = [engaged("sue", TUE, "am"), engaged("sam", TUE, "am")]
    kept, broken = (
        plan_of(problem, [taken], [bob, *more], hired[: 1 + len(more)]) for more in ([ada], [])
    )
    return plans(kept, broken, problem=problem, policy=Policy(away_at_once=1))


@pair("cover")
def a_leaders_way_from_a_lesson() -> Pair:
    """Ada, who teaches at north until 10, leads at south at 10: next door; 20 minutes away."""
    taken = session("sheets-1", TUE, "10:00", "dot", school="south", trainer="ada", room="hall")
    near, far = (
        led(travel=[{"origin": "north", "destination": "south", "minutes": way}]) for way in (0, 20)
    )
    return problems(with_sessions(taken), near, far)


@pair("coverable")
def a_leaders_lesson_that_cannot_be_covered() -> Pair:
    """Ada leads at 10, when she is free; at 13, when her lesson cannot be covered."""
    problem = led(**changed("lessons", "ada-tue-4", cover="impossible"))
    kept, broken = (plan_of(problem, [at(start)]) for start in ("10:00", "13:00"))
    return plans(kept, broken, problem=problem)


@pair("half-day-releases")
def a_leaders_half_day() -> Pair:
    """Bob leads at 9, and leaves his lesson at 10, too, which needs no cover; keeps it."""
    problem = led()
    taken = session("sheets-1", TUE, "09:00", "dot", trainer="bob")
    covers = [cover("bob-tue-2", TUE, "sue")]
    broken = plan_of(problem, [taken], covers, [engaged("sue", TUE, "am")])
    kept = _without(broken, lessons=("bob-tue-2", "bob-tue-3"))
    return plans(kept, broken, problem=problem, policy=Policy(release_half_days=True))


@pair("colleague-cover")
def no_cover_by_who_leads() -> Pair:
    """Bob holds ada's lesson at 8, and leads a call at 13; at 8."""
    problem = led(needs=[*BASE["needs"], need("dot", "calls-1")])
    held = [Cover(staff="ada", lesson="ada-tue-1", date=TUE, colleague="bob")]
    attended = session("sheets-1", TUE, "08:00", "ada")
    kept, broken = (
        plan_of(problem, [attended, _call(start, "bob")], held) for start in ("13:00", "08:00")
    )
    return plans(kept, broken, problem=problem, policy=Policy(colleague_cover="all"))


def _call(start: str, trainer: str, day: date = TUE) -> Session:
    return session("calls-1", day, start, "dot", school=None, trainer=trainer, room=None)


# --- when a leader cannot be away ---


def _dated(kind: str, first: tuple[str, str], second: tuple[str, str], **fields: Any) -> Pair:
    """Ada leads at south on Friday from 9 to 10, with a time of this kind, and with that."""
    kept, broken = (led(**{kind: [{"start": x, "end": y} | fields]}) for x, y in (first, second))
    return problems(with_sessions(SOUTH), kept, broken)


@pair("staff-available")
def a_leader_while_unavailable() -> Pair:
    """Ada cannot come until 9, when the session that she leads begins; until 9:01."""
    kept, broken = (
        led(**changed("staff", "ada", unavailable=[{"start": "08:00", "end": end, "dates": [FRI]}]))
        for end in ("09:00", "09:01")
    )
    return problems(with_sessions(SOUTH), kept, broken)


@pair("staff-available")
def a_leader_while_the_home_school_is_closed() -> Pair:
    """Ada leads at south on a Thursday when north is open; when it is closed."""
    taken = session("sheets-1", THU, "13:00", "cyd", school="south", trainer="ada", room="hall")
    return problems(with_sessions(taken), led(), led(**changed("schools", "north", closed=[THU])))


@pair("protected-time")
def a_leaders_protected_time() -> Pair:
    """Ada leads until 10, when her planning begins; begins a minute before."""
    who = {"id": "plan", "staff": "ada", "date": FRI}
    return _dated("protected", ("10:00", "11:00"), ("09:59", "11:00"), **who)


@pair("protected-minutes")
def a_leaders_protected_minutes() -> Pair:
    """Ada loses half an hour of planning, because she leads: half an hour may be; a minute less."""
    times = {"start": "09:30", "end": "10:30"}
    problem = led(protected=[{"id": "plan", "staff": "ada", "date": FRI} | times])
    kept, broken = (Policy(protected_minutes=n, off=("protected-time",)) for n in (30, 29))
    return policies(plan_of(problem, [SOUTH]), kept, broken, problem)


@pair("blackouts")
def a_leaders_blackout() -> Pair:
    """Ada of north leads at south until 10, when a blackout of north begins; a minute before."""
    dark = {"id": "dark", "first": FRI, "last": FRI, "schools": ["north"]}
    kept, broken = (
        led(calendar=BASE["calendar"] | {"blackouts": [dark | {"start": start}]})
        for start in ("10:00", "09:59")
    )
    return problems(with_sessions(SOUTH), kept, broken)


# --- how often, and how many ---


@pair("away-at-once")
def a_leader_is_away() -> Pair:
    """Ada leads and bob attends, both from lessons: all may be away; one of the three."""
    plan = a_leaders_lesson().kept.plan
    return policies(plan, Policy(away_at_once=1), Policy(), led())


@pair("releases-per-week")
def a_leader_in_a_week() -> Pair:
    """Ada leads on Tuesday and attends on Thursday, both from lessons: two may be; one."""
    problem = led()
    plan = plan_of(
        problem,
        [at("09:00"), remote("calls-1", THU, "09:00", "ada")],
        [cover("ada-tue-2", TUE, "sue"), cover("ada-thu-2", THU, "sue")],
        [engaged("sue", TUE, "am"), engaged("sue", THU, "am")],
    )
    kept, broken = (Policy(releases_per_week=n) for n in (2, 1))
    return policies(plan, kept, broken, problem)


@pair("lesson-misses")
def a_leader_misses_a_lesson() -> Pair:
    """Ada leads on two Tuesdays at 9, when she has a lesson: two may be missed; one."""
    problem = led(needs=[need("dot", "sheets-1"), need("dot", "calls-1")])
    plan = plan_of(
        problem,
        [at("09:00"), _call("09:00", "ada", TUE2)],
        [cover("ada-tue-2", day, "sue") for day in (TUE, TUE2)],
        [engaged("sue", day, "am") for day in (TUE, TUE2)],
    )
    kept, broken = (Policy(misses_of_a_lesson=n) for n in (2, 1))
    return policies(plan, kept, broken, problem)


@pair("working-day")
def a_leaders_day() -> Pair:
    """Ada teaches for three hours and leads for one: four are allowed; a minute less."""
    problem = led()
    kept, broken = (Policy(working_day_minutes=n) for n in (240, 239))
    return policies(plan_of(problem, [at("10:00")]), kept, broken, problem)


# --- one place ---


@pair("one-place")
def leads_and_attends() -> Pair:
    """Ada reads for an hour until 9, when the session begins that she leads; a minute longer."""
    both = []
    for length in (60, 61):
        problem = led(
            needs=[*BASE["needs"], need("ada", "reading-1")],
            **changed("courses", "reading-1", minutes=length),
        )
        reads = session("reading-1", FRI, "08:00", "ada", **ALONE, length=length)
        both.append(Side(problem, plan_of(problem, [NORTH, reads]), DEFAULT))
    return sides(both)


@pair("one-place")
def attends_what_they_lead() -> Pair:
    """Ada leads a session for dot; for dot and for herself."""
    problem = led()
    both = session("sheets-1", FRI, "09:00", "ada", "dot", trainer="ada")
    return plans(plan_of(problem, [NORTH]), plan_of(problem, [both]), problem=problem)


def _way(origin: str, destination: str, *sessions: Session, least: int) -> Pair:
    """These sessions with so many minutes of way from one school to the other; with one more."""
    kept, broken = (
        led(
            travel=[
                {"origin": origin, "destination": destination, "minutes": way},
                {"origin": destination, "destination": origin, "minutes": 1},
            ],
            needs=[*BASE["needs"], need("ada", "coach-1")],
        )
        for way in (least, least + 1)
    )
    return problems(with_sessions(*sessions), kept, broken)


@pair("one-place")
def from_leading_to_attending() -> Pair:
    """Ada leads at south until 10, and attends at north from 13: three hours away; more."""
    coached = session("coach-1", FRI, "13:00", "ada", room=None)
    return _way("south", "north", SOUTH, coached, least=180)


@pair("one-place")
def from_attending_to_leading() -> Pair:
    """Ada attends at north until 9, and leads at south from 13: four hours away; more."""
    late = session("sheets-1", FRI, "13:00", "cyd", school="south", trainer="ada", room="hall")
    coached = session("coach-1", FRI, "08:00", "ada", room=None)
    return _way("north", "south", coached, late, least=240)
