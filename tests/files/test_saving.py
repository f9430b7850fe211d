"""Saving: all or nothing, packed or plain, and where nothing can be saved."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from saved import GOOD, PLAN, faults_of, rich

from pdsched.errors import ProblemError
from pdsched.files import load, load_problem, read, save
from pdsched.files.tables import TABLES
from pdsched.plan import Plan
from pdsched.problem import Problem


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
    real, uses = getattr(os, call), count(1)  # asked by several threads

    def failing(*args: Any, **kwargs: Any) -> Any:
        if next(uses) == number or number == 1:
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
    [(GOOD, "problem.ods"), (PLAN, "plan.xlsx"), (PLAN, "plan.csv"), (PLAN, "plan.gz")],
)
def test_where_nothing_can_be_saved(value: Problem | Plan, name: str, tmp_path: Path) -> None:
    """A path with another ending is refused, and a workbook of a plan without the problem."""
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
