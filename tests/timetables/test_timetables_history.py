"""What Untis exports beside its timetable: names, dates of lessons, and substitutions."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from skipping import REAL_DATA, needs_real_data

from pdsched.checks import check
from pdsched.errors import ProblemError
from pdsched.problem import CoverKind, Weekday
from pdsched.timetables import (
    History,
    LessonMissed,
    count_notes,
    import_timetable,
    read_untis,
    read_untis_history,
    to_problem,
    untis_beside,
    with_history,
)
from pdsched.timetables import history as history_rows
from pdsched.timetables.clashes import SECOND
from pdsched.timetables.cleaning import NOT_IN_TERM
from pdsched.timetables.with_history import NOT_BEFORE, NOT_STAFF

TIMETABLE = (
    '7;"5a";"ADA";"M";"R1";1;1;;\n7;"5a";"ADA";"M";"R1";2;1;;\n8;"5b";"BEN";"Mittag";"R2";1;1;;\n'
)


def folder(place: Path, *, separator: str = ";", **files: str) -> Path:
    """A folder with a timetable and these other files; the path of the timetable."""
    (place / "GPU001.TXT").write_text(TIMETABLE)
    for name, text in files.items():
        (place / f"{name}.TXT").write_text(text.replace(";", separator), encoding="utf-8")
    return place / "GPU001.TXT"


TEACHERS = f'"ADA";"Lovelace";{";" * 25};"Ada";\n"BEN";"Ek, sen.";\n"CY";"Young";\n;"Nobody";\n'
ROOMS = '"R1";"Room 1";;;;;;24;\n"R2";"Yard";;;;;;;\n'
SUBJECTS = '"M";"Maths";\n"Mittag";"Lunch break";\n'
LESSONS = (
    '7;2;2;2;"5a";"ADA";"M";"R1";;24;;;;;20260907;20261016;\n'
    '9;2;2;2;"5c";"CY";"M";"R1";;24;;;;;;;\n'
)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_names_and_dates_beside_the_timetable(tmp_path: Path, separator: str) -> None:
    """Full names of people and subjects, seats of rooms, and from when to when a lesson is."""
    path = folder(
        tmp_path,
        separator=separator,
        GPU004=TEACHERS,
        gpu005=ROOMS,
        GPU006=SUBJECTS,
        GPU002=LESSONS,
    )
    timetable = read_untis(path)
    problem = to_problem(timetable)
    names = {member.id: member.name for member in problem.staff}

    assert names == {"ADA": "Ada Lovelace", "BEN": "Ek, sen.", "CY": "Young"}
    assert [(room.id, room.name, room.capacity) for room in problem.rooms] == [("R1", "Room 1", 24)]
    assert [each.subject for each in problem.lessons] == ["Maths", "Maths", "Mittag"]
    assert problem.lessons[2].cover is CoverKind.NOT_NEEDED
    assert (problem.lessons[0].first, problem.lessons[0].last) == (
        date(2026, 9, 7),
        date(2026, 10, 16),
    )
    assert count_notes(timetable.notes) == {untis_beside.SHORT: 1, untis_beside.UNPLACED: 1}
    assert "GPU002.TXT, GPU004.TXT, gpu005.TXT, GPU006.TXT" in problem.assumptions[0]
    assert not check(problem)


def test_files_beside_can_be_left_alone(tmp_path: Path) -> None:
    """And are, where the timetable is called otherwise."""
    path = folder(tmp_path, GPU004=TEACHERS)
    other = path.rename(tmp_path / "lessons.txt")

    assert read_untis(other).names == {}
    assert read_untis(other.rename(path)).names["ADA"] == "Ada Lovelace"
    assert read_untis(path, beside=False).names == {}


def test_class_that_its_list_lacks_is_noted(tmp_path: Path) -> None:
    """So that a wrong file is seen."""
    timetable = read_untis(folder(tmp_path, GPU003='"5a";"Class 5a";\n'))

    assert [(each.value, each.message) for each in timetable.notes] == [
        ("5b", untis_beside.UNKNOWN)
    ]


def test_lesson_of_another_year_is_left_out(tmp_path: Path) -> None:
    """With a note, and the import is refused where no other is left."""
    old = "7;2;;;5a;ADA;M;;;;;;;;20170901;20180731\n"
    path = folder(tmp_path, GPU002=old + old.replace("7;2", "8;2", 1).replace("2018", "2028"))
    problem, notes = import_timetable("untis", path)

    assert [lesson.id for lesson in problem.lessons] == ["8-1-1"]
    assert [each.value for each in notes] == ["2017-09-01..2018-07-31"] * 2
    assert count_notes(notes) == {NOT_IN_TERM: 2}
    with pytest.raises(ProblemError, match="outside of the plan"):
        import_timetable("untis", folder(tmp_path, GPU002=old + old.replace("7;", "8;", 1)))


def test_lessons_of_two_half_years_do_not_clash(tmp_path: Path) -> None:
    """A teacher may hold both in one period; if the dates overlap, the first stays."""
    rows = "7;5a;ADA;M;;1;1;;\n8;5b;ADA;F;;1;1;;\n"
    for first, number in (("20270201", 2), ("20261001", 1)):
        path = folder(
            tmp_path,
            GPU002=f"7;2;;;5a;ADA;M;;;;;;;;20260901;20270131\n8;2;;;5b;ADA;F;;;;;;;;{first};\n",
        )
        path.write_text(rows)
        timetable = read_untis(path)

        assert len(timetable.lessons) == number
        assert count_notes(timetable.notes) == ({SECOND: 1} if number == 1 else {})


def row(
    number: int = 1,
    day: str = "20260831",
    period: str = "1",
    absent: str = "ADA",
    substitute: str = "",
    bits: int = 0,
    letter: str = "",
    absence: str = "3",
) -> str:
    """A row of GPU014."""
    told = (number, day, period, absence, 7, absent, substitute, "M", "", "", "", "R1", "", "")
    more = ("5a~5b", "sick", "", bits, "5a", letter, "202608310700", "")
    return ",".join(str(each) for each in (*told, *more)) + "\n"


def history(place: Path, *rows: str) -> History:
    """The history that these rows are."""
    path = place / "GPU014.TXT"
    path.write_text("".join(rows))
    return read_untis_history(path)


def test_row_tells_who_was_away_and_who_came(tmp_path: Path) -> None:
    """With the classes, which are parted by tildes, and the reason."""
    (held, cancelled) = history(tmp_path, row(substitute="BEN"), row(2, bits=1, letter="C")).lessons

    assert (held.date, held.period, held.teacher, held.substitute) == (
        date(2026, 8, 31),
        1,
        "ADA",
        "BEN",
    )
    assert (held.classes, held.reason, held.subject) == (("5a", "5b"), "sick", "M")
    assert cancelled.substitute == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (row(absent=""), history_rows.NOBODY),
        (row(absence=""), history_rows.NO_ABSENCE),
        (row(absence="0"), history_rows.NO_ABSENCE),
        (row(substitute="ADA"), history_rows.SAME),
        (row(letter="R"), history_rows.SAME),
        (row(bits=16, letter="L"), history_rows.RELEASED),
        (row(bits=65552), history_rows.RELEASED),
        (row(bits=128, letter="F"), history_rows.MOVED),
        (row(bits=9, letter="C"), history_rows.MOVED),
        (row(letter="~", substitute="BEN"), history_rows.MOVED),
        (row(bits=131072), history_rows.DUTY),
        (row(bits=1048580, letter="A"), history_rows.OTHER),
        (row(letter="E"), history_rows.OTHER),
        (row(day="20261399"), history_rows.NO_TIME),
        (row(period="x"), history_rows.NO_TIME),
        ("1,2,3\n", history_rows.SHORT),
    ],
)
def test_row_that_tells_of_no_absence_is_noted(tmp_path: Path, text: str, reason: str) -> None:
    """By its bits or its letter."""
    told = history(tmp_path, row(), text)

    assert len(told.lessons) == 1
    assert count_notes(told.notes) == {reason: 1}


def test_other_files_are_no_history(tmp_path: Path) -> None:
    """A timetable is none, and says so."""
    with pytest.raises(ProblemError) as raised:
        read_untis_history(folder(tmp_path))

    assert raised.value.faults[0].code == "PD705"


def missed(day: int, period: int = 1, substitute: str = "", teacher: str = "ADA") -> LessonMissed:
    """A lesson missed in the last week of August."""
    return LessonMissed(
        date=date(2026, 8, day), period=period, teacher=teacher, substitute=substitute
    )


def test_figures_of_each_person() -> None:
    """Lessons and half-days away, and lessons held for others."""
    told = History(
        name="x", lessons=(missed(24), missed(24, 2, "BEN"), missed(24, 7, "BEN"), missed(25, 1))
    )

    assert [tuple(each) for each in told.presences(morning={1, 2})] == [
        ("ADA", 4, 3, 0),
        ("BEN", 0, 0, 2),
    ]


def test_chances_by_weekday() -> None:
    """The share of a weekday with ten lessons, that of all for others, and never none."""
    monday = [missed(24, n, "BEN" if n < 4 else "") for n in range(10)]
    tuesday = [missed(25, n) for n in range(10)]
    chances = History(name="x", lessons=(*monday, *tuesday, missed(26, 1, "BEN"))).chances()

    assert (chances[Weekday.MON], chances[Weekday.TUE]) == (0.4, 0.01)
    assert chances[Weekday.WED] == chances[Weekday.FRI] == round(5 / 21, 3)
    assert History(name="x").chances() == {}


def test_history_goes_into_the_problem(tmp_path: Path) -> None:
    """Covers before the plan, chances of its weekdays; strangers and later dates are noted."""
    problem = to_problem(read_untis(folder(tmp_path)))
    later = missed(31).model_copy(update={"date": date(2026, 9, 7), "substitute": "BEN"})
    told = History(
        name="x", lessons=(missed(24, 1, "BEN"), missed(24, 2, "BEN"), missed(24, 3, "ZOE"), later)
    )
    more, notes = with_history(problem, told)

    assert {member.id: member.covers_before for member in more.staff} == {"ADA": 0, "BEN": 2}
    assert [w.weekday.value for w in more.calendar.fill_probabilities] == [
        "mon", "tue", "wed", "thu", "fri",
    ]  # fmt: skip
    assert count_notes(notes) == {NOT_STAFF: 1, NOT_BEFORE: 1}
    assert any("lessons missed: 4, people: 1" in sentence for sentence in more.assumptions)
    assert not check(more)


def test_import_takes_a_history(tmp_path: Path) -> None:
    """In one call, with the notes of both files."""
    path = folder(tmp_path)
    (tmp_path / "GPU014.TXT").write_text(row(substitute="BEN") + row(letter="E"))
    problem, notes = import_timetable("untis", path, history=tmp_path / "GPU014.TXT")

    assert problem.staff[1].covers_before == 1
    assert count_notes(notes)[history_rows.OTHER] == 1


@needs_real_data
def test_real_list_of_substitutions() -> None:
    """substitutions/GPU014_2021-09_anon.TXT: 329 rows, 156 lessons missed, 11 of them held."""
    told = read_untis_history(REAL_DATA / "substitutions" / "GPU014_2021-09_anon.TXT")

    assert (len(told.lessons), len(told.notes)) == (156, 173)
    assert sum(bool(each.substitute) for each in told.lessons) == 11
    assert len({each.teacher for each in told.lessons}) == 40
    assert (told.chances()[Weekday.MON], told.chances()[Weekday.TUE]) == (0.093, 0.111)
