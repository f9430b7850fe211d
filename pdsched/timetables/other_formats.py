"""Exports that are not read as a timetable by themselves, told by how they begin."""

from __future__ import annotations

import codecs
import re

_IN_XML = {
    b"untis.at/untis/xmlinterface": "it is the XML of Untis: export the lessons as GPU001.TXT",
}
_GPU014 = (
    "it is GPU014, the list of substitutions: import GPU001.TXT, and give this one with --history"
)
_GPU002 = (
    "it looks like GPU002, lessons without days: import GPU001.TXT, beside which it is read, too"
)
_DATE = re.compile(r"(19|20)\d{6}")
_BEGINNING = 2000


def export_of(content: bytes) -> str:
    """What an export is that is no timetable, and what to do with it; empty if it may be one.

    >>> export_of(b"1;20210913;1;2;1175;Bo;;Ma;;;;R1;;;06a")
    'it is GPU014, the list of substitutions: import GPU001.TXT, and give this one with --history'
    """
    head = _unmarked(content[:_BEGINNING]).strip()
    if head.startswith(b"<"):
        return next((told for mark, told in _IN_XML.items() if mark in head.lower()), "")
    return _table(head.splitlines()[0].decode("latin-1")) if head else ""


def _unmarked(head: bytes) -> bytes:
    """The same without the mark of its encoding, in one that has ASCII."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _table(line: str) -> str:
    """Which other table of Untis a line is from: rows of GPU001 have nine fields."""
    fields = [text.strip(' "') for text in max((line.split(d) for d in ";,\t|"), key=len)]
    if len(fields) < 12:
        return ""
    if _DATE.fullmatch(fields[1]):
        return _GPU014
    is_numbered = fields[0].isdigit() and fields[1].isdigit()
    if is_numbered and not (fields[5].isdigit() and fields[6].isdigit()):
        return _GPU002
    return ""
