"""The interchanges of Ed-Fi: entities by name, and what they say of themselves and of others."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.errors import Fault, ProblemError
from pdsched.rosters.bundle import Bundle
from pdsched.rosters.faults import fault
from pdsched.rosters.noted import Noted
from pdsched.timetables.text import xml_of

WANTED = ("EducationOrganization", "EducationOrgCalendar", "MasterSchedule", "StaffAssociation")
"""Interchanges that are read."""
OTHER = "is an interchange without timetable, calendar and staff, and is not read"
NO_INTERCHANGE = "is no interchange of Ed-Fi, and is not read"
UNUSED = "are entities that nothing is planned with"
_ROOT = re.compile(r"<(?:[\w.-]+:)?Interchange(\w+)[\s/>]")
_BEGINNING = 4096
_DEEPEST = 8
"""References within references that are followed."""


class Entity(NamedTuple):
    """An entity, and where it stands."""

    where: str
    element: Element


class Interchanges:
    """All entities of an export."""

    def __init__(self, bundle: Bundle, encoding: str | None, noted: Noted) -> None:
        self._entities: dict[str, list[Entity]] = {}
        self._ids: dict[str, Element] = {}
        self._asked: set[str] = set()
        self._noted = noted
        faults: list[Fault] = []
        for name, content in bundle.files.items():
            kind = interchange_of(content)
            if kind not in WANTED:
                noted.say(bundle.where(name), name, OTHER if kind else NO_INTERCHANGE)
                continue
            try:
                self._add(name, xml_of(content, bundle.where(name), name, encoding))
            except ProblemError as error:
                faults += error.faults
        if not faults and not self._entities:
            told = ", ".join(f"Interchange{kind}" for kind in WANTED)
            faults.append(fault("PD731", bundle.path, told, "it has no interchange of Ed-Fi"))
        if faults:
            raise ProblemError(faults)

    def _add(self, name: str, root: Element) -> None:
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
            if (told := element.get("id")) and "ref" not in element.attrib:
                self._ids.setdefault(told, element)
        for element in root:
            there = self._entities.setdefault(element.tag, [])
            there.append(Entity(f"{name} {element.tag} {len(there) + 1}", element))

    def all(self, kind: str) -> Iterator[Entity]:
        """The entities of a kind."""
        self._asked.add(kind)
        yield from self._entities.get(kind, ())

    def end(self) -> None:
        """Note the kinds of entities that nobody asked for."""
        for kind, entities in self._entities.items():
            if kind not in self._asked:
                self._noted.tally("Ed-Fi", f"{kind} entities", UNUSED, len(entities))

    def text(self, element: Element | None, tag: str, deep: int = 0) -> str:
        """The first text of a tag in an element or in what it refers to; empty if there is none."""
        if element is None or deep > _DEEPEST:
            return ""
        for child in element:
            if child.tag == tag:
                return (child.text or child.findtext("CodeValue") or "").strip()
        if told := element.get("ref"):
            return self.text(self._ids.get(told), tag, deep + 1)
        return next(filter(None, (self.text(each, tag, deep + 1) for each in element)), "")

    def of(self, element: Element, reference: str, tag: str) -> str:
        """The text of a tag in a reference of an element."""
        return self.text(element.find(reference), tag)

    def key(self, element: Element | None) -> tuple[str, ...]:
        """What tells a section from all others: of the section, or of a reference to it."""
        tags = ("SectionIdentifier", "LocalCourseCode", "SchoolId", "SchoolYear", "SessionName")
        return tuple(self.text(element, tag) for tag in tags)


def interchange_of(content: bytes) -> str:
    """Which interchange a content is, by how it begins; empty if it is none.

    >>> interchange_of(b'<?xml version="1.0"?><InterchangeStaffAssociation xmlns="x">')
    'StaffAssociation'
    """
    beginning = content[:_BEGINNING]
    is_wide = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    match = _ROOT.search(beginning.decode("utf-16" if is_wide else "latin-1", errors="replace"))
    return match[1] if match else ""


def code_of(value: str) -> str:
    """The last part of a descriptor.

    >>> code_of("uri://ed-fi.org/StaffClassificationDescriptor#Teacher"), code_of("Teacher")
    ('Teacher', 'Teacher')
    """
    return value.rpartition("#")[2].strip()


def day_of(text: str) -> date | None:
    """A date of XML Schema, whose zone does not matter; ``None`` if it is none.

    >>> day_of("2021-08-23Z"), day_of("soon")
    (datetime.date(2021, 8, 23), None)
    """
    try:
        return date.fromisoformat(text[:10]) if text[4:5] == "-" else None
    except ValueError:
        return None


def minute_of(text: str) -> int | None:
    """Minutes since midnight of a time of XML Schema; ``None`` if it has odd seconds or is none.

    >>> minute_of("08:35:00"), minute_of("08:35:00.000-05:00"), minute_of("08:35:30")
    (515, 515, None)
    """
    try:
        told = time.fromisoformat(text[:8]) if text[2:3] == ":" else None
    except ValueError:
        return None
    return None if told is None or told.second else told.hour * 60 + told.minute
