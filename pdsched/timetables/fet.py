"""Reader of FET files: ``.fet`` data with placed activities, and timetable CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.problem import CoverKind
from pdsched.timetables.faults import fail
from pdsched.timetables.fet_csv import read_fet_csv
from pdsched.timetables.fet_mode import FetLesson, Mode, grid, known_mode
from pdsched.timetables.text import (
    fixed_word,
    is_xml,
    read_bytes,
    read_xml,
    says_no,
    says_yes,
    whole,
    words,
)
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, note
from pdsched.timetables.weekdays import weekdays_of

INACTIVE = "is an activity that is not active"
UNPLACED = "is an activity without a fixed starting time"
NO_ID = "is not the number of an activity"
TWICE = "is the number of an earlier activity too"
NO_DURATION = "is not a duration"
SOFT = "has a preferred starting time below 100 per cent that is not locked, which is not used"
UNKNOWN_DAY = "is a starting time that is not among the days and hours of the file"
UNKNOWN_TEACHER = "is a teacher whom the list of teachers does not name"

_MODES: dict[str, Mode] = {
    "official": "official",
    "block-planning": "official",
    "mornings-afternoons": "mornings-afternoons",
}


class _Start(NamedTuple):
    day: str
    hour: str
    locked: bool


def read_fet(
    path: str | Path,
    *,
    mode: Mode = "auto",
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    days: Sequence[str] | None = None,
    hours: Sequence[str] | None = None,
) -> Timetable:
    """The timetable of a ``.fet`` file or of FET's timetable CSV, told apart by the content.

    Of a ``.fet`` file, the activities count whose starting time is fixed: preferred with a
    weight of 100 per cent, or locked.

    Args:
        path: the file.
        mode: ``mornings-afternoons`` if two FET days make one real day, ``official`` if not;
            ``auto`` takes what a ``.fet`` file says and otherwise guesses (see `fet_mode.grid`).
        no_cover: subjects that need no cover.
        encoding: name of the code page of a file that does not say it and is not in Unicode.
        days: all days of a CSV in order, where the names do not tell it.
        hours: all its hours in order.

    Raises:
        ProblemError: the file cannot be read (PD701 to PD704, PD713), is something else (PD705),
            holds no placed activity (PD706), has a mode that is not read here (PD708) or days or
            hours in an order that it does not tell (PD712), or an argument is no good (PD710).
    """
    mode = known_mode(mode, str(path))
    if not is_xml(read_bytes(path)):
        return read_fet_csv(
            path, mode=mode, no_cover=no_cover, encoding=encoding, days=days, hours=hours
        )
    for name, told in (("days", days), ("hours", hours)):
        if told:
            fail("PD710", name, ", ".join(told), "a .fet file lists them itself")
    root = read_xml(path, encoding)
    if root.tag.casefold() != "fet":
        fail("PD705", str(path), root.tag, "the root element is not fet")
    return _timetable(root, str(path), mode, no_cover)


def _timetable(root: Element, path: str, mode: Mode, no_cover: Sequence[str]) -> Timetable:
    notes: list[Note] = []
    days = _names(root, "Days_List/Day")
    hours = _names(root, "Hours_List/Hour")
    if not days or not hours:
        fail("PD705", path, root.tag, "the file lists no days or no hours")
    lessons = list(_lessons(root, days, hours, no_cover, notes))
    if not lessons:
        fail("PD706", path, Path(path).name, notes[0].message if notes else "no activity")
    mode = _told_mode(root, path) if mode == "auto" else mode
    long_hours = _long_names(root, "Hours_List/Hour")
    result = grid(_shown_days(root, days), hours, lessons, mode, long_hours)
    listed = _names(root, "Teachers_List/Teacher")
    busy = (who for lesson in result.lessons for who in lesson.teachers)
    return Timetable(
        name=words(root, "Institution_Name") or Path(path).stem,
        days=result.days,
        periods=result.periods,
        morning=result.morning,
        teachers=tuple(dict.fromkeys((*listed, *busy))),
        lessons=result.lessons,
        notes=(*notes, *result.notes),
        assumptions=(result.assumption, *_cover_words(no_cover)),
    )


def _told_mode(root: Element, path: str) -> Mode:
    told = fixed_word(words(root, "Mode"))
    if told:
        if told not in _MODES:
            fail("PD708", path, told, "it is the mode of the file")
        return _MODES[told]
    # Before FET had modes, two editions of it were made for schools with halves of days.
    version = root.get("version", "").casefold()
    return "mornings-afternoons" if "morocco" in version or "algeria" in version else "auto"


def _names(root: Element, where: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(name for item in root.findall(where) if (name := words(item, "Name")))
    )


def _long_names(root: Element, where: str) -> tuple[str, ...]:
    """The second names that FET 6 and later know, in the order of `_names`."""
    names = {name: words(item, "Long_Name") for item in root.findall(where)
             if (name := words(item, "Name"))}  # fmt: skip
    return tuple(names.values())


def _shown_days(root: Element, days: Sequence[str]) -> Sequence[str]:
    """The long names of the days where they tell the weekdays and the names do not."""
    long_names = _long_names(root, "Days_List/Day")
    if weekdays_of(days) is None and weekdays_of(long_names) is not None:
        return long_names
    return days


def _lessons(
    root: Element,
    days: Sequence[str],
    hours: Sequence[str],
    no_cover: Sequence[str],
    notes: list[Note],
) -> Iterator[FetLesson]:
    starts, rooms = _starts(root, notes), _rooms(root)
    known = set(_names(root, "Teachers_List/Teacher"))
    seen: set[str] = set()
    for activity in root.findall("Activities_List/Activity"):
        name = words(activity, "Id")
        reason = _unusable(activity, name, seen, starts)
        seen.add(name)
        if reason:
            notes.append(note("Activities_List", name, reason))
            continue
        start = starts[name]
        if start.day not in days or start.hour not in hours:
            notes.append(note(f"activity {name}", f"{start.day} {start.hour}", UNKNOWN_DAY))
            continue
        record = _record(activity, name, rooms.get(name, ""), no_cover)
        unknown = (who for who in record.teachers if who not in known)
        notes += [note(f"activity {name}", who, UNKNOWN_TEACHER) for who in unknown]
        at = days.index(start.day), hours.index(start.hour)
        yield FetLesson(record, *at, whole(words(activity, "Duration")) or 1)


def _unusable(activity: Element, name: str, seen: set[str], starts: dict[str, _Start]) -> str:
    if whole(name) is None:
        return NO_ID
    if name in seen:
        return TWICE
    if says_no(words(activity, "Active")):
        return INACTIVE
    if not whole(words(activity, "Duration")):
        return NO_DURATION
    return "" if name in starts else UNPLACED


def _starts(root: Element, notes: list[Note]) -> dict[str, _Start]:
    starts: dict[str, _Start] = {}
    for rule in root.iter("ConstraintActivityPreferredStartingTime"):
        name = words(rule, "Activity_Id")
        locked = says_yes(words(rule, "Permanently_Locked"))
        if says_no(words(rule, "Active")):
            continue
        if not locked and not _full_weight(rule):
            notes.append(note("Time_Constraints_List", name, SOFT))
            continue
        if name not in starts or (locked and not starts[name].locked):
            day = words(rule, "Preferred_Day") or words(rule, "Day")
            hour = words(rule, "Preferred_Hour") or words(rule, "Hour")
            starts[name] = _Start(day, hour, locked)
    return starts


def _full_weight(rule: Element) -> bool:
    try:
        return float(words(rule, "Weight_Percentage")) >= 100
    except ValueError:
        return False


def _rooms(root: Element) -> dict[str, str]:
    return {
        words(rule, "Activity_Id"): words(rule, "Room")
        for rule in root.iter("ConstraintActivityPreferredRoom")
        if _full_weight(rule) and not says_no(words(rule, "Active"))
    }


def _record(activity: Element, name: str, room: str, no_cover: Sequence[str]) -> TimetableLesson:
    subject = words(activity, "Subject")
    return TimetableLesson(
        id=name,
        event=name,
        day="",
        period=0,
        teachers=_all(activity, "Teacher"),
        classes=_all(activity, "Students"),
        subject=subject,
        rooms=(room,) if room else (),
        cover=CoverKind.NOT_NEEDED if subject in no_cover else CoverKind.NEEDED,
    )


def _all(activity: Element, tag: str) -> tuple[str, ...]:
    texts = ((item.text or "").strip() for item in activity.findall(tag))
    return tuple(dict.fromkeys(text for text in texts if text))


def _cover_words(no_cover: Sequence[str]) -> tuple[str, ...]:
    if not no_cover:
        return ()
    return (f"Lessons with the subject {' or '.join(no_cover)} need no cover.",)
