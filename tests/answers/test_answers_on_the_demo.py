"""The commands of docs/answers.md run on the demo, and begin as the page says."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

import pytest
from quick import slow
from typer.testing import CliRunner

from pdsched import load_plan
from pdsched.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "answers.md").read_text(encoding="utf-8")
KINDS = ("why", "why-not", "alternatives", "unmet", "explain", "price", "scenarios", "simulate")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAME = ("why-not", "alternatives", "unmet", "explain")
"""What begins with the same line whatever the plan is."""
TIMED = ("demo", "unmet", "price", "scenarios")


def shown() -> list[tuple[list[str], str]]:
    """Each command of the page with its arguments, and the line that follows it."""
    told = []
    for block in BLOCK.findall(PAGE):
        lines = block.replace("\\\n> ", "").splitlines()
        for number, line in enumerate(lines):
            if line.startswith("$ pdsched "):
                after = lines[number + 1 : number + 2]
                first = next((each for each in after if not each.startswith("$ ")), "")
                told.append((shlex.split(line)[2:], first))
    return told


def test_the_page_has_an_answer_of_each_kind() -> None:
    """On the demo, as a user would ask it."""
    asked = {arguments[0] for arguments, _ in shown() if "demo.json" in arguments}

    assert asked >= set(KINDS)


@slow
def test_the_commands_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proven is so on any machine; of other answers the question is the same."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    [scenarios] = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    Path("scenarios.toml").write_text(scenarios, encoding="utf-8")
    for arguments, first in shown():
        given = list(arguments)
        if given[0] == "why":
            # Who attends one session alone differs with the plan.
            counted = Counter(p for s in load_plan("plan.json").sessions for p in s.staff)
            given[-1] = next(person for person, n in sorted(counted.items()) if n == 1)
        if given[0] in TIMED:
            given = [*(a for a in given if not a.isdigit() and a != "--seconds"), "--seconds", "8"]
        done = runner.invoke(app, given)
        assert done.exit_code == 0, (given, done.output)
        assert given[0] not in SAME or done.output.startswith(first), (given, done.output)
