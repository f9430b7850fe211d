"""The clients in the docs, run as they stand there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from serving import TUESDAY, serving

PAGE = Path(__file__).parents[2] / "docs" / "service.md"
MOST_LINES = 50


def client_in(language: str) -> str:
    """The one block of a language on the page."""
    blocks = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 1
    return str(blocks[0])


@pytest.mark.parametrize("language", ["bash", "javascript"])
def test_a_client_is_short(language: str) -> None:
    """Nobody has to read more to begin."""
    assert len(client_in(language).splitlines()) <= MOST_LINES


@pytest.mark.skipif(shutil.which("curl") is None, reason="a client is in curl: install curl")
def test_the_client_in_curl(tmp_path: Path) -> None:
    """It sends a problem, hears the run out, and has the plan, a report and absences."""
    (tmp_path / "client.sh").write_text(client_in("bash"))
    said = asked(tmp_path, "bash", "client.sh")

    assert '"status":"done"' in said
    assert json.loads((tmp_path / "plan.json").read_text())["format"] == "pdsched-plan"
    assert 'lang="fr"' in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "absences.zip").read_bytes().startswith(b"PK")


@pytest.mark.skipif(shutil.which("node") is None, reason="a client is in JavaScript: install node")
def test_the_client_in_javascript(tmp_path: Path) -> None:
    """It hears every point, has the plan, and asks why needs are not met."""
    (tmp_path / "client.mjs").write_text(client_in("javascript"))
    said = asked(tmp_path, "node", "client.mjs")

    assert "needs-met: " in said
    assert "\ndone" in said
    assert re.search(r"^\d+ sessions\. \w+", said, re.MULTILINE)
    assert json.loads((tmp_path / "plan.json").read_text())["format"] == "pdsched-plan"


def asked(folder: Path, program: str, script: str) -> str:
    """What a client says, with the address of a service and the path of a problem."""
    (folder / "problem.json").write_bytes(TUESDAY)
    with serving(folder / "kept") as client:
        command = [program, script, str(client.base_url), "problem.json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout
