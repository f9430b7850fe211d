"""The ladder and the peers in shortage: what is drawn, what is unaided, and what a row says."""

from __future__ import annotations

import argparse
import doctest
import json
from functools import cache
from types import ModuleType
from typing import Any

import pytest
from quick import slow
from tuesday import PLAN, PROBLEM

from benchmarks import __main__ as command_line
from benchmarks import ladder, rungs, shortage, variants
from benchmarks import unaided as unaided_module
from benchmarks.peers import side_by_side
from benchmarks.peers.common import PEERS
from benchmarks.shortage import closing, completed, net_gap
from benchmarks.unaided import unaided
from benchmarks.variants import SHORTAGE, with_half_the_trainers
from pdsched import Policy, Problem, check, generate, score, solve
from pdsched.errors import Severity
from pdsched.problem import CoverKind, Modality, Trainer

TERM, HALVED = "12w .004", "12w .004 half trainers"


@pytest.mark.parametrize("module", [shortage, unaided_module, variants])
def test_what_docstrings_show_is_so(module: ModuleType) -> None:
    """Benchmarks are no part of the library, so its run of examples passes them over."""
    assert doctest.testmod(module).failed == 0


# What is drawn


@cache
def school() -> Problem:
    """One school for six weeks."""
    return generate(size="XS", seed=2, weeks=6)


def with_trainers(*trainers: Trainer) -> Problem:
    """The school with these trainers."""
    return school().model_copy(update={"trainers": trainers})


def trainer(number: int, *courses: str, schools: tuple[str, ...] | None = None) -> Trainer:
    """A trainer who is there when the school's first one is."""
    first = school().trainers[0]
    return first.model_copy(update={"id": f"t{number}", "courses": courses, "schools": schools})


def on_site(count: int) -> list[str]:
    """Some courses that no adviser gives."""
    return [c.id for c in school().courses if c.modality is not Modality.REMOTE][:count]


def staying(*trainers: Trainer) -> list[str]:
    """Who is kept of these."""
    return [kept.id for kept in with_half_the_trainers(with_trainers(*trainers)).trainers]


@pytest.mark.parametrize("label", SHORTAGE)
def test_a_variant_is_what_its_label_says(label: str) -> None:
    """Weeks, tightness and trainers."""
    problem = SHORTAGE[label].drawn("XS", 1)
    weeks = 40 if label.startswith("year") else 12
    tightness = {".002": 0.002, ".004": 0.004, ".01": 0.01}[label.split()[1]]
    given = generate(size="XS", seed=1, weeks=weeks, tightness=tightness)

    assert problem == (with_half_the_trainers(given) if label == HALVED else given)
    assert len(problem.trainers) == (2 if label == HALVED else 3)


def test_every_second_trainer_stays_and_a_course_keeps_one_where_it_can() -> None:
    """Of four the second ones go, unless others give more courses together."""
    a, b = on_site(2)

    assert staying(*(trainer(n, a) for n in range(4))) == ["t0", "t2"]
    assert staying(trainer(0, a), trainer(1, b), trainer(2, a), trainer(3, a)) == ["t0", "t1"]


def test_trainers_are_halved_region_by_region() -> None:
    """Each region keeps one, and those who are odd stay and go in turn."""
    (a,) = on_site(1)
    regions = {"north": 3, "south": 3, "west": 1}
    drawn = [trainer(n, a, schools=(r,)) for r, count in regions.items() for n in range(count)]
    named = [t.model_copy(update={"id": f"{t.schools}{t.id}"}) for t in drawn]
    kept = with_half_the_trainers(with_trainers(*named)).trainers

    assert [t.schools for t in kept] == [("north",), ("north",), ("south",), ("west",)]


def test_advisers_are_halved_apart_from_visitors() -> None:
    """The only adviser of a district stays, though visitors give more courses."""
    remote = next(c.id for c in school().courses if c.modality is Modality.REMOTE)
    a, b, c = on_site(3)

    assert staying(trainer(0, a), trainer(1, remote), trainer(2, b, c)) == ["t1", "t2"]
    assert len(school().trainers) == 3
    assert len(with_half_the_trainers(school()).trainers) == 2


