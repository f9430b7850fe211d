"""Approvals: what is published stays in every later plan, until it is withdrawn."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from quick import slow
from terminal import FakeSolver, _files, _solver, last_json, run
from tuesday import AFTERNOON, MORNING, PLAN, PROBLEM, TUESDAY

from pdsched import (
    Approvals,
    PdschedError,
    Plan,
    Problem,
    ProblemError,
    approve,
    load_approvals,
    save,
    solve,
    verify,
    with_approvals,
)
from pdsched.cli.app import Exit
from pdsched.plan import gone, standing

__all__ = ["_files", "_solver"]  # fixtures

DAY = date(2026, 9, 1)
PUBLISHED = approve(PLAN, "published", by="Roy", on=DAY)


def attended(plan: Plan | None) -> set[tuple[str, str, date, str | None, str | None]]:
    """Who attends what, when, with whom and in which room."""
    assert plan is not None
    return {(p, s.course, s.date, s.trainer, s.room) for s in plan.sessions for p in s.staff}


@slow
def test_what_is_published_stays_until_it_is_withdrawn() -> None:
    """By itself nobody would learn on a Tuesday, when there are lessons to cover."""
    free = solve(PROBLEM, seconds=20).plan
    kept = solve(PROBLEM, seconds=20, approvals=PUBLISHED).plan
    withdrawn = approve(PLAN, "withdrawn", by="Roy", on=DAY, staff=["dee"], approvals=PUBLISHED)
    later = approve(
        PLAN, "withdrawn", by="Roy", on=DAY, substitutes=["sam", "vic"], approvals=withdrawn
    )
    freed = solve(PROBLEM, seconds=20, approvals=later).plan
    assert free is not None
    assert freed is not None

    assert free.engagements == ()
    assert kept is not None
    assert attended(kept) >= attended(PLAN)
    assert set(kept.engagements) == set(PLAN.engagements)
    assert "dee" not in {person for person, _, day, _, _ in attended(freed) if f"{day}" == TUESDAY}
    assert attended(freed) >= {each for each in attended(PLAN) if each[0] != "dee"}
    assert {(e.school, e.half.value) for e in freed.engagements} == {
        ("north", "am"),
        ("south", "am"),
    }


def test_the_referee_asks_for_what_is_published() -> None:
    """A plan without it breaks the rule of pins, once for each part; the problem is the same."""
    pinned = with_approvals(PROBLEM, PUBLISHED)
    without_dee = Plan(
        sessions=tuple(s for s in PLAN.sessions if s.id == MORNING),
        releases=tuple(r for r in PLAN.releases if r.session == MORNING),
        covers=tuple(c for c in PLAN.covers if c.staff != "dee"),
        engagements=tuple(e for e in PLAN.engagements if e.half == "am"),
        unmet=[{"need": need, "rule": "trainer"} for need in ("n-bo-2", "n-dee")],
    )

    assert pinned.digest() == PROBLEM.digest()
    assert verify(pinned, PLAN) == ()
    assert verify(PROBLEM, without_dee) == ()
    assert Counter(v.rule for v in verify(pinned, without_dee)) == {"pins": 2}


@pytest.mark.parametrize("state", ["proposed", "approved", "withdrawn"])
def test_only_what_is_published_is_pinned(state: str) -> None:
    """Of each part the last word counts, whatever was said before."""
    said = approve(PLAN, state, by="Roy", on=DAY, approvals=PUBLISHED)

    assert with_approvals(PROBLEM, said) == PROBLEM
    assert {act.state for _, act in standing(PLAN, said) if act is not None} == {state}


def test_pins_are_made_anew() -> None:
    """Those that stand for what is published are replaced, those that are asked for stay."""
    pin = {"id": f"published dee slides {TUESDAY} 13:00", "kind": "require", "course": "sheets"}
    asked = Problem.model_validate(PROBLEM.model_dump() | {"session_pins": [pin]})
    once = with_approvals(asked, PUBLISHED)

    assert with_approvals(once, PUBLISHED) == once
    assert with_approvals(once, Approvals()) == asked
    assert len({p.id for p in once.session_pins}) == len(once.session_pins) == 5
    assert {p.reason for p in once.session_pins[1:]} == {"published by Roy on 2026-09-01"}


@pytest.mark.parametrize(("today", "pins"), [("2026-09-08", 4), ("2026-09-09", 0)])
def test_what_is_past_is_not_pinned(today: str, pins: int) -> None:
    """It stays by the rule of the past; today itself is not past."""
    calendar = PROBLEM.calendar.model_dump() | {"today": today}
    given = Problem.model_validate(PROBLEM.model_dump() | {"calendar": calendar})

    assert len(with_approvals(given, PUBLISHED).session_pins) == pins


def test_what_is_gone_is_told_and_not_pinned() -> None:
    """Nobody can keep what was published of a substitute or a trainer who left."""
    fields = {"substitutes": PROBLEM.substitutes[:1], "staff": PROBLEM.staff[:3]}
    given = PROBLEM.model_copy(update=fields)

    assert [str(act.about) for act in gone(given, PUBLISHED)] == [
        f"dee slides {TUESDAY} 13:00",
        f"vic south {TUESDAY} am",
    ]
    assert len(with_approvals(given, PUBLISHED).session_pins) == 3
    assert gone(PROBLEM, PUBLISHED) == ()


def test_part_of_a_plan_is_approved() -> None:
    """A session, a person, a person at a session, or a substitute."""

    def about(**fields: Any) -> list[str | None]:
        acts = approve(PLAN, "approved", by="Roy", on=DAY, **fields).acts
        return [act.staff or act.substitute for act in acts]

    assert about(sessions=[AFTERNOON]) == ["dee"]
    assert about(staff=["ada", "dee"]) == ["ada", "dee"]
    assert about(sessions=[MORNING], staff=["bo"]) == ["bo"]
    assert about(substitutes=["vic"]) == ["vic"]
    assert about(staff=["ada"], substitutes=["vic"]) == ["ada", "vic"]
    assert len(about()) == 4 + 3


def test_what_the_plan_does_not_have_is_refused() -> None:
    """All of it at once; and so is what is known alone and not together."""
    told = "'x' is no session of the plan; 'eve' is nobody who attends a session of the plan"
    with pytest.raises(PdschedError, match=told):
        approve(PLAN, "approved", by="Roy", on=DAY, sessions=["x"], staff=["eve"])
    with pytest.raises(PdschedError, match="nothing of what is named"):
        approve(PLAN, "approved", by="Roy", on=DAY, sessions=[AFTERNOON], staff=["ada"])


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.csv"])
def test_approvals_come_back_exactly(name: str, tmp_path: Path) -> None:
    """Reading what was saved gives the same acts in their order, awkward texts too."""
    note = '=1+1; "so" | said'
    told = approve(PLAN, "withdrawn", by="Roy", on=DAY, note=note, approvals=PUBLISHED)
    for each in (told, Approvals()):
        save(each, tmp_path / name)
        assert load_approvals(tmp_path / name) == each


def test_a_wrong_table_is_told_all_its_faults(tmp_path: Path) -> None:
    """Each by file, row and column."""
    (tmp_path / "a.csv").write_text(
        "state,by,date,staff,course,start,substitute\n"
        "publishd,Roy,2026-09-08,ada,sheets,9h,\n"
        "approved,Roy,2026-09-08,ada,,,sue\n",
        encoding="utf-8",
    )
    with pytest.raises(ProblemError) as caught:
        load_approvals(tmp_path / "a.csv")

    assert {(fault.code, fault.where) for fault in caught.value.faults} == {
        ("PD106", "a.csv row 1"),
        ("PD110", "a.csv row 2 column state"),
        ("PD112", "a.csv row 2 column start"),
    }


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.json", '{"format": "pdsched-plan"}', "PD105"),
        ("a.json", "[]", "PD105"),
        ("a.json", '{"format": "pdsched-approvals", "acts": 3}', "PD108"),
        ("a.csv", "state,by,on,date\napproved,Roy,2026-09-01,2026-09-08\n", "PD108"),
    ],
)
def test_what_holds_no_approvals_is_one_fault(
    name: str, text: str, code: str, tmp_path: Path
) -> None:
    """Another document, another shape, and a row about nothing."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        load_approvals(tmp_path / name)

    assert [fault.code for fault in caught.value.faults] == [code]


