"""Published formats are read, stated and checked: small instances made up here."""

from __future__ import annotations

import argparse
import doctest
import gzip
from pathlib import Path
from types import ModuleType

import pytest
from published import proven
from quick import slow

from benchmarks import __main__ as command_line
from benchmarks.literature import sickness, slots, smptsp, table
from benchmarks.literature.instance import BadInstanceError
from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import files, read
from benchmarks.literature.row import Row
from benchmarks.literature.table import contradictions
from pdsched import Status, solve

TASKS = """\
# made up: four tasks, three workers
Type = 1
Jobs = 4
  0  90
 60 180
 90 200
200 260
Qualifications = 3
3: 0 1 3
2: 1 2
4: 0 1 2 3
"""
"""At 100 two tasks overlap; 0 and 2 and 3 follow each other, 1 is beside them: two workers."""

SHIFTS = """\
n_shifts = 4; n_employees = 2; n_expertises = 2;
% two open shifts, 1 and 3
contract = [12, 8];
employee_expertises = [{1, 2}, {1}];
start_time = [0, 4, 8, 12]; stop_time = [4, 8, 14, 16];
req_expertise = [1, 2, 1, 1];
time_units_per_hour = 4;
is_assigned = [| true, false, false, false | false, false, true, false |];
"""
"""Shift 1 begins when 0 ends, and 3 overlaps 2: employee 0 can have both."""


@pytest.mark.parametrize("module", [slots, smptsp])
def test_what_docstrings_show_is_so(module: ModuleType) -> None:
    """Benchmarks are no part of the library, so its run of examples passes them over."""
    assert doctest.testmod(module).failed == 0


def tasks(folder: Path, text: str = TASKS) -> smptsp.Smptsp:
    """The instance of tasks, from a file."""
    path = folder / "made-up.dat"
    path.write_text(text, encoding="utf-8")
    return smptsp.read(path)


def test_tasks_are_read_and_planned(tmp_path: Path) -> None:
    """The plan of the public API is sound, and as good as the tasks at one moment allow."""
    instance = tasks(tmp_path)
    _, value = proven(instance)

    assert value == instance.known().least == 2


@pytest.mark.parametrize(
    ("assignment", "fault"),
    [
        ({0: 2, 1: 0, 2: 2}, "task 3 has nobody"),
        ({0: 1, 1: 0, 2: 2, 3: 2}, "worker 1 cannot do task 0"),
        ({0: 0, 1: 2, 2: 2, 3: 2}, "worker 2 has tasks 1 and 2 at once"),
        ({0: 0, 1: 7, 2: 2, 3: 2}, "worker 7 cannot do task 1"),
    ],
)
def test_broken_rosters_are_told(tmp_path: Path, assignment: dict[int, int], fault: str) -> None:
    """Each of them breaks one thing."""
    assert tasks(tmp_path).faults(assignment) == [fault]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Jobs = 4", "Jobs = 5", "not followed by so many lines"),
        (" 90 200", "200 200", "ends before it begins"),
        ("2: 1 2", "3: 1 2", "names other tasks than it says"),
        ("4: 0 1 2 3", "4: 0 1 2 4", "names other tasks than it says"),
        ("2: 1 2\n4: 0 1 2 3", "1: 1\n3: 0 1 3", "nobody can do task 2"),
        ("Qualifications", "Skills", "no 'Jobs =' or no 'Qualifications ='"),
    ],
)
def test_what_is_no_instance_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    """With the file and what is wrong in it."""
    assert old in TASKS
    with pytest.raises(BadInstanceError, match=told):
        tasks(tmp_path, TASKS.replace(old, new))


def test_compressed_files_and_published_bounds_are_read(tmp_path: Path) -> None:
    """A table in the folder above says what is known; the tasks at one moment are 2 anyway."""
    folder = tmp_path / "Data"
    folder.mkdir()
    (folder / "a.dat.gz").write_bytes(gzip.compress(TASKS.encode()))
    (tmp_path / "known_bounds.csv").write_text("instance,sheet_lb,sheet_ub\na,1,3\n", "utf-8")
    (file,) = files(tmp_path, "smptsp")

    assert file.name == "a"
    assert read(file).known() == (2, 3)


