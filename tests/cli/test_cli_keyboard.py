"""What the command line does where little is said: where a plan goes, and whose names are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import FakeSolver, _files, _solver, run
from tuesday import PLAN, PROBLEM

from pdsched import Plan, load, load_plan, save
from pdsched.cli.app import Exit
from pdsched.generator.demo import make_demo, read_demo
from pdsched.problem import Session
from pdsched.views import summary

__all__ = ["_files", "_solver"]  # fixtures


@pytest.mark.usefixtures("solver")
def test_solve_writes_plan_json_unless_told(files: Path) -> None:
    """As the demo does, and says so."""
    (files / "plan.json").unlink()
    answer = run("solve", "p.json")

    assert answer.exit_code == Exit.DONE
    assert load_plan(files / "plan.json") == PLAN
    assert "Written    plan.json" in answer.stdout


@pytest.mark.usefixtures("solver")
@pytest.mark.parametrize("option", ["--previous", "--initial-plan"])
def test_a_plan_that_is_read_is_not_written_over_by_default(option: str, files: Path) -> None:
    """It is what people know; whoever wants it replaced says so."""
    before = (files / "plan.json").read_bytes()
    answer = run("solve", "p.json", option, "plan.json")

    assert answer.exit_code == Exit.WRONG
    assert "plan.json: is the input too; name another place" in answer.stderr
    assert (files / "plan.json").read_bytes() == before


@pytest.mark.usefixtures("solver")
def test_a_plan_can_go_into_a_folder(files: Path) -> None:
    """For a spreadsheet; other commands read it there."""
    assert run("solve", "p.json", "-o", "planned").exit_code == Exit.DONE
    assert load(files / "planned") == PLAN
    assert run("verify", "p.json", "planned").exit_code == Exit.DONE


def test_a_plan_goes_into_no_folder_of_a_problem(files: Path, solver: FakeSolver) -> None:
    """That is said before the work begins, and not after it."""
    save(PROBLEM, files / "given")
    answer = run("solve", "p.json", "-o", "given")

    assert answer.exit_code == Exit.WRONG
    assert "given: holds the tables of a problem; name another folder" in answer.stderr
    assert solver.asked == {}


def test_the_demo_has_names_and_tells_them() -> None:
    """Nobody in it is an id alone, and no two people have one name."""
    district = read_demo()
    people = {
        **{person.id: person.name for person in district.staff},
        **{trainer.id: trainer.name for trainer in district.trainers},
        **{substitute.id: substitute.name for substitute in district.substitutes},
    }

    assert district == make_demo()
    assert all(people.values())
    assert len({*people.values()}) == len(people)
    [first, second, *_] = district.staff
    session = Session.model_validate(
        {
            "id": "s",
            "course": district.courses[0].id,
            "date": "2026-09-15",
            "start": "09:00",
            "end": "10:00",
            "school": district.schools[0].id,
            "trainer": district.trainers[0].id,
            "staff": [first.id, second.id],
        }
    )
    told = " ".join(summary(district, Plan(sessions=(session,))).split())

    assert (
        told.count(
            f"Tue 2026-09-15 09:00-10:00 {district.courses[0].name} (Linden School, "
            f"{district.trainers[0].name}): {first.name}, {second.name}"
        )
        == 1
    )
