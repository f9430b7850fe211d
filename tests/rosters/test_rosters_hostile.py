"""Rosters that are damaged or made to do harm: each is refused with a sentence, within bounds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import get_args
from zipfile import ZIP_LZMA, ZipFile

import pytest
from hostile import run_within_limits
from hypothesis import given
from hypothesis import strategies as st
from quick import slow
from skipping import needs_linux
from small_roster import (
    CLASSES,
    ENROLLMENTS,
    SESSIONS,
    bells,
    edfi,
    element,
    interchange,
    interchanges,
    meets,
    oneroster,
    period,
    school,
    section,
    text_of,
    written,
    zipped,
)

from pdsched.checks import check
from pdsched.errors import ProblemError, Severity
from pdsched.outside import limits
from pdsched.outside.archive import LEADS_OUT, NESTED
from pdsched.problem import Problem
from pdsched.rosters import (
    RosterKind,
    guess_roster,
    import_roster,
    is_oneroster,
    read_edfi,
    read_oneroster,
)

TABLES = {f"{name}.csv": text_of(rows) for name, rows in oneroster().items()}
CLOCKS = "period,start,end\n"
CHANGED = ["2026-09-07", "08:45:00", "SchoolId>1", ">7<", ">A<", "Staff", ">1<"]
ODD = ["9999-12-31", "24:00:00", "SchoolId>", ">a|b<", "><", "Session", ">\u200b<"]


def codes(path: Path, **more: object) -> list[tuple[str, str]]:
    """Code and value of each fault with which a OneRoster export is refused."""
    with pytest.raises(ProblemError) as refused:
        read_oneroster(path, **more)  # type: ignore[arg-type]  # also what is asked is odd
    return [(fault.code, fault.value) for fault in refused.value.faults]


def test_files_and_columns_that_are_missing_are_told_at_once(tmp_path: Path) -> None:
    """The table with all of its columns that are not there."""
    tables = {"users": [{"sourcedId": "7"}], "classes": [{"title": "x"}]}
    assert codes(written(tables, tmp_path / "x")) == [  # type: ignore[arg-type]  # dict of lists
        ("PD731", "orgs.csv"),
        *(("PD732", name) for name in ("givenName", "familyName")),
        *(("PD732", name) for name in ("sourcedId", "schoolSourcedId", "termSourcedIds")),
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("users", "sourcedId,givenName,familyName,role,role\n", [("PD736", "role")]),
        ("users", "", [("PD702", "users.csv")]),
        ("orgs", "sourcedId,name,type\nn,North,department\n", [("PD734", "export")]),
        ("orgs", "sourcedId,name,type" + "," * 2000 + "\n", None),
        ("users", 'sourcedId,givenName,familyName\n7,"Ada,B\n8,C,D\n', [("PD733", "users.csv")]),
        ("users", f"sourcedId,givenName,familyName\n7,{'x' * 200_000},D\n", None),
    ],
)
def test_damaged_table_is_refused(
    tmp_path: Path, name: str, text: str, told: list[tuple[str, str]] | None
) -> None:
    """A head with a column twice, an empty file, a mark that nobody closes, a cell without end."""
    tables = oneroster(classes=[{**CLASSES[0], "schoolSourcedId": "x"}])
    path = written(tables, tmp_path / "export")
    (path / f"{name}.csv").write_text(text)

    faults = codes(path)
    assert told is None or faults == told
    assert {code for code, _ in faults} <= {"PD702", "PD733", "PD734", "PD736"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", ""),
        ("1,8:00,\n", ""),
        ("1,8:00,7:00\n", "7:00"),
        ("1,8 o'clock,9:00\n", "8 o'clock"),
        (",8:00,9:00\n", ""),
        ("1,8:00,9:00\n" * 2001, ""),
    ],
)
def test_bell_table_that_is_none_is_refused(tmp_path: Path, rows: str, told: str) -> None:
    """Each row that is no line of bells, with its value."""
    path = written(oneroster(), tmp_path / "export")

    assert codes(path, bells=bells(tmp_path, CLOCKS + rows)) == [("PD735", told)]


def test_names_in_an_archive_never_become_paths(tmp_path: Path) -> None:
    """What leads out of it is not read, archives inside it are not opened; both are noted."""
    odd = ["../../users.csv", "/etc/users.csv", "c:\\x\\users.csv", "..\\orgs.csv", "a/x.zip"]
    path = zipped({**TABLES, **dict.fromkeys(odd, "")}, tmp_path / "export.zip")
    problem, notes = read_oneroster(path)

    assert len(problem.staff) == 2
    told = {note.value: note.message for note in notes if note.where == str(path)}
    assert told == dict.fromkeys(odd[:4], LEADS_OUT) | {odd[4]: NESTED}
    assert not list(tmp_path.parent.glob("users.csv"))


def test_second_file_of_a_name_is_noted(tmp_path: Path) -> None:
    """The first one is read, in whatever folder of the archive it is."""
    path = zipped({**TABLES, "other/users.csv": "x"}, tmp_path / "export.zip")

    assert next(note.value for note in read_oneroster(path)[1]) == "other/users.csv"


def errors(problem: Problem) -> list[str]:
    """What is wrong with a problem that a reader has made."""
    return [str(fault) for fault in check(problem) if fault.severity is Severity.ERROR]


def test_names_that_differ_in_capitals_are_one(tmp_path: Path) -> None:
    """The first one is read, the other is noted."""
    path = zipped({**TABLES, "Users.CSV": "x"}, tmp_path / "export.zip")
    problem, notes = read_oneroster(path)

    assert len(problem.staff) == 2
    assert notes[0].value == "Users.CSV"


def bomb(path: Path, size: int) -> Path:
    """An archive whose tables unpack to so many bytes each."""
    return zipped({**TABLES, "users.csv": b"0" * size, "classes.csv": b"0" * size}, path)


def test_sizes_are_added_up_before_anything_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the tables that are read: each alone would pass."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1")
    path = bomb(tmp_path / "bomb.zip", limits().bytes - 10_000)
    monkeypatch.setattr(ZipFile, "open", None)

    assert codes(path) == [("PD711", "bomb.zip")]


def test_archive_that_lies_about_its_sizes_is_damaged(tmp_path: Path) -> None:
    """No more is unpacked than the directory says, and what is longer does not fit its sum."""
    data = zipped({**TABLES, "users.csv": b"0" * 3_000_000}, tmp_path / "x.zip").read_bytes()
    path = tmp_path / "lies.zip"
    path.write_bytes(data.replace((3_000_000).to_bytes(4, "little"), (300).to_bytes(4, "little")))

    assert codes(path) == [("PD701", "lies.zip")]


def test_archive_with_very_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its directory is read."""
    monkeypatch.setenv("PDSCHED_MOST_MIB", "1")
    path = zipped({f"{n}": "" for n in range(limits().parts + 1)}, tmp_path / "many.zip")

    assert codes(path) == [("PD711", "many.zip")]


