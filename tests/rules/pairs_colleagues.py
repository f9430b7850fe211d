"""Pairs about lessons that colleagues hold in their own free time."""

from __future__ import annotations

from typing import Any

from pairs import SCHOOLS, Pair, pair, plans, policies, problems, reads
from schools import BASE, FRI, TUE, changed, lesson, plan_of, remote, session, two_schools

from pdsched.plan import Cover, Plan
from pdsched.policy import Policy
from pdsched.problem import Problem

ALL, VOLUNTEERS = (
    Policy(colleague_cover=who, colleague_covers_per_week=5, away_at_once=1)
    for who in ("all", "volunteers")
)
ADA = session("sheets-1", TUE, "08:00", "ada")
"""Takes the lesson of ada's from 8 to 9."""
TIM = {"id": "tim", "courses": ["sheets-1"], "available": [{"start": "08:00", "end": "15:00"}]}
BOTH = {"schools": ["south", "north"]}


def held(name: str, colleague: str) -> Cover:
    """A colleague holds a lesson on Tuesday."""
    return Cover(staff=name.split("-")[0], lesson=name, date=TUE, colleague=colleague)


def by_colleague(colleague: str, problem: Problem = SCHOOLS) -> Plan:
    """Ada at sheets-1 on Tuesday at 8, while a colleague holds her first lesson."""
    return plan_of(problem, [ADA], [held("ada-tue-1", colleague)])


def _with(colleague: str, *, policy: Policy = ALL, **sides: dict[str, Any]) -> Pair:
    """Ada's colleague with these fields, and with those."""
    kept, broken = (two_schools(**changed("staff", colleague, **f)) for f in sides.values())
    return problems(lambda problem: by_colleague(colleague, problem), kept, broken, policy=policy)


@pair("colleague-cover")
def all_or_nobody() -> Pair:
    """Bob holds ada's lesson where all may be asked; where nobody is."""
    return policies(by_colleague("bob"), ALL, Policy())


@pair("colleague-cover")
def who_volunteers() -> Pair:
    """Where volunteers may be asked bob is one; he is none."""
    return _with("bob", policy=VOLUNTEERS, kept={"cover_volunteer": True}, broken={})


@pair("colleague-cover")
def who_teaches() -> Pair:
    """Where all may be asked dot, an assistant, volunteers; she does not."""
    return _with("dot", kept={"cover_volunteer": True}, broken={})


@pair("colleague-cover")
def of_the_same_school() -> Pair:
    """Cyd of south works at north too; she does not."""
    return _with("cyd", kept=BOTH, broken={})


@pair("colleague-cover")
def at_an_open_home() -> Pair:
    """Cyd of south comes to north on a Tuesday when south is open; when it is closed."""
    staff = changed("staff", "cyd", **BOTH)
    closed = changed("schools", "south", closed=[TUE])
    kept, broken = two_schools(**staff), two_schools(**staff, **closed)
    return problems(lambda problem: by_colleague("cyd", problem), kept, broken, policy=ALL)


@pair("colleague-cover")
def between_lessons() -> Pair:
    """Bob, who teaches at 9, holds ada's lesson at 8; at 9."""
    later = session("sheets-1", TUE, "09:00", "ada")
    return plans(
        by_colleague("bob"), plan_of(SCHOOLS, [later], [held("ada-tue-2", "bob")]), policy=ALL
    )


@pair("colleague-cover")
def nobody_for_themselves() -> Pair:
    """Bob holds ada's lesson; ada does, who is away."""
    return plans(by_colleague("bob"), by_colleague("ada"), policy=ALL)


@pair("colleague-cover")
def time_for_the_way() -> Pair:
    """Cyd, at north until 9, teaches at south at 10; at 9, twenty minutes away."""
    staff = changed("staff", "cyd", **BOTH)
    sooner = {"lessons": [*BASE["lessons"], lesson("cyd-tue-2", school="south")]}
    kept, broken = two_schools(**staff), two_schools(**staff, **sooner)
    return problems(lambda problem: by_colleague("cyd", problem), kept, broken, policy=ALL)