def test_approvals_are_saved_as_json_or_csv_alone(tmp_path: Path) -> None:
    """Another ending is refused, and nothing is written."""
    with pytest.raises(ProblemError, match=r"use a \.json, \.json\.gz or \.csv file"):
        save(PUBLISHED, tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_commands_write_tell_and_keep(files: Path, solver: FakeSolver) -> None:
    """`approve` adds to a file, `approvals` tells it, `solve` and `verify` keep to it."""
    plan, said = files / "plan.json", files / "a.csv"
    first = run("approve", plan, said, "--by", "Roy", "--on", "2026-09-01")
    second = run("approve", plan, said, "--by", "Lea", "--as", "published", "--staff", "dee")
    shown, told = run("approvals", plan, said), last_json(run("approvals", plan, said, "--json"))
    solved = run("solve", files / "p.json", "-o", files / "new.json", "--approvals", said)
    verified = run("verify", files / "p.json", plan, "--approvals", said)

    assert {r.exit_code for r in (first, second, shown, solved, verified)} == {Exit.DONE}
    assert "4 attendances and 3 engagements approved" in first.stdout
    assert "1 attendance and 0 engagements published" in second.stdout
    assert Counter(part["state"] for part in told["parts"]) == {"approved": 6, "published": 1}
    assert {part["on"] for part in told["parts"] if part["by"] == "Roy"} == {"2026-09-01"}
    assert "Tue 2026-09-08  13:00  slides" in shown.stdout
    assert solver.asked["approvals"] == load_approvals(said)


def test_solve_tells_what_cannot_stay(files: Path, solver: FakeSolver) -> None:
    """On stderr, by name."""
    save(PUBLISHED, files / "a.json")
    save(PROBLEM.model_copy(update={"substitutes": ()}), files / "p.json")
    done = run("solve", files / "p.json", "-o", files / "n.json", "--approvals", files / "a.json")

    assert solver.asked["approvals"] == PUBLISHED
    assert "is not in this problem, and is not kept: sam north" in done.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("use", "told"),
    [
        (["approve", "plan.json", "a.json", "--by", " "], "give a name"),
        (["approve", "p.json", "a.json", "--by", "Roy"], "PD105"),
        (["approve", "plan.json", "plan.json", "--by", "Roy"], "is the input too"),
        (["approve", "plan.json", "a.json", "--by", "Roy", "--session", "x"], "'x' is no session"),
        (["approvals", "plan.json", "gone.csv"], "PD101"),
        (["approvals", "plan.json", "p.json"], "PD105"),
        (["solve", "p.json", "-o", "q.json", "--approvals", "plan.json"], "PD105"),
        (["verify", "p.json", "plan.json", "--approvals", "gone.json"], "PD101"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    use: list[str], told: str, files: Path, solver: FakeSolver
) -> None:
    """Of files and of options, before anything is written."""
    answer = run(*use)

    assert answer.exit_code == Exit.WRONG
    assert told in answer.stderr
    assert "Traceback" not in answer.output
    assert solver.asked == {}
    assert {file.name for file in files.iterdir()} == {"p.json", "plan.json"}
