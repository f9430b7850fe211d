"""Pairs about how many are away at once, who of them, and how often one person is."""

from __future__ import annotations

from datetime import date
from typing import Any

from pairs import (
    SCHOOLS,
    Pair,
    ada_at_nine,
    ada_twice,
    pair,
    plans,
    policies,
    problems,
    with_sessions,
)
from schools import (
    BASE,
    FRI,
    THU,
    THU2,
    TUE,
    changed,
    cover,
    engaged,
    need,
    plan_of,
    session,
    two_schools,
)

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem


@pair("away-at-once")
def a_share_of_the_school() -> Pair:
    """Ada and bob, two of three at north, are away on Tuesday at 9: 70 % may be; 60 %."""
    plan = plan_of(
        SCHOOLS,
        [session("sheets-1", TUE, "09:00", "ada", "bob")],
        [cover("ada-tue-2", TUE, "sam"), cover("bob-tue-2", TUE, "sue")],
        [engaged("sam", TUE, "am"), engaged("sue", TUE, "am")],
    )
    return policies(plan, Policy(away_at_once=0.7), Policy(away_at_once=0.6))


def _ada_and_then_bob(problem: Problem) -> Plan:
    """Ada at sheets-1 from 8, bob at a coaching from 9."""
    hours = problem.courses[0].minutes // 60
    hands = ("sue", "sam")[:hours]
    return plan_of(
        problem,
        [
            session("sheets-1", TUE, "08:00", "ada", length=60 * hours),
            session("coach-1", TUE, "09:00", "bob", room=None, trainer="tim"),
        ],
        [cover(f"ada-tue-{n + 1}", TUE, name) for n, name in enumerate(hands)]
        + [cover("bob-tue-2", TUE, "sue")],
        [engaged(name, TUE, "am") for name in hands],
    )


@pair("away-at-once")
def one_leaves_when_one_returns() -> Pair:
    """Bob leaves at 9, when ada returns; she stays until 10, and one at a time may be away."""
    tim = {"id": "tim", "courses": ["coach-1"], "available": [{"start": "08:00", "end": "15:00"}]}
    trainers = {"trainers": [*BASE["trainers"], tim]}
    kept, broken = (
        two_schools(**trainers, **changed("courses", "sheets-1", minutes=n)) for n in (60, 120)
    )
    return problems(_ada_and_then_bob, kept, broken)


@pair("releases-per-week")
def in_two_weeks() -> Pair:
    """Ada leaves lessons on Tuesday, and on Thursday of next week; of the same week."""
    kept, broken = (ada_at_nine(d) for d in (THU2, THU))
    return plans(kept, broken)


@pair("releases-per-week")
def free_time_is_no_release() -> Pair:
    """Ada leaves lessons on Tuesday, and calls on Thursday in free time; during a lesson."""
    return plans(ada_twice(THU, "10:00"), ada_at_nine(THU))


@pair("releases-in-all")
def twice_in_all() -> Pair:
    """Ada leaves lessons in two weeks: she may twice; once."""
    plan = ada_at_nine(THU2)
    return policies(plan, Policy(releases_in_all=2), Policy(releases_in_all=1))


def _two_of_north(**departments: str) -> Problem:
    """The two schools, with the departments of some of their staff."""
    staff = [s | {"department": departments.get(s["id"], "")} for s in BASE["staff"]]
    return two_schools(staff=staff)


def ada_and_bob(problem: Problem) -> Plan:
    """Ada and bob at sheets-1 on Tuesday at 9, both from lessons."""
    return plan_of(
        problem,
        [session("sheets-1", TUE, "09:00", "ada", "bob")],
        [cover("ada-tue-2", TUE, "sam"), cover("bob-tue-2", TUE, "sue")],
        [engaged("sam", TUE, "am"), engaged("sue", TUE, "am")],
    )


ONE_OF_TWO = Policy(away_at_once=1.0, away_of_department=0.5)


@pair("away-of-department")
def of_one_department() -> Pair:
    """Ada of math and bob of music are away together, half of either may be; both of math."""
    kept, broken = (
        _two_of_north(ada="math", bob=own, dot="math", cyd="math") for own in ("music", "math")
    )
    return problems(ada_and_bob, kept, broken, policy=ONE_OF_TWO)


