"""Workbooks that mean harm, or say what nobody meant, get a sentence with place and cure."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from bad_books import AMISS, UNREADABLE
from bad_files import READERS, BadFile
from books import binary_book, free_book, good_book, sheet_part, with_parts
from good_input import good
from hostile import MOST_SECONDS, run_within_limits
from quick import first_quick, slow
from saved import GOOD
from skipping import needs_linux
from xlsxwriter import Workbook

from pdsched.cli.app import Exit
from pdsched.files import read
from pdsched.outside import UnreadableError
from pdsched.outside.workbook import read_workbook, workbook_in


@pytest.mark.parametrize("case", AMISS, ids=lambda case: case.name)
def test_what_is_not_as_it_is_meant_is_told(case: BadFile, tmp_path: Path) -> None:
    """By sheet, row and column, with the value and what to do."""
    case.make(tmp_path / case.name)
    told = "\n".join(map(str, read(tmp_path / case.name, kind="problem").faults))

    assert re.search(case.sentence, told), told


@needs_linux
@pytest.mark.parametrize("case", first_quick(UNREADABLE), ids=lambda case: case.name)
def test_harm_is_refused_within_bounds(case: BadFile, tmp_path: Path) -> None:
    """With little memory and time, by every command that reads workbooks."""
    (tmp_path / "good.json").write_text(json.dumps(good()), encoding="utf-8")
    case.make(tmp_path / case.name)
    readers = ("problem", "answers")
    commands = [[part.format(case.name) for part in READERS[reader]] for reader in readers]
    commands.append(["check", case.name, "--mark", "marked.xlsx"])
    for ended in run_within_limits(commands, tmp_path):
        assert ended.exit_code == Exit.WRONG, ended.output
        assert re.search(case.sentence, ended.output), ended.output
        assert "Traceback" not in ended.output
        assert ended.seconds < MOST_SECONDS
    assert not (tmp_path / "marked.xlsx").exists()


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others, are missing, or are there twice."""
    spoilt = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20])):
        place = chance.randrange(max(1, len(spoilt)))
        length = chance.randrange(1, 50)
        match chance.randrange(3):
            case 0:
                spoilt[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del spoilt[place : place + length]
            case 2:
                spoilt[place:place] = spoilt[place : place + length]
    return bytes(spoilt)


@pytest.mark.parametrize("seed", first_quick(range(4)))
def test_whatever_is_spoilt_is_read_or_refused(seed: int, tmp_path: Path) -> None:
    """A workbook with wrong bytes, packed or in one of its parts, gives sheets or one error."""
    chance = random.Random(seed)
    whole = good_book(tmp_path / "good.xlsx").read_bytes()
    outcomes: set[type] = set()
    for _ in range(60):
        path = tmp_path / "spoilt.xlsx"
        path.write_bytes(whole)

        def spoil(parts: dict[str, bytes]) -> None:
            name = chance.choice(list(parts))
            parts[name] = _spoilt(parts[name], chance)

        with_parts(path, spoil)
        for data in (path.read_bytes(), _spoilt(whole, chance)):
            try:
                outcomes.add(type(workbook_in(data)))
            except UnreadableError as error:
                outcomes.add(type(error))
    assert len(outcomes) > 1


def _far_and_empty(made: Workbook) -> None:
    """Cells that hold nothing, down to the last row and the last column."""
    sheet = made.add_worksheet("staff")
    sheet.write_row("A1", ["id", "schools"])
    sheet.write_row("A2", ["ada", "north"])
    grey = made.add_format({"bg_color": "#EEEEEE"})
    for row in range(3, 1_048_576, 9_999):
        sheet.write_blank(row, 0, None, grey)
    sheet.write_blank(1_048_575, 16_383, None, grey)
    sheet.set_row(1_048_575, 30, grey)


def test_a_million_empty_rows_are_nothing(tmp_path: Path) -> None:
    """What is only coloured or high takes no memory and no time."""
    (sheet,) = read_workbook(free_book(tmp_path / "far.xlsx", _far_and_empty))

    assert sheet.rows == (("id", "schools"), ("ada", "north"))


def _odd(made: Workbook) -> None:
    """What spreadsheets do to values."""
    clock = made.add_format({"num_format": "hh:mm"})
    date = made.add_format({"num_format": "d. mmmm yyyy"})
    sheet = made.add_worksheet("  CALENDAR ")
    sheet.write_row("A3", ["Time Zone", "FIRST", "last"])
    sheet.write_row("A5", ["UTC", "7.9.2026"])
    sheet.write_number("C5", 44814.0, date)  # in the 1904 system
    sheet = made.add_worksheet("schools")
    sheet.write_row("A1", ["id", "name"])
    sheet.write_number("A2", 7.0)
    sheet.write_formula("B2", '="North"&" School"', value="North School")
    sheet = made.add_worksheet("periods")
    sheet.write_row("A1", ["school", "id", "start", "end", "days"])
    sheet.write_row("A2", [7, 1])
    sheet.write_number("C2", 8 / 24, clock)
    sheet.write_number("D2", 0.375)
    sheet.write_string("E2", "Mon|Tuesday")
    made.add_worksheet("my notes").write_string("A1", "call back")
    made.add_chartsheet("chart")
    hidden = made.add_worksheet("old data")
    hidden.write_string("A1", "x")
    hidden.hide()


def test_values_are_what_they_mean(tmp_path: Path) -> None:
    """Dates of 1904, times as fractions, whole numbers, formulas: by value; other sheets aside."""
    reading = read(free_book(tmp_path / "odd.xlsx", _odd, date_1904=True))
    problem = reading.value

    assert [(fault.code, fault.value) for fault in reading.faults] == [("PD912", "my notes")]
    assert problem is not None
    assert str(problem.calendar.last) == "2026-09-11"  # type: ignore[union-attr]
    (school,) = problem.schools  # type: ignore[union-attr]
    assert (school.id, school.name) == ("7", "North School")
    (period,) = school.periods
    assert (f"{period.start:%H:%M}", f"{period.end:%H:%M}") == ("08:00", "09:00")
    assert period.days == ("mon", "tue")


def test_a_formula_that_nothing_has_computed_is_told(tmp_path: Path) -> None:
    """Programs write such; its cell is not empty, and an empty text that is stored is one."""

    def fill(made: Workbook) -> None:
        sheet = made.add_worksheet("rooms")
        sheet.write_row("A1", ["id", "name", "capacity"])
        sheet.write_formula("A2", '="l"&"ab"', value="lab")
        sheet.write_formula("B2", '=""', value="nothing")
        sheet.write_formula("C2", "=10+10", value=20)

    def forget(parts: dict[str, bytes]) -> None:
        name = sheet_part(parts, b"<v>20</v>")
        parts[name] = parts[name].replace(b"<v>20</v>", b"").replace(b">nothing<", b"><")

    path = free_book(tmp_path / "rooms.xlsx", fill)
    assert read_workbook(path)[0].rows[1] == ("lab", "nothing", 20.0)
    (sheet,) = read_workbook(with_parts(path, forget))
    assert sheet.rows[1] == ("lab", None, "#CALC!")
    assert ("PD108", "#CALC!") in [(fault.code, fault.value) for fault in read(path).faults]


def test_the_binary_format_is_read(tmp_path: Path) -> None:
    """A workbook of Excel's own format (.xlsb), by its content whatever its name."""
    cells: dict[tuple[int, int], str | float] = {(0, 0): "id", (0, 1): "capacity", (2, 0): "lab"}
    cells[2, 1] = 20.0
    (sheet,) = read_workbook(binary_book(tmp_path / "rooms.bin", cells, "rooms"))

    assert sheet.name == "rooms"
    assert sheet.rows == (("id", "capacity"), (None, None), ("lab", 20.0))


@slow
def test_a_good_workbook_is_read_within_the_same_bounds(tmp_path: Path) -> None:
    """The bounds that refuse harm are far from what is usual."""
    good_book(tmp_path / "good.xlsx")
    (ended,) = run_within_limits([["check", "good.xlsx"]], tmp_path)

    assert ended.exit_code == Exit.DONE, ended.output
    assert read(tmp_path / "good.xlsx").value == GOOD
