"""What an import takes for a class that needs an adult: co-teaching, lessons without a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pdsched.problem import CoverKind
from pdsched.timetables.timetable import TimetableLesson


def is_co_taught(lesson: TimetableLesson) -> bool:
    """Whether a lesson that needs cover has more teachers than classes, and at least one class.

    >>> is_co_taught(TimetableLesson(id="7", day="mon", period=0, classes=("5a",),
    ...                              teachers=("ada", "ben")))
    True
    """
    taught = bool(lesson.classes or lesson.students) and lesson.cover is CoverKind.NEEDED
    return taught and len(lesson.teachers) > max(1, len(lesson.classes))


def adults_needed(lesson: TimetableLesson) -> int | None:
    """How many adults are enough in a co-taught lesson; ``None`` if all who hold it are needed.

    One adult is enough for each class, but groups in several rooms, or with several subjects, need
    one each.

    >>> both = TimetableLesson(id="7", day="mon", period=0, classes=("5a",), rooms=("R1",),
    ...                        teachers=("ada", "ben"))
    >>> adults_needed(both), adults_needed(both.model_copy(update={"rooms": ("R1", "R2")}))
    (1, None)
    """
    subjects = set(lesson.subjects().values())
    enough = max(1, len(lesson.classes), len(lesson.rooms), len(subjects))
    return enough if is_co_taught(lesson) and enough < len(lesson.teachers) else None


def duties(lessons: Iterable[TimetableLesson]) -> dict[str, int]:
    """Lessons that need cover and name neither class nor student, by subject, the most first.

    >>> duties([TimetableLesson(id="7", day="mon", period=0, teachers=("ada",), subject="duty")])
    {'duty': 1}
    """
    counted = Counter(
        lesson.subject
        for lesson in lessons
        if not lesson.classes and not lesson.students and lesson.cover is CoverKind.NEEDED
    )
    return dict(counted.most_common())
