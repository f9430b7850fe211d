"""Pairs about substitutes: where, how often, and with which time between their lessons."""

from __future__ import annotations

from datetime import date
from typing import Any

from pairs import (
    SCHOOLS,
    Pair,
    ada_at_nine,
    hired,
    pair,
    plans,
    policies,
    problems,
    tuesday_at_eight,
)
from schools import (
    BASE,
    MON,
    THU,
    TUE,
    TUE2,
    changed,
    cover,
    engaged,
    lesson,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem


def lessons_with(**fields: dict[str, Any]) -> Problem:
    """Some lessons have other fields; their names are written with low lines."""
    more = {name.replace("_", "-"): values for name, values in fields.items()}
    return two_schools(lessons=[x | more.get(x["id"], {}) for x in BASE["lessons"]])


def _one_after_the_other(problem: Problem) -> Plan:
    """Ada leaves at 8 and bob at 9, and sue holds both lessons."""
    start = next(x.start for x in problem.lessons if x.id == "bob-tue-2")
    assert start.hour == 9
    return plan_of(
        problem,
        [
            session("sheets-1", TUE, "08:00", "ada"),
            session("coach-1", TUE, "09:00", "bob", room=None),
        ],
        [cover("ada-tue-1", TUE, "sue"), cover("bob-tue-2", TUE, "sue")],
        [engaged("sue", TUE, "am")],
    )


@pair("handover")
def one_class_or_two() -> Pair:
    """Sue holds class 5a until 9 and again from 9, with 5b; then 5b alone."""
    kept, broken = (
        lessons_with(ada_tue_1={"classes": ["5a"]}, bob_tue_2={"classes": classes})
        for classes in (["5b", "5a"], ["5b"])
    )
    return problems(_one_after_the_other, kept, broken, policy=Policy(handover_minutes=1))


@pair("handover")
def five_minutes() -> Pair:
    """Sue has five minutes from ada's lesson to bob's: five are enough; six are not."""
    problem = lessons_with(bob_tue_2={"start": "09:05"})
    kept, broken = (Policy(handover_minutes=n) for n in (5, 6))
    return policies(_one_after_the_other(problem), kept, broken, problem=problem)


@pair("handover")
def no_class_is_named() -> Pair:
    """Sue holds two lessons of ada's; ada's and bob's, neither of which names a class."""
    course = {"id": "long-1", "topic": "long", "modality": "remote", "minutes": 120}
    tom = BASE["trainers"][0] | {"courses": [*BASE["trainers"][0]["courses"], "long-1"]}
    problem = two_schools(
        courses=[*BASE["courses"], course | {"group_max": 2}],
        needs=[*BASE["needs"], {"id": "ada:long-1", "staff": "ada", "course": "long-1"}],
        trainers=[tom],
    )
    both = [cover("ada-tue-1", TUE, "sue"), cover("ada-tue-2", TUE, "sue")]
    long = session("long-1", TUE, "08:00", "ada", school=None, room=None, length=120)
    kept = plan_of(problem, [long], both, [engaged("sue", TUE, "am")])
    broken = _one_after_the_other(problem)
    return plans(kept, broken, problem=problem, policy=Policy(handover_minutes=10))


def all_day(problem: Problem = SCHOOLS) -> Plan:
    """Ada leaves lessons at 9 and at 13, and sue holds both."""
    return plan_of(
        problem,
        [session("sheets-1", TUE, "09:00", "ada"), remote("calls-1", TUE, "13:00", "ada")],
        [cover("ada-tue-2", TUE, "sue"), cover("ada-tue-4", TUE, "sue")],
        [engaged("sue", TUE, "am"), engaged("sue", TUE, "pm")],
    )


@pair("lunch")
def three_hours() -> Pair:
    """Sue holds lessons until 10 and from 13: three hours are enough; they are not."""
    kept, broken = (Policy(releases_per_week=2, lunch_minutes=n) for n in (180, 181))
    return policies(all_day(), kept, broken)


@pair("lunch")
def besides_the_way() -> Pair:
    """On Tuesday north ends at 11, south begins at 14, the way takes 20: 160 are left; not 161."""
    both = engaged("sam", TUE, "am"), engaged("sam", TUE, "pm", "south")
    kept, broken = (
        hired(SCHOOLS, SCHOOLS, *both, policy=Policy(lunch_minutes=n)).kept for n in (160, 161)
    )
    return Pair(kept, broken, frozenset())


@pair("lunch")
def until_the_last_lesson() -> Pair:
    """Sue, who holds ada's lesson from 13, holds the one until 10 before; one until 11, too."""
    problem = two_schools(
        lessons=[*BASE["lessons"][:3], lesson("ada-tue-3")],
        needs=[*BASE["needs"], {"id": "ada:coach-1", "staff": "ada", "course": "coach-1"}],
        trainers=[BASE["trainers"][0] | {"max_minutes_per_day": 240}],
    )
    day = all_day(problem)
    later = session("coach-1", TUE, "10:00", "ada", room=None)
    broken = plan_of(
        problem,
        [*day.sessions, later],
        [*day.covers, cover("ada-tue-3", TUE, "sue")],
        day.engagements,
    )
    three = Policy(releases_per_week=3, lunch_minutes=180)
    return plans(day, broken, problem=problem, policy=three)


def _sue(**fields: object) -> Problem:
    return two_schools(**changed("substitutes", "sue", **fields))


@pair("substitute-available")
def in_the_mornings() -> Pair:
    """Sue works in the mornings, when she is engaged; in the afternoons."""
    kept, broken = (_sue(available=[{"halves": [half]}]) for half in ("am", "pm"))
    return problems(tuesday_at_eight, kept, broken)


@pair("substitute-available")
def on_her_weekdays() -> Pair:
    """Sue works on Tuesdays, when she is engaged; from Wednesday on."""
    kept, broken = (
        _sue(available=[{"weekdays": ["tue"]}]),
        _sue(available=[{"first": "2026-09-09"}]),
    )
    return problems(tuesday_at_eight, kept, broken)


@pair("substitute-available")
def at_an_open_school() -> Pair:
    """Sam is hired for south on Monday; when south is closed."""
    closed = two_schools(**changed("schools", "south", closed=[MON]))
    return hired(SCHOOLS, closed, engaged("sam", MON, "am", "south"))


@pair("substitute-zone")
def in_her_zone() -> Pair:
    """Sue serves the zone of north, where she is engaged; that of south."""
    return problems(tuesday_at_eight, _sue(zones=["a"]), _sue(zones=["b"]))


@pair("substitute-zone")
def at_her_schools() -> Pair:
    """Sue serves north as a single school; south."""
    kept, broken = (_sue(zones=[], schools=[name]) for name in ("north", "south"))
    return problems(tuesday_at_eight, kept, broken)


@pair("substitute-zone")
def not_where_excluded() -> Pair:
    """Sue excludes south; north, though it lies in her zone and among her schools."""
    kept, broken = (_sue(schools=["north"], excluded_schools=[name]) for name in ("south", "north"))
    return problems(tuesday_at_eight, kept, broken)


HALVES = (engaged("sue", TUE, "am"), engaged("sue", TUE, "pm"), engaged("sue", TUE2, "am"))


@pair("substitute-limits")
def half_days_a_day() -> Pair:
    """Sue is engaged for two half-days of Tuesday, two being allowed; one."""
    return hired(SCHOOLS, _sue(max_half_days_per_day=1), *HALVES)


@pair("substitute-limits")
def half_days_a_week() -> Pair:
    """Sue is engaged for two half-days of a week, two being allowed; one."""
    kept, broken = (_sue(max_half_days_per_week=n) for n in (2, 1))
    return hired(kept, broken, *HALVES)


@pair("substitute-limits")
def half_days_in_all() -> Pair:
    """Sue is engaged for three half-days in all, three being allowed; two."""
    kept, broken = (_sue(max_half_days=n) for n in (3, 2))
    return hired(kept, broken, *HALVES)


@pair("one-school")
def a_half_day_at_one_school() -> Pair:
    """Sam is at north on Tuesday and at south on Wednesday morning; on the same morning."""
    kept, broken = (
        hired(SCHOOLS, SCHOOLS, engaged("sam", TUE, "am"), engaged("sam", day, "am", "south")).kept
        for day in (TUE2, TUE)
    )
    return Pair(kept, broken, frozenset())


@pair("one-school")
def the_way_at_midday() -> Pair:
    """On Tuesday north ends at 11 and south begins at 14: the way takes 180 minutes; 181."""
    both = engaged("sam", TUE, "am"), engaged("sam", TUE, "pm", "south")
    kept, broken = (
        two_schools(travel=[{"origin": "north", "destination": "south", "minutes": way}])
        for way in (180, 181)
    )
    return hired(kept, broken, *both)


@pair("one-school")
def the_way_without_lessons() -> Pair:
    """South has no lesson on Thursday afternoon and sets no limit; it has one at noon sharp."""
    both = engaged("sam", THU, "am"), engaged("sam", THU, "pm", "south")
    noon = BASE["lessons"][6] | {"id": "noon", "day": "thu", "start": "12:00", "end": "12:30"}
    far = {"travel": [{"origin": "north", "destination": "south", "minutes": 121}]}
    kept, broken = two_schools(**far), two_schools(**far, lessons=[*BASE["lessons"], noon])
    return hired(kept, broken, *both)


def _again(problem: Problem) -> Plan:
    """Ada at sheets-1 on Tuesday at 8 and at a call on Thursday, sue holding her lessons."""
    return ada_at_nine(THU, problem)


TWICE_A_WEEK = Policy(releases_per_week=2)


@pair("substitute-limits")
def half_days_in_two_months() -> Pair:
    """Sue may be engaged once a month: she is in September and in October; twice in September."""
    problem = two_schools(
        calendar=BASE["calendar"] | {"last": date(2026, 10, 9)},
        **changed("substitutes", "sue", max_half_days_per_month=1),
    )
    kept, broken = (
        ada_at_nine(day, problem, tuesday)
        for tuesday, day in (
            (date(2026, 9, 29), date(2026, 10, 8)),
            (date(2026, 9, 22), date(2026, 9, 24)),
        )
    )
    return plans(kept, broken, problem=problem, policy=TWICE_A_WEEK)


@pair("substitute-limits")
def half_days_in_a_term() -> Pair:
    """Sue is engaged twice and may be once in a term: it ends on Tuesday; on Thursday."""
    once = changed("substitutes", "sue", max_half_days_per_term=1)
    kept, broken = (
        two_schools(
            calendar=BASE["calendar"] | {"terms": [{"id": "1", "first": TUE, "last": end}]}, **once
        )
        for end in (TUE, THU)
    )
    return problems(_again, kept, broken, policy=TWICE_A_WEEK)


@pair("substitute-limits")
def with_half_days_before() -> Pair:
    """Sue is engaged twice and may be twice in all: never before; once before."""
    kept, broken = (
        two_schools(**changed("substitutes", "sue", max_half_days=2, half_days_before=n))
        for n in (0, 1)
    )
    return problems(_again, kept, broken, policy=TWICE_A_WEEK)


@pair("reserve")
def one_stays_free() -> Pair:
    """Of sue and sam one holds the lesson: one has to stay free; both."""
    return policies(tuesday_at_eight(), Policy(reserve=1), Policy(reserve=2))


@pair("reserve")
def those_who_could_come() -> Pair:
    """One of two has to stay free: sam could come to another school; on Thursdays alone."""
    kept, broken = (
        two_schools(**changed("substitutes", "sam", zones=["b"], available=[windows]))
        for windows in ({}, {"weekdays": ["thu"]})
    )
    return problems(tuesday_at_eight, kept, broken, policy=Policy(reserve=1))


@pair("reserve")
def one_of_each_zone() -> Pair:
    """Sue holds the lesson, and one of each zone has to stay free: sam serves hers, too; he not."""
    kept, broken = (two_schools(**changed("substitutes", "sam", zones=[*z])) for z in ("ab", "b"))
    apart = Policy(reserve=1, reserve_by_zone=True)
    return problems(tuesday_at_eight, kept, broken, policy=apart)


@pair("half-days-per-date")
def on_one_date() -> Pair:
    """One half-day is engaged on Tuesday: one may be; none."""
    kept, broken = (Policy(half_days_per_date=n) for n in (1, 0))
    return policies(tuesday_at_eight(), kept, broken)
