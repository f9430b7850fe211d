"""Exports of timetable programs that no reader here takes, told by what they hold."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_DATE = re.compile(r"(19|20)\d{6}")


def xml_format(root: ElementTree.Element) -> str:
    """What an XML file is that is no timetable of ours; empty if it is not known.

    >>> xml_format(ElementTree.fromstring('<timetable displayname="aSc Timetables 2012 XML"/>'))
    'it is an export of aSc Timetables, which is not read'
    """
    if "asc timetables" in root.get("displayname", "").casefold():
        return "it is an export of aSc Timetables, which is not read"
    if "untis.at" in root.tag.casefold():
        return "it is the XML of Untis: export the lessons as GPU001.TXT instead"
    return ""


def untis_table(line: str) -> str:
    """Which other export of Untis a line is from; empty if it is not known.

    >>> untis_table("1;20210913;1;2;1175;Bo;;Ma;;;;R1;;;06a")
    'it is GPU014, the list of substitutions: export the lessons as GPU001.TXT'
    """
    texts = [text.strip(' "') for text in max((line.split(d) for d in ";,\t|"), key=len)]
    if len(texts) >= 12 and _DATE.fullmatch(texts[1]):
        return "it is GPU014, the list of substitutions: export the lessons as GPU001.TXT"
    is_number = len(texts) >= 12 and texts[0].isdigit() and texts[1].isdigit()
    if is_number and not (texts[5].isdigit() and texts[6].isdigit()):
        return "it looks like GPU002, lessons without days: export GPU001.TXT, the timetable"
    return ""
