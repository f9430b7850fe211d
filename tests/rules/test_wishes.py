"""Needs with wishes, and the goals ``wish-ranks`` and ``worst-wish-rank`` with its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest
from draw_basics import one_in
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from proving import assert_proves, assert_sound_in_pieces, best_of_all, in_pieces
from quick import slow
from schools import BASE, TUE, course, lesson, plan_of, session, two_schools
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, scaled, wide_cases

from pdsched import Policy, Problem, Status, check, score, solve, verify
from pdsched.engines import mathopt
from pdsched.expansion import in_full
from pdsched.params import SearchParams
from pdsched.problem import Need
from pdsched.search import Limits, branching, solve_here, strategy
from pdsched.search.bounds import DualBounds
from pdsched.search.stated import Stated


class FakeClock:
    """Stands still unless it is set on."""

    now = 0.0

    def __call__(self) -> float:
        """The seconds that it was set on."""
        return self.now


RANKED = Policy(goals=("needs-met", "wish-ranks"))
FAIRLY = Policy(goals=("needs-met", "worst-wish-rank", "wish-ranks"))
IN_TURN = Policy(goals=FAIRLY.goals, wish_depth=4)


def wishing(*lists: str, seats: int = 2) -> Problem:
    """Ada, bob, cyd and dot wish for courses at a distance, from a to e, of which nobody gives e.

    Of a, b and c there is one session each, with so many seats; of d one for all.
    """
    people = ("ada", "bob", "cyd", "dot")
    courses = [
        course(name, modality="remote", group_max=seats if name in "abc" else 4) for name in "abcde"
    ]
    slots = [{"start": "08:00", "end": "09:00", "dates": [TUE]}]
    return two_schools(
        lessons=[],
        courses=courses,
        needs=[
            {"id": who, "staff": who, "wishes": [*wishes]}
            for who, wishes in zip(people, lists, strict=False)
        ],
        trainers=[{"id": f"t-{c}", "courses": [c], "available": slots} for c in "abcd"],
        substitutes=[],
    )


def got(plan: Any) -> dict[str, str]:
    """Who attends what."""
    return {who: each.course for each in plan.sessions for who in each.staff}


def test_everybody_gets_the_dearest_wish_that_is_left() -> None:
    """Three want a, which takes two: somebody who has a second wish takes it."""
    plan, found = plan_for(Case(wishing("ab", "ab", "a"), RANKED))

    assert found == (Status.OPTIMAL, (90, 4))
    assert got(plan)["cyd"] == "a"
    assert sorted(got(plan).values()) == ["a", "a", "b"]


def test_a_wish_is_better_than_nothing_wherever_it_stands() -> None:
    """Needs come first: dot, whose only wish is full, has it, and others go down their lists."""
    plan, found = plan_for(Case(wishing("abcd", "abcd", "a", "a"), RANKED))

    assert found == (Status.OPTIMAL, (120, 6))
    assert got(plan) == {"ada": "b", "bob": "b", "cyd": "a", "dot": "a"}


def test_the_worst_rank_can_cost_ranks() -> None:
    """One seat each: either ada alone goes down to her third wish, or all others to their second.

    Her second is a course that nobody gives; it keeps its rank.
    """
    problem = wishing("aed", "ab", "bc", "cd", seats=1)
    by_sum, sums = plan_for(Case(problem, RANKED))
    by_worst, worst = plan_for(Case(problem, FAIRLY))

    assert got(by_sum) == {"ada": "d", "bob": "a", "cyd": "b", "dot": "c"}
    assert sums == (Status.OPTIMAL, (120, 6))
    assert got(by_worst) == {"ada": "a", "bob": "b", "cyd": "c", "dot": "d"}
    assert worst == (Status.OPTIMAL, (120, 2, 7))


def test_few_people_at_the_worst_rank_can_cost_ranks() -> None:
    """Two have their third wish and two their first, or one the third and three the second."""
    problem = wishing("cab", "ecba", "abe", "ead", seats=1)
    by_sum, sums = plan_for(Case(problem, FAIRLY))
    in_turn, counts = plan_for(Case(problem, IN_TURN))

    assert got(by_sum) == {"ada": "c", "bob": "b", "cyd": "a", "dot": "d"}
    assert sums == (Status.OPTIMAL, (120, 3, 8))
    assert got(in_turn) == {"ada": "a", "bob": "c", "cyd": "b", "dot": "d"}
    assert counts == (Status.OPTIMAL, (120, 3, 0, 1, 4, 9))


def test_ranks_are_in_turn_whatever_the_worst_one_is_weighed_against() -> None:
    """With other goals in its tier the steps follow that tier."""
    policy = Policy(goals=({"needs-met": 1, "worst-wish-rank": 1}, "wish-ranks"), wish_depth=3)
    _, goals, status = solve_here(
        wishing("cab", "ecba", "abe", "ead", seats=1), policy, limits=Limits(seconds=20)
    )

    assert status is Status.OPTIMAL
    assert [(goal.id, goal.value, goal.bound) for goal in goals[:4]] == [
        ("needs-met - worst-wish-rank", 117, 117),
        ("worst-wish-rank-3", 1, 1),
        ("worst-wish-rank-2", 4, 4),
        ("wish-ranks", 9, 9),
    ]


def test_the_referee_counts_ranks() -> None:
    """By hand: ada has her second wish, bob his first, and cyd what he never wished for."""
    problem = wishing("ab", "b", "ab")
    given: dict[str, Any] = {"school": None, "room": None}
    together = session("b", TUE, "08:00", "ada", "bob", trainer="t-b", **given)
    alone = session("c", TUE, "08:00", "cyd", trainer="t-c", **given)
    plan = plan_of(problem, [together, alone])
    of_cyd = [
        r.model_copy(update={"need": "cyd"}) if r.staff == "cyd" else r for r in plan.releases
    ]
    plan = plan.model_copy(update={"releases": tuple(of_cyd), "unmet": ()})
    values = score(problem, plan, FAIRLY)

    assert (values["wish-ranks"], values["worst-wish-rank"]) == (2 + 1 + 3, 3)
    counts = [score(problem, plan, IN_TURN)[f"worst-wish-rank-{rank}"] for rank in (4, 3, 2)]
    assert counts == [0, 1, 2]
    assert {v.rule for v in verify(problem, plan, FAIRLY)} == {"need"}


def test_nothing_is_worse_than_no_wish() -> None:
    """Needs without wishes, and wishes that nobody gets, count 0."""
    problem = two_schools()

    assert score(problem, plan_of(problem), FAIRLY)["wish-ranks"] == 0
    assert score(problem, plan_of(problem), FAIRLY)["worst-wish-rank"] == 0
    assert solve_here(problem, RANKED, limits=Limits(seconds=20))[1][1].value == 0


def test_equal_wishes_are_counted_together() -> None:
    """Four people with the same list are one kind, whose ranks add up all the same."""
    problem = wishing("abc", "abc", "abc", "abc")
    home = problem.staff[0].schools
    alike = tuple(m.model_copy(update={"schools": home, "role": "teacher"}) for m in problem.staff)
    plan, found = plan_for(Case(problem.model_copy(update={"staff": alike}), FAIRLY))

    assert found == (Status.OPTIMAL, (120, 2, 6))
    assert sorted(got(plan).values()) == ["a", "a", "b", "b"]


def faults(*needs: dict[str, Any], **other: Any) -> list[tuple[str, str]]:
    """Codes and places of the errors of a problem with these needs."""
    given = BASE | {"needs": [{"id": f"n{k}", "staff": "ada"} | n for k, n in enumerate(needs)]}
    told = check(given | other)
    return [(fault.code, fault.where) for fault in told if fault.severity.value == "error"]


@pytest.mark.parametrize(
    ("need", "code", "where"),
    [
        ({}, "PD401", "needs[0]"),
        ({"wishes": []}, "PD401", "needs[0]"),
        ({"wishes": ["calls-1"], "course": "club-1"}, "PD401", "needs[0]"),
        ({"wishes": ["calls-1"], "topic": "club", "level_to": 1}, "PD401", "needs[0]"),
        ({"wishes": ["calls-1", "cals-1"]}, "PD203", "needs[0].wishes[1]"),
        ({"wishes": ["calls-1", "club-1", "calls-1"]}, "PD211", "needs[0].wishes[2]"),
    ],
)
def test_wishes_that_say_too_much_or_nothing_are_refused(
    need: dict[str, Any], code: str, where: str
) -> None:
    """Each with its code, at its place."""
    assert (code, where) in faults(need)


def test_sound_wishes_have_no_fault_and_are_told_apart() -> None:
    """In another order they are another need; the same twice is one too many."""
    assert faults({"wishes": ["calls-1", "club-1"]}, {"wishes": ["club-1", "calls-1"]}) == []
    assert faults(*[{"wishes": ["calls-1", "club-1"]}] * 2) == [("PD405", "needs[1]")]


@pytest.mark.parametrize("wish", ["club-1", "club-1:2"])
def test_nobody_wishes_for_a_series(wish: str) -> None:
    """Whoever gets a wish comes once."""
    series = [{"course": "club-1", "meetings": 2}]

    assert ("PD416", "needs[0].wishes[1]") in faults({"wishes": ["calls-1", wish]}, series=series)


def test_what_comes_before_the_dearest_of_equal_wishes_is_brought() -> None:
    """Both wait for one course, ada's level is stated: that of the first wish is asked for."""
    waiting = [
        course(f"{name}-2", topic=name, prerequisites=[{"course": f"{name}-1"}]) for name in "xy"
    ]
    before = [course(f"{name}-1", topic=f"{name}0", modality="remote") for name in "xy"]
    problem = Problem.model_validate(
        BASE
        | {
            "staff": [{"id": "ada", "schools": ["north"], "levels": {"x": 0, "y": 0}}],
            "courses": [*before, *waiting],
            "needs": [{"id": "n", "staff": "ada", "wishes": ["y-2", "x-2"]}],
            "lessons": [],
        }
    )

    assert [(need.id, need.course) for need in in_full(problem).needs[1:]] == [("n:y-1", "y-1")]


