"""The readers on real timetables, where the folder of the real data is named."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from skipping import REAL_DATA, needs_real_data

from pdsched.checks import check
from pdsched.errors import Severity
from pdsched.problem import CoverKind, CycleKind, Problem
from pdsched.timetables import (
    Note,
    Timetable,
    TimetableLesson,
    count_notes,
    guess_kind,
    import_timetable,
    read_fet,
    read_untis,
    read_xhstt,
)
from pdsched.timetables.clashes import SECOND
from pdsched.timetables.cleaning import NOBODY
from pdsched.timetables.fet import INACTIVE
from pdsched.timetables.fet_mode import GUESSED

FOLDER = REAL_DATA / "timetables"
pytestmark = needs_real_data

ARCHIVES = [
    "AU-BG-98",
    "BR-SN-00",
    "DK-FG-12",
    "ES-SS-08",
    "FI-PB-98",
    "GR-P3-10",
    "IT-I4-96",
    "NL-KP-03",
    "UK-SP-06",
    "ZA-WD-09",
]
TABLES = [
    "algeria_bachiri401",
    "algeria_lycee_salem",
    "bulgaria_lom_high_school_2007_2008",
    "greece_6th_primary_didymoteicho",
    "hungary_varosmajori_gimnazium_budapest_vmg_20180901b_9",
    "morocco_ibn_alhaytham_2018",
    "namibia_by_bobby_set_7_2016_namibiapsy16t1f",
    "namibia_by_bobby_set_7_2016_rehobothpsy16t1a",
    "romania_oradea_school_10_oradea_2007_2008",
    "south_africa_western_cape_robertson_mhs_july2",
    "spain_ies_xyz_2020_21",
    "vietnam_2_secondary_school_vietnamhungyen",
]
MOROCCO = (
    "fet/FET-5-mornings-afternoons__Morocco-old-format__5__"
    "Sample-Morocco-2018_data_and_timetable.fet"
)
SPAIN = "fet/FET-5-official__Spain__4-secondary-and-vocational-school__SPAIN_20-21-locked.fet"
FILES = [
    "untis/GPU001.TXT",
    *(f"xhstt/{name}.xml" for name in ARCHIVES),
    *(f"fet/{name}.csv" for name in TABLES),
    MOROCCO,
    SPAIN,
]

Row = tuple[str, str, int, int, tuple[str, ...], tuple[str, ...], int, tuple[str, ...]]


@cache
def imported(file: str) -> tuple[Problem, tuple[Note, ...]]:
    """The problem and the notes of a file, with the kind that its content tells."""
    path = FOLDER / file
    return import_timetable(guess_kind(path), path)


@cache
def archive(name: str) -> Timetable:
    """An archive with its default solution."""
    return read_xhstt(FOLDER / "xhstt" / f"{name}.xml")


@cache
def table(name: str) -> Timetable:
    """A FET timetable CSV."""
    return read_fet(FOLDER / "fet" / f"{name}.csv")


def rows_of(file: str) -> list[dict[str, str]]:
    """The rows of a CSV of the data."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def summary(file: str, key: str, name: str) -> dict[str, str]:
    """The row of a summary."""
    (row,) = (row for row in rows_of(file) if row[key] == name)
    return row


def names(text: str) -> tuple[str, ...]:
    """Names that are joined by semicolons, sorted."""
    return tuple(sorted(name for name in text.split(";") if name))


def read_row(lesson: TimetableLesson) -> Row:
    """A lesson as the reference files tell it."""
    return (
        lesson.event,
        lesson.day,
        lesson.period,
        lesson.duration,
        tuple(sorted(lesson.teachers)),
        tuple(sorted(lesson.classes)),
        lesson.students,
        tuple(sorted(lesson.rooms)),
    )


def told_row(row: dict[str, str]) -> Row:
    """A row of a reference file in the same shape."""
    return (
        row["event"],
        row["day"],
        int(row["period"]),
        int(row["duration"]),
        names(row["teachers"]),
        names(row["classes"]),
        int(row["n_students"]),
        names(row["rooms"]),
    )


@pytest.mark.parametrize("file", FILES, ids=[Path(file).stem[-30:] for file in FILES])
def test_every_file_makes_a_problem_without_errors(file: str) -> None:
    """Each real timetable is imported, and the checks find no error in it."""
    problem, _ = imported(file)

    assert problem.lessons
    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []


@pytest.mark.parametrize("name", ARCHIVES)
def test_archive_agrees_with_an_independent_reading(name: str) -> None:
    """Every lesson agrees with the reference: event, place, teachers, classes, students, rooms."""
    expected = Counter(map(told_row, rows_of(f"xhstt/expected/{name}.csv")))

    assert Counter(map(read_row, archive(name).lessons)) == expected


@pytest.mark.parametrize("name", ARCHIVES)
def test_archive_agrees_with_the_summary(name: str) -> None:
    """The default solution is the one of the summary, with its counts."""
    row, read = summary("xhstt/summary.csv", "instance", name), archive(name)

    assert f"{row['solution']!r}" in read.assumptions[0]
    assert read.teacher_slots() == int(row["teacher_periods"])
    assert sum(one.duration for one in read.lessons) == int(row["placed_duration"])
    assert (len(read.teachers), len(read.days)) == (int(row["teachers"]), int(row["days"]))
    lengths = read.day_lengths or (len(read.periods),) * len(read.days)
    assert sum(lengths) == int(row["times"])
    untaught = sum(one.duration for one in read.lessons if not one.teachers)
    assert untaught == int(row["duration_without_teacher"])


