"""Pairs about the dates that a substitute has with one class."""

from __future__ import annotations

from pairs import Pair, pair, plans, problems, tuesday_at_eight
from pairs_substitutes import all_day, lessons_with
from schools import BASE, THU, TUE, cover, engaged, plan_of, remote, session, two_schools

from pdsched.policy import Policy
from pdsched.problem import Substitute


@pair("days-with-a-class")
def one_date_more() -> Pair:
    """Sue holds class 5a on a date after two; it is the third, or the fourth, of three."""
    kept, broken = (
        lessons_with(ada_tue_1={"classes": ["5a"]}).model_copy(
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
    problem = lessons_with(**{name: {"classes": ["5a"]} for name in ("ada_tue_2", "ada_thu_2")})
    at_four = next(x for x in problem.lessons if x.id == "ada-tue-4")
    named = (at_four.model_copy(update={"classes": ("5a",)}), *problem.lessons)
    lessons = {x.id: x for x in reversed(named)}
    problem = problem.model_copy(update={"lessons": tuple(lessons.values())})
    day = all_day(problem)
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