# Against brute force


@composite
def with_wishes(draw: DrawFn) -> Case:
    """Tiny problems in which most needs are wishes for some of the courses, in some order."""
    problem, policy = draw(st.one_of(wide_cases(MICRO), wide_cases(BRIEF), wide_cases(TINY)))
    names = [c.id for c in problem.courses]
    needs: dict[object, Need] = {}
    for need in problem.needs:
        wish = need
        if not draw(one_in(4)):
            order = draw(st.permutations(names))
            wishes = tuple(order[: draw(st.integers(1, len(order)))])
            wish = need.model_copy(
                update={"course": None, "topic": None, "level_to": None, "wishes": wishes}
            )
        key = wish.staff, wish.course, wish.topic, wish.level_from, wish.level_to, wish.wishes
        needs.setdefault(key, wish)
    kept = {need.id for need in needs.values()}
    changed = problem.model_copy(
        update={
            "needs": tuple(needs.values()),
            "session_pins": tuple(p for p in problem.session_pins if p.need in (None, *kept)),
        }
    )
    goals = draw(
        st.sampled_from(
            [
                ("needs-met", "wish-ranks"),
                ("needs-met", "worst-wish-rank", "wish-ranks"),
                ({"needs-met": 1, "wish-ranks": 4},),
                ({"needs-met": 1, "worst-wish-rank": 7, "wish-ranks": 2},),
            ]
        )
    )
    given = {"goals": goals, "wish_depth": draw(st.sampled_from([1, 2, 3, 4]))}
    return Case(changed, Policy(**(policy.model_dump() | given)))


@slow
@settings(max_examples=scaled(2))
@given(with_wishes())
def test_wishes_are_planned_as_well_as_by_brute_force(case: Case) -> None:
    """Proven at the best of all values."""
    assert_proves(case, best_of_all(case))


@slow
@settings(max_examples=scaled(1))
@given(with_wishes(), st.sampled_from([0, 6_000]))
def test_wishes_are_planned_in_pieces(case: Case, medium: int) -> None:
    """Piece by piece the plan is sound, and neither value nor bound passes the best of all."""
    assert_sound_in_pieces(case, medium, best_of_all(case))


@pytest.mark.parametrize("covered", [False, True])
def test_branch_and_bound_proves_where_nothing_is_covered(
    monkeypatch: pytest.MonkeyPatch, covered: bool
) -> None:
    """By the clock, as problems of medium size are solved: the same values, proven."""
    problem, bounds = wishing("abcd", "abcd", "a", "a"), list[int | None]()
    if covered:
        sue = {"id": "sue", "zones": ["a"], "available": [{}]}
        given = {"lessons": [lesson("ada-tue-1")], "substitutes": [sue]}
        problem = Problem.model_validate(problem.model_dump() | given)

    def noted(*given: Any) -> mathopt.Branched:
        answer = mathopt.branch(*given)
        bounds.append(answer.bound)
        return answer

    monkeypatch.setattr(branching, "branch", noted)
    case = Case(problem, FAIRLY)
    plan, goals, status = solve_here(
        *case, limits=Limits(seconds=20), params=in_pieces(medium=6_000)
    )

    assert plan is not None
    assert status is Status.OPTIMAL
    if covered:
        assert not bounds
    else:
        assert [(goal.value, goal.bound) for goal in goals[:3]] == [(120, 120), (2, 2), (6, 6)]
        assert bounds
        assert None not in bounds


