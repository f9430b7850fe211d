"""`report`, and the result that `solve` writes for it."""

from __future__ import annotations

from pathlib import Path

from terminal import FakeSolver, _files, _solver, run
from tuesday import PLAN

from pdsched import load, save
from pdsched.cli.app import Exit

__all__ = ["_files", "_solver"]  # fixtures


def test_a_plan_has_a_report(files: Path) -> None:
    """It says that no bounds are known."""
    answer = run("report", "p.json", "plan.json", "-o", "r.html")

    assert answer.exit_code == Exit.DONE
    assert answer.stdout == "Written    r.html\n"
    assert "a plan without its result" in (files / "r.html").read_text(encoding="utf-8")


def test_solve_keeps_the_result_for_the_report(files: Path, solver: FakeSolver) -> None:
    """With it the bounds are told."""
    solved = run("solve", "p.json", "-o", "new.json", "--result", "r.json")
    answer = run("report", "p.json", "r.json", "-o", "r.html")

    assert (solved.exit_code, answer.exit_code) == (Exit.DONE, Exit.DONE)
    assert "Written    r.json" in solved.stdout
    assert load(files / "r.json") == solver.answer
    assert ">150<" in (files / "r.html").read_text(encoding="utf-8")


def test_a_result_goes_to_a_place_of_its_own(files: Path, solver: FakeSolver) -> None:
    """Not over what is read or written, and into a JSON file only."""
    for place in ("p.json", "plan.json", "r.html"):
        answer = run("solve", "p.json", "-o", "plan.json", "--result", place)
        assert answer.exit_code == Exit.WRONG
        assert answer.stderr.startswith(f"pdsched: {place}: ")
    assert solver.asked == {}
    assert (files / "plan.json").read_text(encoding="utf-8") == PLAN.to_json()


def test_a_result_takes_no_policy(files: Path, solver: FakeSolver) -> None:
    """It has its own, and a problem is no plan."""
    save(solver.answer, files / "r.json")  # type: ignore[arg-type]  # a result, unless told else
    answer = run("report", "p.json", "r.json", "-o", "r.html", "--policy", "quebec")
    other = run("report", "p.json", "p.json", "-o", "r.html")

    assert (answer.exit_code, other.exit_code) == (Exit.WRONG, Exit.WRONG)
    assert "has its own policy" in answer.stderr
    assert other.stderr.startswith("PD105 p.json: ")
    assert not (files / "r.html").exists()


def test_approvals_and_dates_are_told(files: Path) -> None:
    """What is published stands among the decisions, and two weeks begin on the date."""
    run("approve", "plan.json", "a.json", "--as", "published", "--by", "Roy")
    options = ("--approvals", "a.json", "--as-of", "2026-09-08")
    answer = run("report", "p.json", "plan.json", "-o", "r.html", *options)
    html = (files / "r.html").read_text(encoding="utf-8")

    assert answer.exit_code == Exit.DONE
    assert "Published, and kept: attendances: 4, engagements: 3" in html
    assert "Tue 8 Sep 2026 \N{EN DASH} Mon 21 Sep 2026" in html


def test_a_plan_has_a_binder(files: Path) -> None:
    """In place of the page, for everybody or for some, in a language."""
    answer = run("report", "p.json", "plan.json", "-o", "b.html", "--binder")
    some = ("--for", "person:dee", "--for", "substitute:vic", "--language", "de")
    short = run("report", "p.json", "plan.json", "-o", "s.html", "--binder", *some)
    html, part = ((files / name).read_text(encoding="utf-8") for name in ("b.html", "s.html"))

    assert (answer.exit_code, short.exit_code) == (Exit.DONE, Exit.DONE)
    assert answer.stdout == "Written    b.html\n"
    assert html.count('data-leaf="person:') == 4
    assert part.count("data-leaf=") == 2
    assert '<html lang="de">' in part


def test_whom_a_binder_is_for_has_to_be_there(files: Path) -> None:
    """All that name nobody are told by the option, and nothing is written."""
    asked = ("--binder", "--for", "person:de", "--for", "south")
    answer = run("report", "p.json", "plan.json", "-o", "b.html", *asked)
    alone = run("report", "p.json", "plan.json", "-o", "b.html", "--for", "person:dee")

    assert (answer.exit_code, alone.exit_code) == (Exit.WRONG, Exit.WRONG)
    assert "PD201 --for: 'person:de' is no person; did you mean dee?" in answer.stderr
    assert "PD110 --for: 'south' says of no kind whom it means; write person:ID" in answer.stderr
    assert "give --binder as well" in alone.stderr
    assert not (files / "b.html").exists()
