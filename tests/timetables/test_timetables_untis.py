"""The reader of Untis lesson exports: couplings, missing fields, encodings, wrong files."""

from __future__ import annotations

from pathlib import Path

import pytest

from pdsched.errors import ProblemError
from pdsched.problem import CoverKind
from pdsched.timetables import count_notes, read_untis
from pdsched.timetables.clashes import SECOND
from pdsched.timetables.untis import NO_NUMBER, NO_TIME, SHORT, TOO_FAR, UNPLACED


@pytest.fixture(name="gpu")
def _gpu(tmp_path: Path) -> Path:
    return tmp_path / "GPU001.TXT"


def codes(error: pytest.ExceptionInfo[ProblemError]) -> list[str]:
    """The codes of the faults that were raised."""
    return [fault.code for fault in error.value.faults]


def test_coupling_is_one_lesson(gpu: Path) -> None:
    """Rows with the same lesson number, day and period are one lesson of all that they name."""
    gpu.write_text(
        '7;"5a";"ada";"F";"R1";2;3;"";""\n7;"5b";"ada";"F";"R1";2;3;"";""\n'
        '7;"5a";"ben";"L";"R2";2;3;"";""\n7;"5a";"ada";"F";"R1";2;4;"";""\n'
    )

    first, second = read_untis(gpu).lessons

    assert (first.teachers, first.classes) == (("ada", "ben"), ("5a", "5b"))
    assert (first.subject, first.rooms) == ("F+L", ("R1", "R2"))
    assert first.subjects() == {"ada": "F", "ben": "L"}
    assert (first.day, first.period, first.event) == ("tue", 2, "7")
    assert (second.period, second.teachers) == (3, ("ada",))


def test_row_without_teacher_keeps_its_class(gpu: Path) -> None:
    """A row without a teacher adds its class; a lesson of such rows alone has no teacher."""
    gpu.write_text("1;5a;ada;M;;1;1;;\n1;5b;;M;;1;1;;\n2;6a;;D;;1;1;;\n")

    taught, untaught = read_untis(gpu).lessons

    assert (taught.teachers, taught.classes) == (("ada",), ("5a", "5b"))
    assert (untaught.teachers, untaught.classes) == ((), ("6a",))


def test_second_lesson_of_a_teacher_is_noted(gpu: Path) -> None:
    """Of two lesson numbers of a teacher in one slot the first stays, the other is noted."""
    gpu.write_text("8;5a;ada;M;;1;1;;\n9;5b;ada;D;;1;1;;\n9;5b;ben;D;;1;1;;\n10;;ada;X;;1;1;;\n")

    timetable = read_untis(gpu)

    assert [(one.event, one.teachers) for one in timetable.lessons] == [
        ("8", ("ada",)),
        ("9", ("ben",)),
    ]
    assert count_notes(timetable.notes) == {SECOND: 2}
    assert timetable.notes[0].where == "lesson 9-1-1, day mon, period 1"


def test_subjects_without_cover(gpu: Path) -> None:
    """Lunch and study time need no cover, nor do other subjects that the caller names."""
    gpu.write_text("1;;ada;Mittag;;1;6;;\n2;;ben;LZ;;1;6;;\n3;5a;cid;M;;1;6;;\n")

    usual = [one.cover for one in read_untis(gpu).lessons]
    own = [one.cover for one in read_untis(gpu, no_cover=("M",)).lessons]

    assert usual == [CoverKind.NOT_NEEDED, CoverKind.NOT_NEEDED, CoverKind.NEEDED]
    assert own == [CoverKind.NEEDED, CoverKind.NEEDED, CoverKind.NOT_NEEDED]


