"""Files that mean harm get a sentence, within bounds of memory and time; see `bad_files`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from bad_files import ENDLESS, FAULTY, KNOTTED, NUMBERS, READERS, BadFile
from good_input import good
from hostile import MOST_SECONDS, run_within_limits
from quick import first_quick, slow
from skipping import needs_linux

from pdsched import Plan, Problem, save
from pdsched.cli.app import Exit

pytestmark = needs_linux


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "good.json").write_text(json.dumps(good()), encoding="utf-8")
    save(Plan(), tmp_path / "plan.json")
    (tmp_path / "answers.csv").write_text("staff,topic,skill\nada,sheets,1\n", encoding="utf-8")
    return tmp_path


def tell(cases: Sequence[BadFile], folder: Path, **environment: str) -> list[str]:
    """What each reader says of each file, which is a sentence and not too many of them."""
    uses: list[tuple[BadFile, str, list[str]]] = []
    (folder / "hostile").mkdir()
    for case in cases:
        place = folder / "hostile" / case.name
        case.make(place)
        for reader in case.readers or READERS:
            uses.append((case, reader, [part.format(place) for part in READERS[reader]]))
    told = run_within_limits([command for _, _, command in uses], folder, **environment)
    for (case, reader, _), ended in zip(uses, told, strict=True):
        which = (case.name, reader, ended.output[:500])
        assert ended.exit_code == Exit.WRONG, which
        assert re.search(case.sentence, ended.output), which
        assert "Traceback" not in ended.output, which
        assert ended.output.count("\n") < 60, which
        assert ended.seconds < MOST_SECONDS, which
    assert not (folder / "out.json").exists()
    return [ended.output for ended in told]


@pytest.mark.parametrize("case", first_quick(ENDLESS), ids=lambda case: case.name)
def test_what_is_endless_is_refused_by_every_reader(case: BadFile, folder: Path) -> None:
    """A file that is too large, and what is no file, is refused before it is parsed."""
    told = tell([case], folder, PDSCHED_PIPE_SECONDS="0.2")

    assert all("--most-mib N" in each for each in told if "is too large" in each)


@slow
def test_what_is_knotted_is_refused(folder: Path) -> None:
    """No nesting and no repetition costs more than a sentence."""
    tell(KNOTTED, folder)


def test_endless_numbers_are_refused(folder: Path) -> None:
    """A number of 100,000 digits is none, wherever it stands."""
    tell(NUMBERS, folder)


@pytest.mark.parametrize("case", first_quick(FAULTY), ids=lambda case: case.name)
def test_of_many_faults_the_first_of_each_kind_are_told(case: BadFile, folder: Path) -> None:
    """Very many faulty records get one line, or ten lines a kind, and a count."""
    (told,) = tell([case], folder)

    many = rf"{case.sentence}(: [\d,]+ more like this| .* and [\d,]+ more places: )"
    assert re.search(many, told)
    assert "--every-fault" in told


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [("staff", "releases_before", "1" * 100_000), ("staff", "levels", "sheets=" + "1" * 100_000)],
)
def test_endless_numbers_of_tables_are_refused(
    file: str, column: str, value: str, folder: Path
) -> None:
    """The same in a cell of a table of a problem."""
    save(Problem.model_validate(good()), folder / "tables")
    (folder / "tables" / f"{file}.csv").write_text(f"id,schools,{column}\nada,north,{value}\n")
    (ended,) = run_within_limits([["check", "tables"]], folder)

    assert ended.exit_code == Exit.WRONG
    assert f"PD108 {file}.csv row 2 column {column}" in ended.output


@pytest.mark.parametrize("table", first_quick(["sparse", "brackets", "zero", "pipe", "folder"]))
def test_tables_of_a_folder_have_the_same_limits(table: str, folder: Path) -> None:
    """A CSV file among those of a problem is read within the limits, too."""
    save(Problem.model_validate(good()), folder / "tables")
    (folder / "tables" / "rooms.csv").unlink()
    case = next(case for case in ENDLESS if case.name == table)
    case.make(folder / "tables" / "rooms.csv")
    (ended,) = run_within_limits([["check", "tables"]], folder, PDSCHED_PIPE_SECONDS="0.2")

    assert ended.exit_code == Exit.WRONG
    assert re.search(f"PD1(01|15) .*rooms.csv: .*({case.sentence})", ended.output)


@slow
@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (b"x" * 2**20 + b"\n", r"its files have more than 256 MiB together"),
        (b",,\n" * 2**12, r"its files hold [\d,]+ values or cells together, more than 8,388,608"),
    ],
)
def test_folder_has_the_limits_of_a_file(row: bytes, sentence: str, folder: Path) -> None:
    """Tables that could each be read are refused together, before the last of them is parsed."""
    save(Problem.model_validate(good()), folder / "tables")
    for table, rows in (("rooms", 180), ("staff", 300), ("terms", 300)):
        with (folder / "tables" / f"{table}.csv").open("ab") as file:
            for _ in range(rows if row.startswith(b",") else rows // 3):
                file.write(row)
    (ended,) = run_within_limits([["check", "tables"]], folder)

    assert ended.exit_code == Exit.WRONG
    assert re.search(f"PD115 tables: 'tables' is too large \\({sentence}", ended.output)
    assert "--most-mib N" in ended.output
    assert ended.seconds < MOST_SECONDS


def test_pipe_that_is_held_open_in_silence_is_refused(folder: Path) -> None:
    """A pipe that somebody could still write to is waited for, but not for ever."""
    os.mkfifo(folder / "pipe")
    held = os.open(folder / "pipe", os.O_RDWR)
    try:
        (ended,) = run_within_limits([["check", "pipe"]], folder, PDSCHED_PIPE_SECONDS="0.1")
    finally:
        os.close(held)

    assert ended.exit_code == Exit.WRONG
    assert "nothing has come through this pipe" in ended.output


def test_very_many_faults_of_shape_take_bounded_memory(folder: Path) -> None:
    """Near the limit of values the first faults are told, and that there are more."""
    content = '{"format": "pdsched-problem", "needs": [' + "[]," * 3_000_000 + "[]]}"
    (folder / "many.json").write_text(content, encoding="utf-8")
    (ended,) = run_within_limits([["check", "many.json"]], folder)

    assert ended.exit_code == Exit.WRONG
    assert "PD116 document: 'this document' has too many faults to tell each" in ended.output
    assert "PD108 needs[0], needs[1] and 19,998 more places: " in ended.output


def test_limit_can_be_lifted_and_lowered(folder: Path) -> None:
    """The option before a command, and the environment, set another limit."""
    (folder / "long.json").write_text(json.dumps(good()) + " " * (2 * 2**20), encoding="utf-8")
    commands = [
        ["--most-mib", "1", "check", "long.json"],
        ["--most-mib", "3", "check", "long.json"],
    ]
    low, high = run_within_limits(commands, folder, PDSCHED_MOST_MIB="1")

    assert (low.exit_code, high.exit_code) == (Exit.WRONG, Exit.DONE)
    assert "is too large (it has 3 MiB, more than 1 MiB)" in low.output


@pytest.mark.parametrize("told", first_quick(["1" * 5_000, "1000001", "0", "many"]))
@pytest.mark.parametrize("by", ["environment", "option"])
def test_limit_that_is_none_is_refused(told: str, by: str, folder: Path) -> None:
    """The command line takes the environment at its word as it takes the option."""
    option = ["--most-mib", told] if by == "option" else []
    environment = {"PDSCHED_MOST_MIB": told} if by == "environment" else {}
    (ended,) = run_within_limits([[*option, "check", "good.json"]], folder, **environment)

    assert ended.exit_code == Exit.WRONG
    assert "'--most-mib'" in ended.output
    assert "fault of pdsched" not in ended.output
