"""A plan in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from pdsched.expansion import in_full
from pdsched.plan import Plan, Session
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import GoalResult, Result, Status
from pdsched.views.figures import Figures, unmet_by_rule
from pdsched.views.names import Names
from pdsched.views.policies import in_short
from pdsched.views.teaching_days import attendances_without_lessons
from pdsched.views.words import count, day, names, percent, rule, span

_SESSIONS_SHOWN = 5
_RULES_SHOWN = 5
_LABEL = 11
_WIDTH = 96
_TIE = "\N{NO-BREAK SPACE}"
VERDICTS = {
    Status.OPTIMAL: "optimal: proven that no plan does better",
    Status.FEASIBLE: "feasible: the gap says how much better a plan can be at most",
    Status.INFEASIBLE: "infeasible: proven that no plan keeps all rules and pins",
    Status.UNKNOWN: "unknown: the time ended before a plan was found",
}
"""What each status says."""


def summary(problem: Problem, plan: Plan | None, result: Result | None = None) -> str:
    """What was given, what is proven and what is planned, in lines for the terminal.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"}, name="tiny")
    >>> print(summary(problem, Plan()))
    Problem    tiny: Mon 2026-09-07 to Fri 2026-09-11, 0 schools, 0 staff members, 0 lessons,
               0 needs, 0 courses, 0 trainers, 0 substitutes
    Needs      no need is stated
    Sessions   0 sessions for 0 people
    Cover      no class needs a substitute
    """
    lines = [*_lines("Problem", _problem(problem))]
    if result is not None:
        lines += _result(result)
    if plan is not None:
        lines += _plan(problem, plan, Policy() if result is None else result.policy)
    return "\n".join(lines)


def _lines(label: str, text: str) -> Iterator[str]:
    """A text, wrapped, with a label before its first line."""
    wrapped = wrap(text, _WIDTH - _LABEL, break_long_words=False, break_on_hyphens=False)
    for number, line in enumerate(wrapped):
        yield f"{'' if number else label:<{_LABEL}}{line.replace(_TIE, ' ')}"


def _problem(problem: Problem) -> str:
    calendar = problem.calendar
    counts = (
        count(len(problem.schools), "school"),
        count(len(problem.staff), "staff member"),
        count(len(problem.lessons), "lesson"),
        count(len(problem.needs), "need"),
        count(len(problem.courses), "course"),
        count(len(problem.trainers), "trainer"),
        count(len(problem.substitutes), "substitute"),
    )
    horizon = f"{day(calendar.first)} to {day(calendar.last)}"
    tied = [part.replace(" ", _TIE) for part in (horizon, *counts)]
    return f"{problem.name or 'unnamed'}: {', '.join(tied)}"


def _result(result: Result) -> Iterator[str]:
    words = VERDICTS[result.status] + (" (interrupted)" if result.interrupted else "")
    yield from _lines("Status", f"{words}; {result.seconds:.1f} s")
    if result.message:
        yield from _lines("", result.message)
    if result.policy != Policy():
        yield from _lines("Policy", in_short(result.policy))
    for number, goal in enumerate(result.goals):
        yield from _lines("" if number else "Goals", _goal(goal))
    for number, goal in enumerate(goal for goal in result.left_open if goal.value):
        yield from _lines("" if number else "Left open", _goal(goal))


def _goal(goal: GoalResult) -> str:
    how = f" ({goal.method})" if goal.method else ""
    if goal.proven:
        return f"{goal.id} {goal.value}, proven{how}"
    value = "no value" if goal.value is None else str(goal.value)
    bound = "unknown" if goal.bound is None else f"{goal.bound}{how}"
    return f"{goal.id} {value}, bound {bound}, gap {percent(goal.gap)}"


def _plan(problem: Problem, plan: Plan, policy: Policy) -> Iterator[str]:
    figures = Figures.of(plan)
    full = in_full(problem)
    yield from _lines("Needs", _needs(len(full.needs), figures))
    yield from _unmet(plan, policy)
    yield from _lines("Sessions", figures.learning)
    if without := attendances_without_lessons(problem, plan):
        told = f"{count(without, 'attendance')} on dates without a lesson of the person"
        yield from _lines("", f"{told}: works_on says who is off then")
    first = sorted(plan.sessions, key=lambda s: (s.date, s.start, s.id))[:_SESSIONS_SHOWN]
    called = Names(full)
    for session in first:
        yield from _lines("", _session(called.told(session)))
    if figures.sessions > len(first):
        yield from _lines("", f"and {figures.sessions - len(first)} more")
    yield from _lines("Cover", figures.cover)


def _needs(total: int, figures: Figures) -> str:
    if total == 0:
        return "no need is stated"
    share = f"{100 * figures.met / total:.0f} %"
    return f"{figures.met} of {total} met ({share}), {figures.unmet} unmet"


def _unmet(plan: Plan, policy: Policy) -> Iterator[str]:
    rules = unmet_by_rule(plan)
    for name, needs in rules[:_RULES_SHOWN]:
        yield from _lines("", f"{len(needs):>4} {name}: {rule(name, policy)}".rstrip(": "))
    if len(rules) > _RULES_SHOWN:
        rest = sum(len(needs) for _, needs in rules[_RULES_SHOWN:])
        yield from _lines("", f"{rest:>4} for {len(rules) - _RULES_SHOWN} other rules")


def _session(session: Session) -> str:
    place = ", ".join(part for part in (session.school, session.room, session.trainer) if part)
    when = f"{day(session.date)} {span(session.start, session.end)}"
    people = names([person.replace(" ", _TIE) for person in session.staff], most=6)
    return f"{when} {session.course} ({place or 'no venue'}): {people}"
