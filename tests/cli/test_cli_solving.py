"""`solve` and `demo`: what they read, write and say, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import FakeSolver, _files, _solver, last_json, result, run
from tuesday import PLAN, PROBLEM
from tuesday_files import STRICT, write_problem

from pdsched import Plan, Policy, Problem, Result, Status, load, load_policy
from pdsched.cli.app import Exit
from pdsched.files import load_plan, load_problem
from pdsched.result import GoalResult

__all__ = ["_files", "_solver"]  # fixtures

KEYS = [
    "status",
    "value",
    "bound",
    "gap",
    "needs_total",
    "needs_met",
    "engagements",
    "seconds",
    "peak_mib",
    "goals",
]


def test_solve_writes_the_plan_and_a_summary(files: Path, solver: FakeSolver) -> None:
    """The plan is in the file, and stdout says what is proven, planned and written."""
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert load_plan(files / "new.json") == PLAN
    assert "Status     feasible" in answer.stdout
    assert "Needs      4 of 5 met" in answer.stdout
    assert answer.stdout.splitlines()[-1] == "Written    new.json"
    assert solver.asked["problem"] == PROBLEM


@pytest.mark.usefixtures("files")
def test_solve_hands_its_options_on(solver: FakeSolver) -> None:
    """The solver is asked with what the options say, and with these defaults."""
    run("solve", "p.json", "-o", "new.json")
    plain = {name: value for name, value in solver.asked.items() if name != "problem"}
    numbers = ["--work-limit", "7.5", "--workers", "3", "--seed", "9"]
    run("solve", "p.json", "-o", "new.json", *numbers)
    given = {name: value for name, value in solver.asked.items() if name != "problem"}

    default = {"policy": Policy(), "executor": None}
    assert plain == {"seconds": None, "work_limit": None, "workers": None, "seed": 0, **default}
    assert given == {"seconds": None, "work_limit": 7.5, "workers": 3, "seed": 9, **default}


def test_solve_under_a_policy(files: Path, solver: FakeSolver) -> None:
    """The solver is given the policy of the file, and the summary tells what it changes."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    solver.answer = result(policy=load_policy("strict.toml"))
    answer = run("solve", "p.json", "-o", "new.json", "--policy", "strict.toml")
    in_json = run("solve", "p.json", "-o", "new.json", "--policy", "strict.toml", "--json")

    assert solver.asked["policy"] == Policy(name="strict", releases_in_all=0, off=("pins",))
    assert "\nPolicy     strict (off pins; releases_in_all 0)\n" in answer.stdout
    assert Policy.model_validate(last_json(in_json)["policy"]) == load_policy("strict.toml")


@pytest.mark.usefixtures("files", "solver")
@pytest.mark.parametrize("options", [[], ["--policy", "default"]])
def test_default_policy_is_not_worth_a_word(options: list[str]) -> None:
    """Under the default policy the summary does not speak of policies."""
    assert "Policy" not in run("solve", "p.json", "-o", "new.json", *options).stdout


@pytest.mark.usefixtures("solver")
def test_solve_in_json(files: Path) -> None:
    """With ``--json`` stdout is one object with the promised keys, and the plan is written."""
    answer = run("solve", "p.json", "-o", "new.json", "--json")
    told = last_json(answer)

    assert answer.exit_code == Exit.DONE
    assert len(answer.stdout.splitlines()) == 1
    assert list(told)[: len(KEYS)] == KEYS
    assert (told["status"], told["value"], told["bound"], told["gap"]) == (
        "feasible",
        120,
        150,
        0.2,
    )
    assert (told["needs_total"], told["needs_met"], told["engagements"]) == (5, 4, 3)
    assert (told["seconds"], told["peak_mib"]) == (1.25, 300.0)
    assert [goal["proven"] for goal in told["goals"]] == [False, True]
    assert load(files / "new.json") == PLAN


WITHOUT_PLAN = [
    (Status.INFEASIBLE, False, Exit.BROKEN),
    (Status.UNKNOWN, False, Exit.NOTHING_YET),
    (Status.UNKNOWN, True, Exit.INTERRUPTED),
]


