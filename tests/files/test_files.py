"""Files: what is written is read back exactly, and what cannot be read is said clearly."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from good_input import good
from saved import GOOD, PLAN, faults_of, rich, tables

from pdsched.checks import check
from pdsched.errors import Fault, ProblemError
from pdsched.files import load, load_plan, load_problem, read, save
from pdsched.files.fold import PLAIN
from pdsched.files.tables import TABLES
from pdsched.problem import Problem, Record

Fields = dict[type[Record], set[str]]
DOCS = Path(__file__).parents[2] / "docs"


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
