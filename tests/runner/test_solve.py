"""`solve` as its caller sees it: limits, interrupts, dying children, rejected plans."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fake_workers import FOREVER, end, fake_worker, plan_line, rest_of, says, step
from processes import all_gone, descendants
from proving import in_pieces
from tuesday import PLAN, PROBLEM
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
from pdsched.plan import UnmetNeed
from pdsched.result import GoalResult, Progress, made_under
from pdsched.runner import solve as solve_name
from pdsched.runner.child_process import ChildProcess
from pdsched.runner.judge import Judge
from pdsched.runner.memory import Memory
from pdsched.runner.messages import EndLine, StepLine
from pdsched.runner.report import SearchReport, tightened
from pdsched.runner.time_shares import GRACE, shares
from pdsched.runner.verdict import outcome
from pdsched.runner.worker import Reporter

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


# The child process


def test_a_child_that_dawdles_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that never looks at the clock is ended; what it said by then is kept."""
    said = says(plan_line(PLAN, 120, 3))
    begun = fake_worker(tmp_path, monkeypatch, said, step(120, 140, method="relaxation"), FOREVER)
    result = solve(PROBLEM, seconds=2)

    assert result.status is Status.FEASIBLE
    assert result.goals == (
        GoalResult(id="needs-met", value=120, bound=140, method="relaxation"),
        GoalResult(id="engaged-half-days", value=3, bound=0, method="plain"),
        GoalResult(id="colleague-covers", value=0, bound=0, method="plain"),
        GoalResult(id="sessions", value=150, bound=0, method="plain"),
        GoalResult(id="lessons-covered", value=4, bound=0, method="plain"),
    )
    assert result.left_open == (GoalResult(id="changes", value=0, bound=0, method="plain"),)
    assert result.peak_mib == 12.5
    assert result.plan is not None
    assert result.plan.sessions == PLAN.sessions
    assert [unmet.need for unmet in result.plan.unmet] == ["n-bo-2"]
    assert begun[0].poll() is not None


def test_a_line_cut_off_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a process ended while it wrote a plan, the plan before that is the answer."""
    half = plan_line(PLAN, 130, 3)[:300]
    fake_worker(
        tmp_path,
        monkeypatch,
        says(plan_line(PLAN, 120, 3)),
        f"sys.stdout.write({half!r}); sys.stdout.flush(); os._exit(9)",
    )
    result = solve(PROBLEM, seconds=20)

    assert result.goal("needs-met").value == 120
    assert "the solving process died" in result.message


@pytest.mark.parametrize(
    ("limit", "values"), [({"seconds": 20}, [120, 3, 0, 150, 4]), ({"work_limit": 3}, [0] * 5)]
)
def test_a_worse_plan_does_not_take_the_place_of_a_better_one(
    limit: dict[str, Any], values: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that had to begin anew and ends with less loses nothing that it had found.

    But where runs have to be alike it is taken at its last word.
    """
    empty = Plan(problem=PROBLEM.digest())
    lines = [says(plan_line(PLAN, 120, 3)), says(plan_line(empty, 0, 0)), step(0, 150)]
    fake_worker(tmp_path, monkeypatch, *lines, end(empty, "feasible", (0, 150), (0, 0)))
    result = solve(PROBLEM, **limit)

    assert [goal.value for goal in result.goals] == values
    assert result.goal("needs-met").bound == 150


@pytest.mark.parametrize(("half_days", "status"), [(3, "optimal"), (2, "optimal"), (4, "feasible")])
def test_a_better_plan_on_the_way_keeps_what_is_proven_at_the_end(
    half_days: int, status: str
) -> None:
    """A plan that has fewer minutes of sessions is as good in what the end line proves."""
    policy = Policy(goals=["needs-met", "engaged-half-days"])
    values = {"needs-met": 120, "engaged-half-days": half_days, **rest_of(PLAN)}
    ended = [GoalResult(id=tier.id, value=values[tier.id], bound=3) for tier in policy.order]
    ended[:2] = [
        GoalResult(id="needs-met", value=120, bound=120, method="persons"),
        GoalResult(id="engaged-half-days", value=half_days, bound=half_days, method="whole"),
    ]
    line = EndLine(status=Status.OPTIMAL, plan=Plan(), goals=tuple(ended), peak_mib=1)
    told = {**values, "engaged-half-days": min(3, half_days), "sessions": values["sessions"] - 1}
    heard = SearchReport("needs-met", end=line, values=told, plan_text=PLAN.to_json())
    found = outcome(Judge(PROBLEM, policy), heard, None)

    assert found.plan == PLAN
    assert (found.goals[0].bound, found.goals[0].method) == (120, "persons")
    assert found.status == status


def test_what_is_proven_of_a_goal_is_said_before_the_next_one() -> None:
    """Goals may follow each other faster than lines are written."""
    lines: list[str] = []
    reporter = Reporter(Policy(), lines.append, Memory(children=False), None)
    reporter.step(Progress(0.1, "needs-met", 100, 150, 0, "needs"))
    reporter.step(Progress(0.1, "needs-met", 120, 120, 0, "whole"))
    reporter.step(Progress(0.1, "engaged-half-days", 3, 0, 0, "plain"))
    reporter._say_next()

    told = [StepLine.model_validate_json(line) for line in lines]
    assert [(step.goal, step.bound) for step in told] == [
        ("needs-met", 150),
        ("needs-met", 120),
        ("engaged-half-days", 0),
    ]


