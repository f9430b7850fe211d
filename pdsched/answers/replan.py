"""`replan`: what became known since, and the plan that disturbs least."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from time import monotonic
from typing import Any, NamedTuple

from pdsched.answer import Proof, ReplanAnswer
from pdsched.answers.asked_about import checked, prices_beside, stamped
from pdsched.answers.blocked import Blocked
from pdsched.answers.changed import open_needs, still_wanted, with_changes
from pdsched.answers.day_bounds import CHANGES
from pdsched.answers.least_disturbance import Reached, least_disturbing
from pdsched.answers.published_pins import with_published_that_holds
from pdsched.answers.replan_search import LeastDisturbance
from pdsched.answers.telling import told
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of
from pdsched.checks.codes import fault
from pdsched.checks.plans import not_in
from pdsched.errors import ProblemError
from pdsched.plan import Approvals, Changes, Plan, dated, with_approvals, with_previous
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import record_of
from pdsched.result import Result
from pdsched.runner.judge import Judge
from pdsched.wording import wording

SECONDS = 30.0
NOT_KNOWN = "there was no time to find out which rules do not go together"
SEARCH_SHARE = 0.9
"""Share of the time for the plan and the proof; the rest is for the referee and for words."""


def replan(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    changes: Changes | Mapping[str, Any],
    *,
    policy: GivenPolicy | None = None,
    as_of: date | None = None,
    freeze: int = 0,
    approvals: Approvals | None = None,
    language: str = "en",
    seconds: float = SECONDS,
) -> ReplanAnswer:
    """The plan after changes that disturbs least, and whom to tell.

    What lies before ``as_of`` is past and stays. As few people as possible have to be told that
    something does not hold; then as many promised covers, and then engagements, are kept as can be;
    then the goals of the policy come, the needs that lost their way among them, and what is newly
    needed: so nobody is moved for a need. A plan that still keeps every rule, and all that people
    were told, stays as it is, unless a need is open that was met, or is new.

    The answer is *proven* where no plan tells fewer people: that bound is in its goal ``changes``.

    Args:
        problem: What was given.
        plan: The plan that people know, or its result.
        changes: What became known, or a dictionary of its fields.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        as_of: The date on which the plan is made; ``calendar.today`` if left out.
        freeze: Calendar days from that date on in which no session and no engagement moves that
            the changes themselves do not break, 0 to 800.
        approvals: What was said of the plan: what is published stays, unless changes break it.
        language: Of what people are told: ``en``, ``fr`` or ``de``.
        seconds: Wall-clock limit, above 0, kept to within what one statement takes.

    Raises:
        ProblemError: if changes or the problem have faults, or the plan names what the problem does
            not have, with all of them; if days are frozen from no date on.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds``, ``freeze`` or ``language`` is out of its range.

    >>> from pdsched import Plan, Problem, replan
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}})
    >>> answer = replan(problem, Plan(), {"changes": []})
    >>> answer.proof.value, answer.told
    ('proven', ())
    """
    if not 0 <= freeze <= 800:
        raise ValueError(f"freeze={freeze!r}: give days, 0 to 800")
    wording(language)
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    known = plan_of(plan.plan or Plan() if isinstance(plan, Result) else plan)
    if faults := not_in(given, known):
        raise ProblemError(faults)
    given = dated(given, as_of)
    if freeze and given.calendar.today is None:
        advice = "give the date from which on days are frozen"
        raise ProblemError([fault("PD601", "as_of", "", "has to be named, too", advice)])
    said = record_of("changes", changes, Changes, "pdsched.load_changes reads files")
    then, held = with_changes(given, said, known)
    checked(then, under)
    target = with_previous(then, held)
    if approvals is not None:
        target = with_approvals(target, approvals)
    target = with_published_that_holds(target, least_disturbing(under), still_wanted(target, held))
    old = Judge(with_previous(given, known), least_disturbing(under)).judge(known)[1]
    is_same = then.digest() == given.digest()
    before = _Before(known, held, old, open_needs(given, known), is_same)
    answer = _Task(target, under, before, freeze, began + seconds, language).answer()
    question = f"What now, after {_count(len(said.changes), 'change')}?"
    update = {"changed": target, "question": question}
    return stamped(answer.model_copy(update=update), then, began)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class _Before(NamedTuple):
    """What was, before the changes."""

    known: Plan
    """The plan that people know."""
    held: Plan
    """The same without what did not take place."""
    values: dict[str, int]
    """By tier, of that plan."""
    still_open: frozenset[str]
    """Ids of the needs that it left open."""
    is_same: bool
    """Whether the changes leave the problem as it was."""


class _Task:
    """One replan, until its time is over."""

    def __init__(
        self,
        target: Problem,
        policy: Policy,
        before: _Before,
        freeze: int,
        deadline: float,
        language: str,
    ) -> None:
        self._target, self._user, self._before = target, policy, before
        self._policy = least_disturbing(policy)
        self._judge = Judge(target, self._policy)
        self._freeze, self._deadline, self._language = freeze, deadline, language
        self._wanted = still_wanted(target, before.held)

    def answer(self) -> ReplanAnswer:
        """The plan, its proof, and whom to tell."""
        violations, values = self._judge.judge(
            self._judge.listed(self._judge.relabelled(self._wanted))
        )
        if not violations and not values[CHANGES] and not self._lost(self._wanted):
            return self._of(self._as_it_was(), values, {CHANGES: 0})
        end = monotonic() + SEARCH_SHARE * self._left()
        held, still_open = self._before.held, self._before.still_open
        search = LeastDisturbance(self._target, self._policy, held, still_open, self._freeze, end)
        reached, plan = search.run()
        if plan is None:
            blocked = search.clash(self._left) if reached.is_refuted else None
            return _without_plan(reached, self._freeze, blocked)
        accepted, values = self._judge.accepted(self._judge.relabelled(plan))
        return self._of(self._labelled(accepted), values, reached.bounds)

    def _left(self) -> float:
        return self._deadline - monotonic()

    def _lost(self, plan: Plan) -> frozenset[str]:
        return open_needs(self._target, plan) - self._before.still_open

    def _as_it_was(self) -> Plan:
        """The plan that is known, byte for byte where the problem is the same and nothing lacks.

        Needs that it does not list as unmet are listed.
        """
        known = self._before.known
        is_complete = {unmet.need for unmet in known.unmet} == open_needs(self._target, known)
        if self._before.is_same and is_complete and self._wanted == known:
            return known
        return self._labelled(self._judge.listed(self._wanted))

    def _labelled(self, plan: Plan) -> Plan:
        """The plan under the policy of the caller, with the reasons that are known."""
        reasons = {unmet.need: unmet for unmet in self._before.held.unmet}
        listed = Judge(self._target, self._user).relabelled(plan)
        unmet = tuple(reasons.get(u.need, u) for u in listed.unmet)
        return listed.model_copy(update={"unmet": unmet})

    def _of(self, plan: Plan, values: dict[str, int], bounds: Mapping[str, int]) -> ReplanAnswer:
        prices = prices_beside(self._policy, self._before.values, values, bounds)
        count, bound, lost = values[CHANGES], bounds.get(CHANGES, 0), len(self._lost(plan))
        whom = "1 person has" if count == 1 else f"{count} people, counted by date, have"
        fewer = "no plan disturbs fewer" if bound >= count else f"in any plan, at least {bound}"
        frozen = f" with {_count(self._freeze, 'day')} frozen" if self._freeze else ""
        said = "to be told that something does not hold"
        parts = [f"{whom} {said}; {fewer}{frozen}." if count else f"Nobody has {said}."]
        if lost:
            stay = "stays" if lost == 1 else "stay"
            parts.append(f"{_count(lost, 'need')}, met before or new, {stay} open.")
        is_past = self._target.calendar.is_past
        covers, kept = (
            {(c.colleague, c.date, c.lesson) for c in each.covers if c.colleague}
            for each in (self._before.held, plan)
        )
        engaged = set(self._before.held.engagements) - set(plan.engagements)
        return ReplanAnswer(
            question="?",
            sentence=" ".join(parts),
            proof=Proof.PROVEN if bound >= count else Proof.BOUNDED,
            possible=True,
            goals=prices,
            plan=plan,
            told=told(self._target, self._policy, self._before.held, plan, self._language),
            covers_dropped=sum(not is_past(on) for _, on, _ in covers - kept),
            engagements_dropped=sum(not is_past(e.date) for e in engaged),
            needs_lost=lost,
        )


def _without_plan(reached: Reached, freeze: int, blocked: Blocked | None) -> ReplanAnswer:
    said = "No plan keeps what is insisted on" if reached.is_refuted else "No plan was found"
    frozen = f" with {_count(freeze, 'day')} frozen" if freeze else ""
    told = f". {blocked.told}" if blocked is not None else f"; {NOT_KNOWN}."
    if blocked is None and not reached.is_refuted:
        told = " in the time."
    return ReplanAnswer(
        question="?",
        sentence=f"{said}{frozen}{told}",
        proof=Proof.PROVEN if reached.is_refuted else Proof.TRIED,
        possible=False if reached.is_refuted else None,
        blocking=blocked.instances if blocked is not None else (),
    )
