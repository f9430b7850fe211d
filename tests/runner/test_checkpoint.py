"""Going on: from a plan, from a file, and after everything was killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from fake_workers import FOREVER, end, fake_worker, plan_line, says, step
from processes import PATIENCE, all_gone, descendants
from terminal import FakeSolver, _files, _solver, run
from tuesday import PLAN, PROBLEM, changed
from workshop import WORKSHOP_VALUE, workshop

from pdsched import Plan, Policy, Status, generate, load, save, score, solve, verify
from pdsched.checks import check
from pdsched.checks import run as checks_run
from pdsched.cli.app import Exit
from pdsched.errors import PdschedError, SolverError, StartRejectedError
from pdsched.files import load_problem
from pdsched.plan import Release, dated
from pdsched.result import GoalResult
from pdsched.runner import checkpoint as checkpoint_room
from pdsched.runner.checkpoint import Checkpoint, read_checkpoint
from pdsched.runner.memory import Memory

__all__ = ["_files", "_solver"]  # fixtures

T = TypeVar("T")
unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such devices")
EMPTY = Plan(problem=PROBLEM.digest())
BOUND = GoalResult(id="needs-met", value=120, bound=130, method="relaxation")


def kept(path: Path, **fields: Any) -> Path:
    """A checkpoint of that Tuesday's plan in a file."""
    given: dict[str, Any] = {
        "problem": PROBLEM.digest(),
        "policy": Policy(),
        "seed": 0,
        "seconds": 100.0,
        "goals": (BOUND, GoalResult(id="engaged-half-days", value=3)),
        "plan": PLAN,
    }
    path.write_text(Checkpoint(**{**given, **fields}).model_dump_json(), encoding="utf-8")
    return path


def sounds(plan: Plan) -> tuple[Any, ...]:
    """All of a plan but the reasons."""
    return plan.sessions, plan.releases, plan.covers, plan.engagements


# --- what is kept


@pytest.mark.parametrize("name", ["kept.json", "kept.json.gz"])
def test_the_best_plan_is_kept_on_the_way(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any moment the file holds the best plan said by then, and the bound proven by then."""
    path = tmp_path / name
    seen: list[Checkpoint] = []
    fake_worker(
        tmp_path,
        monkeypatch,
        says(plan_line(EMPTY, 0, 0)),
        step(0, 150, method="needs"),
        says(plan_line(PLAN, 120, 3)),
        step(120, 140, method="relaxation"),
        says(plan_line(EMPTY, 0, 0)),
        step(120, 139, method="relaxation"),
        FOREVER,
    )
    result = solve(
        PROBLEM,
        seconds=3,
        seed=5,
        checkpoint=path,
        on_progress=lambda _: seen.append(read_checkpoint(path, PROBLEM)),
    )
    last = read_checkpoint(path, PROBLEM)

    assert [len(each.plan.sessions) for each in seen] == [0, 2, 2, 2]
    assert [each.goals[0].value for each in seen] == [0, 120, 120, 120]
    assert [each.goals[0].bound for each in seen] == [150, 150, 140, 139]
    assert (last.policy, last.seed) == (Policy(), 5)
    assert last.goals == result.goals
    assert last.plan == result.plan
    assert 0 < last.seconds <= result.seconds
    assert path.read_bytes().startswith(b"\x1f\x8b") is name.endswith(".gz")
    assert [entry.name for entry in tmp_path.iterdir() if ".tmp" in entry.name] == []


def test_a_disk_that_is_full_costs_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a checkpoint cannot be written the search goes on, and the result says so."""

    def write(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint_room, "_write", write)
    fake_worker(tmp_path, monkeypatch, end(PLAN, "feasible", (120, 150), (3, 0)))
    result = solve(PROBLEM, seconds=20, checkpoint=tmp_path / "kept.json")

    assert result.plan is not None
    assert result.message == "the checkpoint could not be written: No space left on device"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("", "it is a folder"),
        ("nowhere/kept.json", "No such file"),
        pytest.param("/dev/null", "it is a device or a pipe", marks=unix),
    ],
)
def test_an_impossible_place_is_refused_at_once(place: str, told: str, tmp_path: Path) -> None:
    """A checkpoint that cannot be written is refused before the work begins."""
    with pytest.raises(PdschedError, match=f"the checkpoint cannot be written .{told}"):
        solve(PROBLEM, checkpoint=tmp_path / place)


