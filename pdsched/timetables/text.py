"""Files as bytes, text and XML: what cannot be read is refused with a clear fault."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Literal, NoReturn
from xml.etree import ElementTree

from pdsched import outside
from pdsched.outside import UnknownEncodingError, codepages, decoded, known_encoding
from pdsched.timetables.faults import fail
from pdsched.timetables.other_formats import export_of
from pdsched.timetables.timetable import BAD_SEATS, MOST_SEATS, Note, note

UNKNOWN_ENCODING = (
    "say cp1250 (Central Europe), cp1251 (Cyrillic), cp1252 (Western Europe), cp1253 (Greek),"
    " cp1254 (Turkish), mac-roman or another that Python knows"
)


Wanted = Literal["timetable", "calendar", "table"]
"""What a file is to be."""
_BEGINNING = 2000
_CALENDAR = b"BEGIN:VCALENDAR"


class _DoctypeError(Exception):
    """The document declares a type."""


class _NoDoctype(ElementTree.TreeBuilder):
    """Builds the tree and stops at a document type, before any entity of it is read."""

    def doctype(self, name: str, *_identifiers: str | None) -> NoReturn:
        raise _DoctypeError(name)


def read_bytes(path: str | Path, *, wanted: Wanted = "timetable") -> bytes:
    """The content of a file that holds something.

    Args:
        path: the file.
        wanted: ``calendar`` if calendars are not refused, ``table`` if exports are not that are no
            timetable.

    Raises:
        ProblemError: PD701 if it cannot be read, PD702 if it is empty, PD705 if it is a
            workbook or the like, PD711 if it is too large.
    """
    try:
        content = outside.read_bytes(path)
        outside.check_values(content, b"<,;|\t\n")
    except outside.UnreadableError as error:
        code = "PD711" if isinstance(error, outside.TooLargeError) else "PD701"
        fail(code, str(path), Path(path).name, str(error))
    if (told := outside.format_of(content)) is not None and not (
        wanted == "calendar" and is_calendar(content)
    ):
        fail("PD705", str(path), Path(path).name, f"it is {told.name}: {told.advice}")
    if wanted != "table" and (export := export_of(content)):
        fail("PD705", str(path), Path(path).name, export)
    if not content.strip():
        fail("PD702", str(path), Path(path).name)
    return content


def read_text(
    path: str | Path, encoding: str | None = None, *, wanted: Wanted = "timetable"
) -> tuple[str, tuple[Note, ...]]:
    """A text file that holds something, and a note if its code page had to be guessed.

    Args:
        path: the file.
        encoding: name of its code page, if it is not in Unicode and not to be guessed.
        wanted: as for `read_bytes`.

    Raises:
        ProblemError: PD701, PD702 or PD711, PD710 if the encoding is not known, or PD713 if the
            file is not in it.
    """
    return text_of(read_bytes(path, wanted=wanted), str(path), Path(path).name, encoding)


def text_of(
    content: bytes, where: str, name: str, encoding: str | None = None
) -> tuple[str, tuple[Note, ...]]:
    """The text of a content that holds something, and a note if its code page had to be guessed.

    Args:
        content: the bytes of the file.
        where: its path, or what stands for it in faults.
        name: its name.
        encoding: as for `read_text`.

    Raises:
        ProblemError: PD702, PD710 or PD713.
    """
    try:
        text, guess = decoded(content, encoding)
    except UnknownEncodingError as error:
        fail("PD710", "encoding", error, UNKNOWN_ENCODING)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = f"the byte 0x{content[error.start]:02x} in {error.encoding}"
        fail("PD713", f"{where} line {line}", name, byte)
    if not text.strip():
        fail("PD702", where, name)
    message = f"is not in UTF-8 and {guess}; {codepages.ADVICE}"
    return text, (note(where, name, message),) if guess else ()


def lines_of(text: str) -> list[str]:
    r"""The lines of a text, cut at line feeds and carriage returns and nowhere else.

    >>> lines_of("a\r\nb")
    ['a', 'b']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_xml(content: bytes) -> bool:
    """Whether a file looks like XML: its first sign is ``<``.

    >>> is_xml(b"  <fet>"), is_xml(b"1;a")
    (True, False)
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace").lstrip().startswith("<")
    return content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")


def is_calendar(content: bytes) -> bool:
    """Whether a file looks like iCalendar.

    >>> is_calendar(b"BEGIN:VCALENDAR"), is_calendar(b"1;a")
    (True, False)
    """
    head = content[:_BEGINNING].removeprefix(codecs.BOM_UTF8).lstrip()
    return head[: len(_CALENDAR)].upper() == _CALENDAR


def read_xml(path: str | Path, encoding: str | None = None) -> ElementTree.Element:
    """The root element of an XML file without a document type.

    Args:
        path: the file.
        encoding: in which it is, if it does not say it or says it wrong.

    Raises:
        ProblemError: PD701 to PD704, or PD710 if the encoding is not known.
    """
    return xml_of(read_bytes(path), str(path), Path(path).name, encoding)


def xml_of(
    content: bytes, where: str, name: str, encoding: str | None = None
) -> ElementTree.Element:
    """The root element of a content in XML without a document type.

    Args:
        content: the bytes of the file.
        where: its path, or what stands for it in faults.
        name: its name.
        encoding: as for `read_xml`.

    Raises:
        ProblemError: PD703, PD704 or PD710.
    """
    try:
        told = None if encoding is None else known_encoding(encoding)
    except UnknownEncodingError as error:
        fail("PD710", "encoding", error, UNKNOWN_ENCODING)
    parser = ElementTree.XMLParser(target=_NoDoctype(), encoding=told)
    try:
        parser.feed(content)
        root: ElementTree.Element = parser.close()
    except _DoctypeError as error:
        fail("PD704", where, error)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        fail("PD703", where, name, str(error))
    return root


def words(element: ElementTree.Element | None, tag: str) -> str:
    """The text of the first child with a tag, without outer blanks; empty if there is none.

    >>> words(ElementTree.fromstring("<a><Name> x </Name></a>"), "Name")
    'x'
    """
    return "" if element is None else (element.findtext(tag) or "").strip()


def whole(text: str) -> int | None:
    """The whole number that a text writes in ASCII digits, or ``None``.

    >>> whole(" 12 "), whole("x"), whole("-1"), whole("1.5")
    (12, None, None, None)
    """
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def seats_of(text: str, room: str, notes: list[Note]) -> int | None:
    """The seats of a room, if a text tells them; a number that no room has is noted.

    >>> seats_of("24", "R1", []), seats_of("*", "R1", []), seats_of("0", "R1", [])
    (24, None, None)
    """
    seats = whole(text)
    if seats is not None and seats > MOST_SEATS:
        notes.append(note(f"room {room}", text, BAD_SEATS))
        return None
    return seats or None


def fixed_word(text: str) -> str:
    """A word that a file's format knows, however it is written there.

    >>> fixed_word("Mornings_Afternoons"), fixed_word(" Block planning")
    ('mornings-afternoons', 'block-planning')
    """
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


def says_yes(text: str) -> bool:
    """Whether a text is one of the words of FET for true.

    >>> says_yes("True"), says_yes("yes"), says_yes("false")
    (True, True, False)
    """
    return fixed_word(text) in ("true", "yes", "1")


def says_no(text: str) -> bool:
    """Whether a text is one of the words of FET for false.

    >>> says_no("False"), says_no("no"), says_no("")
    (True, True, False)
    """
    return fixed_word(text) in ("false", "no", "0")
