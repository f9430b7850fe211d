"""`replan`: what became known since, and the plan that disturbs least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, time, timedelta
from time import monotonic
from typing import Any

import numpy as np

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import checked, prices_beside
from pdsched.answers.changed import still_wanted, with_changes
from pdsched.answers.day_bounds import DayBounds
from pdsched.answers.disturbed import around, beside
from pdsched.answers.least_disturbance import (
    CHANGES,
    Reached,
    least,
    least_disturbing,
    part_of,
    whole_of,
)
from pdsched.answers.telling import Told, told
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of, policy_of, problem_of
from pdsched.model import DisaggregationError, decode, encode, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.trimming import without_spare_sessions
from pdsched.params import StrategyParams
from pdsched.plan import Approvals, Changes, Plan, dated, with_approvals, with_previous
from pdsched.policy import NEEDS_MET, Policy
from pdsched.problem import PinKind, Problem, SessionPin, Window
from pdsched.problem.base import record_of
from pdsched.result import Result
from pdsched.runner.judge import Judge

SECONDS = 30.0
TRIES = 4
"""Neighbourhoods that are looked at, and times that people are named whom counts did not tell."""
SEARCH_SHARE = 0.6
"""Share of the time for the plan; the rest is for the proof."""
MOST_FREE = 1_500
"""Attendances that are set free at first, beside those of the plan."""


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
    old = Judge(with_previous(given, known), least_disturbing(under)).judge(known)[1]
    task = _Task(target, under, held, old, freeze, began + seconds)
    answer = task.answer(known, new_points=_points(given, then))
    return answer.model_copy(
        update={
            "changed": target,
            "problem": then.digest(),
            "question": f"What now, after {_count(len(said.changes), 'change')}?",
            "seconds": round(monotonic() - began, 3),
        }
    )


def _points(given: Problem, then: Problem) -> int:
    known = {need.id for need in given.needs}
    return sum(10 * need.priority for need in then.needs if need.id not in known)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class _Task:
    """One replan, until its time is over."""

    def __init__(
        self,
        target: Problem,
        policy: Policy,
        held: Plan,
        old: dict[str, int],
        freeze: int,
        deadline: float,
    ) -> None:
        self._target, self._user, self._held, self._old = target, policy, held, old
        self._policy = least_disturbing(policy)
        self._judge = Judge(target, self._policy)
        self._freeze, self._deadline = freeze, deadline
        self._wanted = still_wanted(target, held)

    def _left(self) -> float:
        return self._deadline - monotonic()

    def answer(self, known: Plan, new_points: int) -> ReplanAnswer:
        """The plan, its proof, and whom to tell."""
        violations, values = self._judge.judge(self._judge.relabelled(self._wanted))
        if not violations and not new_points:
            return self._of(self._as_it_was(known), values, values[CHANGES])
        enough = {t.id: values[t.id] for t in self._policy.up_to_needs}
        for tier in self._policy.up_to_needs:
            enough[tier.id] += tier.step(NEEDS_MET) * new_points if NEEDS_MET in tier else 0
        reached, plan = self._search(enough)
        if plan is None:
            proof = Proof.PROVEN if reached.is_refuted else Proof.TRIED
            said = (
                "No plan keeps what is insisted on" if reached.is_refuted else "No plan was found"
            )
            advice = f"{said}; `explain` tells which rules do not go together."
            possible = False if reached.is_refuted else None
            return ReplanAnswer(question="?", sentence=advice, proof=proof, possible=possible)
        accepted, values = self._judge.accepted(plan)
        bound = reached.bounds.get(CHANGES, 0)
        if bound < values[CHANGES]:
            tellings = Counter(t.date for t in self._told(accepted) if t.broken)
            days = DayBounds(self._target, self._policy)
            bound = max(bound, days.in_all(tellings, self._left))
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

    # The search

    def _search(self, enough: dict[str, int]) -> tuple[Reached, Plan | None]:
        named: set[str] = set()
        end = monotonic() + SEARCH_SHARE * self._left()
        reached = Reached(None, {})
        for _ in range(TRIES):
            candidates = enumerate_candidates(self._target, self._policy, named)
            try:
                base = encode(candidates, self._wanted)
                problem = self._frozen(None if base is None else decode(candidates, base))
                if problem is not self._target:
                    candidates = enumerate_candidates(problem, self._policy, named)
                    base = encode(candidates, self._wanted)
                reached = self._reach(candidates, base, enough, end)
                if reached.solution is None:
                    return reached, None
                trimmed = without_spare_sessions(candidates, reached.solution)
                return reached, self._judge.relabelled(decode(candidates, trimmed))
            except DisaggregationError as error:
                named.update(error.members)
        return Reached(None, {}), None

    def _reach(
        self, candidates: Candidates, base: Solution | None, enough: dict[str, int], end: float
    ) -> Reached:
        def left() -> float:
            return end - monotonic()

        if base is None or len(candidates.placement) <= StrategyParams().lns_then_whole_up_to:
            return least(whole_of(candidates, base), enough, left, 0)
        goal = next(iter(tier_goals(self._policy).values()))
        best = base
        for number in range(TRIES):
            if left() <= 0:
                break
            rng = np.random.default_rng(number)
            lost = self._lost(candidates, best)
            if number:
                free = around(candidates, best, rng, MOST_FREE * 2**number, lost)
            else:
                free = beside(candidates, best, rng, lost)
            part = part_of(candidates, best, free, goal, number)
            half = monotonic() + left() / 2
            reached = least(part, enough, lambda end=half: end - monotonic(), number)
            if reached.solution is None:
                break
            is_no_better = number and not self._is_better(candidates, reached.solution, best)
            best = best if is_no_better else reached.solution
            if is_no_better:
                break
        return Reached(best, {})

    def _is_better(self, candidates: Candidates, one: Solution, other: Solution) -> bool:
        """Whether a solution is better in the needs and in the people told, in this order."""
        goals = tier_goals(self._policy)
        for name in (*(tier.id for tier in self._policy.up_to_needs), CHANGES):
            first, second = (goals[name].value(candidates, each) for each in (one, other))
            if first != second:
                return goals[name].better(first, second)
        return False

    def _lost(self, candidates: Candidates, solution: Solution) -> set[str]:
        """Needs that the plan met, or that are new, and that a solution does not meet."""
        met = decode(candidates, solution).needs_met
        known = {need.need for need in self._held.unmet}
        return {n.id for n in self._judge.full.needs if n.id not in met and n.id not in known}

    def _frozen(self, repaired: Plan | None) -> Problem:
        """The problem in which nothing moves in the frozen window but what is broken."""
        today = self._target.calendar.today
        if not self._freeze or today is None or repaired is None:
            return self._target
        days = [today + timedelta(days=n) for n in range(self._freeze)]
        target, is_in = self._target, set(days)
        stays = [(s, p) for s in repaired.sessions if s.date in is_in for p in s.staff]
        pins = tuple(
            SessionPin(
                id=f"frozen {n}",
                kind=PinKind.REQUIRE,
                staff=person,
                course=s.course,
                date=s.date,
                start=s.start,
                school=s.school,
                published=True,
            )
            for n, (s, person) in enumerate(stays)
        )
        busy = {(p, s.date) for s in self._held.sessions if s.date in is_in for p in s.staff}
        busy |= {(c.colleague or "", c.date) for c in self._held.covers if c.date in is_in}
        staff = []
        for member in target.staff:
            idle = tuple(d for d in days if (member.id, d) not in busy)
            away = Window(start=time(0), end=time(23, 59), dates=idle)
            window = (*member.unavailable, away) if idle else member.unavailable
            staff.append(member.model_copy(update={"unavailable": window}))
        return target.model_copy(
            update={"staff": tuple(staff), "session_pins": (*target.session_pins, *pins)}
        )
