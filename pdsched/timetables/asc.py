"""Reader of the XML that aSc Timetables exports: periods, lessons, and the cards that place them.

The elements and attributes are those that the program's own description of its exchange format
names ("aSc Timetables - integration with other systems") and that exported files in public
repositories show. Files before version 2012 give a card's day by number, as ``day``, in place of
masks such as ``days="01000"``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pdsched.problem import CoverKind, clock
from pdsched.timetables.asc_cards import Placed, durations, placed_cards
from pdsched.timetables.asc_grid import Grid, grid_of
from pdsched.timetables.faults import fail
from pdsched.timetables.hours import moments_of
from pdsched.timetables.text import read_xml, seats_of
from pdsched.timetables.timetable import (
    Note,
    Timetable,
    TimetableLesson,
    TimetablePeriod,
    TimetableRoom,
    note,
)

UNKNOWN_TEACHER = "is the id of no teacher of the file"
UNKNOWN_CLASS = "is the id of no class of the file"
UNKNOWN_ROOM = "is the id of no classroom of the file"
UNKNOWN_SUBJECT = "is the id of no subject of the file"
UNPLACED = "is a lesson without a card, so that it has no time"
NO_ID = "is a lesson without an id"
TWICE = "is the id of an earlier lesson too"


class Names(NamedTuple):
    """What the things of one kind are called."""

    label: dict[str, str]
    """By id, the short name, or another one where two share it."""
    full: dict[str, str]
    """The full name, by label."""


class _File(NamedTuple):
    teachers: Names
    classes: Names
    rooms: Names
    subjects: dict[str, tuple[str, str]]
    """Full and short name, by id."""
    groups: dict[str, tuple[str, bool]]
    """Id of the class, and whether it is the whole of it."""
    no_cover: Sequence[str]
    notes: list[Note]


def is_asc(root: Element) -> bool:
    """Whether the root element is that of an export of aSc Timetables, of whatever version.

    >>> from xml.etree.ElementTree import fromstring
    >>> is_asc(fromstring("<timetable><lessons/><cards/></timetable>"))
    True
    """
    return root.tag == "timetable" and all(root.find(tag) is not None for tag in _TABLES)


_TABLES = ("lessons", "cards")


def read_asc(
    path: str | Path,
    *,
    no_cover: Sequence[str] = (),
    term: str | int | None = None,
    encoding: str | None = None,
) -> Timetable:
    """The timetable of an XML export of aSc Timetables.

    A card is read on each day and in each week of its masks. Where no card differs from week to
    week, the timetable is one of one week; else its days are those of each week (``Monday A``). A
    lesson of a part of a class (a group) has the whole class. A lesson of several periods has one
    card for all of them in some exports and one for each in others; the numbers of periods a week
    tell which. Rooms are those of the card, or the only one of the lesson.

    Args:
        path: the file.
        no_cover: subjects, by full or short name, that need no cover.
        term: which term of a file with several is read: its name, short name or number from 1;
            by default the first. Cards of the others are noted.
        encoding: name of the code page of a file that does not say it and is not in Unicode.

    Raises:
        ProblemError: the file cannot be read (PD701 to PD704, PD711), is something else (PD705),
            places nothing (PD706), or has no such term (PD707).
    """
    root = read_xml(path, encoding)
    if not is_asc(root):
        detail = "the root element is no timetable with lessons and cards"
        fail("PD705", str(path), root.tag, detail)
    notes: list[Note] = []
    file = _file(root, no_cover, notes)
    grid = grid_of(root, term, str(path))
    cards = placed_cards(root, grid, str(path), notes)
    lessons = tuple(_lessons(root, file, grid, cards))
    if not lessons:
        reason = notes[0].message if notes else "it has no cards"
        fail("PD706", str(path), Path(path).name, reason)
    return Timetable(
        name=Path(path).stem,
        days=grid.days,
        days_are_named=grid.days_are_named,
        weeks=grid.weeks,
        periods=tuple(_periods(root, grid)),
        teachers=tuple(file.teachers.label.values()),
        names=file.teachers.full,
        rooms=tuple(_rooms(root, file.rooms, notes)),
        lessons=lessons,
        notes=tuple(notes),
        assumptions=(*grid.assumptions, *_assumptions(root, file, no_cover)),
    )


def labels(elements: Sequence[Element]) -> Names:
    """What elements with ``id``, ``name`` and ``short`` are called, each differently.

    >>> from xml.etree.ElementTree import fromstring
    >>> teachers = fromstring('<t><t id="1" name="Ada L" short="A"/><t id="2" name="Al" short="A"/>'
    ...                       '<t id="3" name="Bo"/></t>')
    >>> labels(list(teachers)).label
    {'1': 'A', '2': 'Al', '3': 'Bo'}
    """
    label: dict[str, str] = {}
    full: dict[str, str] = {}
    taken: set[str] = set()
    for element in elements:
        key, name, short = (element.get(field, "").strip() for field in ("id", "name", "short"))
        if not key or key in label:
            continue
        name = name or f"{element.get('firstname', '')} {element.get('lastname', '')}".strip()
        told = next(text for text in (short, name, f"{name or short} ({key})") if text)
        if told in taken:
            told = name if name and name not in taken else f"{told} ({key})"
        taken.add(told)
        label[key] = told
        if name and name != told:
            full[told] = name
    return Names(label, full)


def _file(root: Element, no_cover: Sequence[str], notes: list[Note]) -> _File:
    subjects = {
        each.get("id", ""): (each.get("name", "").strip(), each.get("short", "").strip())
        for each in root.findall("subjects/subject")
    }
    groups = {
        each.get("id", ""): (each.get("classid", ""), each.get("entireclass") == "1")
        for each in root.findall("groups/group")
    }
    people, classes, rooms = (
        labels(root.findall(where))
        for where in ("teachers/teacher", "classes/class", "classrooms/classroom")
    )
    return _File(people, classes, rooms, subjects, groups, no_cover, notes)


def _periods(root: Element, grid: Grid) -> Iterator[TimetablePeriod]:
    told = {each.get("period", "").strip(): each for each in root.findall("periods/period")}
    for number in grid.periods:
        element = told.get(number)
        if element is None:
            yield TimetablePeriod(name=number)
            continue
        start, end = (moments_of(element.get(f, "")) for f in ("starttime", "endtime"))
        yield TimetablePeriod(
            name=element.get("name", "").strip() or number,
            start=clock(start[0].minute) if start else None,
            end=clock(end[0].minute) if end else None,
        )


def _rooms(root: Element, rooms: Names, notes: list[Note]) -> Iterator[TimetableRoom]:
    for each in root.findall("classrooms/classroom"):
        if label := rooms.label.get(each.get("id", "").strip()):
            capacity = seats_of(each.get("capacity", ""), label, notes)
            yield TimetableRoom(name=label, full=rooms.full.get(label, ""), capacity=capacity)


def _lessons(
    root: Element, file: _File, grid: Grid, cards: Mapping[str, Sequence[Placed]]
) -> Iterator[TimetableLesson]:
    seen: set[str] = set()
    elements = root.findall("lessons/lesson")
    lengths = durations(elements, grid, cards)
    for element in elements:
        name = element.get("id", "").strip()
        if not name or name in seen:
            file.notes.append(note("lessons", name, TWICE if name else NO_ID))
            continue
        seen.add(name)
        if name not in cards:
            file.notes.append(note("lessons", name, UNPLACED))
            continue
        record = _record(element, name, file)
        rooms = _ids(element, "classroomids", "classroomid")
        for number, (card, duration) in enumerate(lengths[name], start=1):
            chosen = card.rooms or (rooms if len(rooms) == 1 else ())
            known = _known(chosen, file.rooms.label, f"lesson {name}", UNKNOWN_ROOM, file.notes)
            yield record.model_copy(
                update={
                    "id": name if number == 1 else f"{name}/{number}",
                    "day": grid.days[card.day],
                    "period": card.period,
                    "duration": duration,
                    "rooms": known,
                }
            )


def _record(element: Element, name: str, file: _File) -> TimetableLesson:
    where = f"lesson {name}"
    key = element.get("subjectid", "").strip()
    if key and key not in file.subjects:
        file.notes.append(note(where, key, UNKNOWN_SUBJECT))
    full, short = file.subjects.get(key, ("", ""))
    subject = full or short
    is_free = subject != "" and not {full, short}.isdisjoint(file.no_cover)
    return TimetableLesson(
        id=name,
        event=name,
        day="",
        period=0,
        teachers=_known(
            _ids(element, "teacherids", "teacherid"),
            file.teachers.label,
            where,
            UNKNOWN_TEACHER,
            file.notes,
        ),
        classes=_known(
            _classes(element, file), file.classes.label, where, UNKNOWN_CLASS, file.notes
        ),
        subject=subject,
        students=len(set(_ids(element, "studentids"))),
        cover=CoverKind.NOT_NEEDED if is_free else CoverKind.NEEDED,
    )


def _classes(element: Element, file: _File) -> tuple[str, ...]:
    """The classes of a lesson, or those of its groups where it names these alone."""
    told = _ids(element, "classids", "classid")
    groups = (file.groups.get(group, ("", True))[0] for group in _ids(element, "groupids"))
    return told or tuple(dict.fromkeys(group for group in groups if group))


def _ids(element: Element, *fields: str) -> tuple[str, ...]:
    """The ids in the first of these attributes that is there, between commas."""
    told = next((element.get(field, "") for field in fields if field in element.attrib), "")
    return tuple(dict.fromkeys(part for text in told.split(",") if (part := text.strip())))


def _known(
    ids: Sequence[str], label: Mapping[str, str], where: str, reason: str, notes: list[Note]
) -> tuple[str, ...]:
    notes += [note(where, each, reason) for each in ids if each not in label]
    return tuple(dict.fromkeys(label[each] for each in ids if each in label))


def _assumptions(root: Element, file: _File, no_cover: Sequence[str]) -> Iterator[str]:
    parts = sum(
        any(not file.groups.get(group, ("", True))[1] for group in _ids(lesson, "groupids"))
        for lesson in root.findall("lessons/lesson")
    )
    if parts:
        yield f"Lessons of a part of a class: {parts}; the problem names the whole class."
    if no_cover:
        yield f"Lessons with the subject {' or '.join(no_cover)} need no cover."
