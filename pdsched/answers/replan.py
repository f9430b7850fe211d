"""`replan`: what became known since, and the plan that disturbs least."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from time import monotonic
from typing import Any

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import checked, prices_beside
from pdsched.answers.changed import open_needs, still_wanted, with_changes
from pdsched.answers.day_bounds import CHANGES
from pdsched.answers.least_disturbance import least_disturbing
from pdsched.answers.published_pins import with_published_that_holds
from pdsched.answers.replan_search import LeastDisturbance
from pdsched.answers.telling import Told, told
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of, policy_of, problem_of
from pdsched.plan import Approvals, Changes, Plan, dated, with_approvals, with_previous
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.problem.base import record_of
from pdsched.result import Result
from pdsched.runner.judge import Judge

SECONDS = 30.0
SEARCH_SHARE = 0.9
"""Share of the time for the plan and the proof; the rest is for the referee and for words."""


class ReplanAnswer(Answer):
    """A plan after changes, with what is proven of it and who has to be told."""

    told: tuple[Told, ...] = ()
    """Who has to be told what; those whose words do not hold come first, as many as the goal
    ``changes`` counts."""
    covers_dropped: int = 0
    """Covers that colleagues were promised and that are not needed, or moved."""
    engagements_dropped: int = 0
    """Half-days for which substitutes were engaged and are not any more."""
    changed: Problem | None = None
    """The problem with the changes, the past and what people know, which the plan answers."""


def replan(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    changes: Changes | Mapping[str, Any],
    *,
    policy: GivenPolicy | None = None,
    as_of: date | None = None,
    freeze: int = 0,
    approvals: Approvals | None = None,
    seconds: float = SECONDS,
) -> ReplanAnswer:
    """The plan after changes that disturbs least, and whom to tell.

    What lies before ``as_of`` is past and stays. Needs come first, up to what the plan had and what
    is newly needed; then as few people as possible have to be told; then whatever else can be met
    without telling anybody more, promised covers, engagements, and the other goals of the policy.
    A plan that still keeps every rule stays as it is, unless something new is needed.

    The answer is *proven* where no plan that meets as many needs tells fewer people: that bound is
    in its goal ``changes``.

    Args:
        problem: What was given.
        plan: The plan that people know, or its result.
        changes: What became known, or a dictionary of its fields.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        as_of: The date on which the plan is made; ``calendar.today`` if left out.
        freeze: Calendar days from that date on in which nothing moves that the changes themselves
            do not break, 0 to 800.
        approvals: What was said of the plan: what is published stays, unless changes break it.
        seconds: Wall-clock limit, above 0, kept to within what one statement takes.

    Raises:
        ProblemError: if changes or the problem have faults; with all of them.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` or ``freeze`` is out of its range.

    >>> from pdsched import Plan, Problem, replan
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}})
    >>> answer = replan(problem, Plan(), {"changes": []})
    >>> answer.proof.value, answer.told
    ('proven', ())
    """
    if seconds <= 0:
        raise ValueError(f"seconds={seconds!r}: give a number above 0")
    if not 0 <= freeze <= 800:
        raise ValueError(f"freeze={freeze!r}: give days, 0 to 800")
    began = monotonic()
    if policy is None and isinstance(plan, Result):
        policy = plan.policy
    under = policy_of(policy)
    known = plan_of(plan.plan or Plan() if isinstance(plan, Result) else plan)
    given = dated(problem_of(problem), as_of)
    said = record_of("changes", changes, Changes, "pdsched.load_changes reads files")
    then, held = with_changes(given, said, known)
    checked(then, under)
    target = with_previous(then, held)
    if approvals is not None:
        target = with_approvals(target, approvals)
    target = with_published_that_holds(target, least_disturbing(under), still_wanted(target, held))
    old = Judge(with_previous(given, known), least_disturbing(under)).judge(known)[1]
    task = _Task(target, under, held, open_needs(given, known), old, freeze, began + seconds)
    answer = task.answer(known)
    return answer.model_copy(
        update={
            "changed": target,
            "problem": then.digest(),
            "question": f"What now, after {_count(len(said.changes), 'change')}?",
            "seconds": round(monotonic() - began, 3),
        }
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class _Task:
    """One replan, until its time is over."""

    def __init__(
        self,
        target: Problem,
        policy: Policy,
        held: Plan,
        open_before: frozenset[str],
        old: dict[str, int],
        freeze: int,
        deadline: float,
    ) -> None:
        self._target, self._user, self._held, self._old = target, policy, held, old
        self._policy = least_disturbing(policy)
        self._judge = Judge(target, self._policy)
        self._open_before, self._freeze, self._deadline = open_before, freeze, deadline
        self._wanted = still_wanted(target, held)

    def _left(self) -> float:
        return self._deadline - monotonic()

    def answer(self, known: Plan) -> ReplanAnswer:
        """The plan, its proof, and whom to tell."""
        violations, values = self._judge.judge(self._judge.relabelled(self._wanted))
        if not violations and open_needs(self._target, self._wanted) <= self._open_before:
            return self._of(self._as_it_was(known), values, values[CHANGES])
        end = monotonic() + SEARCH_SHARE * self._left()
        search = LeastDisturbance(
            self._target, self._policy, self._held, self._open_before, self._freeze, end
        )
        reached, plan = search.run()
        if plan is None:
            proof = Proof.PROVEN if reached.is_refuted else Proof.TRIED
            said = (
                "No plan keeps what is insisted on" if reached.is_refuted else "No plan was found"
            )
            advice = f"{said}; `explain` tells which rules do not go together."
            possible = False if reached.is_refuted else None
            return ReplanAnswer(question="?", sentence=advice, proof=proof, possible=possible)
        accepted, values = self._judge.accepted(self._judge.relabelled(plan))
        bound = reached.bounds.get(CHANGES, 0)
        return self._of(self._labelled(accepted), values, bound)

    def _as_it_was(self, known: Plan) -> Plan:
        """The plan that is known, byte for byte where the problem is the same."""
        same = self._wanted == known and known.problem == self._target.digest()
        return known if same else self._labelled(self._judge.listed(self._wanted))

    def _labelled(self, plan: Plan) -> Plan:
        """The plan under the policy of the caller, with the reasons that are known."""
        reasons = {unmet.need: unmet for unmet in self._held.unmet}
        listed = Judge(self._target, self._user).relabelled(plan)
        unmet = tuple(reasons.get(u.need, u) for u in listed.unmet)
        return listed.model_copy(update={"unmet": unmet})

    def _told(self, plan: Plan) -> tuple[Told, ...]:
        return told(self._target, self._policy, self._held, plan)

    def _of(self, plan: Plan, values: dict[str, int], bound: int) -> ReplanAnswer:
        bounds = {CHANGES: bound}
        prices = tuple(
            price.model_copy(update={"bound": bound}) if price.id == CHANGES else price
            for price in prices_beside(self._policy, self._old, values, bounds)
        )
        count, is_proven = values[CHANGES], bound >= values[CHANGES]
        tellings = self._told(plan)
        whom = "1 person has" if count == 1 else f"{count or 'no'} people, counted by date, have"
        proven = "no plan that meets as many needs disturbs fewer"
        open_ones = f"in any plan that meets as many needs, at least {bound}"
        covers = {(c.colleague, c.date, c.lesson) for c in plan.covers if c.colleague}
        is_past = self._target.calendar.is_past
        dropped = sum(
            (c.colleague, c.date, c.lesson) not in covers
            for c in self._held.covers
            if c.colleague and not is_past(c.date)
        )
        gone = {e for e in self._held.engagements if not is_past(e.date)} - set(plan.engagements)
        return ReplanAnswer(
            question="?",
            sentence=f"{whom} to be told that something does not hold; "
            f"{proven if is_proven else open_ones}.".capitalize(),
            proof=Proof.PROVEN if is_proven else Proof.BOUNDED,
            possible=True,
            goals=prices,
            plan=plan,
            told=tellings,
            covers_dropped=dropped,
            engagements_dropped=len(gone),
        )
