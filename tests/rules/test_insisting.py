"""What is insisted on and cannot be: a result without a plan says what asked for too much."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from schools import two_schools
from terminal import last_json, run

from pdsched import Policy, Problem, Status, load_policy, save
from pdsched.cli.app import Exit
from pdsched.model import enumerate_candidates, required_attendances
from pdsched.policy import NEEDS_MET
from pdsched.runner.judge import Judge
from pdsched.runner.no_plan import NOT_KNOWN, NOT_NARROWED
from pdsched.runner.report import SearchReport
from pdsched.runner.verdict import Outcome, message

NO_PLAN = "no plan keeps all rules and "
OPEN = f"; {NOT_NARROWED}"
LIMIT = """
[[limits]]
id = "many"
sentence = "Very many sessions."
count = "sessions"
per = "plan"
at_least = 900
insist = true
"""
MANY = "many: Very many sessions. (sessions, in all: at least 900)"
DOSE = "dose: Everybody with needs learns for at least 9000 minutes; in each topic separately: no."
PIN = {"id": "tuesday", "kind": "require", "staff": "dot", "course": "sheets-1"}
PINNED = two_schools(session_pins=[PIN])


@pytest.mark.parametrize(
    ("problem", "policy", "told"),
    [
        (two_schools(), "", f"no plan keeps all rules; {NOT_KNOWN}"),
        (PINNED, "", f"{NO_PLAN}pin tuesday{OPEN}"),
        (PINNED, f'off = ["pins"]\n{LIMIT}', f"{NO_PLAN}what is insisted on: {MANY}{OPEN}"),
        (PINNED, LIMIT, f"{NO_PLAN}pin tuesday, and what is insisted on: {MANY}{OPEN}"),
    ],
    ids=["nothing", "pin", "pins-off", "both"],
)
def test_message_names_what_asks_for_something(
    problem: Problem, policy: str, told: str, tmp_path: Path
) -> None:
    """Where there was no time to narrow it down: pins that hold, and amounts with sentences."""
    (tmp_path / "ours.toml").write_text(policy, encoding="utf-8")
    ended = Outcome(Status.INFEASIBLE, None, ())

    judge = Judge(problem, load_policy(tmp_path / "ours.toml"))
    assert message(judge, SearchReport(NEEDS_MET), ended) == told


def test_time_that_was_too_short_for_a_pin_says_which() -> None:
    """Nothing is proven then; what was to be kept is named."""
    judge = Judge(PINNED, Policy())
    told = message(judge, SearchReport(NEEDS_MET), Outcome(Status.UNKNOWN, None, ()))

    assert told == ("the time ended before a plan was found that keeps pin tuesday: give more time")


def test_solve_names_what_asks_for_too_much(tmp_path: Path) -> None:
    """On the command line, with a dose and a limit that nobody can keep, and no pin."""
    save(two_schools(), tmp_path / "p.json")
    asking = f"dose_minutes = 9000\ninsist_on_dose = true\n{LIMIT}"
    (tmp_path / "ours.toml").write_text(asking, encoding="utf-8")
    asked = ["--policy", tmp_path / "ours.toml", "--seconds", "300"]
    answer = run("solve", tmp_path / "p.json", "-o", tmp_path / "n.json", "--json", *asked)

    assert answer.exit_code == Exit.BROKEN
    told = f"{NO_PLAN}what is insisted on: {DOSE}; nor all rules and what is insisted on: {MANY}"
    assert last_json(answer)["message"] == told


COACHED = """
[[limits]]
id = "coached"
sentence = "Somebody is coached in the second week."
count = "sessions"
of = { courses = ["coach-1"], dates = ["2026-09-15", "2026-09-17", "2026-09-18"] }
per = "plan"
at_least = 1
insist = true
"""


@pytest.mark.parametrize("in_groups", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_a_part_of_a_problem_has_what_a_limit_insists_on(
    seed: int, in_groups: bool, tmp_path: Path
) -> None:
    """Of a large problem a part is stated for a first plan: not any part would do."""
    (tmp_path / "ours.toml").write_text(COACHED, encoding="utf-8")
    candidates = enumerate_candidates(two_schools(), load_policy(tmp_path / "ours.toml"))
    rng = np.random.default_rng(seed)
    part = required_attendances(candidates, 24, rng, in_groups=in_groups)
    placements = candidates.placements
    where = candidates.placement[part]
    days, courses = candidates.index.days, candidates.index.courses
    met = {
        (courses[c].id, days[d] >= date(2026, 9, 15))
        for c, d in zip(placements.course[where], placements.day[where], strict=True)
    }

    assert ("coach-1", True) in met