def test_half_the_trainers_is_a_problem_that_says_what_is_gone() -> None:
    """No fault; trainers are left as they were; one sentence more, and nothing else changes."""
    problem, given = SHORTAGE[HALVED].drawn("S", 1), SHORTAGE[TERM].drawn("S", 1)
    same = {"trainers": given.trainers, "assumptions": given.assumptions}

    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []
    assert {t.id: t for t in given.trainers}.items() >= {t.id: t for t in problem.trainers}.items()
    assert problem.assumptions[:-1] == given.assumptions
    assert problem.assumptions[-1].startswith("Of 3 trainers 2 are kept; ")
    assert problem.model_copy(update=same) == given


# What a row says


def test_what_is_unaided_needs_neither_trainer_nor_substitute() -> None:
    """It is all of a plan where there are none, and part of a plan where there are some."""
    bare = school().model_copy(update={"trainers": (), "substitutes": ()})
    alone, whole = solve(bare, seconds=30), solve(school(), seconds=30)
    points = [result.goal("needs-met").value for result in (alone, whole)]

    assert alone.plan is not None
    assert whole.plan is not None
    assert points[0] == unaided(bare, alone.plan, Policy()) > 0
    assert points[1] is not None
    assert 0 < unaided(school(), whole.plan, Policy()) < points[1]


def test_points_with_a_trainer_or_a_covered_lesson_are_not_unaided() -> None:
    """Without the trainer the same release counts, unless somebody has to hold its lesson."""
    led = PLAN
    alone = led.model_copy(
        update={"sessions": tuple(s.model_copy(update={"trainer": None}) for s in led.sessions)}
    )
    idle = alone.model_copy(
        update={"releases": tuple(r.model_copy(update={"lessons": ()}) for r in led.releases)}
    )
    needed = {x.id for x in PROBLEM.lessons if x.cover is CoverKind.NEEDED}
    free = [r for r in led.releases if needed.isdisjoint(r.lessons)]

    assert any(session.trainer for session in led.sessions)
    assert 0 < len(free) < len(led.releases)
    assert unaided(PROBLEM, led, Policy()) < unaided(PROBLEM, alone, Policy())
    assert unaided(PROBLEM, alone, Policy()) < unaided(PROBLEM, idle, Policy())
    assert unaided(PROBLEM, idle, Policy()) == score(PROBLEM, led)["needs-met"]


def test_net_gap_leaves_out_what_is_unaided() -> None:
    """Value and bound are compared beyond it; nothing is said where a figure is missing."""
    assert net_gap(70, 100, 60) == pytest.approx(0.75)
    assert net_gap(60, 60, 60) == 0
    assert net_gap(70, 100, None) is None
    assert net_gap(None, 100, 60) is None
    assert completed({"needs": 8, "unmet": 2})["met"] == 0.75
    assert completed({"status": "plan died"})["met"] is None


def row_of(seed: int, half_days: int, bound: int, **more: Any) -> dict[str, Any]:
    """A row with one later goal."""
    goal = {"id": "engaged-half-days", "value": half_days, "bound": bound, "gap": 0.5}
    return {"size": "S", "variant": TERM, "seed": seed, "goals": [goal], **more}


def test_later_goals_stand_in_the_table_with_value_bound_and_gap() -> None:
    """One cell for each; a run that died has none."""
    shown = shortage.line(row_of(1, 40, 20, a_half_day=1.554, primal_integral=0.1234))
    died = shortage.line({"size": "S", "variant": TERM, "seed": 1, "status": "plan died"})

    assert "40/20  50.00 %" in shown
    assert "1.55" in shown
    assert "0.123" in shown
    assert "plan died" in died
    assert len(shortage.TABLE.head()) <= len(shown.rstrip()) + 2


