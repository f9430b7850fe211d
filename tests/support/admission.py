"""What the model makes of a plan that is written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from pairs import Side

from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import enumerate_candidates, formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.decode import decode
from pdsched.model.decode.encode import written
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.formulation.translate import values_of
from pdsched.model.solution.solution import Solution
from pdsched.plan import Engagement, Plan
from pdsched.problem.base import Record


class Understood(NamedTuple):
    """A plan, and what the model knows of it."""

    plan: Plan
    candidates: Candidates
    solution: Solution
    statement: Formulation

    @property
    def is_whole(self) -> bool:
        """Whether each session, release, engagement and cover by a colleague is a candidate."""
        held = {(c.lesson, c.date, c.colleague) for c in self.plan.covers if c.colleague}
        # Whoever leads is released with the session, and is no candidate of their own.
        attending = [release for release in self.plan.releases if release.need is not None]
        wanted = len(attending), len(self.plan.sessions), len(self.plan.engagements)
        *counted, covering, _ = (int(part.counts.sum()) for part in self.solution)
        return (*wanted, len(held)) == (counted[0], counted[1], counted[2], covering)

    @property
    def keeps_rows(self) -> bool:
        """Whether no row breaks, whatever is done about what the choice leaves open."""
        f, values = self.statement, values_of(self.statement, self.solution)
        if f.program.keeps(values):
            return True
        least, most = np.zeros_like(values), f.most()
        for columns in (f.attend.column, f.session.column, f.engage.column, f.cover.column):
            least[columns] = values[columns]
            most[columns] = np.minimum(most[columns], values[columns])
        if (least > most).any():
            return False
        aim, effort = Objective(np.zeros_like(values), maximise=True), SolveLimits(None, 5.0, 1, 0)
        answer = CpSat().run(replace(f.program, least=least, most=most), aim, effort)
        assert answer.feasible is not None
        return answer.feasible

    def again(self) -> Plan:
        """The plan as the model would tell it."""
        return decode(self.candidates, self.solution)


def understood(side: Side, *, alone: bool = True) -> Understood:
    """A plan in numbers of candidates; whoever it names is single.

    It is stated with nothing else, or among everything that could happen.
    """
    problem, plan, policy = side
    named = {person for session in plan.sessions for person in session.staff}
    candidates = enumerate_candidates(
        problem, policy, sorted(named & {s.id for s in problem.staff})
    )
    solution = written(candidates, plan)
    attends, _, engaged, covering, _ = solution
    statement = (
        formulate(candidates, attends.ids, engaged.ids, covering=covering.ids)
        if alone
        else formulate(candidates)
    )
    return Understood(plan.canonical(), candidates, solution, statement)


def decided(plan: Plan) -> tuple[tuple[Record, ...], ...]:
    """What is compared: two plans also differ in the policy, and in what they say is unmet."""
    return plan.sessions, plan.releases, plan.covers, plan.engagements


def is_admitted(side: Side) -> bool:
    """Whether the plan keeps every row, and the model tells it again record by record."""
    found = understood(side)
    return found.is_whole and found.keeps_rows and decided(found.again()) == decided(found.plan)


def is_refused(found: Understood) -> bool:
    """Whether the model admits no such plan: a row breaks, or a part of it is no candidate.

    Or all that is chosen is the same, and what follows from it is told otherwise: how long it
    lasts, which lessons a release takes, and who holds them where rows count substitutes alone.
    Engagements that hold nothing are left out of what is told.
    That people are missing when it is told again is not enough: a row should have said so.
    """
    if not found.is_whole or not found.keeps_rows:
        return True
    again = found.again()
    assert _chosen(again) == _chosen(found.plan)
    assert set(again.engagements) <= set(found.plan.engagements)
    left_out = set(found.plan.engagements) - set(again.engagements)
    assert all(_holds_nothing(engagement, again) for engagement in left_out)
    return decided(again) != decided(found.plan)


def _holds_nothing(engagement: Engagement, told: Plan) -> bool:
    """Whether the substitute holds no lesson on that date but in another half-day that is told."""
    date, substitute = engagement.date, engagement.substitute
    return (substitute, date) not in {(c.substitute, c.date) for c in told.covers} or (
        (substitute, date) in {(e.substitute, e.date) for e in told.engagements}
    )


def _chosen(plan: Plan) -> tuple[object, ...]:
    """What a choice of candidates says of a plan by itself."""
    return (
        [(s.id, s.staff) for s in plan.sessions],
        {(r.session, r.staff, r.need) for r in plan.releases if r.need is not None},
        [c for c in plan.covers if c.colleague],
    )