@pytest.mark.parametrize(
    ("goal", "value", "bound", "known", "tight"),
    [
        ("needs-met", 80, 100, 90, 90),
        ("needs-met", 80, 100, 110, 100),
        ("needs-met", 80, 100, 70, 100),
        ("unserved-people", 5, 0, 3, 3),
        ("unserved-people", 5, 4, 3, 4),
        ("unserved-people", 5, 0, 6, 0),
    ],
)
def test_a_bound_known_before_tightens_in_the_direction_of_the_goal(
    goal: str, value: int, bound: int, known: int, tight: int
) -> None:
    """The better bound is taken unless the value has passed it."""
    policy = Policy(goals=["unserved-people", "needs-met"])
    told = GoalResult(id=goal, value=value, bound=bound)

    assert tightened(policy, told, GoalResult(id=goal, bound=known)).bound == tight


def test_a_bound_that_a_plan_passed_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When value and bound contradict each other the plan is kept and no bound is trusted."""
    dies = "sys.exit('ArithmeticError: a plan has 120, the bound said 110')"
    fake_worker(tmp_path, monkeypatch, says(plan_line(PLAN, 120, 3)), step(120, 125), dies)
    result = solve(PROBLEM, seconds=20)

    assert result.goals[0] == GoalResult(id="needs-met", value=120, bound=150, method="needs")
    assert "the bound said 110" in result.message


def test_progress_tells_pieces_and_method(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the search says of its pieces and of its bound reaches the caller."""
    fake_worker(
        tmp_path,
        monkeypatch,
        step(None, 150, method="needs"),
        step(120, 140, pieces=7, method="relaxation"),
        end(PLAN, "feasible", (120, 140), (3, 0)),
    )
    steps: list[Progress] = []
    solve(PROBLEM, seconds=20, on_progress=steps.append)

    assert steps == [
        Progress(1.0, "needs-met", None, 150, 0, "needs"),
        Progress(1.0, "needs-met", 120, 140, 7, "relaxation"),
    ]


@pytest.mark.parametrize("limit", ["seconds", "work_limit"])
def test_reasons_are_sought_only_while_there_is_time(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reasons get what is left of the seconds, but all they want where the clock has no say."""
    given: list[float | None] = []

    def seek(*arguments: Any) -> tuple[UnmetNeed, ...]:
        given.append(arguments[-1])
        return (UnmetNeed(need="n-bo-2", rule="trainer", reason="tom is busy"),)

    monkeypatch.setattr("pdsched.runner.judge.unmet_needs", seek)
    fake_worker(tmp_path, monkeypatch, end(PLAN, "feasible", (120, 150), (3, 0)))
    options: dict[str, Any] = {limit: 20}
    result = solve(PROBLEM, **options)

    assert result.plan is not None
    assert [unmet.reason for unmet in result.plan.unmet] == ["tom is busy"]
    assert len(given) == 1
    assert (given[0] is None) is (limit == "work_limit")
    assert (given[0] or 0) < 20


@pytest.mark.parametrize("times", [1, 1000, 20_000])
@pytest.mark.parametrize("seconds", [0.1, 10, 1200, 864_000])
def test_the_time_after_the_search_is_bounded(times: int, seconds: float) -> None:
    """At most fifteen per cent are kept for what comes after the search."""
    problem = PROBLEM.model_copy(update={"needs": PROBLEM.needs * times})
    kept = shares(problem, seconds)

    assert 0.85 * seconds - 1e-6 <= kept.search_ends < seconds
    assert kept.search_ends < kept.child_ends <= seconds + GRACE


def test_a_child_that_dies_is_our_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that ends without an answer raises, with its last words."""
    fake_worker(tmp_path, monkeypatch, "sys.exit('no memory left')")

    with pytest.raises(SolverError, match="no memory left"):
        solve(PROBLEM, seconds=20)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")
def test_a_killed_child_loses_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the system kills the child, the plan that it had found is the answer.

    Its workers end by themselves.
    """
    children: list[ChildProcess] = []
    made = ChildProcess.__init__

    def remember(child: ChildProcess, *arguments: object) -> None:
        made(child, *arguments)  # type: ignore[arg-type]
        children.append(child)

    monkeypatch.setattr(ChildProcess, "__init__", remember)
    problem, kept = generate(size="S", seed=2), tmp_path / "kept.json"
    killed: set[int] = set()

    def kill(step: Progress) -> None:
        child = children[0]._process.pid
        family = {child, *descendants(child)}
        ready = step.value and len(family) >= 3 and kept.exists()
        if ready and not killed and '"sessions":[{' in kept.read_text():
            killed.update(family)
            os.kill(child, signal.SIGKILL)

    result = solve(problem, seconds=90, workers=2, on_progress=kill, checkpoint=kept)

    assert len(killed) >= 3
    assert result.status is Status.FEASIBLE
    assert result.message.endswith("it was ended by signal SIGKILL")
    assert result.plan is not None
    assert result.plan.sessions
    assert result.goals[0].bound is not None
    assert verify(problem, result.plan) == ()
    assert all_gone(killed)


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


def test_a_second_interrupt_ends_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a second Ctrl-C the last plan said is the answer, whatever the search still does."""
    said = [says(plan_line(PLAN, 120, 3)), step(120, 150), step(120, 149), FOREVER]
    fake_worker(tmp_path, monkeypatch, *said)

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    result = solve(PROBLEM, seconds=600, on_progress=interrupt)

    assert result.interrupted
    assert [goal.value for goal in result.goals] == [120, 3, 0, 150, 4]
    assert result.goals[0].bound == 149


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
