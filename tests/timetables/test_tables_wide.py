"""Tables with lessons side by side: what the heads and the cells say, and layouts of programs."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pdsched import ProblemError
from pdsched.timetables import (
    Timetable,
    count_notes,
    layout_names,
    load_layout,
    look_at_table,
    read_table,
)
from pdsched.timetables.tables.wide import CARRIED, NO_NAME, NO_PATTERN, ONE_LINE


def table(folder: Path, *rows: str, **options: Any) -> Timetable:
    """A CSV table of these rows, read; a bar in a cell is a line end."""
    path = folder / "plan.csv"
    quoted = (",".join(f'"{cell}"' for cell in row.split(",")) for row in rows)
    path.write_text("\n".join(quoted).replace("|", "\n"), encoding="utf-8")
    return read_table(path, **options)


def told(read: Timetable) -> list[tuple[str, ...]]:
    """Who, day, period, class, subject and room of each lesson."""
    return sorted(
        ("+".join(each.teachers), each.day, read.periods[each.period].name, "+".join(each.classes),
         each.subject, "+".join(each.rooms))
        for each in read.lessons
    )  # fmt: skip


def test_a_column_for_each_day_and_period(tmp_path: Path) -> None:
    """In one head or in two; who has no lesson is a teacher as well."""
    one = table(tmp_path, "Name,Mon 1,Mon 2,Tue 1", "ada,5a|M|R1,,5b", "ben,,,")
    two = table(tmp_path, ",Mon,,Tue,", "Name,1,2,1,2", "ada,5a|M|R1,,5b,", "ben,,,,")

    assert told(one) == told(two)
    assert told(one) == [("ada", "Mon", "1", "5a", "M", "R1"), ("ada", "Tue", "1", "5b", "", "")]
    assert one.teachers == two.teachers == ("ada", "ben")


def test_periods_above_days(tmp_path: Path) -> None:
    """The other way round, with clock times for periods."""
    read = table(tmp_path, ",8:00-8:45,,8:50-9:35,", "Name,Mo,Di,Mo,Di", "ada,5a,,,6b")

    assert told(read) == [
        ("ada", "Di", "08:50-09:35", "6b", "", ""), ("ada", "Mo", "08:00-08:45", "5a", "", "")
    ]  # fmt: skip


def test_a_column_for_each_day(tmp_path: Path) -> None:
    """With a column of periods; a name that stands once is carried down, with a note."""
    rows = ("Teacher,Period,lundi,mardi", "ada,1,5a,", ",2,,5b", "ben,1,6a,-")
    read = table(tmp_path, *rows)

    assert told(read) == [
        ("ada", "lundi", "1", "5a", "", ""),
        ("ada", "mardi", "2", "5b", "", ""),
        ("ben", "lundi", "1", "6a", "", ""),
    ]
    assert count_notes(read.notes)[CARRIED] == 1


def test_weeks_in_the_heads_of_days(tmp_path: Path) -> None:
    """Where periods have a column, the number behind a day is that of a week."""
    read = table(tmp_path, "Teacher,Period,Mon 1,Mon 2", "ada,3,5a,", "ben,3,,5b")

    assert told(read) == [
        ("ada", "Mon 1", "3", "5a", "", ""), ("ben", "Mon 2", "3", "5b", "", "")
    ]  # fmt: skip
    assert read.weeks == 2


def test_a_column_for_each_period(tmp_path: Path) -> None:
    """With a column of days, also of weeks in the name of the day."""
    read = table(tmp_path, "Day,Teacher,P1,P2", "MonA,ada,5a,", "MonB,ada,,5b")

    assert told(read) == [
        ("ada", "Mon A", "P1", "5a", "", ""),
        ("ada", "Mon B", "P2", "5b", "", ""),
    ]
    assert read.weeks == 2


def test_expressions_of_weekdays(tmp_path: Path) -> None:
    """Where all days are letters of weekdays, M to F is a week."""
    path = tmp_path / "s.csv"
    path.write_text("Teacher,Expression\nada,1(M-F)\nben,2-3(W) HR(T)\neve,by arrangement\n")
    read = read_table(path, hours=["HR", "1", "2", "3"])

    assert read.days == ("M", "T", "W", "R", "F")
    assert sum(each.duration for each in read.lessons) == 8
    assert [each.value for each in read.notes] == ["by arrangement"]


def test_names_beside_a_class(tmp_path: Path) -> None:
    """Rows with a name and a class are of the name."""
    read = table(tmp_path, "Name,Form,Mon 1,Mon 2", "ada,5a,M|x,")

    assert read.teachers == ("ada",)


def test_rows_of_classes(tmp_path: Path) -> None:
    """Then the teacher stands in the cell, after the subject."""
    read = table(tmp_path, "Klasse,Mo 1,Mo 2", "5a,M|ada|R1,F|ben")

    assert told(read) == [("ada", "Mo", "1", "5a", "M", "R1"), ("ben", "Mo", "2", "5a", "F", "")]


@pytest.mark.parametrize(
    ("cell", "text", "parts"),
    [
        ("{class} {subject} ({room})", "5a Maths (R 1)", ("5a", "Maths", "R 1")),
        ("{class} {subject} ({room})", "5a Maths", ("5a", "Maths", "")),
        ("{class} {subject} ({room})", "5a Social studies (R1)", ("5a", "Social studies", "R1")),
        ("{subject} - {class} @ {room}", "M - 5a @ R1", ("5a", "M", "R1")),
        ("{subject}\n{class}", "M|5a", ("5a", "M", "")),
    ],
)
def test_patterns_of_cells(tmp_path: Path, cell: str, text: str, parts: Sequence[str]) -> None:
    """What stands between the parts is as the file says; the last ones may be missing."""
    (tmp_path / "map.toml").write_text(f"cell = {cell!r}".replace("\\n", "\n").replace("'", "'''"))
    read = table(tmp_path, "Name,Mon 1,Mon 2", f"ada,{text},", columns=tmp_path / "map.toml")

    assert told(read) == [("ada", "Mon", "1", *parts)]
    assert read.notes == ()


def test_cells_that_are_no_pattern(tmp_path: Path) -> None:
    """The lesson stays, for somebody holds it, and a note says how it was read."""
    (tmp_path / "map.toml").write_text('cell = "({class}) {subject}"')
    asked = table(tmp_path, "Name,Mon 1,Mon 2", "ada,5a Maths R1,6a")
    misfit = table(tmp_path, "Name,Mon 1,Mon 2", "ada,odd,(6a) M", columns=tmp_path / "map.toml")

    assert count_notes(asked.notes) == {ONE_LINE.format(first="class"): 1}
    assert count_notes(misfit.notes) == {NO_PATTERN: 1}
    assert [each[3] for each in told(misfit)] == ["odd", "6a"]


def test_a_long_cell_costs_nothing(tmp_path: Path) -> None:
    """A pattern is not tried at every place of every word."""
    (tmp_path / "map.toml").write_text('cell = "{class} {subject} {teacher} {week} ({room})"')
    long = "a " * 16_000
    read = table(tmp_path, "Name,Mon 1,Mon 2", f"ada,{long},", columns=tmp_path / "map.toml")

    assert read.lessons[0].classes == ("a",)


def test_rows_without_a_name(tmp_path: Path) -> None:
    """With a period of their own they are of the row above; else they are noted."""
    read = table(tmp_path, "Name,Mon 1,Mon 2", "ada,5a,", ",remark,")

    assert [each.where for each in read.notes if each.message == NO_NAME] == [
        "plan.csv row 3 column A"
    ]
    assert len(read.lessons) == 1


def test_merged_cells(tmp_path: Path) -> None:
    """Over periods a longer lesson, over rows one lesson of both teachers, over rows one name."""
    book = xlsxwriter.Workbook(str(tmp_path / "plan.xlsx"))
    sheet = book.add_worksheet("Plan")
    sheet.write_string(0, 0, "School plan 2026")
    sheet.merge_range(1, 1, 1, 3, "Mon")
    sheet.merge_range(1, 4, 1, 6, "Tue")
    for column in range(6):
        sheet.write_number(2, 1 + column, 1 + column % 3)
    sheet.write_string(2, 0, "Teacher")
    sheet.write_string(3, 0, "ada")
    sheet.write_string(4, 0, "ben")
    sheet.merge_range(3, 1, 3, 2, "5a\nM")
    sheet.merge_range(3, 4, 4, 4, "6a\nSport")
    sheet.write_string(4, 3, "7a\nF")
    book.close()
    read = read_table(tmp_path / "plan.xlsx")
    lessons = {each.classes[0]: each for each in read.lessons}

    assert (lessons["5a"].period, lessons["5a"].duration) == (0, 2)
    assert lessons["6a"].teachers == ("ada", "ben")
    assert (lessons["7a"].day, lessons["7a"].period) == ("Mon", 2)
    assert [each.value for each in read.notes] == ["School plan 2026"]
    assert [each.where for each in read.notes] == ["plan.xlsx sheet Plan row 1"]


def test_every_layout_names_its_source() -> None:
    """Program, public description and what it says; none has a field that is not known."""
    folder = resources.files("pdsched.timetables").joinpath("layouts")
    assert len(layout_names()) >= 6
    for name in layout_names():
        text = folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")
        assert {"program", "source", "kind"} <= set(tomllib.loads(text))


LAYOUTS: dict[str, tuple[str, list[tuple[str, ...]]]] = {
    "powerschool": (
        "Course_Number,Section_Number,Expression,Room,[05]lastfirst,[02]course_name,TermID\n"
        'MA1,2,"1(A,C) 2-3(B)",12,"Roe, Eve",Algebra,3600\n',
        [
            ("Roe, Eve", "A", "1", "MA1 2", "Algebra", "12"),
            ("Roe, Eve", "B", "2", "MA1 2", "Algebra", "12"),
            ("Roe, Eve", "C", "1", "MA1 2", "Algebra", "12"),
        ],
    ),
    "edt": (
        "NUMERO;DUREE;FREQUENCE;MAT_CODE;MAT_LIBELLE;PROF_NOM;PROF_PRENOM;CLASSE;SALLE;ALTERNANCE;"
        "JOUR;H.DEBUT\n"
        "1;1h00;H;FR;FRANCAIS;ROE;EVE;6C;35;H;mardi;  13h30\n"
        "2;2h00;Q1;EPS;EPS;DOE;JO;6C, 6D;GYM;Q1;mardi;08h30\n"
        "3;1h00;Q2;EPS;EPS;DOE;JO;6C;GYM;Q2;mardi;08h30\n",
        [
            ("DOE JO", "mardi Q1", "08:30-09:30", "6C+6D", "EPS", "GYM"),
            ("DOE JO", "mardi Q2", "08:30-09:30", "6C", "EPS", "GYM"),
            ("ROE EVE", "mardi Q1", "13:30-14:30", "6C", "FRANCAIS", "35"),
            ("ROE EVE", "mardi Q2", "13:30-14:30", "6C", "FRANCAIS", "35"),
        ],
    ),
    "edt-it": (
        "NUMERO;DURATA;MAT_COD;DOC_COGN;CLASSE;GIORNO;O.INIZIO\n"
        "1;2h00;MAT;ROSSI, BIANCHI;1A;lunedì;08h00\n"
        "2;1h00;ITA;VERDI;1B;martedì;09h00\n",
        [
            ("ROSSI+BIANCHI", "lunedì", "08:00-09:00", "1A", "MAT", ""),
            ("VERDI", "martedì", "09:00-10:00", "1B", "ITA", ""),
        ],
    ),
    "untis-held": (
        "Roe,2026,9,7,1,M,5a~5b,R1,,,12\nRoe,2026,9,7,2,M,5a~5b,R1,,,12\nDoe,2026,9,8,1,E,6a,,,,13\n",
        [("Doe", "tue", "1", "6a", "E", ""), ("Roe", "mon", "1", "5a+5b", "M", "R1")],
    ),
    "sims-staff": (
        "Email,1Mon:1,1Mon:2,2Mon:1,2Mon:2\n"
        "ada@school.org,10B/Ar1,,9A/Ar1,\n,O3,,O6,\nben@school.org,,8a/Ma3,,\n,,M4,,\n",
        [
            ("ada@school.org", "Mon 1", "1", "10B/Ar1", "", "O3"),
            ("ada@school.org", "Mon 2", "1", "9A/Ar1", "", "O6"),
            ("ben@school.org", "Mon 1", "2", "8a/Ma3", "", "M4"),
        ],
    ),
    "timetabler": (
        "Your School,1/9/26,10:07,5.01,SchoolBase\n2026-27\n6,9,pppBpppLppp\nMon,yyyyyyyyy\n"
        "Mon,1,1,C,9ABC,Yr9,EJT,Fr,1,L3,1,9,L\nTue,2,1,C,9A,9X,ABC,His,,H1,1,9,\n"
        "Tue,3,2,C,9A,9X,ABC,His,,H1,1,9,\n",
        [("ABC", "Tue", "2", "9A", "His", "H1"), ("EJT", "Mon", "1", "9ABC 1", "Fr", "L3")],
    ),
}


@pytest.mark.parametrize("name", layout_names())
def test_layouts_of_programs(tmp_path: Path, name: str) -> None:
    """A small table as the source describes it is read."""
    text, expected = LAYOUTS[name]
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")

    assert told(read_table(path, layout=name)) == expected


def test_layout_that_is_none(tmp_path: Path) -> None:
    """By name and by file, with all that is wrong."""
    path = tmp_path / "map.toml"
    path.write_text('kind = "broad"\ncell = "{who}"\nheads = 1\n[columns]\nwho = "A"\n')
    with pytest.raises(ProblemError, match=r"PD722 layout: 'nova'.*powerschool"):
        table(tmp_path, "a,b", layout="nova")
    with pytest.raises(ProblemError) as raised:
        load_layout(path)

    where = {each.where.removeprefix(f"{path} ") for each in raised.value.faults}
    assert where == {"kind", "cell", "heads", "columns.who"}
    path.write_text('cell = "{class}{room}"')
    with pytest.raises(ProblemError, match="PD722"):
        load_layout(path)
    path.write_text("[columns")
    with pytest.raises(ProblemError, match="PD722"):
        load_layout(path)


def test_preview_tells_the_kind(tmp_path: Path) -> None:
    """And where the lessons stand."""
    path = tmp_path / "plan.csv"
    path.write_text("Name,Mon 1,Mon 2\nada,5a,\n")
    reading = look_at_table(path)

    assert reading.kind == "wide"
    assert reading.columns == (
        ("teacher", "'Name' (A)", True),
        ("day and period", "the heads of 2 columns (B to C)", True),
    )


def test_heads_that_lack_one_column_are_the_ones_that_are_told(tmp_path: Path) -> None:
    """And not a row of lessons that looks like days and periods."""
    rows = ("First name,Last name,Day,Period,Class", "Ada,King,Mon,1,5A", "Ben,Ito,Tue,1,5A")
    with pytest.raises(ProblemError, match=r"row 1: 'First name, .* known for teacher\)"):
        table(tmp_path, *rows)
