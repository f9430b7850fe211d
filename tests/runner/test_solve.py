"""`solve` as its caller sees it: answers, limits, and plans that the referee rejects."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fake_workers import end, fake_worker
from proving import in_pieces
from quick import first_quick
from tuesday import PROBLEM
from workshop import WORKSHOP_VALUE, workshop

from pdsched import (
    Plan,
    PlanRejectedError,
    Policy,
    Problem,
    ProblemError,
    Result,
    Status,
    generate,
    solve,
    verify,
)
from pdsched.result import Progress, made_under
from pdsched.runner import solve as solve_name

HORIZON = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
NORTH = {"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}
assert solve_name is solve


def test_the_certificate_names_everything() -> None:
    """Status, goals, seed, workers, versions, policy and the hash of the problem are all there."""
    problem, policy = workshop()
    steps: list[Progress] = []
    result = solve(problem, policy, seconds=30, seed=4, workers=1, on_progress=steps.append)

    assert result.status is Status.OPTIMAL
    assert tuple(goal.value for goal in result.goals) == WORKSHOP_VALUE
    assert all(goal.proven for goal in result.goals)
    assert (result.seed, result.workers, result.policy) == (4, 1, policy)
    assert result.problem == problem.digest()
    assert result.versions.keys() == {"pdsched", "python", "ortools"}
    assert result.peak_mib > 50
    assert result.plan is not None
    assert verify(problem, result.plan, policy) == ()
    assert {step.goal for step in steps} <= {tier.id for tier in policy.order}
    assert result.plan is not None
    assert result.plan.policy == made_under(result.policy)


@pytest.mark.parametrize(
    "missing", first_quick(["needs", "substitutes", "trainers", "staff", "courses"])
)
def test_what_is_missing_is_ordinary(missing: str) -> None:
    """Without needs, substitutes, trainers, courses or staff there still is a proven plan."""
    document = json.loads(PROBLEM.to_json())
    gone = {
        "needs": ("needs",),
        "substitutes": ("substitutes",),
        "trainers": ("trainers",),
        "courses": ("needs", "trainers", "courses"),
        "staff": ("needs", "lessons", "protected", "staff"),
    }[missing]
    for name in gone:
        document.pop(name, None)
    problem = Problem.model_validate(document)
    result = solve(problem, seconds=30)

    assert result.status is Status.OPTIMAL
    assert result.plan is not None
    assert verify(problem, result.plan) == ()
    assert len(result.plan.unmet) + len(result.plan.releases) == len(problem.needs)


def test_an_empty_problem_has_an_empty_plan() -> None:
    """A calendar alone is a problem, and its best plan holds nothing."""
    result = solve(Problem.model_validate({"calendar": HORIZON}), seconds=30)

    assert result.status is Status.OPTIMAL
    assert result.plan == Plan(problem=result.problem, policy=made_under(result.policy))


def test_faults_are_refused_all_at_once() -> None:
    """A problem with errors is refused before anything starts, with each of them."""
    wrong = {
        "calendar": HORIZON,
        "schools": [NORTH],
        "staff": [{"id": "ada", "schools": ["south"]}],
        "needs": [{"id": "n", "staff": "bob", "course": "none"}],
    }
    with pytest.raises(ProblemError) as caught:
        solve(Problem.model_validate(wrong))

    assert {fault.value for fault in caught.value.faults} >= {"south", "bob", "none"}


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({"seconds": 0}, "seconds = 0"),
        ({"seconds": 1e9}, "seconds = 1000000000.0"),
        ({"work_limit": 0}, "work_limit = 0"),
        ({"work_limit": 129_601}, "work_limit = 129601"),
        ({"seconds": 60, "work_limit": 9}, "seconds and work_limit are both given"),
        ({"workers": 0}, "workers = 0"),
        ({"workers": 2.5}, "workers = 2.5"),
        ({"seed": -1}, "seed = -1"),
    ],
)
def test_impossible_limits_are_refused(arguments: dict[str, float], shown: str) -> None:
    """A limit out of range is refused with its value."""
    with pytest.raises(ValueError, match=shown):
        solve(PROBLEM, **arguments)  # type: ignore[arg-type]


def test_pins_that_cannot_be_kept_are_named() -> None:
    """Where the caller insists on too much, the answer is infeasible, and names the pins."""
    document = json.loads(PROBLEM.to_json())
    document["session_pins"] = [
        {"id": f"on-{day}", "kind": "require", "course": "sheets", "staff": "ada", "date": day}
        for day in ("2026-09-08", "2026-09-15")
    ]
    result = solve(Problem.model_validate(document), seconds=30)

    assert result.status is Status.INFEASIBLE
    assert result.plan is None
    assert "on-2026-09-08, on-2026-09-15" in result.message


def test_reproducible_runs_give_the_same_bytes() -> None:
    """Same problem, seed and work limit: the same plan, byte for byte, with one worker or two."""
    problem = generate(size="XS", seed=2)
    one, two = (solve(problem, work_limit=0.45, seed=3, workers=workers) for workers in (1, 2))

    assert one.plan is not None
    assert two.plan is not None
    assert one.plan.sessions
    assert one.plan.to_json() == two.plan.to_json()
    assert one.goals == two.goals
    assert (one.workers, two.workers) == (1, 2)


def test_pieces_are_reproducible_too() -> None:
    """The same where a problem is planned piece by piece, by one worker or by two at once."""
    problem = generate(size="XS", seed=2)
    plans = []
    for workers in (1, 2):
        with ThreadPoolExecutor(workers) as executor:
            result = solve(
                problem,
                work_limit=0.45,
                workers=workers,
                executor=executor,
                params=in_pieces(),
            )
        assert result.plan is not None
        plans.append(result.plan.to_json())

    assert Plan.model_validate_json(plans[0]).sessions
    assert plans[0] == plans[1]


# The referee's word
def test_a_rejected_plan_is_our_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that breaks a rule is not handed out: it raises, with a file that reproduces it."""
    engagement = {"substitute": "sam", "school": "north", "date": "2026-09-13", "half": "am"}
    wrong = json.loads(Plan(problem=PROBLEM.digest()).to_json())
    wrong["engagements"] = [engagement]  # a Sunday
    said = end(Plan.model_validate(wrong), "optimal", (0, 0), (1, 1))
    fake_worker(tmp_path, monkeypatch, said)
    with pytest.raises(PlanRejectedError, match="substitute-available") as caught:
        solve(PROBLEM, seconds=20)
    report = json.loads(caught.value.report.read_text(encoding="utf-8"))
    caught.value.report.unlink()

    assert Problem.model_validate(report["problem"]) == PROBLEM
    assert Policy.model_validate(report["policy"]) == Policy()
    assert Plan.model_validate(report["plan"]).engagements[0].substitute == "sam"
    assert report["violations"]


def test_a_value_that_the_referee_does_not_find_is_our_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A goal's value that the plan does not have is caught, even if the plan keeps every rule."""
    said = end(Plan(problem=PROBLEM.digest()), "optimal", (30, 30), (0, 0))
    fake_worker(tmp_path, monkeypatch, said)
    with pytest.raises(PlanRejectedError, match="the model says 30, the referee 0") as caught:
        solve(PROBLEM, seconds=20)
    caught.value.report.unlink()


def test_goals_are_asked_for_by_name() -> None:
    """A result knows its goals by name, and no others."""
    result = Result(status=Status.UNKNOWN, problem="x")

    with pytest.raises(KeyError):
        result.goal("needs-met")
