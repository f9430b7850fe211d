"""Plans that leave the past as it was, and plans that do not."""

from __future__ import annotations

from datetime import date

from pairs import Pair, pair, plans
from schools import (
    BASE,
    FRI2,
    MON2,
    THU,
    THU2,
    TUE,
    TUE2,
    cover,
    engaged,
    need,
    plan_of,
    remote,
    session,
    two_schools,
)

from pdsched import Plan, Policy, Problem, with_previous
from pdsched.plan import Session

GIVEN = two_schools(calendar=BASE["calendar"] | {"today": MON2})
HELD = session("sheets-1", TUE, "08:00", "ada")
HAD = ([HELD], [cover("ada-tue-1", TUE, "sue")], [engaged("sue", TUE, "am")])
AFTER_HELD = with_previous(GIVEN, plan_of(GIVEN, *HAD))
"""Last Tuesday ada was at sheets-1, while sue held her lesson; today is Monday."""


def after(*more: Session) -> Plan:
    """The plan with what was, and more."""
    sessions, covers, engagements = HAD
    return plan_of(AFTER_HELD, [*sessions, *more], covers, engagements)


@pair("past")
def as_it_was() -> Pair:
    """What was last week is in the plan; it is not."""
    return plans(after(), plan_of(AFTER_HELD), problem=AFTER_HELD)


@pair("past")
def nothing_is_added() -> Pair:
    """Dot learns tomorrow; she learned last Thursday, says the plan, and the past does not."""
    tomorrow, then = (session("sheets-1", day, "08:00", "dot") for day in (TUE2, THU))
    return plans(after(tomorrow), after(then), problem=AFTER_HELD)


@pair("past")
def nobody_joins() -> Pair:
    """Dot joins nobody; she joins ada last week."""
    joined = session("sheets-1", TUE, "08:00", "ada", "dot")
    broken = plan_of(AFTER_HELD, [joined], HAD[1], HAD[2])
    return plans(after(), broken, problem=AFTER_HELD)


@pair("past")
def nobody_comes_afterwards() -> Pair:
    """Sue came last Tuesday; so did sam, says the plan."""
    broken = plan_of(AFTER_HELD, HAD[0], HAD[1], [*HAD[2], engaged("sam", TUE, "pm")])
    return plans(after(), broken, problem=AFTER_HELD)


@pair("past")
def who_came() -> Pair:
    """Sue held the lesson last Tuesday; sam did, says the plan."""
    broken = plan_of(AFTER_HELD, HAD[0], [cover("ada-tue-1", TUE, "sam")], HAD[2])
    return plans(after(), broken, "cover", problem=AFTER_HELD)


@pair("past")
def today_is_not_past() -> Pair:
    """Today is Thursday, and dot learns today; she learned on Tuesday, says the plan."""
    given = two_schools(calendar=BASE["calendar"] | {"today": THU})
    late = session("sheets-1", THU, "08:00", "dot")
    early = session("sheets-1", TUE, "08:00", "dot")
    return plans(plan_of(given, [late]), plan_of(given, [early]), problem=given)


@pair("releases-in-all")
def the_past_counts() -> Pair:
    """Ada was released last week: a call in a free hour may follow; another release may not."""
    free, taken = (remote("calls-1", TUE2, start, "ada") for start in ("10:00", "08:00"))
    held = [*HAD[1], cover("ada-tue-1", TUE2, "sue")]
    broken = plan_of(AFTER_HELD, [HELD, taken], held, [*HAD[2], engaged("sue", TUE2, "am")])
    return plans(after(free), broken, problem=AFTER_HELD, policy=Policy(releases_in_all=1))


@pair("releases-in-all")
def the_past_is_excused() -> Pair:
    """Where by now nobody may be released at all, what was is no fault; another release is one."""
    free, taken = (remote("calls-1", TUE2, start, "ada") for start in ("10:00", "08:00"))
    held = [*HAD[1], cover("ada-tue-1", TUE2, "sue")]
    broken = plan_of(AFTER_HELD, [HELD, taken], held, [*HAD[2], engaged("sue", TUE2, "am")])
    return plans(after(free), broken, problem=AFTER_HELD, policy=Policy(releases_in_all=0))


CALL = remote("calls-1", THU, "09:00", "ada")
TWICE = (
    [HELD, CALL],
    [cover("ada-tue-1", TUE, "sue"), cover("ada-thu-2", THU, "sue")],
    [engaged("sue", TUE, "am"), engaged("sue", THU, "am")],
)
"""Ada was released on Tuesday and on Thursday of last week."""


def _released_twice(problem: Problem) -> tuple[Problem, Plan, Plan]:
    """After that, with a release on Thursday of this week; with one on Tuesday."""
    given = with_previous(problem, plan_of(problem, *TWICE))
    sessions, covers, engagements = TWICE

    def then(day: date, lesson: str, start: str) -> Plan:
        more = session("sheets-2", day, start, "ada")
        return plan_of(
            given,
            [*sessions, more],
            [*covers, cover(lesson, day, "sue")],
            [*engagements, engaged("sue", day, "am")],
        )

    return given, then(THU2, "ada-thu-2", "09:00"), then(TUE2, "ada-tue-1", "08:00")


@pair("releases-in-window")
def stretches_of_the_past() -> Pair:
    """Ada had one too many in four school days: another on the fifth day after; on the fourth."""
    given, kept, broken = _released_twice(GIVEN)
    policy = Policy(releases_in_window=1, window_days=4)
    return plans(kept, broken, problem=given, policy=policy)


@pair("class-hits")
def hits_of_the_past() -> Pair:
    """Her class had one hit too many in four school days, and gets another; too soon."""
    lessons = [x | {"classes": ["5a"]} if x["staff"] == ["ada"] else x for x in BASE["lessons"]]
    given, kept, broken = _released_twice(
        two_schools(calendar=BASE["calendar"] | {"today": MON2}, lessons=lessons)
    )
    return plans(kept, broken, problem=given, policy=Policy(class_hits=1, class_hits_days=4))


@pair("prerequisites")
def out_of_order_in_the_past() -> Pair:
    """Ada did sheets-2 first last week, and does sheets-1 now; dot does sheets-2 first now."""
    needs = [*BASE["needs"], need("dot", "sheets-2")]
    problem = two_schools(calendar=BASE["calendar"] | {"today": MON2}, needs=needs)
    done = session("sheets-2", TUE, "08:00", "ada")
    given = with_previous(problem, plan_of(problem, [done], *HAD[1:]))
    first, wrong = (
        session("sheets-1", FRI2, "09:00", "ada"),
        session("sheets-2", FRI2, "09:00", "dot"),
    )
    kept, broken = (plan_of(given, [done, more], *HAD[1:]) for more in (first, wrong))
    return plans(kept, broken, problem=given)
