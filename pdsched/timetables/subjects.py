"""Subjects that were named for lessons without cover, and that no lesson has."""

from __future__ import annotations

from collections.abc import Sequence

from pdsched.timetables.dated import DatedTimetable
from pdsched.timetables.timetable import Note, Timetable, note

UNUSED = "is a subject that no lesson has, and was named as one that needs no cover"


def unused(
    timetable: Timetable | DatedTimetable, no_cover: Sequence[str] | None
) -> tuple[Note, ...]:
    """A note for each subject that was named and that no lesson has.

    >>> timetable = Timetable(name="x", days=("mon",), periods=({"name": "1"},))
    >>> print(unused(timetable, ["duty"])[0])
    no_cover: 'duty' is a subject that no lesson has, and was named as one that needs no cover
    """
    taught = {lesson.subject for lesson in timetable.lessons}
    if isinstance(timetable, Timetable):
        taught |= {subject for lesson in timetable.lessons for subject in lesson.own_subjects}
    named = dict.fromkeys(no_cover or ())
    return tuple(note("no_cover", subject, UNUSED) for subject in named if subject not in taught)
