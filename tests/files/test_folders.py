"""Folders of tables: what spreadsheets make of them is read, and every fault has its cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bad_tables import BAD_TABLES, BadTable
from good_input import good
from rich_problem import AWKWARD
from saved import GOOD, faults_of, rich, tables

from pdsched.errors import ProblemError, Severity
from pdsched.files import load, read, save
from pdsched.problem import Problem


def test_the_release_of_who_led_is_a_blank_cell(tmp_path: Path) -> None:
    """A blank need says that somebody led; without the column nobody is taken to have led."""
    save(rich(), tmp_path / "tables")
    file = tmp_path / "tables" / "past_releases.csv"
    rows = [line.split(",") for line in file.read_text(encoding="utf-8-sig").splitlines()]
    assert [row.pop(5) for row in rows] == ["need", "n1", "", "null"]
    file.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    found = [each for each in faults_of(tmp_path / "tables") if "past_releases" in each[1]]
    assert found == [("PD106", "past_releases.csv row 1")]


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_come_back(text: str, tmp_path: Path) -> None:
    """No text is lost or changed in a cell, alone, in a list or as a topic."""
    document = good()
    document["name"] = text
    document["courses"][1]["topic"] = text
    document["needs"][1]["topic"] = text
    document["staff"][0]["levels"] = {text: 1, "z": 2}
    document["lessons"][0]["classes"] = [text]
    document["lessons"][1]["classes"] = ["x", text, text]
    problem = Problem.model_validate(document)
    save(problem, tmp_path / "tables")
    assert read(tmp_path / "tables").value == problem


@pytest.mark.parametrize("case", BAD_TABLES, ids=lambda case: f"{case.file}-{case.old}-{case.new}")
def test_a_bad_table_is_told_exactly_its_faults(case: BadTable, tmp_path: Path) -> None:
    """Each change to a file brings exactly the faults expected, by file, row and column."""
    file = tables(tmp_path) / case.file
    if case.old is not None:
        text = file.read_bytes().decode()
        assert case.old in text
        case = case._replace(new=text.replace(case.old, str(case.new), 1))
    if case.new is None:
        file.unlink()
    else:
        file.write_bytes(case.new if isinstance(case.new, bytes) else case.new.encode())
    found = [f"{code} {where}" for code, where in faults_of(tmp_path / "tables")]
    assert sorted(found) == sorted(case.faults)


def rewritten(folder: Path, change: Any, encoding: str = "utf-8") -> Path:
    """The good folder with the text of every file changed."""
    for file in tables(folder).iterdir():
        text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        file.write_bytes(change(text).encode(encoding))
    return folder / "tables"


def semicolons(text: str) -> str:
    """The same table with semicolons; the good document holds no comma in a cell."""
    return text.replace(",", ";")


def shouting(text: str) -> str:
    """The same table with its header in capitals and with blanks."""
    header, _, rows = text.partition("\n")
    return f"{header.upper().replace('_', ' ')}\n{rows}"


NUMBER = re.compile(r",(?<!north,)(?<!south,)(\d+)(?=[,\n])")
"""A cell with a number: the ids of periods, which stand after a school, are texts."""
SPREADSHEETS: dict[str, tuple[Callable[[str], str], str]] = {
    "line feeds": (str, "utf-8"),
    "byte order mark": (str, "utf-8-sig"),
    "utf-16": (str, "utf-16"),
    "windows lines": (lambda text: text.replace("\n", "\r\n"), "utf-8"),
    "old mac lines": (lambda text: text.replace("\n", "\r"), "utf-8"),
    "no last line end": (lambda text: text.rstrip("\n"), "utf-8"),
    "semicolons": (semicolons, "utf-8-sig"),
    "sep line": (lambda text: "sep=;\r\n" + semicolons(text), "utf-8"),
    "tabs": (lambda text: text.replace(",", "\t"), "utf-16"),
    "blank columns and rows": (lambda t: t.replace("\n", ",,,\n") + ",,,,,\n\n,,\n", "utf-8"),
    "blank rows between": (lambda text: "\n" + text.replace("\n", "\n\n"), "utf-8"),
    "quoted cells": (lambda text: re.sub(r"([^,\n]+)", r'"\1"', text), "utf-8"),
    "blanks around": (lambda text: re.sub(r"([^,\n]+)", r" \1  ", text), "utf-8"),
    "header in capitals": (shouting, "utf-8"),
    "short hours": (lambda text: re.sub(r"\b0(\d):", r"\1:", text), "utf-8"),
    "seconds": (lambda text: re.sub(r"(\d\d:\d\d)", r"\1:00", text), "utf-8"),
    "am": (lambda text: re.sub(r"0(\d):(\d\d)", r"\1:\2 AM", text), "utf-8"),
    "dotted dates": (lambda t: re.sub(r"(2026)-0(9)-(\d\d)", r"\3.\2.\1", t), "utf-8"),
    "dates at midnight": (lambda t: re.sub(r"(2026-09-\d\d)", r"\1 00:00:00", t), "utf-8"),
    "decimal points": (lambda t: NUMBER.sub(r",\1.0", t), "utf-8"),
    "decimal commas": (lambda t: NUMBER.sub(r',"\1,0"', t), "utf-8"),
}


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_tables_survive_spreadsheets(name: str, tmp_path: Path) -> None:
    """However a spreadsheet writes the tables, the problem is the same and nothing is remarked."""
    assert read(rewritten(tmp_path, *SPREADSHEETS[name])) == (GOOD, ())


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    """The header alone says which column is which."""
    rows = (tables(tmp_path) / "rooms.csv").read_text(encoding="utf-8-sig").split("\n")
    turned = "\n".join(",".join(reversed(row.strip().split(","))) for row in rows)
    (tmp_path / "tables" / "rooms.csv").write_text(turned, encoding="utf-8")
    assert load(tmp_path / "tables") == GOOD


def test_windows_text_is_read_with_a_warning(tmp_path: Path) -> None:
    """A file in Windows-1252 keeps its accents, and a warning asks to check them."""
    file = tables(tmp_path) / "schools.csv"
    file.write_bytes(
        file.read_text(encoding="utf-8-sig").replace("north,,", "north,Forêt,").encode("cp1252")
    )
    problem, (fault,) = read(tmp_path / "tables")
    assert (fault.code, fault.where, fault.severity) == ("PD911", "schools.csv", Severity.WARNING)
    assert isinstance(problem, Problem)
    assert problem.schools[0].name == "Forêt"
    assert load(tmp_path / "tables") == problem


@pytest.mark.parametrize("word", ["TRUE", "true", "WAHR", "vrai", "1", "yes", "x"])
def test_yes_in_several_languages(word: str, tmp_path: Path) -> None:
    """What a spreadsheet writes for true is true."""
    folder = tables(tmp_path)
    (folder / "staff.csv").write_text(
        f"id,schools,cover_volunteer\nada,north,{word}\nben,south,0\n"
    )
    problem = read(folder).value
    assert isinstance(problem, Problem)
    assert [member.cover_volunteer for member in problem.staff] == [True, False]


def test_all_faults_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    """Faults of files, of shapes and of sense come together, each at its place."""
    folder = tables(tmp_path)
    (folder / "need.csv").write_text("id\n")
    (folder / "travel.csv").write_text("origin,destination,minutes,way\nnorth,west,soon,\n")
    (folder / "rooms.csv").write_text("id,school,capacity\nlab,north,0\nlab 2,west,9\n")
    (folder / "days.csv").write_text("school,date,kind\nwest,2026-09-10,closed\n,soon,closed\n")
    found = faults_of(folder)
    assert set(found) >= {
        ("PD107", "need.csv"),
        ("PD107", "travel.csv row 1"),
        ("PD108", "travel.csv row 2 column minutes"),
        ("PD109", "rooms.csv row 2 column capacity"),
        ("PD202", "rooms.csv row 3 column school"),
        ("PD202", "days.csv row 2 column school"),
        ("PD113", "days.csv row 3 column date"),
    }
    with pytest.raises(ProblemError) as raised:
        load(folder)
    assert [(fault.code, fault.where) for fault in raised.value.faults] == found


def test_a_message_names_rows_too(tmp_path: Path) -> None:
    """Where a message mentions a second record, it is named by its row."""
    file = tables(tmp_path) / "rooms.csv"
    file.write_text("id,school,capacity\nlab,north,12\nlab,north,12\n")
    (fault,) = read(tmp_path / "tables").faults
    assert fault.message == "is already the id of rooms.csv row 2"


def test_advice_on_levels_fits_a_cell(tmp_path: Path) -> None:
    """Who writes levels wrongly in a table is told how a cell holds them, not how JSON does."""
    file = tables(tmp_path) / "staff.csv"
    file.write_text(file.read_text(encoding="utf-8-sig").replace("sheets=1", "sheets"))
    (fault,) = read(tmp_path / "tables").faults
    assert "topic=2" in fault.advice


def test_advice_on_classes_names_a_class(tmp_path: Path) -> None:
    """Days by class are written as levels are, but of a class."""
    file = tables(tmp_path) / "substitutes.csv"
    head, row, *_ = file.read_text(encoding="utf-8-sig").splitlines()
    extra = "" if "class_days_before" in head else ",class_days_before"
    cells = dict(zip(head.split(","), row.split(","), strict=False)) | {"class_days_before": "5a"}
    file.write_text(f"{head}{extra}\n{','.join(cells.values())}\n")
    (fault,) = (f for f in read(tmp_path / "tables").faults if "class=2" in f.advice)
    assert "class_days_before" in fault.where


def test_no_spreadsheet_computes_a_text(tmp_path: Path) -> None:
    """No cell begins with a sign that makes a spreadsheet compute it."""
    save(rich(), tmp_path / "tables")
    for file in (tmp_path / "tables").iterdir():
        text = file.read_text(encoding="utf-8-sig")
        assert not re.search(r'(^|,)"?[=+@-]', text, re.MULTILINE), file.name
