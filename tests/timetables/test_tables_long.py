"""Tables with a row a lesson: heads, days, weeks, periods, clock times, several names in a cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pdsched import ProblemError
from pdsched.timetables import Timetable, count_notes, look_at_table, read_table, to_problem
from pdsched.timetables.tables.dates import EITHER, OTHER_WEEK, SERIAL
from pdsched.timetables.tables.meetings import ONE, SEVERAL

HEADS = ("Teacher", "Day", "Period", "Class")


def table(*rows: Sequence[object], heads: Sequence[str] = HEADS, **options: Any) -> Timetable:
    """A frame of these rows, read."""
    return read_table(pd.DataFrame(rows, columns=list(heads), dtype=object), **options)


def placed(read: Timetable) -> list[tuple[str, str, int, int]]:
    """Who, on which day, in which period, and for how many."""
    return sorted(
        ("+".join(each.teachers), each.day, each.period, each.duration) for each in read.lessons
    )


@pytest.mark.parametrize(
    "heads",
    [
        ("Teacher", "Day", "Period", "Class", "Subject", "Room"),
        ("Enseignant", "Jour", "Heure", "Classe", "Matière", "Salle"),
        ("Lehrkraft", "Wochentag", "Stunde", "Klasse", "Fach", "Raum"),
        ("Profesor", "Día", "Hora", "Grupo", "Asignatura", "Aula"),
        ("STAFF NAME", "weekday", "Per.", "form", "course", "Room number"),
    ],
)
def test_heads_are_known_in_four_languages(heads: tuple[str, ...]) -> None:
    """Whatever their capitals and accents; how they were taken is said."""
    frame = pd.DataFrame([["ada", "Mon", 2, "5a", "M", "R1"]], columns=list(heads))
    columns = {"period": "Per."} if "Per." in heads else None
    reading = look_at_table(frame, columns=columns)
    (lesson,) = reading.timetable.lessons

    assert (lesson.teachers, lesson.classes, lesson.rooms) == (("ada",), ("5a",), ("R1",))
    assert (lesson.subject, lesson.period) == ("M", 1)
    assert ("class", f"{heads[3]!r} (D)", True) in reading.columns
    assert f"class: {heads[3]!r} (D)" in reading.timetable.assumptions[0]


@pytest.mark.parametrize(
    ("days", "names", "weeks"),
    [
        (["Mon", "Tue"], ("Mon", "Tue"), 1),
        (["mardi", "lundi"], ("lundi", "mardi"), 1),
        ([1.0, 3.0], ("1", "2", "3"), 1),
        (["A3", "B1"], ("A1", "A2", "A3", "B1", "B2", "B3"), 2),
        (["MonA", "TueB"], ("Mon A", "Tue A", "Mon B", "Tue B"), 2),
        (["1Mon", "2Mon"], ("Mon 1", "Mon 2"), 2),
        (["Lundi (A)", "Mardi (B)"], ("Lundi A", "Mardi A", "Lundi B", "Mardi B"), 2),
        (["Week A Mon", "Week B Tue"], ("Mon A", "Tue A", "Mon B", "Tue B"), 2),
        (["C", "A"], ("A", "B", "C"), 1),
        (["Day 2", "Day 1"], ("Day 1", "Day 2"), 1),
    ],
)
def test_days_as_they_are_written(days: list[object], names: tuple[str, ...], weeks: int) -> None:
    """In order, with the days between that numbers and letters tell."""
    read = table(*(("ada", day, 1, "5a") for day in days))

    assert (read.days, read.weeks) == (names, weeks)
    assert {lesson.day for lesson in read.lessons} <= set(names)
    assert len(read.lessons) == len(days)


def test_days_make_a_problem() -> None:
    """Weeks that take turns come to the calendar: Monday of week B is another than that of A."""
    read = table(("ada", "MonA", 1, "5a"), ("ada", "MonB", 2, "5b"))
    school = to_problem(read).schools[0]

    assert school.cycle.days == ("Mon A", "Mon B")


@pytest.mark.parametrize(
    ("week", "days"),
    [
        ("A", {"Mon A"}), ("Semaine B", {"Mon B"}), ("A/B", {"Mon A", "Mon B"}),
        ("", {"Mon A", "Mon B"}), ("every week", {"Mon A", "Mon B"}), ("H", {"Mon A", "Mon B"}),
    ],
)  # fmt: skip
def test_a_column_of_weeks(week: str, days: set[str]) -> None:
    """A row without a week, or with a word for it, is held in all of them."""
    rows = [
        ("ada", "Mon", 1, "5a", week),
        ("ben", "Mon", 1, "5b", "A"),
        ("ben", "Mon", 1, "5b", "B"),
    ]
    read = table(*rows, heads=(*HEADS, "Week"))

    assert {lesson.day for lesson in read.lessons if lesson.teachers == ("ada",)} == days
    assert read.weeks == 2


def test_more_weeks_than_there_are() -> None:
    """Numbers of weeks of the calendar are no weeks that take turns."""
    rows = [("ada", "Mon", 1, "5a", week) for week in range(36, 44)]
    with pytest.raises(ProblemError, match=r"PD725 frame: .*\(8 weeks\)"):
        table(*rows, heads=(*HEADS, "Week"))


def test_order_of_days_is_asked_for() -> None:
    """Red and blue are in no order; told, they are."""
    rows = [("ada", "red", 1, "5a"), ("ada", "blue", 1, "5a")]
    with pytest.raises(ProblemError, match="PD712 frame: 'days'"):
        table(*rows)

    assert table(*rows, days=["Blue", "Red"]).days == ("Blue", "Red")
    with pytest.raises(ProblemError, match="PD710 days: 'blue'"):
        table(*rows, days=["red"])


@pytest.mark.parametrize(
    ("periods", "runs"),
    [
        ([1, 3], [(0, 1), (2, 1)]),
        (["P1", "P2"], [(0, 1), (1, 1)]),
        (["1-2", "3"], [(0, 2), (2, 1)]),
        (["1+3", "2"], [(0, 1), (1, 1), (2, 1)]),
        (["1st", "2nd"], [(0, 1), (1, 1)]),
    ],
)
def test_periods_by_number(periods: list[object], runs: list[tuple[int, int]]) -> None:
    """Counted from the first; two numbers are two periods."""
    read = table(*(("ada", "Mon", period, "5a") for period in periods))

    assert sorted((lesson.period, lesson.duration) for lesson in read.lessons) == runs


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("08:15", "09:00"), ("8.15", "9.00"), ("8h15", "9h"), ("8:15 am", "9:00 am"),
        (0.34375, 0.375), (dt.time(8, 15), dt.time(9)), ("0815", "0900"), (815, 900),
        (dt.datetime(1899, 12, 31, 8, 15), dt.datetime(1899, 12, 31, 9)),
        (dt.timedelta(hours=8, minutes=15), dt.timedelta(hours=9)), ("0,34375", "0,375"),
    ],
)  # fmt: skip
def test_clock_times_as_people_and_spreadsheets_write_them(start: object, end: object) -> None:
    """All of these are a quarter past eight until nine."""
    read = table(("ada", "Mon", start, end), heads=("Teacher", "Day", "Start", "End"))
    (period,) = read.periods

    assert (period.start, period.end) == (dt.time(8, 15), dt.time(9))


def test_lessons_of_several_lengths_share_periods() -> None:
    """A double lesson fills both single ones; the break between is no period."""
    read = table(
        ("ada", "Mon", "8:00", "8:45"),
        ("ada", "Mon", "8:50", "9:35"),
        ("ben", "Mon", "8:00", "9:35"),
        heads=("Teacher", "Day", "From", "To"),
    )

    assert [period.name for period in read.periods] == ["08:00-08:45", "08:50-09:35"]
    assert placed(read) == [("ada", "Mon", 0, 1), ("ada", "Mon", 1, 1), ("ben", "Mon", 0, 2)]
    lesson = to_problem(read).lessons[-1]
    assert {(str(each.start), str(each.end)) for each in to_problem(read).lessons} >= {
        ("08:00:00", "09:35:00")
    }
    assert lesson.school == "table"


def test_ends_that_are_not_told() -> None:
    """A length in minutes counts; else the shortest step, with a sentence; afternoons are told."""
    heads = ("Teacher", "Day", "Start", "Duration")
    read = table(("ada", "Mon", "9:00", 90), ("ada", "Tue", "1:15", "1h00"), heads=heads)
    steps = table(("ada", "Mon", "9:00", None), ("ada", "Mon", "9:50", None), heads=heads)

    assert [p.name for p in read.periods] == ["09:00-10:30", "13:15-14:15"]
    assert [each.value for each in read.notes] == ["1:15"]
    assert [p.name for p in steps.periods] == ["09:00-09:50", "09:50-10:40"]
    assert "a lesson lasts 50 minutes" in " ".join(steps.assumptions)


def test_a_bell_table(tmp_path: Path) -> None:
    """Names and numbers find their bells; what it does not have is noted with its row."""
    bells = tmp_path / "bells.csv"
    bells.write_text("Period;Start;End\nP1;8:00;8:45\nP2;8:50;9:35\nP3;12:30;1:15\n")
    rows = [("ada", "Mon", 1, "5a"), ("ada", "Mon", "P2-P3", "5b"), ("ben", "Tue", 9, "5a")]
    read = table(*rows, bells=bells)

    assert [(p.name, str(p.end)) for p in read.periods][2] == ("P3", "13:15:00")
    assert placed(read) == [("ada", "Mon", 0, 1), ("ada", "Mon", 1, 2)]
    assert [str(each)[:28] for each in read.notes] == ["frame row 4: '9' is a period"]


def test_bells_that_differ_by_day(tmp_path: Path) -> None:
    """On Fridays the second period is earlier; other days keep the row without days."""
    bells = tmp_path / "bells.csv"
    friday = "1,8:00,8:30,Friday\n2,8:30,9:00,Friday\n"
    odd = "1,8:15,8:30,Frday\n"
    bells.write_text(f"period,start,end,days\n1,8:00,9:00,\n2,9:00,10:00,\n{friday}{odd}")
    read = table(("ada", "Mon", 2, "5a"), ("ada", "Fri", 2, "5a"), bells=bells)
    lessons = {each.day: (str(each.start), str(each.end)) for each in to_problem(read).lessons}

    assert lessons == {"Mon": ("09:00:00", "10:00:00"), "Fri": ("08:30:00", "09:00:00")}
    assert [(each.where, each.value) for each in read.notes] == [("bells", "Frday")]


def test_days_of_bells_are_listed_as_in_rosters(tmp_path: Path) -> None:
    """One option names the bell table of both."""
    bells = tmp_path / "bells.csv"
    bells.write_text("period,start,end,days\n1,8:00,9:00,mon-wed\n1,8:00,8:30,Thu Fri\n")
    read = table(
        *(("ada", day, 1, "5a") for day in ("Mon", "Tue", "Wed", "Thu", "Fri")), bells=bells
    )

    assert [str(each.end)[:5] for each in to_problem(read).lessons] == ["09:00"] * 3 + ["08:30"] * 2
    assert read.notes == ()


def test_faults_of_a_bell_table_come_together(tmp_path: Path) -> None:
    """Each with row and column."""
    bells = tmp_path / "bells.csv"
    bells.write_text(
        "period,start,end\n1,8:00,x\n,8:00,9:00\n3,10:00,9:00\n4,9:00,9:40\n5,9:30,10:00\n"
    )
    with pytest.raises(ProblemError) as raised:
        table(("ada", "Mon", 1, "5a"), bells=bells)

    assert [(each.code, each.where, each.value) for each in raised.value.faults] == [
        ("PD726", "bells.csv row 2 column C", "x"),
        ("PD726", "bells.csv row 3 column A", ""),
        ("PD726", "bells.csv row 4 column C", "9:00"),
        ("PD726", "bells.csv", "5 09:30-10:00"),
    ]
    bells.write_text("a,b\n1,2\n")
    with pytest.raises(ProblemError, match=r"PD723 bells\.csv row 1: 'start'"):
        table(("ada", "Mon", 1, "5a"), bells=bells)


def test_several_names_in_a_cell() -> None:
    """What was taken for several is noted; a comma or a stroke parts only when it is told."""
    rows = [("ada; ben", "Mon", 1, "5a+5b"), ("Roe, Eve", "Tue", 1, "10B/Ar1")]
    read, told = table(*rows), table(*rows, separators=",/;+")

    assert [each.teachers for each in read.lessons] == [("ada", "ben"), ("Roe, Eve",)]
    assert [each.classes for each in read.lessons] == [("5a", "5b"), ("10B/Ar1",)]
    assert set(count_notes(read.notes)) == {
        SEVERAL["teacher"], SEVERAL["class"], ONE["teacher"], ONE["class"]
    }  # fmt: skip
    assert [each.teachers for each in told.lessons] == [("ada", "ben"), ("Roe", "Eve")]
    assert told.notes == ()


def test_rows_of_one_lesson_are_put_together() -> None:
    """One teacher with two classes, one class with two teachers, and what has one number."""
    read = table(
        ("ada", "Mon", 1, "5a", "M", ""),
        ("ada", "Mon", 1, "5b", "M", ""),
        ("ben", "Mon", 2, "6a", "M", ""),
        ("eve", "Mon", 2, "6a", "M", ""),
        ("ada", "Tue", 1, "7a", "F", "12"),
        ("ben", "Tue", 1, "7b", "L", "12"),
        ("ada", "Tue", 2, "7a", "F", "12"),
        ("ben", "Tue", 2, "7b", "L", "12"),
        heads=(*HEADS, "Subject", "Lesson"),
    )
    told = {(each.day, each.period): each for each in read.lessons}

    assert told["Mon", 0].classes == ("5a", "5b")
    assert told["Mon", 1].teachers == ("ben", "eve")
    coupling = told["Tue", 0]
    assert (coupling.id, coupling.duration, coupling.subject) == ("12", 2, "F+L")
    assert coupling.subjects() == {"ada": "F", "ben": "L"}
    assert len(read.lessons) == 3


@pytest.mark.parametrize(
    "dates",
    [
        [dt.date(2026, 9, 7), dt.date(2026, 9, 8)],
        [dt.datetime(2026, 9, 7), dt.datetime(2026, 9, 8)],
        ["2026-09-07", "2026-09-08"],
        ["7.9.2026", "8.9.2026"],
        ["20260907", "20260908"],
        ["07/09/2026", "08/09/2026"],
        [46272, 46273],
    ],
)
def test_dates_are_weekdays(dates: list[object]) -> None:
    """However they are written, if in one way only: Monday and Tuesday of a week at school."""
    rows = [("ada", date, 1, "5a") for date in dates]
    read = table(*rows, heads=("Teacher", "Date", "Period", "Class"))

    assert read.days == ("mon", "tue")
    assert set(count_notes(read.notes)) == ({SERIAL} if isinstance(dates[0], int) else set())
    assert "from 2026-09-07 to 2026-09-08" in read.assumptions[1]


def test_dates_that_may_be_others_are_noted() -> None:
    """The second of March or the third of February, both at school."""
    read = table(
        ("ada", "02/03/2026", 1, "5a"),
        ("ben", "2026-03-03", 1, "5a"),
        ("ben", "1890-03-03", 1, "5a"),
        heads=("Teacher", "Date", "Period", "Class"),
    )

    assert [each.message for each in read.notes] == [
        EITHER,
        "is a date before 1950, so the row is left out",
    ]
    assert len(read.lessons) == 1


def test_dates_of_weeks_that_take_turns() -> None:
    """A term of dates is two weeks where every second is alike; a holiday changes nothing."""
    monday = dt.date(2026, 9, 7)
    rows = [
        ("ada", monday + dt.timedelta(days=7 * week + day), 1 + week % 2, "5a")
        for week in range(8)
        for day in range(5)
        if (week, day) != (3, 2)
    ]
    heads = ("Teacher", "Date", "Period", "Class")
    read, odd = table(*rows, heads=heads), table(*rows, ("ada", monday, 3, "5a"), heads=heads)

    assert (read.weeks, len(read.days), len(read.lessons)) == (2, 10, 10)
    assert (odd.weeks, len(odd.lessons)) == (1, 6)
    assert count_notes(odd.notes) == {OTHER_WEEK: len(rows) - 5}


def test_day_and_period_in_one_cell() -> None:
    """Whatever stands between them."""
    rows = [("ada", "1Mon:2"), ("ada", "2Tue:1"), ("ada", "nonsense")]
    read = table(*rows, heads=("Teacher", "Slot"))

    assert placed(read) == [("ada", "Mon 1", 1, 1), ("ada", "Tue 2", 0, 1)]
    assert [each.where for each in read.notes] == ["frame row 4 column B"]


def test_columns_that_are_told(tmp_path: Path) -> None:
    """By head, letters, number or several; in Python or in a file."""
    frame = pd.DataFrame([["Roe", "Eve", "Mon", 3]], columns=["a", "b", "c", "d"])
    columns: dict[str, Any] = {"teacher": ("a", "B"), "day": "c", "period": 4}
    (tmp_path / "map.toml").write_text('teacher = ["a", "b"]\nday = "c"\n[columns]\nperiod = 4\n')
    told = read_table(frame, columns=columns)
    read = read_table(frame, columns=tmp_path / "map.toml")

    assert told.lessons == read.lessons
    assert told.lessons[0].teachers == ("Roe Eve",)
    assert told.notes == ()


def test_columns_that_are_not_there() -> None:
    """All of them, with what there is."""
    with pytest.raises(ProblemError) as raised:
        table(("ada", "Mon", 1, "5a"), columns={"teacher": "Who", "room": "Where", "day": 9})

    assert [(each.code, each.where, each.value) for each in raised.value.faults] == [
        ("PD723", "frame row 1", "Who"),
        ("PD723", "frame row 1", "Where"),
        ("PD723", "frame row 1", "9"),
    ]
    assert "its heads are 'Teacher', 'Day', 'Period', 'Class'" in raised.value.faults[0].message


def test_what_is_missing_is_asked_for() -> None:
    """Heads without a day or a time tell no timetable."""
    with pytest.raises(ProblemError, match=r"PD727 frame row 1: 'Teacher, Class'.*day, period"):
        table(("ada", "5a"), heads=("Teacher", "Class"))


def test_faults_of_all_that_is_given_come_together(tmp_path: Path) -> None:
    """Columns, bells and file at once; so do days and periods without an order."""
    (tmp_path / "bells.csv").write_text("period,start,end\n1,9:00,8:00\n")
    with pytest.raises(ProblemError) as raised:
        read_table("no.csv", bells=tmp_path / "bells.csv", layout="no", columns={"room": "x"})
    codes = [each.code for each in raised.value.faults]
    with pytest.raises(ProblemError) as unordered:
        table(("ada", "red", "roll call", "5a"), ("ada", "blue", "lunch", "5a"))

    assert codes == ["PD722", "PD726", "PD701"]
    assert [each.value for each in unordered.value.faults] == ["days", "hours"]
