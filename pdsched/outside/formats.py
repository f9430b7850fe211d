"""What a file is that is no text of ours: told by its first bytes, for whoever dropped it here."""

from __future__ import annotations

import re
from typing import NamedTuple


class Format(NamedTuple):
    """A well-known format, and how to get a table out of it."""

    name: str
    """With its article, such as ``a PDF``."""
    advice: str


_AS_CSV = "open it in a spreadsheet program and save the sheet as CSV (in Excel: 'CSV UTF-8')"
_OF_CALENDAR = "export a table as CSV, or make lessons of it with pdsched import ical"
_WORKBOOK = Format("a workbook (.xlsx or .ods), or another zip file", _AS_CSV)
_BY_BYTES = {
    b"PK\x03\x04": _WORKBOOK,
    b"PK\x05\x06": _WORKBOOK,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Format("an older workbook (.xls)", _AS_CSV),
    b"%PDF-": Format("a PDF", "export the table as CSV from the program that made it"),
    b"{\\rtf": Format("a text document (.rtf)", "put the table into a spreadsheet, and save CSV"),
    b"\x89PNG": Format("a picture", "export the table as CSV from the program that shows it"),
    b"\xff\xd8\xff": Format("a picture", "export the table as CSV from the program that shows it"),
}
_BY_TEXT = {
    b"begin:vcalendar": Format("a calendar (iCalendar)", _OF_CALENDAR),
    b"<!doctype html": Format("a web page, whatever its name says", _AS_CSV),
    b"<html": Format("a web page, whatever its name says", _AS_CSV),
}
_IN_XML = {
    b"urn:schemas-microsoft-com:office:spreadsheet": Format("a workbook in XML (.xls)", _AS_CSV),
    b"urn:oasis:names:tc:opendocument": Format("a workbook in XML (.fods)", _AS_CSV),
}
_BEGINNING = re.compile(rb"[\s\xef\xbb\xbf]*")
_LONGEST = 2000


def format_of(content: bytes) -> Format | None:
    """The format of a content, if it is a well-known one that no reader of ours takes.

    >>> format_of(b"%PDF-1.7").name, format_of(b"staff,topic") is None
    ('a PDF', True)
    """
    for mark, of_bytes in _BY_BYTES.items():
        if content.startswith(mark):
            return of_bytes
    head = _BEGINNING.sub(b"", content[:_LONGEST], count=1).lower()
    for mark, of_text in _BY_TEXT.items():
        if head.startswith(mark):
            return of_text
    if head.startswith(b"<"):
        return next((of_xml for mark, of_xml in _IN_XML.items() if mark in head), None)
    return None
