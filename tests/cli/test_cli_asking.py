"""``why-not`` and ``explain``: sentences, JSON, files and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import run
from test_clashes import FIVE
from tuesday import PLAN, PROBLEM

from pdsched import Answer, load, save
from pdsched.cli.app import Exit


@pytest.fixture
def asked(tmp_path: Path) -> tuple[str, str]:
    """The problem of one Tuesday and its plan, as files."""
    save(PROBLEM, tmp_path / "p.json")
    save(PLAN, tmp_path / "plan.json")
    return str(tmp_path / "p.json"), str(tmp_path / "plan.json")


def test_why_not_tells_prices_and_writes_the_answer(asked: tuple[str, str], tmp_path: Path) -> None:
    """A sentence and a line for each goal; the file holds the plan, the JSON object does not."""
    out = tmp_path / "a.json"
    told = run("why-not", *asked, "--need", "n-bo-2", "--seconds", "60", "-o", str(out))

    assert told.exit_code == Exit.DONE
    assert "proven: Possible: bo attends slides; it" in told.stdout
    assert "  needs-met: gains 30" in told.stdout
    answer = load(out, kind="answer")
    assert isinstance(answer, Answer)
    assert answer.plan is not None
    plain = run("why-not", *asked, "--need", "n-bo-2", "--seconds", "60", "--json")
    assert json.loads(plain.stdout)["possible"] is True
    assert "plan" not in json.loads(plain.stdout)


def test_why_not_names_what_blocks(asked: tuple[str, str]) -> None:
    """What is impossible is no error: it is the answer."""
    fields = ["--staff", "bo", "--course", "slides", "--date", "2026-09-12", "--start", "08:00"]
    told = run("why-not", *asked, *fields, "--seconds", "60")

    assert told.exit_code == Exit.DONE
    assert "proven: Impossible: bo attends slides on Sat 2026-09-12 at 08:00" in told.stdout


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (["--need", "nobody"], "PD216 need: 'nobody' is no need"),
        ([], "PD601 question: '' names nothing"),
        (["--need", "n-bo", "--start", "soon"], "is no clock time: write it HH:MM"),
        (["--need", "n-bo", "--output", "a.txt"], "let its name end in .json"),
    ],
)
def test_what_is_asked_wrongly_is_a_sentence(
    asked: tuple[str, str], fields: list[str], said: str
) -> None:
    """A fault shows the value, and what to do."""
    told = run("why-not", *asked, *fields)

    assert told.exit_code == Exit.WRONG
    assert said in told.output


def test_explain_tells_what_clashes_and_what_helps(tmp_path: Path) -> None:
    """Repairs have a line each; the exit code says that there is no plan."""
    save(FIVE, tmp_path / "p.json")
    told = run("explain", str(tmp_path / "p.json"), "--seconds", "240")

    assert told.exit_code == Exit.BROKEN
    assert "No plan keeps all of these together." in told.stdout
    assert "pins: pin pin0 requires a session with course c1, staff p0" in told.stdout
    assert "  proven: Without pin pin0; it costs nothing." in told.stdout
