"""A smaller problem of which it can be said: what is impossible in it is impossible in the whole.

An *excerpt* keeps some courses, whatever comes first for them, the other meetings of their series,
and the needs that these courses answer; people, lessons, trainers, rooms and substitutes stay. What
asks for something is left out: pins that require (but for those that are asked for), and amounts
and limits that are insisted on.

Take a plan of the whole problem, and of it the sessions of these courses alone, with all who attend
them, their releases, covers and engagements. Whoever attends such a session has a need that the
excerpt keeps, so groups are as large as before; what comes first for them is among the courses. All
other rules in force limit something, and less happens than before. So it is a plan of the excerpt,
and one that has the session that is asked for if the whole has it. The other way round nothing is
said: a plan of the excerpt may be none of the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pdsched.plan import past_plan
from pdsched.policy import Policy
from pdsched.problem import Course, PinKind, Problem
from pdsched.referee.learning import Learning


def excerpt(
    problem: Problem, policy: Policy, courses: Iterable[str], asked: Collection[str]
) -> tuple[Problem, Policy]:
    """The excerpt of some courses of a problem in full, and its policy.

    Args:
        problem: What is given, in full, with the pins that are asked for.
        policy: The policy.
        courses: Ids of courses.
        asked: Ids of the pins that are asked for.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> course = {"topic": "sheets", "minutes": 60, "group_max": 8}
    >>> problem = Problem(
    ...     calendar=calendar, staff=[{"id": "ada", "schools": ["north"]}],
    ...     courses=[course | {"id": "one"}, course | {"id": "two"}],
    ...     needs=[{"id": "n1", "staff": "ada", "course": "one"},
    ...            {"id": "n2", "staff": "ada", "course": "two"}])
    >>> [need.id for need in excerpt(problem, Policy(), ["two"], ())[0].needs]
    ['n2']
    """
    kept = with_first_steps(problem, courses)
    learning = Learning(problem)
    meant = [course for course in problem.courses if course.id in kept]
    happened = past_plan(problem).needs_met
    needs = (
        need
        for need in problem.needs
        if need.id in happened or any(learning.answers(course, need) for course in meant)
    )
    return without_what_asks(problem.model_copy(update={"needs": tuple(needs)}), policy, asked)


def without_what_asks(
    problem: Problem, policy: Policy, asked: Collection[str]
) -> tuple[Problem, Policy]:
    """A problem and policy without pins that require, amounts and limits that are insisted on.

    Args:
        problem: What is given.
        policy: The policy.
        asked: Ids of pins that stay.
    """
    cut = problem.model_copy(
        update={
            "session_pins": tuple(p for p in problem.session_pins if _stays(p.id, p.kind, asked)),
            "engagement_pins": tuple(
                p for p in problem.engagement_pins if _stays(p.id, p.kind, asked)
            ),
        }
    )
    asking = [limit.id for limit in policy.limits if limit.asks and policy.holds(limit.id)]
    off = (*policy.off, *policy.amounts_insisted_on, *asking)
    return cut, policy.model_copy(update={"off": tuple(dict.fromkeys(off))})


def with_first_steps(problem: Problem, courses: Iterable[str]) -> set[str]:
    """Some courses with what comes first for them, and with the other meetings of their series."""
    by_id = {course.id: course for course in problem.courses}
    of_series: dict[str, list[Course]] = {}
    for course in problem.courses:
        for name in course.names[1:]:
            of_series.setdefault(name, []).append(course)
    kept, waiting = set[str](), [name for name in courses if name in by_id]
    while waiting:
        name = waiting.pop()
        if name not in kept:
            kept.add(name)
            waiting += [arc.course for arc in by_id[name].prerequisites if arc.course in by_id]
            waiting += [c.id for series in by_id[name].names[1:] for c in of_series[series]]
    return kept


def _stays(pin: str, kind: PinKind, asked: Collection[str]) -> bool:
    return kind is PinKind.FORBID or pin in asked