@pytest.mark.parametrize("name", ARCHIVES)
def test_archive_loses_no_lesson_with_a_teacher(name: str) -> None:
    """No note but that a lesson has no teacher: nobody is in two places, nothing is unplaced."""
    problem, notes = imported(f"xhstt/{name}.xml")

    untaught = sum(not one.teachers for one in archive(name).lessons)
    assert count_notes(notes) == ({NOBODY: untaught} if untaught else {})
    assert len(problem.lessons) == len(archive(name).lessons) - untaught


def test_two_weeks_of_the_danish_school() -> None:
    """The Danish timetable of ten days runs over two weeks of five school days."""
    problem, _ = imported("xhstt/DK-FG-12.xml")

    assert archive("DK-FG-12").weeks == 2
    assert (problem.schools[0].cycle.kind, len(problem.calendar.weekdays)) == (CycleKind.WEEKLY, 5)


@pytest.mark.parametrize("name", TABLES)
def test_table_agrees_with_the_summary(name: str) -> None:
    """Busy teachers, their periods and the placed activities are those of the summary."""
    row, read = summary("fet/summary.csv", "name", name), table(name)

    # A table knows a teacher only by a lesson, so idle ones (three in Greece) are not in it.
    assert len(read.teachers) == int(row["teachers_busy"])
    assert read.teacher_slots() == int(row["teacher_periods"])
    assert len(read.lessons) == int(row["placed_activities"])


@pytest.mark.parametrize("name", TABLES)
def test_hours_of_a_table_agree_with_the_summary(name: str) -> None:
    """The lesson hours are those of the summary, which counts unplaced activities as well."""
    row = summary("fet/summary.csv", "name", name)
    hours = sum(one.duration for one in table(name).lessons)

    # Only the Greek school has activities that its timetable does not place: 13, of 32 hours.
    assert int(row["activities"]) - int(row["placed_activities"]) == (13 if "greece" in name else 0)
    assert int(row["lesson_hours"]) - hours == (32 if "greece" in name else 0)


@pytest.mark.parametrize("name", TABLES)
def test_grid_of_a_table_agrees_with_the_summary(name: str) -> None:
    """Days and hours are those of the summary; in Algeria and Morocco two days are one."""
    row, read = summary("fet/summary.csv", "name", name), table(name)
    halves = "algeria" in name or "morocco" in name
    # The table of the Hungarian school has nothing after hour 8 of its 10, so it cannot know them.
    hours = 8 if "hungary" in name else int(row["hours_per_day"])

    assert read.morning == (hours if halves else None)
    assert len(read.days) * (2 if halves else 1) == int(row["days"])
    assert len(read.periods) == hours * (2 if halves else 1)
    assert count_notes(read.notes) == ({GUESSED: 1} if halves else {})


@pytest.mark.parametrize(
    ("file", "name", "idle", "notes"),
    [
        (MOROCCO, "morocco_ibn_alhaytham_2018", 0, {}),
        # 23 activities of the Spanish file are switched off, all those of one teacher among them.
        (SPAIN, "spain_ies_xyz_2020_21", 1, {INACTIVE: 23}),
    ],
    ids=["Morocco", "Spain"],
)
def test_fet_file_agrees_with_its_table(
    file: str, name: str, idle: int, notes: dict[str, int]
) -> None:
    """A ``.fet`` file and the table made of it place the same activities at the same times."""
    read, other = read_fet(FOLDER / file), table(name)

    def places(each: Timetable) -> Counter[tuple[object, ...]]:
        return Counter(
            (one.event, each.days.index(one.day), one.period, one.duration, one.subject,
             one.classes, len(one.teachers))
            for one in each.lessons
        )  # fmt: skip

    assert places(read) == places(other)
    assert len(read.teachers) == len(other.teachers) + idle
    assert count_notes(read.notes) == notes


def test_clock_times_of_the_spanish_file() -> None:
    """The names of the Spanish hours tell their starts; periods last an hour, breaks between."""
    problem, _ = imported(SPAIN)

    assert [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in problem.schools[0].periods] == [
        "08:15-09:15",
        "09:15-10:15",
        "10:30-11:30",
        "11:30-12:30",
        "12:45-13:45",
        "13:45-14:45",
    ]


def test_untis_file() -> None:
    """The Untis file has 80 teachers in 1,466 slots; six second lessons are noted."""
    read = read_untis(FOLDER / "untis" / "GPU001.TXT")

    assert (len(read.teachers), read.teacher_slots()) == (80, 1466)
    assert (len(read.days), len(read.periods)) == (5, 12)
    assert count_notes(read.notes) == {SECOND: 6}
    free = [one for one in read.lessons if one.cover is CoverKind.NOT_NEEDED]
    assert {one.subject for one in free} == {"Mittag", "LZ"}
    assert sum(len(one.teachers) for one in free) == 69


def test_untis_problem_keeps_all_slots() -> None:
    """The problem of the Untis file has a lesson for each of the 1,466 teacher-slots."""
    problem, _ = imported("untis/GPU001.TXT")

    assert sum(len(one.staff) for one in problem.lessons) == 1466
    assert len(problem.staff) == 80
