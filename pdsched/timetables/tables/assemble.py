"""Meetings on their days and periods, put together to lessons."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pdsched.problem import CoverKind
from pdsched.timetables.tables.asked import Run
from pdsched.timetables.tables.meetings import Meeting
from pdsched.timetables.timetable import TimetableLesson


class _Placed(NamedTuple):
    """A lesson at its place."""

    key: str
    day: str
    run: Run
    teachers: tuple[str, ...]
    classes: tuple[str, ...]
    subjects: tuple[tuple[str, str], ...]
    """Subject of each teacher, of "" where there is none."""
    rooms: tuple[str, ...]


def lessons_of(
    meetings: Sequence[Meeting],
    places: Sequence[Sequence[tuple[str, Run]]],
    no_cover: Sequence[str],
) -> tuple[TimetableLesson, ...]:
    """The lessons of a table: rows at one time with the same class, or the same teacher, are one.

    Args:
        meetings: what the rows say.
        places: day and run of periods of each.
        no_cover: subjects that need no cover.
    """
    placed = [
        _Placed(each.lesson, day, run, each.teachers, each.classes,
                tuple((who, each.subject) for who in each.teachers or ("",)), each.rooms)
        for each, spots in zip(meetings, places, strict=True)
        for day, run in spots
    ]  # fmt: skip
    placed = _joined(placed, lambda it: (it.key, it.day, it.run) if it.key else None)
    placed = _joined(placed, _class_at_once)
    placed = _joined(placed, _teacher_at_once)
    return tuple(_records(_in_runs(placed), no_cover))


def _class_at_once(it: _Placed) -> Hashable:
    """One class in one room with two teachers is taught by both."""
    subjects = frozenset(subject for _, subject in it.subjects)
    return (it.key, it.day, it.run, it.classes, subjects, it.rooms) if it.classes else None


def _teacher_at_once(it: _Placed) -> Hashable:
    """One teacher with two classes in one subject teaches both at once."""
    return (it.key, it.day, it.run, it.teachers, it.subjects, it.rooms) if it.teachers else None


def _joined(placed: Iterable[_Placed], key_of: Callable[[_Placed], Hashable]) -> list[_Placed]:
    groups: dict[Hashable, list[_Placed]] = {}
    for number, it in enumerate(placed):
        key = key_of(it)
        groups.setdefault(number if key is None else key, []).append(it)
    return [group[0] if len(group) == 1 else _one(group) for group in groups.values()]


def _one(group: Sequence[_Placed]) -> _Placed:
    subjects: dict[str, dict[str, None]] = {}
    for it in group:
        for who, subject in it.subjects:
            subjects.setdefault(who, {})[subject] = None
    if len(subjects) > 1:
        subjects.pop("", None)
    return group[0]._replace(
        teachers=tuple(dict.fromkeys(who for it in group for who in it.teachers)),
        classes=tuple(dict.fromkeys(name for it in group for name in it.classes)),
        subjects=tuple((who, "+".join(filter(None, each))) for who, each in subjects.items()),
        rooms=tuple(dict.fromkeys(name for it in group for name in it.rooms)),
    )


def _in_runs(placed: Sequence[_Placed]) -> list[_Placed]:
    """Parts of one lesson in successive periods are one."""
    runs = [it for it in placed if not it.key]
    last: dict[Hashable, int] = {}
    for it in sorted((it for it in placed if it.key), key=lambda it: it.run):
        same = (it.key, it.day, it.teachers, it.classes, it.subjects, it.rooms)
        at = last.get(same)
        if at is not None and sum(runs[at].run) == it.run[0]:
            runs[at] = runs[at]._replace(run=(runs[at].run[0], runs[at].run[1] + it.run[1]))
        else:
            last[same] = len(runs)
            runs.append(it)
    return runs


def _records(placed: Iterable[_Placed], no_cover: Sequence[str]) -> Iterator[TimetableLesson]:
    times: dict[str, int] = {}
    for number, it in enumerate(placed, 1):
        name = it.key or str(number)
        times[name] = times.get(name, 0) + 1
        subjects = dict.fromkeys(subject for _, subject in it.subjects if subject)
        subject = "+".join(subjects)
        yield TimetableLesson(
            id=name if times[name] == 1 else f"{name}/{times[name]}",
            event=it.key,
            day=it.day,
            period=it.run[0],
            duration=it.run[1],
            teachers=it.teachers,
            classes=it.classes,
            subject=subject,
            own_subjects=tuple(each for _, each in it.subjects) if len(subjects) > 1 else (),
            rooms=it.rooms,
            cover=CoverKind.NOT_NEEDED if subject in no_cover else CoverKind.NEEDED,
        )