def test_coupling_with_and_without_cover_is_two_lessons(gpu: Path) -> None:
    """Rows of one coupling that differ in their need of cover do not share a lesson."""
    gpu.write_text("1;5a;ada;M;;1;6;;\n1;5b;ben;LZ;;1;6;;\n")

    lessons = read_untis(gpu).lessons

    assert [(one.id, one.cover.value) for one in lessons] == [
        ("1-1-6", "needed"),
        ("1-1-6-no-cover", "not-needed"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_survive_each_encoding(gpu: Path, encoding: str) -> None:
    """The same letters come out of UTF-8, of the Windows code page and of UTF-16."""
    gpu.write_bytes('1;"5ä";"Grü";"FÖ";"";1;1;;\r\n'.encode(encoding))

    (lesson,) = read_untis(gpu).lessons

    assert (lesson.classes, lesson.teachers, lesson.subject) == (("5ä",), ("Grü",), "FÖ")


def test_other_encoding_is_noted(gpu: Path) -> None:
    """That a file was not UTF-8 is said, with a word by which to see whether it was read well."""
    gpu.write_bytes("1;5ä;Grü;FÖ;;1;1;;".encode("cp1252"))

    (guess,) = read_untis(gpu).notes
    assert "guessed code page cp1252, in which a word of it is 'Grü'" in guess.message
    assert "--encoding" in guess.message


def test_rows_that_cannot_be_used_are_noted(gpu: Path) -> None:
    """Each row that is no use has a note with its line; the others are read."""
    gpu.write_text(
        "1;5a;ada;M;;1;1;;\n1;5a\n;5a;ada;M;;1;2;;\n2;5a;ada;M;;x;2;;\n3;5a;ada;M;;;;;\n"
        '4;5a;ada;M;;0;2;;\n5;5a;ada;M;;99;2;;\n\n6;"5a;ada;M;;1;3;;\n7;5a;ada;M;;1;4;;\n'
    )

    timetable = read_untis(gpu)

    assert [one.event for one in timetable.lessons] == ["1", "7"]
    assert [(item.where, item.message) for item in timetable.notes] == [
        ("line 2", SHORT),
        ("line 3", NO_NUMBER),
        ("line 4", NO_TIME),
        ("line 5", UNPLACED),
        ("line 6", UNPLACED),
        ("line 7", TOO_FAR),
        ("line 9", SHORT),
    ]


def test_line_without_end_is_noted(gpu: Path) -> None:
    """A field longer than any field can be is noted, and the other rows are read."""
    gpu.write_text(f'1;5a;"{"x" * 200_000}";M;;1;1;;\n2;5a;ada;M;;1;2;;')

    timetable = read_untis(gpu)

    assert [one.event for one in timetable.lessons] == ["2"]
    assert [item.message for item in timetable.notes] == [SHORT]


def test_bytes_of_no_language_are_refused(gpu: Path) -> None:
    """What no code page makes words of, and Windows does not know, is no text."""
    gpu.write_bytes(b"1;5a;b\x81\x8d\x90d;M;;1;1;;")

    with pytest.raises(ProblemError, match=r"PD713 .* line 1"):
        read_untis(gpu)


def test_days_are_at_least_a_working_week(gpu: Path) -> None:
    """Days without a lesson at the end of the week are days all the same; Saturday counts."""
    gpu.write_text("1;5a;ada;M;;2;1;;")
    assert read_untis(gpu).days == ("mon", "tue", "wed", "thu", "fri")

    gpu.write_text("1;5a;ada;M;;6;1;;")
    assert read_untis(gpu).days[-1] == "sat"


def test_period_zero_is_the_first(gpu: Path) -> None:
    """A school with a period 0 has it first; without one, period 1 is first."""
    gpu.write_text("1;5a;ada;M;;1;0;;\n2;5a;ada;M;;1;2;;")
    timetable = read_untis(gpu)

    assert [period.name for period in timetable.periods] == ["0", "1", "2"]
    assert [one.period for one in timetable.lessons] == [0, 2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "PD702"),
        (b" \r\n\xc2\xa0", "PD702"),
        (b"\xef\xbb\xbf\n", "PD702"),
        (b"just,a,csv\n1,2,3", "PD705"),
        (b"<xml/>", "PD705"),
        (b"\x00\x01\x02", "PD705"),
        (b"1;5a;ada;M;;0;1;;", "PD706"),
    ],
)
def test_wrong_files_are_refused(gpu: Path, content: bytes, code: str) -> None:
    """A file that is empty, of another kind or without a usable row is refused with its code."""
    gpu.write_bytes(content)

    with pytest.raises(ProblemError) as error:
        read_untis(gpu)

    assert codes(error) == [code]


def test_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there, or is a folder, is refused with PD701."""
    for path in (tmp_path / "none.txt", tmp_path, Path("a\0b")):
        with pytest.raises(ProblemError) as error:
            read_untis(path)
        assert codes(error) == ["PD701"]