@pair("away-of-department")
def a_share_of_the_department() -> Pair:
    """Two of math are away together, and half may be: of four at north; of three."""
    kept, broken = (
        two_schools(
            staff=[
                *(s | {"department": "math"} for s in BASE["staff"]),
                {"id": "eve", "schools": [where], "department": "math"},
            ]
        )
        for where in ("north", "south")
    )
    return problems(ada_and_bob, kept, broken, policy=ONE_OF_TWO)


@pair("away-of-department")
def half_of_the_department() -> Pair:
    """Ada and bob are two of four of math at north, and away together: half may be; two fifths."""
    problem = two_schools(
        staff=[
            *(s | {"department": "math"} for s in BASE["staff"]),
            {"id": "eve", "schools": ["north"], "department": "math"},
        ]
    )
    policy = Policy(away_at_once=1.0, away_of_department=0.4)
    return policies(ada_and_bob(problem), ONE_OF_TWO, policy, problem)


@pair("away-of-grade")
def half_of_the_grade() -> Pair:
    """Ada and bob are two of four of grade 5 at north, and away together: half may be; less."""
    problem = two_schools(
        staff=[
            *(s | {"grade": "5"} for s in BASE["staff"]),
            {"id": "eve", "schools": ["north"], "grade": "5"},
        ]
    )
    kept, broken = (Policy(away_at_once=1.0, away_of_grade=share) for share in (0.5, 0.4))
    return policies(ada_and_bob(problem), kept, broken, problem)


@pair("days-between-releases")
def so_many_days_between() -> Pair:
    """Ada leaves lessons on Tuesday and on Thursday: one day has to lie between; two."""
    plan = ada_at_nine(THU)
    kept, broken = (Policy(releases_per_week=2, days_between_releases=n) for n in (1, 2))
    return policies(plan, kept, broken)


@pair("days-between-releases")
def only_school_days_count() -> Pair:
    """From Tuesday to Thursday of next week lie five school days, and a closed one: five; six."""
    plan = ada_at_nine(THU2)
    return policies(plan, Policy(days_between_releases=5), Policy(days_between_releases=6))


def _graded(**grades: str) -> Problem:
    """The two schools, with the grades of some of their staff."""
    staff = [s | {"grade": grades.get(s["id"], "")} for s in BASE["staff"]]
    return two_schools(staff=staff)


@pair("away-of-grade")
def of_one_grade() -> Pair:
    """Ada of grade 5 and bob of grade 6 are away together, half of either may be; both of 5."""
    kept, broken = (_graded(ada="5", bob=own, dot="5", cyd="5") for own in ("6", "5"))
    return problems(ada_and_bob, kept, broken, policy=Policy(away_at_once=1, away_of_grade=0.5))


@pair("away-of-role")
def of_one_role() -> Pair:
    """Ada and bob, two of three teachers, are away: all may be; nine in ten, which is one."""
    plan = ada_and_bob(SCHOOLS)
    kept, broken = (Policy(away_at_once=1, away_of_role=share) for share in (1, 0.9))
    return policies(plan, kept, broken)


@pair("away-at-once")
def a_number_of_the_school() -> Pair:
    """Ada and bob of north are away together: the school lets two; one, whatever the share."""
    kept, broken = (two_schools(**changed("schools", "north", most_away=n)) for n in (2, 1))
    return problems(ada_and_bob, kept, broken, policy=Policy(away_at_once=1))


@pair("release-weekdays")
def on_another_weekday() -> Pair:
    """Ada and bob leave lessons on a Tuesday: Mondays are avoided; Tuesdays."""
    kept, broken = (Policy(away_at_once=1, avoided_weekdays=(d,)) for d in ("mon", "tue"))
    return policies(ada_and_bob(SCHOOLS), kept, broken)


@pair("releases-per-month")
def in_two_months() -> Pair:
    """Ada leaves lessons on the last Tuesday of September, and in October; twice in September."""
    problem = two_schools(calendar=BASE["calendar"] | {"last": date(2026, 10, 9)})
    kept, broken = (
        ada_at_nine(day, problem, tuesday)
        for tuesday, day in (
            (date(2026, 9, 29), date(2026, 10, 8)),
            (date(2026, 9, 22), date(2026, 9, 24)),
        )
    )
    policy = Policy(releases_per_week=2, releases_per_month=1)
    return plans(kept, broken, problem=problem, policy=policy)


