"""A real school planned under a policy: what the rules have to know, and what the plan comes to."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from benchmarks.figures import Table
from pdsched import Plan, Policy, Problem, Result, score, verify
from pdsched.problem import CoverKind, Term

COLUMNS = {
    "school": "{:<34}",
    "teachers": "{:>8}",
    "needs": "{:>5}",
    "met": "{:>4}",
    "points": "{:>6}",
    "share": "{:>6}",
    "worst_role": "{:>10}",
    "unserved": "{:>8}",
    "half_days": "{:>9}",
    "unfilled": "{:>8}",
    "lessons": "{:>7}",
    "helped": "{:>6}",
    "class_hits": "{:>10}",
    "in_days": "{:>7}",
    "gap": "{:>7}",
    "tiers": "{:>5}",
    "seconds": "{:>7}",
    "peak_mib": "{:>8}",
    "accepted": "{:>8}",
}
SHARES = ("share", "worst_role")
"""Columns in thousandths, shown as per cent."""
TABLE = Table(COLUMNS, shares=SHARES)


def completed(problem: Problem) -> Problem:
    """The problem with the dates that figures of a policy refer to, where it says none.

    The day on which the plan is made, and a term; each is a sentence in its assumptions.
    """
    calendar, sentences = problem.calendar, []
    if calendar.today is None:
        calendar = calendar.model_copy(update={"today": calendar.first})
        sentences.append("The plan is made on the first day of the calendar (assumed).")
    if not calendar.terms:
        term = Term(id="term", first=calendar.first, last=calendar.last)
        calendar = calendar.model_copy(update={"terms": (term,)})
        sentences.append("All of the calendar is one term (assumed).")
    assumptions = (*problem.assumptions, *sentences)
    return problem.model_copy(update={"calendar": calendar, "assumptions": assumptions})


def figures(problem: Problem, result: Result) -> dict[str, Any]:
    """What the plan of one school comes to; without a plan, that it was not accepted."""
    plan, policy = result.plan, result.policy
    if plan is None:
        return {"accepted": False, "violations": 0}
    values = score(problem, plan, policy)
    violations = len(verify(problem, plan, policy))
    wanted = sum(10 * need.priority for need in problem.needs)
    hits = hits_of_classes(problem, plan)
    days = problem.calendar.open_days()
    return {
        "needs": len(problem.needs),
        "met": len(problem.needs) - len(plan.unmet),
        "points": values["needs-met"],
        "share": 1000 * values["needs-met"] // wanted if wanted else 1000,
        "worst_role": values["worst-served-role"],
        "unserved": values["unserved-people"],
        "half_days": values["engaged-half-days"],
        "unfilled": values["expected-unfilled"] / 1000,
        "lessons": values["lessons-covered"],
        "helped": sum(cover.colleague is not None for cover in plan.covers),
        "class_hits": max(map(len, hits.values()), default=0),
        "in_days": most_in_a_row(hits.values(), days, policy.class_hits_days),
        "gap": None if result.goals[0].gap is None else round(result.goals[0].gap, 5),
        "tiers": f"{sum(goal.proven for goal in result.goals)}/{len(result.goals)}",
        "peak_mib": round(result.peak_mib),
        "violations": violations,
        "accepted": not violations,
    }


def hits_of_classes(problem: Problem, plan: Plan) -> Mapping[str, list[date]]:
    """Dates of the lessons that each class had without their teacher, in order, from the plan."""
    lessons = {lesson.id: lesson for lesson in problem.lessons}
    found: defaultdict[str, list[date]] = defaultdict(list)
    for release in plan.releases:
        for lesson in map(lessons.__getitem__, release.lessons):
            if lesson.cover is CoverKind.NEEDED:
                for name in dict.fromkeys(lesson.classes):
                    found[name].append(release.date)
    return {name: sorted(dates) for name, dates in found.items()}


def most_in_a_row(hits: Iterable[list[date]], days: tuple[date, ...], length: int) -> int:
    """The most hits of one class in so many school days in a row.

    >>> days = tuple(date(2026, 9, n) for n in range(7, 12))
    >>> most_in_a_row([[days[0], days[1], days[4]]], days, 2)
    2
    """
    most = 0
    for dates in hits:
        counts = Counter(bisect_right(days, day) for day in dates)
        for first in counts:
            most = max(most, sum(counts[place] for place in range(first, first + length)))
    return most


def summary(rows: Iterable[Mapping[str, Any]], policy: Policy) -> str:
    """Whether all plans were accepted, and what they come to together."""
    rows = list(rows)
    accepted = sum(row["accepted"] for row in rows)
    planned = [row for row in rows if row.get("needs") is not None]
    words = "all accepted" if accepted == len(rows) else f"{len(rows) - accepted} NOT accepted"
    needs, met = sum(row["needs"] for row in planned), sum(row["met"] for row in planned)
    half_days = sum(row["half_days"] for row in planned)
    return (
        f"policy {policy.name}: {len(rows)} timetables, {words}; {met} of {needs} needs met in"
        f" {half_days} half-days, of which {sum(row['unfilled'] for row in planned):.1f} will not"
        f" be filled; worst role {_least(planned, 'worst_role')}"
    )


def _least(rows: list[Mapping[str, Any]], column: str) -> str:
    return TABLE.word(column, min((row[column] for row in rows), default=None))