@pytest.mark.parametrize(("status", "interrupted", "code"), WITHOUT_PLAN)
def test_solve_without_a_plan(
    status: Status, interrupted: bool, code: Exit, files: Path, solver: FakeSolver
) -> None:
    """Without a plan nothing is written, the reason is told, and the exit code says which."""
    solver.answer = result(
        status=status, plan=None, goals=(), interrupted=interrupted, message="Pins p and q."
    )
    answer = run("solve", "p.json", "-o", "new.json")
    in_json = run("solve", "p.json", "-o", "new.json", "--json")

    assert answer.exit_code == in_json.exit_code == code
    assert status.value in answer.stdout
    assert "Pins p and q." in answer.stdout
    assert "none was written" in answer.stdout
    assert last_json(in_json)["status"] == status.value
    assert last_json(in_json)["needs_met"] is None
    assert last_json(in_json)["value"] is None
    assert not (files / "new.json").exists()


def test_interrupted_solve_keeps_its_plan(files: Path, solver: FakeSolver) -> None:
    """After Ctrl-C the best plan so far is written, which is a good end."""
    solver.answer = result(interrupted=True)
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert "(interrupted)" in answer.stdout
    assert load(files / "new.json") == PLAN


def test_solve_mentions_warnings(files: Path, solver: FakeSolver) -> None:
    """Warnings do not stop a solve, and are mentioned on stderr."""
    staff = [member.model_dump(mode="json") for member in PROBLEM.staff]
    write_problem(files / "p.json", staff=[{**m, "levels": {"juggling": 1}} for m in staff])
    answer = run("solve", "p.json", "-o", "new.json")

    assert answer.exit_code == Exit.DONE
    assert "`pdsched check` tells them" in answer.stderr
    assert solver.asked


@pytest.mark.usefixtures("solver")
def test_solve_and_check_tell_what_is_odd_about_a_policy(files: Path) -> None:
    """A line each, with the name of the policy; nothing about the default one."""
    (files / "mine.toml").write_text("reserve_by_zone = true\n", encoding="utf-8")
    solved = run("solve", "p.json", "-o", "new.json", "--policy", "mine.toml")
    checked = run("check", "p.json", "--policy", "mine.toml")
    line = "warning: PD921 policy mine reserve_by_zone: 'true' counts for nothing"

    assert line in solved.stderr
    assert line in checked.stdout
    assert "PD92" not in run("check", "p.json").stdout
    assert checked.exit_code == solved.exit_code == Exit.DONE


@pytest.mark.usefixtures("files", "solver")
@pytest.mark.parametrize("name", ["plan.txt", "plan.csv"])
def test_plan_is_a_json_file_or_a_folder(name: str, solver: FakeSolver) -> None:
    """A plan's file needs a name in ``.json``, and that is said before solving."""
    answer = run("solve", "p.json", "-o", name)

    assert answer.exit_code == Exit.WRONG
    assert "a plan is a JSON file" in answer.stderr
    assert solver.asked == {}


def answered(problem: Problem) -> Result:
    """The empty plan as an answer to a problem."""
    unmet = [{"need": need.id, "rule": "search-ended"} for need in problem.needs]
    plan = Plan.model_validate({"problem": problem.digest(), "unmet": unmet}).canonical()
    goals = tuple(GoalResult(id=name, value=0) for name in ("needs-met", "engaged-half-days"))
    return result(plan=plan, goals=goals, problem=problem.digest())


def test_demo_solves_verifies_and_writes(files: Path, solver: FakeSolver) -> None:
    """The district that comes with the package is planned, summarised and written."""
    from pdsched.generator.demo import read_demo

    solver.answer = answered(read_demo())
    answer = run("demo", "--seconds", "5", "--problem", "demo.json")

    assert answer.exit_code == Exit.DONE
    assert solver.asked["seconds"] == 5
    assert load_problem(files / "demo.json") == read_demo()
    assert load_plan(files / "plan.json") == solver.answer.plan
    assert "Written    plan.json" in answer.stdout
    assert "Written    report.html: open it in a browser, or print it" in answer.stdout
    assert "two small schools" in (files / "report.html").read_text(encoding="utf-8")
    assert "Written    plan.xlsx: open it with a spreadsheet program" in answer.stdout
    assert (files / "plan.xlsx").read_bytes().startswith(b"PK")
    assert "pdsched show demo.json plan.json --by school" in answer.stdout
    assert "keeps every rule" in answer.stdout


def test_demo_does_not_hide_a_broken_plan(files: Path, solver: FakeSolver) -> None:
    """Should the plan break a rule, that is told as our fault, and nothing is written."""
    before = (files / "plan.json").read_bytes()
    answer = run("demo")

    assert answer.exit_code == Exit.BUG
    assert "records: " in answer.stderr
    assert (files / "plan.json").read_bytes() == before
    assert solver.asked
