"""Files: what is written is read back exactly, and what cannot be read is said clearly."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bad_inputs import good
from bad_tables import BAD_TABLES, BadTable
from rich_problem import AWKWARD, RICH

from pdsched.checks import check
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files import load, load_plan, load_problem, read, save
from pdsched.files.fold import PLAIN
from pdsched.files.tables import TABLES
from pdsched.plan import Engagement, Plan, Session, UnmetNeed
from pdsched.problem import Problem, Record

Fields = dict[type[Record], set[str]]
DOCS = Path(__file__).parents[2] / "docs"
GOOD = Problem.model_validate(good())
PLAN = Plan(
    problem="abc",
    sessions=(
        Session(id="s", course="c", date="2026-09-08", start="08:00", end="09:00", staff=("a",)),
        Session(
            id="é", course="c", date="2026-09-09", start="08:00", end="09:00", school="n", staff=()
        ),
    ),
    engagements=(Engagement(substitute="sam", school="n", date="2026-09-08", half="am"),),
    unmet=(UnmetNeed(need="1", rule="room", reason="no|room\n"),),
)


def rich() -> Problem:
    """The problem with every field set."""
    return Problem.model_validate(RICH)


def faults_of(path: Path) -> list[tuple[str, str]]:
    """Code and place of everything said about a file."""
    return [(fault.code, fault.where) for fault in read(path).faults]


def written(record: Any, found: Fields) -> Fields:
    """The fields that differ from their default somewhere inside a record, by type."""
    if isinstance(record, Record):
        fields = type(record).model_fields
        given = {n for n in fields if getattr(record, n) != fields[n].get_default()}
        found.setdefault(type(record), set()).update(given)
        for name in fields:
            written(getattr(record, name), found)
    elif isinstance(record, tuple):
        for part in record:
            written(part, found)
    return found


def test_the_rich_problem_sets_every_field() -> None:
    """The problem that the other tests write leaves no field of any record at its default."""
    for record, names in written(rich(), {}).items():
        assert names >= set(record.model_fields) - {"format", "version"}, record


@pytest.mark.parametrize("name", ["problem.json", "tables", "Mixed.JSON"])
def test_a_problem_comes_back_exactly(name: str, tmp_path: Path) -> None:
    """Reading what was saved gives an equal problem with the same digest."""
    save(rich(), tmp_path / name)
    back = read(tmp_path / name).value
    assert back == rich()
    assert isinstance(back, Problem)
    assert back.digest() == rich().digest()


def test_the_rich_problem_has_every_null_that_must_be_told() -> None:
    """Where a field has no default and may be ``null``, the other tests write that, too."""
    nulls = {(t, c.name) for t, columns in TABLES.items() for c in columns if c.nullable}
    assert nulls == {("past_releases", "need")}
    for table, name in nulls:
        assert table in PLAIN
        assert any(getattr(record, name) is None for record in getattr(rich(), table))


def test_the_release_of_who_led_is_a_blank_cell(tmp_path: Path) -> None:
    """A blank need says that somebody led; without the column nobody is taken to have led."""
    save(rich(), tmp_path / "tables")
    file = tmp_path / "tables" / "past_releases.csv"
    rows = [line.split(",") for line in file.read_text(encoding="utf-8-sig").splitlines()]
    assert [row.pop(5) for row in rows] == ["need", "n1", "", "null"]
    file.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    found = [each for each in faults_of(tmp_path / "tables") if "past_releases" in each[1]]
    assert found == [("PD106", "past_releases.csv row 1")]


@pytest.mark.parametrize("name", ["problem.json", "tables"])
def test_a_sound_problem_is_loaded(name: str, tmp_path: Path) -> None:
    """A problem without errors passes through both kinds of file."""
    save(GOOD, tmp_path / name)
    assert load(tmp_path / name) == load_problem(tmp_path / name) == GOOD
    assert faults_of(tmp_path / name) == []


def test_an_empty_problem_comes_back(tmp_path: Path) -> None:
    """A problem with only a calendar is written and read."""
    problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-07"})
    save(problem, tmp_path / "tables")
    assert load(tmp_path / "tables") == problem


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


def test_a_plan_comes_back_exactly(tmp_path: Path) -> None:
    """Reading a saved plan gives an equal plan."""
    save(PLAN, tmp_path / "plan.json")
    assert load(tmp_path / "plan.json") == load_plan(tmp_path / "plan.json") == PLAN
    assert load(tmp_path / "plan.json", kind="plan") == PLAN


def test_saved_json_has_a_line_for_each_record(tmp_path: Path) -> None:
    """A person can read the file, and a comparison of versions shows the records that changed."""
    save(GOOD, tmp_path / "problem.json")
    lines = (tmp_path / "problem.json").read_text(encoding="utf-8").splitlines()
    assert lines[1] == ' "format": "pdsched-problem",'
    assert sum(line.startswith('  {"id": ') for line in lines) > 15
    assert max(map(len, lines)) < 500


def test_canonical_json_without_a_format_is_recognised(tmp_path: Path) -> None:
    """The one-line JSON of a problem leaves its format out, and is loaded all the same."""
    (tmp_path / "a.json").write_text(GOOD.to_json(), encoding="utf-8")
    (tmp_path / "b.json").write_text(PLAN.to_json(), encoding="utf-8-sig")
    assert load(tmp_path / "a.json") == GOOD
    assert load(tmp_path / "b.json") == PLAN


def tables(folder: Path) -> Path:
    """The good problem as a folder of tables."""
    save(GOOD, folder / "tables")
    return folder / "tables"


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


BAD_JSON: list[tuple[bytes, str, str]] = [
    (b"", "PD103", "x.json line 1 column 1"),
    (b'{"a": 1,\n "b": }', "PD103", "x.json line 2 column 7"),
    (b"\xff\xfe{", "PD102", "x.json line 1"),
    (b'{\n"name": "\xe9"}', "PD102", "x.json line 2"),
    (b'{"fte": NaN}', "PD103", "x.json"),
    (b"[" * 100_000, "PD103", "x.json"),
    (b'{"n": ' + b"9" * 10_000 + b"}", "PD103", "x.json"),
    (b'{"name": "a", "name": "b"}', "PD104", "name"),
    (b'{"staff": [{"id": "a", "id": "a"}]}', "PD104", "staff[0].id"),
    (b"[]", "PD105", "x.json"),
    (b"{}", "PD105", "x.json"),
    (b'"text"', "PD105", "x.json"),
    (b'{"format": "other"}', "PD105", "x.json"),
    (b'{"format": 3}', "PD105", "x.json"),
    (b'{"format": "pdsched-problem"}', "PD106", "calendar"),
    (b'{"format": "pdsched-problem", "calendar": "\\ud800"}', "PD103", "document"),
]


@pytest.mark.parametrize(("data", "code", "where"), BAD_JSON)
def test_bad_json_is_one_clear_fault(data: bytes, code: str, where: str, tmp_path: Path) -> None:
    """What is no JSON, or no document of ours, is refused with the place and without traceback."""
    (tmp_path / "x.json").write_bytes(data)
    assert faults_of(tmp_path / "x.json") == [(code, where)]
    with pytest.raises(ProblemError):
        load(tmp_path / "x.json")


def test_what_is_no_file_is_one_clear_fault(tmp_path: Path) -> None:
    """Missing files, folders without tables, and single tables are refused clearly."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "staff.csv").write_text("id\n")
    codes = {
        "missing.json": "PD101",
        "missing": "PD101",
        "a\0b": "PD101",
        "empty": "PD105",
        "folder.json": "PD105",
        "staff.csv": "PD105",
    }
    for name, code in codes.items():
        faults = read(tmp_path / name).faults
        assert [fault.code for fault in faults] == [code], name


