"""The interchanges of Ed-Fi: entities by name, and what they say of themselves and of others."""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Iterator
from datetime import date, time
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched import outside
from pdsched.errors import Fault, ProblemError
from pdsched.problem.names import normal
from pdsched.rosters.bundle import Bundle
from pdsched.rosters.faults import fault
from pdsched.rosters.noted import Noted
from pdsched.timetables.text import xml_of

WANTED = ("EducationOrganization", "EducationOrgCalendar", "MasterSchedule", "StaffAssociation")
"""Interchanges that are read."""
UNUSED = "are entities that nothing is planned with"
_ROOT = re.compile(r"<(?:[\w.-]+:)?Interchange(\w+)[\s/>]")
_VERSION = re.compile(r"\{https?://ed-fi\.org/(\d{1,4})")
_OLDEST = 3
_MOST_ELEMENTS = 2000
"""Elements of a reference, and of what it refers to, that are looked at for a text."""


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
        self._noted, self._is_there = noted, False
        faults: list[Fault] = []
        for name, content in bundle.files.items():
            try:
                root = xml_of(content, bundle.where(name), name, encoding)
            except ProblemError as error:
                faults += error.faults
                continue
            if (version := version_of(root.tag)) < _OLDEST:
                faults.append(fault("PD737", bundle.where(name), version))
            else:
                self._add(name, root)
        if not faults and not self._is_there:
            detail = f"none begins with an element such as Interchange{WANTED[0]}"
            faults.append(fault("PD731", bundle.path, "*.xml", detail))
        if faults:
            raise ProblemError(faults)

    def _add(self, name: str, root: Element) -> None:
        self._is_there = True
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

    def text(self, element: Element | None, tag: str) -> str:
        """The first text of a tag in a reference and what it refers to; empty if there is none.

        References may go round in circles: only so many elements are looked at.
        """
        ahead: deque[Element] = deque() if element is None else deque([element])
        for _ in range(_MOST_ELEMENTS):
            if not ahead:
                break
            element = ahead.popleft()
            if element.tag == tag:
                return _text(element)
            told = self._ids.get(element.get("ref", ""))
            ahead.extend((*element,) if told is None else (told, *element))
        return ""

    def of(self, element: Element | None, reference: str, tag: str) -> str:
        """The text of a tag in a reference of an element."""
        return "" if element is None else self.text(element.find(reference), tag)

    def org(self, element: Element | None, reference: str) -> str:
        """The id of the school or other organisation in a reference of an element."""
        tags = ("EducationOrganizationId", "SchoolId")
        return next(filter(None, (self.of(element, reference, tag) for tag in tags)), "")

    def key(self, element: Element | None) -> tuple[str, str, str, str, str]:
        """What tells a section from all others: of the section, or of a reference to it."""
        if element is not None and element.tag != "Section":
            told = self._ids.get(element.get("ref", ""))
            element = told if told is not None else element.find("SectionIdentity")
        offering = None if element is None else element.find("CourseOfferingReference")
        return (
            said(element, "SectionIdentifier"),
            self.text(offering, "LocalCourseCode"),
            self.text(offering, "SchoolId"),
            self.text(offering, "SchoolYear"),
            self.text(offering, "SessionName"),
        )


def said(element: Element | None, tag: str) -> str:
    """What an element says of itself under a tag, and not in a reference; empty if nothing.

    >>> from xml.etree.ElementTree import fromstring
    >>> said(fromstring("<a><bReference><c>1</c></bReference><d><c> 2 </c></d></a>"), "c")
    '2'
    """
    for child in () if element is None else element:
        if child.tag == tag:
            return _text(child)
    for child in () if element is None else element:
        if not child.tag.endswith("Reference") and (inner := child.find(tag)) is not None:
            return _text(inner)
    return ""


def _text(element: Element) -> str:
    told = (element.text or "").strip() or (element.findtext("CodeValue") or "").strip()
    return normal(told).strip()


def is_read(content: bytes) -> bool:
    """Whether a content is an interchange that is read, by how it begins.

    >>> is_read(b'<?xml version="1.0"?><InterchangeStaffAssociation xmlns="x">')
    True
    """
    beginning = content[: outside.HEAD]
    is_wide = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    match = _ROOT.search(beginning.decode("utf-16" if is_wide else "latin-1", errors="replace"))
    return match is not None and match[1] in WANTED


def version_of(tag: str) -> int:
    """The major version that the namespace of a tag tells; the oldest one that is read if none.

    >>> version_of("{http://ed-fi.org/0220}x"), version_of("{http://ed-fi.org/5.2.0}x")
    (2, 5)
    """
    match = _VERSION.match(tag)
    if match is None:
        return _OLDEST
    return int(match[1][:2] if len(match[1]) == 4 else match[1])


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
