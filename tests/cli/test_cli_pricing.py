"""``price``, ``scenarios`` and ``simulate``: sentences, JSON, files and faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import run
from tuesday import PLAN, PROBLEM

from pdsched import Knob, PriceList, Scenarios, Simulation, save
from pdsched.cli.app import Exit

RANKED = ((1, "15 seats in lab"), (1, "Groups of"), (3, "Without tom"))
ONE = ("--workers", "1", "--seconds", "60")


@pytest.fixture
def asked(tmp_path: Path) -> tuple[str, str]:
    """The problem of one Tuesday and its plan, as files."""
    save(PROBLEM, tmp_path / "p.json")
    save(PLAN, tmp_path / "plan.json")
    return str(tmp_path / "p.json"), str(tmp_path / "plan.json")


def test_price_tells_what_a_change_brings(asked: tuple[str, str]) -> None:
    """A sentence, the change as it is written, and a line for each goal; or the record."""
    told = run("price", *asked, "--more", "without:tom", *ONE)

    assert told.exit_code == Exit.DONE
    assert "proven: Without tom: costs 150 of needs-met" in told.stdout
    assert "  without:tom\n    needs-met: -150\n" in told.stdout
    plain = run("price", *asked, "--more", "without:tom", *ONE, "--json")
    prices = PriceList.model_validate_json(plain.stdout)
    assert prices.knobs[0].knob == Knob(kind="without", what="tom")
    assert prices.knobs[0].plan is None


def test_several_prices_say_how_they_are_ranked(asked: tuple[str, str]) -> None:
    """A sentence, and the rank before each; equal ones have the same."""
    knobs = ("--more", "without:tom", "--more", "seats:lab=+5", "--more", "group:sheets=+1")
    told = run("price", *asked, *knobs, *ONE).stdout

    assert told.startswith("Ranked by what plans show of needs-met, then of ")
    at = [told.index(f"\n{rank}. proven: {what}") for rank, what in RANKED]
    assert at == sorted(at)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "give --more KNOB, once or several times, or else --scan"),
        (["--more", "without:tom", "--scan"], "or else --scan"),
        (["--more", "seats:x=+1"], "PD205 knobs[0]: 'x' is no room; give the id of a room"),
    ],
)
def test_what_is_priced_wrongly_is_a_sentence(
    asked: tuple[str, str], options: list[str], said: str
) -> None:
    """A fault shows the value, and what to do."""
    told = run("price", *asked, *options)

    assert told.exit_code == Exit.WRONG
    assert said in " ".join(told.output.replace("│", " ").split())


def test_scenarios_stand_beside_each_other(asked: tuple[str, str], tmp_path: Path) -> None:
    """A table goal by scenario, from TOML or JSON."""
    (tmp_path / "s.toml").write_text('"no Tom" = ["without:tom"]\nsame = ["seats:lab=+1"]\n')
    told = run("scenarios", *asked, str(tmp_path / "s.toml"), *ONE)

    assert told.exit_code == Exit.DONE
    assert told.stdout.startswith("Proven: ")
    assert "needs-met" in told.stdout
    (tmp_path / "s.json").write_text('{"no Tom": ["without:tom"]}')
    plain = run("scenarios", *asked, str(tmp_path / "s.json"), *ONE, "--json")
    assert Scenarios.model_validate_json(plain.stdout).better == (("", "no Tom"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\nb = [2]", "PD108 s.toml: a: '1' is no list of changes"),
        ("", "names no scenario"),
        ("a = [", "PD103"),
        ('" " = []', "is no name"),
        ("\n".join(f"s{n} = []" for n in range(101)), "'101' scenarios are too many; give 100"),
        (f"a = {['without:x'] * 101}", "'101' changes are too many; give 100"),
        ('a = ["without:x"]', "PD204 a: knobs[0]: 'x' is no trainer, substitute or room"),
    ],
)
def test_a_file_that_holds_no_scenarios_is_a_sentence(
    asked: tuple[str, str], tmp_path: Path, text: str, said: str
) -> None:
    """With where it stands."""
    (tmp_path / "s.toml").write_text(text)
    told = run("scenarios", *asked, str(tmp_path / "s.toml"))

    assert told.exit_code == Exit.WRONG
    assert said in told.output


def test_simulate_tells_what_falls_out(asked: tuple[str, str]) -> None:
    """By school; the record is the same as in Python."""
    told = run("simulate", *asked, "--runs", "10")

    assert told.exit_code == Exit.DONE
    assert told.stdout.startswith("Of 3 engagements, 0.0 are not filled")
    assert "south" in told.stdout
    plain = run("simulate", *asked, "--runs", "10", "--json")
    assert Simulation.model_validate_json(plain.stdout).runs == 10
    assert json.loads(plain.stdout)["format"] == "pdsched-simulation"
