"""What is worked out about a problem is worked out once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tuesday import PROBLEM

from pdsched import save
from pdsched.checks import check
from pdsched.checks import run as checks_run
from pdsched.files import load_problem


def test_a_problem_is_checked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What loading has checked is not checked again; a changed copy is."""
    save(PROBLEM, tmp_path / "p.json")
    problem = load_problem(tmp_path / "p.json")
    found = check(problem)

    def refuse(_: object) -> Any:
        raise AssertionError("checked again")

    monkeypatch.setattr(checks_run, "_CHECKS", (refuse,))
    assert check(problem) == found
    with pytest.raises(AssertionError, match="checked again"):
        check(problem.model_copy(update={"name": "other"}))


def test_a_copy_has_a_digest_of_its_own() -> None:
    """A digest is worked out once for each object, never for another."""
    other = PROBLEM.model_copy(update={"name": "other"})

    assert PROBLEM.digest() == PROBLEM.digest()
    assert other.digest() != PROBLEM.digest()
    assert other.model_copy(update={"name": PROBLEM.name}).digest() == PROBLEM.digest()