def test_a_search_that_branches_in_vain_has_its_whole_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Branching for longer than a goal has patience for costs it no more than that time."""
    order, clock = list[str](), FakeClock()

    def in_vain(*_: Any) -> mathopt.Branched:
        clock.now += 12.0
        return mathopt.Branched(None, None)

    monkeypatch.setattr(branching, "branch", in_vain)
    monkeypatch.setattr(strategy, "monotonic", clock)
    relaxed = DualBounds.relax_here

    def noted(bounder: DualBounds, given: Stated, left: Callable[[], float]) -> None:
        order.append("relaxed" if left() > 0 else "no time is left")
        relaxed(bounder, given, left)

    monkeypatch.setattr(DualBounds, "relax_here", noted)
    problem = wishing("abcd", "abcd", "a", "a")
    plan, *_ = solve_here(
        problem, FAIRLY, limits=Limits(seconds=60), params=in_pieces(medium=6_000)
    )

    assert plan is not None
    assert order[0] == "relaxed"


def dearest_in_turn(lists: Sequence[str], seats: int) -> list[int]:
    """The ranks of the best of all plans that meet every need, the worst first; if there is one."""
    every = (
        sorted((wishes.index(c) + 1 for wishes, c in zip(lists, taken, strict=True)), reverse=True)
        for taken in product(*lists)
        if "e" not in taken and all(taken.count(c) <= seats for c in "abc")
    )
    return min(every, default=[])


@slow
@settings(max_examples=scaled(10))
@given(
    st.lists(
        st.permutations("abcde").flatmap(
            lambda order: st.integers(1, 5).map(lambda length: "".join(order[:length]))
        ),
        min_size=4,
        max_size=4,
    ),
    st.sampled_from([1, 2]),
    st.sampled_from([None, 6_000]),
)
def test_no_plan_has_better_ranks_in_turn(lists: list[str], seats: int, medium: int | None) -> None:
    """Sorted from the worst on, ranks are those of the best plan (leximax), proven."""
    best = dearest_in_turn(lists, seats)
    assume(best)
    policy = Policy(goals=("needs-met", "worst-wish-rank"), wish_depth=5)
    params = SearchParams() if medium is None else in_pieces(medium=medium)
    plan, goals, _ = solve_here(
        wishing(*lists, seats=seats), policy, limits=Limits(seconds=20), params=params
    )

    assert plan is not None
    wishes = dict(zip(("ada", "bob", "cyd", "dot"), lists, strict=True))
    ranks = [1 + wishes[who].index(course) for who, course in got(plan).items()]
    assert sorted(ranks, reverse=True) == best
    counts = [sum(rank >= least for rank in best) for least in (5, 4, 3, 2)]
    assert [(goal.value, goal.bound) for goal in goals[:6]] == [
        (n, n) for n in (120, best[0], *counts)
    ]


def test_wishes_through_the_front_door() -> None:
    """As everybody calls it, with reasons for what stays open."""
    result = solve(wishing("a", "a", "a"), RANKED, seconds=20)

    assert result.plan is not None
    assert [unmet.rule for unmet in result.plan.unmet] == ["group-size"]
    assert result.goal("wish-ranks").value == 2
