"""A plan or a result in a notebook."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pdsched.plan import Plan, Session, UnmetNeed
from pdsched.policy import GOALS, Policy
from pdsched.problem import Problem
from pdsched.problem.at_hand import at_hand
from pdsched.result import GoalResult, Result, Status
from pdsched.views.figures import Figures, unmet_by_rule
from pdsched.views.markup import block, table
from pdsched.views.names import Names
from pdsched.views.policies import in_short
from pdsched.views.words import count, day, names, percent, rule, span

SESSIONS_SHOWN = 60
_NEEDS_SHOWN = 3

_VERDICTS = {
    Status.OPTIMAL: "No plan does better.",
    Status.FEASIBLE: "A better plan may exist; the gaps say by how much at most.",
    Status.INFEASIBLE: "No plan keeps all rules and pins.",
    Status.UNKNOWN: "The time ended before a plan was found.",
}


def to_html(plan: Plan, problem: Problem | None = None) -> str:
    """A plan as a table of its first sessions and a table of why needs stay unmet.

    With the problem names stand in place of ids; so they do while it lives in this process.

    >>> "0 sessions" in to_html(Plan())
    True
    """
    return block(_plan(plan, Policy(), Names(problem or at_hand(plan.problem))))


def result_to_html(result: Result, problem: Problem | None = None) -> str:
    """A result as HTML: what is proven, then the plan, as `to_html` gives it.

    >>> "infeasible" in result_to_html(Result(status="infeasible", problem="d1"))
    True
    """
    parts = [_verdict(result), _goals(result), _certificate(result)]
    if result.plan is not None:
        known = problem or at_hand(result.problem)
        parts.append(_plan(result.plan, result.policy, Names(known)))
    return block("\n".join(parts))


def _plan(plan: Plan, policy: Policy, called: Names) -> str:
    figures = Figures.of(plan)
    head = f"<p><b>{figures.learning}</b>; {figures.cover}; {_unmet_words(figures)}.</p>"
    parts = (head, _sessions(plan, called), _unmet(plan, policy, called))
    return "\n".join(part for part in parts if part)


def _unmet_words(figures: Figures) -> str:
    met = count(figures.met, "need")
    return f"{met} met, {figures.unmet} unmet"


def _sessions(plan: Plan, called: Names) -> str:
    if not plan.sessions:
        return ""
    sessions = sorted(plan.sessions, key=lambda s: (s.date, s.start, s.id))
    covers = _covers_of(plan)
    heads = (
        *(("Date", "w"), ("Time", "w"), ("Course", ""), ("School", ""), ("Room", "")),
        *(("Trainer", ""), ("People", "n"), ("Who", ""), ("Classes", "n")),
    )
    first = sessions[:SESSIONS_SHOWN]
    shown = table(heads, (_session(called.told(s), covers.get(s.id, 0)) for s in first))
    more = len(sessions) - SESSIONS_SHOWN
    if more > 0:
        shown += f'\n<p class="note">and {count(more, "more session")}</p>'
    return shown


def _session(session: Session, covers: int) -> tuple[str, ...]:
    return (
        day(session.date),
        span(session.start, session.end).replace("-", "\N{EN DASH}"),
        session.course,
        session.school or "",
        session.room or "",
        session.trainer or "",
        str(len(session.staff)),
        names(session.staff),
        str(covers),
    )


def _covers_of(plan: Plan) -> dict[str, int]:
    """How many classes are held by others because of each session."""
    covered = {(cover.staff, cover.date, cover.lesson) for cover in plan.covers}
    numbers: dict[str, int] = {}
    for release in plan.releases:
        held = sum((release.staff, release.date, x) in covered for x in release.lessons)
        numbers[release.session] = numbers.get(release.session, 0) + held
    return numbers


def _unmet(plan: Plan, policy: Policy, called: Names) -> str:
    rules = unmet_by_rule(plan)
    if not rules:
        return ""
    rows = (
        (name, str(len(needs)), rule(name, policy), _examples([*map(called.told, needs)]))
        for name, needs in rules
    )
    shown = table((("Rule", ""), ("Needs", "n"), ("", ""), ("Such as", "")), rows)
    words = count(len(plan.unmet), "need stays unmet", "needs stay unmet")
    return f"<details><summary>{words}: why</summary>\n{shown}\n</details>"


def _examples(needs: Sequence[UnmetNeed]) -> str:
    """The first needs, those of one reason together."""
    reasons: dict[str, list[str]] = {}
    for unmet in needs[:_NEEDS_SHOWN]:
        reasons.setdefault(unmet.reason, []).append(unmet.need)
    said = (f"{', '.join(ids)}: {why}" if why else ", ".join(ids) for why, ids in reasons.items())
    return "; ".join(said)


def _verdict(result: Result) -> str:
    words = [_VERDICTS[result.status]]
    words += ["Interrupted."] if result.interrupted else []
    words += [result.message] if result.message else []
    mark = f'<span class="mark {result.status}">{result.status}</span>'
    return f"<p>{mark} {escape(' '.join(words))}</p>"


def _goals(result: Result) -> str:
    if not result.goals:
        return ""
    heads = (("Goal", ""), ("Value", "n"), ("Bound", "n"), ("Gap", "n"), ("", ""))
    shown = (*result.goals, *(goal for goal in result.left_open if goal.value))
    return table(heads, (_goal(goal, result.policy) for goal in shown))


def _goal(goal: GoalResult, policy: Policy) -> tuple[str, ...]:
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
    return f'<p class="note">{escape(" · ".join(fact for fact in facts if fact))}</p>'
