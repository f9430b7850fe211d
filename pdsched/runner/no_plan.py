"""Why there is no plan, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pdsched.checks import check
from pdsched.plan import past_plan
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Clash
from pdsched.runner.judge import Judge

NOT_KNOWN = "which of them ask for too much was not found out"
NOT_NARROWED = "there was no time to find out which of these can be left out"


def infeasible(judge: Judge, clashes: Sequence[Clash]) -> str:
    """What no plan keeps together, as far as that was found out; never nothing at all."""
    problem, policy = judge.problem, judge.policy
    late = [fault for fault in check(problem) if fault.code == "PD926"]
    if policy.keeps_pins and late:
        return f"no plan keeps what pins require of the past: {'; '.join(map(str, late))}"
    if clashes:
        told = (_told(clash, policy) for clash in clashes)
        return f"no plan keeps all rules and {'; nor all rules and '.join(told)}"
    if asking := _asking(problem, policy):
        return f"no plan keeps all rules and {asking}; {NOT_NARROWED}"
    broken = sorted({violation.partition(":")[0] for violation in _without_anything(judge)})
    rules = [f"{rule}: {policy.sentence(rule)}" for rule in broken if rule in policy.rules]
    which = f"without any session these are broken: {'; '.join(rules)}" if rules else NOT_KNOWN
    return f"no plan keeps all rules; {which}"


def not_yet(judge: Judge) -> str:
    """That the time was too short, and for what."""
    asking = _asking(judge.problem, judge.policy) if _without_anything(judge) else ""
    wanted = f"a plan was found that keeps {asking}" if asking else "a session was found"
    return f"the time ended before {wanted}: give more time"


def _without_anything(judge: Judge) -> tuple[str, ...]:
    """What a plan of nothing but the past breaks."""
    return judge.judge(judge.listed(past_plan(judge.problem)))[0]


def _asking(problem: Problem, policy: Policy) -> str:
    """All that asks for something."""
    pins = [pin.id for pin in problem.session_pins] + [pin.id for pin in problem.engagement_pins]
    limits = [limit.id for limit in policy.limits if limit.insist and policy.holds(limit.id)]
    asking = (*policy.amounts_insisted_on, *limits)
    return _list(pins if policy.keeps_pins else [], asking, policy)


def _told(clash: Clash, policy: Policy) -> str:
    pins = (*clash.session_pins, *clash.engagement_pins)
    members = _list(pins, clash.insisted, policy)
    if not clash.least:
        return f"{members} ({NOT_NARROWED})"
    alone = len(pins) + len(clash.insisted) == 1
    return members if alone else f"{members} (without any one of them, the others can be kept)"


def _list(pins: Sequence[str], insisted: Iterable[str], policy: Policy) -> str:
    told = [f"{'pin' if len(pins) == 1 else 'these pins together:'} {', '.join(pins)}"]
    asking = [f"{name}: {policy.sentence(name)}" for name in insisted]
    if asking:
        told.append(f"what is insisted on: {'; '.join(asking)}")
    return ", and ".join(told if pins else told[1:])
