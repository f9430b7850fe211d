"""What follows a replan: calendars, ledger, files, and words in other languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from terminal import run
from tuesday import PLAN, PROBLEM, TUESDAY

from pdsched import Plan, Problem, ReplanAnswer, ledger, load, load_plan, load_problem, replan, save
from pdsched.cli.app import Exit

AWAY = {"kind": "away", "staff": "dee", "first": TUESDAY}
Events = dict[str, tuple[str, str, str]]


@pytest.fixture(name="files")
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with that Tuesday, and what comes of it when dee is away."""
    monkeypatch.chdir(tmp_path)
    save(PROBLEM, "p.json")
    save(PLAN, "plan.json")
    answer = run(
        *("replan", "p.json", "plan.json", "--away", f"staff:dee={TUESDAY}", "-o", "new.json"),
        *("--changed", "p-new.json", "--result", "answer.json"),
    )
    assert answer.exit_code == Exit.DONE, answer.output
    assert "dee, Tue 8 Sep 2026: moved: slides at 13:00, to " in answer.stdout
    return tmp_path


def events(folder: Path) -> dict[str, Events]:
    """By file and UID, of each event: its number, its state and its beginning."""
    return {
        path.relative_to(folder).as_posix(): {
            field(event, "UID"): (
                field(event, "SEQUENCE"),
                field(event, "STATUS"),
                field(event, "DTSTART"),
            )
            for event in path.read_text(encoding="utf-8").split("BEGIN:VEVENT")[1:]
        }
        for path in folder.rglob("*.ics")
    }


def field(event: str, name: str) -> str:
    """The value of a line of an event."""
    match = re.search(rf"^{name}[;:](.*)$", event, re.MULTILINE)
    assert match is not None
    return match[1]


def test_calendars_of_the_plan_before_are_updated(files: Path) -> None:
    """UIDs survive, numbers rise for what moved alone, and what is gone is cancelled."""
    assert run("calendar", "p.json", "plan.json", "-o", "ics").exit_code == Exit.DONE
    before = events(files / "ics")
    told = run("calendar", "p-new.json", "new.json", "-o", "ics", "--before", "plan.json")
    assert told.exit_code == Exit.DONE, told.output
    after = events(files / "ics")
    for name, known in before.items():
        assert known.keys() <= after[name].keys()
    [uid] = before["people/dee.ics"]
    assert before["people/dee.ics"][uid][0] == "0"
    number, state, begin = after["people/dee.ics"][uid]
    assert (number, state) == ("1", "CONFIRMED")
    assert begin != before["people/dee.ics"][uid][2]
    gone = [e for e in after["substitutes/sam.ics"].values() if e[1] == "CANCELLED"]
    assert [number for number, *_ in gone] == ["1"]
    for name in ("people/ada.ics", "people/cy.ics", "substitutes/vic.ics"):
        assert after[name] == before[name]


def test_the_ledger_is_that_of_the_new_plan(files: Path) -> None:
    """Sam holds one half-day less."""
    problem, plan = load_problem(files / "p-new.json"), load_plan(files / "new.json")
    assert plan.problem == problem.digest()
    assert half_days(PROBLEM, PLAN) == {"sam": 2, "vic": 1}
    assert half_days(problem, plan) == {"sam": 1, "vic": 1}
    told = run("ledger", "p-new.json", "new.json")
    assert told.exit_code == Exit.DONE, told.output


def half_days(problem: Problem, plan: Plan) -> dict[str, float]:
    """What the ledger says that a plan adds to the half-days of substitutes."""
    entries = ledger(problem, plan).substitutes
    return {e.who: e.added for e in entries if e.figure == "half_days_before"}


def test_an_answer_is_read_again(files: Path) -> None:
    """With all of it, and shown in a notebook with whom to tell what."""
    answer = load(files / "answer.json")
    assert isinstance(answer, ReplanAnswer)
    assert answer.plan == load_plan(files / "answer.json") == load_plan(files / "new.json")
    assert repr(answer).startswith("<ReplanAnswer proven: 2 people")
    assert "moved: slides at 13:00" in answer._repr_html_()


def test_people_are_told_in_their_language() -> None:
    """With dates and times as it writes them."""
    told = {
        language: replan(PROBLEM, PLAN, {"changes": [AWAY]}, language=language, seconds=20).told
        for language in ("fr", "de")
    }
    assert told["fr"][0].sentence.startswith(
        "dee, mar. 8 sept. 2026: déplacé\N{NO-BREAK SPACE}: slides à 13\N{NO-BREAK SPACE}h"
    )
    assert told["de"][1].sentence == (
        "sam, Di., 8. Sept. 2026: entfällt: Einsatz, south (nachmittags)."
    )
    with pytest.raises(ValueError, match="no language is called 'nl'"):
        replan(PROBLEM, PLAN, {"changes": [AWAY]}, language="nl")


@pytest.mark.usefixtures("files")
def test_what_is_written_twice_is_refused_before_the_work() -> None:
    """The problem is not written over the plan."""
    answer = run(
        *("replan", "p.json", "plan.json", "--away", f"staff:dee={TUESDAY}"),
        *("-o", "x.json", "--changed", "x.json"),
    )
    assert answer.exit_code == Exit.WRONG
    assert "x.json: is written as well" in answer.stderr
