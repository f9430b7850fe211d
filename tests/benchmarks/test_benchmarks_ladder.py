"""The ladder: what it reads from progress, its medians and doublings, the pairing of districts."""

from __future__ import annotations

import argparse
import doctest
import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from quick import slow
from skipping import REAL_DATA, needs_real_data

from benchmarks import districts, figures, ladder, measure, moments, rungs, zones
from benchmarks.apart import ROOT
from benchmarks.districts import (
    DISTRICTS,
    ROSTER,
    pair,
    read_district,
    read_roster,
    read_timetables,
)
from benchmarks.figures import Doubling, doublings, medians, of_size, ratio_per_doubling
from benchmarks.moments import Moment, Watch, primal_integral, time_to_first, time_to_gap
from benchmarks.zones import zones_of
from pdsched import Problem, check, generate
from pdsched.errors import Severity
from pdsched.generator import SIZES
from pdsched.result import Progress


@pytest.mark.parametrize("module", [districts, figures, ladder, measure, moments, rungs, zones])
def test_what_docstrings_show_is_so(module: ModuleType) -> None:
    """Benchmarks are no part of the library, so its run of examples passes them over."""
    assert doctest.testmod(module).failed == 0


def watched(*steps: Progress) -> list[Moment]:
    """The moments that a watch notes whose clock moves on by a second at each look."""
    ticks = iter(range(100))
    watch = Watch(lambda: float(next(ticks)))
    for step in steps:
        watch(step)
    return watch.moments


def step(value: int | None, bound: int | None, goal: str = "needs-met") -> Progress:
    """A step of progress; what it says about seconds is not read."""
    return Progress(99.0, goal, value, bound)


def test_time_to_a_gap_is_when_value_and_bound_were_first_so_near() -> None:
    """The bound counts as it was known at that moment, and by the caller's clock."""
    moments = watched(step(None, 200), step(90, 200), step(95, 100), step(98, 100), step(99, 100))

    assert time_to_first(moments) == 2.0
    assert time_to_gap(moments, 0.05) == 3.0
    assert time_to_gap(moments, 0.02) == 4.0
    assert time_to_gap(moments, 0.001) is None


def test_an_empty_plan_is_no_first_plan() -> None:
    """A plan that meets no need reaches nothing, even where nothing more is possible."""
    moments = watched(step(0, 100), step(0, 0))

    assert time_to_first(moments) is None
    assert time_to_gap(moments, 0.05) is None


def test_later_goals_are_not_read() -> None:
    """Engaged half-days have a gap of their own."""
    moments = watched(step(50, 100), step(30, 30, "engaged-half-days"))

    assert [moment.value for moment in moments] == [50]


def test_the_integral_is_over_the_whole_limit() -> None:
    """Before the first plan the distance is 1, and the last value counts until the limit."""
    rising = [Moment(1.0, None, 200), Moment(2.0, 40, 200), Moment(6.0, 90, 100)]

    assert primal_integral(rising, 100, 10.0) == pytest.approx((2 + 4 * 0.6 + 4 * 0.1) / 10)
    assert primal_integral([], 100, 10.0) == 1.0
    assert primal_integral([Moment(0.0, 100, 100)], 100, 10.0) == 0.0
    assert primal_integral(rising, None, 10.0) is None


def test_what_comes_after_the_limit_does_not_count_for_the_integral() -> None:
    """A run that ends late gains nothing by it, and a bound says how far a smaller value is."""
    late = [Moment(5.0, 50, 100), Moment(12.0, 100, 100)]

    assert primal_integral(late, 100, 10.0) == pytest.approx(0.75)


def test_median_needs_most_runs_to_have_reached_it() -> None:
    """A figure that a seed did not reach counts as later than all others."""
    rows: list[dict[str, Any]] = [
        {"size": "S", "to_2_percent": 5.0, "gap": 0.01},
        {"size": "M", "to_2_percent": 8.0, "gap": 0.02},
        {"size": "S", "to_2_percent": None, "gap": 0.03},
        {"size": "S", "to_2_percent": 9.0, "gap": 0.02},
        {"size": "M", "to_2_percent": None, "gap": 0.04},
        {"size": "M", "gap": 0.04},
    ]

    assert medians(rows, ["to_2_percent", "gap"], of_size) == {
        "S": {"to_2_percent": 9.0, "gap": 0.02},
        "M": {"to_2_percent": None, "gap": 0.04},
    }


