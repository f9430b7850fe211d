"""The readers of FET files: placed activities, timetable CSV, and the two modes."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from small_fet import HEADER, activity, fet, half_days, rows, start, write

from pdsched.errors import ProblemError
from pdsched.timetables import Mode, count_notes, read_fet
from pdsched.timetables.fet import INACTIVE, NO_DURATION, SOFT, TWICE, UNKNOWN_DAY, UNKNOWN_TEACHER
from pdsched.timetables.fet import NO_ID as NO_NUMBER
from pdsched.timetables.fet import UNPLACED as UNPLACED_ACTIVITY
from pdsched.timetables.fet_csv import NO_ID, SHORT, UNPLACED
from pdsched.timetables.fet_mode import CUT, GUESSED, KEPT


def test_activities_with_a_fixed_start_are_lessons(tmp_path: Path) -> None:
    """An activity counts if its start has a weight of 100 or is locked; others are noted."""
    text = fet(
        activity(1, "ada ben", 2) + activity(2) + activity(3) + activity(4) + activity(5)
        + activity(6, active="false") + activity(7, "eve"),
        start(1, "Tu", "H2") + start(2, "Mo", "H1", "50", "true") + start(3, "Mo", "H2", "99")
        + start(5, "Su", "H1") + start(6, "We", "H1") + start(7, "Fr", "H3"),
    )  # fmt: skip

    timetable = read_fet(write(tmp_path, text))

    first, second, third = timetable.lessons
    assert (first.day, first.period, first.duration, first.teachers) == ("Tu", 1, 2, ("ada", "ben"))
    assert (first.rooms, first.classes, first.subject) == (("R1",), ("5a",), "maths")
    assert (second.id, second.day) == ("2", "Mo")
    assert third.teachers == ("eve",)
    assert count_notes(timetable.notes) == {
        SOFT: 1,
        UNPLACED_ACTIVITY: 2,
        UNKNOWN_DAY: 1,
        INACTIVE: 1,
        UNKNOWN_TEACHER: 1,
    }


def test_activities_that_make_no_sense_are_noted(tmp_path: Path) -> None:
    """Activities without a number or a duration, or with an earlier number, are noted."""
    odd = activity(1).replace("<Id>1", "<Id>one")
    text = fet(
        activity(1) + activity(1, "ben") + odd + activity(3, duration=0) + activity(4),
        start(1, "Mo", "H1") + start(3, "Mo", "H1") + start(4, "Mo", "H1", "much")
        + start(4, "Mo", "H1").replace("<Active>true", "<Active>false"),
    )  # fmt: skip

    timetable = read_fet(write(tmp_path, text))

    assert [one.teachers for one in timetable.lessons] == [("ada",)]
    assert count_notes(timetable.notes) == {
        SOFT: 1,
        TWICE: 1,
        NO_NUMBER: 1,
        NO_DURATION: 1,
        UNPLACED_ACTIVITY: 1,
    }


def test_locked_start_beats_an_earlier_one(tmp_path: Path) -> None:
    """Of two fixed starts the locked one counts, else the first."""
    starts = start(1, "Mo", "H1") + start(1, "Tu", "H2") + start(1, "We", "H3", locked="true")

    (lesson,) = read_fet(write(tmp_path, fet(activity(1), starts))).lessons

    assert (lesson.day, lesson.period) == ("We", 2)


@pytest.mark.parametrize(
    "text",
    [fet(activity(1), start(1, "Mo", "H1")), rows("1;Day 1;Hour 1;5a;maths;ada")],
    ids=["fet", "csv"],
)
def test_subjects_without_cover(tmp_path: Path, text: str) -> None:
    """Lessons of the subjects that the caller names need no cover, which is said."""
    timetable = read_fet(write(tmp_path, text), no_cover=("maths",))

    assert [one.cover.value for one in timetable.lessons] == ["not-needed"]
    assert "Lessons with the subject maths need no cover." in timetable.assumptions


def test_csv_in_the_windows_code_page(tmp_path: Path) -> None:
    """A CSV that is not UTF-8 is read in the Windows code page, which is noted as a guess."""
    path = tmp_path / "timetable.csv"
    path.write_bytes(rows("1;Day 1;Hour 1;5ä;maths;ada").encode("cp1252"))

    timetable = read_fet(path)

    assert timetable.lessons[0].classes == ("5ä",)
    (guess,) = timetable.notes
    assert "was read in the guessed code page cp1252" in guess.message


def test_csv_numbers_that_are_no_count_are_sorted(tmp_path: Path) -> None:
    """Numbers above 100 name days and hours, but do not count them."""
    text = rows("1;Day 1;Hour 900;5a;maths;ada", "2;Day 1;Hour 1000;5a;maths;ada")

    timetable = read_fet(write(tmp_path, text))

    assert [period.name for period in timetable.periods] == ["Hour 900", "Hour 1000"]


def test_all_listed_teachers_are_known(tmp_path: Path) -> None:
    """Teachers of the list without an activity are known, and the school has its name."""
    timetable = read_fet(write(tmp_path, fet(activity(1), start(1, "Mo", "H1"))))

    assert (timetable.teachers, timetable.name) == (("ada", "ben", "idle"), "tiny school")


@pytest.mark.parametrize(
    ("mode", "version"),
    [("<Mode>Mornings-Afternoons</Mode>", "6.8.5"), ("", "5.27.3-morocco30")],
    ids=["mode", "version"],
)
def test_fet_file_tells_mornings_and_afternoons(tmp_path: Path, mode: str, version: str) -> None:
    """Two FET days are one real day if the file's mode or its edition of FET says so."""
    days = "L_m L_s Ma_m Ma_s"
    starts = start(1, "L_m", "H3") + start(2, "Ma_s", "H1")
    text = fet(activity(1) + activity(2), starts, days=days, mode=mode, version=version)

    timetable = read_fet(write(tmp_path, text))

    assert timetable.days == ("L", "Ma")
    assert (timetable.morning, len(timetable.periods)) == (3, 6)
    assert [(one.day, one.period) for one in timetable.lessons] == [("L", 2), ("Ma", 3)]
    assert timetable.notes == ()


