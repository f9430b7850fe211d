"""Calendars, small enough to write down."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from pdsched.timetables import DatedTimetable, read_ical

BERLIN = "DTSTART;TZID=Europe/Berlin:20260907T080000"
LONG = "DURATION:PT45M"
NUMBERS = count(1)


def event(*lines: str, uid: str = "") -> str:
    """An event, with an id of its own."""
    uid = uid or f"{next(NUMBERS)}@school"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Maths", *lines, "END:VEVENT", ""])


def calendar(*parts: str, head: str = "") -> str:
    """A calendar of these parts."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(parts)}END:VCALENDAR\r\n"


def feed(place: Path, *parts: str, head: str = "", name: str = "ada.ics") -> Path:
    """A file with a calendar."""
    (place / name).write_text(calendar(*parts, head=head), encoding="utf-8", newline="")
    return place / name


def read(path: Path, **term: Any) -> DatedTimetable:
    """The lessons of twelve weeks from 7 September 2026 on, unless said otherwise."""
    return read_ical(path, **term)


def times(timetable: DatedTimetable) -> list[str]:
    """When the lessons begin."""
    return [f"{each.date} {each.start:%H:%M}" for each in timetable.lessons]
