"""`solve` and its child process: what is told on the way, interrupts, and children that die."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from checkpoints import EMPTY
from fake_workers import FOREVER, end, fake_worker, plan_line, rest_of, says, step
from processes import all_gone, descendants
from quick import slow
from skipping import needs_proc
from tuesday import PLAN, PROBLEM
from workshop import workshop

from pdsched import Plan, Policy, Status, generate, solve, verify
from pdsched.errors import SolverError
from pdsched.model import Solution, enumerate_candidates
from pdsched.plan import UnmetNeed
from pdsched.result import GoalResult, Progress
from pdsched.runner.child_process import ChildProcess
from pdsched.runner.judge import Judge
from pdsched.runner.memory import Memory
from pdsched.runner.messages import EndLine, PlanLine, StepLine
from pdsched.runner.report import SearchReport, tightened
from pdsched.runner.time_shares import GRACE, shares
from pdsched.runner.verdict import outcome
from pdsched.runner.worker import Reporter
from pdsched.search import Limits, Search


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
    ("limit", "values"),
    [({"seconds": 20}, [120, 3, 0, 150, 4]), ({"work_limit": 3}, [None] * 5)],
)
def test_a_worse_plan_does_not_take_the_place_of_a_better_one(
    limit: dict[str, Any], values: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that had to begin anew and ends with less loses nothing that it had found.

    But where runs have to be alike it is taken at its last word, and an empty plan is none.
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


def test_an_empty_plan_does_not_hold_up_the_first_with_something_in_it() -> None:
    """A search begins with nothing; what it fills is written at once, and then there is a pause."""
    problem, policy = workshop()
    lines: list[str] = []
    reporter = Reporter(policy, lines.append, Memory(children=False), None)
    search = Search(enumerate_candidates(problem, policy), Limits(seconds=30))
    best = search.run().best
    assert best is not None
    for solution in (Solution.none(), best, Solution.none()):
        reporter.solution(search, solution)
        reporter._flush()

    plans = [PlanLine.model_validate_json(line).plan for line in lines]
    assert [bool(plan.sessions) for plan in plans] == [False, True]


@pytest.mark.parametrize(
    ("ends_in", "is_over", "writes"), [(9, False, 1), (-1, False, 2), (-1, True, 1)]
)
def test_a_search_that_is_late_has_its_plan_written(
    ends_in: float, is_over: bool, writes: int
) -> None:
    """It may be ended before it reads it out itself; before its time there is a pause."""
    problem, policy = workshop()
    lines: list[str] = []
    until = time.time() + ends_in
    reporter = Reporter(policy, lines.append, Memory(children=False), until)
    search = Search(enumerate_candidates(problem, policy), Limits(seconds=30))
    best = search.run().best
    assert best is not None
    reporter._until = None  # The first is written in time.
    reporter.solution(search, best)
    reporter._flush()
    reporter._until, search.is_over = until, is_over
    reporter.solution(search, best)
    reporter._flush()

    assert len(lines) == writes


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

    def seek(*arguments: Any, **_: Any) -> tuple[UnmetNeed, ...]:
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


@slow
@needs_proc
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


@slow
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


def test_a_plan_whose_value_was_told_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A busy machine may write the first plan long after its value: whoever stops then has it."""
    late = "sys.stdin.readline(); time.sleep(2)"
    bare = says(plan_line(EMPTY, 0, 0).replace(',"plan"', ',"bare":true,"plan"'))
    said = [bare, step(120, 150), late, says(plan_line(PLAN, 120, 3)), FOREVER]
    fake_worker(tmp_path, monkeypatch, *said)

    def interrupt(told: Progress) -> None:
        if told.value:
            raise KeyboardInterrupt

    result = solve(PROBLEM, seconds=600, on_progress=interrupt)

    assert result.interrupted
    assert result.plan is not None
    assert result.goals[0].value == 120


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
