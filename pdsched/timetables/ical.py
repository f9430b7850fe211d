"""Reader of iCalendar feeds (RFC 5545) of teachers or rooms: each event is a lesson on a date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Unpack
from zoneinfo import ZoneInfo

from pdsched.errors import Fault, ProblemError
from pdsched.outside import Together, TooLargeError
from pdsched.timetables.arguments import Term, TermArguments, term_of
from pdsched.timetables.dated import DatedLesson, DatedTimetable
from pdsched.timetables.faults import fail
from pdsched.timetables.ical_events import Context, TeacherFrom, holders_by, lesson_of, organizers
from pdsched.timetables.ical_series import Event, Occurrence, occurrences, start_of, tzid_of
from pdsched.timetables.ical_zones import Zones, iana_name, zones_of
from pdsched.timetables.text import is_calendar, read_bytes, read_text
from pdsched.timetables.timetable import Note, note

if TYPE_CHECKING:
    from icalendar import Calendar

TWICE = "is an event that stands in the same feed twice"
NO_ZONE = "is a time zone that neither we nor the feed know; the times are taken for local ones"
NO_FEED = "is no .ics file and is not read"

_MOST_FILES = 3000
_MOST_EVENTS = 200_000
_MOST_LINES = 2_000_000
_MOST_LESSONS = 300_000
_USUAL_ZONE = "UTC"


class _Feed(NamedTuple):
    path: Path
    calendars: list[tuple[Calendar, Zones]]

    def events(self) -> Iterator[Event]:
        for calendar, _ in self.calendars:
            yield from calendar.walk("VEVENT")


def read_ical(
    path: str | Path,
    *,
    teacher_from: TeacherFrom = "auto",
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    **term: Unpack[TermArguments],
) -> DatedTimetable:
    """The lessons of a feed, or of a folder of feeds, within the horizon of a plan.

    Recurring events are unrolled. Times are changed into local times of the problem's zone; those
    without a zone are local times already. Where the problem's zone is UTC, as it is unless told,
    and the feeds name one zone, that one is the problem's.

    Args:
        path: an ``.ics`` file, or a folder with some.
        teacher_from: who holds the lessons: ``name`` (a feed a person, called as its calendar or
            its file is), ``organizer`` or ``attendee`` of each event. ``auto`` takes the organizers
            where the events of some feed have several, and else the name.
        no_cover: summaries of events that need no cover.
        encoding: name of the code page of a file that is not in Unicode.
        **term: when the plan is, and in which zone; see `TermArguments`.

    Raises:
        ProblemError: a file cannot be read (PD701, PD702, PD711, PD713) or is no calendar (PD705,
            PD741), there is none (PD705), no event of the term is a lesson (PD706), or an argument
            is no good (PD710).
    """
    return _read(Path(path), term_of(**term), teacher_from, no_cover, encoding)


def _read(
    path: Path,
    term: Term,
    teacher_from: TeacherFrom,
    no_cover: Sequence[str],
    encoding: str | None,
) -> DatedTimetable:
    if teacher_from not in ("auto", "name", "organizer", "attendee"):
        fail("PD710", "teacher_from", teacher_from, "give auto, name, organizer or attendee")
    notes: list[Note] = []
    feeds = _feeds(path, encoding, notes)
    zone = _zone(feeds, term)
    by_organizer = any(len(set(organizers(feed.events()))) > 1 for feed in feeds)
    source = teacher_from
    if teacher_from == "auto":
        source = "organizer" if by_organizer else "name"
    told: dict[tuple[object, ...], DatedLesson] = {}
    names = _names(feeds)
    for feed, name in zip(feeds, names, strict=True):
        context = Context(term, zone, no_cover, holders_by(source, name))
        _add(told, feed, context, notes)
    lessons = tuple(told.values())
    if not lessons:
        _fail_without_lesson(feeds, notes, path)
    people = dict.fromkeys(who for lesson in lessons for who in lesson.teachers)
    return DatedTimetable(
        name=path.stem,
        time_zone=zone.key,
        teachers=tuple(dict.fromkeys([*(names if source == "name" else ()), *people])),
        lessons=lessons,
        notes=tuple(notes),
        assumptions=tuple(_assumptions(source, zone, term, no_cover)),
    )


def _feeds(path: Path, encoding: str | None, notes: list[Note]) -> list[_Feed]:
    files = _files(path, notes)
    together = Together()
    faults: list[Fault] = []
    feeds: list[_Feed] = []
    lines = count = 0
    for file in files:
        try:
            content = read_bytes(file, wanted="calendar")
            together.add(content, b"\n")
            lines += max(content.count(b"\n"), content.count(b"\r"))
            if lines > _MOST_LINES:
                fail("PD711", str(path), path.name, f"it has more than {_MOST_LINES:,} lines")
            if not is_calendar(content):
                detail = "it does not begin with BEGIN:VCALENDAR"
                fail("PD705", str(file), file.name, detail)
            feeds.append(_feed(file, encoding, notes))
        except TooLargeError as error:
            fail("PD711", str(path), path.name, str(error))
        except ProblemError as error:
            faults += error.faults
            continue
        count += sum(1 for _ in feeds[-1].events())
        if count > _MOST_EVENTS:
            fail("PD711", str(path), path.name, f"it has more than {_MOST_EVENTS:,} events")
    if faults:
        raise ProblemError(faults)
    return feeds


def _files(path: Path, notes: list[Note]) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        inside = sorted(path.iterdir())
    except OSError as error:
        fail("PD701", str(path), path.name, error.strerror or str(error))
    files = [each for each in inside if each.suffix.casefold() == ".ics"]
    notes += [note(str(path), each.name, NO_FEED) for each in inside if each not in set(files)]
    if not files:
        fail("PD705", str(path), path.name, "the folder has no .ics file")
    if len(files) > _MOST_FILES:
        fail("PD711", str(path), path.name, f"it has more than {_MOST_FILES:,} .ics files")
    return files


def _feed(path: Path, encoding: str | None, notes: list[Note]) -> _Feed:
    text, guesses = read_text(path, encoding, wanted="calendar")
    notes += guesses
    from icalendar import Calendar

    zones, rest = zones_of(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        calendars = Calendar.from_ical(rest.replace("\n", "\r\n"), multiple=True)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        fail("PD741", str(path), path.name, " ".join(str(error).split())[:120])
    except OSError:
        fail("PD741", str(path), path.name, "it names a time zone that is none, such as Europe")
    except RecursionError:
        fail("PD741", str(path), path.name, "its parts lie too deep in each other")
    if not calendars or not rest.rstrip().upper().endswith("END:VCALENDAR"):
        fail("PD741", str(path), path.name, "it is cut off before END:VCALENDAR")
    return _Feed(path, [(each, zones) for each in calendars])


def _zone(feeds: Iterable[_Feed], term: Term) -> ZoneInfo:
    """The problem's zone: that of the feeds where it was not told."""
    if term.time_zone != _USUAL_ZONE:
        return ZoneInfo(term.time_zone)
    named: set[str] = set()
    for feed in feeds:
        for calendar, zones in feed.calendars:
            told = str(calendar.get("X-WR-TIMEZONE", ""))
            used = {tzid_of(event) for event in calendar.walk("VEVENT")}
            named |= {iana_name(zones.zone(name)) for name in {told, *used} if name}
    named -= {"", _USUAL_ZONE}
    return ZoneInfo(named.pop() if len(named) == 1 else _USUAL_ZONE)