@pair("colleague-cover")
def not_released() -> Pair:
    """Dot, who holds ada's lesson on Tuesday, goes to sheets-1 on Friday; with ada."""
    problem = two_schools(**changed("staff", "dot", cover_volunteer=True))
    kept, broken = (
        plan_of(problem, groups, [held("ada-tue-1", "dot")])
        for groups in (
            [ADA, session("sheets-1", FRI, "09:00", "dot")],
            [session("sheets-1", TUE, "08:00", "ada", "dot")],
        )
    )
    return plans(kept, broken, problem=problem, policy=VOLUNTEERS)


@pair("colleague-cover")
def back_in_time() -> Pair:
    """Cyd, at north until 9, has a session at south at 13; at 9, twenty minutes away."""
    people = changed("staff", "cyd", **BOTH)
    problem = two_schools(**people, trainers=[*BASE["trainers"], TIM])
    kept, broken = (
        plan_of(
            problem,
            [ADA, session("sheets-1", TUE, at, "cyd", school="south", room="hall", trainer="tim")],
            [held("ada-tue-1", "cyd")],
        )
        for at in ("13:00", "09:00")
    )
    return plans(kept, broken, problem=problem, policy=ALL)


@pair("colleague-cover")
def while_at_work() -> Pair:
    """Bob is away until 8, when ada's lesson begins; until a minute later."""
    early, late = ({"unavailable": [{"start": "07:00", "end": end}]} for end in ("08:00", "08:01"))
    return _with("bob", kept=early, broken=late)


@pair("colleague-cover")
def on_a_working_day() -> Pair:
    """Bob works on Tuesdays alone, when ada's lesson is; on Mondays alone."""
    return _with("bob", kept={"works_on": ["tue"]}, broken={"works_on": ["mon"]})


@pair("colleague-cover")
def outside_protected_time() -> Pair:
    """Bob's planning time begins at 9, when ada's lesson ends; at 8:59."""
    kept, broken = (
        two_schools(
            protected=[{"id": "p", "staff": "bob", "day": "tue", "start": s, "end": "09:30"}]
        )
        for s in ("09:00", "08:59")
    )
    return problems(lambda problem: by_colleague("bob", problem), kept, broken, policy=ALL)


@pair("colleague-cover-limits")
def lessons_a_week() -> Pair:
    """Bob holds one lesson of ada's a week, one being allowed; none."""
    kept, broken = (ALL.model_copy(update={"colleague_covers_per_week": n}) for n in (1, 0))
    return policies(by_colleague("bob"), kept, broken)


@pair("colleague-cover-limits")
def lessons_in_all() -> Pair:
    """Bob holds a ninth lesson this year, nine being allowed; a tenth."""
    return _with("bob", kept={"covers_before": 8}, broken={"covers_before": 9})


def _twice(problem: Problem) -> Plan:
    """Ada leaves lessons at 8 and at 13, and bob holds both."""
    return plan_of(
        problem,
        [ADA, remote("calls-1", TUE, "13:00", "ada")],
        [held("ada-tue-1", "bob"), held("ada-tue-4", "bob")],
    )


TWICE = ALL.model_copy(update={"releases_per_week": 2, "colleague_covers_per_week": 2})


@pair("colleague-cover-limits")
def two_lessons_a_week() -> Pair:
    """Bob holds two lessons of ada's a week: two are allowed; one."""
    once = TWICE.model_copy(update={"colleague_covers_per_week": 1})
    return policies(_twice(SCHOOLS), TWICE, once)


