"""A search that only counted people who then have to be named: it goes on from its best."""

from __future__ import annotations

from typing import Any

import pytest
from proving import in_pieces
from solving import with_unmet
from strategies import Case

from pdsched import Policy, Problem, SearchParams, Status, solve, verify
from pdsched.model import enumerate_candidates
from pdsched.model.goals.registry import GOALS
from pdsched.search import Limits, Search, solve_here
from pdsched.search.incumbent import Incumbent, Listeners
from pdsched.search.proven import Proven, tell


def counted_too_well(**changes: Any) -> Case:
    """Ada and Bob are equal, both need two courses, and counts have room for both at any moment.

    On Monday there are two short sessions of one course and a long one of the other, which overlaps
    both: three attendances by counts, two in truth.
    """
    windows = {"short": [("08:00", "09:00"), ("09:30", "10:30")], "long": [("08:00", "10:30")]}
    times = {name: [{"start": a, "end": b} for a, b in spans] for name, spans in windows.items()}
    sizes = {"short": (60, 1), "long": (150, 1)}
    problem: dict[str, Any] = {
        "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-07"},
        "schools": [
            {"id": "north", "periods": [{"id": w["start"], **w} for w in times["short"]]},
        ],
        "staff": [{"id": name, "schools": ["north"]} for name in ("ada", "bob")],
        "courses": [
            {"id": c, "topic": c, "minutes": minutes, "group_max": most, "modality": "remote"}
            for c, (minutes, most) in sizes.items()
        ],
        "needs": [
            {"id": f"{name}:{c}", "staff": name, "course": c, "priority": 3}
            for name in ("ada", "bob")
            for c in sizes
        ],
        "trainers": [
            {"id": f"trainer-{c}-{n}", "courses": [c], "available": [window]}
            for c, spans in times.items()
            for n, window in enumerate(spans)
        ],
    }
    policy = Policy(away_at_once=1.0, off=("staff-lunch",))
    return Case(Problem.model_validate(problem | changes), policy)


@pytest.mark.parametrize("limits", [Limits(seconds=6), Limits(work=3)])
@pytest.mark.parametrize("pieces", [False, True])
def test_a_search_whose_counts_have_no_names_goes_on_from_its_best(
    limits: Limits, pieces: bool
) -> None:
    """It names who was counted, and begins with as much of its best as there are names for."""
    case = counted_too_well()
    searches: list[Search] = []
    begun: list[int] = []

    def listen(search: Search) -> None:
        searches.append(search)
        begun.append(-1 if search.best is None else len(search.best.attends.ids))

    params = in_pieces() if pieces else SearchParams()
    plan, goals, status = solve_here(*case, limits=limits, params=params, on_search=listen)

    assert plan is not None
    assert [len(search.candidates.index.staff) for search in searches] == [1, 2]
    assert begun == [-1, 2]
    assert goals[0].value == 60
    assert pieces or status is Status.OPTIMAL
    assert verify(case.problem, with_unmet(case.problem, plan), case.policy) == ()


def test_covers_go_with_the_sessions_that_have_no_names() -> None:
    """Teachers lead, and colleagues hold their classes; of a session that is left out nobody."""
    case = counted_too_well()
    problem = case.problem.model_dump(mode="json")
    leaders = [trainer["id"] for trainer in problem["trainers"]]
    periods = problem["schools"][0]["periods"]
    problem["staff"] += [{"id": name, "schools": ["north"]} for name in leaders]
    problem["staff"] += [
        {"id": f"volunteer-{n}", "schools": ["north"], "cover_volunteer": True} for n in range(5)
    ]
    problem["lessons"] = [
        {"id": f"{name}-{bell['id']}", "school": "north", "staff": [name], "day": "mon"}
        | {"start": bell["start"], "end": bell["end"], "classes": [name]}
        for name in leaders
        for bell in periods
    ]
    off = ("staff-lunch", "colleague-cover-limits")
    policy = Policy(away_at_once=1.0, off=off, colleague_cover="volunteers")
    searches: list[Search] = []
    found = Problem.model_validate(problem)
    plan, goals, status = solve_here(
        found, policy, limits=Limits(work=3), on_search=searches.append
    )

    assert plan is not None
    assert len(searches) == 2
    assert (goals[0].value, status) == (60, Status.OPTIMAL)
    assert verify(found, with_unmet(found, plan), policy) == ()


