"""What an event of a calendar says of a lesson: when, who holds it, in which rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pdsched.problem import CoverKind, clock
from pdsched.timetables.arguments import Term
from pdsched.timetables.dated import DatedLesson
from pdsched.timetables.ical_series import OUTSIDE, Event, Occurrence
from pdsched.timetables.ical_zones import Zones

TeacherFrom = Literal["auto", "name", "organizer", "attendee"]
"""Where a feed tells who holds a lesson."""

CANCELLED = "is a cancelled event"
ALL_DAY = "is an all-day event, and no lesson"
FREE = "is an event that is marked as free time"
NO_LENGTH = "is an event that does not end after its start"
TWO_DAYS = "is an event that does not end on the date on which it begins"
NOBODY = "is an event that does not tell who holds it"

_NO_PERSON = ("ROOM", "RESOURCE")


class Context(NamedTuple):
    """What is the same for all events of a feed."""

    term: Term
    zone: ZoneInfo
    """Of the problem."""
    no_cover: Sequence[str]
    holders: Callable[[Event], tuple[str, ...]]


def _people(event: Event, field: str) -> Iterator[tuple[str, str]]:
    """Who is named, and as what kind of participant."""
    value = event.get(field, [])
    for each in value if isinstance(value, list) else [value]:
        params = getattr(each, "params", {})
        refused = str(params.get("PARTSTAT", "")).upper() == "DECLINED"
        address = str(each).strip()
        if address.casefold().startswith("mailto:"):
            address = address[len("mailto:") :]
        name = str(params.get("CN", "")).strip() or address
        if name and not refused:
            yield name, str(params.get("CUTYPE", "")).upper()


def organizers(events: Iterable[Event]) -> Iterator[str]:
    """The names of those who organize the events, as often as they do."""
    for event in events:
        yield from (name for name, _ in _people(event, "ORGANIZER"))


def holders_by(source: TeacherFrom, name: str) -> Callable[[Event], tuple[str, ...]]:
    """Who holds the lesson that an event is.

    Args:
        source: ``name``, ``organizer`` or ``attendee``.
        name: of the feed.
    """
    if source == "name":
        return lambda _event: (name,)

    def named(event: Event) -> tuple[str, ...]:
        people = _people(event, source.upper())
        return tuple(dict.fromkeys(who for who, kind in people if kind not in _NO_PERSON))

    return named


def lesson_of(told: Occurrence, zones: Zones, context: Context) -> DatedLesson | str:
    """The lesson that an event is, or why it is none; empty where it lies beside the term."""
    event = told.event
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return CANCELLED
    if not isinstance(told.start, datetime) or not isinstance(told.end, datetime):
        return ALL_DAY
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return FREE
    start, end = (_local(at, told.zone, zones, context.zone) for at in (told.start, told.end))
    if not context.term.first <= start.date() <= context.term.last:
        return OUTSIDE if told.is_alone else ""
    if (end - start) < timedelta(minutes=1):
        return NO_LENGTH
    if start.date() != end.date():
        return TWO_DAYS
    people = context.holders(event)
    if not people:
        return NOBODY
    subject = str(event.get("SUMMARY", "")).strip()
    rooms = [str(event.get("LOCATION", "")).strip()]
    rooms += [name for name, kind in _people(event, "ATTENDEE") if kind in _NO_PERSON]
    return DatedLesson(
        date=start.date(),
        start=clock(60 * start.hour + start.minute),
        end=clock(60 * end.hour + end.minute),
        teachers=people,
        subject=subject,
        rooms=tuple(dict.fromkeys(room for room in rooms if room)),
        cover=CoverKind.NOT_NEEDED if subject in context.no_cover else CoverKind.NEEDED,
    )


def _local(at: datetime, name: str, zones: Zones, zone: ZoneInfo) -> datetime:
    if at.tzinfo is None and name:
        at = at.replace(tzinfo=zones.zone(name))
    try:
        return (at if at.tzinfo is None else at.astimezone(zone)).replace(tzinfo=None)
    except OverflowError:
        return at.replace(tzinfo=None)