def test_ratio_is_for_one_doubling_of_the_staff() -> None:
    """Eight times the staff in 27 times the time is three times the time for each doubling."""
    assert ratio_per_doubling(100, 2.0, 800, 54.0) == pytest.approx(3.0)
    assert ratio_per_doubling(100, 2.0, 100, 54.0) is None
    assert ratio_per_doubling(100, None, 800, 54.0) is None


def test_doublings_pass_over_a_size_that_did_not_reach_the_gap() -> None:
    """From each size to the next, and from the smallest to the largest."""
    found: dict[str, dict[str, float | None]] = {
        "XL": {"staff": 4000.0, "to": 80.0},
        "M": {"staff": 500.0, "to": 10.0},
        "L": {"staff": 1000.0, "to": None},
        "S": {"staff": 250.0, "to": 5.0},
    }

    assert doublings(found, "to") == [
        Doubling("S", "M", pytest.approx(2.0)),  # type: ignore[arg-type]
        Doubling("M", "XL", pytest.approx(2.0)),  # type: ignore[arg-type]
        Doubling("S", "XL", pytest.approx(2.0)),  # type: ignore[arg-type]
    ]


def options_of(*words: str) -> argparse.Namespace:
    """The options of a command line."""
    parser = argparse.ArgumentParser()
    ladder.add_arguments(parser)
    return parser.parse_args(words)


def test_seconds_are_one_for_all_or_one_for_each() -> None:
    """Two sizes with two limits have one each; with one limit they share it."""
    assert [rung.seconds for rung in rungs.rungs(["S", "M"], [5, 7], [1, 2])] == [5, 5, 7, 7]
    assert [rung.seconds for rung in rungs.rungs(["S", "M"], [5], [1])] == [5, 5]


def test_every_size_and_district_has_a_limit() -> None:
    """Nothing that can be asked for is without a time."""
    assert set(rungs.SECONDS) == {*SIZES, *DISTRICTS}


def test_too_many_limits_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Two limits for three sizes are a mistake."""
    assert ladder.run(options_of("--sizes", "XS", "S", "M", "--seconds", "5", "7")) == 2
    assert "--seconds" in capsys.readouterr().err


def test_districts_need_the_real_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the folder it says what is missing."""
    monkeypatch.delenv("PDSCHED_REAL_DATA", raising=False)

    assert ladder.run(options_of("--districts", "liberty")) == 2
    assert "PDSCHED_REAL_DATA" in capsys.readouterr().err


@slow
def test_one_school_goes_through_the_whole_ladder(capfd: pytest.CaptureFixture[str]) -> None:
    """Drawn, saved, loaded, solved, judged: one row in JSON."""
    assert ladder.run(options_of("--sizes", "XS", "--seconds", "10", "--json")) == 0

    (line,) = capfd.readouterr().out.splitlines()
    row = json.loads(line)
    problem = generate(size="XS", seed=1)
    assert (row["size"], row["seed"], row["limit"]) == ("XS", 1, 10.0)
    assert (row["teachers"], row["staff"]) == (30, len(problem.staff))
    assert (row["needs"], row["lessons"]) == (len(problem.needs), len(problem.lessons))
    assert row["accepted"]
    assert 0 <= row["value"] <= row["bound"]
    assert row["gap"] == pytest.approx(1 - row["value"] / row["bound"], abs=1e-5)
    assert 0 < row["load_mib"] <= row["caller_mib"]
    first, later = row["goals"][0], {goal["id"]: goal["value"] for goal in row["goals"][1:]}
    assert (first["value"], first["bound"], first["gap"]) == (
        row["value"],
        row["bound"],
        row["gap"],
    )
    assert later == row["later_goals"]
    assert later["engaged-half-days"] == row["half_days"] > 0
    assert 0 < row["primal_integral"] < 1


