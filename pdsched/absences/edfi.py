"""Absences as an interchange of Ed-Fi: a StaffAbsenceEvent for each person and date.

Its fields are those of the Ed-Fi Data Standard: staff, date and category are the key, so there is
one event a person and date, without clock times; ``HoursAbsent`` is told "if not the entire working
day"; ``AbsenceEventReason`` has 40 characters at most. The category is "Professional development",
of AbsenceEventCategoryDescriptor in the standard's own descriptors. A release ends the day it
begins, so that none is a StaffLeave.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pdsched.absences.absence import Absence, Absences, DayPart
from pdsched.absences.changes import Action, compared
from pdsched.errors import PdschedError
from pdsched.problem import minutes

FILE = "StaffAssociation.xml"
NAMESPACE = "http://ed-fi.org/5.2.0"
CATEGORY = "uri://ed-fi.org/AbsenceEventCategoryDescriptor#Professional development"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold, escaped or not."""


class _Event(NamedTuple):
    date: dt.date
    staff: str
    hours: float | None
    """``None`` for the whole day."""


def edfi(now: Absences, before: Absences | None, reason: str) -> Iterator[tuple[str, str, int]]:
    """What is new or other, and what is to be deleted: name, text and number of events of each.

    Raises:
        PdschedError: if an id has a sign that XML cannot hold.
    """
    told = compared(_events(now), {} if before is None else _events(before))
    for folder, events in (
        ("", [event for action, event in told if action is not Action.CANCEL]),
        ("cancelled/", [event for action, event in told if action is Action.CANCEL]),
    ):
        yield folder + FILE, _text(sorted(events, key=lambda e: e[:2]), reason), len(events)


def _events(absences: Absences) -> dict[tuple[dt.date, str], _Event]:
    days: dict[tuple[dt.date, str], list[Absence]] = defaultdict(list)
    for absence in absences.absences:
        days[absence.date, absence.employee_id].append(absence)
    for staff in {staff for _, staff in days}:
        if _NO_XML.search(staff):
            raise PdschedError(
                f"staff: the id {staff!r} has a sign that XML cannot hold; give the person another"
            )
    return {key: _Event(*key, _hours(parts)) for key, parts in days.items()}


def _hours(parts: Collection[Absence]) -> float | None:
    """The hours away on one date; what is away twice at once counts once."""
    if any(part.day_part is DayPart.FULL for part in parts):
        return None
    away = {minute for part in parts for minute in range(minutes(part.start), minutes(part.end))}
    return round(len(away) / 60, 2)


def _text(events: Collection[_Event], reason: str) -> str:
    root = Element("InterchangeStaffAssociation", xmlns=NAMESPACE)
    for event in events:
        told = SubElement(root, "StaffAbsenceEvent")
        SubElement(told, "AbsenceEventCategory").text = CATEGORY
        SubElement(told, "EventDate").text = event.date.isoformat()
        SubElement(told, "AbsenceEventReason").text = reason
        if event.hours is not None:
            SubElement(told, "HoursAbsent").text = f"{event.hours:g}"
        identity = SubElement(SubElement(told, "StaffReference"), "StaffIdentity")
        SubElement(identity, "StaffUniqueId").text = event.staff
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