def test_archive_that_is_packed_otherwise_is_refused(tmp_path: Path) -> None:
    """Other ways to pack take memory at the archive's wish."""
    path = tmp_path / "odd.zip"
    with ZipFile(path, "w", ZIP_LZMA) as archive:
        archive.writestr("users.csv", TABLES["users.csv"])

    assert codes(path) == [("PD701", "odd.zip")]


def test_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    """The mark of encryption, in the directory and before the file."""
    data = bytearray(zipped(TABLES, tmp_path / "x.zip").read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    path = tmp_path / "secret.zip"
    path.write_bytes(data)

    with pytest.raises(ProblemError, match="protected by a password"):
        read_oneroster(path)


@given(cut=st.integers(0, 2000), seed=st.integers(0, 2**32), changes=st.integers(0, 8))
def test_archive_that_is_cut_or_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cut: int, seed: int, changes: int
) -> None:
    """Wherever it is cut, whichever bytes are others: no other error than ours."""
    rng = random.Random(seed)
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in TABLES.items():
            archive.writestr(name, text)
    data = bytearray(file.getvalue())
    del data[len(data) - cut :]
    for _ in range(changes if data else 0):
        data[rng.randrange(len(data))] = rng.randrange(256)
    path = tmp_path_factory.mktemp("cut") / "export.zip"
    path.write_bytes(data)

    is_oneroster(path)
    for kind in get_args(RosterKind):
        with suppress(ProblemError):
            assert errors(import_roster(kind, path)[0]) == []