def test_an_initial_plan_is_not_lost_where_the_rest_of_the_best_breaks_a_pin() -> None:
    """Of three attendances two are short without the long one, which is insisted on."""
    pins = [{"id": "long", "kind": "require", "course": "long"}]
    case = counted_too_well(session_pins=pins)
    first, _, _ = solve_here(*case, limits=Limits(work=3))
    assert first is not None
    begun: list[int] = []

    def listen(search: Search) -> None:
        begun.append(-1 if search.best is None else len(search.best.attends.ids))

    plan, goals, _ = solve_here(*case, limits=Limits(work=3), start=first, on_search=listen)

    assert plan is not None
    assert goals[0].value == 60
    assert begun == [2, 2]


def test_what_was_proven_of_counts_is_known_to_the_search_that_names() -> None:
    """Of the first goal always: naming people leaves fewer plans, and none is better."""
    policy = Policy(away_at_once=1.0, off=("staff-lunch",), goals=("needs-met", "sessions"))
    searches: list[Search] = []
    known: list[int] = []

    def listen(search: Search) -> None:
        searches.append(search)
        known.append(len(search.proven))

    problem = counted_too_well().problem
    _, goals, status = solve_here(problem, policy, limits=Limits(work=3), on_search=listen)
    first = searches[0].proven[0]

    assert known == [0, 1]
    assert (first.goal, first.held, first.bound) == ("needs-met", (), 90)
    assert searches[1].proven[0] == first
    assert (goals[0].bound, status) == (60, Status.OPTIMAL)


@pytest.mark.parametrize(("reached", "bound"), [(60, 150), (30, None)])
def test_a_bound_holds_where_the_goals_before_have_reached_the_same(
    reached: int, bound: int | None
) -> None:
    """With more or fewer needs met, other minutes of sessions are possible."""
    candidates = enumerate_candidates(*counted_too_well())
    goal, unheard = GOALS["sessions"], Listeners(lambda _: None, lambda _: None)
    incumbent = Incumbent("sessions", goal, candidates, None, 0.0, unheard)
    known = [Proven("sessions", (("needs-met", 60),), 150, "whole")]
    tell(incumbent, (("needs-met", reached),), known)

    assert incumbent.bound == bound


def test_a_search_begins_with_the_bounds_that_it_is_told() -> None:
    """What is known proves the first goal at once; nothing else could bear that name."""
    named = enumerate_candidates(*counted_too_well(), {"ada", "bob"})
    known = [Proven("needs-met", (), 60, "known"), Proven("needs-met", (("sessions", 1),), 9, "no")]
    outcome = Search(named, Limits(work=3), known=known).run()

    assert (outcome.goals[0].value, outcome.goals[0].bound) == (60, 60)
    assert outcome.goals[0].method == "known"


def test_bounds_are_kept_with_what_the_goals_before_have_reached() -> None:
    """So that they are told to no search in which these reach something else."""
    case = counted_too_well()
    policy = Policy(away_at_once=1.0, off=case.policy.off, goals=("needs-met", "sessions"))
    search = Search(enumerate_candidates(case.problem, policy, {"ada", "bob"}), Limits(work=3))
    goals = search.run().goals

    assert [(p.goal, p.held) for p in search.proven[:2]] == [
        ("needs-met", ()),
        ("sessions", (("needs-met", 60),)),
    ]
    assert [p.bound for p in search.proven[:2]] == [goal.bound for goal in goals[:2]]


def test_the_solving_process_names_whom_it_counted() -> None:
    """From end to end, with the plans that are written on the way."""
    case = counted_too_well()
    result = solve(*case, seconds=30)

    assert result.status is Status.OPTIMAL
    assert result.goal("needs-met").value == 60
