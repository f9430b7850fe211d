"""`generate --state` and `solve-state`: a folder in, a folder out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from one_hour import one_hour
from quick import slow
from terminal import _files, run

from pdsched import State, load_state, save, save_state
from pdsched.cli.app import Exit

__all__ = ["_files"]  # fixture


def test_generate_writes_a_state(files: Path) -> None:
    """Sizes and timetables are not for states, nor districts and teachers for others."""
    asked = ("--state", "--districts", "2", "--teachers", "60", "--weeks", "4", "-o", "all")
    answer = run("generate", *asked)

    assert answer.exit_code == Exit.DONE
    assert "2 districts, " in answer.stdout
    assert len(load_state(files / "all").districts) == 2
    solved = run("solve", "all", "-o", "plan.json")
    assert (solved.exit_code, "solve-state all -o OUT" in solved.stderr) == (Exit.WRONG, True)
    assert run("generate", "--state", "--size", "S", "-o", "x").exit_code == Exit.WRONG
    assert run("generate", "--teachers", "60", "-o", "x.json").exit_code == Exit.WRONG
    few = run("generate", "--state", "--districts", "9", "--teachers", "60", "-o", "few")
    assert (few.exit_code, "at least 20 for each" in few.stderr) == (Exit.WRONG, True)


def test_what_cannot_be_planned_is_told_first(files: Path) -> None:
    """A place that is a file, and a folder that is no state."""
    (files / "file").write_text("")
    answer = run("solve-state", ".", "-o", "file")

    assert (answer.exit_code, "is a file; name a folder" in answer.stderr) == (Exit.WRONG, True)
    answer = run("solve-state", ".", "-o", "out")
    assert (answer.exit_code, "state.json" in answer.stderr) == (Exit.WRONG, True)


@pytest.mark.usefixtures("files")
def test_a_name_may_be_too_long_for_a_file() -> None:
    """It is told of that name, and of no file that nobody asked for."""
    answer = run("solve", "x" * 300, "-o", "plan.json")

    assert answer.exit_code == Exit.WRONG
    assert f"{'x' * 300}: " in answer.stderr
    assert "state.json" not in answer.stderr


@slow
def test_a_state_is_planned_into_a_folder(files: Path) -> None:
    """Other commands read what lies there; ``--json`` says what ``result.json`` does."""
    save(one_hour(trainers=[]), files / "north.json")
    tess = one_hour().trainers[0].model_copy(update={"id": "tess"})
    districts = [{"id": "north", "path": "north.json"}]
    save_state(State(id="all", districts=districts, trainers=(tess,)), files)
    answer = run("solve-state", ".", "-o", "out", "--seconds", "30")

    assert answer.exit_code == Exit.DONE
    assert "value 30, bound 30, gap 0.0 %" in answer.stdout
    assert "1 of 1 dates given" in answer.stdout
    verified = run("verify", "out/problems/north.json.gz", "out/plans/north.json")
    assert verified.exit_code == Exit.DONE
    told = json.loads(run("solve-state", ".", "-o", "out", "--json").stdout.splitlines()[-1])
    kept = json.loads((files / "out" / "result.json").read_text())
    assert told == kept | {"gap": 0.0, "seconds": told["seconds"]}
