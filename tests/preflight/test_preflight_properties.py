"""No plan does what the pre-flight says that none does, on problems drawn at random."""

from __future__ import annotations

from collections.abc import Iterator

from draw_basics import TEAMS
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import EQUALS, HELPING, ROVING, Case, cases, scaled, wide_cases

from pdsched import Policy, Problem, check
from pdsched.checks.index import Index, Lost
from pdsched.errors import Severity
from pdsched.expansion import in_full
from pdsched.preflight.needs import Preflight
from pdsched.search import Limits, solve_here

ANY = st.one_of(
    wide_cases(), cases(ROVING), wide_cases(EQUALS), wide_cases(HELPING), wide_cases(TEAMS)
)


def claims(case: Case) -> Iterator[tuple[frozenset[str], int]]:
    """Sets of needs with the most of each that any plan is said to meet."""
    preflight = Preflight(Index(case.problem, Lost()), case.policy)
    hopeless = preflight.hopeless.values()
    yield frozenset(need.id for needs in hopeless for need in needs), 0
    taught = (*preflight.short_of_trainers, *preflight.short_of_rooms)
    yield from ((frozenset(need.id for need in each.needs), each.most) for each in taught)
    cover = preflight.short_of_cover
    yield from ((frozenset(need.id for need in each.needs), each.most) for each in cover)


def with_all_for(problem: Problem, needs: frozenset[str]) -> Problem:
    """The problem in full, in which these needs are worth most."""
    full = in_full(problem)
    worth = tuple(n.model_copy(update={"priority": 5 if n.id in needs else 1}) for n in full.needs)
    return full.model_copy(update={"needs": worth})


def needs_first(policy: Policy) -> Policy:
    """The policy with the needs met before all other goals."""
    others = [{g: w for g, w in tier.items() if g != "needs-met"} for tier in policy.goals]
    return policy.model_copy(update={"goals": ({"needs-met": 1}, *filter(None, others))})


@settings(max_examples=scaled(0.5))
@given(case=ANY)
def test_no_plan_meets_more_needs_than_is_said(case: Case) -> None:
    """The best plan for just the needs of which so many can be met meets no more of them."""
    policy = needs_first(case.policy)
    for needs, most in claims(case):
        if needs:
            plan, _, _ = solve_here(
                with_all_for(case.problem, needs), policy, limits=Limits(seconds=20)
            )
            met = {release.need for release in plan.releases} if plan else set()
            assert len(needs & met) <= most


@settings(max_examples=scaled(0.5))
@given(case=ANY)
def test_where_pins_are_an_error_there_is_no_plan(case: Case) -> None:
    """What is told of pins beside a policy is never told of pins that some plan keeps."""
    alone = check(case.problem)
    assume(not any(fault.severity is Severity.ERROR for fault in alone))
    told = check(case.problem, case.policy)
    if any(fault.severity is Severity.ERROR for fault in told):
        plan, _, _ = solve_here(*case, limits=Limits(seconds=20))
        assert plan is None
