"""Pairs about groups that go through a series together."""

from __future__ import annotations

from pairs import Pair, pair, plans
from schools import BASE, FRI, TUE2, changed, need, plan_of, session, two_schools

from pdsched.problem import Problem


def _a_series(max_days: int = 6) -> Problem:
    """The two schools, where bob wants sheets-2, too, and groups stay together in sheets."""
    arc = {"course": "sheets-1", "min_days": 2, "max_days": max_days, "same_group": True}
    return two_schools(
        needs=[*BASE["needs"], need("bob", "sheets-2")],
        **changed("courses", "sheets-2", prerequisites=[arc]),
    )


@pair("same-group")
def one_group_through_the_series() -> Pair:
    """Ada and bob come to sheets-2 from one session of sheets-1; from two."""
    problem = _a_series()
    both = session("sheets-2", TUE2, "14:00", "ada", "bob")
    one = session("sheets-1", FRI, "09:00", "ada", "bob")
    two = [session("sheets-1", FRI, at, who) for at, who in (("09:00", "ada"), ("10:00", "bob"))]
    return plans(plan_of(problem, [one, both]), plan_of(problem, [*two, both]), problem=problem)


@pair("same-group")
def one_group_at_the_end_of_the_lag() -> Pair:
    """The same of two sessions that lie as many school days apart as they have to, and may."""
    problem = _a_series(max_days=2)
    both = session("sheets-2", TUE2, "14:00", "ada", "bob")
    one = session("sheets-1", FRI, "09:00", "ada", "bob")
    two = [session("sheets-1", FRI, at, who) for at, who in (("09:00", "ada"), ("10:00", "bob"))]
    return plans(plan_of(problem, [one, both]), plan_of(problem, [*two, both]), problem=problem)


@pair("same-group")
def two_groups_stay_apart() -> Pair:
    """Ada and bob come from two sessions of sheets-1 to two of sheets-2; to one."""
    problem = _a_series()
    first = [session("sheets-1", FRI, at, who) for at, who in (("09:00", "ada"), ("10:00", "bob"))]
    then = [session("sheets-2", TUE2, at, who) for at, who in (("14:00", "ada"), ("13:00", "bob"))]
    both = session("sheets-2", TUE2, "14:00", "ada", "bob")
    return plans(
        plan_of(problem, [*first, *then]), plan_of(problem, [*first, both]), problem=problem
    )
