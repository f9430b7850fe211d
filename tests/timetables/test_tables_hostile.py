"""Tables as they come: broken, odd, too much, in other alphabets; a sentence and a place each."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pdsched import ProblemError
from pdsched.outside import TooLargeError
from pdsched.timetables import Timetable, count_notes, read_table, to_problem
from pdsched.timetables.tables.columns import UNUSED
from pdsched.timetables.tables.grid import grid_of
from pdsched.timetables.tables.meetings import DASH, ERROR, LONG
from pdsched.timetables.tables.sheets import HIDDEN, NOT_READ
from pdsched.timetables.tables.told import ABOVE

HEADS = ("Teacher", "Day", "Period", "Class", "Subject")
ROW = ("ada", "Mon", 1, "5a", "M")


def book(folder: Path, fill: Callable[[xlsxwriter.Workbook], None], **options: Any) -> Path:
    """A workbook that is filled so."""
    path = folder / "staff.xlsx"
    made = xlsxwriter.Workbook(str(path), options)
    fill(made)
    made.close()
    return path


def sheet(made: xlsxwriter.Workbook, name: str, *rows: tuple[object, ...]) -> Worksheet:
    """A sheet with these heads and rows."""
    told: Worksheet = made.add_worksheet(name)
    for number, row in enumerate((HEADS, *rows)):
        told.write_row(number, 0, row)
    return told


def text(folder: Path, content: str | bytes, **options: Any) -> Timetable:
    """A text file with this content, read."""
    path = folder / "staff.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, **options)


def code_of(call: Callable[[], object]) -> tuple[str, str]:
    """Code and text of the one fault that a call raises."""
    with pytest.raises(ProblemError) as raised:
        call()
    (fault,) = raised.value.faults
    return fault.code, f"{fault.where}: {fault.value!r} {fault.message}"


def test_hidden_sheets_are_passed_over_with_a_note(tmp_path: Path) -> None:
    """Unless one is named, by its name or its number."""

    def fill(made: xlsxwriter.Workbook) -> None:
        sheet(made, "Staff", ROW)
        sheet(made, "Old", ("ben", "Tue", 2, "6a", "F")).hide()
        made.add_worksheet("Empty")
        made.add_worksheet("Remarks").write_string(0, 0, "done in June")

    path = book(tmp_path, fill)
    read, named = read_table(path), read_table(path, sheet="Old")

    assert count_notes(read.notes) == {HIDDEN: 1, NOT_READ: 1}
    assert {each.value for each in read.notes} == {"Old", "Remarks"}
    assert (read.teachers, named.teachers) == (("ada",), ("ben",))
    assert read_table(path, sheet=2).teachers == read_table(path, sheet="2").teachers == ("ben",)
    code, told = code_of(lambda: read_table(path, sheet="New"))
    assert code == "PD721"
    assert "there are 'Staff', 'Old', 'Empty', 'Remarks'" in told


def test_several_sheets_are_asked_about(tmp_path: Path) -> None:
    """None is taken by chance."""

    def fill(made: xlsxwriter.Workbook) -> None:
        sheet(made, "Autumn", ROW)
        sheet(made, "Spring", ROW)

    path = book(tmp_path, fill)
    code, told = code_of(lambda: read_table(path))

    assert (code, "'Autumn', 'Spring'" in told) == ("PD721", True)
    code, told = code_of(lambda: text(tmp_path, "Teacher,Day,Period\nada,Mon,1\n", sheet="Autumn"))
    assert (code, "it is no workbook" in told) == ("PD721", True)


def test_cells_that_say_nothing(tmp_path: Path) -> None:
    """Errors of the spreadsheet and dashes are empty cells, each with a note of its place."""

    def fill(made: xlsxwriter.Workbook) -> None:
        told = sheet(made, "Staff", ROW, ("ben", "Mon", 2, "-", "\u2014"))
        told.write_formula(1, 4, "=1/0", value="#DIV/0!")

    read = read_table(book(tmp_path, fill))

    assert {lesson.subject for lesson in read.lessons} == {""}
    assert count_notes(read.notes) == {DASH: 2, ERROR: 1}
    assert "staff.xlsx row 2 column E" in {
        each.where.replace(" sheet Staff", "") for each in read.notes
    }


def test_formulas_have_their_stored_value(tmp_path: Path) -> None:
    """Nothing is computed; a text that looks like one stays a text."""

    def fill(made: xlsxwriter.Workbook) -> None:
        told = sheet(made, "Staff", ROW)
        told.write_formula(1, 0, '="a"&"da"', value="eve")

    assert read_table(book(tmp_path, fill)).teachers == ("eve",)
    assert text(tmp_path, 'Teacher,Day,Period\n"=SUM(1)",Mon,1\n').teachers == ("=SUM(1)",)


def test_dates_of_the_other_system(tmp_path: Path) -> None:
    """A workbook that counts from 1904 has the same dates."""

    def fill(made: xlsxwriter.Workbook) -> None:
        told = made.add_worksheet()
        told.write_row(0, 0, ["Teacher", "Date", "Period"])
        date = made.add_format({"num_format": "yyyy-mm-dd"})
        told.write_row(1, 0, ["ada", None, 1])
        told.write_datetime(1, 1, dt.datetime(2026, 9, 8), date)

    read = read_table(book(tmp_path, fill, date_1904=True))
    assert read.days == ("tue",)
    assert "from 2026-09-08" in read.assumptions[1]


def test_the_longest_cell_of_a_spreadsheet(tmp_path: Path) -> None:
    """32,767 letters are cut to what a name may have, wherever they stand, and make a problem."""
    long = "x" * 32_767
    cells = {"Teacher": "ada", "Day": "Mon", "Period": "1", "Class": "5a", "Subject": "M"}
    for head in ("Teacher", "Class", "Subject"):
        row = ",".join(long if name == head else cell for name, cell in cells.items())
        read = text(tmp_path, f"{','.join(cells)}\n{row}\n")
        assert LONG in count_notes(read.notes)
        assert to_problem(read).lessons
    code, told = code_of(lambda: text(tmp_path, f"{long},{long}\n1,2\n"))
    assert (code, len(told) < 1000) == ("PD727", True)


LONGEST = [
    "9",
    "9.",
    "a ",
    "1,",
    "a:",
    "(",
    "1(A)",
    "-",
    "Mon ",
    "A1 ",
    "8:00 ",
    "\u0665",
    "x\n",
    "\t",
]


@pytest.mark.parametrize("part", LONGEST)
def test_long_cells_of_any_column_cost_nothing(part: str) -> None:
    """Wherever they stand, as text: read or refused, in one go over the cell."""
    long = (part * 32_767)[:32_767]
    heads = ("Teacher", "Day", "Date", "Week", "Period", "Start", "End", "Duration", "Slot",
             "Expression", "Class", "Subject", "Room", "Lesson")  # fmt: skip
    usual = {"Teacher": "ada", "Day": "Mon", "Period": "1"}
    for head in heads:
        cells = {**usual, head: long}
        frame = pd.DataFrame([list(cells.values())], columns=list(cells))
        with contextlib.suppress(ProblemError):
            to_problem(read_table(frame))
    for layout in ("wide", "powerschool"):
        with contextlib.suppress(ProblemError):
            read_table(
                pd.DataFrame([["ada", long, long]], columns=["Name", "Mon", long]), layout=layout
            )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """With a mark, or by a guess that is told; the separator is a tab, as Excel has it then."""
    content = "Enseignant\tJour\tHeure\tMatière\nÉlodie Lefèvre\tlundi\t1\tFrançais\n"
    read = text(tmp_path, content.encode(encoding))

    assert read.teachers == ("Élodie Lefèvre",)
    assert read.lessons[0].subject == "Français"
    assert len(read.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "name",
    [
        "\u05e8\u05d5\u05ea \u05db\u05d4\u05df",
        "\u0639\u0644\u064a",
        "\U0001f600 Eve",
        "Zo\u0308e",
        "山田",
    ],
)
def test_names_of_any_alphabet(tmp_path: Path, name: str) -> None:
    """From right to left, emoji and all, to the problem; a composed letter is one letter."""
    read = text(tmp_path, f"Teacher,Day,Period,Class\n{name},الأحد,1,{name}\n")

    assert to_problem(read).staff[0].id == name.replace("o\u0308", "\xf6")
    assert read.days == ("الأحد",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PD702"),
        (b"\n \n", "PD702"),
        (b"Teacher,Day,Period\n", "PD706"),
        (b"Teacher,Day,Period\nada,,1\n", "PD706"),
        (b"a,b,c\n1,2,3\n", "PD727"),
        (b"Teacher,Teacher,Day,Period\nada,ben,Mon,1\n", "PD724"),
        (b"%PDF-1.7", "PD705"),
        (b"PK\x03\x04 no workbook", "PD705"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut", "PD701"),
        (b'Teacher,Day,Period\n"' + b"x" * 200_000 + b'",Mon,1\n', "PD705"),
        (b"Teacher,Day,Period\nada\x00,Mon,\x00\n", ""),
        (b"Teacher,Day,Start,End\nada,Mon,9:00,8:00\nben,Mon,soon,9:00\n", "PD706"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    """One fault with its code and the name of the file, never a traceback."""
    if not code:
        assert text(tmp_path, content).lessons[0].teachers == ("ada\x00",)
        return
    told, sentence = code_of(lambda: text(tmp_path, content))

    assert told == code
    assert "staff.csv" in sentence


def test_what_is_no_heads_and_no_lesson_is_noted(tmp_path: Path) -> None:
    """A title above, a column beside, a row without a day below."""
    read = text(
        tmp_path,
        "Staff of the North School\n\nTeacher;Remark;Day;Period\nada;new;Mon;1\n;;;\nTotal;;;1\n",
    )

    assert [(each.where, each.message) for each in read.notes[:2]] == [
        ("staff.csv row 1", ABOVE), ("staff.csv row 3 column B", UNUSED)
    ]  # fmt: skip
    assert read.notes[2].where == "staff.csv row 6"
    assert len(read.lessons) == 1


def test_a_line_that_names_the_separator(tmp_path: Path) -> None:
    """`sep=;` is no row of a spreadsheet, and counts as none."""
    read = text(tmp_path, "sep=;\nTeacher;Day;Period\nada, ben;Mon;1\neve;;1\n")

    assert read.lessons[0].teachers == ("ada, ben",)
    assert [each.where for each in read.notes] == ["staff.csv row 2 column A", "staff.csv row 3"]


def test_the_same_teacher_twice(tmp_path: Path) -> None:
    """The first lesson stays, the second is noted, as everywhere."""
    read = text(tmp_path, "Teacher,Day,Period,Subject\nada,Mon,1,M\nada,Mon,1,F\n")

    assert [lesson.subject for lesson in read.lessons] == ["M"]
    assert len(read.notes) == 1


def test_frames_of_two_libraries() -> None:
    """What is missing is an empty cell; numbers and moments are plain ones; names of rows count."""
    rows = {
        "Staff": ["ada", None],
        "Date": [dt.date(2026, 9, 7)] * 2,
        "Period": [1.0, float("nan")],
    }
    frame = pd.DataFrame(rows)
    moments = frame.assign(Date=pd.to_datetime(frame["Date"])).set_index("Staff")

    for given in (frame, moments, polars.DataFrame(rows)):
        read = read_table(given)
        assert [(each.teachers, each.day) for each in read.lessons] == [(("ada",), "mon")]


def test_a_sheet_as_wide_as_it_can_be(tmp_path: Path) -> None:
    """Heads far to the right are columns that were not used, and cost nothing much."""

    def fill(made: xlsxwriter.Workbook) -> None:
        told = sheet(made, "Staff", ROW)
        for column in range(5, 16_384):
            told.write_string(0, column, f"Mon {column}")

    read = read_table(book(tmp_path, fill))
    assert count_notes(read.notes) == {UNUSED: 16_379}


def test_merged_cells_that_lie_on_each_other() -> None:
    """A sheet of 2,000 columns, merged over and over, is refused before it costs anything."""
    merged = [((row, 0), (row, 1_999)) for row in range(400)]
    with pytest.raises(TooLargeError, match="more than 500,000 cells"):
        grid_of("a.xlsx", [["x"] * 2_000] * 400, merged)

    beyond = grid_of("a.xlsx", [["x"] * 3] * 2, [((0, 1), (10**6, 10**6)), ((9, 9), (99, 99))])
    assert (beyond.text(1, 2), beyond.text(9, 9)) == ("x", "")


CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Plan">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document(tmp_path: Path) -> None:
    """Texts, dates and times of a spreadsheet in .ods."""
    heads = "".join(f"<table:table-cell {_TEXT}><text:p>{head}</text:p></table:table-cell>"
                    for head in ("Lehrkraft", "Datum", "Beginn", "Ende"))  # fmt: skip
    cells = (
        f"<table:table-cell {_TEXT}><text:p>Ada</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2026-09-08"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT08H15M00S"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT09H00M00S"/>'
    )
    rows = f"<table:table-row>{heads}</table:table-row><table:table-row>{cells}</table:table-row>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(tmp_path / "plan.ods", "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("content.xml", CONTENT.format(rows=rows))
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            f'><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
    read = read_table(tmp_path / "plan.ods")

    assert [(each.teachers, each.day) for each in read.lessons] == [(("Ada",), "tue")]
    assert [period.name for period in read.periods] == ["08:15-09:00"]


_TEXT = 'office:value-type="string"'


def test_a_weekday_may_be_spelt_in_several_ways() -> None:
    """It is one day; what tells no weekday, or one of two, is still asked for."""

    def read(*days: str) -> Timetable:
        rows = [(f"t{number}", day, 1, f"{number}a", "M") for number, day in enumerate(days)]
        return read_table(pd.DataFrame(rows, columns=list(HEADS)))

    spelt = ("Monday", "TUE", "mon.", "Dienstag", "Mon")

    assert [each.day for each in read(*spelt).lessons] == [
        "Monday",
        "TUE",
        "Monday",
        "TUE",
        "Monday",
    ]
    assert read(*spelt).days == ("Monday", "TUE")
    for odd in ("Xday", "Di", "Mon 2"):
        with pytest.raises(ProblemError, match="PD712"):
            read(*spelt, odd)


def test_one_clock_time_that_cannot_be_read_leaves_the_others() -> None:
    """They do not become names of periods, with bells that nobody has."""
    told = ("8h-9h", "9h00 - 10h00", "25h-26h")
    rows = [
        ("ada", day, hour, "5a", "M") for day, hour in zip(("Mon", "Tue", "Wed"), told, strict=True)
    ]
    read = read_table(pd.DataFrame(rows, columns=list(HEADS)))

    assert [period.name for period in read.periods] == ["08:00-09:00", "09:00-10:00"]
    assert [(each.where, each.value) for each in read.notes] == [("frame row 4", "25h-26h")]


@pytest.mark.parametrize(
    "spelt", [("1", "2", "1.", "3"), (1, "P2", "1st", "3rd"), ("1", 2, "01", 3)]
)
def test_a_period_may_be_spelt_in_several_ways(spelt: tuple[object, ...]) -> None:
    """One number is one period."""
    rows = [(f"t{n}", "Mon", period, f"{n}a", "M") for n, period in enumerate(spelt)]
    read = read_table(pd.DataFrame(rows, columns=list(HEADS), dtype=object))

    assert [period.name for period in read.periods] == ["1", "2", "3"]
    assert sorted((each.teachers[0], each.period) for each in read.lessons) == [
        ("t0", 0), ("t1", 1), ("t2", 0), ("t3", 2)
    ]  # fmt: skip