@unix
def test_nothing_is_made_beside_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands at the place is looked at before anything is written there."""
    monkeypatch.setattr(Path, "touch", lambda _: pytest.fail("a draft was made"))
    with pytest.raises(PdschedError, match="it is a device or a pipe"):
        solve(PROBLEM, checkpoint="/dev/null")


# --- what is resumed


def test_a_resumed_search_keeps_plan_and_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search that finds nothing ends with the plan and the bound that were there."""
    began, again = kept(tmp_path / "kept.json"), tmp_path / "again.json"
    bounds: list[int | None] = []
    fake_worker(tmp_path, monkeypatch, step(120, 150), step(120, 125), FOREVER)
    result = solve(
        PROBLEM,
        seconds=2,
        resume=began,
        checkpoint=again,
        on_progress=lambda progress: bounds.append(progress.bound),
    )

    assert result.plan is not None
    assert sounds(result.plan) == sounds(PLAN)
    assert bounds == [130, 125]
    assert result.goals[0].bound == 125
    assert read_checkpoint(again, PROBLEM).seconds > 100


@pytest.mark.parametrize(
    ("fields", "policy", "told"),
    [
        ({}, Policy(), (130, "relaxation")),
        ({}, Policy(late_tenths=4), (150, "needs")),
        ({"policy": Policy(late_tenths=4)}, Policy(), (150, "needs")),
        ({"goals": (BOUND.model_copy(update={"bound": 110}),)}, Policy(), (150, "needs")),
        ({"goals": ()}, Policy(), (150, "needs")),
    ],
)
def test_a_bound_holds_under_its_policy_alone(
    fields: dict[str, Any],
    policy: Policy,
    told: tuple[int, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bound is taken over if the policy is the same, and no plan has passed it."""
    fake_worker(tmp_path, monkeypatch, FOREVER)
    path = kept(tmp_path / "kept.json", **fields)
    result = solve(PROBLEM, policy, seconds=1, resume=path)

    assert (result.goals[0].bound, result.goals[0].method) == told
    assert result.goals[0].value == 120


def test_a_bound_of_the_fewest_is_taken_over_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of people unserved no plan has fewer than was proven: less is better there."""
    fake_worker(tmp_path, monkeypatch, FOREVER)
    policy = Policy(goals=["unserved-people", "needs-met"])
    unserved = score(PROBLEM, EMPTY, policy)["unserved-people"]
    proven = GoalResult(id="unserved-people", value=unserved, bound=1, method="relaxation")
    path = kept(tmp_path / "kept.json", policy=policy, goals=(proven,), plan=EMPTY)
    result = solve(PROBLEM, policy, seconds=1, resume=path)

    assert unserved > 1
    assert (result.goals[0].bound, result.goals[0].method) == (1, "relaxation")


def test_a_known_bound_can_prove_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan whose value is the bound proven before is proven."""
    fake_worker(tmp_path, monkeypatch, end(PLAN, "feasible", (120, 150), (3, 3)))
    proven = BOUND.model_copy(update={"bound": 120})
    result = solve(PROBLEM, seconds=20, resume=kept(tmp_path / "kept.json", goals=(proven,)))

    assert result.status is Status.OPTIMAL


def test_a_search_goes_on_from_its_own_checkpoint(tmp_path: Path) -> None:
    """What one call left is where the next one goes on, in the same file."""
    path = tmp_path / "kept.json.gz"
    first = solve(*workshop(), seconds=30, checkpoint=path)
    values: list[int | None] = []
    second = solve(
        *workshop(),
        seconds=30,
        checkpoint=path,
        resume=path,
        on_progress=lambda step: values.append(step.value),
    )

    assert first.goals == second.goals
    assert tuple(goal.value for goal in second.goals) == WORKSHOP_VALUE
    assert values[0] == WORKSHOP_VALUE[0]  # It did not begin with nothing.
    assert read_checkpoint(path, workshop().problem).seconds > first.seconds


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        (b"", "is no checkpoint"),
        (b'{"format":"pdsched-plan"}', "is no checkpoint"),
        (b"\x1f\x8b\x08rubbish", "cannot be read"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "cannot be read"),
    ],
)
def test_what_is_no_checkpoint_is_refused(content: bytes | None, told: str, tmp_path: Path) -> None:
    """A file that is missing, damaged or something else is refused with its name."""
    path = tmp_path / "kept.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PdschedError, match=f"kept.json: .*{told}"):
        solve(PROBLEM, resume=path)


@unix
@pytest.mark.parametrize(
    ("place", "told"),
    [("/dev/zero", "it is a device and no file"), (".", "it is a folder")],
)
@pytest.mark.usefixtures("files")
def test_what_is_no_file_is_told_as_elsewhere(place: str, told: str) -> None:
    """It is there, so nobody says that it is not."""
    answer = run("solve", "p.json", "-o", "new.json", "--resume", place)

    assert answer.exit_code == Exit.WRONG
    assert answer.stderr == f"pdsched: {place}: the checkpoint cannot be read ({told})\n"


def test_a_checkpoint_of_another_problem_is_refused(tmp_path: Path) -> None:
    """A checkpoint belongs to one problem, told by its digest."""
    other = PROBLEM.model_copy(update={"name": "another Tuesday"})
    with pytest.raises(PdschedError, match="is a checkpoint of another problem"):
        solve(other, resume=kept(tmp_path / "kept.json"))


def test_a_checkpoint_with_another_plan_before_is_refused(tmp_path: Path) -> None:
    """It may hold a bound of the changes from the previous plan, which is not one of another."""
    with pytest.raises(PdschedError, match="is a checkpoint of another problem"):
        solve(PROBLEM, previous=PLAN, resume=kept(tmp_path / "kept.json"))


def test_a_checkpoint_of_another_date_is_refused(tmp_path: Path) -> None:
    """What is past and what notice leaves are not the same on another date: no bound of it holds.

    A plan of another date is one of the same problem all the same.
    """
    first = PROBLEM.calendar.first
    assert dated(PROBLEM, first).digest() == PROBLEM.digest()
    with pytest.raises(PdschedError, match="is a checkpoint of another problem"):
        solve(PROBLEM, as_of=first, resume=kept(tmp_path / "kept.json"))


# --- what is started from


def test_the_answer_is_never_worse_than_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the search ends with less than it began with, the start is the answer."""
    fake_worker(tmp_path, monkeypatch, end(EMPTY, "feasible", (0, 140), (0, 0)))
    start = PLAN.model_copy(update={"problem": "an older version", "unmet": ()})
    result = solve(PROBLEM, seconds=20, initial_plan=start)

    assert result.plan is not None
    assert sounds(result.plan) == sounds(PLAN)
    assert result.plan.problem == PROBLEM.digest()
    assert [goal.value for goal in result.goals] == [120, 3, 0, 150, 4]
    assert verify(PROBLEM, result.plan) == ()


def test_a_start_that_breaks_rules_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller is told every rule that the plan breaks, and the search is ended."""
    begun = fake_worker(tmp_path, monkeypatch, FOREVER)
    start = changed(covers=[])
    with pytest.raises(StartRejectedError) as caught:
        solve(PROBLEM, initial_plan=start)

    assert caught.value.sentences == tuple(map(str, verify(PROBLEM, start)))
    assert "breaks rules in 7 place(s)" in str(caught.value)
    assert begun[0].poll() is not None


def test_a_long_list_of_violations_is_cut() -> None:
    """Of very many violations the message shows some, and how many more there are."""
    error = StartRejectedError([f"rule {number}" for number in range(100)])

    assert len(error.sentences) == 100
    assert str(error).splitlines()[-1] == "and 80 more"


def test_start_and_resume_together_are_refused(tmp_path: Path) -> None:
    """Two things to go on from are one too many."""
    with pytest.raises(ValueError, match="give one of them"):
        solve(PROBLEM, initial_plan=PLAN, resume=kept(tmp_path / "kept.json"))


def test_a_real_search_goes_on_from_a_start() -> None:
    """The start reaches the engine: the first value told is its value."""
    values: list[int | None] = []
    result = solve(
        PROBLEM, seconds=30, initial_plan=PLAN, on_progress=lambda step: values.append(step.value)
    )

    assert values[0] == 120
    assert result.goals[0].value == 150
    assert result.plan is not None
    assert verify(PROBLEM, result.plan) == ()


# --- an executor of the caller


class Counting(ThreadPoolExecutor):
    """Threads that count what they are asked."""

    asked = 0

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """As every executor does."""
        self.asked += 1
        return super().submit(fn, *args, **kwargs)


def test_an_executor_of_the_caller_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces go to the executor, no process is started, and it is not shut down."""
    monkeypatch.setattr("pdsched.runner.child_process.subprocess.Popen", None)
    problem = generate(size="S", seed=2)
    with Counting(2) as executor:
        result = solve(problem, seconds=8, workers=2, executor=executor)
        still = executor.submit(int, "7").result()

    assert executor.asked > 3
    assert still == 7
    assert result.plan is not None
    assert result.plan.sessions
    assert verify(problem, result.plan) == ()


def test_what_goes_wrong_here_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that dies in this process raises, with what happened."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no cluster today")

    monkeypatch.setattr("pdsched.runner.worker.solve_here", fail)
    with ThreadPoolExecutor(1) as executor, pytest.raises(SolverError, match="no cluster today"):
        solve(PROBLEM, seconds=20, executor=executor)


# --- the parent is killed


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc")
def test_a_killed_parent_leaves_a_checkpoint_and_no_process(tmp_path: Path) -> None:
    """Whatever kills the whole run: the plan is on disk, and everything it started ends."""
    problem, path = generate(size="S", seed=2), tmp_path / "kept.json"
    save(problem, tmp_path / "p.json")
    arguments = ["solve", "p.json", "-o", "plan.json", "--seconds", "300", "--workers", "2"]
    parent = subprocess.Popen(
        [sys.executable, "-m", "pdsched", *arguments, "--checkpoint", "kept.json"],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 4 * PATIENCE
    while time.monotonic() < deadline and parent.poll() is None:
        family = descendants(parent.pid)
        if len(family) >= 3 and path.exists() and '"sessions":[{' in path.read_text("utf-8"):
            break
        time.sleep(0.1)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    found = read_checkpoint(path, problem)

    assert len(family) >= 3
    assert all_gone(family)
    assert found.plan.sessions
    assert found.goals[0].bound is not None
    assert not (tmp_path / "plan.json").exists()
    # The plan is sound: it is accepted as a start, and the answer is no worse.
    result = solve(problem, seconds=1, resume=path)
    assert (result.goals[0].value or 0) >= (found.goals[0].value or 0) > 0


# --- memory


def test_workers_are_counted_among_the_memory() -> None:
    """The peak is that of this process, with its children if asked."""
    eat = "import sys; x = bytearray(80_000_000); print(flush=True); sys.stdin.read()"
    alone, together = Memory(children=False), Memory(children=True)
    before = alone.peak_mib()
    with subprocess.Popen(
        [sys.executable, "-c", eat], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        whole = together.peak_mib()
        child.communicate(b"")

    assert before > 10
    if Path("/proc/self/task").exists():
        assert whole > before + 70
    assert together.peak_mib() >= whole  # A peak stays when the child is gone.


def test_memory_where_there_is_no_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the system's own account serves, and where there is none the answer is 0."""
    resource = pytest.importorskip("resource")
    monkeypatch.setattr("pdsched.runner.memory.PROC", tmp_path)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

    assert Memory(children=True).peak_mib() >= round(own, 1)
    monkeypatch.setattr("pdsched.runner.memory.resource", None)
    assert Memory(children=True).peak_mib() == 0


# --- checked once


def test_a_problem_is_checked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What loading has checked is not checked again; a changed copy is."""
    save(PROBLEM, tmp_path / "p.json")
    problem = load_problem(tmp_path / "p.json")
    found = check(problem)

    def refuse(_: object) -> Any:
        raise AssertionError("checked again")

    monkeypatch.setattr(checks_run, "_CHECKS", (refuse,))
    assert check(problem) is found
    with pytest.raises(AssertionError, match="checked again"):
        check(problem.model_copy(update={"name": "other"}))


def test_a_copy_has_a_digest_of_its_own() -> None:
    """A digest is worked out once for each object, never for another."""
    other = PROBLEM.model_copy(update={"name": "other"})

    assert PROBLEM.digest() == PROBLEM.digest()
    assert other.digest() != PROBLEM.digest()
    assert other.model_copy(update={"name": PROBLEM.name}).digest() == PROBLEM.digest()


# --- the command line


@pytest.mark.usefixtures("solver")
def test_the_command_line_hands_on_what_to_go_on_from(files: Path, solver: FakeSolver) -> None:
    """Files are handed on as they are, and a plan is loaded."""
    kept(files / "kept.json")
    run("solve", "p.json", "-o", "new.json", "--checkpoint", "kept.json", "--resume", "kept.json")
    first = dict(solver.asked)
    run("solve", "p.json", "-o", "new.json", "--initial-plan", "plan.json")

    assert (first["checkpoint"], first["resume"]) == (Path("kept.json"), Path("kept.json"))
    assert "initial_plan" not in first
    assert solver.asked["initial_plan"] == PLAN
    assert load(files / "plan.json") == PLAN


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--resume", "none.json"], "none.json: there is no such checkpoint"),
        (["--resume", "plan.json", "--initial-plan", "plan.json"], "give one of them"),
        (["--seconds", "60", "--work-limit", "9"], "both say when to end: give one of them"),
        (["--initial-plan", "none.json"], "PD101"),
        (["--initial-plan", "p.json"], "PD105"),
        pytest.param(
            ["--initial-plan", "/dev/null"],
            "'null' cannot be read (it is a device and no file)",
            marks=unix,
        ),
        (["--initial-plan", "."], "a plan is one JSON file"),
        pytest.param(
            ["--previous", "/dev/null"],
            "'null' cannot be read (it is a device and no file)",
            marks=unix,
        ),
        (["--previous", "."], "a plan is one JSON file"),
        pytest.param(
            ["--checkpoint", "/dev/null"], "is a device or a pipe, and no file", marks=unix
        ),
        (["--checkpoint", "."], "is a folder; name a file"),
        (["--checkpoint", "new.json"], "new.json: is the output too"),
        (["--checkpoint", "p.json"], "p.json: is the input too"),
        (["--checkpoint", "nowhere/kept.json"], "there is no folder nowhere"),
    ],
)
@pytest.mark.usefixtures("files")
def test_what_cannot_be_gone_on_from_is_refused(
    options: list[str], told: str, solver: FakeSolver
) -> None:
    """A wrong file or a contradiction is told before the solver is asked."""
    answer = run("solve", "p.json", "-o", "new.json", *options)

    assert answer.exit_code == Exit.WRONG
    assert told in answer.stderr
    assert solver.asked == {}


def test_a_rejected_start_is_told_on_the_command_line(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start that breaks rules ends with a line for each violation, as a wrong file does."""
    fake_worker(files, monkeypatch, FOREVER)
    late = [Release.model_validate(r).model_copy(update={"lessons": ()}) for r in PLAN.releases]
    (files / "plan.json").write_text(changed(releases=late).to_json(), encoding="utf-8")
    answer = run("solve", "p.json", "-o", "new.json", "--initial-plan", "plan.json")

    assert answer.exit_code == Exit.WRONG
    assert "the initial plan breaks rules" in answer.stderr
    assert "records: " in answer.stderr


def test_the_answer_names_the_method(files: Path, solver: FakeSolver) -> None:
    """Summary and JSON say how the bound was proven."""
    proven = GoalResult(id="engaged-half-days", value=3, bound=3, method="whole")
    answer = solver.answer
    assert not isinstance(answer, BaseException)
    solver.answer = answer.model_copy(update={"goals": (BOUND, proven)})
    shown = run("solve", "p.json", "-o", "new.json").stdout
    told = json.loads(run("solve", "p.json", "-o", "new.json", "--json").stdout.splitlines()[-1])

    assert files.exists()
    assert "needs-met 120, bound 130 (relaxation), gap 7.69 %" in shown
    assert "engaged-half-days 3, proven (whole)" in shown
    assert [goal["method"] for goal in told["goals"]] == ["relaxation", "whole"]