def test_open_shifts_are_read_and_planned() -> None:
    """Employee 0 takes both open shifts, and has 12 of 12; employee 1 lacks 2: 4 x 13 - 2."""
    instance = sickness.parse("made-up", SHIFTS)
    stated = instance.statement()
    result = solve(stated.problem, stated.policy, seconds=20, workers=1)

    assert instance.open == [1, 3]
    assert result.status is Status.OPTIMAL
    assert result.plan is not None
    assert instance.assignment(result.plan) == {1: 0, 3: 0}
    assert stated.published(result.goals[0].value or 0) == instance.value({1: 0, 3: 0}) == 50


@pytest.mark.parametrize(
    ("assignment", "fault"),
    [
        ({0: 1}, "shift 0 is not open"),
        ({1: 1}, "employee 1 cannot work shift 1"),
        ({3: 1}, "employee 1 works too much around shift 2"),
        ({3: 2}, "there is no employee 2"),
    ],
)
def test_broken_shifts_are_told(assignment: dict[int, int], fault: str) -> None:
    """What is not open, what somebody cannot, and what is too much at once."""
    assert fault in sickness.parse("made-up", SHIFTS).faults(assignment)


def test_two_shifts_that_overlap_a_third_are_too_much() -> None:
    """Shift 2 lasts from 8 to 14: with 0 to 9 and 12 to 16 it overlaps both."""
    text = SHIFTS.replace("stop_time = [4,", "stop_time = [9,")
    assert sickness.parse("made-up", text).faults({3: 0}) == [
        "employee 0 works too much around shift 2"
    ]


def test_shifts_of_another_number_are_refused() -> None:
    """Each list has an entry for each employee or shift."""
    with pytest.raises(ValueError, match="not of 3 employees and 4 shifts"):
        sickness.parse("made-up", SHIFTS.replace("n_employees = 2", "n_employees = 3"))


@slow
@pytest.mark.parametrize("solver", PEERS)
def test_others_solve_the_same_instances(tmp_path: Path, solver: str) -> None:
    """Each proves what ours does, by a process of its own."""
    for name, text, value in (("a.dat", TASKS, 2), ("b.dzn", SHIFTS, 50)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (file,) = files(tmp_path, "smptsp" if name == "a.dat" else "sickness")
        row = Row(file.set, file.name, solver)
        table.by_peer(file, read(file), row, 20, 1)
        assert (row.value, row.bound, row.proven, row.wrong) == (value, value, True, [])


@pytest.mark.parametrize(
    ("value", "bound", "wrong"),
    [(2, 2, 0), (3, 2, 0), (2, 3, 1), (1, 1, 1)],
)
def test_what_contradicts_itself_is_wrong(
    tmp_path: Path, value: int, bound: int, wrong: int
) -> None:
    """A bound above a plan that there is, or a plan below what is needed at least."""
    row = Row("smptsp", "made-up", "pdsched", value, bound)
    assert len(list(contradictions(tasks(tmp_path), [row]))) == wrong


def test_a_folder_without_instances_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was shown, so nothing is proven; a file in no format is told."""
    assert command_line.main(["literature", "--data", str(tmp_path)]) == 1
    (tmp_path / "b.dzn").write_text("n_shifts = 4;", encoding="utf-8")
    assert command_line.main(["literature", "--data", str(tmp_path)]) == 1
    assert "b.dzn: lacks contract, employee_expertises" in capsys.readouterr().out


def test_options_name_sets_and_solvers() -> None:
    """Everything by default."""
    parser = argparse.ArgumentParser()
    table.add_arguments(parser)
    options = parser.parse_args([])
    assert options.set is None
    assert options.solvers == ["pdsched", *PEERS]
