"""People in two and three roles: referee, brute force and solver agree on what they can do.

A few examples here; with ``HYPOTHESIS_PROFILE=long`` 10,000 are planned by solver and brute force.
"""

from __future__ import annotations

from cover_search import CoverSearch, Hands
from double_roles import Hired
from draw_basics import MICRO, ROLES, Size
from draw_meetings import meetings
from draw_roles import doubled, leading
from facts import Facts
from free_time import Helped, items_of, visits_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from plans import plan_of
from proving import assert_proves, best_of_all
from seats import Item, Seats
from solving import Solved, solved
from strategies import Case, cases, policies, scaled, wide_cases, wide_policies
from test_properties_oracle import Dumb

from pdsched import Problem, Status, verify
from pdsched.problem import Half


def meeting() -> st.SearchStrategy[Case]:
    """Few people whose roles meet, under a policy by which colleagues may cover or not."""
    return st.builds(Case, meetings(), policies() | policies(helping=True))


def wide_meeting() -> st.SearchStrategy[Case]:
    """The same people under a policy of any kind."""
    return st.builds(Case, meetings(), wide_policies())


def examples(factor: int) -> int:
    """So many times the examples of the profile; five times as many in a long run."""
    return scaled(factor) * (5 if scaled(1) >= LONG else 1)


LONG = 1000
"""Examples of the profile for long runs."""
FEW = MICRO._replace(substitutes=2, roles=True)
"""So few that even every wrong plan can be looked at."""
APART = Size(1, 3, 2, 3, 2, 1, 2, 1, 2, 0, helping=True, roles=True)
"""Two schools with a way between them, where colleagues cover."""


def hires(problem: Problem) -> st.SearchStrategy[Hired]:
    """Any engagement of somebody in several roles."""
    return st.builds(
        Hired,
        st.sampled_from(sorted(doubled(problem))),
        st.sampled_from([s.id for s in problem.schools]),
        st.sampled_from(Facts(problem).school_days),
        st.sampled_from(Half),
    )


def helps(problem: Problem, items: list[Item]) -> st.SearchStrategy[Helped]:
    """A cover by any of the staff, or none."""
    names = st.sampled_from([p.id for p in problem.staff])
    if not items:
        return st.just(())
    return st.lists(st.tuples(st.sampled_from(items), names), max_size=2).map(tuple)


@settings(max_examples=scaled(4))
@given(st.data(), st.one_of(wide_cases(ROLES), wide_cases(APART), meeting(), wide_meeting()))
def test_brute_force_and_referee_agree_on_an_engagement(data: st.DataObject, case: Case) -> None:
    """Somebody can be engaged beside all else they do exactly if the referee has nothing to say."""
    assume(doubled(case.problem) and Facts(case.problem).school_days)
    seats = Seats(*case)
    free = [seat for need in case.problem.needs for seat in seats.of(need)]
    chosen = data.draw(st.lists(st.sampled_from(free), max_size=3, unique=True)) if free else []
    visits = visits_of(chosen)
    helped = data.draw(helps(case.problem, sorted(items_of(visits))))
    hired = data.draw(hires(case.problem))
    roles = CoverSearch(*case, seats.facts).roles
    fits = roles.at_leisure(hired) and roles.beside(hired, visits, helped)

    plan = plan_of(case.problem, chosen, Hands(frozenset({hired}), (), helped))
    found = verify(case.problem, plan, case.policy)
    told = [v for v in found if v.rule == "one-place" and " is engaged at " in v.sentence]
    assert fits == (not told), (fits, told)


@settings(max_examples=scaled(1))
@given(cases(FEW))
def test_oracle_finds_the_best_of_all_plans_of_such_people(case: Case) -> None:
    """Pruning loses nothing where trainers and substitutes are on the staff."""
    assume(doubled(case.problem) or leading(case.problem))
    dumb = Dumb(case)
    assume(1 < dumb.breadth <= 3000)
    best = Oracle(*case).best()

    assert (None if best is None else best.value) == dumb.best()


TRACTABLE = 5_000


@settings(max_examples=examples(1))
@given(st.one_of(cases(ROLES), cases(APART), meeting(), meeting()))
def test_solver_agrees_with_brute_force_on_such_people(case: Case) -> None:
    """Infeasible exactly where no plan exists, else proven optimal at the best value of all."""
    assume(doubled(case.problem) or leading(case.problem))
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()

    assert solved(case) == (
        Solved(Status.INFEASIBLE, None) if best is None else Solved(Status.OPTIMAL, best.value)
    )


@settings(max_examples=examples(1))
@given(st.one_of(wide_cases(FEW), wide_cases(ROLES), wide_cases(APART), wide_meeting()))
def test_any_policy_is_planned_as_well_with_such_people(case: Case) -> None:
    """The same under any policy, against all seats and covers that the referee accepts."""
    assume(doubled(case.problem) or leading(case.problem))
    assert_proves(case, best_of_all(case, TRACTABLE // 10))