@given(seed=st.integers(0, 2**32))
def test_tables_whose_cells_are_mixed_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Any text of any cell, and odd ones, in any other: no other error than ours."""
    rng = random.Random(seed)
    odd = ["", "\u200b", "|", "9999-12-31", "0001-01-01", "1(A-Z) 2(", "x" * 300, "-1", "=1+1"]
    tables = oneroster()
    cells = [*odd, *(cell for rows in tables.values() for row in rows for cell in row.values())]
    changed = {
        name: [
            {key: rng.choice(cells) if rng.random() < 0.3 else cell for key, cell in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }
    path = written(changed, tmp_path_factory.mktemp("mixed") / "export")  # type: ignore[arg-type]
    with suppress(ProblemError):
        assert errors(read_oneroster(path)[0]) == []


@given(seed=st.integers(0, 2**32))
def test_interchanges_that_are_changed_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Texts and tags in the place of others: no other error than ours."""
    rng = random.Random(seed)
    folder = tmp_path_factory.mktemp("changed")
    parts = edfi(MasterSchedule=[section("B", period("2"))])
    for kind, told in parts.items():
        text = interchange(kind, told)
        for _ in range(rng.randrange(4)):
            old = rng.choice(CHANGED)
            new = rng.choice(ODD)
            text = text.replace(old, new, rng.randrange(1, 4))
        (folder / f"{kind}.xml").write_text(text, encoding="utf-8")
    with suppress(ProblemError):
        assert errors(read_edfi(folder)[0]) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><InterchangeMasterSchedule>&a;', "PD704"),
        ("<InterchangeMasterSchedule><Section>", "PD703"),
        ("<InterchangeStudent/>", "PD731"),
        ('<InterchangeMasterSchedule xmlns="http://ed-fi.org/0220"/>', "PD737"),
        ("", "PD731"),
    ],
)
def test_xml_with_entities_or_cut_off_is_refused(tmp_path: Path, text: str, code: str) -> None:
    """As timetables in XML are; and a folder without any interchange that is read."""
    (tmp_path / "x.xml").write_text(text)

    with pytest.raises(ProblemError) as refused:
        read_edfi(tmp_path)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_references_in_circles_come_to_an_end(tmp_path: Path) -> None:
    """Each reference is followed once for a text, and not very far."""
    ring = [f'<Section id="a{n}"><CourseOfferingReference ref="a{n + 1}"/>' for n in range(200)]
    ring = [part + '<CourseOfferingReference ref="a0"/>' * 20 + "</Section>" for part in ring]
    path = interchanges(edfi(MasterSchedule=ring), tmp_path)

    assert len(read_edfi(path)[0].lessons) == 5


def test_class_with_endless_periods_and_teachers_is_bounded(tmp_path: Path) -> None:
    """Long lists are noted and not used; a class has some lessons, and no million."""
    days = [f"2026-{9 + n // 28:02}-{1 + n % 28:02}" for n in range(7, 80)]
    rows = [{**ENROLLMENTS[0], "beginDate": day, "endDate": day} for day in days]
    classes = [{**CLASSES[0], "periods": ",".join(map(str, range(1, 41)))}]
    tables = oneroster(classes=classes, enrollments=rows, academicSessions=SESSIONS)
    problem, notes = read_oneroster(written(tables, tmp_path / "x"))
    assert len(problem.lessons) <= 1000
    assert any("meets too often" in note.message for note in notes)

    classes = [{**CLASSES[0], "periods": "1(" * 10_000}]
    _, notes = read_oneroster(written(oneroster(classes=classes), tmp_path / "y"))
    assert any("too long a list" in note.message for note in notes)


def test_class_periods_that_overlap_are_listed_once(tmp_path: Path) -> None:
    """A school's periods do not overlap, but its lessons may; very many are not kept."""
    times = [f"{n // 60:02}:{n % 60:02}-{n // 60 + 1:02}:{n % 60:02}" for n in range(480, 1380)]
    more: list[str] = [meets("all day", *times)]
    parts = edfi(EducationOrganization=more, MasterSchedule=[section("B", period("all day"))])
    problem, notes = read_edfi(interchanges(parts, tmp_path))

    spans = [(each.start, each.end) for each in problem.schools[0].periods]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert sum("overlaps an earlier period" in note.message for note in notes) > 800


@slow
@needs_linux
def test_bombs_take_little_memory_and_time(tmp_path: Path) -> None:
    """Hundreds of MiB of zeros in an archive, a million empty cells, schedules without end."""
    bomb(tmp_path / "bomb.zip", 200 * 2**20)
    dense = ["sourcedId,name,type\n" + "n,,\n" * 300_000, "sourcedId,givenName,familyName\n"]
    written({}, tmp_path / "dense")
    for name, text in zip(("orgs", "users"), dense, strict=True):
        (tmp_path / "dense" / f"{name}.csv").write_text(text)
    dated = element(
        *("BellSchedule", school(), period("1")),
        BellScheduleName="x",
        Date=[f"2026-{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 28)] * 200,
    )
    interchanges(edfi(MasterSchedule=[dated]), tmp_path / "dated")
    commands: Sequence[list[str]] = [
        ["import", kind, str(tmp_path / name), "-o", str(tmp_path / "p.json")]
        for kind, name in (("oneroster", "bomb.zip"), ("oneroster", "dense"), ("edfi", "dated"))
    ]
    for ended in run_within_limits(list(commands), tmp_path):
        assert ended.exit_code in (0, 2), ended.output[-500:]
        assert ended.seconds < 30


def test_guess_of_something_else_is_none(tmp_path: Path) -> None:
    """Nothing is raised by a guess."""
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no archive")
    (tmp_path / "x.xml").write_text("<fet/>")

    assert [guess_roster(tmp_path / name) for name in ("x.zip", "x.xml", "none")] == [None] * 3
