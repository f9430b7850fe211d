"""Code pages: marks, UTF-8, what is told, and the honest guess, in tables as in timetables."""

# ruff: noqa: RUF001 - letters of several alphabets are meant
from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdsched.errors import ProblemError
from pdsched.files.text import read_table_text
from pdsched.outside import UnknownEncodingError, decoded, known_encoding
from pdsched.outside.codepages import VARIABLE

SURE = [
    ("Müller Grün Größe", "cp1252"),
    ("Mo 8 – 9", "cp1252"),
    ("1ª hora, 2º", "cp1252"),
    ("O’Neil…", "cp1252"),
    ("Paweł Wiśniewski Łódź", "cp1250"),
    ("Paweł Wiśniewski żółw", "iso8859-2"),
    ("Иванов Сергей математика", "cp1251"),
    ("Иванов Сергей математика", "koi8-r"),
    ("Иванов Сергей", "cp866"),
    ("Παπαδόπουλος Μαθηματικά", "cp1253"),
    ("Παπαδόπουλος", "cp1253"),
    ("Müller Schön André", "mac-roman"),
    ("Kovář Růžička", "mac-latin2"),
    ("Müller Größe", "cp850"),
]


@pytest.mark.parametrize(("text", "page"), SURE)
def test_what_only_one_page_makes_words_of_is_read_in_it(text: str, page: str) -> None:
    """The page is found, and named as a guess all the same."""
    told = decoded(text.encode(page))

    assert told.text == text
    assert f"guessed code page {page}" in told.guess


@pytest.mark.parametrize(
    ("text", "page", "read", "other"),
    [
        ("KOVÁŘ", "cp1250", "KOVÁØ", "cp1250: 'KOVÁŘ'"),
        ("Őri Gyűlés", "cp1250", "Õri Gyûlés", "cp1250: 'Őri'"),
        ("Şahin Yıldız", "cp1254", "Þahin Yýldýz", "cp1254: 'Şahin'"),
        ("Jānis Bērziņš", "cp1257", "Jânis Bçrziòð", "cp1257: 'Jānis'"),
        ("élève", "cp1252", "élève", "cp1250: 'élčve'"),
        ("ИВА", "cp1251", "ÈÂÀ", "cp1251: 'ИВА'"),
    ],
)
def test_what_several_pages_make_words_of_is_said(
    text: str, page: str, read: str, other: str
) -> None:
    """The first page is taken, and a word shows what it would be in the others."""
    told = decoded(text.encode(page))

    assert told.text == read
    assert f"{read.split()[0]!r}" in told.guess
    assert other in told.guess


@given(text=st.text(max_size=30).filter(lambda text: not text.startswith("\ufeff")))
def test_unicode_is_no_guess(text: str) -> None:
    """UTF-8 with and without a mark, and UTF-16 with one, are read as they were written."""
    text = text.encode(errors="ignore").decode()
    for data in (text.encode(), codecs.BOM_UTF8 + text.encode(), text.encode("utf-16")):
        assert decoded(data) == (text, "")


@given(data=st.binary(max_size=30))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """There is no other way out."""
    try:
        assert isinstance(decoded(data).text, str)
    except UnicodeDecodeError:
        assert not data.isascii()


def test_what_is_told_holds_against_all_but_a_mark() -> None:
    """The user knows better than a guess, and a mark better than the user."""
    assert decoded("é".encode(), "cp1250").text == "Ă©"
    assert decoded("\ufeffé".encode(), "cp1250").text == "é"
    with pytest.raises(UnicodeDecodeError):
        decoded(b"\x81", "cp1252")


@pytest.mark.parametrize("name", ["cp1", "hex", "rot13", "a\0b", ""])
def test_names_of_no_encoding_are_refused(name: str) -> None:
    """Nor is a codec of Python that makes no text an encoding."""
    with pytest.raises(UnknownEncodingError):
        known_encoding(name)


def test_environment_tells_the_code_page_of_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables are read in it without a warning, which there is without it."""
    path = tmp_path / "staff.csv"
    path.write_bytes("id,name\nada,Dvořák\n".encode("cp1250"))

    text, (warning,) = read_table_text(path)
    assert "Dvoøák" in text
    assert "(cp1250: 'Dvořák'" in warning.message

    monkeypatch.setenv(VARIABLE, "cp1250")
    assert read_table_text(path) == ("id,name\nada,Dvořák\n", ())
    monkeypatch.setenv(VARIABLE, "utf-8")
    with pytest.raises(ProblemError, match=r"PD102 staff.csv line 2: '0xf8' .* UTF-8"):
        read_table_text(path)
    monkeypatch.setenv(VARIABLE, "cp1")
    with pytest.raises(ProblemError, match="PD102 PDSCHED_ENCODING: 'cp1' is the name of no"):
        read_table_text(path)