def test_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    """Who asks for a plan does not get a problem, nor the other way round."""
    save(GOOD, tmp_path / "problem.json")
    save(PLAN, tmp_path / "plan.json")
    for loader, name in ((load_plan, "problem.json"), (load_problem, "plan.json")):
        with pytest.raises(ProblemError, match="PD105"):
            loader(tmp_path / name)
    with pytest.raises(ProblemError, match="PD105"):
        load_plan(tables(tmp_path))


def test_warnings_do_not_stop_loading(tmp_path: Path) -> None:
    """A problem with warnings alone is loaded, and the warnings are there for who asks."""
    document = good()
    document["substitutes"][0]["qualifications"] = []
    problem = Problem.model_validate(document)
    save(problem, tmp_path / "problem.json")
    assert load(tmp_path / "problem.json") == problem
    assert read(tmp_path / "problem.json").faults == check(problem) != ()


def everything_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of all files below a folder."""
    for file in sorted(folder.rglob("*")):
        yield str(file.relative_to(folder)), file.read_bytes() if file.is_file() else b""


@pytest.mark.parametrize("name", ["problem.json", "tables"])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failed_save_changes_nothing(
    name: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a file cannot be written, the old ones are there unchanged, and no leftovers."""
    save(GOOD, tmp_path / name)
    before = dict(everything_in(tmp_path))
    fail_late(monkeypatch, call, 5 if name == "tables" else 1)
    with pytest.raises(ProblemError, match="cannot be written"):
        save(rich(), tmp_path / name)
    assert dict(everything_in(tmp_path)) == before


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failed_first_save_leaves_nothing(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder or file that cannot be written whole does not appear at all."""
    fail_late(monkeypatch, call, 1)
    for name in ("problem.json", "tables"):
        with pytest.raises(ProblemError, match="cannot be written"):
            save(GOOD, tmp_path / name)
    assert list(everything_in(tmp_path)) == []


def fail_late(monkeypatch: pytest.MonkeyPatch, call: str, number: int) -> None:
    """Makes one call of the operating system fail from its so-manieth use on."""
    real, count = getattr(os, call), [0]

    def failing(*args: Any, **kwargs: Any) -> Any:
        count[0] += 1
        if count[0] == number or (number == 1):
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)


def test_saving_again_replaces_all_tables(tmp_path: Path) -> None:
    """No row of an earlier problem survives, and files of other people do."""
    save(rich(), tmp_path / "tables")
    (tmp_path / "tables" / "notes.txt").write_text("mine")
    save(GOOD, tmp_path / "tables")
    assert load(tmp_path / "tables") == GOOD
    assert (tmp_path / "tables" / "notes.txt").read_text() == "mine"
    names = {file.name for file in (tmp_path / "tables").iterdir()}
    assert names == {f"{table}.csv" for table in TABLES} | {"notes.txt"}


@pytest.mark.parametrize("value", [GOOD, PLAN], ids=["problem", "plan"])
def test_a_compressed_file_comes_back_exactly(value: Problem | Plan, tmp_path: Path) -> None:
    """It holds what the plain file holds, in bytes that do not depend on when they are written."""
    save(value, tmp_path / "plain.json")
    save(value, tmp_path / "packed.json.gz")
    packed = (tmp_path / "packed.json.gz").read_bytes()
    assert load(tmp_path / "packed.json.gz") == value
    assert gzip.decompress(packed) == (tmp_path / "plain.json").read_bytes()
    assert packed[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, no system


def test_a_compressed_file_is_known_by_its_bytes(tmp_path: Path) -> None:
    """One that lost its ending on the way is read all the same."""
    save(GOOD, tmp_path / "packed.json.gz")
    (tmp_path / "packed.json.gz").rename(tmp_path / "download.json")
    assert load_problem(tmp_path / "download.json") == GOOD


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut in the sums": lambda data: data[:-5],
    "cut early": lambda data: data[:20],
    "other bytes": lambda data: data[:12] + b"?" * 9 + data[21:],
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_compressed_file_is_one_clear_fault(
    spoil: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """Cut short or with wrong bytes, it is refused without a traceback."""
    save(GOOD, tmp_path / "packed.json.gz")
    (tmp_path / "x.json.gz").write_bytes(spoil((tmp_path / "packed.json.gz").read_bytes()))
    assert faults_of(tmp_path / "x.json.gz") == [("PD101", str(tmp_path / "x.json.gz"))]


def test_a_file_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file that holds more than there can be is not unpacked whole."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1")
    (tmp_path / "x.json.gz").write_bytes(gzip.compress(b" " * (2**20 + 1)))
    (fault,) = read(tmp_path / "x.json.gz").faults
    assert (fault.code, "unpacks to more than 1 MiB" in fault.message) == ("PD115", True)


@pytest.mark.parametrize(
    ("value", "name"),
    [(GOOD, "problem.xlsx"), (PLAN, "plans"), (PLAN, "plan.csv"), (PLAN, "plan.gz")],
)
def test_where_nothing_can_be_saved(value: Problem | Plan, name: str, tmp_path: Path) -> None:
    """A path that is neither a JSON file nor, for a problem, a folder is refused."""
    with pytest.raises(ProblemError, match="PD105"):
        save(value, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_clear_fault(tmp_path: Path) -> None:
    """Saving below a file, or a JSON file into no folder, is refused without traceback."""
    (tmp_path / "file").write_text("x")
    for name in ("file/tables", "nowhere/problem.json", "file/problem.json"):
        with pytest.raises(ProblemError, match="PD101"):
            save(GOOD, tmp_path / name)


def test_permissions_of_a_replaced_file_stay(tmp_path: Path) -> None:
    """Writing a file anew does not open it to others or close it to them."""
    save(GOOD, tmp_path / "problem.json")
    (tmp_path / "problem.json").chmod(0o640)
    save(rich(), tmp_path / "problem.json")
    assert (tmp_path / "problem.json").stat().st_mode & 0o777 == 0o640


def test_no_spreadsheet_computes_a_text(tmp_path: Path) -> None:
    """No cell begins with a sign that makes a spreadsheet compute it."""
    save(rich(), tmp_path / "tables")
    for file in (tmp_path / "tables").iterdir():
        text = file.read_text(encoding="utf-8-sig")
        assert not re.search(r'(^|,)"?[=+@-]', text, re.MULTILINE), file.name


def test_the_page_on_csv_lists_every_column() -> None:
    """docs/csv.md has a section for each table with its columns in order, and whether needed."""
    page = (DOCS / "csv.md").read_text(encoding="utf-8")
    found = {}
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        if (name := section.partition("\n")[0]).endswith(".csv"):
            rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| (yes)? *\|", section, re.MULTILINE)
            found[name.removesuffix(".csv")] = [(a, b, bool(c)) for a, b, c in rows]
    assert found == {
        table: [(column.name, column.cell.value, column.required) for column in columns]
        for table, columns in TABLES.items()
    }


def test_reading_is_total_on_every_truncation(tmp_path: Path) -> None:
    """A JSON file cut off anywhere is refused with a fault, never with another exception."""
    data = json.dumps(good()).encode()
    for end in range(0, len(data), 97):
        (tmp_path / "x.json").write_bytes(data[:end])
        (fault,) = read(tmp_path / "x.json").faults
        assert isinstance(fault, Fault)
        assert fault.code == "PD103"
