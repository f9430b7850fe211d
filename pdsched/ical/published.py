"""What was published before, as the calendar files of a folder tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.ical.agenda import MIDNIGHT, Event
from pdsched.outside import UnreadableError, read_bytes
from pdsched.stages import counted

if TYPE_CHECKING:
    from icalendar import Event as ICalEvent


PRODUCT = "-//pdsched//release time//EN"
"""Who wrote a calendar, as it says itself."""
FOLDERS = {
    "person": "people",
    "trainer": "trainers",
    "substitute": "substitutes",
    "school": "schools",
}
"""Where the calendars of each kind are, within the folder of all."""


class Published(NamedTuple):
    """An event as it was published last."""

    event: Event
    sequence: int = 0
    stamp: dt.datetime | None = None
    """When that was, in UTC; ``None`` where it was never written."""
    is_cancelled: bool = False


def read_published(folder: str | Path) -> dict[str, dict[str, Published]]:
    """By file and UID, the events of the calendars in a folder; nothing if there is none.

    Only where calendars are published: what else lies in the folder is somebody else's.

    Raises:
        ProblemError: if a calendar there cannot be read.
    """
    files, faults = dict[str, dict[str, Published]](), list[Fault]()
    root = Path(folder)
    paths = sorted(path for name in FOLDERS.values() for path in (root / name).glob("*.ics"))
    for path in counted(paths, "calendars read"):
        name = path.relative_to(root).as_posix()
        try:
            files[name] = {p.event.uid: p for p in _events(read_bytes(path))}
        except (UnreadableError, ValueError, KeyError, AttributeError) as error:
            advice = "move it away to publish anew"
            message = f"is no calendar that was published from here ({error})"
            faults.append(fault("PD103", name, path.name, message, advice))
    if faults:
        raise ProblemError(faults)
    return files


def as_published(agenda: Mapping[str, Event]) -> dict[str, Published]:
    """Events of an earlier plan as if they had been published once."""
    return {uid: Published(event) for uid, event in agenda.items()}


def _events(content: bytes) -> Iterator[Published]:
    from icalendar import Calendar

    calendar = Calendar.from_ical(content)
    if (writer := calendar.get("PRODID")) != PRODUCT:
        raise ValueError(f"its PRODID is {writer}")
    yield from map(_published, calendar.events)


def _published(told: ICalEvent) -> Published:
    start, end = told.start, told.end
    hours = isinstance(start, dt.datetime) and isinstance(end, dt.datetime)
    event = Event(
        uid=str(told["UID"]),
        date=start.date() if isinstance(start, dt.datetime) else start,
        start=start.time() if isinstance(start, dt.datetime) and hours else MIDNIGHT,
        end=end.time() if isinstance(end, dt.datetime) and hours else MIDNIGHT,
        summary=str(told.get("SUMMARY", "")),
        location=str(told.get("LOCATION", "")),
        description=str(told.get("DESCRIPTION", "")),
    )
    cancelled = str(told.get("STATUS", "")) == "CANCELLED"
    return Published(event, told.sequence, told.DTSTAMP, cancelled)
