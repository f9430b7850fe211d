"""The command line as a program of its own, with the real solver, from end to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from quick import slow
from skipping import REAL_DATA, needs_real_data, needs_unix
from terminal import _files, last_json, spawn
from tuesday import PROBLEM, TUESDAY

from pdsched import verify
from pdsched.cli.app import Exit
from pdsched.files import load_plan, load_problem

__all__ = ["_files"]  # fixture


@slow
def test_from_nothing_to_a_shown_plan(tmp_path: Path) -> None:
    """Generate, check, solve, verify and show follow one another, each ending well."""
    problem, plan = tmp_path / "p.json", tmp_path / "plan.json"
    made = spawn("generate", "--size", "XS", "--seed", "1", "-o", problem)
    checked = spawn("check", problem)
    solved = spawn("solve", problem, "-o", plan, "--seconds", "8", "--json")
    verified = spawn("verify", problem, plan, "--json")
    shown = spawn("show", problem, plan, "--by", "substitute")
    told = last_json(solved)

    assert [p.returncode for p in (made, checked, solved, verified, shown)] == [Exit.DONE] * 5
    assert told["status"] in ("optimal", "feasible")
    assert told["needs_total"] == len(load_problem(problem).needs)
    assert told["value"] <= told["bound"]
    assert last_json(verified)["goals"]["needs-met"] == told["value"]
    assert last_json(verified)["goals"]["engaged-half-days"] == told["engagements"]


def test_small_problem_is_proven(files: Path) -> None:
    """Tuesday's problem is solved to a proven optimum, in which every need is met."""
    answer = spawn("solve", files / "p.json", "-o", files / "new.json", "--json")
    told = last_json(answer)

    assert answer.returncode == Exit.DONE
    assert (told["status"], told["gap"], told["needs_met"]) == ("optimal", 0, 5)
    assert told["peak_mib"] > 0
    assert verify(PROBLEM, load_plan(files / "new.json")) == ()


@slow
def test_policy_is_kept_from_solve_to_verify(files: Path) -> None:
    """A plan keeps the policy it was made under, and the rule of another that it breaks is named.

    The pin makes ada leave a class, which one policy forbids; so that one does without pins.
    """
    pin = {"id": "1", "kind": "require", "course": "sheets", "staff": "ada"}
    pin |= {"date": TUESDAY, "start": "09:00"}
    document = {**json.loads(PROBLEM.to_json()), "session_pins": [pin]}
    (files / "p.json").write_text(json.dumps(document), encoding="utf-8")
    (files / "strict.toml").write_text('releases_in_all = 0\noff = ["pins"]', encoding="utf-8")
    for name, policy in (("one", "default"), ("two", files / "strict.toml")):
        solved = spawn("solve", files / "p.json", "-o", files / f"{name}.json", "--policy", policy)
        assert solved.returncode == Exit.DONE
    told = {
        (name, policy): spawn(
            "verify", files / "p.json", files / f"{name}.json", "--policy", policy
        )
        for name in ("one", "two")
        for policy in ("default", files / "strict.toml")
    }
    broken = {
        use: {line.partition(":")[0] for line in answer.stdout.splitlines()}
        for use, answer in told.items()
        if answer.returncode == Exit.BROKEN
    }

    assert broken == {
        ("one", files / "strict.toml"): {"releases-in-all"},
        ("two", "default"): {"pins"},
    }


@slow
def test_reproducible_plans_are_the_same_bytes(files: Path) -> None:
    """The same problem solved twice with one ``--work-limit`` gives the same file."""
    command = ["solve", files / "p.json", "--work-limit", "9", "--seed", "5"]
    one = spawn(*command, "-o", files / "one.json")
    two = spawn(*command, "-o", files / "two.json")

    assert one.returncode == two.returncode == Exit.DONE
    assert (files / "one.json").read_bytes() == (files / "two.json").read_bytes()


def test_conflicting_pins_are_infeasible(files: Path) -> None:
    """Pins that no plan keeps end with 1 and status infeasible, and nothing is written."""
    pin = {"kind": "require", "course": "sheets", "staff": "ada"}  # and nobody attends twice
    pins = [{"id": date, "date": date, **pin} for date in (TUESDAY, "2026-09-15")]
    document = {**json.loads(PROBLEM.to_json()), "session_pins": pins}
    (files / "p.json").write_text(json.dumps(document), encoding="utf-8")
    answer = spawn("solve", files / "p.json", "-o", files / "new.json", "--json")

    assert answer.returncode == Exit.BROKEN
    assert last_json(answer)["status"] == "infeasible"
    assert not (files / "new.json").exists()


@slow
def test_demo_ends_with_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo, in an empty folder, writes a plan that its problem's referee accepts."""
    monkeypatch.chdir(tmp_path)
    answer = spawn("demo", "--seconds", "6", "--problem", "demo.json")

    assert answer.returncode == Exit.DONE
    assert "Verified   the plan keeps every rule" in answer.stdout
    assert verify(load_problem("demo.json"), load_plan("plan.json")) == ()
    held = Counter(f"{s.date} {s.start:%H:%M}-" for s in load_plan("plan.json").sessions)
    assert all(answer.stdout.count(moment) <= number for moment, number in held.items())


@slow
@needs_unix
def test_ctrl_c_keeps_the_best_plan(tmp_path: Path) -> None:
    """Ctrl-C in a long solve ends it well, with a plan in the file that breaks no rule."""
    problem, plan = tmp_path / "p.json", tmp_path / "plan.json"
    # Nobody proves the best plan of a district meanwhile, however late the signal comes.
    spawn("generate", "--size", "S", "--seed", "3", "-o", problem)
    command = ["solve", problem, "-o", plan, "--seconds", "300", "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "pdsched", *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("solving") and "no plan yet" not in line:
                if "needs-met 0," in line:
                    continue  # An empty plan is no answer.
                break
        os.killpg(process.pid, signal.SIGINT)
        out, _ = process.communicate(timeout=240)
    told = json.loads(out.splitlines()[-1])

    assert process.returncode == Exit.DONE
    assert told["interrupted"] is True
    assert verify(load_problem(problem), load_plan(plan)) == ()


@needs_real_data
def test_real_timetable_becomes_a_problem(tmp_path: Path) -> None:
    """A real Untis timetable is imported, and what is generated around it has no errors."""
    timetable = REAL_DATA / "timetables" / "untis" / "GPU001.TXT"
    lessons, problem = tmp_path / "lessons.json", tmp_path / "p.json"
    imported = spawn("import", "untis", timetable, "-o", lessons)
    made = spawn("generate", "--around", lessons, "--seed", "1", "-o", problem)
    checked = spawn("check", problem, "--json")

    assert [p.returncode for p in (imported, made, checked)] == [Exit.DONE] * 3
    assert last_json(checked)["errors"] == 0
    assert load_problem(problem).lessons == load_problem(lessons).lessons