@pair("releases-per-term")
def in_one_term() -> Pair:
    """Ada leaves lessons on two dates: the term ends between them; after both."""
    kept, broken = (
        two_schools(calendar=BASE["calendar"] | {"terms": [{"id": "1", "first": TUE, "last": end}]})
        for end in (THU, THU2)
    )
    return problems(
        lambda problem: ada_at_nine(THU2, problem),
        kept,
        broken,
        policy=Policy(releases_per_term=1),
    )


@pair("releases-in-all")
def with_those_before() -> Pair:
    """Ada leaves lessons twice and may twice: never before; once before."""
    kept, broken = (two_schools(**changed("staff", "ada", releases_before=n)) for n in (0, 1))
    return problems(
        lambda problem: ada_at_nine(THU2, problem),
        kept,
        broken,
        policy=Policy(releases_in_all=2),
    )


@pair("releases-in-window")
def in_any_days_in_a_row() -> Pair:
    """Ada leaves lessons on Tuesday and Thursday: once in two days in a row; in three."""
    plan = ada_at_nine(THU)
    kept, broken = (
        Policy(releases_per_week=2, releases_in_window=1, window_days=days) for days in (2, 3)
    )
    return policies(plan, kept, broken)


TIM = {"id": "tim", "courses": ["coach-1"], "available": [{"start": "08:00", "end": "15:00"}]}
"""A second trainer, who coaches."""


def _standing_in(*pairs: tuple[str, str], **fields: Any) -> Problem:
    """The two schools and tim; the first of each pair stands in for the second."""
    staff = [
        s | {"stands_in_for": [other for one, other in pairs if one == s["id"]]}
        for s in fields.pop("staff", BASE["staff"])
    ]
    return two_schools(staff=staff, trainers=[*BASE["trainers"], TIM], **fields)


@pair("stand-ins")
def for_the_other() -> Pair:
    """Bob and dot learn together on Friday, when dot stands in for ada; for bob."""
    kept, broken = (_standing_in(("dot", name)) for name in ("ada", "bob"))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "bob", "dot")), kept, broken)


@pair("stand-ins")
def by_the_other() -> Pair:
    """The same when bob stands in for dot, whatever the order in which they are listed."""
    kept, broken = (_standing_in(("bob", name)) for name in ("cyd", "dot"))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "bob", "dot")), kept, broken)


@pair("stand-ins")
def one_of_equals() -> Pair:
    """Bob and eve learn together, when dot, who is like eve, stands in for bob; eve herself."""
    eve = {"id": "eve", "schools": ["north"], "role": "administrative-assistant"}
    more = {
        "staff": [*BASE["staff"], eve],
        "needs": [*BASE["needs"], need("eve", "sheets-1"), need("eve", "club-1")],
    }
    kept, broken = (_standing_in((name, "bob"), **more) for name in ("dot", "eve"))
    return problems(with_sessions(session("sheets-1", FRI, "09:00", "bob", "eve")), kept, broken)


@pair("stand-ins")
def when_the_other_is_back() -> Pair:
    """Dot learns at 10, and bob until 10; for half an hour longer."""
    kept, broken = (
        _standing_in(("dot", "bob"), **changed("courses", "coach-1", minutes=n)) for n in (60, 90)
    )
    return problems(_bob_and_then_dot, kept, broken)


def _bob_and_then_dot(problem: Problem) -> Plan:
    """Bob at a coaching on Friday from 9, dot at sheets-1 from 10."""
    length = next(c.minutes for c in problem.courses if c.id == "coach-1")
    coaching = session("coach-1", FRI, "09:00", "bob", trainer="tim", room=None, length=length)
    return plan_of(problem, [coaching, session("sheets-1", FRI, "10:00", "dot")])


@pair("stand-ins")
def on_another_date() -> Pair:
    """Bob is coached on Thursday at 9, and dot learns then on Friday; both on Friday."""
    problem = _standing_in(("dot", "bob"))
    kept, broken = (
        plan_of(
            problem,
            [
                session("coach-1", day, "09:00", "bob", trainer="tim", room=None),
                session("sheets-1", FRI, "09:00", "dot"),
            ],
        )
        for day in (THU, FRI)
    )
    return plans(kept, broken, problem=problem)
