"""Files as bytes, text and XML: what cannot be read is refused with a clear fault."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from pdsched import outside
from pdsched.timetables.faults import fail
from pdsched.timetables.other_formats import export_of


class _DoctypeError(Exception):
    """The document declares a type."""


class _NoDoctype(ElementTree.TreeBuilder):
    """Builds the tree and stops at a document type, before any entity of it is read."""

    def doctype(self, name: str, *_identifiers: str | None) -> NoReturn:
        raise _DoctypeError(name)


def read_bytes(path: str | Path) -> bytes:
    """The content of a file that holds something.

    Raises:
        ProblemError: PD701 if it cannot be read, PD702 if it is empty, PD705 if it is a
            workbook or the like, PD711 if it is too large.
    """
    try:
        content = outside.read_bytes(path)
        outside.check_values(content, b"<,;\t\n")
    except outside.UnreadableError as error:
        code = "PD711" if isinstance(error, outside.TooLargeError) else "PD701"
        fail(code, str(path), Path(path).name, str(error))
    if (told := outside.format_of(content)) is not None:
        fail("PD705", str(path), Path(path).name, f"it is {told.name}: {told.advice}")
    if export := export_of(content):
        fail("PD705", str(path), Path(path).name, export)
    if not decode(content)[0].strip():
        fail("PD702", str(path), Path(path).name)
    return content


def decode(content: bytes) -> tuple[str, str]:
    """Text and encoding of a text file: UTF-8 or UTF-16 by its mark, else Windows or Latin-1.

    >>> decode("Grün".encode("cp1252"))
    ('Grün', 'cp1252')
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), "utf-16"
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"


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
    return decode(content)[0].lstrip().startswith("<")


def read_xml(path: str | Path) -> ElementTree.Element:
    """The root element of an XML file without a document type.

    Raises:
        ProblemError: PD701 to PD704.
    """
    content = read_bytes(path)
    parser = ElementTree.XMLParser(target=_NoDoctype())
    try:
        parser.feed(content)
        root: ElementTree.Element = parser.close()
    except _DoctypeError as error:
        fail("PD704", str(path), error)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        fail("PD703", str(path), Path(path).name, str(error))
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
