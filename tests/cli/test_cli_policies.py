"""`rules` and `policy`: the rules, their figures, and a policy in its sentences."""

from __future__ import annotations

from pathlib import Path

from terminal import _files, last_json, run
from tuesday_files import STRICT

from pdsched import Policy, load_policy, views
from pdsched.cli.app import Exit
from pdsched.policy import GOALS, RULES

__all__ = ["_files"]  # fixture


def test_rules_prints_the_table() -> None:
    """Each rule and goal has its line, and each figure stands below its rule."""
    answer = run("rules")

    assert answer.exit_code == Exit.DONE
    assert answer.stdout == views.rules_to_text() + "\n"


def test_rules_in_json() -> None:
    """With ``--json`` stdout is one object with every rule and goal in order."""
    answer = run("rules", "--json")
    told = last_json(answer)
    by_id = {entry["id"]: entry for entry in told["rules"]}

    assert len(answer.stdout.splitlines()) == 1
    assert list(by_id) == list(RULES)
    assert [goal["id"] for goal in told["goals"]] == list(GOALS)
    assert by_id["staff-lunch"]["figures"]["staff_lunch_from"] == "11:00"
    assert by_id["away-at-once"] == {
        "id": "away-at-once",
        "sentence": Policy().sentence("away-at-once"),
        "optional": True,
        "soft": True,
        "figures": {"away_at_once": 0.1},
    }
    assert by_id["cover"]["optional"] is False
    assert told["goals"][0]["figures"] == {"late_tenths": 5}


def test_policy_is_shown_as_sentences(files: Path) -> None:
    """A policy of a file, or a ready one, is told in its sentences, one a line."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    ready, mine = run("policy", "show", "default"), run("policy", "show", "strict.toml")

    assert ready.exit_code == mine.exit_code == Exit.DONE
    assert ready.stdout.splitlines() == list(Policy().sentences())
    assert mine.stdout.splitlines() == list(load_policy("strict.toml").sentences())
    assert "pins: switched off. (Pinned decisions are respected.)" in mine.stdout


def test_policy_is_shown_as_a_file(files: Path) -> None:
    """With ``--toml`` a policy is printed as a file from which it can be read back."""
    (files / "strict.toml").write_text(STRICT, encoding="utf-8")
    answer = run("policy", "show", "strict.toml", "--toml")
    (files / "again.toml").write_text(answer.stdout, encoding="utf-8")

    assert load_policy("again.toml") == load_policy("strict.toml")