def test_medians_are_of_size_and_variant() -> None:
    """Value, bound and gap of each goal have medians of their own."""
    rows = [row_of(1, 40, 20), row_of(2, 60, 50), row_of(3, 50, 40)]
    rows.append({**row_of(1, 7, 7), "variant": HALVED})
    middle, halved = closing(rows)

    assert (middle["size"], middle["variant"], halved["variant"]) == ("S", TERM, HALVED)
    assert middle["engaged-half-days value"] == 50
    assert middle["engaged-half-days bound"] == 40
    assert halved["engaged-half-days value"] == 7


# The commands


def options_of(module: ModuleType, *words: str) -> argparse.Namespace:
    """The options of a command line."""
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return parser.parse_args(words)


def test_every_size_is_run_in_every_variant_with_its_limit() -> None:
    """Seeds of one kind stand one below the other."""
    kinds = ladder.variants_of(options_of(ladder, "--shortage"))
    climb = rungs.rungs(["S", "M"], [], [1, 2], kinds)

    assert len(climb) == 2 * 4 * 2
    assert [rung.seconds for rung in climb] == [60] * 8 + [300] * 8
    assert [(rung.seed, rung.variant.label) for rung in climb[:3]] == [
        (1, "12w .004"),
        (2, "12w .004"),
        (1, "12w .01"),
    ]


@pytest.mark.parametrize("more", [("--tightness", "0.1"), ("--doubling",)])
def test_shortage_has_a_tightness_of_its_own(
    more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """What would change nothing is refused, and so are variants without shortage."""
    assert ladder.run(options_of(ladder, "--shortage", *more)) == 2
    assert ladder.run(options_of(ladder, "--variants", TERM)) == 2
    assert side_by_side.run(options_of(side_by_side, "--shortage", "--weeks", "9")) == 2
    assert capsys.readouterr().err.count("--shortage") == 3


@slow
def test_one_school_goes_through_the_ladder_in_shortage(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Rows of two seeds in JSON, and their medians."""
    asked = ("--shortage", "--sizes", "XS", "--seconds", "30", "--variants", HALVED)
    assert ladder.run(options_of(ladder, *asked, "--seeds", "1", "2", "--json")) == 0

    *rows, middle = map(json.loads, capfd.readouterr().out.splitlines())
    assert [row["seed"] for row in rows] == [1, 2]
    for row in rows:
        met = (row["needs"] - row["unmet"]) / row["needs"]
        assert (row["variant"], row["weeks"], row["half_trainers"]) == (HALVED, 12, True)
        assert row["met"] == pytest.approx(met)
        assert 0 < row["unaided"] < row["value"] <= row["bound"]
        assert row["net_gap"] >= row["gap"] >= 0
        assert [goal["id"] for goal in row["goals"][1:]] == list(shortage.LATER)
        assert row["accepted"]
    assert (middle["size"], middle["variant"]) == ("XS", HALVED)
    assert middle["medians"]["value"] == (rows[0]["value"] + rows[1]["value"]) / 2


def test_peers_in_shortage_are_those_that_have_a_chance() -> None:
    """Whole models at S only, unless they are named."""
    given = side_by_side.instances(
        options_of(side_by_side, "--shortage", "--sizes", "S", "M", "--seconds", "10", "20")
    )
    usual, named = options_of(side_by_side), options_of(side_by_side, "--only", "highs", "pdsched")

    assert [(one.size, one.seconds) for one in given] == [("S", 10)] * 4 + [("M", 20)] * 4
    assert set(side_by_side.chosen(given[0], usual)) == set(PEERS) - {"scip"}
    assert side_by_side.chosen(given[4], usual) == ("pdsched", "office", "greedy")
    assert side_by_side.chosen(given[4], named) == ["pdsched", "highs"]


@slow
def test_highs_has_value_and_bound_in_shortage(capsys: pytest.CaptureFixture[str]) -> None:
    """It solves one school to the end, in a process of its own: what it proves is its value."""
    asked = ["peers", "--shortage", "--sizes", "XS", "--variants", TERM, "--seconds", "20"]
    code = command_line.main([*asked, "--only", "highs", "--json"])
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())

    assert code == 0
    assert (row["variant"], row["weeks"], row["limit"]) == (TERM, 12, 20.0)
    assert row["value"] == row["bound"] > 0
    assert row["violations"] == 0
