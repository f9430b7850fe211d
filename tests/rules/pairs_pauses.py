"""Pairs about the time that substitutes have between lessons, and how long they have a class."""

from __future__ import annotations

from typing import Any

from pairs import SCHOOLS, Pair, hired, pair, plans, policies, problems, tuesday_at_eight
from schools import BASE, THU, TUE, cover, engaged, lesson, plan_of, remote, session, two_schools

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, Substitute


def _lessons(**fields: dict[str, Any]) -> Problem:
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
        _lessons(ada_tue_1={"classes": ["5a"]}, bob_tue_2={"classes": classes})
        for classes in (["5b", "5a"], ["5b"])
    )
    return problems(_one_after_the_other, kept, broken, policy=Policy(handover_minutes=1))


@pair("handover")
def five_minutes() -> Pair:
    """Sue has five minutes from ada's lesson to bob's: five are enough; six are not."""
    problem = _lessons(bob_tue_2={"start": "09:05"})
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


@pair("days-with-a-class")
def one_date_more() -> Pair:
    """Sue holds class 5a on a date after two; it is the third, or the fourth, of three."""
    kept, broken = (
        _lessons(ada_tue_1={"classes": ["5a"]}).model_copy(
            update={"substitutes": (_had(before), two_schools().substitutes[1])}
        )
        for before in (2, 3)
    )
    three = Policy(days_with_a_class=3)
    return problems(tuesday_at_eight, kept, broken, policy=three)


def _had(before: int) -> Substitute:
    """Sue, with so many dates with class 5a behind her."""
    fields = {"class_days_before": {"5a": before, "5b": 9}}
    return Substitute.model_validate(BASE["substitutes"][0] | fields)


@pair("days-with-a-class")
def once_a_date() -> Pair:
    """Sue holds two lessons of class 5a on Tuesday, one date may be; one more on Thursday."""
    problem = _lessons(**{name: {"classes": ["5a"]} for name in ("ada_tue_2", "ada_thu_2")})
    at_four = next(x for x in problem.lessons if x.id == "ada-tue-4")
    named = (at_four.model_copy(update={"classes": ("5a",)}), *problem.lessons)
    lessons = {x.id: x for x in reversed(named)}
    problem = problem.model_copy(update={"lessons": tuple(lessons.values())})
    day = _all_day(problem)
    first = [session("sheets-1", TUE, "09:00", "ada"), remote("calls-1", THU, "09:00", "ada")]
    broken = plan_of(
        problem,
        first,
        [cover("ada-tue-2", TUE, "sue"), cover("ada-thu-2", THU, "sue")],
        [engaged("sue", TUE, "am"), engaged("sue", THU, "am")],
    )
    return plans(
        day, broken, problem=problem, policy=Policy(releases_per_week=2, days_with_a_class=1)
    )


def _all_day(problem: Problem = SCHOOLS) -> Plan:
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
    return policies(_all_day(), kept, broken)


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
    day = _all_day(problem)
    later = session("coach-1", TUE, "10:00", "ada", room=None)
    broken = plan_of(
        problem,
        [*day.sessions, later],
        [*day.covers, cover("ada-tue-3", TUE, "sue")],
        day.engagements,
    )
    three = Policy(releases_per_week=3, lunch_minutes=180)
    return plans(day, broken, problem=problem, policy=three)
