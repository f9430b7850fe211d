"""From a plan back to numbers: nothing of a sound plan is lost, and nothing unsound is kept."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from schools import TUE, lesson, plan_of, session, two_schools
from solving import plan_for, with_unmet
from strategies import BRIEF, EQUALS, HELPING, ROVING, SMALL, Case, cases
from workshop import TUESDAY, WORKSHOP_VALUE, workshop

from pdsched import Plan, Policy, score, verify
from pdsched.model import DisaggregationError, Solution, decode, enumerate_candidates
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.encode import encode
from pdsched.model.goals import tier_goals
from pdsched.plan import Cover
from pdsched.search import Limits, Search

ANY = st.one_of(cases(SMALL), cases(EQUALS), cases(ROVING), cases(BRIEF), cases(HELPING))


def values(candidates: Candidates, solution: Solution) -> list[int]:
    """What a choice is worth."""
    return [goal.value(candidates, solution) for goal in tier_goals(Policy()).values()]


@given(ANY)
def test_there_and_back(case: Case) -> None:
    """A choice that is dealt out and counted again is worth the same."""
    candidates = enumerate_candidates(*case)
    found = Search(candidates, Limits(seconds=30)).run().best
    assume(found is not None)
    assert found is not None
    again = encode(candidates, decode(candidates, found))

    assert again is not None
    assert values(candidates, again) == values(candidates, found)


@given(ANY)
def test_back_and_there(case: Case) -> None:
    """A plan that is counted and dealt out again keeps every rule, and has the same score."""
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    candidates = enumerate_candidates(*case)
    solution = encode(candidates, plan)

    assert solution is not None
    again = with_unmet(case.problem, decode(candidates, solution))
    assert verify(case.problem, again, case.policy) == ()
    assert score(case.problem, again, case.policy) == score(case.problem, plan, case.policy)


@given(ANY, ANY)
def test_what_fits_no_longer_is_left_out(case: Case, other: Case) -> None:
    """Of a plan for another policy, and another week, what is kept keeps every rule."""
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    problem = case.problem.model_copy(
        update={"substitutes": case.problem.substitutes[:1], "rooms": case.problem.rooms[1:]}
    )
    for changed in (case._replace(policy=other.policy), case._replace(problem=problem), other):
        candidates = enumerate_candidates(*changed)
        solution = encode(candidates, plan)
        if solution is None:
            assert changed.problem.session_pins or changed.problem.engagement_pins
            continue
        try:
            kept = with_unmet(changed.problem, decode(candidates, solution))
        except DisaggregationError:
            continue  # Its staff are named, and it is read once more.
        assert verify(changed.problem, kept, changed.policy) == ()


def test_nobody_covers_for_who_no_longer_goes() -> None:
    """Bob covers for ada; once ada needs nothing, what is read of the plan is nothing."""
    problem = two_schools(lessons=[lesson("ada-tue-4")])
    policy = Policy(colleague_cover="all", away_at_once=1)
    held = Cover(staff="ada", lesson="ada-tue-4", date=TUE, colleague="bob")
    plan = plan_of(problem, [session("sheets-1", TUE, "13:00", "ada")], [held])

    whole = encode(enumerate_candidates(problem, policy), plan)
    nothing = encode(enumerate_candidates(problem.model_copy(update={"needs": ()}), policy), plan)

    assert whole is not None
    assert len(whole.covering.ids) == 1
    assert nothing is not None
    assert nothing.same_as(Solution.none())


def test_an_empty_plan_is_an_empty_choice() -> None:
    """Nothing planned is nothing chosen."""
    candidates = enumerate_candidates(*workshop())
    solution = encode(candidates, Plan())

    assert solution is not None
    assert solution.same_as(Solution.none())


def test_one_record_that_does_not_fit_costs_no_other() -> None:
    """Without a substitute one of the two releases at once has to go, the rest stays.

    Whoever is engaged on the other day stays, which may be either of them.
    """
    case = workshop()
    plan, _ = plan_for(case)
    assert plan is not None
    (stays,) = {one.substitute for one in plan.engagements if one.date.isoformat() == TUESDAY}
    substitutes = tuple(one for one in case.problem.substitutes if one.id == stays)
    problem = case.problem.model_copy(update={"substitutes": substitutes})
    candidates = enumerate_candidates(problem, case.policy)
    solution = encode(candidates, plan)

    assert solution is not None
    # Ann's and Bob's session needed both substitutes, and Ann's next one the session.
    assert values(candidates, solution)[0] == WORKSHOP_VALUE[0] - 90
