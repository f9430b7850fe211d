"""What is no table and no workbook to be read is told as what it is, by every reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from books import book
from good_input import good
from saved import GOOD

from pdsched import Problem, ProblemError, load_plan, load_policy, load_problem, save
from pdsched.survey import load_scales, needs_from_survey
from pdsched.timetables import read_asc, read_fet, read_untis, read_xhstt
from pdsched.timetables.importing import guess_kind

WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(0x80, 0xFF))
FORMATS = {
    "workbook": (WORKBOOK, "a workbook (.xlsx or .ods)"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an older workbook (.xls)"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "calendar": (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "a calendar (iCalendar)"),
    "page": (b"\n<!DOCTYPE html><table>", "a web page"),
    "xml": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "a workbook in XML",
    ),
}


def _survey(place: Path) -> object:
    return needs_from_survey(Problem.model_validate(good()), place)


READERS: list[Callable[[Path], object]] = [
    load_problem,
    load_plan,
    load_policy,
    load_scales,
    _survey,
]


def told(read: Callable[[Path], object], place: Path) -> tuple[str, str]:
    """Code of the one fault, and what it says."""
    with pytest.raises(ProblemError) as raised:
        read(place)
    (fault,) = raised.value.faults
    assert place.name in fault.where
    return fault.code, f"{fault.message}; {fault.advice}"


@pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("read", READERS)
def test_readers_say_what_a_file_is(
    tmp_path: Path, read: Callable[[Path], object], content: tuple[bytes, str]
) -> None:
    """Whatever its name: what it is, and how to make a table of it."""
    place = tmp_path / ("a.toml" if read in (load_policy, load_scales) else "a.json")
    place.write_bytes(content[0])
    code, said = told(read, place)

    if content is FORMATS["xls"] and read in (load_problem, _survey):
        assert (code, "is cut off or damaged" in said) == ("PD101", True)
        return
    if content is FORMATS["xls"] and read is load_plan:
        assert (code, said) == ("PD105", "is not a plan; give a JSON file or a folder of CSV files")
        return
    assert code == "PD105"
    assert said.startswith(f"is {content[1]}")
    assert "CSV" in said


@pytest.mark.parametrize(
    ("read", "content"),
    [
        (read, content)
        for read in (guess_kind, read_untis, read_xhstt, read_fet, read_asc)
        for name, content in FORMATS.items()
        if (read, name) != (guess_kind, "calendar")  # a kind of its own
    ],
)
def test_readers_of_timetables_say_so_too(
    tmp_path: Path, read: Callable[[Path], object], content: tuple[bytes, str]
) -> None:
    """With the code that they have for what is no timetable."""
    place = tmp_path / "GPU001.TXT"
    place.write_bytes(content[0])
    if read is guess_kind and content == FORMATS["xls"]:
        assert guess_kind(place) == "table"
        return
    code, said = told(read, place)

    assert code == "PD705"
    assert f"it is {content[1]}" in said


@pytest.mark.parametrize("name", ["staff.csv", "staff.xlsx", "Staff.ODS", "staff.xls"])
def test_a_workbook_in_a_folder_is_told(tmp_path: Path, name: str) -> None:
    """By content or by name, and nothing is said to be missing that it may hold."""
    for table, text in {
        "calendar": "time_zone,first,last\nUTC,2026-09-07,2026-09-11\n",
        "schools": "id\nnorth\n",
        "periods": "school,id,start,end\nnorth,1,08:00,09:00\n",
        "lessons": "id,school,staff,day,start,end\nl1,north,ada,mon,08:00,09:00\n",
    }.items():
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    (tmp_path / name).write_bytes(WORKBOOK)
    with pytest.raises(ProblemError) as raised:
        load_problem(tmp_path)

    code = "PD105" if name.endswith(".csv") else "PD101"
    assert [(f.code, f.value) for f in raised.value.faults] == [(code, name)]


def test_a_workbook_in_place_of_a_file_is_read(tmp_path: Path) -> None:
    """Its one sheet with rows, whatever that is called, or the one of several that is so named."""
    save(GOOD, tmp_path / "tables")
    (tmp_path / "tables" / "rooms.csv").unlink()
    rows = [("id", "school", "capacity"), ("lab", "north", 20.0)]
    place = book(tmp_path / "tables" / "rooms.xlsx", {"Tabelle1": rows})
    read_rooms = load_problem(tmp_path / "tables").rooms
    book(place, {"Tabelle1": [("x",)], "Rooms": rows})

    assert [(room.id, room.capacity) for room in read_rooms] == [("lab", 20)]
    assert load_problem(tmp_path / "tables").rooms == read_rooms
    book(place, {"a": rows, "b": rows})
    with pytest.raises(ProblemError, match=r"PD105 rooms.xlsx: 'rooms.xlsx' has 2 sheets"):
        load_problem(tmp_path / "tables")


def test_a_workbook_beside_its_table_is_no_fault(tmp_path: Path) -> None:
    """Who saved the sheet as CSV may keep the workbook."""
    for table, text in {
        "calendar": "time_zone,first,last\nUTC,2026-09-07,2026-09-11\n",
        "staff": "id,schools\n",
    }.items():
        (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "staff.xlsx").write_bytes(WORKBOOK)

    assert load_problem(tmp_path).staff == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<timetable ascttversion="2012" displayname="aSc Timetables 2012 XML"/>', "aSc"),
        (b'<document xmlns="https://untis.at/untis/XmlInterface"/>', "the XML of Untis"),
        (b"1;20260913;1;2;17;Bo;;Ma;;;;R1;;;6a;;;1;6a;C;;\n", "GPU014"),
        (b"1,20260913,1,2,17,Bo,,Ma,,,,R1,,,6a,,,1,6a,C,,\n", "GPU014"),
        (b'5;4;0;0;"6a";"Bo";"Ma";"R1";;0;0;;;;;;\n', "GPU002"),
    ],
)
@pytest.mark.parametrize("read", [guess_kind, read_untis, read_xhstt, read_fet])
def test_other_timetables_are_told(
    tmp_path: Path, read: Callable[[Path], object], content: bytes, said: str
) -> None:
    """Exports of programs that have others that are read, whatever they are said to be."""
    place = tmp_path / "export"
    place.write_bytes(content)
    code, message = told(read, place)

    assert code == "PD705"
    assert said in message
