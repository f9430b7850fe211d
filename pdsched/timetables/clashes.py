"""Nobody holds two lessons at once: the first one stays, the others are noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pdsched.timetables.timetable import Note, TimetableLesson, note

_Busy = dict[tuple[str, tuple[str, int]], list[TimetableLesson]]

SECOND = "would be a second lesson of this teacher at the same time and is left out"


def one_at_a_time(
    lessons: Sequence[TimetableLesson],
) -> tuple[tuple[TimetableLesson, ...], tuple[Note, ...]]:
    """The lessons without the teachers who are busy with an earlier one of the sequence.

    A lesson that loses its only teacher falls away; one with others keeps them.

    >>> first = TimetableLesson(id="1", day="mon", period=0, teachers=("ada",))
    >>> second = TimetableLesson(id="2", day="mon", period=0, teachers=("ada", "ben"))
    >>> kept, notes = one_at_a_time([first, second])
    >>> [lesson.teachers for lesson in kept], notes[0].value
    ([('ada',), ('ben',)], 'ada')
    """
    busy: _Busy = {}
    kept: list[TimetableLesson] = []
    notes: list[Note] = []
    for lesson in lessons:
        free = {who: None for who in lesson.teachers if not _meets(busy, who, lesson)}
        for who in lesson.teachers:
            if who not in free:
                notes.append(note(_where(lesson), who, SECOND))
        for who in free:
            for slot in lesson.slots():
                busy.setdefault((who, slot), []).append(lesson)
        if free or not lesson.teachers:
            kept.append(_with_teachers(lesson, tuple(free)))
    return tuple(kept), tuple(notes)


def _meets(busy: _Busy, who: str, lesson: TimetableLesson) -> bool:
    return any(
        _overlap(lesson, other) for slot in lesson.slots() for other in busy.get((who, slot), ())
    )


def _overlap(one: TimetableLesson, other: TimetableLesson) -> bool:
    """Whether there are dates on which both take place."""
    return (one.first or date.min) <= (other.last or date.max) and (
        (other.first or date.min) <= (one.last or date.max)
    )


def _where(lesson: TimetableLesson) -> str:
    return f"lesson {lesson.id}, day {lesson.day}, period {lesson.period + 1}"


def _with_teachers(lesson: TimetableLesson, teachers: Sequence[str]) -> TimetableLesson:
    if len(teachers) == len(lesson.teachers):
        return lesson
    subjects = lesson.subjects()
    own_subjects = tuple(subjects[who] for who in teachers) if lesson.own_subjects else ()
    return lesson.model_copy(update={"teachers": tuple(teachers), "own_subjects": own_subjects})
