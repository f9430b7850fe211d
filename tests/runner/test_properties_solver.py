"""The solver against brute force, and against itself under changes with a known effect."""

from __future__ import annotations

from random import Random

from draw_basics import Size
from draw_learning import substitutes, trainers
from draw_words import renamings
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from renaming import answering, renamed, shuffled
from solving import Solved, plan_for, solved
from strategies import (
    BRIEF,
    EQUALS,
    HELPING,
    ROVING,
    SMALL,
    TINY,
    Case,
    cases,
    rules_off,
    scaled,
    tighter,
)
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Policy, Problem, Status, verify

TRACTABLE = 50_000
PAIRS = Size(4, 3, 2, 4, 3, 2, 2, 2, 2, 2)
"""Size of problems that are solved twice."""


def test_the_workshop_is_solved_to_the_value_worked_out_on_paper() -> None:
    """Oracle and solver both reach what the docstring of `workshop` derives."""
    best = Oracle(*workshop()).best()

    assert best is not None
    assert best.value == WORKSHOP_VALUE
    assert solved(workshop()) == Solved(Status.OPTIMAL, WORKSHOP_VALUE)


def test_equal_people_are_released_from_their_own_lessons() -> None:
    """Of two people whom no rule tells apart, each is released from lessons of their own."""
    lesson = {"school": "north", "day": "mon", "start": "08:00", "end": "11:00"}
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"},
            "schools": [
                {
                    "id": "north",
                    "periods": [
                        {"id": "1", "start": "08:00", "end": "09:00"},
                        {"id": "2", "start": "09:00", "end": "10:00"},
                    ],
                }
            ],
            "staff": [{"id": name, "schools": ["north"]} for name in ("ann", "bob")],
            "lessons": [
                {"id": f"of-{name}", "staff": [name], "cover": "not-needed", **lesson}
                for name in ("ann", "bob")
            ],
            "courses": [
                {
                    "id": "chat",
                    "topic": "chat",
                    "modality": "self-paced",
                    "minutes": 60,
                    "group_max": 1,
                }
            ],
            "needs": [{"id": name, "staff": name, "course": "chat"} for name in ("ann", "bob")],
        }
    )

    assert solved(Case(problem, Policy())) == Solved(Status.OPTIMAL, (60, 0, 0, 0, 0))


@settings(max_examples=scaled(4))
@given(st.one_of(cases(TINY), cases(EQUALS), cases(ROVING), cases(BRIEF), cases(HELPING)))
def test_solver_agrees_with_brute_force(case: Case) -> None:
    """Infeasible exactly where no plan exists, else proven optimal at the best value of all."""
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()

    assert solved(case) == (
        Solved(Status.INFEASIBLE, None) if best is None else Solved(Status.OPTIMAL, best.value)
    )


@given(cases(SMALL))
def test_plans_of_small_problems_are_accepted(case: Case) -> None:
    """The referee accepts every plan, and finds the values that the solver claims."""
    plan, found = plan_for(case)

    assert (plan is None) == (found.value is None)
    assert found.status in (Status.OPTIMAL, Status.FEASIBLE, Status.INFEASIBLE)


def first_goal(problem: Problem, case: Case) -> int:
    """The proven points of needs met; less than any where no plan exists."""
    found = solved(Case(problem, case.policy))
    assert found.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return -1 if found.value is None else found.value[0]


@given(st.data(), cases(PAIRS))
def test_more_hands_lose_nothing(data: st.DataObject, case: Case) -> None:
    """With one more substitute or trainer no fewer points are reached."""
    problem = case.problem
    substitute = data.draw(substitutes(problem, 99))
    trainer = data.draw(trainers(problem, 99))
    before = first_goal(problem, case)
    staffed = problem.model_copy(update={"substitutes": (*problem.substitutes, substitute)})
    taught = problem.model_copy(update={"trainers": (*problem.trainers, trainer)})

    assert first_goal(staffed, case) >= before
    assert first_goal(taught, case) >= before


@given(cases(PAIRS), rules_off())
def test_one_more_rule_gains_nothing(case: Case, rule: str) -> None:
    """With a rule in force no more points are reached than without it."""
    rest = tuple(off for off in case.policy.off if off != rule)
    strict = case.policy.model_copy(update={"off": rest})
    free = case.policy.model_copy(update={"off": tuple(sorted((*rest, rule)))})

    assert first_goal(case.problem, case._replace(policy=strict)) <= first_goal(
        case.problem, case._replace(policy=free)
    )


@given(st.data(), cases(PAIRS))
def test_stricter_figures_gain_nothing(data: st.DataObject, case: Case) -> None:
    """With a figure of the policy made stricter no more points are reached."""
    stricter = case._replace(policy=data.draw(tighter(case.policy)))

    assert first_goal(case.problem, stricter) <= first_goal(case.problem, case)


@given(st.data(), cases(PAIRS))
def test_names_do_not_matter(data: st.DataObject, case: Case) -> None:
    """Under other names the value is the same, and the plan in those names is sound."""
    names = data.draw(renamings(case.problem))
    other = Case(renamed(case.problem, names), case.policy)
    plan, found = plan_for(case)

    assert solved(other) == found
    if plan is not None:
        translated = answering(renamed(plan, names), other.problem)
        assert verify(other.problem, translated, other.policy) == ()


@given(cases(PAIRS), st.integers())
def test_order_does_not_matter(case: Case, seed: int) -> None:
    """With its records in another order a problem has the same value, and the plan is sound."""
    other = Case(shuffled(case.problem, Random(seed)), case.policy)
    plan, found = plan_for(case)

    assert solved(other) == found
    if plan is not None:
        assert verify(other.problem, answering(plan, other.problem), other.policy) == ()
