"""A plan or a result in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pdsched.plan import Plan, Session, UnmetNeed
from pdsched.policy import GOALS, Policy
from pdsched.problem import Problem
from pdsched.problem.at_hand import at_hand
from pdsched.result import GoalResult, Result, Status
from pdsched.views.figures import Figures, unmet_by_rule
from pdsched.views.names import Names
from pdsched.views.policies import in_short
from pdsched.views.tables import Row, Table, columns, filled, first_rows
from pdsched.views.words import count, day, names, percent, rule, span

_NEEDS_SHOWN = 3

_VERDICTS = {
    Status.OPTIMAL: "No plan does better.",
    Status.FEASIBLE: "A better plan may exist; the gaps say by how much at most.",
    Status.INFEASIBLE: "No plan keeps all rules and pins.",
    Status.UNKNOWN: "The time ended before a plan was found.",
}


class _Shown(NamedTuple):
    """What the template is given of a plan."""

    learning: str
    cover: str
    needs: str
    sessions: Table
    stays_unmet: str
    unmet: Table


def to_html(plan: Plan, problem: Problem | None = None) -> str:
    """A plan as a table of its first sessions and a table of why needs stay unmet.

    With the problem names stand in place of ids; so they do while it lives in this process.

    >>> "0 sessions" in to_html(Plan())
    True
    """
    shown = _plan(plan, Policy(), Names(problem or at_hand(plan.problem)))
    return filled("plan.html", plan=shown)


def result_to_html(result: Result, problem: Problem | None = None) -> str:
    """A result as HTML: what is proven, then the plan, as `to_html` gives it.

    >>> "infeasible" in result_to_html(Result(status="infeasible", problem="d1"))
    True
    """
    plan, called = result.plan, Names(problem or at_hand(result.problem))
    return filled(
        "result.html",
        status=result.status.value,
        verdict=_verdict(result),
        goals=_goals(result),
        certificate=_certificate(result),
        plan=None if plan is None else _plan(plan, result.policy, called),
    )


def _plan(plan: Plan, policy: Policy, called: Names) -> _Shown:
    figures = Figures.of(plan)
    return _Shown(
        learning=figures.learning,
        cover=figures.cover,
        needs=f"{count(figures.met, 'need')} met, {figures.unmet} unmet",
        sessions=_sessions(plan, called),
        stays_unmet=count(len(plan.unmet), "need stays unmet", "needs stay unmet"),
        unmet=_unmet(plan, policy, called),
    )


def _sessions(plan: Plan, called: Names) -> Table:
    heads = columns(
        "Date|Time|Course|School|Room|Trainer|People|Who|Classes",
        w="Date|Time",
        n="People|Classes",
    )
    sessions = sorted(plan.sessions, key=lambda s: (s.date, s.start, s.id))
    covers = _covers_of(plan)
    return first_rows(heads, sessions, lambda s: _session(s, called, covers), noun="session")


def _session(session: Session, called: Names, covers: Mapping[str, int]) -> Row:
    told = called.told(session)
    return (
        day(told.date),
        span(told.start, told.end).replace("-", "\N{EN DASH}"),
        told.course,
        told.school or "",
        told.room or "",
        told.trainer or "",
        str(len(told.staff)),
        names(told.staff),
        str(covers.get(session.id, 0)),
    )


def _covers_of(plan: Plan) -> dict[str, int]:
    """How many classes are held by others because of each session."""
    covered = {(cover.staff, cover.date, cover.lesson) for cover in plan.covers}
    numbers: dict[str, int] = {}
    for release in plan.releases:
        held = sum((release.staff, release.date, x) in covered for x in release.lessons)
        numbers[release.session] = numbers.get(release.session, 0) + held
    return numbers


def _unmet(plan: Plan, policy: Policy, called: Names) -> Table:
    def row(of_rule: tuple[str, tuple[UnmetNeed, ...]]) -> Row:
        name, needs = of_rule
        told = [called.told(need) for need in needs[:_NEEDS_SHOWN]]
        return name, str(len(needs)), rule(name, policy), _examples(told)

    heads = columns("Rule|Needs|What it says|Such as", n="Needs")
    return first_rows(heads, unmet_by_rule(plan), row, noun="rule")


def _examples(needs: Sequence[UnmetNeed]) -> str:
    """Needs, those of one reason together."""
    reasons: dict[str, list[str]] = {}
    for unmet in needs:
        reasons.setdefault(unmet.reason, []).append(unmet.need)
    said = (f"{', '.join(ids)}: {why}" if why else ", ".join(ids) for why, ids in reasons.items())
    return "; ".join(said)


def _verdict(result: Result) -> str:
    words = [_VERDICTS[result.status]]
    words += ["Interrupted."] if result.interrupted else []
    words += [result.message] if result.message else []
    return " ".join(words)


def _goals(result: Result) -> Table:
    heads = columns("Goal|Value|Bound|Gap|What it says", n="Value|Bound|Gap")
    shown = (*result.goals, *(goal for goal in result.left_open if goal.value))
    return first_rows(heads, shown, lambda goal: _goal(goal, result.policy), noun="goal")


def _goal(goal: GoalResult, policy: Policy) -> Row:
    value = "none" if goal.value is None else str(goal.value)
    bound = "unknown" if goal.bound is None else str(goal.bound)
    gap = "proven" if goal.proven else percent(goal.gap)
    return goal.id, value, bound, gap, policy.sentence(goal.id) if goal.id in GOALS else ""


def _certificate(result: Result) -> str:
    versions = (f"{name} {version}" for name, version in result.versions.items())
    facts = [
        f"{result.seconds:.1f} s",
        f"{result.peak_mib:.0f} MiB" if result.peak_mib else "",
        f"seed {result.seed}",
        count(result.workers, "worker"),
        "reproducible" if result.reproducible else "",
        f"problem {result.problem[:12]}",
        f"policy {in_short(result.policy)}" if result.policy != Policy() else "",
        *versions,
    ]
    return " · ".join(fact for fact in facts if fact)
