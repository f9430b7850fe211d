"""Pairs about released lessons and substitutes."""

from __future__ import annotations

from datetime import date

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
    plan_of,
    session,
    two_schools,
)

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem


@pair("cover")
def some_cover() -> Pair:
    """Sue holds the lesson that ada leaves; nobody does."""
    kept = tuesday_at_eight()
    return plans(kept, kept.model_copy(update={"covers": ()}), "engagement-of-use")


@pair("cover")
def one_cover() -> Pair:
    """Sue alone holds the lesson; sam too, so that the records are wrong as well."""
    kept = tuesday_at_eight()
    both = (*kept.covers, cover("ada-tue-1", TUE, "sam"))
    hired = (*kept.engagements, engaged("sam", TUE, "am"))
    return plans(kept, kept.model_copy(update={"covers": both, "engagements": hired}), "records")


@pair("cover")
def an_engaged_cover() -> Pair:
    """Who holds the lesson is engaged that morning; that afternoon."""
    kept = tuesday_at_eight()
    wrong = kept.model_copy(update={"engagements": (engaged("sue", TUE, "pm"),)})
    return plans(kept, wrong, "engagement-of-use")


@pair("cover")
def a_cover_engaged_at_the_school() -> Pair:
    """Sam holds ada's lesson while engaged at north; at south."""
    kept = tuesday_at_eight(substitute="sam")
    away = engaged("sam", TUE, "am", school="south")
    return plans(kept, kept.model_copy(update={"engagements": (away,)}), "engagement-of-use")


@pair("cover")
def nothing_else() -> Pair:
    """Sue holds what is taken; also a lesson that nobody leaves."""
    kept = tuesday_at_eight()
    more = (*kept.covers, cover("ada-tue-2", TUE, "sue"))
    return plans(kept, kept.model_copy(update={"covers": more}))


@pair("cover")
def nothing_that_needs_none() -> Pair:
    """Bob leaves a lesson that needs no cover, and it has none; sue holds it."""
    coached = [session("coach-1", TUE, "10:00", "bob", room=None)]
    kept = plan_of(SCHOOLS, coached)
    held = [cover("bob-tue-3", TUE, "sue")]
    return plans(kept, plan_of(SCHOOLS, coached, held, [engaged("sue", TUE, "am")]))


@pair("cover-qualification")
def who_plays_music() -> Pair:
    """Bob's music lesson is held by sue, who plays; by sam, who does not."""
    kept, broken = (
        plan_of(
            SCHOOLS,
            [session("coach-1", TUE, "09:00", "bob", room=None)],
            [cover("bob-tue-2", TUE, name)],
            [engaged(name, TUE, "am")],
        )
        for name in ("sue", "sam")
    )
    return plans(kept, broken)


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