def test_a_run_that_dies_has_a_row_that_says_so(tmp_path: Path) -> None:
    """A limit that `solve` refuses ends the step, not the ladder."""
    row = rungs.measured(rungs.Rung("XS", 1, -1.0), None, tmp_path)

    assert row is not None
    assert (row["status"], row["accepted"]) == ("plan died", False)
    assert "plan died" in ladder.TABLE.line(row)


def test_a_step_ends_with_its_caller(tmp_path: Path) -> None:
    """The end of its standard input interrupts it, and it leaves no half answer."""
    answer, file = tmp_path / "answer.json", tmp_path / "problem.json"
    step = ["-m", "benchmarks.measure", "make", str(answer), str(file), "--name", "M"]

    ended = subprocess.run([sys.executable, *step], stdin=subprocess.DEVNULL, cwd=ROOT, check=False)

    assert ended.returncode != 0
    assert list(tmp_path.iterdir()) == []


def test_near_points_share_a_zone() -> None:
    """Two clusters of points are two zones; a third zone has no point to begin with."""
    points = [(25.0, -80.0), (25.01, -80.0), (30.0, -85.0), (30.01, -85.0), (25.0, -80.01)]

    assert zones_of(points, 2) == [0, 0, 1, 1, 0]
    assert zones_of([(25.0, -80.0)] * 3, 2) == [0, 0, 0]


def test_school_larger_than_all_timetables_is_made_of_houses() -> None:
    """The smallest timetable with enough teachers; of equal ones each in turn."""
    found = [generate(size=size, seed=seed) for size, seed in (("XS", 1), ("XS", 2), ("S", 1))]
    small, large = len(found[0].staff), len(found[2].staff)

    shares = pair([20, small, small + 1, 2 * large - 1], found)

    assert [share.kept for share in shares] == [
        (20,),
        (small,),
        (small + 1,),
        (large, large - 1),
    ]
    assert [found.index(share.timetable) for share in shares] == [0, 1, 2, 2]


@cache
def liberty() -> Problem:
    """The smallest of the districts."""
    return read_district(REAL_DATA, "liberty")


@needs_real_data
def test_liberty_has_the_teachers_of_the_federal_list() -> None:
    """Four schools and 84 teachers; the entries without teachers are left out and counted."""
    listed, left_out = read_roster(REAL_DATA / ROSTER, DISTRICTS["liberty"])
    counts = Counter(person.schools[0] for person in liberty().staff)

    assert (len(listed), left_out) == (4, 5)
    assert counts == {school.id: school.teachers for school in listed}
    assert sum(counts.values()) == 84


@needs_real_data
def test_liberty_is_paired_with_timetables_that_are_large_enough() -> None:
    """Each lesson of a school is one of its timetable, held by people of that school."""
    listed, _ = read_roster(REAL_DATA / ROSTER, DISTRICTS["liberty"])
    shares = pair([school.teachers for school in listed], read_timetables(REAL_DATA / "timetables"))
    homes = {person.id: person.schools for person in liberty().staff}
    held = Counter(lesson.school for lesson in liberty().lessons)

    for school, share in zip(listed, shares, strict=True):
        assert share.kept == (school.teachers,)
        assert len(share.timetable.staff) >= school.teachers
        assert 0 < held[school.id] <= len(share.timetable.lessons)
    assert all(homes[who] == (x.school,) for x in liberty().lessons for who in x.staff)


@needs_real_data
def test_liberty_is_a_problem_without_errors_and_says_what_is_paired() -> None:
    """With needs, courses, trainers and substitutes drawn around it, the checks find no error."""
    problem = generate(around=liberty(), seed=1)

    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []
    assert len(problem.travel) == 6
    assert all(5 <= way.minutes <= 90 for way in problem.travel)
    assert "our pairing" in problem.name
    assert any("our pairing" in sentence for sentence in problem.assumptions)