def test_mode_of_the_file_beats_the_guess(tmp_path: Path) -> None:
    """An official file keeps its days, however many and short they are."""
    days = " ".join(f"D{number}" for number in range(1, 11))
    text = fet(activity(1), start(1, "D1", "H1"), days=days, mode="<Mode>Official</Mode>")

    assert len(read_fet(write(tmp_path, text)).days) == 10


def test_mode_that_is_not_read_here_is_refused(tmp_path: Path) -> None:
    """FET's terms are refused unless the caller says how to read the days."""
    path = write(tmp_path, fet(activity(1), start(1, "Mo", "H1"), mode="<Mode>Terms</Mode>"))

    with pytest.raises(ProblemError, match="PD708"):
        read_fet(path)

    assert len(read_fet(path, mode="official").lessons) == 1


def test_csv_hours_in_a_row_are_one_lesson(tmp_path: Path) -> None:
    """Successive hours of an activity on a day are one lesson, others are lessons of their own."""
    text = rows(
        "1;Day 2;Hour 2;5a+5b;maths;ada+ben", "1;Day 2;Hour 1;5a+5b;maths;ada+ben",
        "1;Day 2;Hour 4;5a+5b;maths;ada+ben", "2;Day 1;Hour 1;;meeting;",
    )  # fmt: skip

    lessons = read_fet(write(tmp_path, text)).lessons

    assert [(one.id, one.day, one.period, one.duration) for one in lessons] == [
        ("1", "Day 2", 0, 2),
        ("1/2", "Day 2", 3, 1),
        ("2", "Day 1", 0, 1),
    ]
    assert (lessons[0].teachers, lessons[0].classes) == (("ada", "ben"), ("5a", "5b"))
    assert lessons[2].teachers == ()


def test_csv_numbers_are_counted_without_gaps(tmp_path: Path) -> None:
    """Days and hours in which nothing takes place exist up to the highest number."""
    timetable = read_fet(write(tmp_path, rows("1;Day 5;Hour 3;5a;maths;ada")))

    assert timetable.days == ("Day 1", "Day 2", "Day 3", "Day 4", "Day 5")
    assert [period.name for period in timetable.periods] == ["Hour 1", "Hour 2", "Hour 3"]


