"""Separators and quotation marks of tables, and words of fixed spelling, as programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_fet import activity, fet, rows, start, write

from pdsched.errors import ProblemError
from pdsched.timetables import guess_kind, import_timetable, read_fet, read_untis

UNTIS = [
    ["7", "5a", "ADA", "M", "R1", "1", "1", "", ""],
    ["7", "5a", "ADA", "M", "R1", "1", "2", "", ""],
    ["9", "5a", "BEN", "F", "R2", "5", "6", "", ""],
]


def table(separator: str, quote: str, width: int = 9) -> str:
    """The rows with this separator, and texts in these quotation marks."""
    lines = ([f"{quote}{field}{quote}" if field else "" for field in row] for row in UNTIS)
    return "".join(separator.join(line[:width]) + "\r\n" for line in lines)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"', "'"])
@pytest.mark.parametrize("width", [7, 9])
def test_untis_with_each_separator(tmp_path: Path, separator: str, quote: str, width: int) -> None:
    """The same lessons come out of all of them, and the kind is known by the content."""
    path = write(tmp_path, table(separator, quote, width))

    assert guess_kind(path) == "untis"
    timetable = read_untis(path)
    assert [(one.teachers, one.day, one.period) for one in timetable.lessons] == [
        (("ADA",), "mon", 0),
        (("ADA",), "mon", 1),
        (("BEN",), "fri", 5),
    ]
    assert (timetable.lessons[0].classes, timetable.lessons[2].rooms) == (("5a",), ("R2",))
    assert timetable.notes == ()


def test_the_other_sign_may_stand_in_a_field(tmp_path: Path) -> None:
    """A room of two names keeps them, and does not change what parts the fields."""
    path = write(
        tmp_path, '7,"5a","ADA","M","R1;R2",1,1,,\n8,"5a","BEN","M","a;b;c;d;e;f;1;1",1,2\n'
    )

    assert read_untis(path).lessons[0].rooms == ("R1;R2",)


def test_no_separator_at_all_is_told(tmp_path: Path) -> None:
    """The message names the signs that were tried."""
    with pytest.raises(ProblemError, match="tried: semicolon, comma, tab, vertical bar"):
        read_untis(write(tmp_path, "7:5a:ada:M:R1:1:1\n"))


@pytest.mark.parametrize(("separator", "quote"), [(";", '"'), ("|", '"'), (",", "'"), ("\t", '"')])
def test_fet_with_each_separator(tmp_path: Path, separator: str, quote: str) -> None:
    """FET's CSV lets its users choose as well."""
    text = rows("1;Day 1;Hour 1;5a;maths;ada").replace(",", separator).replace('"', quote)
    path = write(tmp_path, text)

    assert guess_kind(path) == "fet"
    (lesson,) = read_fet(path).lessons
    assert (lesson.teachers, lesson.subject) == (("ada",), "maths")


@pytest.mark.parametrize(
    ("mode", "days"),
    [
        ("Mornings_Afternoons", 2),
        ("Mornings-Afternoons", 2),
        ("MORNINGS AFTERNOONS", 2),
        ("Block_Planning", 4),
        ("Official", 4),
    ],
)
def test_modes_however_they_are_written(tmp_path: Path, mode: str, days: int) -> None:
    """Case, hyphen, underscore and blank do not matter in the word for a mode."""
    starts = start(1, "L_m", "H3") + start(2, "Ma_s", "H1")
    text = fet(activity(1) + activity(2), starts, days="L_m L_s Ma_m Ma_s",
               mode=f"<Mode>{mode}</Mode>")  # fmt: skip

    assert len(read_fet(write(tmp_path, text)).days) == days


def test_yes_and_no_however_they_are_written(tmp_path: Path) -> None:
    """Old and new words of FET for true and false mean the same everywhere."""
    text = fet(
        activity(1, active="No") + activity(2, active="YES"),
        start(2, "Mo", "H1", weight="95", locked="yes"),
    )

    assert [one.id for one in read_fet(write(tmp_path, text)).lessons] == ["2"]


def test_encoding_that_is_told_is_used(tmp_path: Path) -> None:
    """The same bytes are two names in two code pages; the one that is told needs no note."""
    path = tmp_path / "GPU001.TXT"
    path.write_bytes("7;5a;Dvořák;M;R1;1;1".encode("cp1250"))

    problem, notes = import_timetable("untis", path, encoding="windows-1250")
    assert ([one.id for one in problem.staff], notes) == (["Dvořák"], ())

    problem, (guess,) = import_timetable("untis", path)
    assert [one.id for one in problem.staff] == ["Dvoøák"]
    assert "(cp1250: 'Dvořák'" in guess.message
    assert any("guessed code page" in sentence for sentence in problem.assumptions)


def test_encodings_that_are_wrong_are_refused(tmp_path: Path) -> None:
    """A name that no encoding has, and bytes that the encoding does not have."""
    path = tmp_path / "GPU001.TXT"
    path.write_bytes("7;5a;Dvořák;M;R1;1;1".encode("cp1250"))

    with pytest.raises(ProblemError, match="PD710 encoding: 'cp1'"):
        import_timetable("untis", path, encoding="cp1")
    with pytest.raises(ProblemError, match=r"PD713 .*GPU001.TXT line 1"):
        import_timetable("untis", path, encoding="ascii")


def test_xml_that_does_not_say_its_encoding(tmp_path: Path) -> None:
    """The encoding that is told counts for XML as well."""
    path = tmp_path / "north.fet"
    text = fet(activity(1, "Dvořák"), start(1, "Mo", "H1")).partition("?>")[2]
    path.write_bytes(text.encode("cp1250"))

    assert "Dvořák" in read_fet(path, encoding="cp1250").teachers
    with pytest.raises(ProblemError, match="PD703"):
        read_fet(path)
    with pytest.raises(ProblemError, match="PD710 encoding"):
        read_fet(path, encoding="none")