def _names(feeds: Sequence[_Feed]) -> list[str]:
    """What the calendars are called, or the files where not all of these are different."""
    told = []
    for feed in feeds:
        texts = (c.get(f, "") for c, _ in feed.calendars for f in ("X-WR-CALNAME", "NAME"))
        told.append(next((name for text in texts if (name := str(text).strip())), ""))
    counted = Counter(told)
    if all(name and count == 1 for name, count in counted.items()):
        return told
    return [feed.path.stem for feed in feeds]


def _add(
    told: dict[tuple[object, ...], DatedLesson], feed: _Feed, context: Context, notes: list[Note]
) -> None:
    """Add the lessons of a feed; one that stands in several is held by all of their people."""
    here: set[tuple[object, ...]] = set()
    file, term = feed.path.name, context.term
    for calendar, zones in feed.calendars:
        events = calendar.walk("VEVENT")
        names = dict.fromkeys(map(tzid_of, events))
        notes += [note(file, name, NO_ZONE) for name in names if name and not zones.zone(name)]
        for each in occurrences(events, term.first, term.last):
            lesson: DatedLesson | str = each.reason
            if isinstance(each, Occurrence):
                lesson = lesson_of(each, zones, context)
            if isinstance(lesson, DatedLesson):
                uid = str(each.event.get("UID") or f"{file} {len(here)}")
                key = (uid, lesson.date, lesson.span, lesson.subject, lesson.rooms)
                if key not in here:
                    told[key] = _both(told[key], lesson) if key in told else lesson
                    here.add(key)
                    continue
                lesson = TWICE
            if lesson:
                where = f"{file}, event {each.event.get('UID', '')}"
                notes.append(note(where, each.event.get("SUMMARY", ""), lesson))
        if len(told) > _MOST_LESSONS:
            detail = f"its events are more than {_MOST_LESSONS:,} lessons"
            fail("PD711", str(feed.path), file, detail)


def _both(one: DatedLesson, other: DatedLesson) -> DatedLesson:
    people = dict.fromkeys((*one.teachers, *other.teachers))
    return one.model_copy(update={"teachers": tuple(people)})


def _fail_without_lesson(feeds: Iterable[_Feed], notes: Sequence[Note], path: Path) -> None:
    days = sorted(
        start.date() if isinstance(start, datetime) else start
        for feed in feeds
        for event in feed.events()
        if (start := start_of(event)) is not None
    )
    reason = notes[0].message if notes else "it has no event"
    if days:
        reason += f"; its events begin from {days[0]} to {days[-1]}: say --first and --weeks"
    fail("PD706", str(path), path.name, reason)


def _assumptions(source: str, zone: ZoneInfo, term: Term, no_cover: Sequence[str]) -> Iterator[str]:
    people = {
        "name": "the person whose name the calendar or the file has",
        "organizer": "the organizer of the event",
        "attendee": "those who attend the event",
    }
    yield f"A lesson of a feed is held by {people[source]}."
    why = "as was told" if term.time_zone == zone.key else "the only zone that the feeds name"
    yield f"Clock times are local times of the zone {zone.key}, {why}; so are times without a zone."
    if no_cover:
        yield f"Lessons with the subject {' or '.join(no_cover)} need no cover."
