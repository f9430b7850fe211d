"""Few changes: a plan that people know stays, unless something forces a change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from quick import slow
from schools import plan_of
from terminal import run

from pdsched import Plan, Policy, Problem, Status, save, score, solve, verify, with_previous
from pdsched.cli.app import Exit
from pdsched.model import encode, enumerate_candidates
from pdsched.model.goals import GOALS
from pdsched.plan import Session
from pdsched.search.incumbent import Incumbent, Listeners

STABLE = Policy(name="stable", goals=("needs-met", "changes", "engaged-half-days"))
MON, TUE, WED = "2026-09-07", "2026-09-08", "2026-09-09"


def three_people(*closed: str) -> Problem:
    """Three people, each free at any time, learn the same course by themselves."""
    people = ("ada", "bob", "cem")
    alone = {"topic": "sheets", "modality": "self-paced", "minutes": 60, "group_max": 1}
    hour = {"start": "09:00", "end": "10:00"}
    return Problem.model_validate(
        {
            "calendar": {
                "time_zone": "Europe/Berlin",
                "first": MON,
                "last": "2026-09-11",
                "closed": closed,
            },
            "schools": [{"id": "north", "periods": [{"id": "1", **hour}]}],
            "staff": [{"id": p, "schools": ["north"]} for p in people],
            "courses": [{"id": "sheets", **alone}],
            "needs": [{"id": f"need-{p}", "staff": p, "course": "sheets"} for p in people],
        }
    )


def known(**days: str) -> Plan:
    """What people were told: on which day each learns."""
    sessions = (
        Session(id=p, course="sheets", date=day, start="09:00", end="10:00", staff=(p,))
        for p, day in days.items()
    )
    return Plan(sessions=tuple(sessions))


def days_of(plan: Plan | None) -> dict[str, str]:
    """The day of each person."""
    assert plan is not None
    return {release.staff: release.date.isoformat() for release in plan.releases}


def test_an_old_plan_stays() -> None:
    """All needs were met before, so nobody is moved."""
    before = known(ada=WED, bob=TUE, cem=WED)
    result = solve(three_people(), STABLE, previous=before, seconds=30)

    assert result.status is Status.OPTIMAL
    assert days_of(result.plan) == {"ada": WED, "bob": TUE, "cem": WED}
    assert result.goal("changes").value == 0


def test_only_what_is_forced_changes() -> None:
    """Wednesday is closed by now: two have to move, and the third stays on Tuesday."""
    problem, before = three_people(WED), known(ada=WED, bob=TUE, cem=WED)
    result = solve(problem, STABLE, previous=before, seconds=30)

    assert result.status is Status.OPTIMAL
    assert result.goal("needs-met").value == 90
    assert days_of(result.plan)["bob"] == TUE
    assert result.goal("changes").value == 2
    assert result.plan is not None
    assert verify(problem, result.plan, STABLE) == ()
    assert score(with_previous(problem, before), result.plan, STABLE)["changes"] == 2


def test_the_search_does_not_walk_away_from_the_plan_before() -> None:
    """Of two plans that are worth the same, the one that is nearer to the previous plan is kept."""
    problem, before = three_people(), known(ada=WED, bob=TUE, cem=WED)
    given = with_previous(problem, before)
    candidates = enumerate_candidates(given, STABLE)
    near, far = (
        encode(candidates, plan_of(given, plan.sessions))
        for plan in (before, known(ada=TUE, bob=WED, cem=TUE))
    )
    assert near is not None
    assert far is not None
    listeners = Listeners(lambda _: None, lambda _: None)
    incumbent = Incumbent("needs-met", GOALS["needs-met"], candidates, far, 0.0, listeners)

    incumbent.hear(near)
    incumbent.hear(far)

    assert incumbent.best is near


def test_who_is_gone_cannot_be_kept() -> None:
    """People, courses and dates that the problem does not know are left out of what is kept."""
    before = known(ada=WED, dan=TUE, bob="2026-10-05")
    other = before.sessions[0].model_copy(update={"course": "chess"})
    found = with_previous(
        three_people(), before.model_copy(update={"sessions": (*before.sessions, other)})
    )

    assert [(k.staff, k.date) for k in found.kept] == [("ada", date(2026, 9, 9))]


@slow
def test_a_plan_before_of_others_is_told(files: dict[str, Any]) -> None:
    """What of it is not in the problem is counted on stderr; the answer is as it would be."""
    save(known(ada=WED, dan=TUE, eve=TUE), files["before"])
    under = ["--policy", files["policy"], "--previous", files["before"]]
    done = run("solve", files["problem"], "-o", files["plan"], *under, "--seconds", "20")
    judged = run("verify", files["problem"], files["plan"], *under)

    assert done.exit_code == judged.exit_code == Exit.DONE
    for said in (done.stderr, judged.stderr):
        assert "2 of 3 attendances of the previous plan are not in this problem" in said


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Any]:
    """A problem, a policy and a previous plan in files."""
    problem, before, policy = (tmp_path / n for n in ("p.json", "before.json", "stable.toml"))
    save(three_people(WED), problem)
    save(known(ada=WED, bob=TUE, cem=WED), before)
    policy.write_text(STABLE.to_toml(), encoding="utf-8")
    return {"problem": problem, "before": before, "policy": policy, "plan": tmp_path / "new.json"}


def test_the_command_line_takes_the_plan_before(files: dict[str, Any]) -> None:
    """``solve --previous`` keeps what it can, and ``verify --previous`` counts the same changes."""
    under = ["--policy", files["policy"], "--previous", files["before"]]
    done = run("solve", files["problem"], "-o", files["plan"], *under, "--seconds", "20")
    judged = run("verify", files["problem"], files["plan"], *under)

    assert done.exit_code == judged.exit_code == Exit.DONE
    assert "changes 2" in judged.stdout
    assert judged.stderr == ""


@slow
def test_a_plan_with_one_before_it_answers_the_same_problem(files: dict[str, Any]) -> None:
    """Other commands, which know of no plan before, do not call it foreign."""
    under = ["--policy", files["policy"], "--previous", files["before"]]
    run("solve", files["problem"], "-o", files["plan"], *under, "--seconds", "20")

    for command in (
        ["verify", "--policy", files["policy"]],
        ["show"],
        ["ledger", "--policy", files["policy"]],
    ):
        name, *options = command
        assert run(name, files["problem"], files["plan"], *options).stderr == ""
    given = three_people(WED)
    assert with_previous(given, known(ada=WED)).digest() == given.digest()
