"""How many adults take turns: goals and rules of who holds which lesson, against brute force."""

from __future__ import annotations

from draw_crowds import counting, crowds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from proving import BY_WORK, assert_proves, assert_sound, best_of_all, in_pieces
from schools import (
    BASE,
    THU,
    TUE,
    course,
    cover,
    engaged,
    lesson,
    need,
    plan_of,
    session,
    two_schools,
)
from strategies import Case, scaled

from pdsched import Policy, Problem, score
from pdsched.model import decode, enumerate_candidates
from pdsched.model.decode.encode import encode
from pdsched.model.decode.redeal import dealt_anew
from pdsched.model.goals import GOALS as STATED
from pdsched.search import Limits, solve_here

GOALS = ("holders-of-a-day", "holders-of-a-class")
TRACTABLE = 400
ADA_AT_NINE = "ada-tue-2"


def assert_best(case: Case) -> None:
    """The solver proves what brute force finds, and the referee agrees with the values."""
    assert_proves(case, best_of_all(case, TRACTABLE))


def assert_sound_without_best(case: Case, medium: int) -> None:
    """A plan that is made piece by piece is sound; what is best is not asked."""
    plan, goals, _ = solve_here(*case, limits=BY_WORK, params=in_pieces(medium))

    assert plan is not None
    assert_sound(case, plan, goals)


@settings(max_examples=scaled(0.5), suppress_health_check=[HealthCheck.filter_too_much])
@given(crowds(), counting(GOALS))
def test_goals_of_holders_are_planned_as_well_as_by_brute_force(
    problem: Problem, policy: Policy
) -> None:
    """Wherever they stand among the goals."""
    assert_best(Case(problem, policy))


@settings(max_examples=scaled(0.5))
@given(crowds(), counting(GOALS), st.sampled_from([0, 6_000]))
def test_goals_of_holders_are_planned_in_pieces(
    problem: Problem, policy: Policy, medium: int
) -> None:
    """What pieces decide of them adds up."""
    assert_sound_without_best(Case(problem, policy), medium)


@settings(max_examples=scaled(0.5), suppress_health_check=[HealthCheck.filter_too_much])
@given(crowds(), counting((), adults_of_a_class_a_day=[1, 2]))
def test_adults_of_a_day_are_planned_as_well_as_by_brute_force(
    problem: Problem, policy: Policy
) -> None:
    """No plan is lost for a limit of adults, and none is given that breaks it."""
    assert_best(Case(problem, policy))


@settings(max_examples=scaled(0.5))
@given(crowds(), counting(GOALS, adults_of_a_class_a_day=[1, 2]), st.sampled_from([0, 6_000]))
def test_adults_of_a_day_are_planned_in_pieces(
    problem: Problem, policy: Policy, medium: int
) -> None:
    """Pieces count who holds and who keeps lessons in the rest of the plan."""
    assert_sound_without_best(Case(problem, policy), medium)


def in_all(*goals: str) -> tuple[int, ...]:
    """What the two goals find in a plan: ada is away on Tuesday, three hold her lessons.

    Sue has 5a from eight, sam 5a from nine and 5b from one; on Thursday sue has 5b.
    """
    classes = {"ada-tue-1": ["5a"], "ada-tue-2": ["5a"], "ada-tue-4": ["5b"], "ada-thu-2": ["5b"]}
    problem = two_schools(
        lessons=[x | {"classes": classes.get(x["id"], [])} for x in BASE["lessons"]]
    )
    plan = plan_of(
        problem,
        covers=[
            cover("ada-tue-1", TUE, "sue"),
            cover("ada-tue-2", TUE, "sam"),
            cover("ada-tue-4", TUE, "sam"),
            cover("ada-thu-2", THU, "sue"),
        ],
    )
    found = score(problem, plan)
    return tuple(found[goal] for goal in goals)


def test_adults_beyond_the_first_are_counted() -> None:
    """Two on one of ada's two dates; two with 5a, and two with 5b."""
    assert in_all(*GOALS) == (1, 2)


def test_who_can_stay_is_engaged() -> None:
    """Ada is away from ten to two; amy could come before noon, pam after it, and zed for both."""
    free = {"amy": ["am"], "pam": ["pm"], "zed": ["am", "pm"]}
    long = course("long-1", modality="self-paced", minutes=240)
    problem = two_schools(
        lessons=[lesson("ada-tue-3"), lesson("ada-tue-4")],
        courses=[long],
        needs=[need("ada", "long-1")],
        trainers=[],
        calendar=BASE["calendar"] | {"first": TUE, "last": TUE, "pupil_free": [], "closed": []},
        schools=[BASE["schools"][0] | {"periods": BASE["schools"][0]["periods"][2:4]}],
        staff=BASE["staff"][:1],
        rooms=[],
        travel=[],
        substitutes=[
            {"id": name, "zones": ["a"], "available": [{"halves": halves}]}
            for name, halves in free.items()
        ],
    )
    goals_asked = ("needs-met", "holders-of-a-day")
    case = Case(problem, Policy(goals=goals_asked, off=("staff-lunch",)))
    plan, goals, _ = solve_here(*case, limits=Limits(seconds=30))

    assert plan is not None
    assert_sound(case, plan, goals)
    assert [goal.value for goal in goals[:2]] == [30, 0]
    assert {cover.substitute for cover in plan.covers} == {"zed"}


def test_covers_are_dealt_out_anew_where_that_is_better() -> None:
    """Sue and sam, who hold one lesson of 5a each, leave both to one of them, if a goal counts."""
    problem = two_schools(
        lessons=[
            x | {"classes": ["5a"]}
            for x in BASE["lessons"]
            if x["id"] in {"ada-tue-1", ADA_AT_NINE}
        ],
        courses=[course("c", modality="self-paced", minutes=120)],
        needs=[need("ada", "c")],
    )
    policy = Policy(goals=("needs-met", "holders-of-a-class"))
    away = session("c", TUE, "08:00", "ada", school=None, trainer=None, room=None, length=120)
    plan = plan_of(
        problem,
        [away],
        [cover("ada-tue-1", TUE, "sue"), cover(ADA_AT_NINE, TUE, "sam")],
        [engaged("sue", TUE, "am"), engaged("sam", TUE, "am")],
    )
    candidates = enumerate_candidates(problem, policy)
    both = encode(candidates, plan)
    assert both is not None
    goal, needs = STATED["holders-of-a-class"], STATED["needs-met"]

    one = dealt_anew(candidates, both, goal, [(needs, 30)])

    assert [goal.value(candidates, solution) for solution in (both, one)] == [1, 0]
    assert len({c.holder for c in decode(candidates, one).covers}) == 1
    assert dealt_anew(candidates, one, goal, []) is one
    assert dealt_anew(candidates, both, needs, []) is both