@pair("colleague-cover-limits")
def two_lessons_in_all() -> Pair:
    """Bob holds two lessons, nine being allowed in all: had seven before; eight."""
    kept, broken = (two_schools(**changed("staff", "bob", covers_before=n)) for n in (7, 8))
    return problems(_twice, kept, broken, policy=TWICE)


@pair("cover")
def nothing_else_by_colleagues() -> Pair:
    """Ada alone leaves at 8, and bob holds her lesson; dot holds that of cyd, who stays."""
    problem = two_schools(
        **changed("staff", "dot", cover_volunteer=True),
        lessons=[*BASE["lessons"], lesson("cyd-tue-1")],
    )
    kept = by_colleague("bob", problem)
    more = (*kept.covers, held("cyd-tue-1", "dot"))
    return plans(kept, kept.model_copy(update={"covers": more}), problem=problem, policy=ALL)


@pair("working-day")
def with_covers() -> Pair:
    """Bob teaches for two hours and holds ada's lesson: three hours may be; a minute less."""
    kept, broken = (ALL.model_copy(update={"working_day_minutes": n}) for n in (180, 179))
    return policies(by_colleague("bob"), kept, broken)


@pair("one-place")
def one_lesson_at_a_time() -> Pair:
    """Ada and bob leave at 8: dot holds one lesson and cyd the other; dot holds both."""
    staff = [s | {"cover_volunteer": True} for s in BASE["staff"] if s["id"] != "cyd"]
    problem = two_schools(
        staff=[*staff, BASE["staff"][2] | BOTH | {"cover_volunteer": True}],
        lessons=[*BASE["lessons"], lesson("bob-tue-1")],
    )
    kept, broken = (
        plan_of(
            problem,
            [session("sheets-1", TUE, "08:00", "ada", "bob")],
            [held("ada-tue-1", "dot"), held("bob-tue-1", other)],
        )
        for other in ("cyd", "dot")
    )
    return plans(kept, broken, problem=problem, policy=VOLUNTEERS)


@pair("one-place")
def from_school_to_school() -> Pair:
    """Dot holds a lesson at north until 9, and one at south from 10; from 9."""
    problem = two_schools(
        **changed("staff", "dot", cover_volunteer=True, schools=["north", "south"]),
        lessons=[*BASE["lessons"], lesson("cyd-tue-2", school="south")],
    )
    kept, broken = (
        plan_of(
            problem,
            [ADA, reads(TUE, at, "cyd")],
            [held("ada-tue-1", "dot"), held(name, "dot")],
        )
        for at, name in (("10:00", "cyd-tue-3"), ("09:00", "cyd-tue-2"))
    )
    return plans(kept, broken, problem=problem, policy=VOLUNTEERS)


@pair("cover-qualification")
def a_colleague_who_plays_music() -> Pair:
    """Bob's music lesson is held by dot, who plays; who does not."""
    kept, broken = (
        two_schools(**changed("staff", "dot", cover_volunteer=True, qualifications=had))
        for had in (["music"], [])
    )
    at_nine = [session("coach-1", TUE, "09:00", "bob", room=None)]
    return problems(
        lambda problem: plan_of(problem, at_nine, [held("bob-tue-2", "dot")]),
        kept,
        broken,
        policy=VOLUNTEERS,
    )


@pair("one-place")
def as_long_as_the_way() -> Pair:
    """Dot holds a lesson at north until 9, and one at south, 20 minutes away, from 9:20; 9:19."""
    kept, broken = (
        two_schools(
            **changed("staff", "dot", cover_volunteer=True, schools=["north", "south"]),
            lessons=[*BASE["lessons"], lesson("cyd-tue-2", school="south", start=at)],
        )
        for at in ("09:20", "09:19")
    )

    def covers(problem: Problem) -> Plan:
        hands = [held("ada-tue-1", "dot"), held("cyd-tue-2", "dot")]
        return plan_of(problem, [ADA, reads(TUE, "09:00", "cyd")], hands)

    return problems(covers, kept, broken, policy=ALL)
