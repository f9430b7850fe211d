"""Reader of XHSTT archives: an instance together with one of its published solutions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from pdsched.problem import CoverKind
from pdsched.timetables.faults import fail
from pdsched.timetables.hours import hour_notes
from pdsched.timetables.text import read_xml
from pdsched.timetables.timetable import Note, Timetable, TimetableLesson, note
from pdsched.timetables.xhstt_instance import Instance, instance_of
from pdsched.timetables.xhstt_solution import Placed, Solution, placed_events, solutions_of

CUT = "runs past the end of its day and is cut there"


def read_xhstt(
    path: str | Path,
    solution: str | int | None = None,
    *,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
) -> Timetable:
    """The first instance of an archive as one of its solutions places it.

    Without ``solution``, a group whose id begins with ``Actual`` is taken: the timetable that
    the school really used. Otherwise the solution that places the most periods; among equals
    the one with the fewest teachers in two places at once, then with the fewest periods past
    the end of a day, then the last in the file.

    Args:
        path: the file.
        solution: id of the solution group or its description, or the index of the solution in
            the file, counted from 0. Of several with this id or description the last is taken.
        no_cover: subjects (names of courses) that need no cover.
        encoding: name of the code page of a file that does not say it and is not in Unicode.

    Raises:
        ProblemError: the file cannot be read (PD701 to PD704), is something else or lacks an
            instance (PD705), has no such solution (PD707), or places nothing (PD706).
    """
    root = read_xml(path, encoding)
    if root.tag != "HighSchoolTimetableArchive":
        fail("PD705", str(path), root.tag, "the root element is not HighSchoolTimetableArchive")
    instance = instance_of(root, str(path))
    chosen = _chosen(root, instance, solution, str(path))
    placed, notes = placed_events(instance, chosen)
    if not placed:
        fail("PD706", str(path), chosen.name, notes[0].message if notes else "no event is placed")
    lessons, cuts = _lessons(instance, placed, no_cover)
    return _timetable(root, instance, chosen, lessons, (*notes, *cuts), no_cover)


def _timetable(
    root: Element,
    instance: Instance,
    chosen: Solution,
    lessons: tuple[TimetableLesson, ...],
    notes: tuple[Note, ...],
    no_cover: Sequence[str],
) -> Timetable:
    longest = max(instance.day_lengths)
    known = (who for who, kind in instance.kinds.items() if kind == "teacher")
    return Timetable(
        name=instance.name,
        days=instance.days,
        weeks=instance.weeks,
        periods=instance.hours.periods,
        day_lengths=() if min(instance.day_lengths) == longest else instance.day_lengths,
        teachers=tuple(known),
        lessons=lessons,
        notes=(*_other_instances(root), *instance.notes, *hour_notes(instance.hours), *notes),
        assumptions=_assumptions(chosen, no_cover),
    )


def _chosen(root: Element, instance: Instance, wanted: str | int | None, path: str) -> Solution:
    solutions = solutions_of(root, instance.name)
    if not solutions:
        fail("PD707", path, instance.name, "the file holds no solution of this instance")
    if wanted is None:
        real = [item for item in solutions if item.name.casefold().startswith("actual")]
        return real[0] if real else max(solutions, key=lambda item: item.merit(instance))
    matches = [item for item in solutions if wanted in (item.name, item.description)]
    if not matches:
        matches = [item for item in solutions if str(item.place) == str(wanted)]
    if not matches:
        listed = "; ".join(f"{item.place}: {item.name}" for item in solutions)
        fail("PD707", path, wanted, f"solutions are {listed}")
    return matches[-1]


def _lessons(
    instance: Instance, placed: Sequence[Placed], no_cover: Sequence[str]
) -> tuple[tuple[TimetableLesson, ...], list[Note]]:
    parts: dict[str, int] = {}
    lessons: list[TimetableLesson] = []
    notes: list[Note] = []
    for item in placed:
        parts[item.event] = parts.get(item.event, 0) + 1
        suffix = f"/{parts[item.event]}" if parts[item.event] > 1 else ""
        lesson = _lesson(instance, item, item.event + suffix, no_cover)
        if lesson.duration < item.duration:
            notes.append(note(f"event {item.event}", item.time, CUT))
        lessons.append(lesson)
    return tuple(lessons), notes


def _lesson(
    instance: Instance, placed: Placed, name: str, no_cover: Sequence[str]
) -> TimetableLesson:
    day, period = instance.times[placed.time]
    room_left = instance.day_lengths[instance.days.index(day)] - period
    subject = instance.events[placed.event].subject
    return TimetableLesson(
        id=name,
        event=placed.event,
        day=day,
        period=period,
        duration=min(placed.duration, room_left),
        teachers=tuple(_of_kind(instance, placed, "teacher")),
        classes=tuple(_of_kind(instance, placed, "class")),
        rooms=tuple(_of_kind(instance, placed, "room")),
        students=len(list(_of_kind(instance, placed, "student"))),
        subject=subject,
        cover=CoverKind.NOT_NEEDED if subject in no_cover else CoverKind.NEEDED,
    )


def _of_kind(instance: Instance, placed: Placed, kind: str) -> Iterator[str]:
    return (name for name in placed.resources if instance.kinds.get(name) == kind)


def _other_instances(root: Element) -> Iterator[Note]:
    for other in root.findall("Instances/Instance")[1:]:
        yield note("Instances", other.get("Id"), "is a further instance of the file, not read")


def _assumptions(chosen: Solution, no_cover: Sequence[str]) -> tuple[str, ...]:
    said = [f"The timetable is the solution {chosen.name!r} of the archive."]
    if no_cover:
        said.append(f"Lessons with the subject {' or '.join(no_cover)} need no cover.")
    return tuple(said)