def test_csv_weekdays_and_clock_times_are_put_in_order(tmp_path: Path) -> None:
    """Weekdays and clock times are sorted as such."""
    text = rows("1;Tuesday;10:00;5a;maths;ada", "2;Monday;8:00;5a;maths;ada")
    timetable = read_fet(write(tmp_path, text))
    assert timetable.days == ("Monday", "Tuesday")
    assert [period.start for period in timetable.periods] == [time(8), time(10)]


def test_csv_rows_that_cannot_be_used_are_noted(tmp_path: Path) -> None:
    """Rows of another length, without an id or without a place are noted with their lines."""
    text = rows("1;Day 1;Hour 1;5a;maths;ada", "2;;;5a;maths;ada", ";Day 1;Hour 1;5a;maths;ada")

    notes = read_fet(write(tmp_path, text + '"3","Day 1"\n')).notes

    assert [(item.where, item.message) for item in notes] == [
        ("line 3", UNPLACED),
        ("line 4", NO_ID),
        ("line 5", SHORT),
    ]


def test_csv_with_semicolons_and_moved_columns(tmp_path: Path) -> None:
    """Columns are found by the header, whatever their order and the separator."""
    text = "Teachers;Day;Hour;Activity Id;Subject;Students Sets\nada;Day 1;Hour 1;9;maths;5a\n"

    (lesson,) = read_fet(write(tmp_path, text)).lessons

    assert (lesson.id, lesson.teachers, lesson.subject) == ("9", ("ada",), "maths")


@pytest.mark.parametrize(
    ("text", "mode", "days", "notes"),
    [
        (half_days(2), "auto", 5, {GUESSED: 1}),
        (half_days(2), "official", 10, {}),
        (half_days(4), "auto", 10, {KEPT: 1}),
        (half_days(4), "mornings-afternoons", 5, {}),
        (half_days(0, days=11), "auto", 6, {GUESSED: 1}),
        (half_days(2, days=8), "auto", 8, {}),
        (half_days(2, hours=7), "auto", 10, {}),
    ],
    ids=["short even days", "told", "two weeks", "told halves", "eleven", "eight", "long"],
)
def test_mode_of_a_csv_is_guessed_or_told(
    tmp_path: Path, text: str, mode: Mode, days: int, notes: dict[str, int]
) -> None:
    """Ten short days or more, every second less full, are halves, and a note says so."""
    timetable = read_fet(write(tmp_path, text), mode=mode)

    assert len(timetable.days) == days
    assert count_notes(timetable.notes) == notes


def test_afternoons_follow_mornings(tmp_path: Path) -> None:
    """In the mode mornings-afternoons, day 4 is the afternoon of the second real day."""
    text = rows("1;Day 4;Hour 1;5a;maths;ada", "2;Day 3;Hour 2;5a;maths;ada")

    lessons = read_fet(write(tmp_path, text), mode="mornings-afternoons").lessons

    assert [(one.day, one.period) for one in lessons] == [("day 2", 2), ("day 2", 1)]


def test_activity_past_the_end_of_its_half_is_cut(tmp_path: Path) -> None:
    """A duration beyond the last hour is cut and noted."""
    text = fet(activity(1, duration=9), start(1, "Mo", "H2"))

    timetable = read_fet(write(tmp_path, text))

    assert timetable.lessons[0].duration == 2
    assert count_notes(timetable.notes) == {CUT: 1}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n", "PD702"),
        ("<fet>", "PD703"),
        ("<!DOCTYPE fet><fet/>", "PD704"),
        ("<HighSchoolTimetableArchive/>", "PD705"),
        ("<fet/>", "PD705"),
        ("a,b,c\n1,2,3\n", "PD705"),
        (HEADER, "PD706"),
        (rows("1;;;5a;maths;ada"), "PD706"),
        (fet("", ""), "PD706"),
        (fet(activity(1), ""), "PD706"),
        (HEADER + '"' + "x" * 200_000 + '"', "PD705"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, text: str, code: str) -> None:
    """Broken, foreign and empty files are refused with their codes."""
    with pytest.raises(ProblemError) as error:
        read_fet(write(tmp_path, text))

    assert [fault.code for fault in error.value.faults] == [code]


def test_unknown_mode_is_refused(tmp_path: Path) -> None:
    """A mode that does not exist is refused before the file is read."""
    with pytest.raises(ProblemError, match="PD708"):
        read_fet(tmp_path / "none", mode="weekly")  # type: ignore[arg-type]
