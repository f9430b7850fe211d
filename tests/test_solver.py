"""`solve` as its caller sees it: limits, interrupts, dying children, rejected plans."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest
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
from pdsched.errors import SolverError
from pdsched.result import GoalResult, Progress
from pdsched.solver import solve as solve_name
from pdsched.solver.process import Child

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
    assert {step.goal for step in steps} <= {"needs-met", "engaged-half-days"}


@pytest.mark.parametrize("missing", ["needs", "substitutes", "trainers", "staff", "courses"])
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
    assert result.plan == Plan(problem=result.problem)


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
    """Same problem, seed and seconds: the same plan, byte for byte, with the clock left out."""
    problem = generate(size="XS", seed=5)
    results = [solve(problem, seconds=6, seed=3, reproducible=True) for _ in range(2)]
    plans = [result.plan for result in results]

    assert plans[0] is not None
    assert plans[1] is not None
    assert plans[0].to_json() == plans[1].to_json()
    assert results[0].goals == results[1].goals
    assert results[0].workers == 1


# The child process


def line_of(said: dict[str, Any]) -> str:
    """A line as the worker writes it."""
    return json.dumps(said, separators=(",", ":"))


def _fake_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """A worker that does something else in place of solving."""
    script = tmp_path / "worker.py"
    script.write_text("import sys, time\nsys.stdin.readline()\n" + textwrap.dedent(body))
    started = subprocess.Popen

    def start(_: list[str], **options: object) -> subprocess.Popen[str]:
        return started([sys.executable, str(script)], **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("pdsched.solver.process.subprocess.Popen", start)


def test_a_child_that_dawdles_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that never looks at the clock is ended; what it said by then is kept."""
    empty = line_of({"kind": "plan", "plan": json.loads(Plan(problem="x").to_json())})
    step = {"kind": "step", "seconds": 1.0, "goal": "needs-met", "value": 0, "bound": 70}
    lines = [empty, line_of({**step, "peak_mib": 12.5})]
    told = "".join(f"print({line!r}, flush=True)\n" for line in lines)
    _fake_worker(tmp_path, monkeypatch, f"{told}time.sleep(600)\n")
    result = solve(PROBLEM, seconds=2)

    assert result.status is Status.FEASIBLE
    assert result.goal("needs-met") == GoalResult(id="needs-met", value=0, bound=70)
    assert result.peak_mib == 12.5
    assert result.plan is not None
    assert len(result.plan.unmet) == len(PROBLEM.needs)


def test_a_child_that_dies_is_our_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that ends without an answer raises, with its last words."""
    _fake_worker(tmp_path, monkeypatch, "sys.exit('no memory left')\n")

    with pytest.raises(SolverError, match="no memory left"):
        solve(PROBLEM, seconds=20)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_child_loses_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system kills the child, the plan that it had found is the answer."""
    children: list[Child] = []
    made = Child.__init__

    def remember(child: Child, *arguments: object) -> None:
        made(child, *arguments)  # type: ignore[arg-type]
        children.append(child)

    monkeypatch.setattr(Child, "__init__", remember)
    problem = generate(size="S", seed=2)
    killed = threading.Event()

    def kill(step: Progress) -> None:
        if step.value and children[0]._plan_line and not killed.is_set():
            killed.set()
            os.kill(children[0]._process.pid, signal.SIGKILL)

    result = solve(problem, seconds=90, on_progress=kill)

    assert killed.is_set()
    assert result.status is Status.FEASIBLE
    assert result.plan is not None
    assert result.plan.sessions
    assert verify(problem, result.plan) == ()


def test_an_interrupt_keeps_the_best_plan() -> None:
    """Ctrl-C ends the search, and the best plan so far comes back, marked as interrupted."""
    problem = generate(size="S", seed=2)
    sent = threading.Event()

    def interrupt(step: Progress) -> None:
        if step.value and not sent.is_set():
            sent.set()
            raise KeyboardInterrupt

    began = time.monotonic()
    result = solve(problem, seconds=600, on_progress=interrupt)

    assert sent.is_set()
    assert time.monotonic() - began < 300  # far from its limit: it did end early
    assert result.interrupted
    assert result.plan is not None
    assert verify(problem, result.plan) == ()


# The referee's word


def test_a_rejected_plan_is_our_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that breaks a rule is not handed out: it raises, with a file that reproduces it."""
    engagement = {"substitute": "sam", "school": "north", "date": "2026-09-13", "half": "am"}
    wrong = json.loads(Plan(problem=PROBLEM.digest()).to_json())
    wrong["engagements"] = [engagement]  # a Sunday
    goals = [
        {"id": "needs-met", "value": 0, "bound": 0},
        {"id": "engaged-half-days", "value": 1, "bound": 1},
    ]
    end = {"kind": "end", "status": "optimal", "plan": wrong, "goals": goals, "peak_mib": 1}
    _fake_worker(tmp_path, monkeypatch, f"print({line_of(end)!r}, flush=True)\n")
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
    goals = [
        {"id": "needs-met", "value": 30, "bound": 30},
        {"id": "engaged-half-days", "value": 0, "bound": 0},
    ]
    plan = json.loads(Plan(problem=PROBLEM.digest()).to_json())
    end = {"kind": "end", "status": "optimal", "plan": plan, "goals": goals, "peak_mib": 1}
    _fake_worker(tmp_path, monkeypatch, f"print({line_of(end)!r}, flush=True)\n")
    with pytest.raises(PlanRejectedError, match="the model says 30, the referee 0") as caught:
        solve(PROBLEM, seconds=20)
    caught.value.report.unlink()


def test_goals_are_asked_for_by_name() -> None:
    """A result knows its goals by name, and no others."""
    result = Result(status=Status.UNKNOWN, problem="x")

    with pytest.raises(KeyError):
        result.goal("needs-met")
